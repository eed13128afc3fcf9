"""WordprocessingML from plain values: lengths, text, paragraphs, cells; no paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers.letters import REPLACEMENT, printable
from meeting.papers.model import Align, Run, Text

MM = 72 / 25.4  # points
TWIPS = 20  # to the point
SINGLE = 240  # what the format counts a single line as
_ALIGNMENTS: dict[Align, str] = {
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "both",
}
_NO_XML = re.compile(
    "[\ufffe\uffff]"
)  # the two code points that `printable` lets by and XML does not


def element(tag: str, *children: Element | None, **attributes: object) -> Element:
    """`<w:tag w:name="value">…</w:tag>`; children that are None are left out."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def twips(points: float) -> int:
    return round(points * TWIPS)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a paragraph has beside its style; lengths in points, None as the style has it."""

    align: Align | None = None
    left: float | None = None
    right: float = 0.0
    first: float | None = None  # of the first line; negative: it begins left of the others
    before: float | None = None
    after: float | None = None
    lines: float | None = None  # their height as a share of a single one
    exact: float | None = None  # or in points
    keep_with_next: bool = False
    rule: float = 0.0  # points of ink below
    dashed: bool = False  # the ink
    tab: float = 0.0  # a dotted line up to here

    def above(self, points: float) -> Shape:
        """The same with room above."""
        return replace(self, before=points)


PLAIN = Shape()
HEAVY, SLANTED, HEAVY_SLANTED = "Heavy", "Slanted", "HeavySlanted"  # styles of letters
_LOOKS = {(True, False): HEAVY, (False, True): SLANTED, (True, True): HEAVY_SLANTED}
KEPT = Shape(keep_with_next=True)


def paragraph(
    words: Text, style: str, shape: Shape = PLAIN, more: Sequence[Element] = ()
) -> Element:
    """Words in a style; `more` follows them."""
    return element("p", properties(shape, style), *runs(words), *more)


def line(words: str, style: str, shape: Shape = PLAIN) -> Element:
    return paragraph((Run(text=words),), style, shape)


def gap(points: float, *, keep_with_next: bool = False, page_break: bool = False) -> Element:
    """An empty paragraph of a given height: two tables without one would grow together."""
    made = paragraph((), "Gap", Shape(exact=max(points, 1.0), keep_with_next=keep_with_next))
    if page_break:
        made.pPr.insert_element_before(element("pageBreakBefore"), "w:spacing")
    return made


def framed(content: list[Element], x: float, y: float, width: float) -> list[Element]:
    """Paragraphs that stand at a place of the page, in millimetres, outside the text.

    They are on the page of the paragraph behind them.
    """
    for each in content:
        frame = element(
            "framePr",
            w=twips(width * MM),
            wrap="around",
            vAnchor="page",
            hAnchor="page",
            x=twips(x * MM),
            y=twips(y * MM),
        )
        each.get_or_add_pPr().insert(1, frame)
    return content


def rule(length: float, room: float, above: float, thickness: float) -> Element:
    """A drawn line of a given length in the middle of the room: the lower edge of a paragraph."""
    side = max(0.0, (room - length) / 2)
    return paragraph((), "Gap", Shape(left=side, right=side, exact=above, rule=thickness))


def properties(shape: Shape, style: str = "") -> Element:
    """In the order the format prescribes."""
    kind = "dashed" if shape.dashed else "single"
    return element(
        "pPr",
        element("pStyle", val=style) if style else None,
        element("keepNext") if shape.keep_with_next else None,
        element("pBdr", edge("bottom", shape.rule, kind)) if shape.rule else None,
        _tabs(shape.tab) if shape.tab else None,
        _spacing(shape),
        _indents(shape),
        element("jc", val=_ALIGNMENTS[shape.align]) if shape.align else None,
    )


def edge(side: str, points: float, kind: str = "single") -> Element:
    """One side of a paragraph, a table or a cell."""
    return element(side, val=kind, sz=max(1, round(points * 8)), space=0, color="000000")


def _tabs(place: float) -> Element:
    return element("tabs", element("tab", val="right", leader="dot", pos=twips(place)))


def _spacing(shape: Shape) -> Element | None:
    values: dict[str, object] = {}
    if shape.before is not None:
        values["before"] = twips(shape.before)
    if shape.after is not None:
        values["after"] = twips(shape.after)
    if shape.lines is not None:
        values |= {"line": round(SINGLE * shape.lines), "lineRule": "auto"}
    if shape.exact is not None:
        values |= {"line": twips(shape.exact), "lineRule": "exact"}
    return element("spacing", **values) if values else None


def _indents(shape: Shape) -> Element | None:
    values: dict[str, object] = {}
    if shape.left is not None:
        values |= {"left": twips(shape.left), "right": twips(shape.right)}
    if shape.first is not None:
        kind = "hanging" if shape.first < 0 else "firstLine"
        values[kind] = twips(abs(shape.first))
    return element("ind", **values) if values else None


# --- Text ----------------------------------------------------------------------------------------


def letters(raw: str) -> str:
    """What a PDF would print, fit for XML."""
    return _NO_XML.sub(REPLACEMENT, printable(raw))


def runs(words: Text) -> Iterator[Element]:
    """Text in its styles; a line feed starts a new line."""
    for run in words:
        for number, part in enumerate(letters(run.text).split("\n")):
            if number:
                yield element("r", element("br"))
            if part:
                yield _run(part, run)


def _run(part: str, look: Run) -> Element:
    key = _LOOKS.get((look.bold, look.italic))
    style = element("rPr", element("rStyle", val=key)) if key else None
    return element("r", style, written(part))


def sized(made: Element, points: float) -> Element:
    """A paragraph in another size than its style has."""
    for each in made.findall(qn("w:r")):
        look = each.get_or_add_rPr()
        look.extend(element(tag, val=round(points * 2)) for tag in ("sz", "szCs"))
    return made


def written(words: str) -> Element:
    """The words of a run."""
    made = element("t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field(code: str, shown: str = "1") -> list[Element]:
    """What Word works out by itself: `PAGE`. `shown` stands there until it has."""
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", _code(code)),
        element("r", element("fldChar", fldCharType="separate")),
        element("r", written(shown)),
        element("r", element("fldChar", fldCharType="end")),
    ]


def _code(code: str) -> Element:
    made = element("instrText")
    made.text = f" {code} "
    return made


# --- Tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Row:
    """Cells side by side; `height` in points, at least that much or exactly."""

    cells: Sequence[Sequence[Element]]
    height: float = 0.0
    exact: bool = False
    head: bool = False  # stands again on every page
    whole: bool = True  # goes to the next page whole
    place: str = "top"  # of what stands in the cells: top, center, bottom


def table(
    rows: Iterable[Row], widths: Sequence[float], style: str, place: Element | None = None
) -> Element:
    """A table of fixed columns; widths in points. `place` lets it float on the page."""
    edges = [twips(sum(widths[:at])) for at in range(len(widths) + 1)]
    columns = [right - left for left, right in pairwise(edges)]
    return element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val=style),
            place,
            element("tblW", w=edges[-1], type="dxa"),
            element("tblInd", w=0, type="dxa"),
            element("tblLayout", type="fixed"),
        ),
        element("tblGrid", *(element("gridCol", w=width) for width in columns)),
        *(_row(row, columns) for row in rows),
    )


def _row(row: Row, columns: Sequence[int]) -> Element:
    height: Element | None = None
    if row.height:
        kind = "exact" if row.exact else "atLeast"
        height = element("trHeight", val=twips(row.height), hRule=kind)
    properties = element(
        "trPr",
        element("cantSplit") if row.whole else None,
        height,
        element("tblHeader") if row.head else None,
    )
    cells = (
        _cell(content, width, row.place) for content, width in zip(row.cells, columns, strict=True)
    )
    return element("tr", properties if len(properties) else None, *cells)


def _cell(content: Sequence[Element], width: int, place: str) -> Element:
    properties = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        None if place == "top" else element("vAlign", val=place),
    )
    # The format wants a paragraph at the end of every cell.
    ended = bool(content) and content[-1].tag == qn("w:p")
    return element("tc", properties, *content, *(() if ended else (gap(1),)))
