"""The same card in every cell of a page: question slips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from meeting.papers import bundle, decree30
from meeting.papers.pdf.stacks import Flow, Stack, draw_scaled, fitted


class Cards:
    """The same card in every cell of a page."""

    def __init__(self, cards: bundle.Cards, key: str, flow: Flow) -> None:
        self.cards, self.key, self.flow = cards, key, flow
        self.pad = 8.0 if cards.across == 1 else 6.0  # millimetres between the text and the cut
        self.width = decree30.PAGE_WIDTH * mm / cards.across
        self.height = decree30.PAGE_HEIGHT * mm / cards.down
        self._declared = False

    def draw(self, canvas: Canvas) -> None:
        """One page of cards."""
        if not self._declared:
            self._declare(canvas)
        for number in range(self.cards.across * self.cards.down):
            column, row = number % self.cards.across, number // self.cards.across
            canvas.saveState()
            canvas.translate(column * self.width, row * self.height)
            canvas.doForm(f"{self.key}-card")
            canvas.restoreState()
        self._cuts(canvas)

    def _declare(self, canvas: Canvas) -> None:
        pad = self.pad * mm
        width, height = self.width - 2 * pad, self.height - 2 * pad
        # A card's last block may take what the others leave: dotted lines to write on.
        stack, scale = fitted(partial(self._filled, height), width, height)
        canvas.beginForm(f"{self.key}-card")
        draw_scaled(canvas, stack, pad, self.height - pad, scale)
        canvas.endForm()
        self._declared = True

    def _filled(self, height: float, width: float) -> Sequence[Flowable]:
        scale = (self.width - 2 * self.pad * mm) / width
        blocks = list(self.cards.blocks)
        for number, block in enumerate(blocks):
            if isinstance(block, bundle.WritingLines) and not block.count:
                others = Stack(
                    self.flow(tuple(blocks[:number] + blocks[number + 1 :]), width), width
                )
                left = height / scale - others.height - 2 * decree30.PARAGRAPH_SPACING
                count = max(2, int(left // (block.gap * mm)))
                blocks[number] = replace(block, count=count)
        return self.flow(tuple(blocks), width)

    def _cuts(self, canvas: Canvas) -> None:
        wide, high = decree30.PAGE_WIDTH * mm, decree30.PAGE_HEIGHT * mm
        canvas.saveState()
        canvas.setLineWidth(decree30.TABLE_LINE)
        canvas.setDash(4, 3)
        for row in range(1, self.cards.down):
            canvas.line(0, row * self.height, wide, row * self.height)
        for column in range(1, self.cards.across):
            canvas.line(column * self.width, 0, column * self.width, high)
        canvas.restoreState()
