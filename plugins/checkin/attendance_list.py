"""The list of who took part, with the times at the door. Vietnamese whatever the screens speak.

It is an annex without a number (Decree 30, article 7 does not name it among the numbered kinds).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import clock, text
from meeting.contract import _l
from meeting.papers import frame, wording
from meeting.papers.model import (
    Block,
    Column,
    Document,
    Heading,
    Meta,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Table,
    TypeAndSubject,
    bold,
    row,
)
from meeting.papers.model import text as words
from meeting.points import Letter, PaperKind, Telling
from plugins.checkin import queries
from plugins.checkin.models import Absence, Presence
from plugins.roster.api import Delegate

TYPE = "DANH SÁCH"
OFFICIALS, PEOPLE = "Đại biểu cơ quan, tổ chức và khách mời", "Đại biểu Nhân dân"
MADE_BY, SIGN_NOTE = "NGƯỜI LẬP DANH SÁCH", "(Ký, ghi rõ họ tên)"
CAME, MISSING = "Có mặt", "Vắng"
COLUMNS = (
    Column(title="STT", share=13, align="center"),
    Column(title="Họ và tên", share=44),
    Column(title="Đơn vị, chức vụ", share=50),
    Column(title="Điểm danh", share=24, align="center"),
    Column(title="Ghi chú", share=38),
)


@dataclass(frozen=True)
class Door:
    """What the door knows of each delegate, by id."""

    came: dict[int, Presence]
    excused: dict[int, Absence]
    stands_in: dict[int, str]  # the name of the absent, by who came in their place
    came_instead: dict[int, str]  # the name of who came, by the absent


def write(telling: Telling) -> Sequence[Letter]:
    """Everybody on the list with when they came; nothing while nobody is on it."""
    found = _delegates(telling)
    if not found:
        return []
    door = _door(telling.session, telling.meeting.id, found)
    plan, title = telling.plan, telling.plan.title
    inside, below = wording.inside(title), frame.session_below(plan, telling.meeting.session_index)
    blocks: list[Block] = [
        TypeAndSubject(type_name=TYPE, subject=wording.glued(f"Đại biểu tham dự {inside}{below}")),
        *_when(telling),
        *_part("I.", OFFICIALS, [one for one in found if not one.people_side], door),
        *_part("II.", PEOPLE, [one for one in found if one.people_side], door),
        Signatures(right=Signer(authority=(MADE_BY,), note=SIGN_NOTE)),
    ]
    document = Document(
        meta=Meta(
            title=f"Danh sách đại biểu tham dự {inside}", author=plan.host.name, subject=title
        ),
        head=frame.head(plan),
        blocks=tuple(blocks),
    )
    return [Letter(document=document)]


def _when(telling: Telling) -> Iterator[Block]:
    opened = telling.meeting.opened_at
    if opened:
        said = wording.date(clock.local(opened).date())
        yield Paragraph(words=words(bold("Thời gian: "), wording.sentence(said)))
    venue = telling.plan.session(telling.meeting.session_index).venue.full
    yield Paragraph(words=words(bold("Địa điểm: "), wording.sentence(venue)))


def _delegates(telling: Telling) -> list[Delegate]:
    """Officials in the order of protocol, as they were entered; the people in the order of the
    plan's villages, then by given name as Vietnamese lists are.
    """
    query = sa.select(Delegate).where(
        Delegate.meeting_id == telling.meeting.id, Delegate.removed_at.is_(None)
    )
    order = {group.name: at for at, group in enumerate(telling.plan.groups)}

    def place(one: Delegate) -> tuple[int, int, object]:
        if not one.people_side:
            return (0, order.get(one.group, len(order)), one.id)
        return (1, one.village.id if one.village else 0, text.sort_key(one.name))

    return sorted(telling.session.scalars(query), key=place)


def _door(session: Session, meeting_id: int, found: Sequence[Delegate]) -> Door:
    names = {one.id: one.name for one in found}
    came = queries.presences(session, meeting_id)
    instead = {
        one.substitute_for_id: one.name
        for one in found
        if one.substitute_for_id is not None and one.id in came
    }
    return Door(
        came=came,
        excused=queries.absences(session, meeting_id),
        stands_in={
            one.id: names.get(one.substitute_for_id, "")
            for one in found
            if one.substitute_for_id is not None
        },
        came_instead=instead,
    )


def _part(label: str, title: str, found: Sequence[Delegate], door: Door) -> Iterator[Block]:
    if not found:
        return
    present = sum(one.id in door.came for one in found)
    yield Heading(words=title, label=label)
    told = f"{CAME} {wording.count(present, 'người')}; {MISSING.lower()} {_missing(found, door)}."
    yield Paragraph(words=words(told), keep_with_next=True)
    yield Table(
        columns=COLUMNS,
        rows=tuple(_row(number, one, door) for number, one in enumerate(found, 1)),
    )


def _missing(found: Sequence[Delegate], door: Door) -> str:
    return wording.count(sum(one.id not in door.came for one in found), "người")


def _row(number: int, one: Delegate, door: Door) -> Row:
    came = door.came.get(one.id)
    at = f"{clock.local(came.at):%H:%M}" if came else MISSING
    return row(number, _named(one), _belongs(one), at, _note(one, door))


def _named(one: Delegate) -> str:
    return f"{one.honorific} {one.name}".strip()


def _belongs(one: Delegate) -> str:
    village = one.village.label if one.village else ""
    said = ", ".join(filter(None, (one.office_title, village))) or one.group
    return wording.opening(said)


def _note(one: Delegate, door: Door) -> str:
    """Why somebody is not there, or came without an invitation of their own."""
    if one.id in door.came_instead:
        return f"{door.came_instead[one.id]} đi thay"
    if door.stands_in.get(one.id):
        return f"Đi thay {door.stands_in[one.id]}"
    excused = door.excused.get(one.id)
    if excused is not None and one.id not in door.came:
        return f"Có lý do: {excused.reason}" if excused.reason else "Có lý do"
    return "Không có giấy mời" if one.walk_in else ""


KIND = PaperKind(
    name="attendance_list",
    title=_l("Attendance list"),
    about=_l("Everybody on the list, with when they came and who came in whose place."),
    file_name="danh-sach-dai-bieu",
    order=15,
    write=write,
    numbered=False,
    after_close=False,
)
