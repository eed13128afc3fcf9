"""The secretary's words for the minutes: as they are saved, or as the plan proposes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meeting.contract import uses
from meeting.models import Meeting
from plugins.minutes.models import Draft
from plugins.minutes.rules import Entered
from plugins.minutes.writing import minutes


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The secretary's words as they are saved; revision 0 are those of the plan."""

    revision: int
    entered: Entered
    saved_at: datetime | None = None
    saved_by: str = ""


def desk(session: Session, meeting: Meeting) -> Desk:
    """The draft, or what the plan proposes while nothing is saved."""
    row = session.get(Draft, meeting.id)
    if row is None:
        steps = _steps(session, meeting)
        return Desk(
            revision=0, entered=minutes.defaults(meeting.plan, meeting.session_index, steps)
        )
    entered = Entered(
        chair=row.chair,
        secretary=row.secretary,
        opening=row.opening,
        conclusion=row.conclusion,
        closing=row.closing,
    )
    return Desk(
        revision=row.revision, entered=entered, saved_at=row.saved_at, saved_by=row.saved_by
    )


def _steps(session: Session, meeting: Meeting) -> Sequence[minutes.Step] | None:
    """The edited programme, once it runs only what has begun; nothing where it is not in use."""
    if not uses("agenda", meeting.id, session):
        return None
    from plugins.agenda.api import steps

    found = steps(session, meeting.id)
    return [one for one in found if one.has_begun] or found
