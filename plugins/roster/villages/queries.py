"""Reads of the villages' own lists: whose link this is, who is on it, how far each village is."""

from __future__ import annotations

import hmac
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from meeting import text
from meeting.models import Meeting
from plugins.roster.models import Delegate, Village, VillageList
from plugins.roster.quota_words import Standing, counted, of_places

# Those a village sends itself: of the people's side, and not added at the door on the day.
SENT_BY_VILLAGE = sa.and_(
    Delegate.people_side.is_(True), Delegate.invited.is_(True), Delegate.removed_at.is_(None)
)


def list_of_secret(session: Session, meeting_id: int, secret: str) -> VillageList | None:
    """The list of this meeting whose link holds this secret.

    All are compared, each in constant time: how long it takes says nothing about any of them.
    """
    query = (
        sa.select(VillageList)
        .join(Village)
        .where(Village.meeting_id == meeting_id)
        .options(joinedload(VillageList.village))
    )
    typed, found = secret.encode(errors="replace"), None
    for one in session.scalars(query):
        if hmac.compare_digest(one.secret.encode(), typed):
            found = one
    return found


def list_of_village(session: Session, village_id: int) -> VillageList | None:
    """The list of one village."""
    return session.scalar(sa.select(VillageList).where(VillageList.village_id == village_id))


def sent_by_village(session: Session, village_id: int) -> list[Delegate]:
    """Those a village sends, by given name."""
    query = sa.select(Delegate).where(Delegate.village_id == village_id, SENT_BY_VILLAGE)
    return sorted(session.scalars(query), key=lambda one: (text.sort_key(one.name), one.id))


@dataclass(frozen=True, kw_only=True)
class VillageRow:
    """A line of the office's overview."""

    village: Village
    names: tuple[str, ...]  # in the order in which they were entered
    has_link: bool
    submitted_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime | None  # the last time somebody came onto the list or was taken off

    @property
    def named(self) -> int:
        """How many people are on the list."""
        return len(self.names)

    @property
    def missing(self) -> int | None:
        """Places without a name."""
        return None if self.village.places is None else max(0, self.village.places - self.named)

    @property
    def standing(self) -> Standing:
        """The number of people against the places."""
        return of_places(self.village.places, self.named)

    @property
    def changed_since(self) -> bool:
        """Whether the list is another than the one that was sent."""
        sent, changed = self.submitted_at, self.changed_at
        return sent is not None and changed is not None and changed > sent


def overview(session: Session, meeting_id: int) -> list[VillageRow]:
    """Every village with its list, in the order of the plan."""
    lists = {
        one.village_id: one
        for one in session.scalars(
            sa.select(VillageList).join(Village).where(Village.meeting_id == meeting_id)
        )
    }
    people = _people_by_village(session, meeting_id)
    query = sa.select(Village).where(Village.meeting_id == meeting_id).order_by(Village.position)
    return [
        _row(village, lists.get(village.id), people[village.id])
        for village in session.scalars(query)
    ]


def _people_by_village(session: Session, meeting_id: int) -> dict[int | None, list[Delegate]]:
    """Those the villages sent, also who was taken off again, in the order of entering."""
    query = (
        sa.select(Delegate)
        .where(Delegate.meeting_id == meeting_id, Delegate.people_side, Delegate.invited)
        .order_by(Delegate.id)
    )
    found: dict[int | None, list[Delegate]] = defaultdict(list)
    for one in session.scalars(query):
        found[one.village_id].append(one)
    return found


def _row(village: Village, own: VillageList | None, people: list[Delegate]) -> VillageRow:
    changes = [max(one.added_at, one.removed_at or one.added_at) for one in people]
    return VillageRow(
        village=village,
        names=tuple(one.name for one in people if one.removed_at is None),
        has_link=own is not None,
        submitted_at=own.submitted_at if own else None,
        closed_at=own.closed_at if own else None,
        changed_at=max(changes, default=None),
    )


def count_whole(session: Session, meeting: Meeting) -> int:
    """How many on the list are among those whom the plan's numbers are about."""
    speaks = sa.case((Delegate.field != "", 1), else_=0)
    query = (
        sa.select(Delegate.people_side, sa.func.count(Delegate.id), sa.func.sum(speaks))
        .where(Delegate.meeting_id == meeting.id, Delegate.removed_at.is_(None), Delegate.invited)
        .group_by(Delegate.people_side)
    )
    found = {side: (number, fields or 0) for side, number, fields in session.execute(query)}
    people, officials = found.get(True, (0, 0)), found.get(False, (0, 0))
    return counted(meeting.plan, people[0], officials[0], officials[1])
