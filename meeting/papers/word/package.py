"""The empty Word file that papers are written into: styles, settings, fonts, theme.

python-docx's own has hundreds of styles, blue headings and a picture; this has what we name.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

from docx.opc.oxml import serialize_part_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import decree30
from meeting.papers.word.elements import element
from meeting.papers.word.styles import LANGUAGE, styles

_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COLOURS = {  # of the theme: an office that adds a shape gets black and greys
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "000000",
    "lt2": "FFFFFF",
    "accent1": "000000",
    "accent2": "333333",
    "accent3": "666666",
    "accent4": "999999",
    "accent5": "CCCCCC",
    "accent6": "E6E6E6",
    "hlink": "000000",
    "folHlink": "000000",
}


@cache
def empty() -> bytes:
    """The file as bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in _parts().items():
            package.writestr(name, content)
    return target.getvalue()


def _parts() -> dict[str, str | bytes]:
    """What lies in it, by name."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_OPC}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/fontTable", "fontTable.xml"),
            (f"{_OFFICE}/relationships/theme", "theme/theme1.xml"),
        ),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_OPC}/metadata/core-properties"/>'
        ),
        "docProps/app.xml": (
            f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
            "<Application>doithoai</Application></Properties>"
        ),
        "word/document.xml": _xml(element("document", element("body"))),
        "word/styles.xml": _xml(styles()),
        "word/settings.xml": _xml(_settings()),
        "word/fontTable.xml": _xml(_fonts()),
        "word/theme/theme1.xml": _theme(),
    }


def _xml(root: Element) -> bytes:
    made: bytes = serialize_part_xml(root)
    return made


def _content_types() -> str:
    kinds = {
        "word/document": f"{_KIND}.wordprocessingml.document.main+xml",
        "word/styles": f"{_KIND}.wordprocessingml.styles+xml",
        "word/settings": f"{_KIND}.wordprocessingml.settings+xml",
        "word/fontTable": f"{_KIND}.wordprocessingml.fontTable+xml",
        "word/theme/theme1": f"{_KIND}.theme+xml",
        "docProps/core": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app": f"{_KIND}.extended-properties+xml",
    }
    return (
        f'{_HEAD}<Types xmlns="{_OPC}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/{name}.xml" ContentType="{kind}"/>'
            for name, kind in kinds.items()
        )
        + "</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    made = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_OPC}/relationships">{"".join(made)}</Relationships>'


def _settings() -> Element:
    """Today's Word takes a file that does not say so for one of 2007 and lays it out as then."""
    modern = element(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return element(
        "settings",
        element("defaultTabStop", val=720),
        element("characterSpacingControl", val="doNotCompress"),
        element("compat", modern),
        element("themeFontLang", val=LANGUAGE),
        element("decimalSymbol", val=","),
        element("listSeparator", val=";"),
    )


def _fonts() -> Element:
    """Where the font is missing, one of its family is taken."""
    font = element(
        "font",
        element("family", val="roman"),
        element("pitch", val="variable"),
        name=decree30.FONT_FAMILY,
    )
    return element("fonts", font)


def _theme() -> str:
    """What an office adds by itself, a text box or a chart, is in the paper's own font."""
    fonts = "".join(
        f'<a:{use}Font><a:latin typeface="{decree30.FONT_FAMILY}"/><a:ea typeface=""/>'
        f'<a:cs typeface="{decree30.FONT_FAMILY}"/></a:{use}Font>'
        for use in ("major", "minor")
    )
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items()
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    looks = "".join(
        f"<a:{name}>{3 * one}</a:{name}>"
        for name, one in (
            ("fillStyleLst", fill),
            ("lnStyleLst", f"<a:ln>{fill}</a:ln>"),
            ("effectStyleLst", "<a:effectStyle><a:effectLst/></a:effectStyle>"),
            ("bgFillStyleLst", fill),
        )
    )
    return (
        f'{_HEAD}<a:theme xmlns:a="{_DRAWING}" name="doithoai"><a:themeElements>'
        f'<a:clrScheme name="doithoai">{colours}</a:clrScheme>'
        f'<a:fontScheme name="doithoai">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="doithoai">{looks}</a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )
