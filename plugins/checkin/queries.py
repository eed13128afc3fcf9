"""Reads of the door: who is here, and the village table."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from meeting.contract import Refused, _l
from meeting.models import JournalEntry, Meeting
from plugins.checkin.models import Absence, Conflict, Phone, Presence
from plugins.checkin.rules import Totals, Via, VillageCount, is_full
from plugins.roster.api import LISTED, Delegate, Invitation, Person, Village, people, villages

LONGEST_CURVE = 72  # steps


def presence(session: Session, delegate_id: int) -> Presence | None:
    """When and how a delegate came."""
    return session.scalar(sa.select(Presence).where(Presence.delegate_id == delegate_id))


def is_present(session: Session, delegate_id: int) -> bool:
    """Whether a delegate is in the hall: came, and did not go home."""
    there = presence(session, delegate_id)
    return there is not None and there.left_at is None


def present_ids(session: Session, meeting_id: int) -> set[int]:
    """Everybody who is in the hall."""
    query = sa.select(Presence.delegate_id).where(
        Presence.meeting_id == meeting_id, Presence.left_at.is_(None)
    )
    return set(session.scalars(query))


def presences(session: Session, meeting_id: int) -> dict[int, Presence]:
    """Presence by delegate."""
    query = sa.select(Presence).where(Presence.meeting_id == meeting_id)
    return {one.delegate_id: one for one in session.scalars(query)}


def with_phone(session: Session, meeting_id: int) -> set[int]:
    """Delegates whose invitation a phone already uses."""
    query = (
        sa.select(Delegate.id)
        .join(Invitation, Invitation.delegate_id == Delegate.id)
        .join(Phone, Phone.invitation_id == Invitation.id)
        .where(Delegate.meeting_id == meeting_id, Invitation.revoked_at.is_(None))
    )
    return set(session.scalars(query))


def phone_since(session: Session, delegate_id: int) -> datetime | None:
    """Since when a phone speaks for a delegate."""
    query = (
        sa.select(Phone.at)
        .join(Invitation, Phone.invitation_id == Invitation.id)
        .where(Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None))
    )
    return session.scalar(query)


def phone_via(session: Session, delegate_id: int) -> str:
    """How a delegate's phone said whose it is."""
    query = (
        sa.select(Phone.via)
        .join(Invitation, Phone.invitation_id == Invitation.id)
        .where(Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None))
    )
    return session.scalar(query) or Via.CODE.value


@dataclass(frozen=True)
class Figures:
    """Sums over some people of the list."""

    invited: int = 0
    present: int = 0
    missing: int = 0
    excused: int = 0
    substitutes: int = 0
    left: int = 0


def _conditions() -> list[sa.ColumnElement[bool]]:
    """Who counts for each of the ``Figures``, in their order."""
    stand_in, replaced = aliased(Delegate), aliased(Presence)
    covered = (  # somebody came in their place
        sa.select(stand_in.id)
        .join(Presence, Presence.delegate_id == stand_in.id)
        .where(stand_in.substitute_for_id == Delegate.id)
        .correlate(Delegate)
        .exists()
    )
    came_after_all = (  # the one in whose place they came
        sa.exists().where(replaced.delegate_id == Delegate.substitute_for_id).correlate(Delegate)
    )
    asked, here = Delegate.invited.is_(True), Presence.id.is_not(None)
    missing = sa.and_(asked, sa.not_(here), sa.not_(covered))
    return [
        asked,
        here,
        missing,
        sa.and_(missing, Absence.id.is_not(None)),
        sa.and_(here, Delegate.substitute_for_id.is_not(None), sa.not_(came_after_all)),
        Presence.left_at.is_not(None),
    ]


def _figures(session: Session, meeting_id: int) -> dict[tuple[bool, int | None], Figures]:
    """Sums by side (the people's or not) and village."""
    sums = (sa.func.sum(sa.case((condition, 1), else_=0)) for condition in _conditions())
    query = (
        sa.select(Delegate.people_side, Delegate.village_id, *sums)
        .outerjoin(Presence, Presence.delegate_id == Delegate.id)
        .outerjoin(Absence, Absence.delegate_id == Delegate.id)
        .where(Delegate.meeting_id == meeting_id, LISTED)
        .group_by(Delegate.people_side, Delegate.village_id)
    )
    return {(side, place): Figures(*found) for side, place, *found in session.execute(query)}


def village_table(session: Session, meeting_id: int) -> list[VillageCount]:
    """The people's delegates village by village; those of no village in a last line."""
    figures = _figures(session, meeting_id)
    rows = [
        _row(village, figures.get((True, village.id), Figures()))
        for village in villages(session, meeting_id)
    ]
    others = figures.get((True, None))
    return [*rows, _row(None, others)] if others is not None else rows


def _row(village: Village | None, figures: Figures) -> VillageCount:
    return VillageCount(
        village_id=village.id if village else None,
        village=village.name if village else "",
        places=village.places if village else None,
        **asdict(figures),
    )


def full_villages(session: Session, meeting_id: int) -> dict[int, VillageCount]:
    """Villages whose places are all taken."""
    return {
        row.village_id: row
        for row in village_table(session, meeting_id)
        if row.village_id is not None and is_full(row.places, row.present)
    }


def totals(session: Session, meeting_id: int) -> Totals:
    """The hall as a whole."""
    table = village_table(session, meeting_id)
    officials = [f for (side, _), f in _figures(session, meeting_id).items() if not side]
    everybody: list[VillageCount | Figures] = [*table, *officials]
    present = sum(row.present for row in table)
    official = sum(one.present for one in officials)
    meeting = session.get(Meeting, meeting_id)
    assert meeting is not None
    low, high = meeting.plan.expected()
    counts_all = getattr(meeting.plan.quota, "counts", "PEOPLE") == "ALL"
    places = [row.places for row in table if row.places is not None]
    return Totals(
        places=sum(places) if places else None,
        invited=sum(row.invited for row in table),
        present=present,
        missing=sum(row.missing for row in table),
        over=sum(row.over for row in table),
        officials_invited=sum(one.invited for one in officials),
        officials_present=official,
        officials_missing=sum(one.missing for one in officials),
        low=low,
        high=high,
        counted=present + (official if counts_all else 0),
        excused=sum(one.excused for one in everybody),
        substitutes=sum(one.substitutes for one in everybody),
        left=sum(one.left for one in everybody),
    )


@dataclass(frozen=True)
class Arrival:
    """Somebody who came, for the list of those who came last."""

    presence: Presence
    person: Person
    substitute_for: str


def last_arrivals(session: Session, meeting_id: int, limit: int = 10) -> list[Arrival]:
    """Who came last, the newest first."""
    absent = aliased(Delegate)
    query = (
        sa.select(Presence, absent.name)
        .join(Delegate, Presence.delegate_id == Delegate.id)
        .outerjoin(absent, Delegate.substitute_for_id == absent.id)
        .where(Presence.meeting_id == meeting_id)
        .order_by(Presence.at.desc(), Presence.id.desc())
        .limit(limit)
    )
    found = session.execute(query).all()
    known = people(session, meeting_id, [one.delegate_id for one, _ in found])
    return [Arrival(one, known[one.delegate_id], other or "") for one, other in found]


def arrival_curve(
    session: Session, meeting_id: int, minutes: int = 5
) -> list[tuple[datetime, int]]:
    """How many came in each stretch of time, from the first arrival to the last, empty ones too."""
    query = sa.select(Presence.at).where(Presence.meeting_id == meeting_id)
    step = minutes * 60
    counts = Counter(int(at.timestamp()) // step for at in session.scalars(query))
    if not counts:
        return []
    first, last = min(counts), max(counts)
    first = max(first, last - LONGEST_CURVE)  # a wrong clock would make a curve of years
    return [
        (datetime.fromtimestamp(number * step, UTC), counts[number])
        for number in range(first, last + 1)
    ]


def absences(session: Session, meeting_id: int) -> dict[int, Absence]:
    """Who is excused, by delegate."""
    query = sa.select(Absence).where(Absence.meeting_id == meeting_id)
    return {one.delegate_id: one for one in session.scalars(query)}


def substitutes(session: Session, meeting_id: int) -> dict[int, Person]:
    """Who came in whose place: the person who is here, by the absent one's id."""
    query = (
        sa.select(Delegate.substitute_for_id, Delegate.id)
        .join(Presence, Presence.delegate_id == Delegate.id)
        .where(Delegate.meeting_id == meeting_id, Delegate.substitute_for_id.is_not(None))
    )
    found = session.execute(query).all()
    known = people(session, meeting_id, [here for _, here in found])
    return {absent: known[here] for absent, here in found if absent is not None}


def conflicts(session: Session, meeting_id: int) -> list[Conflict]:
    """What cut-off desks left to settle: the open ones first, each the newest first."""
    query = (
        sa.select(Conflict)
        .where(Conflict.meeting_id == meeting_id)
        .order_by(Conflict.settled_at.is_not(None), Conflict.id.desc())
    )
    return list(session.scalars(query))


def open_conflicts(session: Session, meeting_id: int) -> list[Conflict]:
    """What is still to be settled."""
    return [one for one in conflicts(session, meeting_id) if one.settled_at is None]


def refusals(session: Session, meeting_id: int, limit: int = 100) -> list[JournalEntry]:
    """Whom the door did not let in, the newest first."""
    query = (
        sa.select(JournalEntry)
        .where(
            JournalEntry.meeting_id == meeting_id,
            JournalEntry.refused.is_(True),
            JournalEntry.event.startswith("checkin."),
        )
        .order_by(JournalEntry.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def why_in_use(session: Session, delegate_id: int) -> Refused | None:
    """Why somebody cannot be taken off the list (point ``roster.in_use``)."""
    if presence(session, delegate_id) is None:
        return None
    return Refused(
        "checkin.is_here",
        _l("They have come. Take the check-in back first if that is a mistake."),
        delegate_id=delegate_id,
    )
