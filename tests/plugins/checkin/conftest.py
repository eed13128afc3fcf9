"""Helpers of the door's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.models import JournalEntry
from plugins.roster.api import Delegate

DESK = Actor("device", 7, "Bàn đón tiếp 1", "registrar")
Act = Callable[..., Any]


@pytest.fixture
def act(context: Flask) -> Act:
    """Runs a use case at the desk."""

    def do(use_case: Any, *, by: Actor = DESK, meeting_id: int = 1, **arguments: Any) -> Any:
        return run(use_case, by=by, meeting_id=meeting_id, **arguments)

    return do


def of_village(village_id: int) -> list[int]:
    """The people's delegates of a village."""
    query = sa.select(Delegate.id).where(Delegate.village_id == village_id).order_by(Delegate.id)
    return list(db.session.scalars(query))


def journal() -> list[str]:
    """All that was written down, oldest first."""
    return list(db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)))


def last_entry() -> JournalEntry:
    """The newest line."""
    newest = sa.select(JournalEntry).order_by(JournalEntry.id.desc())
    found = db.session.scalars(newest).first()
    assert found is not None
    return found
