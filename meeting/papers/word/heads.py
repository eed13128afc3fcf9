"""What stands above the text in Word: head, title, addressees; and a cover."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import decree30, model, wording
from meeting.papers.pdf import fonts  # Tinos is as wide as Times New Roman, letter by letter
from meeting.papers.pdf.heads import addressee_places
from meeting.papers.pdf.typeset import Look, balance
from meeting.papers.word.elements import MM, PLAIN, Row, Shape, gap, line, rule, table
from meeting.papers.word.styles import BARE, FRAME

_SLACK = 1.0  # points that a balanced line has to spare, so that no rounding divides it
_COVER = decree30.TEXT_HEIGHT * MM - 6  # what comes behind the frame needs a little, too


def head(block: model.NationalHead, width: float) -> Iterator[Element]:
    """Issuing body and nation side by side, number and date on one line below them."""
    left = width * decree30.HEAD_LEFT / decree30.TEXT_WIDTH
    above = Shape(before=decree30.PARAGRAPH_SPACING)
    date = [line(block.place_date, "PlaceDate", above)] if block.place_date else []
    rows = [
        Row(cells=(list(_organ(block, left)), list(_nation(width - left)))),
        Row(cells=(list(_number(block, left)), date)),
    ]
    yield table(rows, [left, width - left], BARE)
    yield gap(decree30.BLOCK_GAP)


def _organ(block: model.NationalHead | model.Cover, room: float) -> Iterator[Element]:
    for words in block.parent:
        yield line(words, "Parent")
    last = 0.0
    for words in block.organ:
        shape, last = _balanced(words, decree30.ORGAN_SIZE, room)
        yield line(words, "Organ", shape)
    yield _rule(last * decree30.ORGAN_RULE_SHARE, room)


def _nation(room: float) -> Iterator[Element]:
    yield line(decree30.NATION, "Nation")
    yield line(decree30.MOTTO, "Motto")
    yield _rule(fonts.width(decree30.MOTTO, decree30.MOTTO_SIZE, bold=True), room)


def _number(block: model.NationalHead, room: float) -> Iterator[Element]:
    if block.number:
        yield line(block.number.line, "Number", Shape(before=decree30.PARAGRAPH_SPACING))
    if block.about:
        shape, _ = _balanced(block.about_line, decree30.ABOUT_SIZE, room, bold=False)
        yield line(block.about_line, "About", shape.above(decree30.ABOUT_GAP))


def title(type_name: str, subject: str, width: float) -> Iterator[Element]:
    """Type of the paper and what it is about, with the rule below."""
    words = wording.glued(subject)
    shape, last = _balanced(words, decree30.SUBJECT_SIZE, width)
    yield line(type_name, "TypeName", Shape(keep_with_next=True))
    yield line(words, "Subject", shape)
    yield _rule(last * decree30.SUBJECT_RULE_SHARE, width)
    yield gap(decree30.BLOCK_GAP)


def _balanced(words: str, size: float, room: float, *, bold: bool = True) -> tuple[Shape, float]:
    """How far lines are set in so that they are about equally long, and the last one's length."""
    side, last = balance(words, Look.tight(size), room, bold=bold)
    side = max(0.0, side - _SLACK)
    return (Shape(left=side, right=side) if side else PLAIN), last


def _rule(length: float, room: float) -> Element:
    return rule(length, room, decree30.RULE_GAP, decree30.RULE_THICKNESS)


def addressees(block: model.Addressees, width: float) -> Iterator[Element]:
    """`Kính gửi:` with one name behind it, or with a list whose dashes stand under the colon."""
    places = addressee_places(block.lines, width, decree30.ADDRESSEE_SIZE)
    for words, (left, hanging) in zip(block.lines, places, strict=True):
        yield line(words, "Addressee", Shape(left=left + hanging, first=-hanging))
    yield gap(decree30.BLOCK_GAP - decree30.PARAGRAPH_SPACING)


def cover(block: model.Cover, width: float) -> Iterator[Element]:
    """A page in a frame."""
    pad = decree30.COVER_PADDING * MM
    subject = wording.glued(block.subject)
    side, _ = balance(subject, Look.tight(decree30.COVER_SUBJECT_SIZE), width - 2 * pad)
    inside = Shape(left=pad + side - _SLACK, right=pad + side - _SLACK, before=decree30.BLOCK_GAP)
    below = [line(words, "CoverFact", Shape(left=pad, right=pad)) for words in block.lines]
    if block.foot:
        below.append(line(block.foot, "Organ", Shape(before=decree30.BLOCK_GAP)))
    cells = (
        [gap(pad), *_organ(block, width)],
        [line(block.title, "CoverTitle"), line(subject, "CoverSubject", inside)],
        [*below, gap(pad)],
    )
    heights = (_COVER * share for share in decree30.COVER_SHARES)
    places = ("top", "center", "bottom")
    rows = [
        Row(cells=(cell,), height=height, place=place)
        for cell, height, place in zip(cells, heights, places, strict=True)
    ]
    yield table(rows, [width], FRAME)
