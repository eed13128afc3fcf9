"""The corrections of a paper that no version holds yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.papers.model import Document
from plugins.minutes.models import Correction
from plugins.minutes.papers.rules import Change, corrected, says


def with_changes(document: Document, found: Iterable[Correction]) -> Document:
    """The document with these corrections."""
    return corrected(document, [Change(before=one.before, after=one.after) for one in found])


def waiting(
    session: Session, meeting_id: int, paper: str, addressee: str = "", *, masked: bool = False
) -> Sequence[Correction]:
    """Corrections in the order in which they were made.

    What is posted takes those of the whole paper too, wherever its words are the same.
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
    """Corrections that change nothing, because their paragraph says something else by now."""
    left = []
    for one in found:
        if not says(document, one.before):
            left.append(one)
        document = with_changes(document, [one])
    return left


def take_in(session: Session, found: Sequence[Correction], version: int) -> None:
    """The corrections stand in a version from now on."""
    session.execute(
        sa.update(Correction)
        .where(Correction.id.in_([one.id for one in found]))
        .values(version=version)
    )
