"""A document as a Word file: its text, then its appendices on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import decree30, model
from meeting.papers.word import blocks, heads
from meeting.papers.word.elements import MM, framed, gap, line
from meeting.papers.word.file import File, Pages


def render_docx(document: model.Document) -> bytes:
    """The paper as a Word file; the same document gives the same bytes."""
    file = File(document.meta)
    sections = [(Pages(), list(_text(document)))]
    for label, annex in zip(document.annex_labels, document.annexes, strict=True):
        pages = Pages(landscape=annex.landscape)
        sections.append((pages, list(_annex(annex, label, pages.width))))
    if document.closing_line:
        last, content = sections[-1]
        content += closing_line(document.closing_line, last)
    for pages, content in sections:
        file.section(content, pages)
    return file.save()


def _text(document: model.Document) -> Iterator[Element]:
    width = Pages().width
    if document.head:
        yield from heads.head(document.head, width)
    yield from blocks.flow(document.blocks, width)


def _annex(annex: model.Annex, label: str, width: float) -> Iterator[Element]:
    yield line(f"{label}\n{annex.title.upper()}", "AnnexTitle")
    if annex.reference:
        yield line(annex.reference, "AnnexReference")
    yield gap(decree30.BLOCK_GAP)
    yield from blocks.flow(annex.blocks, width)


def closing_line(words: str, pages: Pages) -> list[Element]:
    """Small print at the foot of the page where the text ends; the paragraph behind it holds it."""
    high = decree30.PAGE_WIDTH if pages.landscape else decree30.PAGE_HEIGHT
    above = decree30.ASCENT * decree30.CLOSING_LINE_SIZE / MM
    top = high - decree30.CLOSING_LINE_BASELINE - above
    made = line(words, "ClosingLine")
    return [*framed([made], decree30.MARGIN_LEFT, top, pages.width / MM), gap(1)]
