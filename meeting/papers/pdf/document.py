"""A document as PDF: A4 pages with the margins, numbers and blocks of Decree 30."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import Any

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus.doctemplate import LayoutError

from meeting.papers import decree30, model
from meeting.papers.errors import PaperError
from meeting.papers.letters import printable
from meeting.papers.pdf import flowables, fonts, heads
from meeting.papers.pdf.typeset import Look, line, paragraph

rl_config.useA85 = 0  # pages as they are packed, not as letters: smaller, and sooner written
_CREATOR = "doithoai"
BODY = Look(after=decree30.PARAGRAPH_SPACING)
_PLENTY = 1e6
COVER_HEIGHT = decree30.TEXT_HEIGHT * mm - 1


def render_pdf(document: model.Document) -> bytes:
    """The paper as a PDF file; the same document gives the same bytes."""
    target = io.BytesIO()
    try:
        sides = [False, *(annex.landscape for annex in document.annexes)]
        pages = [page(str(n), landscape=side) for n, side in enumerate(sides)]
        Template(target, document.meta, pages).build(_story(document))
    except LayoutError as error:
        raise PaperError(f"the paper does not fit its pages: {error}") from error
    return target.getvalue()


class Template(BaseDocTemplate):
    """Pages of one file, with what it says about itself."""

    def __init__(self, target: io.BytesIO, meta: model.Meta, templates: list[PageTemplate]) -> None:
        super().__init__(
            target,
            title=_plain(meta.title),
            author=_plain(meta.author),
            subject=_plain(meta.subject),
            creator=_CREATOR,
            lang=meta.language,
            displayDocTitle=1,
            initialFontName=fonts.font(fonts.FACES[False, False]).fontName,
            invariant=1,
        )
        self._created = meta.created
        self.addPageTemplates(templates)

    def beforeDocument(self) -> None:
        if self._created:
            self.canv.setDateFormatter(partial(_date, self._created))


def _plain(words: str) -> str:
    return " ".join(printable(words).split())


def _date(moment: dt.datetime, *_clock: int) -> str:
    """The moment as PDF writes it, in place of the clock of the machine."""
    offset = moment.strftime("%z")
    zone = f"{offset[:3]}'{offset[3:5]}'" if offset else ""
    return f"D:{moment:%Y%m%d%H%M%S}{zone}"


def page(name: str, *, landscape: bool) -> PageTemplate:
    """A page of the text (name 0) or of one appendix; each counts its own pages."""
    size = (decree30.PAGE_WIDTH * mm, decree30.PAGE_HEIGHT * mm)
    width, height = size[::-1] if landscape else size
    room = width - (decree30.MARGIN_LEFT + decree30.MARGIN_RIGHT) * mm
    frame = Frame(
        decree30.MARGIN_LEFT * mm,
        decree30.MARGIN_BOTTOM * mm,
        room,
        height - (decree30.MARGIN_TOP + decree30.MARGIN_BOTTOM) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    number = numbering(
        decree30.MARGIN_LEFT * mm + room / 2, height - decree30.PAGE_NUMBER_BASELINE * mm
    )
    return PageTemplate(name, [frame], onPage=number, pagesize=(width, height))


def numbering(middle: float, base: float) -> Callable[[Canvas, BaseDocTemplate], None]:
    """Counts the pages of one part and prints the number, from the second page on."""
    pages = 0

    def number(canvas: Canvas, _template: BaseDocTemplate) -> None:
        nonlocal pages
        pages += 1
        if pages > 1:
            size = decree30.PAGE_NUMBER_SIZE
            x = middle - fonts.width(str(pages), size) / 2
            flowables.draw_line(canvas, str(pages), x, base, size)

    return number


def _story(document: model.Document) -> list[Flowable]:
    story = heads.head(document.head) if document.head else []
    story += flow(document.blocks, decree30.TEXT_WIDTH * mm)
    for number, annex in enumerate(document.annexes, start=1):
        label = document.annex_labels[number - 1]
        story += [NextPageTemplate(str(number)), PageBreak(), *_annex(annex, label)]
    if document.closing_line:
        story.append(flowables.ClosingLine(document.closing_line))
    return story or [Spacer(0, 1)]


def _annex(annex: model.Annex, named: str) -> list[Flowable]:
    label = Look.tight(decree30.ANNEX_LABEL_SIZE)
    reference = Look.tight(decree30.ANNEX_REFERENCE_SIZE)
    long_side = decree30.PAGE_HEIGHT if annex.landscape else decree30.PAGE_WIDTH
    width = (long_side - decree30.MARGIN_LEFT - decree30.MARGIN_RIGHT) * mm
    found: list[Flowable] = [
        flowables.Bookmark(f"{named} {annex.title}", 0),
        line(named, label, bold=True),
        line(annex.title.upper(), Look.tight(decree30.ANNEX_TITLE_SIZE), bold=True),
    ]
    if annex.reference:
        found.append(line(annex.reference, reference, italic=True))
    return [*found, Spacer(0, decree30.BLOCK_GAP), *flow(annex.blocks, width)]


def flow(blocks: tuple[model.Block, ...], width: float, body: Look = BODY) -> Iterator[Flowable]:
    """Blocks of a paper as flowables, the text set as `body` says."""
    flowing = _Flowing(blocks, [_words(block, body) for block in blocks], width, body)
    depth, held = -1, False
    for place, (block, words) in enumerate(zip(blocks, flowing.words, strict=True)):
        holds = flowing.holds(place)
        if not held and (holds or isinstance(block, model.Signatures)):
            yield flowables.Together(partial(flowing.start, place))
        if isinstance(block, model.Heading):
            depth = min(block.level - 1, depth + 1)
            yield flowables.Bookmark(block.line, depth)
        made = _fixed(block, width, body) if words is None else [words]
        signed = blocks[place + 1 : place + 2]
        if isinstance(block, model.Table) and signed and isinstance(signed[0], model.Signatures):
            table: Any = made[-1]
            table.below = partial(_below_a_table, blocks[place + 1 :], width)
        yield from made
        held = holds


@dataclass(frozen=True)
class _Flowing:
    """Blocks one below the other; their text is made once, measured and drawn alike."""

    blocks: tuple[model.Block, ...]
    words: list[Flowable | None]
    width: float
    body: Look

    def holds(self, place: int) -> bool:
        """Whether a block must not be parted from the next one."""
        block, *after = self.blocks[place : place + 2]
        if isinstance(block, model.Heading):
            return True
        if not isinstance(block, model.Paragraph | model.Item):
            return False
        signed = bool(after) and isinstance(after[0], model.Signatures)
        short = len(model.plain(block.words)) <= decree30.SHORT_PARAGRAPH
        return block.keep_with_next or (signed and short)

    def start(self, first: int) -> float:
        """What a block needs below itself, down to where a page may end."""
        few, total = decree30.HEADING_COMPANY * self.body.leading, 0.0
        for place in range(first, len(self.blocks)):
            block, words = self.blocks[place], self.words[place]
            if isinstance(block, model.Table):
                # a table begins with its head and a whole row; of a very high row some lines do
                most = decree30.HEADING_TABLE * self.body.leading
                return total + max(few, min(flowables.height_of_start(block, self.width), most))
            if isinstance(block, model.Signatures):
                return total + _height_of_signing(self.blocks[place:], self.width)
            if words is None:
                break
            _, height = words.wrap(self.width, _PLENTY)
            if not self.holds(place):
                # fewer lines than two above and two below are never divided
                return total + (height if height < 2 * few else few)
            total += height + self.body.after
        return total + few


def _below_a_table(here: tuple[model.Block, ...], width: float) -> float:
    return decree30.PARAGRAPH_SPACING + _height_of_signing(here, width)


def _height_of_signing(here: tuple[model.Block, ...], width: float) -> float:
    """All signing places and the recipients below them: neither stands alone on a page."""
    signing = takewhile(lambda b: isinstance(b, model.Signatures | model.Recipients), here)
    parts = (part for block in signing for part in _fixed(block, width, BODY))
    return sum(part.wrap(width, _PLENTY)[1] for part in parts)


def _words(block: model.Block, body: Look) -> Flowable | None:
    """A block of running text; nothing for one whose form the decree fixes."""
    if isinstance(block, model.Heading):
        return line(block.line, replace(body, indent=True, align="left"), bold=True)
    if isinstance(block, model.Item):
        words = (model.Run(text=f"{block.label} "), *block.words)
        return paragraph(words, replace(body, indent=True))
    if isinstance(block, model.Paragraph):
        return paragraph(block.words, replace(body, align=block.align, indent=block.indent))
    return None


def _fixed(block: model.Block, width: float, body: Look) -> list[Flowable]:
    """Blocks whose form the decree fixes; one entry a kind."""
    makers: dict[type, Callable[[Any], list[Flowable]]] = {
        model.TypeAndSubject: lambda b: heads.title(b.type_name, b.subject, width),
        model.Addressees: lambda b: heads.addressees(b, width, body),
        model.LegalBases: lambda b: _legal_bases(b, body),
        model.Table: lambda b: _table(b, width),
        model.Recipients: lambda b: _recipients_below(b, width),
        model.Signatures: lambda b: flowables.signatures(b, width),
        model.Cover: lambda b: heads.cover(b, width, COVER_HEIGHT),
        model.Spacer: lambda b: [Spacer(0, b.points)],
        model.PageBreak: lambda b: [PageBreak()],
    }
    return makers[type(block)](block)


def _legal_bases(block: model.LegalBases, body: Look) -> list[Flowable]:
    look = replace(body, size=min(body.size, decree30.LEGAL_BASIS_SIZE), indent=True)
    return [line(words, look, italic=True) for words in block.lines]


def _recipients_below(block: model.Recipients, width: float) -> list[Flowable]:
    lines = flowables.recipients(block)
    whole = flowables.Together(lambda: sum(each.wrap(width, _PLENTY)[1] for each in lines))
    return [Spacer(0, decree30.BLOCK_GAP), whole, *lines]


def _table(block: model.Table, width: float) -> list[Flowable]:
    found: list[Flowable] = []
    if block.caption:
        centred = replace(BODY, align="center")
        room = BODY.leading * (1 + decree30.HEADING_COMPANY)
        found = [CondPageBreak(room), line(block.caption, centred, bold=True)]
    return [*found, flowables.table(block, width)]
