"""The papers that lie in the dossier: every one in force, a cover, and an index of them."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meeting.dossier.pace import paced
from meeting.models import Meeting, MeetingState
from meeting.papers.model import Document
from meeting.papers.render import Form, Press
from meeting.points import DossierFiles, PaperKind
from plugins.minutes.dossier import binding
from plugins.minutes.dossier.binding import Line
from plugins.minutes.models import Registration, Version
from plugins.minutes.papers import catalogue, files
from plugins.minutes.papers.catalogue import Paper
from plugins.minutes.papers.versions import earlier, newest, with_sum

FORMS: tuple[Form, ...] = ("pdf", "docx")
COVER, INDEX = "00-1-bia-ho-so", "00-2-muc-luc"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A paper as it goes into the dossier: made and kept, or as the record says it now."""

    name: str  # without ending
    paper: Paper
    masked: bool
    made: Version | None
    now: Document | None  # None: it was made, so it lies on the disk or is set from what was frozen


def papers(session: Session, meeting: Meeting) -> Iterator[tuple[str, bytes]]:
    """The files one after another: each takes a moment to be set unless it is kept already."""
    lines: list[Line] = []
    with Press() as press:
        for one in _kept(session, meeting):
            for form in FORMS:
                document, content = _file(session, meeting, one, form, press)
                if form == "pdf":
                    lines.append(_line(one, document, content))
                yield f"{one.name}.{form}", content
                time.sleep(0)  # others first
            yield from _replaced(session, one, press)
        bound = {COVER: binding.cover(meeting, lines), INDEX: binding.index(meeting, lines)}
        for name, document in bound.items():
            for form in FORMS:
                yield f"{name}.{form}", files.printed(document, form, press)


def _replaced(session: Session, one: Kept, press: Press) -> Iterator[tuple[str, bytes]]:
    """What was in force before, as it was frozen: another version took its place for a reason.

    The index leaves it out, and nobody goes on with it in Word.
    """
    version = one.made
    for before in earlier(session, version) if version else ():
        yield f"{one.name}-v{before.number}.pdf", files.printed(with_sum(before), "pdf", press)
        time.sleep(0)


def _kept(session: Session, meeting: Meeting) -> Iterator[Kept]:
    """Every paper of every kind in order, what is posted beside what is not."""
    closed = meeting.state == MeetingState.CLOSED
    kinds = [one for one in catalogue.kinds(session, meeting) if closed or not one.after_close]
    number = 0
    for kind in kinds:
        ways = (False, True) if kind.masked and closed else (False,)
        written = {
            masked: dict(paced(catalogue.all_written(session, meeting, kind, masked=masked)))
            for masked in ways
        }
        found = catalogue.papers(session, meeting, kind)
        number += bool(found)
        for place, paper in enumerate(found, 1):
            for masked in ways:
                made = newest(session, meeting.id, kind.name, paper.key, masked=masked)
                now = None if made else written[masked].get(paper.key)
                if made is not None or now is not None:
                    name = _name(number, kind, place, masked)
                    yield Kept(name=name, paper=paper, masked=masked, made=made, now=now)


def _name(number: int, kind: PaperKind, place: int, masked: bool) -> str:
    parts = [f"{number:02d}", kind.file_name, f"{place:03d}" if kind.several else ""]
    return "-".join(filter(None, [*parts, "niem-yet" if masked else ""]))


def _file(
    session: Session, meeting: Meeting, one: Kept, form: Form, press: Press
) -> tuple[Document, bytes]:
    """What was made is kept; what may still change is set for the dossier alone."""
    if one.now is not None:
        return one.now, files.printed(one.now, form, press)
    data: Path = current_app.extensions["meeting"].config.data
    paper = catalogue.paper(session, meeting, one.paper.kind, one.paper.key, masked=one.masked)
    file = catalogue.file(session, data, meeting, paper, form)
    return file.document, files.kept(file, press).read_bytes()


def _line(one: Kept, document: Document, content: bytes) -> Line:
    given: Registration | None = one.paper.registration
    notes = [
        binding.POSTED if one.masked else "",
        binding.NOT_FROZEN if one.now and one.paper.kind.numbered else "",
    ]
    return Line(
        number=catalogue_number(document, given),
        dated=given.dated if given else None,
        title=document.meta.title,
        pages=len(PdfReader(io.BytesIO(content)).pages),
        note=", ".join(filter(None, notes)),
    )


def catalogue_number(document: Document, given: Registration | None) -> str:
    """``01/BB-UBND``; the notation alone while no number is given."""
    number = document.head.number if document.head else None
    if number is None:
        return ""
    return f"{number.value if given else '…'}/{number.notation}"


FILES = DossierFiles(files=papers)
