"""Writes the minutes as a document: Decree 30's form 1.9 as a running narrative.

Sections that plugins contribute stand between the participants and the conclusion. They leave the
labels of their headings and items empty; all numbering is done here, over the whole paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from meeting import clock
from meeting.papers import frame
from meeting.papers import wording as office
from meeting.papers.model import (
    Block,
    Document,
    Heading,
    Item,
    Meta,
    Paragraph,
    Recipients,
    Signer,
    TypeAndSubject,
    bold,
    text,
)
from meeting.plan import Plan, Session
from meeting.plan.parts import AgendaKind
from plugins.minutes import wording
from plugins.minutes.rules import Entered, labelled, paragraphs, signer_name
from plugins.minutes.writing.frame import Part, annexes, flat, sign_in_pairs
from plugins.minutes.writing.numbering import numbered

COURSE_FROM = 30  # sections before it tell who took part
CONCLUSION = 70  # sections from here end the conclusion
AFTERWARDS = 80  # sections behind it stand behind the conclusion


class Step(Protocol):
    """A step of a programme, whoever keeps it."""

    @property
    def kind(self) -> AgendaKind: ...
    @property
    def title(self) -> str: ...
    @property
    def who(self) -> str: ...


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
        return frame.title(self.plan, self.session_index)


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
        *flat(ordered, 0, COURSE_FROM),
        *_course(record.entered, flat(ordered, COURSE_FROM, CONCLUSION)),
        *_conclusion(record, flat(ordered, CONCLUSION, AFTERWARDS)),
        *flat(ordered, AFTERWARDS, None),
        *_end(record),
        *_signatures(record),
        Recipients(items=tuple(line.line for line in record.plan.recipients_of("minutes"))),
    ]
    return Document(
        meta=_meta(record),
        head=frame.head(record.plan, "minutes"),
        blocks=tuple(numbered(blocks)),
        annexes=tuple(annexes(ordered)),
        closing_line=_draft_line(record) if record.is_draft else "",
    )


def _meta(record: Record) -> Meta:
    name = record.title.replace("\n", " ")
    title = wording.DRAFT_TITLE if record.is_draft else wording.TITLE
    return Meta(
        title=title.format(title=name),
        subject=name,
        author=record.plan.host.name,
        created=record.closed_at,
    )


def _draft_line(record: Record) -> str:
    now = clock.local(record.now)
    return wording.DRAFT_LINE.format(time=office.time(now), date=office.date(now.date()))


def _when_and_where(record: Record) -> list[Block]:
    started = f"{frame.BLANK_TIME}."
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


def _conclusion(record: Record, ending: list[Block]) -> list[Block]:
    """What the chair said in conclusion, then what sections add to it."""
    lines = paragraphs(record.entered.conclusion)
    if not lines and not ending:
        return []
    official, chair = record.plan.concluding_official, record.session.chair
    by_chair = official.id == chair.id
    who = wording.inside(record.entered.chair if by_chair else official.full)
    heading = Heading(words=wording.CHAIRS_CONCLUSION if by_chair else wording.CONCLUSION)
    intro = wording.CONCLUDES.format(who=who)
    if not lines:
        return [heading, *ending]
    if len(lines) == 1:
        return [heading, _paragraph(f"{intro} {lines[0]}"), *ending]
    points: list[Block] = [
        _paragraph(line) if labelled(lines) else Item(label="", words=text(line)) for line in lines
    ]
    return [heading, Paragraph(words=text(intro), keep_with_next=True), *points, *ending]


def _end(record: Record) -> list[Block]:
    ending = frame.BLANK_TIME
    if record.opened_at and record.closed_at:
        ending = office.ending(clock.local(record.opened_at), clock.local(record.closed_at))
    lines = paragraphs(record.entered.closing)
    first = " ".join([wording.ENDED.format(ending=ending), *map(office.sentence, lines[:1])])
    rest = [office.sentence(line) for line in lines[1:]]
    *before, last = [first, *rest]
    return [_paragraph(line) for line in [*before, wording.ended(last)]]


def _signatures(record: Record) -> list[Block]:
    """Secretary left, chair right, then whoever else the plan wants to sign, in pairs."""
    secretary, chair = signer_name(record.entered.secretary), signer_name(record.entered.chair)
    usual = (
        Signer(authority=(wording.SIGNS_LEFT,), name=secretary),
        Signer(authority=(wording.SIGNS_RIGHT,), name=chair),
    )
    return sign_in_pairs(record.plan.signatures_of("minutes", record.session_index), usual)
