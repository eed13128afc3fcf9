"""What may be read by those who are not at the desk: a department, the hall, a slip's writer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from meeting.points import Replies, Reply
from plugins.opinions import queries, rules
from plugins.opinions.models import Answerer, Entry, Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads.pieces import WRITTEN_DOWN, Piece, pieces
from plugins.opinions.rules import ROUTED_OUT, Case, EntryKind, Outcome, State

_OPEN = (  # to everybody in the hall
    Opinion.state == State.APPROVED,
    Opinion.sensitive.is_(False),
    Opinion.kind.not_in(ROUTED_OUT),
)


def by_receipt(session: Session, receipt: str) -> Opinion | None:
    """The opinion whose stub has this code."""
    return session.scalar(sa.select(Opinion).where(Opinion.receipt == receipt)) if receipt else None


def department_of(session: Session, meeting_id: int, device_id: int) -> str:
    """The code of the department that answers on this device; empty for none."""
    found = session.get(Answerer, (meeting_id, device_id))
    return found.department if found else ""


def department_may_read(one: OpinionView) -> bool:
    """Whether the department that an opinion is assigned to may read it."""
    return rules.department_may_read(
        Case(
            number=one.number,
            approved=one.approved,
            kind=one.kind,
            department=one.department,
            outcome=one.outcome,
        )
    )


def of_department(
    session: Session, meeting_id: int, department: str, *conditions: sa.ColumnElement[bool]
) -> list[OpinionView]:
    """What a department is to answer: called first, then open ones as they were raised, newest
    first, then what is decided.
    """
    if not department:
        return []
    query = sa.select(Opinion).where(
        Opinion.meeting_id == meeting_id,
        Opinion.department == department,
        Opinion.state == State.APPROVED,
        *conditions,
    )
    rows = session.scalars(query.order_by(Opinion.number.desc())).all()
    found = [one for one in queries.filled(session, meeting_id, rows) if department_may_read(one)]
    return sorted(sorted(found, key=_when, reverse=True), key=_rank)


def calling(session: Session, meeting_id: int, department: str) -> list[OpinionView]:
    """What the chair wants this department to answer now, the newest call first."""
    now = Opinion.department_called_at.is_not(None)
    return of_department(session, meeting_id, department, now)


def _when(one: OpinionView) -> datetime:
    return one.department_called_at or one.raised_at or one.asked_at


def _rank(one: OpinionView) -> int:
    if one.department_called_at:
        return 0
    return 1 if one.outcome is None else 2


def fingerprints(session: Session, opinions: Sequence[OpinionView]) -> dict[int, str]:
    """A short sign for each opinion that is another one once anything of it has changed."""
    ids = [one.id for one in opinions]
    query = (
        sa.select(Entry.opinion_id, sa.func.count(Entry.id), sa.func.sum(Entry.revision))
        .where(Entry.opinion_id.in_(ids))
        .group_by(Entry.opinion_id)
    )
    thread = {row[0]: row[1:] for row in session.execute(query)}
    return {
        one.id: hashlib.blake2s(f"{one}{thread[one.id]}".encode(), digest_size=6).hexdigest()
        for one in opinions
    }


def said(session: Session, opinion_id: int) -> list[Piece]:
    """What was said in the hall after the question: asked back, replied, answered, concluded."""
    found = pieces(session, opinion_id)
    return [one for one in found if one.kind is not EntryKind.QUESTION and one.text]


def open_to_all(
    session: Session, meeting_id: int, *, before: int, size: int
) -> tuple[list[OpinionView], bool]:
    """What everybody in the hall may read, newest first, numbered below ``before`` (0: all).

    Returns one page of it, and whether there is more.
    """
    joined = sa.func.coalesce(Opinion.outcome, "") == Outcome.MERGED
    fit = (*_OPEN, WRITTEN_DOWN, ~joined)
    query = sa.select(Opinion).where(Opinion.meeting_id == meeting_id, *fit)
    if before:
        query = query.where(Opinion.number < before)
    rows = session.scalars(query.order_by(Opinion.number.desc()).limit(size + 1)).all()
    return queries.filled(session, meeting_id, rows[:size]), len(rows) > size


def joined_into(
    session: Session, meeting_id: int, opinions: Sequence[OpinionView]
) -> dict[int, OpinionView]:
    """By their number: those that these opinions were joined with."""
    numbers = {one.merged_into for one in opinions} - {None}
    if not numbers:
        return {}
    query = sa.select(Opinion).where(Opinion.meeting_id == meeting_id, Opinion.number.in_(numbers))
    found = queries.filled(session, meeting_id, session.scalars(query).all())
    return {one.number: one for one in found}


def replies(session: Session, meeting_id: int, opinions: Iterable[OpinionView]) -> dict[int, Reply]:
    """Which of these were answered after the meeting, as far as somebody keeps a list of it."""
    ids = [one.id for one in opinions if one.outcome]
    if not ids:  # so it is on most phones while the meeting runs
        return {}
    registry = current_app.extensions["meeting"].registry
    lists: list[Replies] = registry.contributions("opinions.replies", meeting_id, session)
    return {
        opinion_id: reply for one in lists for opinion_id, reply in one.given(session, ids).items()
    }
