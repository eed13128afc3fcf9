"""The corrections of a paper that no version holds yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.papers.model import Document
from plugins.minutes.models import Correction
from plugins.minutes.papers.rules import Change, corrected, lines


def with_changes(document: Document, found: Iterable[Correction]) -> Document:
    """The document with these corrections."""
    return corrected(document, map(_change, found))


def _change(one: Correction) -> Change:
    return Change(before=one.before, after=one.after, place=one.place, among=one.among)


def waiting(
    session: Session, meeting_id: int, paper: str, addressee: str = "", *, masked: bool = False
) -> Sequence[Correction]:
    """Corrections in the order in which they were made.

    What is posted takes those of the whole paper too, where its words are the same.
    """
    query = (
        sa.select(Correction)
        .where(
            Correction.meeting_id == meeting_id,
            Correction.paper == paper,
            Correction.key == addressee,
            Correction.version.is_(None),
            Correction.withdrawn_at.is_(None),
        )
        .order_by(Correction.id)
    )
    if not masked:
        query = query.where(Correction.masked.is_(False))
    return session.scalars(query).all()


def passed_over(document: Document, found: Sequence[Correction]) -> list[Correction]:
    """Corrections that change nothing: their paragraph says something else by now, or it is not
    clear any more which it is.
    """
    said, left = Counter(lines(document)), []
    for one in found:
        if said[one.before] == one.among:
            said[one.before] -= 1
            said[one.after] += 1
        else:
            left.append(one)
    return left


def fitting(document: Document, found: Sequence[Correction]) -> list[Correction]:
    """Corrections that change something."""
    left = passed_over(document, found)
    return [one for one in found if one not in left]


def make_room(session: Session, withdrawn: Correction) -> None:
    """A paragraph says its old words again: others of the same words, corrected after it, move."""
    for one in waiting(session, withdrawn.meeting_id, withdrawn.paper, withdrawn.key, masked=True):
        if one.id > withdrawn.id and one.before == withdrawn.before:
            one.among += 1
            one.place += one.place >= withdrawn.place


def take_in(session: Session, found: Iterable[Correction], version: int) -> None:
    """The corrections stand in a version from now on."""
    session.execute(
        sa.update(Correction)
        .where(Correction.id.in_([one.id for one in found]))
        .values(version=version)
    )
