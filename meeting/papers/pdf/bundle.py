"""A bundle of papers as one PDF file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus.doctemplate import LayoutError

from meeting.papers import bundle, decree30
from meeting.papers.errors import PaperError
from meeting.papers.pdf import cards, copies, document, flowables, fonts, forms, heads
from meeting.papers.pdf.typeset import Look

_OWN: dict[type, Callable[[Any, float], list[Flowable]]] = {
    bundle.QrCode: forms.qr_code,
    bundle.Grid: forms.grid,
    bundle.WritingLines: lambda block, _width: [forms.Dotted(block.count, block.gap * mm)],
    bundle.Boxes: forms.boxes,
    bundle.Blank: forms.blank,
    bundle.Fine: lambda block, _width: forms.fine(block),
}
Progress = Callable[[int, int], None]


def render_bundle(file: bundle.Bundle, progress: Progress = lambda _done, _total: None) -> bytes:
    """The papers as a PDF file; `progress` hears how many pages of how many are set."""
    target = io.BytesIO()
    story = _Story(file, progress)
    try:
        flowing = list(story.flowables())
        _Template(target, file, story).build(flowing or [Spacer(0, 1)])
    except LayoutError as error:
        raise PaperError(f"the paper does not fit its pages: {error}") from error
    return target.getvalue()


def flow(
    blocks: tuple[bundle.Leaf, ...], width: float, body: Look = document.BODY
) -> list[Flowable]:
    """Blocks of every kind as flowables."""
    found: list[Flowable] = []
    for own, run in groupby(blocks, key=lambda block: type(block) in _OWN):
        some: tuple[Any, ...] = tuple(run)
        if own:
            found += [each for block in some for each in _OWN[type(block)](block, width)]
        else:
            found += document.flow(some, width, body)
    return found


@dataclass
class _Numbers:
    """Counts a part's pages while they are set; the words under them are drawn at the end."""

    key: str
    words: str
    middle: float  # mm from the left edge
    pages: int = 0

    def begin(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        self.pages += 1
        canvas.doForm(f"{self.key}-{self.pages}")

    def declare(self, canvas: Canvas) -> None:
        """`trang 1/3 – làng Stơr`: how many there are is known only now."""
        for page in range(1, self.pages + 1):
            words = " – ".join(filter(None, (f"trang {page}/{self.pages}", self.words)))
            size, base = decree30.FOOT_SIZE, decree30.PAGE_NUMBER_BASELINE * mm
            left = self.middle * mm - fonts.width(words, size) / 2
            canvas.beginForm(f"{self.key}-{page}")
            flowables.draw_line(canvas, words, left, base, size)
            canvas.endForm()


class _Whole(Flowable):
    """A page that draws itself."""

    def __init__(self, draw: Callable[[Canvas], None]) -> None:
        super().__init__()
        self._draw = draw

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return available_width, available_height

    def draw(self) -> None:
        self._draw(self.canv)


class _Template(document.Template):
    """Draws, when the last page is set, what only then is known."""

    def __init__(self, target: io.BytesIO, file: bundle.Bundle, story: _Story) -> None:
        self._story = story
        super().__init__(target, file.meta, story.templates)

    def _endBuild(self) -> None:
        for numbers in self._story.numbers:
            numbers.declare(self.canv)
        super()._endBuild()  # type: ignore[misc]  # ReportLab's types leave it out


@dataclass
class _Story:
    """The whole file as ReportLab wants it: flowables and the kinds of pages they go on."""

    file: bundle.Bundle
    progress: Progress
    templates: list[PageTemplate] = field(default_factory=list)
    numbers: list[_Numbers] = field(default_factory=list)
    done: int = 0
    _begun: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.total = sum(
            len(sheet.copies)
            if isinstance(sheet, bundle.Letters)
            else sheet.pages
            if isinstance(sheet, bundle.Cards)
            else 1
            for sheet in self.file.sheets
        )

    def flowables(self) -> Iterator[Flowable]:
        for number, sheet in enumerate(self.file.sheets):
            parts = self._sheet(sheet, f"sheet-{number}")
            if number:
                yield from (NextPageTemplate(f"sheet-{number}"), PageBreak())
            yield flowables.Bookmark(sheet.title, 0)
            yield from parts

    def _sheet(self, sheet: bundle.Sheet, key: str) -> list[Flowable]:
        if isinstance(sheet, bundle.Part):
            self.templates.append(self._part_page(sheet, key))
            width = _text_width(sheet) * mm
            head = heads.head(sheet.head, width) if sheet.head else []
            closing = [flowables.ClosingLine(sheet.closing_line)] if sheet.closing_line else []
            return [*head, *flow(sheet.blocks, width), *closing]
        self.templates.append(_whole_page(key))
        pages = (
            self._letters(sheet, key)
            if isinstance(sheet, bundle.Letters)
            else (self._cards(sheet, key))
        )
        return [each for page in pages for each in (PageBreak(), page)][1:]

    def _letters(self, sheet: bundle.Letters, key: str) -> list[Flowable]:
        printer = copies.Printer(sheet, key, flow)
        step = sheet.per_page
        return [
            _Whole(partial(self._page, printer, sheet.copies[at : at + step]))
            for at in range(0, len(sheet.copies), step)
        ]

    def _page(self, printer: copies.Printer, page: Sequence[bundle.Copy], canvas: Canvas) -> None:
        height = printer.form.height * mm
        for number, copy in enumerate(page):
            printer.draw(canvas, copy, decree30.PAGE_HEIGHT * mm - (number + 1) * height)
        if printer.letters.per_page > 1:
            canvas.setLineWidth(decree30.TABLE_LINE)
            canvas.line(0, height, decree30.PAGE_WIDTH * mm, height)
        self._tell(len(page))

    def _cards(self, sheet: bundle.Cards, key: str) -> list[Flowable]:
        card = cards.Cards(sheet, key, flow)
        return [_Whole(partial(self._card_page, card)) for _ in range(sheet.pages)]

    def _card_page(self, card: cards.Cards, canvas: Canvas) -> None:
        card.draw(canvas)
        self._tell(1)

    def _tell(self, more: int) -> None:
        self.done += more
        self.progress(self.done, self.total)

    def _part_page(self, sheet: bundle.Part, key: str) -> PageTemplate:
        page = document.page(key, landscape=sheet.landscape)
        begin = page.onPage
        if sheet.foot is not None:
            middle = decree30.MARGIN_LEFT + _text_width(sheet) / 2
            numbers = _Numbers(key, sheet.foot, middle)
            self.numbers.append(numbers)
            begin = numbers.begin
        page.onPage = partial(self._begin, key, begin)
        return page

    def _begin(self, key: str, begin: Any, canvas: Canvas, template: BaseDocTemplate) -> None:
        """Counts a part once, at its first page."""
        begin(canvas, template)
        if key not in self._begun:
            self._begun.add(key)
            self._tell(1)


def _text_width(part: bundle.Part) -> float:
    side = decree30.PAGE_HEIGHT if part.landscape else decree30.PAGE_WIDTH
    return side - decree30.MARGIN_LEFT - decree30.MARGIN_RIGHT


def _whole_page(key: str) -> PageTemplate:
    """A page without margins."""
    width, height = decree30.PAGE_WIDTH * mm, decree30.PAGE_HEIGHT * mm
    frame = Frame(0, 0, width, height, 0, 0, 0, 0)
    return PageTemplate(key, [frame], pagesize=(width, height))
