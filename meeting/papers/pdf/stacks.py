"""Flowables set in a column outside ReportLab's page flow, shrunk together until they fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from meeting.papers.errors import PaperError

SCALES = (1.0, 0.93, 0.87, 0.82, 0.77, 0.72, 0.67, 0.62, 0.57, 0.52, 0.47, 0.42, 0.37)
_PLENTY = 1e6

Flow = Callable[..., Sequence[Flowable]]  # blocks, width, and how their text is set
Maker = Callable[[float], Sequence[Flowable]]


@dataclass
class Stack:
    """Flowables one below the other in a given width."""

    flowables: Sequence[Flowable]
    width: float

    def __post_init__(self) -> None:
        self._sizes = [each.wrap(self.width, _PLENTY)[1] for each in self.flowables]
        gaps = [self._gap(number) for number in range(len(self.flowables))]
        self.height = sum(self._sizes) + sum(gaps)

    def _gap(self, number: int) -> float:
        """Points above the n-th: the larger of what its neighbour and itself ask for."""
        if number == 0:
            return 0.0
        above, own = self.flowables[number - 1], self.flowables[number]
        return float(max(above.getSpaceAfter(), own.getSpaceBefore()))

    @property
    def after(self) -> float:
        """What the last one keeps free below itself."""
        return float(self.flowables[-1].getSpaceAfter()) if self.flowables else 0.0

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        for number, each in enumerate(self.flowables):
            top -= self._gap(number) + self._sizes[number]
            # ReportLab would lay out again while drawing; the sizes are known.
            each.drawOn(canvas, x, top)


def fitted(make: Maker, width: float, height: float) -> tuple[Stack, float]:
    """The stack at the largest scale at which it is no higher than `height`, and that scale."""
    for scale in SCALES:
        stack = Stack(make(width / scale), width / scale)
        if stack.height * scale <= height:
            return stack, scale
    raise PaperError("a text is too long for its place on the paper")


def draw_scaled(canvas: Canvas, stack: Stack, x: float, top: float, scale: float) -> None:
    """Draw a stack whose upper left corner is at (x, top)."""
    canvas.saveState()
    canvas.translate(x, top)
    canvas.scale(scale, scale)
    stack.draw(canvas, 0, 0)
    canvas.restoreState()
