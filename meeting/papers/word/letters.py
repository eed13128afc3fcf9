"""A letter to many people in Word: a page for each, with the strip at its foot that is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from meeting.papers import bundle, decree30, model
from meeting.papers.pdf import copies
from meeting.papers.pdf.bundle import flow as set_for_paper
from meeting.papers.word import blocks, forms, heads
from meeting.papers.word.elements import (
    SINGLE,
    Row,
    Shape,
    framed,
    gap,
    line,
    paragraph,
    sized,
    table,
)
from meeting.papers.word.file import File, Pages
from meeting.papers.word.scaling import scaled
from meeting.papers.word.styles import BARE

Flow = Callable[[Sequence[bundle.Leaf], float], list[Element]]

_CODE = 29.0  # side of a code in millimetres
_CUT = 48.0  # the line that is cut, above the lower edge
_EDGE = 15.0  # millimetres on both sides of a strip: nobody binds it
_PAD = 8.0  # millimetres between the cut and what stands below it
_PERSON = 0.45  # of what the code leaves: for the person, the rest for the meeting
_NAME, _TYPED, _CUT_SIZE = 14.0, 17.0, 8.0  # points


def written(letters: bundle.Letters, file: File, flow: Flow) -> tuple[Pages, list[Element]]:
    """All copies, however many the PDF would put on a page; what they share is set once."""
    pages = Pages(bare=True)
    if not letters.copies:
        return pages, []
    form = _Form(letters, pages.width, flow)
    content: list[Element] = []
    for number, copy in enumerate(letters.copies):
        if number:
            content.append(gap(1, page_break=True))
        content += _copy(letters, copy, form, file)
    return pages, content


class _Form:
    """What all copies share, set as small as it must be on paper."""

    def __init__(self, letters: bundle.Letters, width: float, flow: Flow) -> None:
        self._scale, self._body = copies.way_of(letters, set_for_paper)
        self.width = width
        wide = width / self._scale
        self.before = self.fitted(
            [
                *heads.head(letters.head, wide),
                *heads.title(letters.type_name, letters.subject, wide),
            ]
        )
        gap_above = gap(decree30.BLOCK_GAP, keep_with_next=True)
        self.after = self.fitted([*flow(letters.after, wide), gap_above])
        beside = [leaf for leaf in letters.beside if leaf.kind != "spacer"]
        below = flow(beside, wide / 2)
        if isinstance(next(iter(beside), None), model.Recipients):
            del below[0]  # its gap: they stand level with the office of who signs
        self.beside = self.fitted(below)
        self.signed = self.fitted(blocks.signer(letters.signature))

    def fitted(self, content: list[Element]) -> list[Element]:
        """Text in the size and leading that fit; beyond what the decree leaves, all of it."""
        if self._body != copies.WIDE:
            lines = self._body.leading / decree30.single(self._body.size)
            for each in content:
                if each.tag == qn("w:p") and each.pPr.style == "BodyText":
                    spacing = sized(each, self._body.size).pPr.get_or_add_spacing()
                    spacing.set(qn("w:line"), str(round(SINGLE * lines)))
                    spacing.set(qn("w:lineRule"), "auto")
        return [scaled(each, self._scale) for each in content] if self._scale < 1 else content


def _copy(letters: bundle.Letters, copy: bundle.Copy, form: _Form, file: File) -> Iterator[Element]:
    yield from deepcopy(form.before)
    asked = model.text(letters.opening, model.bold(copy.name), copy.rest)
    yield from form.fitted([paragraph(asked, "BodyText")])
    yield from deepcopy(form.after)
    beside = [
        *deepcopy(form.beside),
        gap(decree30.PARAGRAPH_SPACING),
        forms.picture(copy.qr, _CODE, file),
        line(copy.code, "TableHead", Shape(align="left")),
    ]
    row = Row(cells=(beside, deepcopy(form.signed)))
    yield table([row], [form.width / 2] * 2, BARE)
    yield gap(1)
    yield from _strip(letters, copy, file)
    yield gap(1)  # what is framed is held by the paragraph behind it


def _strip(letters: bundle.Letters, copy: bundle.Copy, file: File) -> Iterator[Element]:
    """A dashed line across the page, and below it what stays with the office."""
    own = [
        sized(line(_unbroken(copy.name), "TableHead", Shape(align="left")), _NAME),
        line(_unbroken(copy.about), "TableText"),
        sized(line(_unbroken(copy.code), "TableHead", Shape(align="left")), _TYPED),
    ]
    shared = [paragraph(words, "Recipients") for words in letters.strip]
    words = Shape(align="right", rule=decree30.TABLE_LINE, dashed=True)
    cut = sized(line(letters.cut, "Fine", words), _CUT_SIZE)
    top = decree30.PAGE_HEIGHT - _CUT
    yield from framed([cut], 5, top - 5, decree30.PAGE_WIDTH - 10)
    yield from framed([forms.picture(copy.qr, _CODE, file)], _EDGE, top + _PAD, _CODE + 1)
    left = _EDGE + _CODE + 6
    share = (decree30.PAGE_WIDTH - _EDGE - left) * _PERSON
    yield from framed(own, left, top + _PAD + 6, share)
    rest = decree30.PAGE_WIDTH - _EDGE - left - share - 6
    yield from framed(shared, left + share + 6, top + _PAD + 2, rest)


def _unbroken(words: str) -> str:
    """Line ends as spaces: a strip is low."""
    return " ".join(words.splitlines())
