"""What people fill in by hand, in Word: ruled lists, dotted lines, boxes to tick, a QR."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Pt

from meeting.papers import bundle, decree30, qr
from meeting.papers.errors import PaperError
from meeting.papers.word.elements import (
    MM,
    Row,
    Shape,
    element,
    gap,
    line,
    paragraph,
    sized,
    table,
)
from meeting.papers.word.file import File
from meeting.papers.word.styles import BARE, LINES, RULED

_BOX = "☐ "
_PAGE_OF_LINES = 12  # Word does not tell how much of a page is left
_COLUMN_GAP = 8.0  # points
_LEADER_AIR = 7.0  # points above a line that is filled in by hand


def grid(block: bundle.Grid, width: float) -> Iterator[Element]:
    """A list whose head stands again on every page and whose rows leave room for a hand."""
    shares = [column.share for column in block.columns]
    rows = [Row(cells=[[line(c.title, "TableHead")] for c in block.columns], head=True)]
    for cells in (*block.rows, *((("",) * len(shares),) * block.blank)):
        if len(cells) != len(shares):
            raise PaperError(f"a list row has {len(cells)} cells for {len(shares)} columns")
        content = [
            [line(words, "TableText", Shape(align=column.align))]
            for words, column in zip(cells, block.columns, strict=True)
        ]
        rows.append(Row(cells=content, height=block.height * MM, place="center"))
    yield table(rows, [width * share / sum(shares) for share in shares], RULED)
    yield gap(decree30.PARAGRAPH_SPACING)


def writing_lines(block: bundle.WritingLines, width: float) -> Iterator[Element]:
    """Rows with a dotted line below."""
    rows = [
        Row(cells=([],), height=block.gap * MM, exact=True)
        for _ in range(block.count or _PAGE_OF_LINES)
    ]
    yield table(rows, [width], LINES)
    yield gap(1)


def boxes(block: bundle.Boxes, width: float) -> Iterator[Element]:
    """Boxes to tick, filled column by column."""
    cells = [[sized(line(f"{_BOX}{words}", "TableText"), block.size)] for words in block.labels]
    deep = -(-len(cells) // block.columns)
    rows = [
        Row(
            cells=[
                cells[at] if at < len(cells) else []
                for at in range(row, deep * block.columns, deep)
            ]
        )
        for row in range(deep)
    ]
    if rows:
        yield table(rows, [width / block.columns] * block.columns, BARE)
        yield gap(1)


def blank(block: bundle.Blank, width: float) -> Iterator[Element]:
    """Dotted lines behind their labels."""
    if not block.labels:
        return
    share = width / len(block.labels)
    cells = []
    for words in block.labels:
        shape = Shape(before=_LEADER_AIR, tab=share - _COLUMN_GAP)
        made = line(f"{words} ", "TableText", shape)
        made.append(element("r", element("tab")))
        cells.append([sized(made, block.size)])
    yield table([Row(cells=cells)], [share] * len(cells), BARE)
    yield gap(1)


def fine(block: bundle.Fine) -> Iterator[Element]:
    """Small print."""
    yield sized(line(block.words, "Fine"), block.size)


def qr_code(block: bundle.QrCode, width: float, file: File) -> Iterator[Element]:
    """A QR with words to its right."""
    words = [paragraph(each, "TableText") for each in block.beside]
    border = qr.QUIET * block.side * MM / len(qr.modules(block.data))
    left = block.side * MM + 2 * border
    row = Row(cells=([picture(block.data, block.side, file)], words), place="center")
    yield table([row], [left, width - left], BARE)
    yield gap(decree30.PARAGRAPH_SPACING)


def picture(data: str, side: float, file: File) -> Element:
    """A paragraph with the code, `side` millimetres wide."""
    length = Pt(side * MM)
    inline = CT_Inline.new_pic_inline(0, file.picture(data, _png), "qr.png", length, length)
    for edge in ("distT", "distB", "distL", "distR"):
        inline.set(edge, "0")  # LibreOffice would take a default
    drawing = element("drawing")
    drawing.append(inline)
    made = paragraph((), "TableText")
    made.append(element("r", drawing))
    return made


def _png(data: str) -> bytes:
    """Black squares on white as a picture of one bit a pixel (PNG, ISO/IEC 15948).

    A square is eight pixels wide, so that it is one byte and sharp on every printer.
    """
    rows = qr.modules(data)
    lines = (b"\0" + b"".join(b"\0" if dark else b"\xff" for dark in row) for row in rows)
    pixels = zlib.compress(b"".join(line * 8 for line in lines))
    head = struct.pack(">IIBBBBB", len(rows) * 8, len(rows) * 8, 1, 0, 0, 0, 0)
    chunks = (("IHDR", head), ("IDAT", pixels), ("IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name.encode(), body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
