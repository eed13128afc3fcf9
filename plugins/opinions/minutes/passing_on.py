"""What is passed on: a slip to each department, a letter to each body that is competent."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from meeting import text as words
from meeting.papers import wording
from meeting.papers.model import (
    Addressees,
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Table,
    TypeAndSubject,
    row,
    text,
)
from meeting.points import Letter, Telling
from plugins.opinions.minutes import conclusion, persons
from plugins.opinions.minutes.annex import PRIVATE
from plugins.opinions.minutes.persons import is_private
from plugins.opinions.minutes.replies import ended, issued, meeting_inside
from plugins.opinions.minutes.told import Told, told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome

SLIP, FORWARDING = "transfer_slip", "forwarding_letter"
SLIP_TYPE, SLIP_SUBJECT = "PHIẾU CHUYỂN", "Ý kiến, kiến nghị của Nhân dân tại hội nghị ngày {date}"
ABOUT = "kiến nghị giải quyết ý kiến của Nhân dân tại hội nghị đối thoại ngày {date}"
BY_LETTER, TO_ASKER = "Trả lời riêng bằng văn bản", "Kiểm tra, trả lời người có ý kiến"
TO_BODY = "Tham mưu văn bản kiến nghị {body}"
SOON = "Sau khi ban hành thông báo kết luận"


def slips(telling: Telling) -> Sequence[Letter]:
    """What each department has to do and by when, in the order of the plan."""
    record = told(telling)
    duties = [*conclusion.owed(record), *conclusion.beyond(record)]
    found = []
    for department in record.plan.departments:
        theirs = [one for one in duties if one.department == department.code]
        if theirs:
            paper = _slip(department.name, theirs, record)
            found.append(Letter(document=paper, key=department.code, to=department.name))
    return found


def _slip(department: str, found: Sequence[OpinionView], record: Told) -> Document:
    date, host = wording.short_date(record.day), record.plan.host
    subject = SLIP_SUBJECT.format(date=date)
    opening = record.say(
        "transfer_opening",
        host=host.name,
        department=wording.offices(department),
        count=wording.count(len(found)),
        meeting=meeting_inside(record),
        date=date,
    )
    inside = wording.offices(department)
    closing = record.say("transfer_closing", department=inside, office=host.office)
    blocks: list[Block] = [
        TypeAndSubject(type_name=SLIP_TYPE, subject=subject),
        Addressees(items=(department,)),
        Paragraph(words=text(opening), keep_with_next=True),
        _duties(found, record),
        Paragraph(words=text(ended(closing))),
    ]
    return issued(record, SLIP, "", blocks, title=f"Phiếu chuyển {department}")


def _duties(found: Sequence[OpinionView], record: Told) -> Table:
    columns = (
        Column(title="TT", share=10, align="center"),
        Column(title="Nội dung, người kiến nghị", share=85),
        Column(title="Việc phải làm", share=43),
        Column(title="Thời hạn", share=27, align="center"),
    )
    rows: tuple[Row, ...] = tuple(
        row(number, conclusion.content(one, record), _duty(one), _by_when(one))
        for number, one in enumerate(found, 1)
    )
    return Table(columns=columns, rows=rows)


def _duty(one: OpinionView) -> str:
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        return TO_BODY.format(body=one.competent_body)
    return BY_LETTER if one.outcome is Outcome.OFF_TOPIC_WRITTEN else TO_ASKER


def _by_when(one: OpinionView) -> str:
    return f"Trước ngày {wording.short_date(one.due_date)}" if one.due_date else SOON


def forwarding(telling: Telling) -> Sequence[Letter]:
    """A letter to each competent body, with all that is its to settle."""
    record = told(telling)
    bodies: dict[str, list[OpinionView]] = {}
    for one in conclusion.beyond(record):
        bodies.setdefault(words.search_key(one.competent_body), []).append(one)
    return [
        Letter(
            document=_to_body(found, record),
            key=f"body-{hashlib.blake2s(key.encode(), digest_size=8).hexdigest()}",
            to=found[0].competent_body,
        )
        for key, found in bodies.items()
    ]


def _to_body(found: Sequence[OpinionView], record: Told) -> Document:
    """One letter with everything that is this body's to settle."""
    body, date = found[0].competent_body, wording.short_date(record.day)
    host = record.plan.host
    opening = record.say(
        "forwarding_opening",
        date=date,
        host=host.name,
        meeting=meeting_inside(record),
        count=wording.count(len(found)),
        body=body,
    )
    closing = record.say("forwarding_closing", host=host.name, body=body)
    blocks: list[Block] = [
        Addressees(items=(body,)),
        Paragraph(words=text(opening), keep_with_next=True),
        _wishes(found, record),
        Paragraph(words=text(ended(closing))),
    ]
    return issued(record, FORWARDING, ABOUT.format(date=date), blocks)


def _wishes(found: Sequence[OpinionView], record: Told) -> Table:
    """What is asked for and by whom; the topics only where somebody has named one."""
    columns = [
        Column(title="TT", share=10, align="center"),
        Column(title="Nội dung kiến nghị", share=85),
        Column(title="Người kiến nghị", share=40),
        Column(title="Lĩnh vực", share=30),
    ]
    rows: list[Row] = [_wish(at, one, record) for at, one in enumerate(found, 1)]
    shown = 4 if any(one.category_title for one in found) else 3
    return Table(columns=tuple(columns[:shown]), rows=tuple(cells[:shown] for cells in rows))


def _wish(number: int, one: OpinionView, record: Told) -> Row:
    everybody = [one, *record.joined.get(one.number, [])]
    whose = dict.fromkeys(persons.in_list(each) for each in everybody)
    said = PRIVATE if is_private(one) else one.brief or "Phát biểu."
    return row(number, said, ";\n".join(whose), one.category_title)
