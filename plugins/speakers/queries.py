"""Reads of the queue, in the shape that screens and other plugins need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text
from plugins.roster.api import Person, people, villages
from plugins.speakers.lineup import (
    heard,
    line,
    of_meeting,
    person_of,
    shares,
    topics_of,
    waiting_turns,
)
from plugins.speakers.models import Turn
from plugins.speakers.order import Heard, Kind
from plugins.speakers.rules import HEARD, RUNNING, State, Way
from plugins.speakers.timing import clock_of

__all__ = [
    "Line",
    "TurnView",
    "VillageHeard",
    "absent",
    "ahead",
    "current",
    "first_waiting",
    "is_present",
    "is_waiting",
    "last_spoken",
    "last_spoken_by",
    "of_delegate",
    "present_ids",
    "running_turn",
    "spoken",
    "turn",
    "villages_heard",
    "waiting",
    "waiting_turns",
]


@dataclass(frozen=True, kw_only=True)
class TurnView(text.Addressed):
    """A turn with all names filled in. ``subject`` is for staff: nobody has approved it."""

    id: int
    delegate_id: int | None
    village_id: int | None
    name: str
    honorific: str
    village: str  # with its unit word; empty for officials and guests
    place: str  # the village, or the office of somebody without one
    subject: str
    topic: str  # code of the plan's topic; empty for none
    topic_title: str
    kind: Kind
    way: Way
    state: State
    placed: bool  # by hand: before all whom the rule orders
    moved: bool  # of those placed: this one was moved, not held by a move below
    deferred: bool  # by hand: behind all others
    came_back: bool  # was called in vain before and is here after all
    asked_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    limit_seconds: int
    warn_seconds: int
    ends_at: datetime | None  # while the clock runs
    left_ms: int | None  # while it stands
    spoken_ms: int
    has_begun: bool  # false while somebody who was called still walks to the microphone
    paused_for: str  # CHAIR: the chair asks back
    reminders: int  # to keep to the point
    language: str
    interpreter: str
    first_speech: bool  # nobody has heard this person before
    first_of_village: bool  # nobody has heard this village before

    @property
    def is_follow_up(self) -> bool:
        """Whether it belongs to an answer the same person was given."""
        return self.kind == Kind.FOLLOW_UP

    @property
    def speaker(self) -> str:
        """Who it is in one line: ``Đinh Thị Hlŏp, làng Stơr``."""
        return ", ".join(filter(None, (self.name, self.place)))

    @property
    def may_come_back(self) -> bool:
        """Called in vain, and not for the second time."""
        return self.state == State.ABSENT and not self.came_back

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands."""
        return self.state == State.PAUSED


@dataclass(frozen=True)
class Line:
    """The first few who wait, and the ids of all in their order."""

    first: list[TurnView]
    order: list[int]


@dataclass(frozen=True, kw_only=True)
class VillageHeard:
    """What one village, or those without one, have had of the floor."""

    village_id: int | None
    village: str  # with its unit word; empty for those without one
    turns: int
    seconds: int  # of turns that have ended


@dataclass(frozen=True)
class _Names:
    """What turns of one meeting are shown with."""

    people: dict[int, Person]
    villages: dict[int, str]
    topics: dict[str, str]
    heard: Heard


def _view(turn: Turn, names: _Names) -> TurnView:
    person = names.people.get(turn.delegate_id or 0)
    village_id = person.village_id if person else turn.village_id
    village = names.villages.get(village_id or 0, "")
    clock = clock_of(turn.timing) if turn.state in RUNNING else None
    return TurnView(
        id=turn.id,
        delegate_id=turn.delegate_id,
        village_id=village_id,
        name=person.name if person else turn.speaker_name,
        honorific=person.honorific if person else turn.honorific,
        village=village,
        place=village or (person.office_title if person else ""),
        subject=turn.subject,
        topic=turn.topic,
        topic_title=names.topics.get(turn.topic, ""),
        kind=Kind(turn.kind),
        way=Way(turn.way),
        state=State(turn.state),
        placed=turn.placed is not None,
        moved=turn.placed is not None and turn.deferred_at is not None,
        deferred=turn.placed is None and turn.deferred_at is not None,
        asked_at=turn.asked_at,
        called_at=turn.called_at,
        ended_at=turn.ended_at,
        limit_seconds=turn.limit_seconds,
        warn_seconds=turn.warn_seconds,
        ends_at=clock.ends_at if clock else None,
        left_ms=clock.left_ms if clock else None,
        **_remarks(turn, village_id, names.heard),
    )


class _Remarks(TypedDict):
    spoken_ms: int
    came_back: bool
    has_begun: bool
    paused_for: str
    reminders: int
    language: str
    interpreter: str
    first_speech: bool
    first_of_village: bool


def _remarks(turn: Turn, village_id: int | None, known: Heard) -> _Remarks:
    own = int(turn.state in HEARD)  # counted among those heard
    person = person_of(turn.delegate_id, turn.speaker_name, turn.village_id)
    of_village = known.villages.get(village_id, 0)
    return {
        "spoken_ms": turn.spoken_ms,
        "came_back": turn.came_back_at is not None,
        "has_begun": turn.timing.has_begun,
        "paused_for": turn.paused_for,
        "reminders": turn.reminders,
        "language": turn.language,
        "interpreter": turn.interpreter,
        "first_speech": known.people.get(person, 0) == own,
        "first_of_village": village_id is not None and of_village == own,
    }


def _views(session: Session, meeting_id: int, turns: Iterable[Turn]) -> list[TurnView]:
    """Turns with their names, whoever many, in a handful of queries."""
    rows = list(turns)
    if not rows:
        return []
    names = _Names(
        people=people(session, meeting_id, {turn.delegate_id for turn in rows if turn.delegate_id}),
        villages={village.id: village.label for village in villages(session, meeting_id)},
        topics=topics_of(session, meeting_id),
        heard=heard(session, meeting_id),
    )
    return [_view(turn, names) for turn in rows]


def running_turn(session: Session, meeting_id: int) -> Turn | None:
    """The row of the one who has the floor."""
    return session.scalar(of_meeting(meeting_id, *RUNNING))


def last_spoken(session: Session, meeting_id: int) -> Turn | None:
    """The row of the last one who finished."""
    query = of_meeting(meeting_id, State.SPOKEN).order_by(Turn.ended_at.desc(), Turn.id.desc())
    return session.scalar(query.limit(1))


def current(session: Session, meeting_id: int) -> TurnView | None:
    """Who has the floor now, speaking or paused."""
    turn = running_turn(session, meeting_id)
    return _views(session, meeting_id, [turn])[0] if turn else None


def waiting(session: Session, meeting_id: int) -> list[TurnView]:
    """Those who wait, the next one first."""
    return _views(session, meeting_id, waiting_turns(session, meeting_id))


def first_waiting(session: Session, meeting_id: int, count: int) -> Line:
    """The first few of those who wait, for screens that do not show all."""
    order = line(session, meeting_id)
    query = of_meeting(meeting_id, State.WAITING).where(Turn.id.in_(order[:count]))
    rows = sorted(session.scalars(query), key=lambda one: order.index(one.id))
    return Line(_views(session, meeting_id, rows), order)


def spoken(session: Session, meeting_id: int) -> list[TurnView]:
    """Those who have spoken, in the order in which they finished."""
    query = of_meeting(meeting_id, State.SPOKEN).order_by(Turn.ended_at, Turn.id)
    return _views(session, meeting_id, session.scalars(query))


def absent(session: Session, meeting_id: int) -> list[TurnView]:
    """Those who were not there when called, the last one first; they can be put back."""
    query = of_meeting(meeting_id, State.ABSENT).order_by(Turn.ended_at.desc(), Turn.id.desc())
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


def present_ids(session: Session, meeting_id: int) -> frozenset[int]:
    """All whom the check-in has seen. Only where the check-in is in use."""
    from plugins.checkin.api import present_ids as checked_in

    return frozenset(checked_in(session, meeting_id))


def ahead(session: Session, mine: TurnView) -> int:
    """How many will be called before a waiting turn."""
    row = session.get_one(Turn, mine.id)
    order = line(session, row.meeting_id)
    return order.index(mine.id) if mine.id in order else 0


def last_spoken_by(session: Session, delegate_id: int) -> Turn | None:
    """The row of the last speech of a delegate that has ended."""
    query = sa.select(Turn).where(Turn.delegate_id == delegate_id, Turn.state == State.SPOKEN)
    return session.scalar(query.order_by(Turn.ended_at.desc(), Turn.id.desc()).limit(1))


def villages_heard(session: Session, meeting_id: int) -> list[VillageHeard]:
    """Each village in the order of the plan, then those without one where any has spoken."""
    turns: Counter[int | None] = Counter()
    spoken_ms: Counter[int | None] = Counter()
    for one in shares(session, meeting_id):
        turns[one.village_id] += one.turns
        spoken_ms[one.village_id] += one.spoken_ms
    named: list[tuple[int | None, str]] = [
        (one.id, one.label) for one in villages(session, meeting_id)
    ]
    if None in turns:
        named.append((None, ""))
    return [
        VillageHeard(
            village_id=village_id,
            village=label,
            turns=turns[village_id],
            seconds=spoken_ms[village_id] // 1000,
        )
        for village_id, label in named
    ]
