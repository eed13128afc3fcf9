"""Who waits, in the order in which they are called, and whom the hall has heard; in few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text
from meeting.models import Meeting, SettingValue
from plugins.roster.api import Delegate
from plugins.speakers.models import Turn
from plugins.speakers.order import Heard, Kind, Person, Rule, Waiting, ordered
from plugins.speakers.rules import HEARD, State, Way

_STILL = datetime.max.replace(tzinfo=UTC)  # when somebody ends who has the floor
_VILLAGE = sa.func.coalesce(Delegate.village_id, Turn.village_id)  # a delegate's is the roster's


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one person has had of the floor so far, as first wishes or as follow-ups."""

    person: Person
    kind: Kind
    village_id: int | None
    turns: int
    spoken_ms: int
    last_heard: datetime  # has the floor: the far future


def person_of(delegate_id: int | None, name: str, village_id: int | None) -> Person:
    """Who it is; a name counts as the same person when it reads the same."""
    return delegate_id if delegate_id is not None else (_letters(name), village_id)


_letters = lru_cache(maxsize=1024)(text.search_key)


def of_meeting(meeting_id: int, *states: State) -> sa.Select[Turn]:
    """The turns of a meeting in some states."""
    return sa.select(Turn).where(Turn.meeting_id == meeting_id, Turn.state.in_(states))


def rule_of(session: Session, meeting_id: int) -> Rule:
    """The rule of a meeting. Read where the queue is read: inside a change it may be new."""
    row = session.get(SettingValue, (meeting_id, "speakers.order"))
    return Rule(row.value) if row is not None else Rule.REGISTERED


def topics_of(session: Session, meeting_id: int) -> dict[str, str]:
    """The plan's topics in its order: code → title."""
    plan = session.get_one(Meeting, meeting_id).plan
    return {one.code: one.title for one in plan.categories}


def shares(session: Session, meeting_id: int) -> list[Share]:
    """Everybody who has the floor or had it, with their turns and what was spoken in them.

    Whoever has also followed up is there twice.
    """
    query = (
        sa.select(
            Turn.delegate_id,
            Turn.speaker_name,
            _VILLAGE,
            Turn.kind,
            sa.func.count(),
            sa.func.sum(Turn.spoken_ms),
            sa.func.max(sa.func.coalesce(Turn.ended_at, sa.literal(_STILL, Turn.ended_at.type))),
        )
        .outerjoin(Delegate, Turn.delegate_id == Delegate.id)
        .where(Turn.meeting_id == meeting_id, Turn.state.in_(HEARD))
        .group_by(Turn.delegate_id, Turn.speaker_name, _VILLAGE, Turn.kind)
    )
    rows = session.execute(query)
    return [
        Share(
            person=person_of(delegate_id, name, village_id),
            kind=Kind(kind),
            village_id=village_id,
            turns=turns,
            spoken_ms=spoken_ms,
            last_heard=last_heard,
        )
        for delegate_id, name, village_id, kind, turns, spoken_ms, last_heard in rows
    ]


def heard(session: Session, meeting_id: int) -> Heard:
    """How often each village and each person was heard, and who was heard last, with what."""
    villages: Counter[int | None] = Counter()
    people: Counter[Person] = Counter()
    found = shares(session, meeting_id)
    for one in found:
        villages[one.village_id] += one.turns
        people[one.person] += one.turns
    last = max(found, key=lambda one: one.last_heard, default=None)
    return Heard(
        villages=villages,
        people=people,
        last=last.person if last else None,
        again=last is not None and last.kind == Kind.FOLLOW_UP,
    )


def line(session: Session, meeting_id: int) -> list[int]:
    """Who waits, by the ids of their turns, in the order in which they will be called."""
    query = (
        sa.select(
            Turn.id,
            Turn.position,
            Turn.delegate_id,
            Turn.speaker_name,
            _VILLAGE.label("village_id"),
            Turn.topic,
            Turn.kind,
            Turn.way,
            Turn.placed,
            Turn.deferred_at,
        )
        .outerjoin(Delegate, Turn.delegate_id == Delegate.id)
        .where(Turn.meeting_id == meeting_id, Turn.state == State.WAITING)
    )
    rows = session.execute(query).all()
    if len(rows) < 2:
        return [row.id for row in rows]
    rule = rule_of(session, meeting_id)
    topics = list(topics_of(session, meeting_id)) if rule == Rule.TOPIC else []
    counts = rule == Rule.FAIR or any(row.kind == Kind.FOLLOW_UP for row in rows)
    known = heard(session, meeting_id) if counts else Heard()
    return [one.id for one in ordered([_waiting(row, topics) for row in rows], rule, known)]


def _waiting(row: Any, topics: list[str]) -> Waiting:
    return Waiting(
        id=row.id,
        position=row.position,
        person=person_of(row.delegate_id, row.speaker_name, row.village_id),
        village_id=row.village_id,
        topic=topics.index(row.topic) if row.topic in topics else len(topics),
        kind=Kind(row.kind),
        way=Way(row.way),
        placed=row.placed,
        deferred_at=row.deferred_at,
    )


def waiting_turns(session: Session, meeting_id: int) -> list[Turn]:
    """The rows of those who wait, in the order in which they will be called."""
    rows = {turn.id: turn for turn in session.scalars(of_meeting(meeting_id, State.WAITING))}
    return [rows[turn_id] for turn_id in line(session, meeting_id)]


def next_position(session: Session, meeting_id: int) -> int:
    """The place of whoever asks now: behind everybody who ever asked."""
    query = sa.select(sa.func.max(Turn.position)).where(Turn.meeting_id == meeting_id)
    return (session.scalar(query) or 0) + 1


def hand_places(turns: Iterable[Turn]) -> dict[int, int]:
    """Which turns hold a place by hand, and which one."""
    return {one.id: one.placed for one in turns if one.placed is not None}
