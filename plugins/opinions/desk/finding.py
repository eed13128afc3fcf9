"""Finding opinions by their words: what somebody types without marks, and what says the same."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text as words
from plugins.opinions import queries, texts
from plugins.opinions.models import Opinion, Pair
from plugins.opinions.queries import OpinionView
from plugins.roster.api import Delegate

FEW = 200


def found(
    session: Session, conditions: Sequence[sa.ColumnElement[bool]], typed: str
) -> sa.ColumnElement[bool]:
    """The condition a list searches by. The words are looked through once: what is found is few,
    and named; or much, and then a page of it is quickly full.
    """
    matches = matching(typed)
    query = sa.select(Opinion.id).outerjoin(Delegate, Delegate.id == Opinion.delegate_id)
    ids = session.scalars(query.where(*conditions, matches).limit(FEW + 1)).all()
    return matches if len(ids) > FEW else Opinion.id.in_(ids)


def matching(typed: str) -> sa.ColumnElement[bool]:
    """The opinions with words that begin with each typed one, or with this number.

    Marks do not matter, nor Telex or VNI keys that stayed in a word. It looks where a reader
    would: name, words, short form, slip, reference.
    The condition is on an opinion and, beside it, its delegate.
    """
    wanted = [words.readings(word) for word in words.search_key(typed).split()]
    if not wanted:
        return sa.false()
    person = sa.literal(" ") + Delegate.search_key
    keys = (Opinion.search_key, person)
    alike = [
        sa.or_(*(key.like(f"% {one}%") for one in sorted(word) for key in keys)) for word in wanted
    ]
    found = sa.and_(*alike)
    if typed.isdecimal() and len(typed) < 10:
        return sa.or_(Opinion.number == int(typed), found)
    return found


# What an opinion may repeat

ALIKE = 0.2  # share of pairs of words that two texts have in common


def similar(session: Session, opinion: OpinionView, size: int = 4) -> list[OpinionView]:
    """Others that use the same words, the most alike first: one of them may say the same.

    Only those that may still be joined with: not joined themselves.
    """
    mine = texts.pairs(opinion.text)
    common = (
        sa.select(Pair.opinion_id, sa.func.count().label("shared"))
        .where(Pair.pair.in_(mine))
        .group_by(Pair.opinion_id)
        .subquery()
    )
    shorter = sa.case((Opinion.pairs < len(mine), Opinion.pairs), else_=len(mine))
    alike = 1.0 * common.c.shared / shorter
    query = (
        sa.select(Opinion)
        .join(common, common.c.opinion_id == Opinion.id)
        .where(
            Opinion.meeting_id == opinion.meeting_id,
            Opinion.id != opinion.id,
            Opinion.merged_into_id.is_(None),
            alike >= ALIKE,
        )
        .order_by(alike.desc(), Opinion.number)
        .limit(size)
    )
    return queries.filled(session, opinion.meeting_id, session.scalars(query).all())
