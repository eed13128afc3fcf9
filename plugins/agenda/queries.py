"""Reads of the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.plan.parts import AgendaKind
from meeting.points import Leaving
from plugins.agenda import rules
from plugins.agenda.models import AgendaItem, AgendaSpan
from plugins.agenda.rules import Span, Step

LEAVING = "agenda.leaving"


def items(session: Session, meeting_id: int) -> list[AgendaItem]:
    """The rows in order."""
    query = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def running_span(session: Session, meeting_id: int) -> AgendaSpan | None:
    """The row of the time that has no end yet."""
    return session.scalar(
        sa.select(AgendaSpan).where(
            AgendaSpan.meeting_id == meeting_id, AgendaSpan.ended_at.is_(None)
        )
    )


def steps(session: Session, meeting_id: int) -> list[Step]:
    """The programme with its real times, in two queries. The close of the meeting ends them all."""
    closed_at = session.get_one(Meeting, meeting_id).closed_at
    query = sa.select(AgendaSpan).where(AgendaSpan.meeting_id == meeting_id)
    spans: dict[int, list[Span]] = defaultdict(list)
    for row in session.scalars(query.order_by(AgendaSpan.started_at, AgendaSpan.id)):
        ended_at = row.ended_at or closed_at
        spans[row.item_id].append(Span(id=row.id, started_at=row.started_at, ended_at=ended_at))
    return [_step(item, spans[item.id]) for item in items(session, meeting_id)]


def _step(item: AgendaItem, spans: list[Span]) -> Step:
    return Step(
        id=item.id,
        kind=AgendaKind(item.kind),
        title=item.title,
        who=item.who,
        minutes=item.minutes,
        note=item.note,
        revision=item.revision,
        spans=tuple(spans),
    )


def step(session: Session, meeting_id: int, item_id: int) -> Step | None:
    """One step of this meeting."""
    return next((one for one in steps(session, meeting_id) if one.id == item_id), None)


def present(session: Session, meeting_id: int) -> Step | None:
    """The step that runs now."""
    return rules.present(steps(session, meeting_id))


def waiting(session: Session, meeting_id: int, contributed: Callable[..., Any]) -> int:
    """How many still want to speak, as the plugins know that count them."""
    asked: list[Leaving] = contributed(LEAVING, meeting_id, session)
    return sum(one.waiting(session, meeting_id) for one in asked)


def others(session: Session, meeting_id: int) -> list[Meeting]:
    """Other meetings of this server that have a programme, the newest first."""
    query = (
        sa.select(Meeting)
        .where(
            Meeting.id != meeting_id,
            sa.exists().where(AgendaItem.meeting_id == Meeting.id),
        )
        .order_by(Meeting.id.desc())
    )
    return list(session.scalars(query))
