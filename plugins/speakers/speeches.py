"""What was spoken: who had the floor, when and for how long, pauses left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import points
from plugins.roster.api import Person as Delegate
from plugins.roster.api import people, villages
from plugins.speakers.lineup import person_of, topics_of
from plugins.speakers.models import Turn
from plugins.speakers.order import Kind
from plugins.speakers.rules import HEARD, RUNNING, State
from plugins.speakers.statistics import Speech
from plugins.speakers.timing import used_ms


def speeches(session: Session, meeting_id: int, now: datetime) -> list[Speech]:
    """All that was spoken until now, in the order in which it began."""
    turns = list(session.scalars(_heard(meeting_id)))
    known = people(session, meeting_id, {one.delegate_id for one in turns if one.delegate_id})
    named = {one.id: one.label for one in villages(session, meeting_id)}
    topics = topics_of(session, meeting_id)
    return [_speech(one, known.get(one.delegate_id or 0), named, topics, now) for one in turns]


def _heard(meeting_id: int) -> sa.Select[Turn]:
    begun = sa.or_(Turn.state.in_(HEARD), Turn.spoken_ms > 0)
    return (
        sa.select(Turn)
        .where(Turn.meeting_id == meeting_id, begun)
        .order_by(Turn.called_at, Turn.id)
    )


def _speech(
    turn: Turn,
    delegate: Delegate | None,
    named: dict[int, str],
    topics: dict[str, str],
    now: datetime,
) -> Speech:
    village_id = delegate.village_id if delegate else turn.village_id
    running = used_ms(turn.timing, now) if turn.state in RUNNING else 0
    return Speech(
        person=person_of(turn.delegate_id, turn.speaker_name, turn.village_id),
        name=delegate.name if delegate else turn.speaker_name,
        honorific=delegate.honorific if delegate else turn.honorific,
        village_id=village_id,
        village=named.get(village_id or 0, ""),
        office_title=delegate.office_title if delegate else "",
        by_people=delegate.people_side if delegate else True,
        topic_title=topics.get(turn.topic, ""),
        subject=turn.subject,
        is_follow_up=turn.kind == Kind.FOLLOW_UP,
        started_at=turn.called_at,
        ended_at=turn.ended_at,
        ms=turn.spoken_ms + running,
        limit_seconds=turn.limit_seconds,
        reminders=turn.reminders,
        language=turn.language,
        interpreter=turn.interpreter,
    )


def for_the_balance(session: Session, meeting_id: int) -> Sequence[points.Speech]:
    """The same for the programme, which counts on by itself while somebody speaks."""
    turns = list(session.scalars(_heard(meeting_id)))
    known = people(session, meeting_id, {one.delegate_id for one in turns if one.delegate_id})
    return [
        points.Speech(
            by_people=one.delegate_id not in known or known[one.delegate_id].people_side,
            started_at=one.called_at or one.asked_at,
            ended_at=one.ended_at if one.state == State.SPOKEN else None,
            used_ms=one.spoken_ms + (one.used_ms if one.state in RUNNING else 0),
            running_since=one.running_since,
        )
        for one in turns
    ]


TALK = points.Talk(speeches=for_the_balance)
