"""Migrations: from nothing to today's models, back to nothing, and a refusal of what is newer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from meeting import create_app
from meeting.app import Core
from meeting.config import Config
from meeting.db import Model
from meeting.errors import PluginProblem, StartupProblem
from meeting.migrate import backup, downgrade, histories, is_behind, new_revision, upgrade


@pytest.fixture
def core(tmp_path: Path, static_cache: Path) -> Iterator[Core]:
    app = create_app(Config(data=tmp_path, static_cache=static_cache))
    core: Core = app.extensions["meeting"]
    yield core
    core.close()


def test_the_newest_revision_equals_the_models(core: Core) -> None:
    assert is_behind(core.engine, core.registry)
    upgrade(core.engine, core.registry)
    assert not is_behind(core.engine, core.registry)
    with core.engine.connect() as connection:
        for history in histories(core.registry):
            options = {"include_object": history.settings(connection).attributes["include_object"]}
            options["version_table"] = history.version_table
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Model.metadata) == [], history.owner


def test_upgrading_twice_changes_nothing(core: Core) -> None:
    assert upgrade(core.engine, core.registry)[0] == "core"
    assert upgrade(core.engine, core.registry) == []


def test_every_history_can_be_taken_back_to_nothing(core: Core) -> None:
    upgrade(core.engine, core.registry)
    for history in reversed(list(histories(core.registry))):
        downgrade(core.engine, history)
    assert sa.inspect(core.engine).get_table_names() == []


def test_a_database_from_the_future_is_refused(core: Core) -> None:
    upgrade(core.engine, core.registry)
    with core.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version_core SET version_num = 'core_999'"))
    with pytest.raises(StartupProblem, match="newer version"):
        is_behind(core.engine, core.registry)


def test_a_copy_is_made_before_an_upgrade(core: Core) -> None:
    upgrade(core.engine, core.registry)
    copy = backup(core.config)
    assert copy is not None
    tables = sa.inspect(sa.create_engine(f"sqlite:///{copy}")).get_table_names()
    assert "meeting" in tables


def test_nothing_is_no_reason_for_a_copy(core: Core) -> None:
    with core.engine.connect():
        assert (core.config.data / "doithoai.db").exists()
    assert backup(core.config) is None


def test_tables_that_no_migration_makes_stop_the_start(
    tmp_path: Path, static_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "acme_notice"
    package.mkdir()
    (package / "__init__.py").write_text("from tests.core.notice import build\nplugin = build()\n")
    monkeypatch.syspath_prepend(tmp_path)
    plugin = replace(import_module("acme_notice").plugin, package="acme_notice")
    app = create_app(Config(data=tmp_path, static_cache=static_cache), [plugin])
    core: Core = app.extensions["meeting"]
    with pytest.raises(PluginProblem, match=r"'notice': has tables \(notice_notice\) and no migra"):
        is_behind(core.engine, core.registry)
    upgrade(core.engine, core.registry)
    history = next(one for one in histories(core.registry) if one.owner == "notice")
    new_revision(core.engine, history, "create the tables")
    assert is_behind(core.engine, core.registry)
    assert upgrade(core.engine, core.registry) == ["notice"]
    assert not is_behind(core.engine, core.registry)
    core.close()
