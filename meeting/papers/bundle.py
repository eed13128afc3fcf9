"""Several papers in one file: pages that flow, a letter to many people, cards cut from a page.

What a list or a letter says of a thousand people is held as plain strings, so that a bundle becomes
JSON within milliseconds; all setting is the rendering process's affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from meeting.papers import decree30, model
from meeting.papers.errors import PaperError


@dataclass(frozen=True, kw_only=True)
class QrCode:
    """A QR with words beside it; `side` in millimetres, without the white border."""

    data: str
    beside: tuple[model.Text, ...] = ()
    side: float = 28.0
    kind: Literal["qr_code"] = "qr_code"


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A ruled list of plain cells for the pen: every row at least `height` mm, some rows blank."""

    columns: tuple[model.Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    blank: int = 0
    height: float = 9.0
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True, kw_only=True)
class WritingLines:
    """Dotted lines to write on, `gap` mm apart; `count` 0 fills the page."""

    count: int
    gap: float = 9.0
    kind: Literal["writing_lines"] = "writing_lines"


@dataclass(frozen=True, kw_only=True)
class Boxes:
    """Boxes to tick, in columns."""

    labels: tuple[str, ...]
    columns: int = 2
    size: float = 12.0
    kind: Literal["boxes"] = "boxes"


@dataclass(frozen=True, kw_only=True)
class Blank:
    """Dotted lines to write on behind their labels, side by side: `Họ và tên: ………`."""

    labels: tuple[str, ...]
    size: float = 13.0
    kind: Literal["blank"] = "blank"


@dataclass(frozen=True, kw_only=True)
class Fine:
    """Small print, in italics."""

    words: str
    size: float = decree30.FINE_SIZE
    kind: Literal["fine"] = "fine"


Leaf = Annotated[
    model.TypeAndSubject
    | model.Addressees
    | model.LegalBases
    | model.Heading
    | model.Paragraph
    | model.Item
    | model.Table
    | model.Recipients
    | model.Signatures
    | model.Cover
    | model.Spacer
    | model.PageBreak
    | QrCode
    | Grid
    | WritingLines
    | Boxes
    | Blank
    | Fine,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A paper on pages of its own, counted from one: `trang 1/3 – làng Stơr`."""

    title: str  # in the file's table of contents
    blocks: tuple[Leaf, ...]
    head: model.NationalHead | None = None
    foot: str | None = None  # None: numbered as Decree 30 wants it, from the second page on
    landscape: bool = False  # lies on its side: wide lists
    closing_line: str = ""  # small, at the foot of its last page
    kind: Literal["part"] = "part"

    @classmethod
    def of(cls, document: model.Document) -> Part:
        """A document as a part of a file. Raises `PaperError` for one with annexes, which have
        pages of their own.
        """
        if document.annexes:
            raise PaperError(f"a paper with annexes is no part of a file: {document.meta.title}")
        return cls(
            title=document.meta.title,
            head=document.head,
            blocks=document.blocks,
            closing_line=document.closing_line,
        )


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One addressee: bold name, what follows it, the QR's text and the code that is typed."""

    name: str
    rest: str
    about: str  # village or office, on the strip
    qr: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Letters:
    """One letter to many, one or two on a page, each with a strip at its foot that is cut off.

    Everything but the addressee is set once for all. `beside` stands left of the signature, by the
    QR; `strip` are the lines that all strips share.
    """

    title: str
    per_page: Literal[1, 2]
    head: model.NationalHead
    type_name: str
    subject: str
    opening: str
    after: tuple[Leaf, ...]
    beside: tuple[Leaf, ...]
    signature: model.Signer
    strip: tuple[model.Text, ...]
    cut: str  # words on the line that is cut
    copies: tuple[Copy, ...]
    kind: Literal["letters"] = "letters"


@dataclass(frozen=True, kw_only=True)
class Cards:
    """The same card several times on a page, with lines to cut along."""

    title: str
    blocks: tuple[Leaf, ...]
    down: Literal[1, 2] = 2
    across: Literal[1, 2] = 1
    pages: int = 1
    kind: Literal["cards"] = "cards"


Sheet = Annotated[Part | Letters | Cards, Field(discriminator="kind")]


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One file."""

    meta: model.Meta
    sheets: tuple[Sheet, ...]


@cache
def _adapter() -> TypeAdapter[Bundle]:
    return TypeAdapter(Bundle)


def to_json(bundle: Bundle) -> bytes:
    """The bundle as JSON."""
    return model.json_of(_adapter().dump_python(bundle, mode="python"))


def from_json(data: bytes) -> Bundle:
    try:
        return _adapter().validate_json(data)
    except ValidationError as error:
        raise PaperError(f"not a bundle of papers: {error}") from error
