"""The printed programme, the house rules, and a part of the minutes.

Vietnamese whatever language the screens speak.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import _l
from meeting.models import Meeting
from meeting.papers import frame, wording
from meeting.papers.bundle import Part
from meeting.papers.model import (
    Block,
    Column,
    Document,
    Heading,
    Item,
    Meta,
    Paragraph,
    Signatures,
    Table,
    TypeAndSubject,
    bold,
    row,
    text,
)
from meeting.plan.parts import AgendaKind
from meeting.points import Letter, Paper, PaperKind, Section, Telling
from plugins.agenda import queries
from plugins.agenda.rules import Step

PROGRAMME = "CHƯƠNG TRÌNH"
HOUSE_RULES = "NỘI QUY"
CARRIED_OUT = "Chương trình đã thực hiện"
IF_ANY = " (nếu có)"
WHEN, WHERE = "Thời gian: ", "Địa điểm: "
ASKED = "Đề nghị các vị đại biểu và bà con Nhân dân thực hiện tốt các nội dung sau:"
COLUMNS = (
    Column(title="TT", share=10, align="center"),
    Column(title="Thời gian", share=24, align="center"),
    Column(title="Nội dung", share=85),
    Column(title="Người thực hiện", share=46),
)


def programme(session: Session, meeting: Meeting) -> Sequence[Document]:
    """The steps with their times as they stand now; nothing when there are none."""
    steps = queries.steps(session, meeting.id)
    if not steps:
        return []
    plan, own = meeting.plan, meeting.plan.session(meeting.session_index)
    day = own.schedule.date or clock.local(meeting.opened_at or clock.now()).date()
    rows = [
        row(number, begins, step.title, step.who)
        for number, (step, begins) in enumerate(
            zip(steps, times(steps, own.schedule.start), strict=True), start=1
        )
    ]
    signature = frame.signer(plan, "programme", meeting.session_index)
    blocks: tuple[Block, ...] = (
        TypeAndSubject(type_name=PROGRAMME, subject=frame.title(plan, meeting.session_index)),
        Paragraph(words=text(bold(WHEN), wording.sentence(frame.when(own.schedule)))),
        Paragraph(words=text(bold(WHERE), wording.sentence(own.venue.full))),
        Table(columns=COLUMNS, rows=tuple(rows)),
        Signatures(left=frame.recipients(plan, "programme"), right=signature),
    )
    head = frame.head(plan, "programme", day.year)
    return [Document(meta=_meta(PROGRAMME, meeting), head=head, blocks=blocks)]


def _meta(title: str, meeting: Meeting) -> Meta:
    return Meta(
        title=f"{title.capitalize()} {meeting.title}",
        subject=meeting.title,
        author=meeting.plan.host.name,
    )


def times(steps: Sequence[Step], start: dt.time | None) -> Iterator[str]:
    """When each step begins, as long as those before it say how long they take.

    People are received before the hour on the invitation; what follows begins with it.
    """
    received = list(takewhile(lambda one: one.kind == AgendaKind.WELCOME, steps))
    opens = dt.datetime.combine(dt.date(2000, 1, 2), start) if start else None
    at = opens - dt.timedelta(minutes=sum(one.minutes or 0 for one in received)) if opens else None
    for number, step in enumerate(steps):
        at = opens if number == len(received) else at
        yield f"{at:%H:%M}" if at else (wording.count(step.minutes, "phút") if step.minutes else "")
        at = at + dt.timedelta(minutes=step.minutes) if at and step.minutes else None


def house_rules(_session: Session, meeting: Meeting) -> Sequence[Document]:
    """An unnumbered paper: the decree's list of documents has no such type."""
    said = meeting.plan.house_rules
    if not said:
        return []
    points = [
        Item(label=wording.numbered(number), words=text(wording.sentence(one)))
        for number, one in enumerate(said, start=1)
    ]
    subject = frame.title(meeting.plan, meeting.session_index)
    title = TypeAndSubject(type_name=HOUSE_RULES, subject=subject)
    blocks: tuple[Block, ...] = (title, Paragraph(words=text(ASKED)), *points)
    return [Document(meta=_meta(HOUSE_RULES, meeting), blocks=blocks)]


Make = Callable[[Session, Meeting], Sequence[Document]]


def _sheets(make: Make) -> Callable[[Session, Meeting], Sequence[Part]]:
    """The paper among those that are printed before the day."""
    return lambda session, meeting: [Part.of(one) for one in make(session, meeting)]


def _letters(make: Make) -> Callable[[Telling], Sequence[Letter]]:
    """The paper among those of the whole meeting."""
    return lambda telling: [Letter(document=one) for one in make(telling.session, telling.meeting)]


PAPERS = (
    Paper(
        kind="programme",
        title=_l("Programme of the meeting"),
        about=_l("The steps as they are now, with the time of each."),
        button=_l("Make the programme"),
        file_name="Chương trình",
        sheets=_sheets(programme),
    ),
    Paper(
        kind="house-rules",
        title=_l("House rules"),
        about=_l("The rules of conduct of the plan, to hand out or to put up."),
        button=_l("Make the house rules"),
        file_name="Nội quy",
        sheets=_sheets(house_rules),
    ),
)


KINDS = (
    PaperKind(
        name="programme",
        title=PAPERS[0].title,
        about=PAPERS[0].about,
        file_name="chuong-trinh",
        order=2,
        write=_letters(programme),
        after_close=False,
    ),
    PaperKind(
        name="house_rules",
        title=PAPERS[1].title,
        about=PAPERS[1].about,
        file_name="noi-quy",
        order=3,
        write=_letters(house_rules),
        numbered=False,
        after_close=False,
    ),
)


# -- in the minutes -------------------------------------------------------------------------------


def carried_out(telling: Telling) -> Sequence[Block]:
    """The steps that ran, each with its times: the minutes of a single village begin with them."""
    steps = queries.steps(telling.session, telling.meeting.id)
    begun = sorted((one for one in steps if one.spans), key=lambda one: one.spans[0].started_at)
    if telling.form != "one_village" or not begun:
        return []
    items = [Item(label="", words=text(f"{_from_to(one)}: {_done(one)}.")) for one in begun]
    return [Heading(words=CARRIED_OUT, level=2), *items]


def _done(step: Step) -> str:
    """What was planned for the case that it comes to it has come to it."""
    return step.title.replace(IF_ANY, "").rstrip(" .;")


def _from_to(step: Step) -> str:
    """`Từ 08 giờ 10 phút đến 08 giờ 25 phút`; no end while it runs; one that ran again as one."""
    first, last = step.spans[0].started_at, step.spans[-1].ended_at
    begins = f"Từ {wording.time(clock.local(first))}"
    return f"{begins} đến {wording.time(clock.local(last))}" if last else begins


SECTION = Section(order=35, build=carried_out)
