"""Whom the MC introduces: officials and guests in the order of protocol, those here marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.contract import EventRef, uses
from meeting.models import Meeting
from meeting.papers.wording import count
from meeting.text import Addressed

ON: tuple[EventRef, ...] = (
    "checkin.checked_in",
    "checkin.undone",
    "checkin.went_home",
    "checkin.came_back",
    "roster.loaded",
    "roster.imported",
    "roster.delegate_added",
    "roster.delegate_changed",
    "roster.delegate_removed",
    "core.setting_changed",
)
OTHERS = "Chủ trì, thư ký, đại biểu khác"  # read out with the names, so Vietnamese
_HEADS = ("bí thư", "chủ tịch", "trưởng", "chánh", "giám đốc", "hiệu trưởng", "chỉ huy trưởng")


@dataclass(frozen=True, kw_only=True)
class Guest(Addressed):
    """Somebody who is introduced by name."""

    group: str
    name: str
    honorific: str
    office: str
    is_here: bool


@dataclass(frozen=True)
class Circle:
    """Those who are named together; without a title those whom the plan puts in no group."""

    title: str
    guests: tuple[Guest, ...]


def introduction(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Officials by name; of the people how many are here, and from how many villages."""
    if not uses("roster", meeting_id):
        return {"circles": [], "others": OTHERS, "together": "", "marks": False}
    plan, here = session.get_one(Meeting, meeting_id).plan, _here(session, meeting_id)
    found = circles([one.name for one in plan.groups], _officials(session, meeting_id, here))
    return {
        "circles": found,
        "others": OTHERS,
        "together": together(*_people(session, meeting_id, here), plan.unit_label.singular),
        "marks": here is not None,
    }


def together(people: int, villages: int, unit: str) -> str:
    """`Cùng 52 bà con Nhân dân, đại diện 10 làng.`"""
    if not people:
        return ""
    places = f", đại diện {count(villages, unit)}" if villages > 1 else ""
    return f"Cùng {count(people)} bà con Nhân dân{places}."


def circles(order: list[str], guests: Iterable[Guest]) -> list[Circle]:
    """Groups in the order of the plan; in each, heads before deputies before the others."""
    places = {title: number for number, title in enumerate(order)}

    def place(guest: Guest) -> tuple[int, str, int]:
        return (places.get(guest.group, len(places)), guest.group, rank(guest.office))

    ordered = sorted(guests, key=place)
    return [Circle(title, tuple(those)) for title, those in groupby(ordered, lambda g: g.group)]


def rank(office: str) -> int:
    """Heads first, deputies next."""
    words = office.lower()
    if words.startswith("phó"):
        return 1
    return 0 if words.startswith(_HEADS) else 2


def _officials(session: Session, meeting_id: int, here: set[int] | None) -> list[Guest]:
    from plugins.roster.api import LISTED, Delegate

    query = (
        sa.select(Delegate)
        .where(Delegate.meeting_id == meeting_id, LISTED, Delegate.people_side.is_(False))
        .order_by(Delegate.id)
    )
    return [
        Guest(
            group=one.group,
            name=one.name,
            honorific=one.honorific,
            office=one.office_title,
            is_here=here is not None and one.id in here,
        )
        for one in session.scalars(query)
    ]


def _people(session: Session, meeting_id: int, here: set[int] | None) -> tuple[int, int]:
    """People and villages: those here; all on the list where nobody is checked in."""
    from plugins.roster.api import LISTED, Delegate

    query = sa.select(Delegate.id, Delegate.village_id).where(
        Delegate.meeting_id == meeting_id, LISTED, Delegate.people_side
    )
    found = [row for row in session.execute(query) if here is None or row.id in here]
    return len(found), len({row.village_id for row in found if row.village_id})


def _here(session: Session, meeting_id: int) -> set[int] | None:
    """Who is in the hall; nothing where this meeting checks nobody in."""
    if not uses("checkin", meeting_id):
        return None
    from plugins.checkin.api import present_ids

    return present_ids(session, meeting_id)
