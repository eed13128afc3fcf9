"""Giấy mời after Mẫu 1.7 of Decree 30: personal, one or two a page, or one for each village."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from meeting.papers import frame
from meeting.papers import wording as office
from meeting.papers.bundle import Copy, Fine, Grid, Leaf, Letters, Part, QrCode
from meeting.papers.model import (
    Column,
    Item,
    NationalHead,
    PageBreak,
    Paragraph,
    Recipients,
    Signatures,
    Signer,
    Text,
    TypeAndSubject,
    bold,
    text,
)
from plugins.roster.papers import wording
from plugins.roster.papers.facts import Facts, Guest, Home

SMALL = 11.5  # before half a page is shrunk to its size
SPARE_ROWS = 5  # where the plan gives a village no number of places
PEOPLE = (
    Column(title="TT", share=1, align="center"),
    Column(title="Họ và tên", share=6),
    Column(title="Ông/Bà", share=2, align="center"),
    Column(title="Ghi chú", share=5),
)


def head(facts: Facts, document: str = "invitation") -> NationalHead:
    """Issuing body and nation; number and date stay blank until the paper is signed."""
    return frame.head(facts.plan, document, facts.year)


def signer(facts: Facts, document: str = "invitation") -> Signer:
    """Who signs: the plan's block, or the usual one."""
    return frame.signer(facts.plan, document, facts.session.index)


def recipients(facts: Facts, document: str = "invitation") -> Recipients:
    return frame.recipients(facts.plan, document)


# -- to a person ----------------------------------------------------------------------------------


def personal(facts: Facts, guests: Iterable[Guest], per_page: int) -> Letters:
    """One letter to many people."""
    few = per_page == 2
    small = [Fine(words=wording.privacy(facts))]
    return Letters(
        title=wording.INVITATION,
        per_page=2 if few else 1,
        head=head(facts),
        type_name=wording.INVITATION,
        subject=wording.subject(facts),
        opening=f"{facts.plan.host.name} trân trọng kính mời: ",
        after=tuple(
            _short(facts)
            if few
            else [*_closed([*_meeting(facts, wording.CONTENT_LETTERS), *_notes(facts)]), *small]
        ),
        beside=tuple(_beside(facts)) if few else (recipients(facts),),
        signature=signer(facts),
        strip=tuple(_strip(facts)),
        cut=wording.CUT,
        copies=tuple(_copies(guests)),
    )


def _copies(guests: Iterable[Guest]) -> Iterator[Copy]:
    for guest in guests:
        yield Copy(
            name=guest.addressed,
            rest=f", {guest.of}." if guest.village else f" - {guest.of}." if guest.of else ".",
            about=guest.of,
            qr=guest.address,
            code=guest.code,
        )


def _meeting(facts: Facts, letters: int) -> Iterator[Leaf]:
    """What, about what, for whom, who presides, when and where, in the order of the form."""
    eligible = facts.plan.attendance.eligibility
    yield _line(wording.TO, f"{facts.title}.")
    if content := wording.contents(facts, letters):
        yield _line(wording.CONTENT, content)
    if eligible:
        yield _line(wording.WHO, office.sentence(eligible))
    yield from _essentials(facts)


def _short(facts: Facts) -> Iterator[Leaf]:
    """Half a page: its title has said to what; the contents only when they are short."""
    content = wording.contents(facts, 10 * wording.CONTENT_WHOLE)
    if content and len(content) <= wording.CONTENT_WHOLE:
        yield _line(wording.CONTENT, content)
    yield from _essentials(facts)


def _essentials(facts: Facts) -> Iterator[Leaf]:
    yield _line(wording.CHAIR, office.sentence(facts.session.chair.full))
    yield _line(wording.WHEN, office.sentence(wording.when(facts)))
    yield _line(wording.WHERE, office.sentence(wording.where(facts)))


def _line(label: str, words: str) -> Paragraph:
    return Paragraph(words=text(bold(label), words))


def _note(words: str) -> Item:
    return Item(label="-", words=text(office.sentence(words)))


def _notes(facts: Facts) -> list[Leaf]:
    notes = facts.plan.attendance.invitation_notes
    return [_line(wording.NOTES, ""), *map(_note, notes)] if notes else []


def _closed(blocks: list[Leaf]) -> Iterator[Leaf]:
    """A text with the mark by which the decree closes it."""
    last = blocks[-1]
    assert isinstance(last, Paragraph | Item)
    *before, run = last.words
    ended = text(*before, f"{run.text.rstrip(' .')}{wording.END_MARK}")
    yield from [*blocks[:-1], replace(last, words=ended)]


def _beside(facts: Facts) -> Iterator[Leaf]:
    """Half a page has its notes beside the code, in small print."""
    notes = " ".join(office.sentence(one) for one in facts.plan.attendance.invitation_notes)
    if notes:
        yield Fine(words=f"{wording.NOTES} {notes}", size=SMALL)
    yield Fine(words=wording.privacy(facts), size=SMALL)


def _strip(facts: Facts) -> Iterator[Text]:
    yield text(bold(wording.STRIP_TITLE))
    yield text(bold(wording.WHEN), f"{wording.when_short(facts)}.")
    yield text(bold(wording.WHERE), office.sentence(facts.session.venue.name or wording.DOTS))
    yield text(wording.STRIP_USE)


# -- to a village ---------------------------------------------------------------------------------


def of_village(facts: Facts, village: Home) -> Part:
    """A village is asked to send its people; on the back the list so far, up to its places."""
    people = [one for one in facts.of_village(village) if one.invited]
    ask = f" tới dự hội nghị. Đề nghị {village.head} mời từng người theo danh sách kèm theo."
    return Part(
        title=f"{wording.INVITATION} – {village.label}",
        head=head(facts),
        blocks=(
            TypeAndSubject(type_name=wording.INVITATION, subject=wording.subject(facts)),
            Paragraph(
                words=text(
                    f"{facts.plan.host.name} trân trọng kính mời {village.label} cử ",
                    bold(_number(village)),
                    ask,
                )
            ),
            *_closed([*_meeting(facts, wording.CONTENT_OF_VILLAGE), *_notes(facts)]),
            Fine(words=wording.privacy(facts)),
            Signatures(left=recipients(facts), right=signer(facts)),
            PageBreak(),
            TypeAndSubject(type_name=wording.LIST, subject=f"Đại biểu {village.label} dự hội nghị"),
            _people(people, village),
            *_link(village),
            Signatures(right=Signer(authority=(village.head.upper(),), note=wording.SIGN_NOTE)),
        ),
    )


def _number(village: Home) -> str:
    return office.count(village.places, "đại biểu") if village.places else "đại biểu"


def _people(people: Sequence[Guest], village: Home) -> Grid:
    rows = [
        (str(number), one.name, one.honorific, one.office)
        for number, one in enumerate(people, start=1)
    ]
    free = SPARE_ROWS if village.places is None else max(0, village.places - len(people))
    rows += [(str(number), "", "", "") for number in range(len(rows) + 1, len(rows) + free + 1)]
    return Grid(columns=PEOPLE, rows=tuple(rows), height=9)


def _link(village: Home) -> Iterator[Leaf]:
    """The village's private page, when it has one."""
    if village.address:
        yield QrCode(
            data=village.address,
            beside=(
                text(bold(f"Trang ghi danh sách của {village.label}")),
                text(
                    f"{village.head} quét mã này bằng điện thoại để ghi hoặc sửa tên đại biểu. "
                    "Mã dùng riêng, không đưa cho người khác."
                ),
            ),
        )
