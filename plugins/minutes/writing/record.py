"""Asks every plugin for its part of a paper and puts the minutes together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
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
    meetings: Sequence[Meeting] = (),
) -> Telling:
    """What the writers of a paper are handed: the record, and the sentence forms in use.

    ``meetings``: all it tells of, where it is not only its own.
    """
    told = tuple(meetings) or (meeting,)
    declared: list[Phrase] = [
        phrase for one in told for phrase in contributed(PHRASE, one.id, session)
    ]
    reworded = session.scalars(sa.select(Reworded).where(Reworded.meeting_id == meeting.id))
    return Telling(
        session=session,
        meeting=meeting,
        paper=paper,
        masked=masked,
        meetings=told,
        phrases=Phrases.of(declared, {one.key: one.form for one in reworded}),
    )


def parts(told: Telling) -> list[tuple[int, Sequence[Block | Annex]]]:
    """The sections of a paper with their order, each told of the meetings that use its plugin."""
    found: dict[Section, list[Meeting]] = {}
    for meeting in told.meetings:
        used: list[Section] = _registry().contributions(SECTION, meeting.id, told.session)
        for section in used:
            if section.of == told.paper:
                found.setdefault(section, []).append(meeting)
    return [
        (section.order, section.build(replace(told, meetings=tuple(meetings))))
        for section, meetings in found.items()
    ]


def _registry() -> Any:
    return current_app.extensions["meeting"].registry


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
    return minutes.write(record, parts(told))
