"""Finding opinions by their words: what somebody types without marks, and what says the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text as words
from plugins.opinions import queries
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import EntryKind
from plugins.roster.api import Delegate

_key = lru_cache(maxsize=20_000)(words.search_key)


def matching(
    session: Session, conditions: Sequence[sa.ColumnElement[bool]], typed: str
) -> list[int]:
    """Of the opinions that fit the conditions, those with words that begin with each typed one.

    Marks do not matter. It looks where a reader would: name, words, short form, slip, reference.
    """
    wanted = [f" {word}" for word in words.search_key(typed).split()]
    number = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    if not wanted:
        return []
    return [
        row.id
        for row in session.execute(_searched(conditions))
        if row.number == number or all(word in _haystack(row) for word in wanted)
    ]


def _searched(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.Select[*tuple[Any, ...]]:
    columns = (Opinion.id, Opinion.number, Opinion.asker, Opinion.summary, Opinion.slip)
    question = sa.and_(Entry.opinion_id == Opinion.id, Entry.kind == EntryKind.QUESTION)
    return (
        sa.select(*columns, Opinion.reference, Entry.text, Delegate.search_key.label("person"))
        .outerjoin(Delegate, Delegate.id == Opinion.delegate_id)
        .join(Entry, question)
        .where(*conditions)
    )


def _haystack(row: Any) -> str:
    parts = (row.text, row.summary, row.asker, row.slip, row.reference)
    keys = [_key(part) for part in parts if part]
    return f" {' '.join([row.person or '', *keys])}"


# What an opinion may repeat


def similar(session: Session, opinion: OpinionView, size: int = 4) -> list[OpinionView]:
    """Others that use the same words, the most alike first: one of them may say the same.

    Only those that may still be joined with: not joined themselves.
    """
    mine = _telling_words(opinion.text)
    query = (
        sa.select(Opinion, Entry.text)
        .join(Entry, sa.and_(Entry.opinion_id == Opinion.id, Entry.kind == EntryKind.QUESTION))
        .where(
            Opinion.meeting_id == opinion.meeting_id,
            Opinion.id != opinion.id,
            Opinion.merged_into_id.is_(None),
        )
    )
    ranked = [
        (alike, other)
        for other, text in session.execute(query)
        if (alike := _alike(mine, _telling_words(text))) >= ALIKE
    ]
    ranked.sort(key=lambda one: (-one[0], one[1].number))
    return queries.filled(session, opinion.meeting_id, [other for _alike, other in ranked[:size]])


ALIKE = 0.2  # share of pairs of words that two texts have in common
_SMALL = frozenset(
    ["la", "thi", "ma", "cua", "cho", "xin", "de", "nghi", "kien", "va", "cac", "nhung", "co"]
)


@lru_cache(maxsize=20_000)
def _telling_words(text: str) -> frozenset[str]:
    """Pairs of neighbouring words: a Vietnamese word is mostly two syllables."""
    plain = [word for word in words.search_key(text).split() if word not in _SMALL]
    return frozenset(map(" ".join, pairwise(plain)))


def _alike(mine: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text is in the longer one."""
    return len(mine & other) / max(1, min(len(mine), len(other)))
