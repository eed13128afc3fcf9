"""The styles of a paper in Word: every component of Decree 30 under a name an office can find."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import decree30
from meeting.papers.model import Align
from meeting.papers.word.elements import (
    HEAVY,
    HEAVY_SLANTED,
    MM,
    SINGLE,
    SLANTED,
    Shape,
    edge,
    element,
    properties,
    twips,
)

LANGUAGE = "vi-VN"
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph style; sizes and gaps in points, `lines` as a share of a single line."""

    name: str
    size: float
    align: Align = "left"
    bold: bool = False
    italic: bool = False
    indent: bool = False
    after: float = 0.0
    lines: float = 1.0
    outline: int | None = None  # its level in the navigation pane
    follow: str = ""  # the style of the next paragraph somebody types


def _body(name: str, size: float, **more: object) -> Style:
    values: dict[str, object] = {
        "align": "justify",
        "indent": True,
        "after": decree30.PARAGRAPH_SPACING,
        "lines": decree30.LINE_SPACING,
    }
    return Style(name=name, size=size, **(values | more))  # type: ignore[arg-type]


def _heading(name: str, *, outline: int) -> Style:
    return _body(
        name,
        decree30.HEADING_SIZE,
        align="left",  # a long one is not drawn apart
        bold=True,
        outline=outline,
        follow="BodyText",
    )


def _head(name: str, size: float, **more: object) -> Style:
    return Style(name=name, size=size, **({"align": "center"} | more))  # type: ignore[arg-type]


BUILT_IN = {  # which Word shows under its own names
    *("Normal", "Body Text", "heading 1", "heading 2", "heading 3"),
    *("header", "footer", "caption", "Normal Table", "Table Grid"),
}
STYLES = {
    "Normal": Style(name="Normal", size=decree30.BODY_SIZE),
    "BodyText": _body("Body Text", decree30.BODY_SIZE),
    "Heading1": _heading("heading 1", outline=0),
    "Heading2": _heading("heading 2", outline=1),
    "Heading3": _heading("heading 3", outline=2),
    "Header": _head("header", decree30.PAGE_NUMBER_SIZE),
    "Footer": _head("footer", decree30.FOOT_SIZE),
    "Parent": _head("Cơ quan chủ quản", decree30.PARENT_SIZE),
    "Organ": _head("Cơ quan ban hành", decree30.ORGAN_SIZE, bold=True),
    "Nation": _head("Quốc hiệu", decree30.NATION_SIZE, bold=True),
    "Motto": _head("Tiêu ngữ", decree30.MOTTO_SIZE, bold=True),
    "Number": _head("Số, ký hiệu", decree30.NUMBER_SIZE),
    "About": _head("Trích yếu công văn", decree30.ABOUT_SIZE),
    "PlaceDate": _head("Địa danh, thời gian", decree30.PLACE_DATE_SIZE, italic=True),
    "TypeName": _head("Tên loại", decree30.TYPE_SIZE, bold=True),
    "Subject": _head("Trích yếu", decree30.SUBJECT_SIZE, bold=True),
    "Addressee": _body("Kính gửi", decree30.ADDRESSEE_SIZE, align="left", indent=False),
    "LegalBasis": _body("Căn cứ", decree30.LEGAL_BASIS_SIZE, italic=True),
    "Caption": _body("caption", decree30.BODY_SIZE, align="center", indent=False, bold=True),
    "TableText": Style(name="Chữ trong bảng", size=decree30.TABLE_SIZE),
    "TableTextCenter": _head("Chữ giữa ô bảng", decree30.TABLE_SIZE),
    "TableHead": _head("Đầu bảng", decree30.TABLE_SIZE, bold=True),
    "SmallText": Style(name="Chữ nhỏ trong bảng", size=decree30.TABLE_SIZE_SMALL),
    "SmallTextCenter": _head("Chữ nhỏ giữa ô bảng", decree30.TABLE_SIZE_SMALL),
    "SmallHead": _head("Đầu bảng chữ nhỏ", decree30.TABLE_SIZE_SMALL, bold=True),
    "Authority": _head("Quyền hạn, chức vụ", decree30.AUTHORITY_SIZE, bold=True),
    "SignatureNote": _head("Ghi chú ký", decree30.SIGNATURE_NOTE_SIZE, italic=True),
    "Signer": _head("Người ký", decree30.SIGNER_SIZE, bold=True),
    "RecipientsTitle": Style(
        name="Nơi nhận", size=decree30.RECIPIENTS_TITLE_SIZE, bold=True, italic=True
    ),
    "Recipients": Style(name="Danh sách nơi nhận", size=decree30.RECIPIENTS_SIZE),
    "AnnexTitle": _head("Phụ lục", decree30.ANNEX_LABEL_SIZE, bold=True, outline=0),
    "AnnexReference": _head("Kèm theo văn bản", decree30.ANNEX_REFERENCE_SIZE, italic=True),
    "CoverTitle": _head("Tên bìa", decree30.COVER_TITLE_SIZE, bold=True),
    "CoverSubject": _head("Trích yếu bìa", decree30.COVER_SUBJECT_SIZE, bold=True),
    "CoverFact": Style(
        name="Thông tin bìa", size=decree30.BODY_SIZE, after=decree30.PARAGRAPH_SPACING
    ),
    "ClosingLine": Style(name="Dòng cuối văn bản", size=decree30.CLOSING_LINE_SIZE),
    "Fine": Style(
        name="Lưu ý", size=decree30.FINE_SIZE, align="justify", italic=True, after=decree30.RULE_GAP
    ),
    "Gap": Style(name="Khoảng cách", size=1),
}
LETTERS = (
    (HEAVY, "Chữ đậm", ("b", "bCs")),
    (SLANTED, "Chữ nghiêng", ("i", "iCs")),
    (HEAVY_SLANTED, "Chữ đậm nghiêng", ("b", "bCs", "i", "iCs")),
)
OUTSIDE = ("top", "left", "bottom", "right")
EVERY_SIDE = (*OUTSIDE, "insideH", "insideV")
RULED, BARE, LINES, FRAME = "TableGrid", "Arrangement", "WritingLines", "Frame"


def styles() -> Element:
    """All of them as Word keeps them."""
    return element(
        "styles",
        _defaults(),
        *(_style(key, style) for key, style in STYLES.items()),
        *(_letters(*each) for each in LETTERS),
        _table("TableNormal", "Normal Table", default=1),
        _table(RULED, "Table Grid", _borders("single"), _padding()),
        _table(BARE, "Bảng xếp chữ"),
        _table(LINES, "Dòng kẻ để viết", _borders("dotted", ("bottom", "insideH"))),
        _table(FRAME, "Khung bìa", _borders("single", OUTSIDE, decree30.COVER_LINE)),
    )


def _defaults() -> Element:
    look = element(
        "rPr",
        element("rFonts", **dict.fromkeys(_FONTS, decree30.FONT_FAMILY)),
        element("color", val="000000"),
        *_size(decree30.BODY_SIZE),
        element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"),
    )
    spacing = element("pPr", element("spacing", before=0, after=0, line=SINGLE, lineRule="auto"))
    return element("docDefaults", element("rPrDefault", look), element("pPrDefault", spacing))


def _size(points: float) -> list[Element]:
    return [element(tag, val=round(points * 2)) for tag in ("sz", "szCs")]


def _style(key: str, style: Style) -> Element:
    normal = key == "Normal"
    own: dict[str, object] = {} if style.name in BUILT_IN else {"customStyle": 1}
    standard: dict[str, object] = {"default": 1} if normal else own
    return element(
        "style",
        element("name", val=style.name),
        None if normal else element("basedOn", val="Normal"),
        element("next", val=style.follow) if style.follow else None,
        element("qFormat"),
        _paragraph(style),
        element(
            "rPr",
            *(element(tag) for tag in ("b", "bCs") if style.bold),
            *(element(tag) for tag in ("i", "iCs") if style.italic),
            *_size(style.size),
        ),
        type="paragraph",
        styleId=key,
        **standard,
    )


def _letters(key: str, name: str, tags: tuple[str, ...]) -> Element:
    """How some words of a paragraph look."""
    look = element("rPr", *(element(tag) for tag in tags))
    return element(
        "style",
        element("name", val=name),
        element("qFormat"),
        look,
        type="character",
        styleId=key,
        customStyle=1,
    )


def _paragraph(style: Style) -> Element:
    first = decree30.FIRST_LINE_INDENT * MM if style.indent else None
    made = properties(Shape(align=style.align, after=style.after, lines=style.lines, first=first))
    if style.outline is not None:
        made.insert(0, element("keepNext"))
        made.insert(1, element("keepLines"))
        made.append(element("outlineLvl", val=style.outline))
    return made


def _table(key: str, name: str, *more: Element, **attributes: object) -> Element:
    zero = element("tblCellMar", *(element(side, w=0, type="dxa") for side in OUTSIDE))
    if name not in BUILT_IN:
        attributes["customStyle"] = 1
    padded = any(each.tag == zero.tag for each in more)
    return element(
        "style",
        element("name", val=name),
        element("tblPr", element("tblInd", w=0, type="dxa"), *more, None if padded else zero),
        type="table",
        styleId=key,
        **attributes,
    )


def _borders(
    kind: str, sides: tuple[str, ...] = EVERY_SIDE, points: float = decree30.TABLE_LINE
) -> Element:
    return element("tblBorders", *(edge(side, points, kind) for side in sides))


def _padding() -> Element:
    values = {
        "top": decree30.TABLE_ABOVE,
        "left": decree30.TABLE_PADDING,
        "bottom": decree30.TABLE_BELOW - decree30.TABLE_LINE,  # the line is part of the row
        "right": decree30.TABLE_PADDING,
    }
    sides = (element(side, w=twips(points), type="dxa") for side, points in values.items())
    return element("tblCellMar", *sides)
