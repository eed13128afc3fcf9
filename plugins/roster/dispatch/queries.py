"""Reads of the log of sent invitations: who has got theirs, who has not, by when they must."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.workdays import calendar
from plugins.roster.models import Delegate, Dispatch, Invitation, Village, Way
from plugins.roster.queries import delegates


@dataclass(frozen=True)
class Sent:
    """How and when the invitation of one person went out last."""

    on: date
    way: Way
    note: str


def log(
    session: Session, meeting_id: int
) -> list[tuple[Dispatch, Delegate | None, Village | None]]:
    """Every entry with its addressee, the newest first."""
    query = (
        sa.select(Dispatch, Delegate, Village)
        .outerjoin(Delegate, Dispatch.delegate_id == Delegate.id)
        .outerjoin(Village, Dispatch.village_id == Village.id)
        .where(Dispatch.meeting_id == meeting_id)
        .order_by(Dispatch.sent_on.desc(), Dispatch.id.desc())
    )
    return [(entry, person, village) for entry, person, village in session.execute(query)]


def sent(session: Session, meeting_id: int) -> dict[int, Sent]:
    """The last sending of each person whose present code went out.

    A village's entry is for those who were on its list when it was written; who came later, or got
    a new code since, has not got an invitation yet.
    """
    last = _last_entries(session, meeting_id)
    if not last:
        return {}
    query = (
        sa.select(Delegate.id, Delegate.village_id, Invitation.issued_at)
        .join(Invitation, Invitation.delegate_id == Delegate.id)
        .where(Delegate.meeting_id == meeting_id, Invitation.revoked_at.is_(None))
    )
    found = {}
    for delegate_id, village_id, issued_at in session.execute(query):
        theirs = (last.get(("person", delegate_id)), last.get(("village", village_id)))
        in_force = [one for one in theirs if one is not None and one.recorded_at >= issued_at]
        if in_force:
            entry = max(in_force, key=lambda one: one.id)
            found[delegate_id] = Sent(entry.sent_on, Way(entry.way), entry.note)
    return found


def _last_entries(session: Session, meeting_id: int) -> dict[tuple[str, int | None], Dispatch]:
    """The newest entry of each person and of each village."""
    query = sa.select(Dispatch).where(Dispatch.meeting_id == meeting_id).order_by(Dispatch.id)
    return {
        ("person", one.delegate_id) if one.village_id is None else ("village", one.village_id): one
        for one in session.scalars(query)
    }


def unsent(session: Session, meeting_id: int) -> list[Delegate]:
    """Those on the list who are invited and have not got their invitation, village by village."""
    have = sent(session, meeting_id)
    return [one for one in delegates(session, meeting_id) if one.invited and one.id not in have]


def send_until(meeting: Meeting) -> date | None:
    """The last working day on which invitations may go out; none while the date is not fixed.

    Counted as the list of what is to be done before the day counts.
    """
    days = meeting.plan.deadlines.invitation_days_before
    day = meeting.plan.session(meeting.session_index).schedule.date
    return calendar().before_days(day, days).target if day and days is not None else None
