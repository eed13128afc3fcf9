"""Every kind of paper of a meeting, and each paper in force: frozen, or as the record is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import Refused, _, _l
from meeting.models import Meeting, MeetingState
from meeting.papers import frame
from meeting.papers.bundle import Bundle, Part
from meeting.papers.model import Document, NationalHead
from meeting.papers.render import Form
from meeting.points import Letter, PaperKind, Problem, Telling
from plugins.minutes.models import Registration, Version
from plugins.minutes.papers.corrections import waiting, with_changes
from plugins.minutes.papers.files import File, slug
from plugins.minutes.papers.versions import MINUTES, newest, with_sum
from plugins.minutes.writing import record

PAPER = "minutes.paper"

OWN_MINUTES = PaperKind(
    name=MINUTES,
    title=_l("Minutes"),
    about=_l("The whole course of the meeting; made and locked by the close."),
    file_name="bien-ban",
    order=10,
    write=lambda telling: [Letter(document=_minutes(telling))],
    masked=True,
    after_close=False,
)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper to one addressee, whole or as it is posted: its version in force, its number."""

    kind: PaperKind
    key: str
    to: str
    masked: bool = False
    version: Version | None
    registration: Registration | None


def _minutes(telling: Telling) -> Document:
    contributed = _registry().contributions
    return record.document(
        telling.session, contributed, telling.meeting, clock.now(), masked=telling.masked
    )


def kinds(session: Session, meeting: Meeting) -> list[PaperKind]:
    """What can be written of this meeting, in order."""
    every: list[PaperKind] = _registry().contributions(PAPER, meeting.id, session)
    found = [kind for kind in every if kind.offered is None or kind.offered(meeting)]
    return sorted(found, key=lambda kind: (kind.order, kind.name))


def kind_of(session: Session, meeting: Meeting, name: str) -> PaperKind:
    """The kind of that name. Raises Refused when the meeting has none."""
    for kind in kinds(session, meeting):
        if kind.name == name:
            return kind
    raise _unknown()


def letters(
    session: Session, meeting: Meeting, kind: PaperKind, *, masked: bool = False
) -> Sequence[Letter]:
    """What the record says now, one letter an addressee; none while the paper waits for another
    meeting. Raises Refused before its time.
    """
    if kind.after_close and meeting.state != MeetingState.CLOSED:
        raise Refused(
            "minutes.not_closed",
            _l("This paper is written when the meeting is closed. Close the meeting first."),
        )
    if waits_for(session, meeting, kind) is not None:
        return ()
    telling = record.telling(
        session,
        _registry().contributions,
        meeting,
        kind.name,
        masked=masked and kind.masked,
        meetings=kind.meetings(session, meeting) if kind.meetings else (),
    )
    return kind.write(telling)


def waits_for(session: Session, meeting: Meeting, kind: PaperKind) -> Problem | None:
    """What keeps the paper from being written here, where something does."""
    return kind.waits(session, meeting) if kind.waits else None


def papers(session: Session, meeting: Meeting, kind: PaperKind) -> list[Paper]:
    """The papers of a kind: to whom the record writes now, and what was made before."""
    made = {one.key: one for one in _versions(session, meeting.id, kind.name)}
    given = {one.key: one for one in _registrations(session, meeting.id, kind.name)}
    now = {one.key: one.to for one in letters(session, meeting, kind)}
    return [
        Paper(
            kind=kind,
            key=key,
            to=now.get(key, ""),
            version=made.get(key),
            registration=given.get(key),
        )
        for key in dict.fromkeys([*now, *made])
    ]


def paper(
    session: Session, meeting: Meeting, kind: PaperKind, key: str = "", *, masked: bool = False
) -> Paper:
    """One paper, without asking the record what it would say. ``masked``: as it is posted, where
    its kind is.
    """
    masked = masked and kind.masked
    return Paper(
        kind=kind,
        key=key,
        to="",
        masked=masked,
        version=newest(session, meeting.id, kind.name, key, masked=masked),
        registration=session.get(Registration, (meeting.id, kind.name, key)),
    )


def document(
    session: Session, meeting: Meeting, kind: PaperKind, key: str = "", *, masked: bool = False
) -> Document:
    """The paper as it is in force, with its number. Raises Refused when there is none."""
    return in_force(session, meeting, paper(session, meeting, kind, key, masked=masked))


def in_force(session: Session, meeting: Meeting, paper: Paper) -> Document:
    """What the paper says: frozen, else as the record is. Raises Refused when it says nothing."""
    if paper.version is not None:
        found = with_sum(paper.version)
    else:
        found = written(session, meeting, paper.kind, paper.key, masked=paper.masked)
    return registered(found, meeting, paper.registration) if paper.registration else found


def written(
    session: Session, meeting: Meeting, kind: PaperKind, key: str = "", *, masked: bool = False
) -> Document:
    """The paper as the record says it now, with its corrections. Raises Refused when there is
    nothing to write.
    """
    changes = waiting(session, meeting.id, kind.name, key, masked=masked)
    return with_changes(raw(session, meeting, kind, key, masked=masked), changes)


def raw(
    session: Session, meeting: Meeting, kind: PaperKind, key: str = "", *, masked: bool = False
) -> Document:
    """The paper as the record says it now, before any correction."""
    for letter in letters(session, meeting, kind, masked=masked):
        if letter.key == key:
            return letter.document
    problem = waits_for(session, meeting, kind)
    raise Refused("minutes.waits", problem.message) if problem else _unknown()


def file(session: Session, data: Path, meeting: Meeting, paper: Paper, form: Form = "pdf") -> File:
    """The paper as a file. What was made stays as it is; what still may change is set anew."""
    return File(
        path=place(data, meeting, paper, form),
        document=in_force(session, meeting, paper),
        changing=paper.version is None,
    )


def place(data: Path, meeting: Meeting, paper: Paper, form: Form = "pdf") -> Path:
    """Where the file of a paper lies, or would: asked without reading what it says."""
    return data / "papers" / str(meeting.id) / f"{stem(paper)}.{form}"


def all_written(
    session: Session, meeting: Meeting, kind: PaperKind, *, masked: bool = False
) -> Iterator[tuple[str, Document]]:
    """What the record says now by addressee: the letters of a kind written once, corrected."""
    for one in letters(session, meeting, kind, masked=masked):
        changes = waiting(session, meeting.id, kind.name, one.key, masked=masked)
        yield one.key, with_changes(one.document, changes)


def all_in_one(session: Session, meeting: Meeting, kind: PaperKind) -> Bundle:
    """All papers of a kind as they are in force. Raises Refused when there is none."""
    now = dict(all_written(session, meeting, kind))
    found = [
        in_force(session, meeting, one) if one.version else now[one.key]
        for one in papers(session, meeting, kind)
    ]
    if not found:
        raise _unknown()
    sheets = tuple(Part.of(one) for one in found)
    return Bundle(meta=replace(found[0].meta, title=str(kind.title)), sheets=sheets)


def stem(paper: Paper) -> str:
    """The name of a paper's file on disk, another one for each version and number.

    A version has the beginning of its check sum too: a file that was left by a database that is
    gone, or by another addressee of nearly the same name, is never taken for this paper.
    """
    version, given = paper.version, paper.registration
    parts = [
        paper.kind.file_name,
        slug(paper.key),
        "niem-yet" if paper.masked else "",
        f"v{version.number}-{slug(version.sha256)[:8]}" if version else "chua-chot",
        f"so-{slug(given.number)}-{given.dated:%Y%m%d}" if given else "",
    ]
    return "-".join(filter(None, parts))


def registered(document: Document, meeting: Meeting, given: Registration) -> Document:
    """The paper with the number and the date that the records clerk gave it."""
    head = document.head
    if head is None or head.number is None:
        return document
    dated = frame.dated(meeting.plan, given.dated) if head.place_date else None
    number = replace(head.number, value=given.number)
    filled: NationalHead = replace(head, number=number, place_date=dated)
    annexes = (
        replace(
            one,
            reference=frame.registered(one.reference, number.notation, given.number, given.dated),
        )
        for one in document.annexes
    )
    return replace(document, head=filled, annexes=tuple(annexes))


def same_number(session: Session, meeting: Meeting, given: Registration) -> list[Registration]:
    """Other papers of the same year and notation that bear the same number, of any meeting."""
    found = session.scalars(
        sa.select(Registration).where(
            Registration.number == given.number,
            sa.extract("year", Registration.dated) == given.dated.year,
        )
    )
    mine = _notation(session, meeting, given.paper)
    return [
        one
        for one in found
        if (one.meeting_id, one.paper, one.key) != (given.meeting_id, given.paper, given.key)
        and _notation(session, session.get_one(Meeting, one.meeting_id), one.paper) == mine
    ]


def _notation(session: Session, meeting: Meeting, paper: str) -> str:
    named = {kind.name: kind.plan_name for kind in kinds(session, meeting)}
    try:
        return meeting.plan.notation(named.get(paper) or paper)
    except ValueError:
        return paper


def _versions(session: Session, meeting_id: int, paper: str) -> Iterator[Version]:
    """The newest version of each addressee, in the order in which they were first made."""
    found = session.scalars(
        sa.select(Version)
        .where(Version.meeting_id == meeting_id, Version.paper == paper, Version.masked.is_(False))
        .order_by(Version.number, Version.id)
    )
    last: dict[str, Version] = {}
    for one in found:
        last[one.key] = one
    return iter(last.values())


def _registrations(session: Session, meeting_id: int, paper: str) -> Sequence[Registration]:
    query = sa.select(Registration).where(
        Registration.meeting_id == meeting_id, Registration.paper == paper
    )
    return session.scalars(query).all()


def _unknown() -> Refused:
    return Refused(
        "minutes.no_paper",
        _("There is nothing to write in this paper. Go back to the list of papers."),
    )


def _registry() -> Any:
    return current_app.extensions["meeting"].registry
