"""The typefaces of a paper, and which of them prints which letter.

Tinos has the combining breve of Bahnar ơ̆ ư̆ â̆ ê̆ ô̆ but draws it beside the letter (in italics over
the next one), and it holds no anchors by which a shaping engine could do better. So every letter
with marks becomes one composite glyph, the mark where Tinos itself has it on the plain letter. One
glyph that reads back as the whole cluster also keeps search, copy and line breaking right.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.pdfdoc import PDFDocument

from meeting.papers.errors import PaperError
from meeting.papers.letters import REPLACEMENT, clusters, is_mark
from meeting.papers.pdf.glyphs import GlyphMaker

FOLDER = Path(__file__).resolve().parents[2] / "fonts"
FACES = {  # (bold, italic) → file
    (False, False): "Tinos_400Regular",
    (True, False): "Tinos_700Bold",
    (False, True): "Tinos_400Regular_Italic",
    (True, True): "Tinos_700Bold_Italic",
}
SYMBOLS = "NotoEmoji_400Regular"  # people write emoji; paper shows them in black

_OWN_CODES = range(0x100000, 0x10FFFE)  # private plane, which `printable` keeps out of the text
_CODES_IN_A_BLOCK = 100  # Adobe technical note 5411: entries between begin and end


class PaperFont(ttfonts.TTFont):
    """A font that grows composite glyphs and tells a PDF reader what they stand for."""

    def __init__(self, name: str) -> None:
        path = _path(name)
        if not path.is_file():
            raise PaperError(
                f"paper font {path.name} is not in {FOLDER}: install the product again"
            )
        super().__init__(name, str(path), shapable=False)
        self._maker = GlyphMaker(self.face)
        glyphs: dict[int, int] = self.face.charToGlyph or {}
        self._printed = frozenset(chr(code) for code, glyph in glyphs.items() if glyph)
        self.plain = frozenset(char for char in self._printed if not is_mark(char))
        self._own: dict[str, str] = {}
        self._units: dict[str, float] = {}

    def has(self, char: str) -> bool:
        return char in self._printed

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Setting a paragraph measures word after word, and words come again: once for each."""
        if text not in self._units:
            self._units[text] = super().stringWidth(text, 1000, encoding)
        return 0.001 * size * self._units[text]

    def one_glyph(self, cluster: str) -> str:
        """The private character that prints a letter with its marks."""
        if cluster not in self._own and len(self._own) < len(_OWN_CODES):
            code = _OWN_CODES[len(self._own)]
            self._maker.add(cluster, code)
            self._own[cluster] = chr(code)
        return self._own.get(cluster, cluster)

    def addObjects(self, doc: PDFDocument) -> None:
        """Embed the used glyphs, with a map back to text that knows clusters and rare planes."""
        subsets = [list(codes) for codes in self.state[doc].subsets]
        super().addObjects(doc)
        meaning = {ord(own): cluster for cluster, own in self._own.items()}
        for number, codes in enumerate(subsets):
            prefix = ttfonts.SUBSETN(number).decode("ascii")
            face = self.face.name.decode("ascii")
            stream: Any = doc.idToObject[f"toUnicodeCMap:{prefix}+{face}"]
            stream.content = _text_map([meaning.get(code) or chr(code) for code in codes])


def _text_map(meanings: list[str]) -> str:
    """What each of a font's byte codes reads as (PDF 32000-1, 9.10.3)."""
    entries = [
        f"<{code:02X}> <{words.encode('utf-16-be').hex().upper()}>"
        for code, words in enumerate(meanings)
        if words != "\0"
    ]
    blocks = [entries[i : i + _CODES_IN_A_BLOCK] for i in range(0, len(entries), _CODES_IN_A_BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    ending = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines + ending)


def _path(name: str) -> Path:
    return FOLDER / f"{name}.ttf"


@cache
def font(name: str) -> PaperFont:
    """A face, read from disk at its first use."""
    face = PaperFont(name)
    pdfmetrics.registerFont(face)
    return face


def pieces(words: str, *, bold: bool = False, italic: bool = False) -> list[tuple[str, str]]:
    """The text as (font name, characters to print); what no font has shows as U+FFFD."""
    name = FACES[bold, italic]
    if font(name).plain.issuperset(words):
        return [(name, words)] if words else []
    fitted = (fit for cluster in clusters(words) for fit in _fit(cluster, name))
    grouped = groupby(fitted, key=itemgetter(0))
    return [(face, "".join(chars for _, chars in run)) for face, run in grouped]


def _fit(cluster: str, name: str) -> Iterator[tuple[str, str]]:
    main = font(name)
    if not all(map(main.has, cluster)):
        yield from (_fit_char(char, name) for char in cluster)
    elif len(cluster) > 1 or is_mark(cluster):
        yield name, main.one_glyph(cluster)
    else:
        yield name, cluster


def can_print(char: str) -> bool:
    """Whether some paper font has this character."""
    return _fit_char(char, FACES[False, False])[1] != REPLACEMENT or char == REPLACEMENT


def _fit_char(char: str, name: str) -> tuple[str, str]:
    if font(name).has(char):
        return name, char
    if _has_symbols() and font(SYMBOLS).has(char):
        return SYMBOLS, char
    return name, REPLACEMENT


@cache
def _has_symbols() -> bool:
    """The symbol font is a comfort: without it an emoji prints as U+FFFD."""
    return _path(SYMBOLS).is_file()


def width(words: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Length of a printed line in points."""
    parts = pieces(words, bold=bold, italic=italic)
    return sum(pdfmetrics.stringWidth(chars, face, size) for face, chars in parts)
