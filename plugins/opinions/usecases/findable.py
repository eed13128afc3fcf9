"""What an opinion is found by, kept whenever its words change."""

from __future__ import annotations

import sqlalchemy as sa

from meeting.contract import Tx
from meeting.db import table_of
from plugins.opinions import queries, spelling, texts
from plugins.opinions.models import Opinion, Pair
from plugins.opinions.rules import EntryKind


def keep(tx: Tx, opinion: Opinion, question: str | None = None) -> None:
    """Keep the words that the list is searched by; with a new question its pairs of words, too."""
    if question is None:
        entry = queries.entry(tx.session, opinion.id, EntryKind.QUESTION)
        question = entry.text if entry else ""
    else:
        _keep_pairs(tx, opinion, texts.pairs(question))
    reading = spelling.reading(question)
    parts = (question, reading, opinion.summary, opinion.asker, opinion.slip, opinion.reference)
    opinion.search_key = texts.search_key(part or "" for part in parts)


def _keep_pairs(tx: Tx, opinion: Opinion, now: frozenset[int]) -> None:
    """Only what differs is written: texts are saved again and again while somebody types."""
    table = table_of(Pair)
    of_this = table.c.opinion_id == opinion.id
    known = (
        set(tx.session.scalars(sa.select(table.c.pair).where(of_this))) if opinion.pairs else set()
    )
    gone, new = known - now, now - known
    if gone:
        tx.session.execute(sa.delete(table).where(of_this, table.c.pair.in_(gone)))
    if new:
        rows = [{"opinion_id": opinion.id, "pair": pair} for pair in new]
        tx.session.execute(sa.insert(table), rows)
    opinion.pairs = len(now)
