"""Who waits, in the order in which they are called, and whom the hall has heard; in few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text
from meeting.models import Meeting, SettingValue
from plugins.roster.api import Delegate
from plugins.speakers.models import Turn
from plugins.speakers.order import Heard, Kind, Person, Rule, Waiting, ordered
from plugins.speakers.rules import HEARD, RUNNING, State

_VILLAGE = sa.func.coalesce(Delegate.village_id, Turn.village_id)  # a delegate's is the roster's


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one person has had of the floor so far."""

    person: Person
    village_id: int | None
    turns: int
    spoken_ms: int


def person_of(delegate_id: int | None, name: str, village_id: int | None) -> Person:
    """Who it is; a name counts as the same person when it reads the same."""
    return delegate_id if delegate_id is not None else (text.search_key(name), village_id)


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
    """Everybody who has the floor or had it, with their turns and what was spoken in them."""
    query = (
        sa.select(
            Turn.delegate_id,
            Turn.speaker_name,
            _VILLAGE,
            sa.func.count(),
            sa.func.sum(Turn.spoken_ms),
        )
        .outerjoin(Delegate, Turn.delegate_id == Delegate.id)
        .where(Turn.meeting_id == meeting_id, Turn.state.in_(HEARD))
        .group_by(Turn.delegate_id, Turn.speaker_name, _VILLAGE)
    )
    return [
        Share(
            person=person_of(delegate_id, name, village_id),
            village_id=village_id,
            turns=turns,
            spoken_ms=spoken_ms,
        )
        for delegate_id, name, village_id, turns, spoken_ms in session.execute(query)
    ]


def heard(session: Session, meeting_id: int) -> Heard:
    """How often each village and each person was heard, and who was heard last."""
    villages: Counter[int | None] = Counter()
    people: Counter[Person] = Counter()
    for one in shares(session, meeting_id):
        villages[one.village_id] += one.turns
        people[one.person] += one.turns
    last = _last_heard(session, meeting_id) if people else None
    return Heard(villages=villages, people=people, last=last)


def _last_heard(session: Session, meeting_id: int) -> Person | None:
    """Who has the floor, else who finished last."""
    row = session.scalar(
        of_meeting(meeting_id, *HEARD)
        .order_by(
            sa.case((Turn.state.in_(RUNNING), 0), else_=1), Turn.ended_at.desc(), Turn.id.desc()
        )
        .limit(1)
    )
    return person_of(row.delegate_id, row.speaker_name, row.village_id) if row else None


def waiting_turns(session: Session, meeting_id: int) -> list[Turn]:
    """The rows of those who wait, in the order in which they will be called."""
    query = (
        of_meeting(meeting_id, State.WAITING)
        .add_columns(_VILLAGE)
        .outerjoin(Delegate, Turn.delegate_id == Delegate.id)
    )
    rows = [(turn, village_id) for turn, village_id in session.execute(query)]
    if not rows:
        return []
    rule = rule_of(session, meeting_id)
    topics = list(topics_of(session, meeting_id)) if rule == Rule.TOPIC else []
    counts = rule == Rule.FAIR or any(turn.kind == Kind.FOLLOW_UP for turn, _ in rows)
    known = heard(session, meeting_id) if counts else Heard()
    by_id = {turn.id: turn for turn, _ in rows}
    waiting = [_waiting(turn, village_id, topics) for turn, village_id in rows]
    return [by_id[one.id] for one in ordered(waiting, rule, known)]


def _waiting(turn: Turn, village_id: int | None, topics: list[str]) -> Waiting:
    return Waiting(
        id=turn.id,
        position=turn.position,
        person=person_of(turn.delegate_id, turn.speaker_name, turn.village_id),
        village_id=village_id,
        topic=topics.index(turn.topic) if turn.topic in topics else len(topics),
        kind=Kind(turn.kind),
        placed=turn.placed,
        deferred_at=turn.deferred_at,
    )


def next_position(session: Session, meeting_id: int) -> int:
    """The place of whoever asks now: behind everybody who ever asked."""
    query = sa.select(sa.func.max(Turn.position)).where(Turn.meeting_id == meeting_id)
    return (session.scalar(query) or 0) + 1


def hand_places(turns: Iterable[Turn]) -> dict[int, int]:
    """Which turns hold a place by hand, and which one."""
    return {one.id: one.placed for one in turns if one.placed is not None}
