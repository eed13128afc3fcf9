"""What the writers of a paper are handed, for tests that ask one of them alone."""

from __future__ import annotations

from flask import current_app

from meeting.db import db
from meeting.models import Meeting
from meeting.points import Telling
from plugins.minutes.writing import record


def telling(meeting_id: int = 1, paper: str = "minutes", *, masked: bool = False) -> Telling:
    """The record of a meeting with its sentence forms."""
    contributed = current_app.extensions["meeting"].registry.contributions
    meeting = db.session().get_one(Meeting, meeting_id)
    return record.telling(db.session(), contributed, meeting, paper, masked=masked)
