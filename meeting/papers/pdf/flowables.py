"""Tables, signing places, rules and bookmarks of a state paper as ReportLab flowables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table

from meeting.papers import decree30, model
from meeting.papers.errors import PaperError
from meeting.papers.letters import printable
from meeting.papers.pdf import fonts
from meeting.papers.pdf.typeset import Look, line, paragraph

_ROUNDING = 0.01  # points; sums of the same heights in another order differ by less
# ReportLab would name Helvetica, which no file of ours embeds.
_OWN_FONT = ("FONTNAME", (0, 0), (-1, -1), fonts.FACES[False, False])
BARE: list[Any] = [  # a table that only arranges: no lines, no padding
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    _OWN_FONT,
]
RULED: list[Any] = [
    ("GRID", (0, 0), (-1, -1), decree30.TABLE_LINE, black),
    ("LEFTPADDING", (0, 0), (-1, -1), decree30.TABLE_PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), decree30.TABLE_PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), decree30.TABLE_ABOVE),
    ("BOTTOMPADDING", (0, 0), (-1, -1), decree30.TABLE_BELOW),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
    _OWN_FONT,
    # Where a row taller than a page is divided, both halves get their line.
    ("LINEBELOW", (0, "inrowsplitstart"), (-1, "inrowsplitstart"), decree30.TABLE_LINE, black),
    ("LINEABOVE", (0, "inrowsplitend"), (-1, "inrowsplitend"), decree30.TABLE_LINE, black),
]


class RuledTable(Table):
    """Rows go to the next page whole; only a tall one is divided where the page ends.

    `below` measures what must not stand alone on the page behind it: then the last rows go along.
    A row of `sums` at the end takes the row above it along.
    """

    below: Callable[[], float] | None = None
    sums = False

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        width, height = super().wrap(available_width, available_height)
        if self.below is None or height > available_height or self._stays_whole(available_height):
            return width, height
        parted = height + self.below() > available_height
        return width, available_height + 1 if parted else height  # too high, so it is split

    def _stays_whole(self, room: float) -> bool:
        """On a page of its own nothing is won by parting the few rows that must stay together."""
        return self._few and room > self._page(room) - 1

    @property
    def _few(self) -> bool:
        known: Any = self  # ReportLab's types leave out what its tables know of themselves
        rows: int = len(known._rowHeights) - known.repeatRows
        return rows <= decree30.LAST_ROWS

    def _page(self, room: float) -> float:
        frame = getattr(self, "_frame", None)
        return frame._height if frame else room

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        known: Any = self
        known._calc(available_width, available_height)
        whole, page = sum(known._rowHeights), self._page(available_height)
        if self.below is not None and self._few and not self._stays_whole(available_height):
            return []
        if self.below is not None and whole <= available_height:
            available_height = whole - sum(known._rowHeights[-decree30.LAST_ROWS :]) + _ROUNDING
        if self.sums:
            available_height = _without_a_lone_sum(
                known._rowHeights, known.repeatRows, available_height
            )
        last = _height_where_room_ends(known._rowHeights, available_height)
        tall = last > decree30.TALL_ROW_SHARE * page
        self.splitByRow, self.splitInRow = (0, decree30.ROW_PART) if tall else (1, 0)
        parts: list[Flowable] = super().split(available_width, available_height)
        if len(parts) > 1:
            known_last: Any = parts[-1]
            known_last.below, known_last.sums = self.below, self.sums
        return parts


def _without_a_lone_sum(heights: Sequence[float], heads: int, room: float) -> float:
    """Less room where the last row alone would go to the next page and another can go with it."""
    *rest, last, _sum = heights
    alone = sum(rest) + last <= room < sum(heights)
    return sum(rest) + _ROUNDING if alone and len(rest) > heads else room


def _height_where_room_ends(heights: Sequence[float], room: float) -> float:
    for height in heights:
        room -= height
        if room < 0:
            return height
    return 0.0


class Rule(Flowable):
    """A drawn line of a given length, centred under what stands above it."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, decree30.RULE_GAP + decree30.RULE_THICKNESS
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(decree30.RULE_THICKNESS)
        self.canv.setStrokeColor(black)
        start = (self.width - self.length) / 2
        self.canv.line(start, 0, start + self.length, 0)


class Together(CondPageBreak):
    """Goes to the next page unless what must not be parted fits on this one.

    It is measured only where the page ends, and leaves no more than half a page empty.
    """

    def __init__(self, measure: Callable[[], float]) -> None:
        super().__init__(0)
        self._measure = measure

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        known: Any = self  # ReportLab's types leave out what it knows of its page
        frame = known._doctemplateAttr("frame")
        if frame and available_height < frame._height / 2:
            self.height = self._measure()
        return super().wrap(available_width, available_height)


class Bookmark(Flowable):
    """An entry of the file's table of contents, pointing at its place in the text."""

    def __init__(self, words: str, level: int) -> None:
        super().__init__()
        self.words, self.level = " ".join(printable(words).split()), level

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        _, height = self.canv.absolutePosition(0, 0)
        key = f"heading-{self.canv.getPageNumber()}-{height:.3f}"
        self.canv.bookmarkHorizontal(key, 0, decree30.leading(decree30.HEADING_SIZE))
        self.canv.addOutlineEntry(self.words, key, self.level, closed=False)


class ClosingLine(Flowable):
    """Small print at the foot of the page it lands on, outside the text."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        here_x, here_y = self.canv.absolutePosition(0, 0)
        x = decree30.MARGIN_LEFT * mm - here_x
        y = decree30.CLOSING_LINE_BASELINE * mm - here_y
        draw_line(self.canv, printable(self.words), x, y, decree30.CLOSING_LINE_SIZE)


def draw_line(canvas: Canvas, words: str, x: float, y: float, size: float) -> None:
    """One upright line of text straight on the page."""
    for face, chars in fonts.pieces(words):
        canvas.setFont(face, size)
        canvas.drawString(x, y, chars)
        x += fonts.font(face).stringWidth(chars, size)


def table(block: model.Table, width: float) -> RuledTable:
    """A ruled table whose head stands again on every page and whose rows may break."""
    size = decree30.TABLE_SIZE_SMALL if block.small else decree30.TABLE_SIZE
    heads = [line(each.title, Look.tight(size), bold=True) for each in block.columns]
    rows = [_row(block, cells, size) for cells in block.rows]
    if block.total is not None:
        heavy = tuple(tuple(model.bold(run.text) for run in cell) for cell in block.total)
        rows.append(_row(block, heavy, size))
    shares = [column.share for column in block.columns]
    widths = [width * share / sum(shares) for share in shares]
    gap = decree30.PARAGRAPH_SPACING
    made = RuledTable(
        [heads, *rows],
        widths,
        style=RULED,
        repeatRows=1,
        spaceBefore=gap,
        spaceAfter=gap,
    )
    made.sums = block.total is not None
    return made


def height_of_start(block: model.Table, width: float) -> float:
    """What the head of a table and its first row take."""
    start = table(replace(block, rows=block.rows[:1], total=None), width)
    _, height = start.wrap(width, decree30.PAGE_HEIGHT * mm)
    return float(height) + decree30.PARAGRAPH_SPACING


def _row(block: model.Table, cells: model.Row, size: float) -> list[Paragraph]:
    if len(cells) != len(block.columns):
        raise PaperError(f"a table row has {len(cells)} cells for {len(block.columns)} columns")
    return [
        paragraph(cell, Look.tight(size, column.align))
        for column, cell in zip(block.columns, cells, strict=True)
    ]


def recipients(block: model.Recipients) -> list[Flowable]:
    small = Look.tight(decree30.RECIPIENTS_SIZE, "left")
    heading = Look.tight(decree30.RECIPIENTS_TITLE_SIZE, "left")
    return [
        line(decree30.RECIPIENTS_TITLE, heading, bold=True, italic=True),
        *(line(words, small) for words in block.lines),
    ]


def signatures(block: model.Signatures, width: float) -> list[Flowable]:
    """Two signing places on one level, or the recipients beside the one signer."""
    right = signer(block.right)
    if isinstance(block.left, model.Signer):
        left = signer(block.left)
    else:
        left = [recipients(block.left) if block.left else [], [], []]
        right, left = [joined(right), [], []], left
    rows = [list(pair) for pair in zip(left, right, strict=True)]
    gap = Spacer(0, decree30.BLOCK_GAP)
    gap.keepWithNext = True
    return [gap, Table(rows, [width / 2] * 2, style=BARE, splitInRow=1)]


def signer(block: model.Signer) -> list[list[Flowable]]:
    """Office, room for the pen, name: the rows in which two signers stand level."""
    office = Look.tight(decree30.AUTHORITY_SIZE)
    note = Look.tight(decree30.SIGNATURE_NOTE_SIZE)
    above: list[Flowable] = [line(words, office, bold=True) for words in block.authority]
    if block.note:
        above.append(line(block.note, note, italic=True))
    room = Spacer(0, decree30.SIGNATURE_ROOM * mm)
    return [above, [room], [line(block.name, Look.tight(decree30.SIGNER_SIZE), bold=True)]]


def joined(rows: Sequence[Sequence[Flowable]]) -> list[Flowable]:
    """Rows one below the other."""
    return [flowable for row in rows for flowable in row]
