"""What a paper says, block by block, with nothing about how a renderer prints it.

Text is plain and comes from anybody: no renderer may read markup in it. A document travels to the
rendering process as JSON, so every block is a frozen value tagged with its `kind`.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from meeting.papers import decree30, wording
from meeting.papers.errors import PaperError
from meeting.papers.letters import NO_BREAK

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of plain text in one style; a line feed in it starts a new line."""

    text: str
    bold: bool = False
    italic: bool = False


Text = tuple[Run, ...]


def text(*parts: str | Run) -> Text:
    """Plain strings and runs as one text: `text("Ông ", bold(name), ".")`."""
    return tuple(part if isinstance(part, Run) else Run(text=part) for part in parts)


def bold(words: str) -> Run:
    return Run(text=words, bold=True)


def italic(words: str) -> Run:
    return Run(text=words, italic=True)


def plain(words: Text) -> str:
    """The letters of a text without its styles."""
    return "".join(run.text for run in words)


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What the file says about itself; `created` is printed nowhere, so a reprint is equal."""

    title: str
    language: str = "vi"
    subject: str = ""
    author: str = ""
    created: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Number:
    """`Số: …/BB-UBND`; the number stays blank until the records clerk gives one."""

    notation: str
    value: str | None = None

    @property
    def line(self) -> str:
        blank = NO_BREAK * decree30.NUMBER_BLANK
        return (
            f"Số: {self.value.zfill(2)}/{self.notation}"
            if self.value
            else (f"Số:{blank}/{self.notation}")
        )


@dataclass(frozen=True, kw_only=True)
class NationalHead:
    """Issuing body on the left, the nation on the right; minutes have no place and date.

    A letter, which names no type, says what it is `about` below its number: `V/v …`.
    """

    organ: tuple[str, ...]
    parent: tuple[str, ...] = ()
    number: Number | None = None
    place_date: str | None = None
    about: str = ""

    @property
    def about_line(self) -> str:
        return f"{decree30.ABOUT} {self.about}" if self.about else ""


@dataclass(frozen=True, kw_only=True)
class TypeAndSubject:
    type_name: str
    subject: str
    kind: Literal["type_and_subject"] = "type_and_subject"


@dataclass(frozen=True, kw_only=True)
class Addressees:
    """`Kính gửi:`; items without dash and closing mark."""

    items: tuple[str, ...]
    kind: Literal["addressees"] = "addressees"

    @property
    def lines(self) -> tuple[str, ...]:
        """One addressee stands behind the words, several below them as a list."""
        if len(self.items) == 1:
            return (f"{decree30.ADDRESSEE_TITLE} {self.items[0]}",)
        return (decree30.ADDRESSEE_TITLE, *(f"- {item}" for item in wording.closed(self.items)))


@dataclass(frozen=True, kw_only=True)
class LegalBases:
    """Bases without closing marks; `lines` gives them as the decree wants them printed."""

    items: tuple[str, ...]
    kind: Literal["legal_bases"] = "legal_bases"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(wording.closed(self.items))


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Level 1 is a part (`I.`, printed in capitals), 2 a titled clause (`1.`), 3 a point (`a)`)."""

    words: str
    level: Literal[1, 2, 3] = 1
    label: str = ""
    kind: Literal["heading"] = "heading"

    @property
    def line(self) -> str:
        words = self.words.upper() if self.level == 1 else self.words
        return f"{self.label} {words}".strip()


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    words: Text
    align: Align = "justify"
    indent: bool = True
    keep_with_next: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, kw_only=True)
class Item:
    """A paragraph that opens with its number, letter or dash."""

    label: str
    words: Text
    keep_with_next: bool = False
    kind: Literal["item"] = "item"


@dataclass(frozen=True, kw_only=True)
class Column:
    title: str
    share: float = 1.0
    align: Align = "left"


Row = tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A ruled table; its head is printed again on every page, its last row may hold totals."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    caption: str = ""
    small: bool = False
    kind: Literal["table"] = "table"


def row(*cells: str | int | Text) -> Row:
    """A table row from plain values: `row(1, "Làng Stơr", 6)`."""
    return tuple(cell if isinstance(cell, tuple) else text(str(cell)) for cell in cells)


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """`Nơi nhận:`; items without dash and closing mark, the last one is the file copy."""

    items: tuple[str, ...]
    kind: Literal["recipients"] = "recipients"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(f"- {item}" for item in wording.closed(self.items))


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Office in capitals, an optional note under it, room for pen and seal, and the name.

    `authority` line by line: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    """

    authority: tuple[str, ...]
    name: str = ""
    note: str = ""
    kind: Literal["signer"] = "signer"


LeftOfSignature = Annotated[Signer | Recipients, Field(discriminator="kind")]


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """Minutes: THƯ KÝ left, CHỦ TỌA right; other papers: recipients left, signer right."""

    right: Signer
    left: LeftOfSignature | None = None
    kind: Literal["signatures"] = "signatures"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The framed first page of a file: whose it is, what it holds, and facts like its shelf mark.

    A fact without a value is filled in by hand.
    """

    organ: tuple[str, ...]
    subject: str
    title: str = "HỒ SƠ"
    parent: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    kind: Literal["cover"] = "cover"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(f"{label}: {value or decree30.FILL_IN}" for label, value in self.facts)


@dataclass(frozen=True, kw_only=True)
class Spacer:
    points: float
    kind: Literal["spacer"] = "spacer"


@dataclass(frozen=True, kw_only=True)
class PageBreak:
    kind: Literal["page_break"] = "page_break"


Block = Annotated[
    TypeAndSubject
    | Addressees
    | LegalBases
    | Heading
    | Paragraph
    | Item
    | Table
    | Recipients
    | Signatures
    | Cover
    | Spacer
    | PageBreak,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An appendix: new page, its own page numbers, lying on its side when `landscape`."""

    title: str
    label: str = "Phụ lục"
    reference: str = ""
    landscape: bool = False
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """One paper. `closing_line` stands small at the foot of the last page (a check sum)."""

    meta: Meta
    head: NationalHead | None = None
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = field(default=())
    closing_line: str = ""

    @property
    def annex_labels(self) -> tuple[str, ...]:
        """`Phụ lục`, or `Phụ lục I`, `Phụ lục II` where several have the same word."""
        words = [annex.label for annex in self.annexes]
        return tuple(
            f"{word} {wording.roman(words[: place + 1].count(word)).rstrip('.')}"
            if words.count(word) > 1
            else word
            for place, word in enumerate(words)
        )


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def to_json(document: Document) -> bytes:
    """The document as JSON; half a surrogate pair (cut text) becomes a visible replacement."""
    return json_of(_adapter().dump_python(document, mode="python"))


def json_of(values: object) -> bytes:
    """Plain values as JSON that every reader takes."""
    written = json.dumps(values, default=_plain_value)
    paired = json.loads(written)  # joins surrogate pairs that arrived as two characters
    text_form = json.dumps(paired, ensure_ascii=False)
    return text_form.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _plain_value(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise PaperError(f"cannot be written: {type(value).__name__}")


def from_json(data: bytes) -> Document:
    try:
        return _adapter().validate_json(data)
    except ValidationError as error:
        raise PaperError(f"not a document: {error}") from error
