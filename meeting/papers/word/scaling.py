"""Finished paragraphs and tables made smaller, every length alike, as a copier does it."""

from __future__ import annotations

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import decree30
from meeting.papers.word.elements import MM, sized, twips
from meeting.papers.word.styles import STYLES

_LENGTHS = {  # what is a length, in twips or half points
    "spacing": ("before", "after"),
    "ind": ("left", "right", "firstLine", "hanging"),
    "tab": ("pos",),
    "tblW": ("w",),
    "gridCol": ("w",),
    "tcW": ("w",),
    "trHeight": ("val",),
    "sz": ("val",),
    "szCs": ("val",),
}


def scaled(made: Element, scale: float) -> Element:
    """The same with what its styles say written down, and all of it times `scale`."""
    for each in made.iter(qn("w:p")):
        _written_down(each)
    for name, attributes in _LENGTHS.items():
        for each in made.iter(qn(f"w:{name}")):
            for attribute in attributes:
                _times(each, attribute, scale)
    for each in made.iter(qn("w:spacing")):
        if each.get(qn("w:lineRule")) == "exact":
            _times(each, "line", scale)
    return made


def _times(made: Element, attribute: str, scale: float) -> None:
    key = qn(f"w:{attribute}")
    if made.get(key) is not None:
        made.set(key, str(round(int(made.get(key)) * scale)))


def _written_down(paragraph: Element) -> None:
    """Size, gap and indent of the style, where the paragraph has none of its own."""
    style = STYLES[paragraph.pPr.style]
    if paragraph.find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:sz')}") is None:
        sized(paragraph, style.size)
    if style.after:
        paragraph.pPr.get_or_add_spacing().set(qn("w:after"), str(twips(style.after)))
    indent = paragraph.pPr.find(qn("w:ind"))
    if style.indent and indent is None:
        first = str(twips(decree30.FIRST_LINE_INDENT * MM))
        paragraph.pPr.get_or_add_ind().set(qn("w:firstLine"), first)
