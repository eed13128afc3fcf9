"""What the papers after the meeting share: their opening, their numbering, their signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from meeting import clock
from meeting.papers import frame
from meeting.papers import wording as office
from meeting.papers.model import (
    Annex,
    Block,
    Document,
    Heading,
    Item,
    Meta,
    NationalHead,
    Paragraph,
    Recipients,
    Signatures,
    Signer,
    text,
)
from meeting.plan.parts import Signature
from meeting.points import Telling
from plugins.minutes import wording
from plugins.minutes.rules import signer_name
from plugins.minutes.writing.numbering import numbered

Part = tuple[int, Sequence[Block | Annex]]  # a section's order and what it says


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A paper that the host issues after the meeting."""

    paper: str  # its kind in the plan
    title: str
    blocks: Sequence[Block]
    annexes: Sequence[Annex] = ()
    carry_out: Sequence[str] = ()  # recipients beside those of the plan: it gives them something
    above: Sequence[str] = ()  # lines of recipients to whom the paper is addressed


def issue(telling: Telling, what: Issued) -> Document:
    """The whole paper: head with blank number and date, its parts numbered, signature."""
    meeting, plan = telling.meeting, telling.plan
    return Document(
        meta=Meta(
            title=what.title, subject=plan.title, author=plan.host.name, created=meeting.closed_at
        ),
        head=head(telling, what.paper),
        blocks=(*numbered(what.blocks), *_signed(telling, what)),
        annexes=tuple(what.annexes),
    )


def head(telling: Telling, paper: str) -> NationalHead:
    """The head of an issued paper, in the year in which the meeting was held."""
    day = telling.meeting.closed_at or telling.meeting.opened_at or clock.now()
    return frame.head(telling.plan, paper, clock.local(day).year)


def day(telling: Telling) -> str:
    """The day of the meeting as papers write it in a sentence: ``20/10/2023``."""
    opened = telling.meeting.opened_at or clock.now()
    return office.short_date(clock.local(opened).date())


OPENING_SAMPLE = {
    "date": "20/10/2023",
    "venue": "Hội trường Nhà văn hóa xã",
    "host": "Ủy ban nhân dân xã Tơ Tung",
    "meeting": "hội nghị trao đổi, đối thoại với Nhân dân",
}


def opening_facts(telling: Telling) -> dict[str, str]:
    """What the first sentence of an issued paper is filled with: when, where, who, what."""
    session = telling.plan.session(telling.meeting.session_index)
    return {
        "date": day(telling),
        "venue": session.venue.full.rstrip(". "),
        "host": telling.plan.host.name,
        "meeting": office.inside(telling.plan.title),
    }


def meeting_held(telling: Telling) -> str:
    """The meeting inside a title, with its day; its session where the plan has several."""
    below = frame.session_below(telling.plan, telling.meeting.session_index)
    return f"{office.inside(telling.plan.title)}{held_on(telling)}{below}"


def held_on(telling: Telling) -> str:
    """The day behind the meeting's name; a comma keeps it from a year before it."""
    comma = "," if telling.plan.title[-1:].isdigit() else ""
    return f"{comma} ngày {day(telling)}"


def _signed(telling: Telling, what: Issued) -> Iterator[Block]:
    """Recipients on the left, whoever signs on the right."""
    items = _recipients(frame.recipients(telling.plan, what.paper).items, what)
    signer = frame.signer(telling.plan, what.paper, telling.meeting.session_index)
    yield Signatures(left=Recipients(items=items), right=signer)


def _recipients(listed: Sequence[str], what: Issued) -> tuple[str, ...]:
    """The plan's lines: whom the head addresses as such, whoever is to act behind those.

    A line that only says `whoever is given something` gives way to their names.
    """
    *lines, copy = listed or (wording.FILE_COPY,)
    lines = [wording.AS_ABOVE if line in what.above else line for line in lines]
    acting = [f"{one} {wording.TO_CARRY_OUT}" for one in what.carry_out]
    everybody = [line for line in lines if acting and line.endswith(wording.CHARGED)]
    if everybody:
        at = lines.index(everybody[0])
        rest = [line for line in lines[at:] if line not in everybody]
        return (*dict.fromkeys([*lines[:at], *acting, *rest]), copy)
    at = max(
        (n for n, line in enumerate(lines, 1) if line.endswith(wording.TO_CARRY_OUT)), default=0
    )
    behind = at or len(lines)
    return (*dict.fromkeys([*lines[:behind], *acting, *lines[behind:]]), copy)


def flat(parts: Sequence[Part], start: int = 0, end: int | None = None) -> list[Block]:
    """What the sections of an order from ``start`` to before ``end`` say in the text."""
    return [
        block
        for order, blocks in sorted(parts, key=lambda part: part[0])
        if start <= order and (end is None or order < end)
        for block in blocks
        if not isinstance(block, Annex)
    ]


def annexes(parts: Sequence[Part]) -> list[Annex]:
    """What stands behind the text, in the order of the sections."""
    return [
        block
        for _, blocks in sorted(parts, key=lambda part: part[0])
        for block in blocks
        if isinstance(block, Annex)
    ]


def part(title: str, blocks: Sequence[Block]) -> list[Block]:
    """A part with its heading; nothing when it would be empty."""
    return [Heading(words=title), *blocks] if blocks else []


def prose(words: str) -> Paragraph:
    """A paragraph of plain words, closed as a sentence."""
    return Paragraph(words=text(office.sentence(words)))


def points(lines: Sequence[str]) -> list[Block]:
    """Lines as points one by one; a single one is a sentence of its own."""
    if len(lines) == 1:
        return [prose(lines[0])]
    return [Item(label="", words=text(office.sentence(line))) for line in lines]


def sign_in_pairs(places: Sequence[Signature], first: tuple[Signer, Signer]) -> list[Block]:
    """Signing places side by side: ``first`` where the plan names none, then pair by pair."""
    left = [signing_place(one) for one in places if one.side == "left"] or [first[0]]
    right = [signing_place(one) for one in places if one.side == "right"] or [first[1]]
    left[0] = Signer(authority=left[0].authority, name=first[0].name)
    right[0] = Signer(authority=right[0].authority, name=first[1].name)
    nobody = Signer(authority=())
    return [
        Signatures(left=one or nobody, right=other or nobody)
        for one, other in zip_longest(left, right)
    ]


def signing_place(place: Signature) -> Signer:
    """A signature block of the plan."""
    authority = tuple(filter(None, (place.capacity, place.title)))
    return Signer(authority=authority, name=signer_name(place.person))
