"""Reads Word files back: python-docx for what it knows, the XML itself for the rest."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml.ns import qn

from meeting.papers import letters
from meeting.papers.pdf import fonts
from tests.golden.paper_reader import squeezed

TWIP = 1 / 20  # points


@dataclass(frozen=True)
class Look:
    """How the letters of a paragraph stand: what its style says, unless it says it itself."""

    size: float
    bold: bool
    italic: bool
    font: str
    align: str


def plain_spaces(paragraph: Any) -> str:
    return text_of(paragraph).replace("\N{NO-BREAK SPACE}", " ")


class Word:
    """One file."""

    def __init__(self, paper: bytes) -> None:
        self.file = docx.Document(io.BytesIO(paper))
        self.body = self.file.element.body
        self.styles = self.file.styles.element
        self.parts = {
            name: zipfile.ZipFile(io.BytesIO(paper)).read(name)
            for name in zipfile.ZipFile(io.BytesIO(paper)).namelist()
        }

    def paragraph(self, start: str) -> Any:
        """The first that begins so, whichever of its spaces no line end divides."""
        found = (p for p in self.body.iter(qn("w:p")) if plain_spaces(p).startswith(start))
        return next(found)

    def tables(self) -> list[Any]:
        return list(self.body.iter(qn("w:tbl")))

    def style(self, paragraph: Any) -> Any:
        key = paragraph.pPr.pStyle.get(qn("w:val"))
        return next(s for s in self.styles if s.get(qn("w:styleId")) == key)

    def style_name(self, paragraph: Any) -> str:
        return str(self.style(paragraph).find(qn("w:name")).get(qn("w:val")))

    def look(self, paragraph: Any) -> Look:
        """What the decree asks of a component's letters."""
        style = self.style(paragraph)
        defaults = self.styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        runs = [run.find(qn("w:rPr")) for run in paragraph.iter(qn("w:r"))]
        direct = runs[0] if runs else None
        places = [each for each in (direct, style.find(qn("w:rPr")), defaults) if each is not None]

        def first(tag: str) -> Any:
            return next((e for place in places if (e := place.find(qn(tag))) is not None), None)

        align = paragraph.pPr.find(qn("w:jc"))
        if align is None:
            align = style.find(f"{qn('w:pPr')}/{qn('w:jc')}")
        return Look(
            size=int(first("w:sz").get(qn("w:val"))) / 2,
            bold=first("w:b") is not None,
            italic=first("w:i") is not None,
            font=first("w:rFonts").get(qn("w:ascii")),
            align=align.get(qn("w:val")),
        )

    def spacing(self, paragraph: Any) -> dict[str, str]:
        """Of the style, with what the paragraph says itself."""
        found: dict[str, str] = {}
        for place in (self.style(paragraph).find(qn("w:pPr")), paragraph.pPr):
            for tag in ("w:spacing", "w:ind"):
                each = place.find(qn(tag)) if place is not None else None
                if each is not None:
                    found |= {k.partition("}")[2]: v for k, v in each.attrib.items()}
        return found

    def sections(self) -> list[Any]:
        return list(self.body.iter(qn("w:sectPr")))


def text_of(element: Any) -> str:
    """The letters in it, line ends as line feeds."""
    parts = (
        "\n" if node.tag == qn("w:br") else node.text or ""
        for node in element.iter(qn("w:t"), qn("w:br"))
    )
    return "".join(parts)


def widths(table: Any) -> list[float]:
    """Of the columns, in points."""
    return [int(each.get(qn("w:w"))) * TWIP for each in table.iter(qn("w:gridCol"))]


def rule_below(paragraph: Any, room: float) -> float:
    """Length of the line that is drawn below a paragraph in `room` points."""
    border = paragraph.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert border.get(qn("w:val")) == "single"
    indent = paragraph.pPr.find(qn("w:ind"))
    sides = [int(indent.get(qn(f"w:{side}"))) * TWIP for side in ("left", "right")]
    assert sides[0] == sides[1]
    return room - sum(sides)


def by_python_docx(paper: bytes) -> str:
    """The text in the order of the file, tables where they stand."""
    return squeezed("".join(_walk(docx.Document(io.BytesIO(paper)))))


def _walk(place: Any) -> Iterator[str]:
    for each in place.iter_inner_content():
        if hasattr(each, "rows"):
            for line in each.rows:
                for cell in line.cells:
                    yield from _walk(cell)
        else:
            yield each.text


def by_xml(paper: bytes) -> str:
    """The same by a reader that knows nothing but angle brackets."""
    body = zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml").decode()
    found = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body)
    words = "".join(found)
    for name, sign in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&")):
        words = words.replace(f"&{name};", sign)
    return squeezed(words)


def as_printed(words: str) -> str:
    """Word keeps letters that no font of the PDF has; this is what the PDF shows of them."""
    return "".join(char if fonts.can_print(char) else letters.REPLACEMENT for char in words)
