"""Writes the minutes as a document: Decree 30's form 1.9 as a running narrative.

Sections that plugins contribute stand between the participants and the conclusion. They leave the
labels of their headings and items empty; all numbering is done here, over the whole paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Protocol

from meeting import clock
from meeting.papers import wording as office
from meeting.papers.model import (
    Annex,
    Block,
    Document,
    Heading,
    Item,
    Meta,
    NationalHead,
    Number,
    Paragraph,
    Recipients,
    Signatures,
    Signer,
    TypeAndSubject,
    bold,
    text,
)
from meeting.plan import Plan, Session
from meeting.plan.parts import AgendaKind, Signature
from plugins.minutes import wording
from plugins.minutes.rules import Entered, labelled, paragraphs, signer_name

COURSE_FROM = 30  # sections before it tell who took part
CONCLUSION = 70  # sections behind it stand behind the conclusion


class Step(Protocol):
    """A step of a programme, whoever keeps it."""

    @property
    def kind(self) -> AgendaKind: ...
    @property
    def title(self) -> str: ...
    @property
    def who(self) -> str: ...


Part = tuple[int, Sequence[Block | Annex]]  # a section's order and what it says


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the minutes say by themselves, without the sections of other plugins."""

    plan: Plan
    session_index: int
    opened_at: datetime | None
    closed_at: datetime | None
    now: datetime
    entered: Entered

    @property
    def session(self) -> Session:
        """This meeting's part of the plan."""
        return self.plan.session(self.session_index)

    @property
    def is_draft(self) -> bool:
        """Whether the meeting is still going on."""
        return self.closed_at is None

    @property
    def title(self) -> str:
        """What the meeting is called, with the session's name when the plan has several."""
        name = self.session.name
        return f"{self.plan.title}\n({name})" if name else self.plan.title


def defaults(plan: Plan, session_index: int, steps: Sequence[Step] | None = None) -> Entered:
    """What is known already of the secretary's words; she reads and changes them.

    ``steps``: the programme as it really was, where somebody keeps it; else the plan's.
    """
    session = plan.session(session_index)
    secretary = session.secretaries[0].full if session.secretaries else ""
    return Entered(
        chair=session.chair.full,
        secretary=secretary,
        opening="\n".join(_programme(plan.agenda if steps is None else steps, plan)),
        conclusion="\n".join(plan.minutes.conclusion_points),
        closing=wording.READ_ALOUD,
    )


def _programme(steps: Sequence[Step], plan: Plan) -> Iterator[str]:
    """The steps from the opening to the first speaker."""
    for step in steps:
        if step.kind == "SPEAKING":
            return
        if step.kind in {"OPENING", "RULES", "REPORT"}:
            yield wording.programme_step(step.title, step.who, [one.name for one in plan.people])


def write(record: Record, parts: Iterable[Part]) -> Document:
    """The minutes. A draft when the meeting is not closed."""
    ordered = sorted(parts, key=lambda part: part[0])
    blocks = [
        TypeAndSubject(
            type_name=wording.DRAFT_TYPE if record.is_draft else wording.TYPE,
            subject=office.glued(record.title),
        ),
        *_when_and_where(record),
        *_participants(record),
        *_flat(ordered, 0, COURSE_FROM),
        *_course(record.entered, _flat(ordered, COURSE_FROM, CONCLUSION)),
        *_conclusion(record),
        *_flat(ordered, CONCLUSION, None),
        *_end(record),
        *_signatures(record),
        Recipients(items=tuple(line.line for line in record.plan.recipients_of("minutes"))),
    ]
    return Document(
        meta=_meta(record),
        head=_head(record.plan),
        blocks=tuple(numbered(blocks)),
        annexes=tuple(_annexes(ordered)),
        closing_line=_draft_line(record) if record.is_draft else "",
    )


def _flat(parts: list[Part], start: int, end: int | None) -> list[Block]:
    return [
        block
        for order, blocks in parts
        if start <= order and (end is None or order < end)
        for block in blocks
        if not isinstance(block, Annex)
    ]


def _annexes(parts: list[Part]) -> Iterator[Annex]:
    """What stands behind the text, in the order of the sections."""
    return (block for _, blocks in parts for block in blocks if isinstance(block, Annex))


def _meta(record: Record) -> Meta:
    title = wording.DRAFT_TITLE if record.is_draft else wording.TITLE
    return Meta(
        title=title.format(title=record.title),
        subject=record.title,
        author=record.plan.host.name,
        created=record.closed_at,
    )


def _head(plan: Plan) -> NationalHead:
    return NationalHead(
        parent=(plan.host.parent,) if plan.host.parent else (),
        organ=plan.host.head_lines,
        number=Number(notation=plan.notation("minutes")),
    )


def _draft_line(record: Record) -> str:
    now = clock.local(record.now)
    return wording.DRAFT_LINE.format(time=office.time(now), date=office.date(now.date()))


def _when_and_where(record: Record) -> list[Block]:
    started = f"{wording.BLANK_TIME}."
    if record.opened_at:
        opened = clock.local(record.opened_at)
        started = f"{office.time(opened)}, {office.date(opened.date())}."
    place = record.session.venue.full
    return [
        Paragraph(words=text(bold(wording.STARTED), started)),
        Paragraph(words=text(bold(wording.PLACE), office.sentence(place) or wording.BLANK)),
    ]


def _participants(record: Record) -> list[Block]:
    entered, co_chairs = record.entered, [one.full for one in record.plan.co_chairs]
    blocks: list[Block] = [
        Heading(words=wording.PARTICIPANTS),
        _named(wording.CHAIR, entered.chair),
    ]
    if co_chairs:
        blocks.append(_named(wording.CO_CHAIRS, "; ".join(co_chairs)))
    return [*blocks, _named(wording.SECRETARY, entered.secretary)]


def _named(label: str, words: str) -> Item:
    return Item(label="", words=text(bold(label), office.sentence(words) or wording.BLANK))


def _course(entered: Entered, sections: list[Block]) -> list[Block]:
    """What happened: the opening in the secretary's words, then the sections of the record."""
    lines = paragraphs(entered.opening)
    opening: list[Block] = []
    if lines:
        opening = [Heading(words=wording.OPENING, level=2), *map(_paragraph, lines)]
    first = sections[0] if sections else None
    if isinstance(first, Heading) and first.level == 1:
        if first.words.casefold() == wording.COURSE.casefold():
            return [first, *opening, *sections[1:]]
        return [*([Heading(words=wording.COURSE)] if opening else []), *opening, *sections]
    if not opening and not sections:
        return []
    return [Heading(words=wording.COURSE), *opening, *sections]


def _paragraph(line: str) -> Paragraph:
    return Paragraph(words=text(line))


def _conclusion(record: Record) -> list[Block]:
    lines = paragraphs(record.entered.conclusion)
    if not lines:
        return []
    official, chair = record.plan.concluding_official, record.session.chair
    by_chair = official.id == chair.id
    who = wording.inside(record.entered.chair if by_chair else official.full)
    heading = Heading(words=wording.CHAIRS_CONCLUSION if by_chair else wording.CONCLUSION)
    intro = wording.CONCLUDES.format(who=who)
    if len(lines) == 1:
        return [heading, _paragraph(f"{intro} {lines[0]}")]
    points: list[Block] = [
        _paragraph(line) if labelled(lines) else Item(label="", words=text(line)) for line in lines
    ]
    return [heading, Paragraph(words=text(intro), keep_with_next=True), *points]


def _end(record: Record) -> list[Block]:
    ending = wording.BLANK_TIME
    if record.opened_at and record.closed_at:
        ending = office.ending(clock.local(record.opened_at), clock.local(record.closed_at))
    lines = paragraphs(record.entered.closing)
    first = " ".join([wording.ENDED.format(ending=ending), *map(office.sentence, lines[:1])])
    rest = [office.sentence(line) for line in lines[1:]]
    *before, last = [first, *rest]
    return [_paragraph(line) for line in [*before, wording.ended(last)]]


def _signatures(record: Record) -> list[Block]:
    """Secretary left, chair right, then whoever else the plan wants to sign, in pairs."""
    places = record.plan.signatures_of("minutes", record.session_index)
    left = [_signer(place) for place in places if place.side == "left"]
    right = [_signer(place) for place in places if place.side == "right"]
    left = left or [Signer(authority=(wording.SIGNS_LEFT,))]
    right = right or [Signer(authority=(wording.SIGNS_RIGHT,))]
    left[0] = replace(left[0], name=signer_name(record.entered.secretary))
    right[0] = replace(right[0], name=signer_name(record.entered.chair))
    nobody = Signer(authority=())
    return [Signatures(left=one, right=other or nobody) for one, other in zip_longest(left, right)]


def _signer(place: Signature) -> Signer:
    return Signer(
        authority=tuple(filter(None, (place.capacity, place.title))),
        name=signer_name(place.person),
    )


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Number the parts I., II., their clauses 1., 2., the points of a clause a), b).

    An item without a label is a clause where its part has no titled clauses, else a point. A label
    that somebody has set is kept.
    """
    part = clause = point = 0
    inside_clause = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            part, clause, point, inside_clause = part + 1, 0, 0, False
            yield replace(block, label=office.roman(part))
        elif isinstance(block, Heading) and block.level == 2:
            clause, point, inside_clause = clause + 1, 0, True
            yield replace(block, label=block.label or office.numbered(clause))
        elif isinstance(block, Heading | Item) and not block.label:
            if isinstance(block, Heading) or inside_clause:
                point += 1
                yield replace(block, label=office.letter(point))
            else:
                clause += 1
                yield replace(block, label=office.numbered(clause))
        else:
            yield block
