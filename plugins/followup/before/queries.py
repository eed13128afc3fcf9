"""Reads: what has to be done before a meeting, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from meeting import clock
from meeting.models import Meeting
from meeting.workdays import calendar
from plugins.followup.before import rules
from plugins.followup.before.rules import Step
from plugins.followup.models import DoneStep
from plugins.followup.queries import done_steps
from plugins.followup.rules import Standing


@dataclass(frozen=True, kw_only=True)
class Line:
    """A step with what was noted about it."""

    step: Step
    standing: Standing
    done: DoneStep | None


def day_of(meeting: Meeting) -> date | None:
    """The day of the plan; without one, the day the meeting was opened."""
    planned = meeting.plan.session(meeting.session_index).schedule.date
    if planned is not None or meeting.opened_at is None:
        return planned
    return clock.local(meeting.opened_at).date()


def steps(meeting: Meeting) -> list[Step]:
    """All that has to be done before this meeting."""
    return rules.steps(meeting.plan, day_of(meeting), calendar())


def lines(session: Session, meeting: Meeting, now: datetime) -> list[Line]:
    """Every step as it stands now."""
    today = clock.local(now).date()
    done = done_steps(session, meeting.id)
    return [_line(step, done.get(step.key), today) for step in steps(meeting)]


def _line(step: Step, done: DoneStep | None, today: date) -> Line:
    standing = step.standing(today, done.done_on if done else None)
    return Line(step=step, standing=standing, done=done)
