"""Reads: what a meeting still owes, to whom, by when, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import clock
from meeting.models import Meeting
from meeting.points import Reply
from meeting.workdays import calendar
from plugins.followup.after import rules
from plugins.followup.models import DoneReply, DoneStep
from plugins.followup.queries import done_steps
from plugins.followup.rules import OPEN, Standing
from plugins.opinions.api import (
    OpinionView,
    Outcome,
    due_offers,
    meeting_day,
    numbers_joined,
    with_outcome,
)

# An answer by its day; or word to the competent body, and to whoever asked that it went there.
OWED = (Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN, Outcome.BEYOND_AUTHORITY)


@dataclass(frozen=True, kw_only=True)
class Line:
    """An opinion that is owed something. ``days``: how many it is late."""

    opinion: OpinionView
    joined: Sequence[int]  # numbers of those that are answered with it
    due: date | None
    standing: Standing
    days: int
    done: DoneReply | None

    @property
    def owner(self) -> str:
        """Who has to answer, or whom it is passed on to; empty when nobody was named."""
        one = self.opinion
        beyond = one.outcome is Outcome.BEYOND_AUTHORITY
        return one.competent_body if beyond else one.department_name


def lines(session: Session, meeting: Meeting, now: datetime) -> list[Line]:
    """What waits first, the earliest day before the others; then what is done."""
    today = clock.local(now).date()
    opinions = with_outcome(session, meeting.id, OWED)
    joined = numbers_joined(session, [one.id for one in opinions])
    done = replies(session, meeting.id)
    offers = due_offers(meeting, now)[Outcome.BEYOND_AUTHORITY]
    tell_by = offers[0].day if offers else None
    found = [
        _line(one, joined.get(one.id, ()), done.get(one.id), tell_by, today) for one in opinions
    ]
    return sorted(found, key=_turn)


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What the office issues, and whether it has."""

    what: rules.Announcement
    standing: Standing
    days: int  # how many it is late
    done: DoneStep | None


def announced(session: Session, meeting: Meeting, now: datetime) -> list[Announced]:
    """What the office issues after the meeting, as it stands now."""
    today, day = clock.local(now).date(), meeting_day(meeting, now)
    done = done_steps(session, meeting.id)
    found = rules.announcements(meeting.plan.deadlines, day, calendar())
    return [_announced(one, done.get(one.key), today) for one in found]


def _announced(what: rules.Announcement, done: DoneStep | None, today: date) -> Announced:
    due, done_on = what.by.last, done.done_on if done else None
    standing = rules.standing(due, today, done_on, aim=what.by.target)
    return Announced(what=what, standing=standing, days=(today - due).days, done=done)


def replies(session: Session, meeting_id: int) -> dict[int, DoneReply]:
    """What was done, by opinion."""
    query = sa.select(DoneReply).where(DoneReply.meeting_id == meeting_id)
    return {one.opinion_id: one for one in session.scalars(query)}


def told(session: Session, opinion_ids: Sequence[int]) -> Mapping[int, Reply]:
    """The same of some of them, for whoever raised them."""
    query = sa.select(DoneReply).where(DoneReply.opinion_id.in_(opinion_ids))
    return {
        one.opinion_id: Reply(done_on=one.done_on, note=one.note) for one in session.scalars(query)
    }


def _line(
    one: OpinionView,
    joined: Sequence[int],
    done: DoneReply | None,
    tell_by: date | None,
    today: date,
) -> Line:
    due = one.due_date
    if one.outcome is Outcome.BEYOND_AUTHORITY and one.told_on is None:
        due = tell_by
    return Line(
        opinion=one,
        joined=joined,
        due=due,
        standing=rules.standing(due, today, done.done_on if done else None),
        days=(today - due).days if due else 0,
        done=done,
    )


def _turn(line: Line) -> tuple[bool, date, int]:
    return line.standing not in OPEN, line.due or date.max, line.opinion.number
