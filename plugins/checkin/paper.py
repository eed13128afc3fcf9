"""Who took part, for the minutes. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from meeting.papers import sessions, wording
from meeting.papers.model import Block, Column, Item, Paragraph, Table, bold, row, text
from meeting.plan import Plan
from meeting.points import Section, Telling
from plugins.checkin import queries
from plugins.checkin.models import Presence
from plugins.checkin.rules import Totals, VillageCount
from plugins.roster.api import Delegate

OFFICIALS = "Đại biểu cơ quan, tổ chức: "
PEOPLE = "Đại biểu Nhân dân: "
ALL = "Tổng số có mặt: "
BOUNDS = " (kế hoạch: từ {min} đến {max} người)"
WITH_THOSE_ABOVE = " (kể cả chủ trì, thư ký nêu trên)"
ELSEWHERE = "Nơi khác"
IN_PLACE = "người đi thay"
ON_THEIR_OWN = "người đến dự không có giấy mời"


def participants(telling: Telling) -> Sequence[Block]:
    """Officials by name, the people by village, and the sum."""
    session, meeting = telling.session, telling.meeting
    totals = queries.totals(session, meeting.id)
    missing = wording.count(totals.all_missing, "người")
    invited = wording.count(totals.all_invited, "người")
    if totals.excused:
        missing += f" (có lý do: {wording.count(totals.excused, 'người')})"
    apart, above = _apart(totals), WITH_THOSE_ABOVE if _stand_above(session, meeting) else ""
    return [
        *_officials(session, meeting),
        *_people(session, meeting),
        Item(
            label="",
            words=text(
                bold(ALL),
                f"{wording.count(totals.everybody, 'người')}{above}; ",
                f"được mời {invited}, vắng {missing}{apart}.",
            ),
        ),
    ]


def _apart(totals: Totals) -> str:
    """Those in the hall whom no invitation names: substitutes, and who came by themselves."""
    uninvited = totals.everybody - (totals.all_invited - totals.all_missing)
    parts = [
        wording.count(number, words)
        for number, words in ((totals.substitutes, IN_PLACE), (uninvited, ON_THEIR_OWN))
        if number > 0
    ]
    return "".join(f"; {part}" for part in parts)


def _present(session: Session, meeting_id: int, *, people_side: bool) -> list[Delegate]:
    query = (
        sa.select(Delegate)
        .join(Presence, Presence.delegate_id == Delegate.id)
        .where(Delegate.meeting_id == meeting_id, Delegate.people_side.is_(people_side))
        .order_by(Delegate.id)
    )
    return list(session.scalars(query))


def _officials(session: Session, meeting: Meeting) -> list[Block]:
    """Those who neither preside nor write, group by group in the order of protocol."""
    named = _named_before(meeting)
    found = _present(session, meeting.id, people_side=False)
    others = [one for one in found if one.name not in named]
    if not others:
        return []
    order = {group.name: place for place, group in enumerate(meeting.plan.groups)}
    others.sort(key=lambda one: order.get(one.group, len(order)))
    lines = [
        f"- {f'{group}: ' if group else ''}{'; '.join(map(_named, some))}"
        for group, some in groupby(others, key=lambda one: one.group)
    ]
    opening = text(bold(OFFICIALS), f"{wording.count(len(others), 'người')}, gồm:")
    return [
        Item(label="", words=opening, keep_with_next=True),
        *(Paragraph(words=text(line)) for line in wording.closed(lines)),
    ]


def _named_before(meeting: Meeting) -> set[str]:
    """The chair and the secretary, who stand above in the minutes."""
    session = meeting.plan.session(meeting.session_index)
    people = (session.chair, *session.secretaries, *meeting.plan.co_chairs)
    return {person.name for person in people}


def _stand_above(session: Session, meeting: Meeting) -> bool:
    """Whether the sum counts somebody whom the lists below the chair leave out."""
    found = _present(session, meeting.id, people_side=False)
    return not _named_before(meeting).isdisjoint(one.name for one in found)


def _named(delegate: Delegate) -> str:
    honorific = cast(wording.Honorific, delegate.honorific) if delegate.honorific else None
    return wording.officer(delegate.name, delegate.office_title, honorific)


def _people(session: Session, meeting: Meeting) -> list[Block]:
    table = queries.village_table(session, meeting.id)
    unit = meeting.plan.unit_label.singular
    present = _present(session, meeting.id, people_side=True)
    coming = [one for one in table if one.present and one.village_id is not None]
    words = wording.count(len(present), "người") + _bounds(meeting.plan)
    if len(table) > 1 and coming:
        words += f", đại diện {wording.count(len(coming), unit)}"
    apart = [
        wording.count(number, who)
        for number, who in (
            (sum(one.substitutes for one in table), IN_PLACE),
            (sum(map(_uninvited, table)), ON_THEIR_OWN),
        )
        if number
    ]
    if apart:
        words += f"; trong đó {', '.join(apart)}"
    several = len(table) > 1
    blocks: list[Block] = [
        Item(label="", words=text(bold(PEOPLE), f"{words}."), keep_with_next=several)
    ]
    return [*blocks, _village_table(table, meeting.plan)] if several else blocks


def _bounds(plan: Plan) -> str:
    """How many of the people the plan firmly wants, beside how many came."""
    quota = plan.quota
    if quota.kind != "range" or quota.counts != "PEOPLE":
        return ""
    return BOUNDS.format(min=wording.count(quota.min), max=wording.count(quota.max))


def _village_table(table: list[VillageCount], plan: Plan) -> Table:
    columns: tuple[Column, ...] = (
        Column(title="STT", share=0.6, align="center"),
        Column(title=wording.sentence(plan.unit_label.singular).rstrip("."), share=3),
        Column(title="Được mời", align="center"),
        Column(title="Có mặt", align="center"),
        Column(title="Vắng", align="center"),
    )
    parts = ["invited", "present", "missing"]
    if any(_uninvited(one) for one in table):  # else the figures of a row do not add up
        columns = (*columns, Column(title="Không có giấy mời", align="center"))
        parts.append("uninvited")
    figures = [_figures(one) for one in table]
    rows = tuple(
        row(number, one.village or ELSEWHERE, *(found[part] for part in parts))
        for number, (one, found) in enumerate(zip(table, figures, strict=True), 1)
    )
    sums = [sum(found[part] for found in figures) for part in parts]
    return Table(columns=columns, rows=rows, total=row("", "Cộng", *sums))


def _uninvited(one: VillageCount) -> int:
    return one.present - (one.invited - one.missing)


def _figures(one: VillageCount) -> dict[str, int]:
    return {
        "invited": one.invited,
        "present": one.present,
        "missing": one.missing,
        "uninvited": _uninvited(one),
    }


def organised(telling: Telling) -> Sequence[Block]:
    """How many were invited and came, village by village: for the summary report."""
    found = queries.totals(telling.session, telling.meeting.id)
    table = queries.village_table(telling.session, telling.meeting.id)
    said = (
        f"Hội nghị mời {wording.count(found.all_invited, 'đại biểu')}, có mặt "
        f"{wording.count(found.everybody, 'đại biểu')}; trong đó đại biểu Nhân dân "
        f"{wording.count(found.present, 'người')}, đại biểu cơ quan, tổ chức và khách mời "
        f"{wording.count(found.officials_present, 'người')}."
    )
    blocks: list[Block] = [Paragraph(words=text(said))]
    return [*blocks, _village_table(table, telling.plan)] if len(table) > 1 else blocks


def organised_in_all(telling: Telling) -> Sequence[Block]:
    """How often somebody was invited and came, session by session: for the report over all.

    An official who was at two sessions counts twice, as in the reports of both.
    """
    found = _totals(telling)
    officials = sum(one.officials_present for one in found)
    said = (
        f"Các buổi mời {wording.count(sum(one.all_invited for one in found), 'lượt đại biểu')}, "
        f"có mặt {wording.count(sum(one.everybody for one in found), 'lượt')}; trong đó đại biểu "
        f"Nhân dân {wording.count(sum(one.present for one in found), 'lượt')}, đại biểu cơ quan, "
        f"tổ chức và khách mời {wording.count(officials, 'lượt')}."
    )
    return [
        Paragraph(words=text(said)),
        _session_table(telling, found),
        *sessions.untold(telling),
    ]


def _totals(telling: Telling) -> list[Totals]:
    """Of every meeting that is told."""
    return [queries.totals(telling.session, one.id) for one in telling.meetings]


def _session_table(telling: Telling, found: Sequence[Totals]) -> Table:
    heads = ["Được mời", "Có mặt", "Trong đó Nhân dân", "Vắng"]
    figures = [
        [
            one.all_invited,
            one.everybody,
            one.present,
            one.all_missing,
            one.everybody - (one.all_invited - one.all_missing),
        ]
        for one in found
    ]
    if any(line[-1] for line in figures):  # else the figures of a row do not add up
        heads.append("Không có giấy mời")
    columns = (
        Column(title="STT", share=0.6, align="center"),
        Column(title=sessions.column(telling.plan), share=3),
        *(Column(title=head, align="center") for head in heads),
    )
    rows = tuple(
        row(number, sessions.cell(meeting), *line[: len(heads)])
        for number, (meeting, line) in enumerate(zip(telling.meetings, figures, strict=True), 1)
    )
    sums = [sum(column) for column in zip(*figures, strict=True)]
    return Table(columns=columns, rows=rows, total=row("", "Cộng", *sums[: len(heads)]))


def attended(telling: Telling) -> Sequence[Block]:
    """How many came, in one sentence: for the notice of conclusions."""
    found = queries.totals(telling.session, telling.meeting.id)
    said = (
        f"Tham dự hội nghị có {wording.count(found.everybody, 'đại biểu')}, trong đó có "
        f"{wording.count(found.present, 'đại biểu Nhân dân')}."
    )
    return [Paragraph(words=text(said))] if found.everybody else []


def attended_in_all(telling: Telling) -> Sequence[Block]:
    """The same over all sessions, and which of them it leaves out."""
    found = _totals(telling)
    everybody, people = sum(one.everybody for one in found), sum(one.present for one in found)
    said = (
        f"Tham dự các buổi có {wording.count(everybody, 'lượt đại biểu')}, trong đó có "
        f"{wording.count(people, 'lượt đại biểu Nhân dân')}."
    )
    return [Paragraph(words=text(said)), *sessions.untold(telling)] if everybody else []


SECTIONS = (
    Section(order=20, build=participants),
    Section(order=20, build=organised, of="summary_report"),
    Section(order=10, build=attended, of="conclusion_notice"),
    Section(order=10, build=organised_in_all, of="combined_report"),
    Section(order=10, build=attended_in_all, of="combined_notice"),
)
