"""Brings the database up to the code: the core first, then each plugin, each with its own version
table.

A plugin's history knows nothing of the others, so that one can be removed without stopping the
rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from meeting import clock
from meeting.config import Config, keep_private
from meeting.db import Model
from meeting.errors import PluginProblem, StartupProblem
from meeting.loader import folder_of
from meeting.registry import Registry

CORE = "core"
HOME = Path(__file__).parent / "migrations"
CORE_TABLES = frozenset(
    {
        "meeting",
        "meeting_plugin",
        "setting_value",
        "device",
        "pairing_link",
        "journal_entry",
        "submission",
    }
)


@dataclass(frozen=True)
class History:
    """The migrations of the core or of one plugin."""

    owner: str
    folder: Path

    @property
    def version_table(self) -> str:
        """Where this history's position is kept."""
        return f"alembic_version_{self.owner}"

    def owns(self, table: str | None) -> bool:
        """Whether a table belongs to this history, by its prefix."""
        name = table or ""
        if self.owner == CORE:
            return name in CORE_TABLES
        return name not in CORE_TABLES and name.startswith(f"{self.owner}_")

    def settings(self, connection: sa.Connection) -> AlembicConfig:
        """Alembic's own configuration, without a file."""
        settings = AlembicConfig()
        settings.set_main_option("script_location", str(HOME).replace("%", "%%"))
        settings.set_main_option("version_locations", str(self.folder).replace("%", "%%"))
        settings.set_main_option("path_separator", "newline")
        settings.attributes |= {
            "connection": connection,
            "version_table": self.version_table,
            "include_object": self._include,
        }
        return settings

    def _include(self, item: Any, name: str | None, kind: str, *_: Any) -> bool:
        table = name if kind == "table" else getattr(getattr(item, "table", None), "name", None)
        return self.owns(table)


def histories(registry: Registry) -> Iterator[History]:
    """The core's history, then the plugins' in load order; plugins without tables have none."""
    yield History(CORE, HOME / "versions")
    for plugin in registry.plugins.values():
        folder = folder_of(plugin)
        if folder is None:
            continue
        history = History(plugin.name, folder / "migrations")
        if history.folder.is_dir() or _tables_of(plugin.name):
            yield history


def _tables_of(plugin: str) -> list[str]:
    return sorted(name for name in Model.metadata.tables if name.startswith(f"{plugin}_"))


def upgrade(engine: sa.Engine, registry: Registry) -> list[str]:
    """Run what is missing, all in one transaction. Returns the owners that moved.

    Raises StartupProblem when the database was made by newer code.
    """
    moved = []
    with engine.begin() as connection:
        for history in histories(registry):
            before = position(connection, history)
            _refuse_newer(connection, history, before)
            command.upgrade(history.settings(connection), "head")
            if position(connection, history) != before:
                moved.append(history.owner)
    return moved


def position(connection: sa.Connection, history: History) -> str | None:
    """The revision this database stands at."""
    options = {"version_table": history.version_table}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def is_behind(engine: sa.Engine, registry: Registry) -> bool:
    """Whether an upgrade has something to do.

    Raises PluginProblem for tables that no migration makes: else the first request misses them.
    """
    _refuse_tables_without_history(registry)
    with engine.connect() as connection:
        for history in histories(registry):
            script = ScriptDirectory.from_config(history.settings(connection))
            at = position(connection, history)
            _refuse_newer(connection, history, at)
            if at != script.get_current_head():
                return True
    return False


def _refuse_tables_without_history(registry: Registry) -> None:
    written = {one.owner for one in histories(registry) if any(one.folder.glob("*.py"))}
    for name in registry.plugins.keys() - written:
        tables = ", ".join(_tables_of(name))
        if tables:
            raise PluginProblem(
                name,
                [
                    f"has tables ({tables}) and no migration that makes them; in a package, write "
                    f"it with: doithoai db revision {name} 'create the tables'"
                ],
            )


def _refuse_newer(connection: sa.Connection, history: History, at: str | None) -> None:
    if at is None:
        return
    script = ScriptDirectory.from_config(history.settings(connection))
    try:
        script.get_revision(at)
    except CommandError as error:
        raise StartupProblem(
            f"The database was made by a newer version of this program ({history.owner} {at}). "
            "Install that version or newer, or choose another folder with --data."
        ) from error


def downgrade(engine: sa.Engine, history: History) -> None:
    """Take a history back to nothing; used to remove a plugin cleanly."""
    with engine.begin() as connection:
        command.downgrade(history.settings(connection), "base")
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {history.version_table}"))


def new_revision(engine: sa.Engine, history: History, message: str) -> None:
    """Write a revision from the difference between models and database, for a developer to read."""
    history.folder.mkdir(parents=True, exist_ok=True)
    with engine.begin() as connection:
        settings = history.settings(connection)
        script = ScriptDirectory.from_config(settings)
        number = len(list(script.walk_revisions())) + 1
        command.revision(
            settings, message, autogenerate=True, rev_id=f"{history.owner}_{number:03}"
        )


def backup(config: Config) -> Path | None:
    """Copy an SQLite database beside itself before it is changed. Returns the copy; none of one
    without tables.
    """
    path = Path(config.database_url.removeprefix("sqlite:///"))
    if not config.sqlite or not path.exists():
        return None
    with closing(sqlite3.connect(path)) as source:
        if source.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None:
            return None
    copy = path.with_name(f"{path.stem}-{clock.local(clock.now()):%Y%m%d-%H%M%S}.backup.db")
    keep_private(copy)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
