"""A bundle of papers as one Word file: every paper on pages of its own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import bundle, model
from meeting.papers.errors import PaperError
from meeting.papers.word import blocks, forms, heads, letters
from meeting.papers.word.document import closing_line
from meeting.papers.word.elements import field, runs
from meeting.papers.word.file import File, Pages

_UNKNOWN = "…"  # until somebody counts
Progress = Callable[[int, int], None]


def render_bundle(file: bundle.Bundle, progress: Progress = lambda _done, _total: None) -> bytes:
    """The papers as a Word file; `progress` hears how many of how many are written."""
    made = File(file.meta)
    total = sum(len(s.copies) if isinstance(s, bundle.Letters) else 1 for s in file.sheets)
    done = 0
    for sheet in file.sheets:
        if isinstance(sheet, bundle.Cards):
            raise PaperError("cards are cut from a page of their own: print them from the PDF")
        if isinstance(sheet, bundle.Letters):
            pages, content = letters.written(sheet, made, _flow(made))
            done += len(sheet.copies)
        else:
            pages, content = _part(sheet, made, alone=len(file.sheets) == 1)
            done += 1
        made.section(content, pages)
        progress(done, total)
    return made.save()


def _part(part: bundle.Part, file: File, *, alone: bool) -> tuple[Pages, list[Element]]:
    foot = None if part.foot is None else _foot(part.foot, alone=alone)
    pages = Pages(landscape=part.landscape, foot=foot)
    head = list(heads.head(part.head, pages.width)) if part.head else []
    closing = closing_line(part.closing_line, pages) if part.closing_line else []
    return pages, [*head, *_flow(file)(part.blocks, pages.width), *closing]


def _foot(words: str, *, alone: bool) -> list[Element]:
    """`trang 1/3 – làng Stơr`."""
    count = "NUMPAGES" if alone else "SECTIONPAGES"  # LibreOffice knows only the first
    rest = f" – {words}" if words else ""
    return [
        *runs(model.text("trang ")),
        *field("PAGE"),
        *runs(model.text("/")),
        *field(count, _UNKNOWN),
        *runs(model.text(rest)),
    ]


def _flow(file: File) -> letters.Flow:
    """Blocks of every kind as paragraphs and tables of this file."""
    own: dict[type, Callable[[Any, float], Iterator[Element]]] = {
        bundle.QrCode: lambda block, width: forms.qr_code(block, width, file),
        bundle.Grid: forms.grid,
        bundle.WritingLines: forms.writing_lines,
        bundle.Boxes: forms.boxes,
        bundle.Blank: forms.blank,
        bundle.Fine: lambda block, _width: forms.fine(block),
    }

    def flow(leaves: Sequence[bundle.Leaf], width: float) -> list[Element]:
        found: list[Element] = []
        for special, run in groupby(leaves, key=lambda leaf: type(leaf) in own):
            some: list[Any] = list(run)
            if special:
                found += [each for leaf in some for each in own[type(leaf)](leaf, width)]
            else:
                found += blocks.flow(some, width)
        return found

    return flow
