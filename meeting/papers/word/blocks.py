"""The blocks of a paper as Word paragraphs and tables, their text the same as the PDF's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import decree30, model
from meeting.papers.errors import PaperError
from meeting.papers.word import heads
from meeting.papers.word.elements import (
    KEPT,
    MM,
    PLAIN,
    Row,
    Shape,
    gap,
    line,
    paragraph,
    table,
)
from meeting.papers.word.styles import BARE, RULED

_LETTER = 0.46  # width of a letter as a share of its size, on average
_PAGE = decree30.TEXT_HEIGHT * MM


def flow(blocks: Sequence[model.Block], width: float) -> Iterator[Element]:
    """Blocks of a paper one below the other, in `width` points."""
    break_first = False
    for position, block in enumerate(blocks):
        if isinstance(block, model.PageBreak):
            break_first = True
            continue
        if isinstance(block, model.Cover):
            break_first = position > 0
        follows = blocks[position + 1] if position + 1 < len(blocks) else None
        made = list(one(block, width, stays=_stays(block, follows)))
        if break_first:
            yield gap(1, page_break=True)
        yield from made
        break_first = isinstance(block, model.Cover)
    if break_first and blocks and isinstance(blocks[-1], model.PageBreak):
        yield gap(1, page_break=True)


def _stays(block: model.Block, follows: model.Block | None) -> bool:
    """Whether what follows never stands alone on a page: signatures, recipients below them."""
    if isinstance(block, model.Signatures):
        return isinstance(follows, model.Signatures | model.Recipients)
    return isinstance(follows, model.Signatures)


def one(block: model.Block, width: float, *, stays: bool = False) -> Iterator[Element]:
    """One block; `stays`: on the page of the next one."""
    makers: dict[type, Callable[[Any], Iterator[Element]]] = {
        model.TypeAndSubject: lambda b: heads.title(b.type_name, b.subject, width),
        model.Addressees: lambda b: heads.addressees(b, width),
        model.LegalBases: _legal_bases,
        model.Heading: _heading,
        model.Paragraph: lambda b: _paragraph(b, stays=stays),
        model.Item: lambda b: _item(b, stays=stays),
        model.Table: lambda b: _table(b, width, stays=stays),
        model.Recipients: _recipients_below,
        model.Signatures: lambda b: signatures(b, width, stays=stays),
        model.Cover: lambda b: heads.cover(b, width),
        model.Spacer: lambda b: iter([gap(b.points)]),
    }
    return makers[type(block)](block)


def _legal_bases(block: model.LegalBases) -> Iterator[Element]:
    for words in block.lines:
        yield line(words, "LegalBasis")


def _heading(block: model.Heading) -> Iterator[Element]:
    yield line(block.line, f"Heading{block.level}")


def _keeps(words: model.Text, *, asked: bool, stays: bool) -> bool:
    return asked or (stays and len(model.plain(words)) <= decree30.SHORT_PARAGRAPH)


def _paragraph(block: model.Paragraph, *, stays: bool) -> Iterator[Element]:
    shape = Shape(
        align=None if block.align == "justify" else block.align,
        first=None if block.indent else 0,
        keep_with_next=_keeps(block.words, asked=block.keep_with_next, stays=stays),
    )
    yield paragraph(block.words, "BodyText", shape)


def _item(block: model.Item, *, stays: bool) -> Iterator[Element]:
    keeps = _keeps(block.words, asked=block.keep_with_next, stays=stays)
    words = (model.Run(text=f"{block.label} "), *block.words)
    yield paragraph(words, "BodyText", Shape(keep_with_next=keeps))


# --- Tables --------------------------------------------------------------------------------------


def _table(block: model.Table, width: float, *, stays: bool = False) -> Iterator[Element]:
    """The head stands again on every page, and a row goes to the next page whole unless tall."""
    if block.caption:
        yield line(block.caption, "Caption", KEPT)
    head, text = ("SmallHead", "SmallText") if block.small else ("TableHead", "TableText")
    size = decree30.TABLE_SIZE_SMALL if block.small else decree30.TABLE_SIZE
    shares = [column.share for column in block.columns]
    widths = [width * share / sum(shares) for share in shares]
    rows = list(block.rows)
    if block.total is not None:
        rows.append(tuple(tuple(model.bold(run.text) for run in cell) for cell in block.total))
    titles = [[line(column.title, head, KEPT)] for column in block.columns]
    made = [Row(cells=titles, head=True, place="center")]
    last = len(rows) - decree30.LAST_ROWS if stays else len(rows)
    summed = len(rows) - 2 if block.total is not None else None  # goes along with the sum below
    made += (
        _row(block, cells, text, size, widths, stays=at >= last or at == summed)
        for at, cells in enumerate(rows)
    )
    yield table(made, widths, RULED)
    yield gap(decree30.PARAGRAPH_SPACING, keep_with_next=stays)


def _row(
    block: model.Table,
    cells: model.Row,
    style: str,
    size: float,
    widths: Sequence[float],
    *,
    stays: bool,
) -> Row:
    if len(cells) != len(block.columns):
        raise PaperError(f"a table row has {len(cells)} cells for {len(block.columns)} columns")
    content = [
        [_in_cell(words, style, column.align, stays=stays)]
        for column, words in zip(block.columns, cells, strict=True)
    ]
    return Row(cells=content, whole=not _tall(cells, size, widths))


def _in_cell(words: model.Text, style: str, align: model.Align, *, stays: bool) -> Element:
    if align == "center":
        return paragraph(words, f"{style}Center", Shape(keep_with_next=stays))
    own = None if align == "left" else align
    return paragraph(words, style, Shape(align=own, keep_with_next=stays))


def _tall(cells: model.Row, size: float, widths: Sequence[float]) -> bool:
    """Whether a row takes about so much of a page that it may be divided."""
    lines = max(
        sum(1 + len(part) * size * _LETTER // width for part in model.plain(cell).split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    )
    return lines * decree30.single(size) > decree30.TALL_ROW_SHARE * _PAGE


# --- Signatures ----------------------------------------------------------------------------------


def _recipients_below(block: model.Recipients) -> Iterator[Element]:
    yield gap(decree30.BLOCK_GAP, keep_with_next=True)
    yield from recipients(block)


def recipients(block: model.Recipients) -> Iterator[Element]:
    yield line(decree30.RECIPIENTS_TITLE, "RecipientsTitle", KEPT)
    *most, last = block.lines or ("",)
    for words in most:
        yield line(words, "Recipients", KEPT)
    if last:
        yield line(last, "Recipients")


def signatures(block: model.Signatures, width: float, *, stays: bool = False) -> Iterator[Element]:
    """Two signing places on one level, or the recipients beside the one signer."""
    right = _signer(block.right, stays=stays)
    yield gap(decree30.BLOCK_GAP, keep_with_next=True)
    if isinstance(block.left, model.Signer):
        left_side = _signer(block.left, stays=stays)
        rows = [Row(cells=pair) for pair in zip(left_side, right, strict=True)]
    else:
        left = list(recipients(block.left)) if block.left else []
        rows = [Row(cells=(left, joined(right)))]
    yield table(rows, [width / 2] * 2, BARE)


def _signer(block: model.Signer, *, stays: bool = False) -> list[list[Element]]:
    """Office, room for pen and seal, name: the rows in which two signers stand level."""
    above = [line(words, "Authority", KEPT) for words in block.authority]
    if block.note:
        above.append(line(block.note, "SignatureNote", KEPT))
    room = gap(decree30.SIGNATURE_ROOM * MM, keep_with_next=True)
    return [
        above or [gap(1, keep_with_next=True)],
        [room],
        [line(block.name, "Signer", KEPT if stays else PLAIN)],
    ]


def signer(block: model.Signer) -> list[Element]:
    return joined(_signer(block))


def joined(rows: Sequence[Sequence[Element]]) -> list[Element]:
    """Rows one below the other."""
    return [each for row in rows for each in row]
