"""A dossier is made in the background: its papers alone take seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from meeting.contract import Actor, Refused, Tx, allowed_when_closed, run
from meeting.db import db
from meeting.dossier import export
from meeting.models import Meeting
from meeting.workroom import Job, Tell, WorkProblem, Workroom
from plugins.minutes.dossier.events import DossierMade

KIND = "dossier"


@cache
def workroom(data: Path) -> Workroom:
    """The one of a data folder."""
    return Workroom(data / "print" / KIND)


def last(room: Workroom, meeting_id: int) -> Job | None:
    """The newest job of a meeting."""
    found = room.recent(meeting_id)
    return found[0] if found else None


def begin(room: Workroom, app: Flask, meeting: Meeting, by: Actor) -> Job:
    """Begin a dossier, unless one is being made already."""
    before = last(room, meeting.id)
    if before is not None and before.state == "working":
        return before
    meeting_id = meeting.id

    def make(_path: Path, tell: Tell) -> None:
        with app.app_context():
            try:
                _make(app, meeting_id, by, tell)
            except Refused as refused:
                raise WorkProblem(refused.code) from refused
            finally:
                db.session.remove()

    return room.begin(meeting_id, KIND, export.file_name(meeting), make)


def _make(app: Flask, meeting_id: int, by: Actor, tell: Tell) -> None:
    core: Any = app.extensions["meeting"]
    with Session(db.engine) as session:
        meeting = session.get_one(Meeting, meeting_id)
        target = export.place_of(core.config.data, meeting)
        made = export.make(session, core.registry, meeting, target, tell)
    run(note, by=by, meeting_id=meeting_id, sha256=made.sha256)


@allowed_when_closed
def note(tx: Tx, *, sha256: str) -> None:
    """The journal knows who had a dossier made: it holds everybody's data."""
    tx.emit(DossierMade(meeting_id=tx.meeting_id, sha256=sha256))
