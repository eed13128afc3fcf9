"""Reads of the thread: what was said about an opinion, piece by piece, for pages and papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from plugins.opinions import spelling, texts
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.rules import OPENER, EntryKind

# Condition on an opinion: somebody has written down what was raised.
HAS_WORDS = sa.exists().where(
    Entry.opinion_id == Opinion.id, Entry.kind == EntryKind.QUESTION, Entry.text != ""
)

# The same, and more than the subject a speaker gave for the office alone, with which it opened.
WRITTEN_DOWN = sa.exists().where(
    Entry.opinion_id == Opinion.id,
    Entry.kind == EntryKind.QUESTION,
    Entry.text != "",
    sa.or_(Entry.revision > 1, Entry.saved_by != OPENER.name),
)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Something said about an opinion. ``said_by`` is empty when it was who is expected to."""

    id: int
    opinion_id: int
    kind: EntryKind
    text: str
    full: str
    first_text: str
    said_by: str
    saved_by: str
    is_typed: bool
    saved_at: datetime
    at: datetime
    revision: int

    @property
    def rows(self) -> int:
        """How many lines its field is given at first."""
        return min(12, max(2, len(self.text) // 60 + self.text.count("\n") + 1))

    @property
    def misread(self) -> bool:
        """Whether it looks typed in an old code page."""
        return texts.in_wrong_code(self.text) or texts.in_wrong_code(self.full)

    @property
    def reading(self) -> str:
        """What it says if Telex or VNI keys stayed in it; empty when it looks sound."""
        return spelling.reading(self.text)


def pieces(session: Session, opinion_id: int) -> Sequence[Piece]:
    """What was said about an opinion, in order; what is only prepared is not."""
    return _read(session, Entry.opinion_id == opinion_id)


def piece(session: Session, entry_id: int) -> Piece | None:
    """One of them."""
    found = _read(session, Entry.id == entry_id)
    return found[0] if found else None


def threads(session: Session, meeting_id: int) -> dict[int, list[Piece]]:
    """What was said about every opinion of a meeting."""
    of_meeting = sa.select(Opinion.id).where(Opinion.meeting_id == meeting_id)
    found: dict[int, list[Piece]] = {}
    for one in _read(session, Entry.opinion_id.in_(of_meeting)):
        found.setdefault(one.opinion_id, []).append(one)
    return found


def _read(session: Session, condition: sa.ColumnElement[bool]) -> list[Piece]:
    query = sa.select(Entry).where(condition, Entry.kind != EntryKind.PREPARED)
    entries: Iterable[Entry] = session.scalars(query.order_by(Entry.at, Entry.id))
    return [_piece(one) for one in entries]


def _piece(entry: Entry) -> Piece:
    return Piece(
        id=entry.id,
        opinion_id=entry.opinion_id,
        kind=EntryKind(entry.kind),
        text=entry.text,
        full=entry.full,
        first_text=entry.first_text,
        said_by=entry.said_by,
        saved_by=entry.saved_by,
        is_typed=entry.is_typed,
        saved_at=entry.saved_at,
        at=entry.at,
        revision=entry.revision,
    )
