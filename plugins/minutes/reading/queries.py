"""A paper as it is read on a screen: in force, with the corrections that wait."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.papers.model import Document
from meeting.points import PaperKind
from plugins.minutes.models import Correction, Remark
from plugins.minutes.papers import catalogue
from plugins.minutes.papers.corrections import waiting, with_changes
from plugins.minutes.papers.versions import MINUTES, newest


def read(
    session: Session,
    meeting: Meeting,
    paper: str = MINUTES,
    addressee: str = "",
    *,
    masked: bool = False,
) -> Document:
    """The paper with everything that was corrected so far. Raises Refused when there is none."""
    kind = catalogue.kind_of(session, meeting, paper)
    before = before_corrections(session, meeting, kind, addressee, masked=masked)
    return with_changes(before, waiting(session, meeting.id, paper, addressee, masked=masked))


def before_corrections(
    session: Session,
    meeting: Meeting,
    kind: PaperKind,
    addressee: str = "",
    *,
    masked: bool = False,
) -> Document:
    """What the corrections that wait are put into: the version in force, else the bare record."""
    if newest(session, meeting.id, kind.name, addressee) is None:
        return catalogue.raw(session, meeting, kind, addressee, masked=masked)
    return catalogue.document(session, meeting, kind, addressee, masked=masked)


def history(
    session: Session, meeting_id: int, paper: str = MINUTES, addressee: str = ""
) -> Sequence[Correction]:
    """Every correction of a paper, the latest first."""
    query = (
        sa.select(Correction)
        .where(
            Correction.meeting_id == meeting_id,
            Correction.paper == paper,
            Correction.key == addressee,
        )
        .order_by(Correction.id.desc())
    )
    return session.scalars(query).all()


def remarks(session: Session, meeting_id: int, *, only_open: bool = False) -> Sequence[Remark]:
    """What readers of the draft want changed, in the order in which it was said."""
    query = sa.select(Remark).where(Remark.meeting_id == meeting_id).order_by(Remark.id)
    if only_open:
        query = query.where(Remark.settled_at.is_(None))
    return session.scalars(query).all()
