"""Reads of the queue, in the shape that screens and other plugins need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from plugins.roster.api import Person, Village, people, villages
from plugins.speakers.models import Turn
from plugins.speakers.rules import RUNNING, State, clock_of


@dataclass(frozen=True, kw_only=True)
class TurnView:
    """A turn with all names filled in. ``subject`` is for staff: nobody has approved it."""

    id: int
    delegate_id: int | None
    village_id: int | None
    name: str
    honorific: str
    village: str  # with its unit word; empty for officials and guests
    place: str  # the village, or the office of somebody without one
    subject: str
    state: State
    position: int
    asked_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    limit_seconds: int
    warn_seconds: int
    ends_at: datetime | None  # while the clock runs
    left_ms: int | None  # while it stands
    spoken_ms: int

    @property
    def addressed(self) -> str:
        """With the form of address: ``Bà Đinh Thị Hlŏp``."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def speaker(self) -> str:
        """Who it is in one line: ``Đinh Thị Hlŏp, làng Stơr``."""
        return ", ".join(filter(None, (self.name, self.place)))

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands."""
        return self.state == State.PAUSED


def _view(turn: Turn, person: Person | None, named: dict[int, Village]) -> TurnView:
    village_id = person.village_id if person else turn.village_id
    village = named[village_id].label if village_id in named else ""
    running = turn.state in RUNNING
    clock = clock_of(turn.timing) if running else None
    return TurnView(
        id=turn.id,
        delegate_id=turn.delegate_id,
        village_id=village_id,
        name=person.name if person else turn.speaker_name,
        honorific=person.honorific if person else "",
        village=village,
        place=village or (person.office_title if person else ""),
        subject=turn.subject,
        state=State(turn.state),
        position=turn.position,
        asked_at=turn.asked_at,
        called_at=turn.called_at,
        ended_at=turn.ended_at,
        limit_seconds=turn.limit_seconds,
        warn_seconds=turn.warn_seconds,
        ends_at=clock.ends_at if clock else None,
        left_ms=clock.left_ms if clock else None,
        spoken_ms=turn.spoken_ms,
    )


def _views(session: Session, meeting_id: int, turns: Iterable[Turn]) -> list[TurnView]:
    """Turns with their names, whoever many, in three queries."""
    rows = list(turns)
    if not rows:
        return []
    known = people(session, meeting_id, {turn.delegate_id for turn in rows if turn.delegate_id})
    named = {village.id: village for village in villages(session, meeting_id)}
    return [_view(turn, known.get(turn.delegate_id or 0), named) for turn in rows]


def _of(meeting_id: int, *states: State) -> sa.Select[Turn]:
    return sa.select(Turn).where(Turn.meeting_id == meeting_id, Turn.state.in_(states))


def running_turn(session: Session, meeting_id: int) -> Turn | None:
    """The row of the one who has the floor."""
    return session.scalar(_of(meeting_id, *RUNNING))


def waiting_turns(session: Session, meeting_id: int) -> list[Turn]:
    """The rows of those who wait, in the order in which they will be called."""
    query = _of(meeting_id, State.WAITING).order_by(Turn.position, Turn.id)
    return list(session.scalars(query))


def last_spoken(session: Session, meeting_id: int) -> Turn | None:
    """The row of the last one who finished."""
    query = _of(meeting_id, State.SPOKEN).order_by(Turn.ended_at.desc(), Turn.id.desc())
    return session.scalar(query.limit(1))


def current(session: Session, meeting_id: int) -> TurnView | None:
    """Who has the floor now, speaking or paused."""
    turn = running_turn(session, meeting_id)
    return _views(session, meeting_id, [turn])[0] if turn else None


def waiting(session: Session, meeting_id: int) -> list[TurnView]:
    """Those who wait, the next one first."""
    return _views(session, meeting_id, waiting_turns(session, meeting_id))


def spoken(session: Session, meeting_id: int) -> list[TurnView]:
    """Those who have spoken, in the order in which they finished."""
    query = _of(meeting_id, State.SPOKEN).order_by(Turn.ended_at, Turn.id)
    return _views(session, meeting_id, session.scalars(query))


def absent(session: Session, meeting_id: int) -> list[TurnView]:
    """Those who were not there when called, the last one first; they can be put back."""
    query = _of(meeting_id, State.ABSENT).order_by(Turn.ended_at.desc(), Turn.id.desc())
    return _views(session, meeting_id, session.scalars(query))


def turn(session: Session, meeting_id: int, turn_id: int) -> TurnView | None:
    """One turn of this meeting."""
    row = session.get(Turn, turn_id)
    if row is None or row.meeting_id != meeting_id:
        return None
    return _views(session, meeting_id, [row])[0]


def of_delegate(session: Session, meeting_id: int, delegate_id: int) -> TurnView | None:
    """What a person's phone shows: the running turn, else the waiting one, else the last one."""
    rank = sa.case((Turn.state.in_(RUNNING), 0), (Turn.state == State.WAITING, 1), else_=2)
    query = (
        sa.select(Turn)
        .where(Turn.meeting_id == meeting_id, Turn.delegate_id == delegate_id)
        .order_by(rank, Turn.id.desc())
        .limit(1)
    )
    row = session.scalar(query)
    return _views(session, meeting_id, [row])[0] if row else None


def is_waiting(session: Session, delegate_id: int) -> bool:
    """Whether a delegate waits to be called."""
    query = sa.select(Turn.id).where(Turn.delegate_id == delegate_id, Turn.state == State.WAITING)
    return session.scalar(query) is not None


def is_present(session: Session, delegate_id: int) -> bool:
    """Whether the check-in has seen this delegate. Only where the check-in is in use."""
    from plugins.checkin.api import is_present as checked_in

    return checked_in(session, delegate_id)


def ahead(session: Session, mine: TurnView) -> int:
    """How many will be called before a waiting turn."""
    row = session.get_one(Turn, mine.id)
    order = [one.id for one in waiting_turns(session, row.meeting_id)]
    return order.index(mine.id) if mine.id in order else 0
