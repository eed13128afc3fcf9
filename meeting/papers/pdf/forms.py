"""What people fill in by hand, as ReportLab flowables: ruled lists, dotted lines, boxes, a QR."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

from meeting.papers import bundle, decree30, qr
from meeting.papers.errors import PaperError
from meeting.papers.letters import NO_BREAK
from meeting.papers.pdf import flowables, matrix
from meeting.papers.pdf.typeset import Look, line, paragraph

_DOT = (0.5, 2.5)  # points of ink and gap of a dotted line
_BOX = 9.0  # points
_HEAD_ROW = 22.0  # points, at least
_COLUMN_GAP = 8.0  # points
_LEADER_AIR = 7.0  # points above a line that is filled in by hand


class Qr(Flowable):
    """One QR on its own."""

    def __init__(self, data: str, side: float) -> None:
        super().__init__()
        self.data, self.width, self.height = data, side, side

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        matrix.draw(self.canv, self.data, 0, 0, self.width)


class Dotted(Flowable):
    """Lines for the pen; `count` 0 takes what is left of the page."""

    def __init__(self, count: int, gap: float) -> None:
        super().__init__()
        self.count, self.gap = count, gap

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.lines = self.count or max(1, int(available_height // self.gap))
        self.width, self.height = available_width, self.lines * self.gap
        return self.width, self.height

    def split(self, _available_width: float, available_height: float) -> list[Flowable]:
        fitting = int(available_height // self.gap)
        if not fitting:
            return []
        return [Dotted(fitting, self.gap), Dotted(self.lines - fitting, self.gap)]

    def draw(self) -> None:
        self.canv.setLineWidth(decree30.TABLE_LINE)
        self.canv.setLineCap(1)
        self.canv.setDash(*_DOT)
        for number in range(self.lines):
            y = self.height - (number + 1) * self.gap + 2
            self.canv.line(0, y, self.width, y)
        self.canv.setDash()


class Leader(Flowable):
    """A label with a dotted line from its end to the right edge."""

    def __init__(self, words: Paragraph) -> None:
        super().__init__()
        self.words = words

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        _, height = self.words.wrap(available_width, 1e6)
        self.width, self.height = available_width, height + _LEADER_AIR
        return self.width, self.height

    def draw(self) -> None:
        self.words.drawOn(self.canv, 0, 0)
        widths = self.words.getActualLineWidths0()
        start = (widths[-1] if widths else 0) + 4
        self.canv.setLineWidth(decree30.TABLE_LINE)
        self.canv.setLineCap(1)
        self.canv.setDash(*_DOT)
        self.canv.line(start, 3, self.width, 3)
        self.canv.setDash()


class Tick(Flowable):
    """A box to tick with its words."""

    def __init__(self, words: Paragraph) -> None:
        super().__init__()
        self.words = words

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        _, height = self.words.wrap(available_width - _BOX - 5 - _COLUMN_GAP, 1e6)
        self.width, self.height = available_width, max(height, _BOX) + 2
        return self.width, self.height

    def draw(self) -> None:
        first = self.words.style.leading
        self.canv.setLineWidth(decree30.TABLE_LINE)
        self.canv.rect(0, self.height - 2 - (first + _BOX) / 2, _BOX, _BOX)
        self.words.drawOn(self.canv, _BOX + 5, self.height - 2 - self.words.height)


class CutLine:
    """Where scissors go: a dashed line with words on it."""

    @staticmethod
    def draw(canvas: Canvas, x: float, y: float, length: float, words: str = "") -> None:
        canvas.saveState()
        canvas.setLineWidth(decree30.TABLE_LINE)
        canvas.setDash(4, 3)
        canvas.line(x, y, x + length, y)
        canvas.restoreState()
        if words:
            label = line(words, Look.tight(8, "left"), italic=True)
            label.wrap(length, 100)
            wide = label.getActualLineWidths0()[0]
            left = x + length - wide - 12 * mm
            canvas.saveState()
            canvas.setFillColor(white)
            canvas.rect(left - 4, y - 4, wide + 8, 8, stroke=0, fill=1)
            canvas.setFillColor(black)
            label.drawOn(canvas, left, y - 3)
            canvas.restoreState()


def grid(block: bundle.Grid, width: float) -> list[Flowable]:
    """A list whose head stands again on every page and whose rows leave room for a hand."""
    size = decree30.TABLE_SIZE
    shares = [column.share for column in block.columns]
    widths = [width * share / sum(shares) for share in shares]
    heads = [line(column.title, Look.tight(size), bold=True) for column in block.columns]
    rows: list[list[Any]] = [heads]
    heights = [_height(heads, widths, _HEAD_ROW)]
    looks = [Look.tight(size, column.align) for column in block.columns]
    for cells in block.rows:
        if len(cells) != len(block.columns):
            raise PaperError(f"a list row has {len(cells)} cells for {len(block.columns)} columns")
        made = [
            line(words, look) if words else "" for words, look in zip(cells, looks, strict=True)
        ]
        rows.append(made)
        heights.append(_height(made, widths, block.height * mm))
    rows += [[""] * len(shares) for _ in range(block.blank)]
    heights += [block.height * mm] * block.blank
    style = [*flowables.RULED, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    gap = decree30.PARAGRAPH_SPACING
    found = flowables.RuledTable(
        rows, widths, heights, style=style, repeatRows=1, spaceBefore=gap, spaceAfter=gap
    )
    return [found]


def _height(cells: list[Any], widths: list[float], least: float) -> float:
    """Height of a row: what its longest cell takes, and no less than agreed."""
    room = decree30.TABLE_ABOVE + decree30.TABLE_BELOW
    sides = 2 * decree30.TABLE_PADDING
    tall = [
        cell.wrap(width - sides, 1e6)[1] + room
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, Paragraph)
    ]
    return max([least, *tall])


def boxes(block: bundle.Boxes, width: float) -> list[Flowable]:
    """Boxes to tick, filled column by column."""
    look = Look.tight(block.size, "left")
    ticks: list[Any] = [Tick(line(words, look)) for words in block.labels]
    deep = -(-len(ticks) // block.columns)
    rows = [
        [ticks[at] if at < len(ticks) else "" for at in range(row, deep * block.columns, deep)]
        for row in range(deep)
    ]
    widths = [width / block.columns] * block.columns
    return [Table(rows, widths, style=flowables.BARE)] if rows else []


def qr_code(block: bundle.QrCode, width: float) -> list[Flowable]:
    """A QR with words to its right."""
    side = block.side * mm
    border = qr.QUIET * side / len(qr.modules(block.data))
    words = [paragraph(words, Look.tight(decree30.TABLE_SIZE, "left")) for words in block.beside]
    left = side + 2 * border
    style = [*flowables.BARE, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    rows = [[[Qr(block.data, side)], words]]
    table = Table(rows, [left, width - left], [left], style=style, hAlign="LEFT")
    return [table]


def fine(block: bundle.Fine) -> list[Flowable]:
    """Small print."""
    return [line(block.words, Look.tight(block.size, "justify", after=4), italic=True)]


def blank(block: bundle.Blank, width: float) -> list[Flowable]:
    """Lines to fill in."""
    look = Look.tight(block.size, "left")
    cells = [Leader(line(words or NO_BREAK, look)) for words in block.labels]
    style = [*flowables.BARE, ("LEFTPADDING", (1, 0), (-1, -1), _COLUMN_GAP)]
    return [Table([cells], [width / len(cells)] * len(cells), style=style)]
