"""What the contract promises of every plugin, asked of each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import create_app
from meeting.access import Role
from meeting.config import Config
from meeting.contract import Plugin
from meeting.db import Model
from meeting.live import Room, Topic
from meeting.loader import check, discover, folder_of, order
from meeting.migrate import CORE_TABLES, upgrade
from tests.conftest import ClientAs, everything_on

PLUGINS = discover(Config(safe_mode=True))
LARGEST_FRAGMENT = 8 * 1024  # bytes; a phone on poor Wi-Fi gets ten a second at most
every_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)


def with_requirements(plugin: Plugin) -> list[Plugin]:
    """A plugin with nothing but what it needs."""
    known = {one.name: one for one in PLUGINS}
    wanted = {plugin.name: plugin}
    todo = list(plugin.requires)
    while todo:
        name = todo.pop()
        wanted[name] = known[name]
        todo.extend(known[name].requires)
    return order(wanted)


SUBSETS = [[], *(with_requirements(plugin) for plugin in PLUGINS), PLUGINS]


@pytest.mark.parametrize(
    "subset", SUBSETS, ids=lambda subset: "+".join(p.name for p in subset) or "none"
)
def test_every_subset_starts_and_serves_its_pages(
    subset: list[Plugin], tmp_path: Path, static_cache: Path
) -> None:
    check(subset)
    app = create_app(Config(data=tmp_path, static_cache=static_cache, testing=True), subset)
    core = app.extensions["meeting"]
    upgrade(core.engine, core.registry)
    assert app.test_client().get("/health").get_json()["ok"]
    core.close()


def meeting_with(app: Flask, plugin: Plugin) -> int:
    """The sample meeting, or one more where that leaves the plugin switched off."""
    with app.app_context():
        off = app.extensions["meeting"].registry.switched_off(1)
    return everything_on(app) if plugin.name in off else 1


def pages(app: Flask, plugin: Plugin) -> list[tuple[str, str]]:
    """Endpoint and address of every page of a plugin that needs no further value."""
    adapter, number = app.url_map.bind(""), meeting_with(app, plugin)
    return [
        (rule.endpoint, adapter.build(rule.endpoint, {"meeting_id": number}))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{plugin.name}.")
        and "GET" in (rule.methods or set())
        and rule.arguments == {"meeting_id"}
    ]


@every_plugin
def test_every_page_opens_for_its_roles_and_no_other(
    plugin: Plugin, app: Flask, client_as: ClientAs, client: FlaskClient
) -> None:
    registry = app.extensions["meeting"].registry
    browsers = {role: client_as(role) for role in Role}
    for endpoint, address in pages(app, plugin):
        access = getattr(app.view_functions[endpoint], "access")  # noqa: B009 - set by our marks
        if access in {"public", "attendee"}:
            assert client.get(address).status_code in {200, 303}, address
            continue
        assert client.get(address).status_code == 403, address
        allowed = {Role.OWNER, Role.ORGANISER, *registry.permissions[access].roles}
        for role, browser in browsers.items():
            status = browser.get(address).status_code
            assert (status != 403) is (role in allowed), (address, role, status)
            assert status < 500, (address, role)


@every_plugin
def test_every_live_view_renders_alone_and_small(plugin: Plugin, app: Flask) -> None:
    live = app.extensions["meeting"].live
    for view in plugin.views:
        for lang in ("vi", "en"):
            topic = Topic(1, view.name, 1 if view.key else None)
            html = live.snapshot(Room(topic, lang)).html
            assert len(html.encode()) <= LARGEST_FRAGMENT, view.name
            assert "csrf" not in html, view.name


@every_plugin
def test_tables_are_named_after_the_plugin_and_point_to_required_ones_only(plugin: Plugin) -> None:
    owners = {"core": CORE_TABLES} | {
        one.name: {name for name in Model.metadata.tables if name.startswith(f"{one.name}_")}
        for one in PLUGINS
    }
    mapped = (mapper.class_ for mapper in Model.registry.mappers)
    mine = [one for one in mapped if one.__module__.startswith(f"plugins.{plugin.name}.")]
    assert {one.__tablename__ for one in mine} == owners[plugin.name]
    allowed = set().union(*(owners[name] for name in ("core", plugin.name, *plugin.requires)))
    for name in owners[plugin.name]:
        keys = Model.metadata.tables[name].foreign_keys
        assert {key.column.table.name for key in keys} <= allowed, name


@every_plugin
def test_every_event_has_words(plugin: Plugin) -> None:
    for event in plugin.events:
        assert str(event.title).strip(), event.name


@every_plugin
def test_every_post_form_carries_token_and_key(plugin: Plugin) -> None:
    folder = folder_of(plugin)
    assert folder is not None
    for path in folder.rglob("*.html"):
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.S):
            assert "hidden()" in form, path.name


ROOT = Path(__file__).parents[2]
TEMPLATES = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("plugins/*/templates/**/*.html")]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    """The content policy would drop them silently."""
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle=", source)
    computed = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)  # an argument may be called “only”
    assert not re.search(r"\son[a-z]+=", computed.sub("", source))
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"(?:src|href)=\"https?:", source)
