"""Reads for the minutes: draft, objections to closing, the document, the versions made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from meeting.contract import Refused, _l
from meeting.models import Meeting
from meeting.papers.model import Document, from_json
from meeting.points import CloseCheck, Problem, Section
from plugins.minutes import paper
from plugins.minutes.models import Draft, Version
from plugins.minutes.rules import Entered

SECTION, CHECK = "minutes.section", "minutes.check"

Contributed = Callable[[str, int, Session], list[Any]]  # the registry's, of plugins in use

_MISSING = {
    "chair": _l("The chair's name is missing."),
    "secretary": _l("The secretary's name is missing."),
    "conclusion": _l("The conclusion is missing."),
}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The secretary's words as they are saved; revision 0 are those of the plan."""

    revision: int
    entered: Entered
    saved_at: datetime | None = None
    saved_by: str = ""


def desk(session: Session, meeting: Meeting) -> Desk:
    """The draft, or what the plan proposes while nothing is saved."""
    row = session.get(Draft, meeting.id)
    if row is None:
        steps = _steps(session, meeting)
        return Desk(revision=0, entered=paper.defaults(meeting.plan, meeting.session_index, steps))
    entered = Entered(
        chair=row.chair,
        secretary=row.secretary,
        opening=row.opening,
        conclusion=row.conclusion,
        closing=row.closing,
    )
    return Desk(
        revision=row.revision, entered=entered, saved_at=row.saved_at, saved_by=row.saved_by
    )


def _steps(session: Session, meeting: Meeting) -> Sequence[paper.Step] | None:
    """The edited programme, once it runs only what has begun; nothing where it is not in use."""
    registry = current_app.extensions["meeting"].registry
    if "agenda" not in registry.plugins or "agenda" in registry.switched_off(meeting.id, session):
        return None
    from plugins.agenda.api import steps

    found = steps(session, meeting.id)
    return [one for one in found if one.has_begun] or found


def problems(session: Session, contributed: Contributed, meeting: Meeting) -> list[Problem]:
    """What must be settled before closing or known: of other plugins, then missing words."""
    checks: list[CloseCheck] = contributed(CHECK, meeting.id, session)
    found = [problem for one in checks for problem in one.check(session, meeting.id)]
    missing = desk(session, meeting).entered.missing()
    own = [Problem(message=_MISSING[name], endpoint="minutes.close") for name in missing]
    return [*found, *own]


def blocking(session: Session, contributed: Contributed, meeting: Meeting) -> list[Problem]:
    """Everything that stands against closing."""
    return [one for one in problems(session, contributed, meeting) if one.blocks]


def document(
    session: Session, contributed: Contributed, meeting: Meeting, now: datetime
) -> Document:
    """The minutes as the record stands at this moment."""
    sections: list[Section] = contributed(SECTION, meeting.id, session)
    record = paper.Record(
        plan=meeting.plan,
        session_index=meeting.session_index,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        now=now,
        entered=desk(session, meeting).entered,
    )
    return paper.write(record, [(one.order, one.build(session, meeting.id)) for one in sections])


def newest(session: Session, meeting_id: int) -> Version | None:
    """The version in force."""
    query = (
        sa.select(Version)
        .where(Version.meeting_id == meeting_id)
        .order_by(Version.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def frozen(version: Version) -> Document:
    """A version's document, word for word. Raises Refused when the stored text has changed."""
    stored = version.document.encode()
    if hashlib.sha256(stored).hexdigest() != version.sha256:
        raise Refused(
            "minutes.damaged",
            _l(
                "The stored minutes do not match their check sum. Do not print them; "
                "restore the database from its backup copy."
            ),
        )
    return from_json(stored)
