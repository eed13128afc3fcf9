"""Reads of the chair's tablet: numbers to turn to, counts, whose opinion it is, the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from plugins.chair.models import Note
from plugins.chair.rules import Chip, Only, Wanted
from plugins.opinions.api import Opinion, State
from plugins.roster.api import Delegate, villages
from plugins.speakers.api import TurnView

village_id = sa.func.coalesce(Delegate.village_id, Opinion.village_id)
_COLUMNS = (
    Opinion.id,
    Opinion.number,
    Opinion.outcome,
    Opinion.sensitive,
    Opinion.state,
    Opinion.raised_at,
)
_NUMBERED = (Opinion.id, Opinion.number, Opinion.outcome.is_not(None), Opinion.sensitive)
APPROVED = Opinion.state == State.APPROVED
_UNDECIDED = Opinion.outcome.is_(None)


def chips(session: Session, meeting_id: int, wanted: Wanted) -> list[Chip]:
    """The numbers of all that fit, in their order: only what a number needs is read."""
    waiting = wanted.only is Only.WAITING
    query = sa.select(*(_COLUMNS if waiting else _NUMBERED)).where(
        Opinion.meeting_id == meeting_id, APPROVED
    )
    if wanted.topic:
        query = query.where(Opinion.category == wanted.topic)
    if wanted.village:
        query = _with_village(query).where(village_id == wanted.village)
    if wanted.only is not Only.ALL:
        query = query.where(_UNDECIDED)
    if waiting:
        query = query.where(Opinion.raised_at.is_not(None))
    found: Any = session.execute(query.order_by(Opinion.number))
    if not waiting:
        return [Chip(one, number, done, masked) for one, number, done, masked in found]
    return sorted((_chip(row, wanted.only) for row in found), key=lambda one: one.place)


def chip(session: Session, meeting_id: int, number: int, only: Only) -> Chip:
    """The one with this number, there or not."""
    query = sa.select(*_COLUMNS).where(Opinion.meeting_id == meeting_id, Opinion.number == number)
    row = session.execute(query).one_or_none()
    return _chip(row, only) if row else Chip(id=0, number=number)


def _chip(row: Any, only: Only) -> Chip:
    waits = only is Only.WAITING and row.raised_at is not None
    return Chip(
        id=row.id,
        number=row.number,
        settled=row.outcome is not None,
        sensitive=row.sensitive,
        approved=row.state == State.APPROVED,
        since=row.raised_at.isoformat() if waits else "",
    )


def _with_village(query: Any) -> Any:
    return query.outerjoin(Delegate, Delegate.id == Opinion.delegate_id)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Approved opinions: all, those nobody has decided on yet, and those raised among these."""

    all: int
    open: int
    waiting: int


def counts(session: Session, meeting_id: int) -> Counts:
    """How many opinions there are to turn to."""
    raised = Opinion.raised_at.is_not(None)
    query = sa.select(
        sa.func.count(Opinion.id),
        sa.func.count(Opinion.id).filter(_UNDECIDED),
        sa.func.count(Opinion.id).filter(_UNDECIDED, raised),
    ).where(Opinion.meeting_id == meeting_id, APPROVED)
    whole, undecided, waiting = session.execute(query).one()
    return Counts(all=whole, open=undecided, waiting=waiting)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A topic or a village, and how many of its opinions nobody has decided on."""

    value: str | int
    title: str
    count: int
    open: int


def topics(session: Session, meeting_id: int, plan: Any) -> list[Choice]:
    """The plan's topics that have opinions."""
    found = _grouped(session, meeting_id, Opinion.category)
    return [
        Choice(value=one.code, title=one.title, count=found[one.code][0], open=found[one.code][1])
        for one in plan.categories
        if one.code in found
    ]


def of_villages(session: Session, meeting_id: int) -> list[Choice]:
    """The villages that have opinions, in the order of the plan."""
    found = _grouped(session, meeting_id, village_id)
    return [
        Choice(value=one.id, title=one.label, count=found[one.id][0], open=found[one.id][1])
        for one in villages(session, meeting_id)
        if one.id in found
    ]


def _grouped(session: Session, meeting_id: int, by: Any) -> dict[Any, tuple[int, int]]:
    query = _with_village(
        sa.select(
            by, sa.func.count(Opinion.id), sa.func.count(Opinion.id).filter(_UNDECIDED)
        ).select_from(Opinion)
    )
    query = query.where(Opinion.meeting_id == meeting_id, APPROVED).group_by(by)
    return {key: (whole, undecided) for key, whole, undecided in session.execute(query)}


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An opinion of whoever speaks."""

    number: int
    in_this_turn: bool


def raised_by(session: Session, meeting_id: int, turn: TurnView) -> Sequence[Raised]:
    """What the speaker has raised, now and before."""
    own = Opinion.turn_id == turn.id
    if turn.delegate_id is not None:
        own = own | (Opinion.delegate_id == turn.delegate_id)
    query = sa.select(Opinion.number, Opinion.turn_id).where(
        Opinion.meeting_id == meeting_id, APPROVED, own
    )
    return [
        Raised(number=number, in_this_turn=turn_id == turn.id)
        for number, turn_id in session.execute(query.order_by(Opinion.number))
    ]


def note(session: Session, opinion_id: int) -> Note | None:
    """The chair's note on an opinion."""
    return session.scalar(sa.select(Note).where(Note.opinion_id == opinion_id))
