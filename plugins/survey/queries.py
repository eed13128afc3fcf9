"""Reads: what the plan asks, and the counts as they were last saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.plan import Plan
from plugins.survey.models import Answer, Tally
from plugins.survey.rules import Asked, Counts


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The counts, and who saved them when."""

    counts: Counts
    revision: int
    at: datetime
    by: str

    def stands_in_minutes(self, meeting: Meeting) -> bool:
        """The minutes are made by the close, with the counts that were there."""
        closed = meeting.closed_at
        return closed is not None and self.counts.counted and self.at <= closed


def asked(plan: Plan) -> Asked:
    return Asked(items=plan.survey.items, choices=plan.survey.choices)


def saved(session: Session, meeting: Meeting) -> Saved | None:
    """What was last saved; None before the first time."""
    tally = session.get(Tally, meeting.id)
    if tally is None:
        return None
    query = sa.select(Answer).where(Answer.meeting_id == meeting.id)
    ticked = {(one.item, one.choice): one.ticked for one in session.scalars(query)}
    plan = asked(meeting.plan)
    counts = Counts(
        handed_out=tally.handed_out,
        returned=tally.returned,
        valid=tally.valid,
        answers=tuple(
            tuple(ticked.get((row, column), 0) for column in range(len(plan.choices)))
            for row in range(len(plan.items))
        ),
    )
    return Saved(counts=counts, revision=tally.revision, at=tally.saved_at, by=tally.saved_by)


def result(session: Session, meeting: Meeting) -> Counts | None:
    """The counts that papers tell of: none where nobody was asked or nothing is counted."""
    found = saved(session, meeting) if meeting.plan.survey.on else None
    return found.counts if found is not None and found.counts.counted else None
