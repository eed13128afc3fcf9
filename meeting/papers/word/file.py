"""The Word file itself: pages and their numbers, pictures, properties, fixed bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.parts.document import DocumentPart

from meeting.papers import decree30, model
from meeting.papers.word.elements import MM, element, field, gap, letters, paragraph, twips
from meeting.papers.word.package import empty
from meeting.papers.word.styles import LANGUAGE

_EPOCH = (1980, 1, 1, 0, 0, 0)  # of the ZIP format: the same document gives the same bytes
_LONGEST = 255  # letters that a property of a file may have


class File:
    """Paragraphs and tables on pages of one or more kinds."""

    def __init__(self, meta: model.Meta) -> None:
        self.word: WordDocument = docx.Document(io.BytesIO(empty()))
        self._body: Element = self.word.element.body
        self._last: Element | None = None  # the section that is not closed yet
        self._has_number = self._has_foot = False  # on the pages before
        self._keys: dict[str, str] = {}  # of pictures, by what they show
        _describe(self.word, meta)

    @property
    def part(self) -> DocumentPart:
        return self.word.part

    def picture(self, data: str, draw: Callable[[str], bytes]) -> str:
        """The key of a picture's part.

        python-docx looks through all pictures for each; a thousand letters have a thousand.
        """
        if data not in self._keys:
            name = PackURI(f"/word/media/qr-{len(self._keys) + 1}.png")
            self._keys[data] = self.part.relate_to(
                Part(name, CONTENT_TYPE.PNG, draw(data), self.part.package),
                RELATIONSHIP_TYPE.IMAGE,
            )
        return self._keys[data]

    def section(self, content: Sequence[Element], pages: Pages) -> None:
        """More pages, counted from one; the first of them is a new one."""
        if self._last is not None:
            self._close(self._last)
        before = ""
        for each in content:
            if before == each.tag == qn("w:tbl"):
                self._body.append(gap(1))  # without it two tables would become one
            self._body.append(each)
            before = each.tag
        self._last = self._properties(pages)

    def _close(self, section: Element) -> None:
        """A section ends with the paragraph that holds what its pages are like."""
        self._end()
        self._body[-1].get_or_add_pPr().append(section)

    def _end(self) -> None:
        """The format wants a paragraph at the end."""
        if not len(self._body) or self._body[-1].tag != qn("w:p"):
            self._body.append(gap(1))

    def _properties(self, pages: Pages) -> Element:
        """In the order the format prescribes. What is not said is as on the pages before."""
        numbered = pages.foot is None and not pages.bare
        wide, high = decree30.PAGE_WIDTH, decree30.PAGE_HEIGHT
        size: dict[str, object] = {"w": twips(wide * MM), "h": twips(high * MM)}
        if pages.landscape:
            size = {"w": size["h"], "h": size["w"], "orient": "landscape"}
        return element(
            "sectPr",
            self._above(field("PAGE") if numbered else []),
            self._below(pages.foot or []),
            element("type", val="nextPage"),
            element("pgSz", **size),
            _margins(),
            element("pgNumType", start=1),
            element("titlePg") if numbered else None,
        )

    def _above(self, words: Sequence[Element]) -> Element | None:
        """What stands in the upper margin; the first of numbered pages has a head of its own."""
        if bool(words) == self._has_number:
            return None
        self._has_number = bool(words)
        part, key = self.part.add_header_part()  # type: ignore[no-untyped-call]
        part.element[:] = [paragraph((), "Header", more=words)]
        return _reference("headerReference", key)

    def _below(self, words: Sequence[Element]) -> Element | None:
        if not words and not self._has_foot:
            return None
        self._has_foot = bool(words)
        part, key = self.part.add_footer_part()  # type: ignore[no-untyped-call]
        part.element[:] = [paragraph((), "Footer", more=words)]
        return _reference("footerReference", key)

    def save(self) -> bytes:
        self._end()
        if self._last is not None:
            self._body.append(self._last)
        for number, each in enumerate(self._body.iter(qn("wp:docPr")), start=1):
            each.set("id", str(number))
        target = io.BytesIO()
        self.word.save(target)
        return _fixed(target.getvalue())


@dataclass(frozen=True, kw_only=True)
class Pages:
    """A kind of page; without `foot` its number stands above, from the second one on."""

    landscape: bool = False
    foot: Sequence[Element] | None = None
    bare: bool = False  # no number at all

    @property
    def width(self) -> float:
        """Points that the text has."""
        side = decree30.PAGE_HEIGHT if self.landscape else decree30.PAGE_WIDTH
        return (side - decree30.MARGIN_LEFT - decree30.MARGIN_RIGHT) * MM


def _reference(tag: str, key: str) -> Element:
    # lxml would make up another prefix, or take one that another library has told it.
    declared = {prefix: nsmap[prefix] for prefix in ("w", "r")}
    values = {qn("w:type"): "default", qn("r:id"): key}
    made: Element = OxmlElement(f"w:{tag}", values, declared)
    return made


def _margins() -> Element:
    """The head line hangs so that its base line is where the decree's page number stands."""
    rest = (decree30.SINGLE_LINE - decree30.ASCENT) * decree30.FOOT_SIZE
    ascent = decree30.ASCENT * decree30.PAGE_NUMBER_SIZE
    return element(
        "pgMar",
        top=twips(decree30.MARGIN_TOP * MM),
        right=twips(decree30.MARGIN_RIGHT * MM),
        bottom=twips(decree30.MARGIN_BOTTOM * MM),
        left=twips(decree30.MARGIN_LEFT * MM),
        header=twips(decree30.PAGE_NUMBER_BASELINE * MM - ascent),
        footer=twips(decree30.PAGE_NUMBER_BASELINE * MM - rest),
        gutter=0,
    )


def _describe(word: WordDocument, meta: model.Meta) -> None:
    said = word.core_properties
    said.title = _plain(meta.title)
    said.subject = _plain(meta.subject)
    said.author = _plain(meta.author)
    said.language = LANGUAGE
    if meta.created:
        # python-docx writes any time as if it were of Greenwich.
        said.created = said.modified = meta.created.astimezone(dt.UTC)


def _plain(words: str) -> str:
    return " ".join(letters(words).split())[:_LONGEST]


def _fixed(written: bytes) -> bytes:
    """The same package without the clock of the machine."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return target.getvalue()
