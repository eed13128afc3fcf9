"""People of the sample meeting, and what the tests look at: rows, events, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import change_setting
from meeting.models import JournalEntry
from meeting.writing import run
from plugins.roster.api import villages
from plugins.roster.queries import of_village
from plugins.speakers.models import Turn

SECRETARY = Actor("device", 1, "Thư ký", "secretary")


def phone(delegate_id: int) -> Actor:
    """The phone of a delegate."""
    return Actor("delegate", delegate_id, "")


def do(use_case: Callable[..., Any], by: Actor = SECRETARY, **arguments: Any) -> Any:
    """A use case on behalf of the secretary, or of somebody else."""
    return run(use_case, by=by, meeting_id=1, **arguments)


def refused(use_case: Callable[..., Any], by: Actor = SECRETARY, **arguments: Any) -> str:
    """The code of a refusal, after making sure that it left neither rows nor events."""
    before = snapshot()
    with pytest.raises(Refused) as caught:
        do(use_case, by, **arguments)
    assert str(caught.value.message)
    assert snapshot() == before
    return caught.value.code


def snapshot() -> tuple[list[Any], list[Any]]:
    """All turns, and all that was journalled beside refusals."""
    db.session.remove()
    columns = Turn.__table__.columns
    rows = db.session.execute(sa.select(*columns).order_by(columns.id)).all()
    entries = db.session.scalars(
        sa.select(JournalEntry.id).where(JournalEntry.refused.is_(False))
    ).all()
    return list(rows), list(entries)


def events(prefix: str = "speakers.") -> list[str]:
    """Names of what happened, in order."""
    db.session.remove()
    query = (
        sa.select(JournalEntry.event)
        .where(JournalEntry.refused.is_(False), JournalEntry.event.startswith(prefix))
        .order_by(JournalEntry.id)
    )
    return list(db.session.scalars(query))


def states() -> dict[int, str]:
    """The state of each turn."""
    db.session.remove()
    return {turn.id: turn.state for turn in db.session.scalars(sa.select(Turn))}


@pytest.fixture
def hall(context: Flask) -> list[int]:
    """Ids of some delegates; presence is not asked for."""
    run(change_setting, by=SECRETARY, meeting_id=1, name="speakers.present_only", value=False)
    first = villages(db.session(), 1)[0]
    people = [one.id for one in of_village(db.session(), first.id)]
    db.session.remove()  # requests of this test shall not read from an old snapshot
    return people
