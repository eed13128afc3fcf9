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

from meeting.models import Meeting, MeetingState
from meeting.papers.model import Document
from meeting.papers.render import Form
from meeting.points import DossierFiles, PaperKind
from plugins.minutes.dossier import binding
from plugins.minutes.dossier.binding import Line
from plugins.minutes.models import Registration
from plugins.minutes.papers import catalogue, files
from plugins.minutes.papers.catalogue import Paper
from plugins.minutes.papers.files import File

FORMS: tuple[Form, ...] = ("pdf", "docx")
COVER, INDEX = "00-1-bia-ho-so", "00-2-muc-luc"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A paper as it goes into the dossier."""

    name: str  # without ending
    paper: Paper
    masked: bool


def papers(session: Session, meeting: Meeting) -> Iterator[tuple[str, bytes]]:
    """The files one after another: each takes seconds to be set unless it is kept already."""
    lines: list[Line] = []
    for one in _kept(session, meeting):
        for form in FORMS:
            file = _file(session, meeting, one, form)
            content = _content(file)
            if form == "pdf":
                lines.append(_line(meeting, one, file.document, content))
            yield f"{one.name}.{form}", content
            time.sleep(0)  # others first
    for name, document in (
        (COVER, binding.cover(meeting, lines)),
        (INDEX, binding.index(meeting, lines)),
    ):
        for form in FORMS:
            yield f"{name}.{form}", files.printed(document, form)


def _kept(session: Session, meeting: Meeting) -> Iterator[Kept]:
    """Every paper of every kind in order, what is posted beside what is not."""
    closed = meeting.state == MeetingState.CLOSED
    kinds = [one for one in catalogue.kinds(session, meeting) if closed or not one.after_close]
    for number, kind in enumerate(kinds, 1):
        for place, paper in enumerate(catalogue.papers(session, meeting, kind), 1):
            for masked in (False, True) if kind.masked and closed else (False,):
                yield Kept(name=_name(number, kind, place, masked), paper=paper, masked=masked)


def _name(number: int, kind: PaperKind, place: int, masked: bool) -> str:
    parts = [f"{number:02d}", kind.file_name, f"{place:03d}" if kind.several else ""]
    return "-".join(filter(None, [*parts, "niem-yet" if masked else ""]))


def _file(session: Session, meeting: Meeting, one: Kept, form: Form) -> File:
    data: Path = current_app.extensions["meeting"].config.data
    return catalogue.file(
        session, data, meeting, one.paper.kind, one.paper.key, masked=one.masked, form=form
    )


def _content(file: File) -> bytes:
    """What was made is kept; what may still change is set for the dossier alone."""
    if file.changing:
        return files.printed(file.document, file.form)
    return files.kept(file).read_bytes()


def _line(meeting: Meeting, one: Kept, document: Document, content: bytes) -> Line:
    given: Registration | None = one.paper.registration
    notes = [
        binding.POSTED if one.masked else "",
        "" if one.paper.version else binding.NOT_FROZEN,
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
