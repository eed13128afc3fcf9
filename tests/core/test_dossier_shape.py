"""Every table, every id and every secret is either in the dossier or left out of it, by name."""

from __future__ import annotations

from dataclasses import fields

from meeting.config import Config
from meeting.contract import Plugin
from meeting.core_plugin import core
from meeting.db import Model
from meeting.dossier.numbers import JOURNAL
from meeting.dossier.shape import is_numbered, misnamed, rows_of, shape_of, target_of
from meeting.loader import discover
from meeting.migrate import CORE_TABLES
from meeting.points import InDossier
from meeting.registry import Registry

REGISTRY = Registry([core, *discover(Config(safe_mode=True))])
SHAPE = shape_of(REGISTRY)
SECRETS = {"password", "secret", "token", "hash", "key"}
COUNTS = {
    "added", "changed", "copies", "count", "handed_out", "margin", "number", "people", "removed",
    "returned", "revision", "scale", "seconds", "steps", "turns", "valid", "version", "villages",
}  # fmt: skip


def declared(plugin: str) -> list[InDossier]:
    found: list[InDossier] = list(REGISTRY.plugins[plugin].contributes.get("core.dossier", ()))
    return found


def owner_of(table: str) -> str:
    return "core" if table in CORE_TABLES else table.partition("_")[0]


def test_every_table_is_named_by_its_owner_as_kept_or_left_out_and_not_as_both() -> None:
    ours = {name for name in Model.metadata.tables if owner_of(name) in REGISTRY.plugins}
    said = {
        name: plugin
        for plugin in REGISTRY.plugins
        for one in declared(plugin)
        for name in (*one.tables, *one.left_out)
    }
    assert sorted(ours - said.keys()) == [], "say in InDossier whether they are in the dossier"
    assert {name: plugin for name, plugin in said.items() if owner_of(name) != plugin} == {}
    assert sorted(said.keys() - ours) == []
    assert sorted(SHAPE.holds.keys() & SHAPE.left_out.keys()) == []
    assert all(SHAPE.holds.values())
    assert all(SHAPE.left_out.values())


def test_tables_that_a_plugin_forgets_or_misspells_are_listed() -> None:
    survey = Plugin(
        name="survey",
        title="Survey",
        contributes={"core.dossier": (InDossier(tables={"survey_tallies": "số phiếu"}),)},
    )
    assert misnamed(REGISTRY) == []
    assert misnamed(Registry([core, survey])) == [
        "Plugin 'survey' does not say whether the dossier keeps its table 'survey_answer'",
        "Plugin 'survey' does not say whether the dossier keeps its table 'survey_tally'",
        "Plugin 'survey' names 'survey_tallies' for the dossier, which is no table",
    ]


def test_every_table_that_is_kept_leads_to_one_meeting() -> None:
    for table in SHAPE.tables:
        rows_of(SHAPE, table, 1)
        assert is_numbered(table) or any(map(target_of, table.primary_key)), table.name


def test_what_points_to_a_table_that_is_left_out_may_be_empty() -> None:
    for table in SHAPE.tables:
        for column in table.columns:
            target = target_of(column)
            assert target is None or SHAPE.find(target) is not None or column.nullable, column


def test_no_column_hides_the_number_of_a_row() -> None:
    hidden = [
        f"{table.name}.{column.name}"
        for table in SHAPE.tables
        for column in table.columns
        if column.name.endswith("_id") and target_of(column) is None
    ]
    assert hidden == [f"{JOURNAL}.by_id"]


def test_every_number_in_the_journal_is_a_count_or_says_of_which_table_it_is() -> None:
    numbers = {
        (name, field.name)
        for name, event in REGISTRY.events.items()
        for field in fields(event)
        if ("int" in str(field.type) or field.name.endswith("_id"))
        and field.name not in {"meeting_id", *COUNTS}
    }
    assert sorted(one for one in numbers if SHAPE.table_of(*one) is None) == []
    assert sorted(set(SHAPE.ids.values()) - Model.metadata.tables.keys()) == []


def test_every_fact_of_the_journal_has_words_for_a_reader() -> None:
    told = {
        (name.partition(".")[0], field.name)
        for name, event in REGISTRY.events.items()
        for field in fields(event)
        if field.name != "meeting_id" and SHAPE.table_of(name, field.name) is None
    }
    assert sorted(told - SHAPE.facts.keys()) == []
    assert SHAPE.codes.keys() | SHAPE.shown.keys() <= SHAPE.facts.keys()
    assert all(column in SHAPE.find(SHAPE.ids[one]).c for one, column in SHAPE.shown.items())  # type: ignore[union-attr]


def test_no_secret_is_kept_but_what_was_handed_out_on_paper() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in SHAPE.tables
        for column in table.columns
        if SECRETS.intersection(column.name.split("_")) and column.name != "search_key"
    }
    handed_out = {"roster_invitation.secret", "roster_village_list.secret"}
    addressees = {one for one in found if one.startswith("minutes_") and one.endswith(".key")}
    assert found - addressees == handed_out
    settings = {one for one in REGISTRY.settings if any(word in one for word in SECRETS)}
    assert settings <= SHAPE.settings_left_out


def test_sheets_have_names_a_workbook_takes() -> None:
    titles = [
        one.title
        for plugin in REGISTRY.plugins.values()
        for one in plugin.contributes.get("core.dossier_sheet", ())
    ]
    assert len(titles) == len(set(titles)) > 5
    assert all(len(one) <= 31 and not set("[]:*?/\\") & set(one) for one in titles)
