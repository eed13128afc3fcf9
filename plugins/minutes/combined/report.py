"""The report over all sessions (S4-06): what the report of each tells of how it was held, the
figures of all together, and the annex of each.

Sections are of ``combined_report``, with the same places as those of a single one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from meeting import clock
from meeting.contract import _l
from meeting.papers import sessions
from meeting.papers import wording as office
from meeting.papers.model import Annex, Block, Heading, Paragraph, text
from meeting.phrases import Phrase
from meeting.points import Letter, PaperKind, Telling
from plugins.minutes.combined import all_sessions
from plugins.minutes.writing import report
from plugins.minutes.writing.frame import (
    OPENING_SAMPLE,
    Issued,
    Part,
    annexes,
    day,
    flat,
    issue,
    part,
)
from plugins.minutes.writing.record import parts

NAME = "combined_report"
ABOUT = "Tổng hợp ý kiến, kiến nghị"
ENCLOSED = "Các ý kiến, kiến nghị cụ thể của từng buổi có phụ lục kèm theo."
HELD = "Bắt đầu lúc {start}, kết thúc lúc {end}, do {chair} chủ trì."

FOLLOWS = Phrase(
    key="minutes.combined_report_follows",
    title=_l("Report over all sessions: the sentence before its parts"),
    form="{host} báo cáo kết quả chung như sau:",
    facts={"host": OPENING_SAMPLE["host"]},
)


def write(telling: Telling, found: Sequence[Part]) -> Letter:
    """The report with everything the plugins tell of all sessions, and of each."""
    of_each = [(one, parts(replace(one, paper=report.NAME))) for one in telling.each]
    enclosed = [*annexes(found), *_annexes(of_each)]
    blocks: list[Block] = [
        all_sessions.heading(telling, report.TYPE, ABOUT),
        *report.addressees(telling),
        *all_sessions.listed(telling, chaired=False),
        Paragraph(words=text(telling.say(FOLLOWS.key, host=telling.plan.host.name))),
        *part(report.ORGANISED, [*flat(found, 0, report.RESULTS), *_held(of_each)]),
        *part(report.FOUND, flat(found, report.RESULTS, report.REMARKS)),
        *part(report.ONE_BY_ONE, [Paragraph(words=text(ENCLOSED))] if enclosed else []),
        *part(report.ASSESSED, [*flat(found, report.REMARKS), *report.assessment(telling)]),
    ]
    what = Issued(
        paper=report.NAME,
        title=f"Báo cáo {office.inside(ABOUT)} {telling.plan.title} (các buổi)",
        blocks=blocks,
        annexes=enclosed,
        above=[one.line for one in report.reported_to(telling)],
    )
    return Letter(document=issue(telling, what))


def _held(of_each: Sequence[tuple[Telling, Sequence[Part]]]) -> Iterator[Block]:
    """A clause for each session: from when to when, who presided, and what its own report says."""
    for telling, own in of_each:
        yield Heading(words=sessions.title(telling.meeting), level=2)
        yield Paragraph(words=text(_from_to(telling)))
        for block in flat(own, 0, report.RESULTS):
            yield replace(block, level=3) if isinstance(block, Heading) else block


def _from_to(telling: Telling) -> str:
    meeting = telling.meeting
    start = clock.local(meeting.opened_at or clock.now())
    end = clock.local(meeting.closed_at or clock.now())
    return HELD.format(
        start=office.time(start), end=office.ending(start, end), chair=all_sessions.chair(telling)
    )


def _annexes(of_each: Sequence[tuple[Telling, Sequence[Part]]]) -> Iterator[Annex]:
    """What stands behind the report of each session, with the session in its title."""
    for telling, own in of_each:
        where = f"{sessions.title(telling.meeting)}, ngày {day(telling)}"
        for annex in annexes(own):
            yield replace(annex, title=f"{annex.title}\n{where}")


KIND = PaperKind(
    name=NAME,
    title=_l("Summary report over all sessions"),
    about=_l("One report for all sessions of the plan: the figures together, each one's annex."),
    file_name="bao-cao-tong-hop-chung",
    order=34,
    write=lambda telling: [write(telling, parts(telling))],
    plan_name=report.NAME,
    offered=all_sessions.offered,
    meetings=all_sessions.told,
    waits=all_sessions.waits,
)
