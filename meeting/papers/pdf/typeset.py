"""Plain text as ReportLab paragraphs. Fragments are built by hand: no markup is ever parsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Literal

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph
from reportlab.platypus.paraparser import ParaFrag

from meeting.papers import decree30
from meeting.papers.letters import printable
from meeting.papers.model import Align, Run, Text
from meeting.papers.pdf import fonts

_ALIGNMENTS: dict[Align, Literal[0, 1, 2, 4]] = {"left": 0, "center": 1, "right": 2, "justify": 4}
_LINE_END = ""  # in place of a face
_NEARLY = 0.5  # points within which two widths of a balanced line count as one


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a paragraph is set; sizes and gaps in points."""

    size: float = decree30.BODY_SIZE
    leading: float = decree30.leading(decree30.BODY_SIZE)
    align: Align = "justify"
    indent: bool = False
    left: float = 0.0
    hanging: float = 0.0  # by how much the first line begins left of the others
    before: float = 0.0
    after: float = 0.0

    @classmethod
    def tight(cls, size: float, align: Align = "center", *, after: float = 0.0) -> Look:
        """Single spacing, for heads, tables and signatures."""
        return cls(size=size, leading=decree30.single(size), align=align, after=after)


class Prose(Paragraph):
    """Broken into lines once for a width, however often it is measured before it is drawn."""

    _known: tuple[float, tuple[float, float]] | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self._known is None or self._known[0] != available_width or not hasattr(self, "blPara"):
            self._known = available_width, super().wrap(available_width, available_height)
        return self._known[1]


def paragraph(words: Text, look: Look) -> Prose:
    frags = list(_frags(words, look.size))
    return Prose("", _style(look), frags=frags)


def line(words: str, look: Look, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """A paragraph in one style."""
    return paragraph((Run(text=words, bold=bold, italic=italic),), look)


def balanced(words: str, look: Look, room: float, *, bold: bool = True) -> tuple[Paragraph, float]:
    """Lines of about equal length in as few lines as `room` allows, and the last one's length."""
    side, length = balance(words, look, room, bold=bold)
    found = line(words, look, bold=bold)
    found.style = found.style.clone("balanced", leftIndent=side, rightIndent=side)
    return found, length


def balance(words: str, look: Look, room: float, *, bold: bool = True) -> tuple[float, float]:
    """How far such lines are set in on both sides, and the length of the last one.

    A title that leaves one word alone on its last line would give that word a rule of its own.
    """
    most = len(_widths(words, look, room, bold=bold))
    low, high = room / most if most else room, room
    while high - low > _NEARLY:
        middle = (low + high) / 2
        fits = len(_widths(words, look, middle, bold=bold)) <= most
        low, high = (low, middle) if fits else (middle, high)
    lengths = _widths(words, look, high, bold=bold)
    return (room - high) / 2, lengths[-1] if lengths else 0.0


def _widths(words: str, look: Look, room: float, *, bold: bool) -> list[float]:
    """Lengths of the lines that the words take in `room`."""
    trial = line(words, replace(look, align="left"), bold=bold)
    trial.wrap(room, 1e6)
    lengths: list[float] = trial.getActualLineWidths0()
    return lengths


def _frags(words: Text, size: float) -> Iterator[ParaFrag]:
    """The words piece by piece; neighbours in one face as one piece, which is set faster."""
    for face, run in groupby(_pieces(words), key=itemgetter(0)):
        if face == _LINE_END:
            yield from (_frag(fonts.FACES[False, False], "", size, lineBreak=True) for _ in run)
        else:
            yield _frag(face, "".join(chars for _, chars in run), size)


def _pieces(words: Text) -> Iterator[tuple[str, str]]:
    """Face and characters; where a line feed stood, no face."""
    for run in words:
        for number, words_of_line in enumerate(printable(run.text).split("\n")):
            if number:
                yield _LINE_END, ""
            yield from fonts.pieces(words_of_line, bold=run.bold, italic=run.italic)


def _frag(face: str, chars: str, size: float, **more: bool) -> ParaFrag:
    fonts.font(face)
    return ParaFrag(
        fontName=face,
        fontSize=size,
        text=chars,
        textColor=black,
        rise=0,
        link=[],
        us_lines=[],
        **more,
    )


@cache
def _style(look: Look) -> ParagraphStyle:
    return ParagraphStyle(
        "look",
        fontName=fonts.font(fonts.FACES[False, False]).fontName,
        fontSize=look.size,
        leading=look.leading,
        alignment=_ALIGNMENTS[look.align],
        leftIndent=look.left,
        firstLineIndent=decree30.FIRST_LINE_INDENT * mm if look.indent else -look.hanging,
        spaceBefore=look.before,
        spaceAfter=look.after,
        textColor=black,
        splitLongWords=1,
        spaceShrinkage=0,  # Word does not either: lines end where its lines end
        allowWidows=0,
        allowOrphans=0,
        uriWasteReduce=0,
        embeddedHyphenation=0,
    )
