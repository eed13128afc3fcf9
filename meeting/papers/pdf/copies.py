"""A letter to many people, one or two on a page: what all share is set once, as a PDF form.

Only the addressee, the QR and the strip at the foot are set anew for each, so that a thousand
invitations take seconds and a few megabytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from meeting.papers import bundle, decree30, model
from meeting.papers.errors import PaperError
from meeting.papers.pdf import flowables, heads, matrix
from meeting.papers.pdf.forms import CutLine
from meeting.papers.pdf.stacks import SCALES, Flow, Stack, draw_scaled, fitted
from meeting.papers.pdf.typeset import Look, line, paragraph

CODE_SIZE = 12.0
STRIP_CODE_SIZE = 17.0
STRIP_LEFT = 15.0  # millimetres on both sides: nobody binds a strip
STRIP_SHARE = 0.45  # of its width for the person, the rest for the meeting


@dataclass(frozen=True, kw_only=True)
class Form:
    """Where things stand on the paper of one letter, in millimetres from its lower left corner."""

    height: float
    left: float
    right: float
    top: float
    cut: float  # the dashed line; what is below it is the strip
    gap: float  # least distance of text from that line
    qr: float  # side of both codes
    strip_foot: float  # the strip's code above the lower edge
    qr_below: bool  # under the words left of the signature, or to their left
    scale: float  # the largest the text is set at
    bodies: tuple[Look, ...]  # how it is set at that scale; the last one also below it

    @property
    def width(self) -> float:
        return (decree30.PAGE_WIDTH - self.left - self.right) * mm

    @property
    def room(self) -> float:
        """Height of the letter itself."""
        return (self.height - self.top - self.cut - self.gap) * mm


# What Decree 30 allows: 14 or 13 points, leading from single to 1.5 lines, 6 points between.
_GAP = decree30.PARAGRAPH_SPACING
WIDE = Look(after=_GAP)
SMALLER = Look(size=13, leading=decree30.leading(13), after=_GAP)
SINGLE = Look(size=13, leading=decree30.single(13), after=_GAP)

FORMS = {
    1: Form(
        height=decree30.PAGE_HEIGHT,
        left=decree30.MARGIN_LEFT,
        right=decree30.MARGIN_RIGHT,
        top=decree30.MARGIN_TOP,
        cut=48,
        gap=5,
        qr=29,
        strip_foot=11,
        qr_below=True,
        scale=1.0,
        bodies=(WIDE, SMALLER, SINGLE),
    ),
    2: Form(
        height=decree30.PAGE_HEIGHT / 2,
        left=18,
        right=12,
        top=8,
        cut=34.5,
        gap=2,
        qr=25.5,
        strip_foot=5.5,
        qr_below=False,
        scale=0.87,
        bodies=(SINGLE,),
    ),
}


@dataclass
class _Setting:
    """The shared parts set in one way; heights in points of the page."""

    name: str
    scale: float
    body: Look
    before: float
    after: float
    row: float


class Printer:
    """Draws the copies of one letter."""

    def __init__(self, letters: bundle.Letters, key: str, flow: Flow) -> None:
        self.letters, self.key, self.flow = letters, key, flow
        self.form = FORMS[letters.per_page]
        self._settings: dict[tuple[float, Look], _Setting] = {}
        self._strip: float | None = None

    def draw(self, canvas: Canvas, copy: bundle.Copy, bottom: float) -> None:
        """One copy whose paper begins `bottom` points above the page's lower edge."""
        form, x = self.form, self.form.left * mm
        setting, words = self.fitting(canvas, copy)
        top = bottom + (form.height - form.top) * mm
        self._place(canvas, "before", setting, x, top)
        top -= setting.before
        draw_scaled(canvas, words, x, top, setting.scale)
        top -= (words.height + words.after) * setting.scale
        self._place(canvas, "after", setting, x, top)
        top -= setting.after
        self._place(canvas, "row", setting, x, top)
        self._code(canvas, copy, x, top - setting.row)
        self._draw_strip(canvas, copy, bottom)

    # -- the letter ---------------------------------------------------------------------------

    def fitting(self, canvas: Canvas, copy: bundle.Copy) -> tuple[_Setting, Stack]:
        """The largest setting at which this copy fits its paper, and its own paragraph."""
        for scale, body in self._ways():
            setting = self._setting(canvas, scale, body)
            words = Stack([self._addressee(copy, body)], self.form.width / scale)
            own = (words.height + words.after) * scale
            if setting.before + own + setting.after + setting.row <= self.form.room:
                return setting, words
        raise PaperError("the letter is too long for its page")

    def _ways(self) -> Iterator[tuple[float, Look]]:
        """Scales and looks from the largest down."""
        for body in self.form.bodies:
            yield self.form.scale, body
        for scale in SCALES:
            if scale < self.form.scale:
                yield scale, self.form.bodies[-1]

    def _addressee(self, copy: bundle.Copy, body: Look) -> Flowable:
        words = model.text(self.letters.opening, model.bold(copy.name), copy.rest)
        return paragraph(words, replace(body, indent=True))

    def _setting(self, canvas: Canvas, scale: float, body: Look) -> _Setting:
        """The shared parts in one way, drawn into the file when first asked for."""
        if (scale, body) not in self._settings:
            width, name = self.form.width / scale, f"{self.key}-{len(self._settings)}"
            before = Stack(self._before(width), width)
            after = Stack(self.flow(self.letters.after, width, body), width)
            row = Stack(self._row(width, scale), width)
            for part, stack in (("before", before), ("after", after), ("row", row)):
                self._declare(canvas, f"{name}-{part}", stack, scale)
            self._settings[scale, body] = _Setting(
                name,
                scale,
                body,
                (before.height + before.after) * scale,
                (after.height + max(after.after, decree30.BLOCK_GAP)) * scale,
                row.height * scale,
            )
        return self._settings[scale, body]

    def _before(self, width: float) -> list[Flowable]:
        title = heads.title(self.letters.type_name, self.letters.subject, width)
        return [*heads.head(self.letters.head, width), *title]

    def _row(self, width: float, scale: float) -> list[Flowable]:
        """Beside each other: room for the QR with the words that go with it, and the signature."""
        room = self._qr_room() / scale
        beside = list(self.flow(self.letters.beside, width))
        if beside and isinstance(beside[0], Spacer):
            del beside[0]  # level with the office of who signs
        signed = flowables.joined(flowables.signer(self.letters.signature))
        if self._below:
            share = width / 2
            left = Stack(beside, share).height + room
            height = max(left, Stack(signed, width / 2).height)
            return [Table([[beside, signed]], [share, share], [height], style=flowables.BARE)]
        share = width * 0.62 - room
        sign = width - room - share
        height = max(room, Stack(beside, share).height, Stack(signed, sign).height)
        rows = [["", beside, signed]]
        return [Table(rows, [room, share, sign], [height], style=flowables.BARE)]

    @property
    def _below(self) -> bool:
        return self.form.qr_below

    def _qr_room(self) -> float:
        """Points that the code takes with the letters under it and the white round it."""
        return (self.form.qr + 5) * mm + decree30.single(CODE_SIZE)

    def _code(self, canvas: Canvas, copy: bundle.Copy, x: float, bottom: float) -> None:
        """The QR, and under it the code that can be typed."""
        side, low = self.form.qr * mm, bottom + decree30.single(CODE_SIZE)
        left = x + (0 if self._below else 2 * mm)
        matrix.draw(canvas, copy.qr, left, low, side)
        code = Stack([line(copy.code, Look.tight(CODE_SIZE), bold=True)], side)
        code.draw(canvas, left, low - 2)

    # -- the strip ----------------------------------------------------------------------------

    def _draw_strip(self, canvas: Canvas, copy: bundle.Copy, bottom: float) -> None:
        form, side = self.form, self.form.qr * mm
        x, low = STRIP_LEFT * mm, bottom + form.strip_foot * mm
        CutLine.draw(
            canvas, 5 * mm, bottom + form.cut * mm, (decree30.PAGE_WIDTH - 10) * mm,
            self.letters.cut,
        )  # fmt: skip
        matrix.draw(canvas, copy.qr, x, low, side)
        left = x + side + 6 * mm
        room = (decree30.PAGE_WIDTH - 2 * STRIP_LEFT - 12) * mm - side
        share, rest = room * STRIP_SHARE, room * (1 - STRIP_SHARE)
        own, scale = fitted(partial(self._own, copy), share, side)
        draw_scaled(canvas, own, left, low + (side + own.height * scale) / 2, scale)
        canvas.saveState()
        canvas.translate(left + share + 6 * mm, low)
        canvas.doForm(self._strip_name(canvas, rest, side))
        canvas.restoreState()

    def _own(self, copy: bundle.Copy, _width: float) -> list[Flowable]:
        look = Look.tight(decree30.BODY_SIZE, "left")
        small = Look.tight(decree30.TABLE_SIZE, "left")
        about = [line(_unbroken(copy.about), small)] if copy.about else []
        code = line(_unbroken(copy.code), Look.tight(STRIP_CODE_SIZE, "left"), bold=True)
        return [line(_unbroken(copy.name), look, bold=True), *about, code]

    def _strip_name(self, canvas: Canvas, width: float, height: float) -> str:
        name = f"{self.key}-strip"
        if self._strip is None:
            stack, scale = fitted(self._shared, width, height)
            above = (height - stack.height * scale) / 2
            self._strip = above + stack.height * scale
            self._declare(canvas, name, stack, scale, self._strip)
        return name

    def _shared(self, _width: float) -> list[Flowable]:
        look = Look.tight(decree30.RECIPIENTS_SIZE, "left", after=1.5)
        return [paragraph(words, look) for words in self.letters.strip]

    # -- forms --------------------------------------------------------------------------------

    def _declare(
        self, canvas: Canvas, name: str, stack: Stack, scale: float, top: float = 0.0
    ) -> None:
        wide, high = ceil(decree30.PAGE_WIDTH * mm), ceil(decree30.PAGE_HEIGHT * mm)
        canvas.beginForm(name, -wide, -high, wide, high)
        draw_scaled(canvas, stack, 0, top, scale)
        canvas.endForm()

    def _place(self, canvas: Canvas, name: str, setting: _Setting, x: float, top: float) -> None:
        canvas.saveState()
        canvas.translate(x, top)
        canvas.doForm(f"{setting.name}-{name}")
        canvas.restoreState()


def way_of(letters: bundle.Letters, flow: Flow) -> tuple[float, Look]:
    """Scale and look at which the longest copy, one on a page, fits its paper."""
    longest = max(letters.copies, key=lambda copy: len(copy.name) + len(copy.rest))
    printer = Printer(replace(letters, per_page=1), "trial", flow)
    setting, _ = printer.fitting(Canvas(io.BytesIO()), longest)
    return setting.scale, setting.body


def _unbroken(words: str) -> str:
    """Line ends as spaces: a strip is low, and empty lines would fill it."""
    return " ".join(words.splitlines())
