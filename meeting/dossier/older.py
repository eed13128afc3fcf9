"""A dossier of an older program, brought up to this one by the same steps as a database of it.

A scratch database is set up as the dossier's program had it, filled, and upgraded; what it then
holds is the record as this program writes it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meeting.dossier import record
from meeting.dossier.opening import Dossier, newer_program
from meeting.dossier.rows import damaged
from meeting.dossier.shape import Shape
from meeting.dossier.values import BadValue, stored
from meeting.errors import Refused
from meeting.migrate import History, histories, upgrade
from meeting.registry import Registry

Tables = Mapping[str, Any]


def brought_up(dossier: Dossier, engine: sa.Engine, registry: Registry, shape: Shape) -> Tables:
    """The dossier's tables as this program has them. Raises Refused."""
    known = {one.owner: one for one in histories(registry)}
    _refuse_strangers(dossier, known)
    behind = False
    with engine.connect() as connection:
        for owner, revision in dossier.manifest.migrations.items():
            if owner in known:
                script = ScriptDirectory.from_config(known[owner].settings(connection))
                _refuse_newer(dossier, script, revision)
                behind |= revision != script.get_current_head()
    if behind:
        return _upgraded(dossier, registry, shape)
    for name, rows in dossier.tables.items():
        if rows and shape.find(name) is None:
            raise damaged(name, 1)
    return dossier.tables


def _refuse_newer(dossier: Dossier, script: ScriptDirectory, revision: str) -> None:
    """Only a step by its own name: “base” or “head” stand in no dossier of ours."""
    if revision not in {one.revision for one in script.walk_revisions()}:
        raise newer_program(dossier.manifest.version)


def _refuse_strangers(dossier: Dossier, known: Mapping[str, History]) -> None:
    """Rows of a plugin that is not here would be lost silently. Raises Refused."""
    for name, rows in dossier.tables.items():
        if rows and not any(one.owns(name) for one in known.values()):
            raise Refused(
                "core.dossier_stranger",
                _l(
                    "The dossier has the table “%(table)s”, which nothing on this server knows. "
                    "Install the plugin that wrote it, then restore the dossier."
                ),
                table=name[:80],
            )


def _upgraded(dossier: Dossier, registry: Registry, shape: Shape) -> Tables:
    with tempfile.TemporaryDirectory(prefix="doithoai-dossier-") as folder:
        engine = sa.create_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        try:
            with engine.begin() as connection:
                _set_up(connection, dossier, registry)
                _fill(connection, dossier)
            upgrade(engine, registry)
            with Session(engine) as session:
                return record.read(session, shape, 1)
        finally:
            engine.dispose()


def _set_up(connection: sa.Connection, dossier: Dossier, registry: Registry) -> None:
    """The tables as the dossier's program had them."""
    for history in histories(registry):
        revision = dossier.manifest.migrations.get(history.owner)
        if revision is not None:
            command.upgrade(history.settings(connection), revision)


def _fill(connection: sa.Connection, dossier: Dossier) -> None:
    found = sa.MetaData()
    found.reflect(connection)
    for name, rows in dossier.tables.items():
        if rows:
            table = found.tables.get(name)
            if table is None:
                raise damaged(name, 1)
            try:
                connection.execute(sa.insert(table), list(_old_rows(table, rows)))
            except IntegrityError as error:
                raise damaged(name, 1) from error


def _old_rows(table: sa.Table, rows: Any) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(rows, 1):
        try:
            if row.keys() != {column.name for column in table.columns}:
                raise BadValue("other columns")
            yield {column.name: stored(row[column.name], column) for column in table.columns}
        except BadValue as error:
            raise damaged(table.name, place) from error
