"""A meeting out of its dossier: all of it in one transaction, with numbers of its own here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meeting.access import Actor
from meeting.dossier import older, rows
from meeting.dossier.numbers import Row
from meeting.dossier.opening import Dossier
from meeting.dossier.shape import MEETING, Shape, is_numbered, shape_of
from meeting.errors import Refused
from meeting.events import Event
from meeting.meetings import MeetingRestored
from meeting.models import Meeting
from meeting.writing import Tx, run


@dataclass(frozen=True)
class Ready:
    """A dossier that fits this installation."""

    sha256: str
    shape: Shape = field(repr=False)
    rows: Mapping[str, list[Row]] = field(repr=False)


def restore(dossier: Dossier, by: Actor) -> int:
    """Bring the meeting back. Returns its number here. Raises Refused."""
    core = current_app.extensions["meeting"]
    shape = shape_of(core.registry)
    tables = older.brought_up(dossier, core.engine, core.registry, shape)
    ready = Ready(dossier.sha256, shape, rows.checked(shape, tables))
    return run(bring_back, by=by, ready=ready)


def bring_back(tx: Tx, *, ready: Ready) -> int:
    """Write a meeting and everything that belongs to it."""
    _refuse_again(tx.session, ready.rows[MEETING][0])
    new = {
        table.name: _new_numbers(tx.session, table, len(ready.rows[table.name]))
        for table in ready.shape.tables
        if is_numbered(table)
    }
    written = rows.renumbered(ready.shape, ready.rows, new)
    connection = tx.session.connection()
    try:
        for table in ready.shape.tables:
            if written[table.name]:
                connection.execute(sa.insert(table), written[table.name])
    except IntegrityError as error:
        raise Refused(
            "core.dossier_conflict",
            _l(
                "This dossier cannot be restored here: codes in it are used by another meeting of "
                "this server, or it was changed by hand. Restore it on another server."
            ),
        ) from error
    meeting_id = new[MEETING][0]
    event: Event = MeetingRestored(meeting_id=meeting_id, sha256=ready.sha256)
    tx.emit(event)
    return meeting_id


def _refuse_again(session: Session, row: Row) -> None:
    """The same plan at the same instant is the same meeting. Raises Refused."""
    known = session.scalar(
        sa.select(Meeting.id).where(
            Meeting.created_at == row["created_at"],
            Meeting.session_index == row["session_index"],
            Meeting.plan_json == row["plan_json"],
        )
    )
    if known is not None:
        raise Refused(
            "core.dossier_here",
            _l(
                "This meeting is on this server already (number %(number)s), so nothing was "
                "restored. Open it from the list of meetings."
            ),
            number=known,
        )


def _new_numbers(session: Session, table: sa.Table, count: int) -> list[int]:
    """Numbers that no row of the table has or will get."""
    if not count:
        return []
    if session.get_bind().dialect.name == "postgresql":
        given = sa.text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        )
        return sorted(session.scalars(given, {"table": table.name, "count": count}))
    last = session.scalar(sa.select(sa.func.max(table.c.id))) or 0
    if table.dialect_options["sqlite"]["autoincrement"]:
        ever = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        last = max(last, session.scalar(ever, {"table": table.name}) or 0)
    return list(range(last + 1, last + 1 + count))
