"""The summary report to the Party committee: how the meeting went, what came of what (S1-25).

Sections below 30 tell how the meeting was organised, those up to 60 its results by topic; what is
listed one by one comes as an annex.
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.contract import _l
from meeting.papers import wording as office
from meeting.papers.model import Addressees, Block, Paragraph, TypeAndSubject, text
from meeting.phrases import Phrase
from meeting.plan.parts import Recipient
from meeting.points import Letter, PaperKind, Telling
from plugins.minutes import wording
from plugins.minutes.writing.frame import (
    OPENING_SAMPLE,
    Issued,
    Part,
    annexes,
    flat,
    issue,
    meeting_held,
    opening_facts,
    part,
)
from plugins.minutes.writing.record import parts

NAME = "summary_report"
TYPE = "BÁO CÁO"
RESULTS, REMARKS = 30, 60
ORGANISED, FOUND, ONE_BY_ONE = "Tình hình tổ chức", "Kết quả", "Ý kiến cụ thể"
ASSESSED = "Nhận xét, kiến nghị"
ENCLOSED = "Các ý kiến, kiến nghị cụ thể có phụ lục kèm theo."
FOR_REPORT = "b/c"  # the mark of a recipient to whom a paper reports

OPENING = Phrase(
    key="minutes.report_opening",
    title=_l("Summary report: how it begins"),
    form="Ngày {date}, tại {venue}, {host} tổ chức {meeting}. {host} báo cáo kết quả như sau:",
    facts=OPENING_SAMPLE,
)
ASSESSMENT = Phrase(
    key="minutes.report_assessment",
    title=_l("Summary report: remarks and proposals"),
    form=(
        "Hội nghị diễn ra dân chủ, công khai; các ý kiến được tiếp thu và trả lời hoặc giao cơ "
        "quan, đơn vị có trách nhiệm giải quyết. {host} tiếp tục theo dõi, đôn đốc và báo cáo kết "
        "quả thực hiện."
    ),
    facts={"host": "Ủy ban nhân dân xã Tơ Tung"},
)
CLOSING = Phrase(
    key="minutes.report_closing",
    title=_l("Summary report: its last sentence"),
    form="Trên đây là báo cáo tổng hợp ý kiến, kiến nghị của Nhân dân tại hội nghị.",
)
PHRASES = (OPENING, ASSESSMENT, CLOSING)


def write(telling: Telling, sections: Sequence[Part]) -> Letter:
    """The report with everything the plugins tell of the meeting."""
    subject = f"Tổng hợp ý kiến, kiến nghị tại {meeting_held(telling)}"
    enclosed = annexes(sections)
    blocks: list[Block] = [
        TypeAndSubject(type_name=TYPE, subject=office.glued(subject)),
        *addressees(telling),
        Paragraph(words=text(telling.say(OPENING.key, **opening_facts(telling)))),
        *part(ORGANISED, flat(sections, 0, RESULTS)),
        *part(FOUND, flat(sections, RESULTS, REMARKS)),
        *part(ONE_BY_ONE, [Paragraph(words=text(ENCLOSED))] if enclosed else []),
        *part(ASSESSED, [*flat(sections, REMARKS), *assessment(telling)]),
    ]
    what = Issued(
        paper=NAME,
        title=f"Báo cáo {office.inside(subject)}".replace("\n", " "),
        blocks=blocks,
        annexes=enclosed,
        above=[one.line for one in reported_to(telling)],
    )
    return Letter(document=issue(telling, what))


def addressees(telling: Telling) -> list[Block]:
    """To whom the plan says that it reports."""
    to = tuple(one.text for one in reported_to(telling))
    return [Addressees(items=to)] if to else []


def reported_to(telling: Telling) -> list[Recipient]:
    return [one for one in telling.plan.recipients_of(NAME) if one.purpose == FOR_REPORT]


def assessment(telling: Telling) -> list[Block]:
    said = telling.say(ASSESSMENT.key, host=telling.plan.host.name)
    closing = telling.say(CLOSING.key)
    return [Paragraph(words=text(said)), Paragraph(words=text(wording.ended(closing)))]


KIND = PaperKind(
    name=NAME,
    title=_l("Summary report"),
    about=_l("What was asked by topic and what became of it, for the Party committee."),
    file_name="bao-cao-tong-hop",
    order=30,
    write=lambda telling: [write(telling, parts(telling))],
)
