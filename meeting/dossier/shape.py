"""Which tables a meeting's record consists of, and how their rows hang together.

Deny by default: only a table that its owner has named (point ``core.dossier``) is in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from meeting.db import Model
from meeting.points import InDossier
from meeting.registry import Registry

T = TypeVar("T")
POINT = "core.dossier"
MEETING = "meeting"
HIDDEN = "…"
_REFUSED = "core.bad_setting"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The record of this installation, table by table."""

    tables: tuple[sa.Table, ...]  # what is pointed to comes first
    holds: Mapping[str, str]  # table → what it holds, for a reader
    left_out: Mapping[str, str]  # table → why
    ids: Mapping[tuple[str, str], str]  # plugin and fact of its events → the table of the number
    actors: Mapping[str, str]  # kind of an actor → the table it is a row of
    settings_left_out: frozenset[str]
    facts: Mapping[tuple[str, str], str]  # plugin and fact of its events → in words
    codes: Mapping[tuple[str, str], Mapping[str, str]]  # the same → its codes in words
    shown: Mapping[tuple[str, str], str]  # the same → the column by which a reader knows the row

    def find(self, name: str) -> sa.Table | None:
        """A table of the record by its name."""
        return next((table for table in self.tables if table.name == name), None)

    def table_of(self, event: str, fact: str) -> str | None:
        """Of which table a fact of a journal entry is a number; none: it is none.

        What a plugin says counts for its own events; ``…_id`` means the same to all others.
        """
        own = self.ids.get((event.partition(".")[0], fact))
        if own is not None or not fact.endswith("_id"):
            return own
        return next((table for (_plugin, name), table in self.ids.items() if name == fact), None)

    def discreet(self, event: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a journal entry without the value of a setting that stays here; of one that
        was refused nobody knows which it was.
        """
        is_secret = event == _REFUSED or facts.get("setting") in self.settings_left_out
        return {**facts, "value": HIDDEN} if is_secret and "value" in facts else dict(facts)


def misnamed(registry: Registry) -> list[str]:
    """Tables that their plugin names nowhere, so that a dossier would lack them without a word, and
    names that are no table.
    """
    tables = set(Model.metadata.tables)
    problems = []
    for plugin in registry.plugins.values():
        declared = plugin.contributes.get(POINT, ())
        said = {name for one in declared for name in (*one.tables, *one.left_out)}
        own = {name for name in tables if name.startswith(f"{plugin.name}_")}
        problems += [
            f"Plugin {plugin.name!r} does not say whether the dossier keeps its table {name!r}"
            for name in sorted(own - said)
        ]
        problems += [
            f"Plugin {plugin.name!r} names {name!r} for the dossier, which is no table"
            for name in sorted(said - tables)
        ]
    return problems


def shape_of(registry: Registry) -> Shape:
    """What the core and all installed plugins, also those switched off, have named."""
    by_plugin: list[tuple[str, InDossier]] = [
        (plugin.name, one)
        for plugin in registry.plugins.values()
        for one in plugin.contributes.get(POINT, ())
    ]
    said = [one for _plugin, one in by_plugin]
    holds = {name: words for one in said for name, words in one.tables.items()}
    return Shape(
        tables=tuple(table for table in Model.metadata.sorted_tables if table.name in holds),
        holds=holds,
        left_out={name: why for one in said for name, why in one.left_out.items()},
        ids=_by_fact((plugin, one.ids) for plugin, one in by_plugin),
        actors={kind: table for one in said for kind, table in one.actors.items()},
        settings_left_out=frozenset().union(*(one.settings_left_out for one in said)),
        facts=_by_fact((plugin, one.facts) for plugin, one in by_plugin),
        codes=_by_fact((plugin, one.codes) for plugin, one in by_plugin),
        shown=_by_fact((plugin, one.shown) for plugin, one in by_plugin),
    )


def _by_fact(said: Iterable[tuple[str, Mapping[str, T]]]) -> dict[tuple[str, str], T]:
    """What plugins say of the facts of their own events."""
    return {(plugin, fact): told for plugin, facts in said for fact, told in facts.items()}


def target_of(column: sa.Column[object]) -> str | None:
    """The table whose row a column names."""
    return next((key.column.table.name for key in column.foreign_keys), None)


def rows_of(shape: Shape, table: sa.Table, meeting_id: int) -> sa.ColumnElement[bool]:
    """The condition for the rows of one meeting: its number, or that of the row they belong to."""
    if table.name == MEETING:
        return table.c.id == meeting_id
    ways = {target_of(column): column for column in table.columns}
    if MEETING in ways:
        return ways[MEETING] == meeting_id
    for name, column in ways.items():
        parent = shape.find(name or "")
        if parent is not None and parent is not table and not column.nullable:
            inside = rows_of(shape, parent, meeting_id)
            return column.in_(sa.select(parent.c.id).where(inside))
    raise LookupError(f"{table.name} does not belong to a meeting")


def is_numbered(table: sa.Table) -> bool:
    """Whether its rows have a number of their own, given by the database."""
    return [column.name for column in table.primary_key] == ["id"]
