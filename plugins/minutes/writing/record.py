"""Asks every plugin for its part of a paper and puts the minutes together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.papers.model import Annex, Block, Document
from meeting.phrases import Phrase, Phrases
from meeting.points import Section, Telling
from plugins.minutes import queries
from plugins.minutes.models import Reworded
from plugins.minutes.writing import minutes

SECTION, PHRASE = "minutes.section", "minutes.phrase"

Contributed = Callable[[str, int, Session], list[Any]]  # the registry's, of plugins in use


def telling(
    session: Session,
    contributed: Contributed,
    meeting: Meeting,
    paper: str = "minutes",
    *,
    masked: bool = False,
) -> Telling:
    """What the writers of a paper are handed: the record, and the sentence forms in use."""
    declared: list[Phrase] = contributed(PHRASE, meeting.id, session)
    reworded = session.scalars(sa.select(Reworded).where(Reworded.meeting_id == meeting.id))
    return Telling(
        session=session,
        meeting=meeting,
        paper=paper,
        masked=masked,
        phrases=Phrases.of(declared, {one.key: one.form for one in reworded}),
    )


def sections(contributed: Contributed, told: Telling) -> list[tuple[int, Sequence[Block | Annex]]]:
    """The parts of a paper with their order."""
    found: list[Section] = contributed(SECTION, told.meeting.id, told.session)
    return [(one.order, one.build(told)) for one in found if one.of == told.paper]


def document(
    session: Session,
    contributed: Contributed,
    meeting: Meeting,
    now: datetime,
    *,
    masked: bool = False,
) -> Document:
    """The minutes as the record stands at this moment."""
    told = telling(session, contributed, meeting, masked=masked)
    record = minutes.Record(
        plan=meeting.plan,
        session_index=meeting.session_index,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        now=now,
        entered=queries.desk(session, meeting).entered,
    )
    return minutes.write(record, sections(contributed, told))
