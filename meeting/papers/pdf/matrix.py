"""QR codes drawn as vectors: one string of page content for each, not a picture."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from meeting.papers.qr import modules


@lru_cache(maxsize=64)
def _squares(data: str) -> str:
    """The dark squares as page content, a module one unit wide."""
    rows = modules(data)
    runs = [
        f"{start} {len(rows) - 1 - number} {length} 1 re"
        for number, row in enumerate(rows)
        for start, length in _dark(row)
    ]
    return " ".join(runs)


def draw(canvas: Canvas, data: str, x: float, y: float, side: float) -> None:
    """A code of `side` points whose lower left dark corner is at (x, y)."""
    scale = side / len(modules(data))
    canvas._code.append(  # type: ignore[attr-defined]  # the one way to add content as it is
        f"q 0 g {scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm {_squares(data)} f Q"
    )


def _dark(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of the dark stretches."""
    found, at = [], 0
    for dark, cells in groupby(row):
        length = len(list(cells))
        if dark:
            found.append((at, length))
        at += length
    return found
