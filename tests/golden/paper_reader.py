"""Reads papers back with tools that had no part in making them."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber
import pypdf
import pypdfium2
from PIL import Image

MM = 72 / 25.4
Sides = tuple[float, float, float, float]


class Span:
    """What reaches from one place of a line to another."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Line(Span):
    """A line of text on a page; lengths in points from the upper left corner, fonts by name."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


@dataclass(frozen=True)
class Ruled(Span):
    """A drawn horizontal line."""

    left: float
    right: float
    height: float


class Page:
    """What stands where on one page, from the content stream itself."""

    def __init__(self, page: Any) -> None:
        self.width, self.height = float(page.width), float(page.height)
        self._chars, self._drawn = list(page.chars), list(page.lines)

    @cached_property
    def lines(self) -> list[Line]:
        """Runs of letters on one base line; columns stay apart."""
        groups: dict[float, list[Any]] = {}
        for char in self._chars:
            groups.setdefault(round(self.height - char["matrix"][5], 1), []).append(char)
        return [
            _line(base, part) for base, chars in sorted(groups.items()) for part in _columns(chars)
        ]

    @cached_property
    def rules(self) -> list[Ruled]:
        found = [Ruled(line["x0"], line["x1"], line["top"]) for line in self._drawn]
        return sorted(found, key=lambda rule: rule.height)

    @property
    def edges(self) -> tuple[float, float, float]:
        """Left and right end of the letters, and the lowest base line."""
        lines = [line for line in self.lines if line.text.strip()]
        return (
            min(line.left for line in lines),
            max(line.right for line in lines),
            max(line.base for line in lines),
        )

    def line(self, start: str) -> Line:
        return next(line for line in self.lines if line.text.startswith(start))


def _columns(chars: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = []
    for char in sorted(chars, key=lambda each: each["x0"]):
        if parts and char["x0"] - parts[-1][-1]["x1"] < 2 * char["size"]:
            parts[-1].append(char)
        else:
            parts.append([char])
    return parts


def _line(base: float, chars: list[Any]) -> Line:
    solid = [char for char in chars if char["text"].strip()] or chars
    return Line(
        text="".join(char["text"] for char in chars).strip(),
        left=solid[0]["x0"],
        right=solid[-1]["x1"],
        base=base,
        size=solid[0]["size"],
        font=" ".join(sorted({char["fontname"].partition("+")[2] for char in solid})),
    )


def pages(paper: bytes) -> list[Page]:
    with pdfplumber.open(io.BytesIO(paper)) as file:
        return [Page(page) for page in file.pages]


def squeezed(words: str) -> str:
    """Letters only: where lines end is the page's affair."""
    return re.sub(r"\s+", "", words)


def by_pdfminer(paper: bytes) -> str:
    """The text in the order it was set, without the page numbers in the upper margin."""
    with pdfplumber.open(io.BytesIO(paper)) as file:
        found = [
            char["text"]
            for page in file.pages
            for char in page.chars
            if float(page.height) - char["matrix"][5] > 20 * MM
        ]
    return squeezed("".join(found))


def by_pypdf(paper: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(paper))
    return squeezed("".join(page.extract_text() for page in reader.pages))


def by_pdfium(paper: bytes) -> str:
    """pdfium marks a hyphen at a line's end, which may be a divided word, as U+FFFE."""
    file = pypdfium2.PdfDocument(paper)
    words = "".join(page.get_textpage().get_text_range() for page in file)
    return squeezed(words.replace("\ufffe", "-"))


def picture(
    paper: bytes, *, page: int = 0, dpi: int = 200, cut: Sides = (0, 0, 0, 0)
) -> Image.Image:
    """A page in grey; `cut` takes points off its left, bottom, right and upper side."""
    sheet = pypdfium2.PdfDocument(paper)[page]
    image: Image.Image = sheet.render(scale=dpi / 72, crop=cut).to_pil()
    return image.convert("L")
