"""What stands above the text of a state paper: head, title, addressees; and a cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from meeting.papers import decree30, letters, model, wording
from meeting.papers.pdf import fonts
from meeting.papers.pdf.flowables import BARE, Rule
from meeting.papers.pdf.stacks import Stack
from meeting.papers.pdf.typeset import Look, balanced, line


def head(block: model.NationalHead, width: float = decree30.TEXT_WIDTH * mm) -> list[Flowable]:
    """Issuing body and nation side by side, number and date on one line below them."""
    left = width * decree30.HEAD_LEFT / decree30.TEXT_WIDTH
    date = (
        [line(block.place_date, Look.tight(decree30.PLACE_DATE_SIZE), italic=True)]
        if block.place_date
        else []
    )
    rows: list[list[Any]] = [[_organ(block, left), _nation()], [_number(block, left), date]]
    widths = [left, width - left]
    style = [*BARE, ("TOPPADDING", (0, 1), (-1, 1), decree30.PARAGRAPH_SPACING)]
    return [Table(rows, widths, style=style, splitInRow=1, spaceAfter=decree30.BLOCK_GAP)]


def _organ(block: model.NationalHead | model.Cover, room: float) -> list[Flowable]:
    above = [line(words, Look.tight(decree30.PARENT_SIZE)) for words in block.parent]
    look = Look.tight(decree30.ORGAN_SIZE)
    own = [balanced(words, look, room) for words in block.organ]
    last = own[-1][1] if own else 0.0
    return [*above, *(each for each, _ in own), Rule(last * decree30.ORGAN_RULE_SHARE)]


def _number(block: model.NationalHead, room: float) -> list[Flowable]:
    """The number, and below it what a letter is about."""
    number = block.number and line(block.number.line, Look.tight(decree30.NUMBER_SIZE))
    found: list[Flowable] = [number] if number else []
    if block.about:
        about, _ = balanced(block.about_line, Look.tight(decree30.ABOUT_SIZE), room, bold=False)
        found += [Spacer(0, decree30.ABOUT_GAP), about]
    return found


def _nation() -> list[Flowable]:
    motto = fonts.width(decree30.MOTTO, decree30.MOTTO_SIZE, bold=True)
    return [
        line(decree30.NATION, Look.tight(decree30.NATION_SIZE), bold=True),
        line(decree30.MOTTO, Look.tight(decree30.MOTTO_SIZE), bold=True),
        Rule(motto),
    ]


def title(type_name: str, subject: str, width: float) -> list[Flowable]:
    """Type of the paper and what it is about, with the rule below."""
    look = Look.tight(decree30.SUBJECT_SIZE)
    words, last = balanced(wording.glued(subject), look, width)
    return [
        line(type_name, Look.tight(decree30.TYPE_SIZE), bold=True),
        words,
        Rule(last * decree30.SUBJECT_RULE_SHARE),
        Spacer(0, decree30.BLOCK_GAP),
    ]


def addressees(block: model.Addressees, width: float, body: Look) -> list[Flowable]:
    """`Kính gửi:` with one name behind it, or with a list whose dashes stand under the colon."""
    size = min(body.size, decree30.ADDRESSEE_SIZE)
    look = replace(body, size=size, align="left")
    places = addressee_places(block.lines, width, size)
    lines = [
        line(words, _hung(words, look, left, hanging, width))
        for words, (left, hanging) in zip(block.lines, places, strict=True)
    ]
    return [*lines, Spacer(0, decree30.BLOCK_GAP - body.after)]


def _hung(words: str, look: Look, left: float, hanging: float, width: float) -> Look:
    """Next lines set in, unless a word is too long for one: ReportLab would divide it only where
    it is too long for the first line, which is wider.
    """
    longest = max(fonts.width(word, look.size) for word in letters.printable(words).split(" "))
    fits = longest <= width - left - hanging
    return replace(look, left=left + hanging, hanging=hanging if fits else 0.0)


def addressee_places(
    lines: Sequence[str], width: float, size: float
) -> Iterator[tuple[float, float]]:
    """Where each line begins, and how far its next ones are set in: all of it in the middle."""
    colon = fonts.width(decree30.ADDRESSEE_TITLE.rstrip(":"), size) if len(lines) > 1 else 0.0
    longest = max(fonts.width(letters.printable(words), size) for words in lines)
    left = max(decree30.FIRST_LINE_INDENT * mm, (width - colon - longest) / 2)
    yield left, fonts.width(f"{decree30.ADDRESSEE_TITLE} ", size)
    dash = fonts.width("- ", size)
    yield from ((left + colon, dash) for _ in lines[1:])


def cover(block: model.Cover, width: float, height: float) -> list[Flowable]:
    """A page in a frame."""
    pad = decree30.COVER_PADDING * mm
    room = width - 2 * pad
    facts = Look.tight(decree30.BODY_SIZE, "left", after=decree30.PARAGRAPH_SPACING)
    below: list[Flowable] = [line(words, facts) for words in block.lines]
    if block.foot:
        below.append(Spacer(0, decree30.BLOCK_GAP))
        below.append(line(block.foot, Look.tight(decree30.BODY_SIZE), bold=True))
    cells = [_organ(block, room), _cover_title(block, room), below]
    shares = [height * share for share in decree30.COVER_SHARES]
    heights = [max(s, Stack(c, room).height + pad) for s, c in zip(shares, cells, strict=True)]
    style = [
        *BARE,
        ("BOX", (0, 0), (-1, -1), decree30.COVER_LINE, black),
        ("LEFTPADDING", (0, 0), (-1, -1), pad),
        ("RIGHTPADDING", (0, 0), (-1, -1), pad),
        ("TOPPADDING", (0, 0), (-1, 0), pad),
        ("BOTTOMPADDING", (0, -1), (-1, -1), pad),
        ("VALIGN", (0, 1), (-1, 1), "MIDDLE"),
        ("VALIGN", (0, 2), (-1, 2), "BOTTOM"),
    ]
    frame = Table([[cell] for cell in cells], [width], heights, style=style, splitInRow=1)
    return [CondPageBreak(height), frame]


def _cover_title(block: model.Cover, room: float) -> list[Flowable]:
    subject = Look.tight(decree30.COVER_SUBJECT_SIZE)
    words, _ = balanced(wording.glued(block.subject), subject, room)
    title = line(block.title, Look.tight(decree30.COVER_TITLE_SIZE), bold=True)
    return [title, Spacer(0, decree30.BLOCK_GAP), words]
