"""The participants' part of the minutes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.papers.model import Item, Paragraph, Table, plain
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.paper import participants
from plugins.checkin.service import admit_over_quota, check_in, mark_absent, substitute, walk_in
from plugins.roster.api import Delegate
from tests.telling import telling

from .conftest import Act, of_village


def written(meeting_id: int = 1) -> tuple[list[str], list[list[str]]]:
    """The sentences, and the table's cells with its sums."""
    lines, cells = [], []
    for block in participants(telling(meeting_id)):
        if isinstance(block, Item | Paragraph):
            lines.append(plain(block.words))
        elif isinstance(block, Table):
            cells = [[plain(cell) for cell in row] for row in (*block.rows, block.total or ())]
    return lines, cells


def come(act: Act, *names: str) -> None:
    for name in names:
        found = db.session.scalar(sa.select(Delegate.id).where(Delegate.name == name))
        act(check_in, delegate_id=found, via="desk")


def test_nobody_came(act: Act) -> None:
    lines, cells = written()
    assert lines == [
        "Đại biểu Nhân dân: 0 người.",
        "Tổng số có mặt: 0 người; được mời 78 người, vắng 78 người.",
    ]
    assert cells[0] == ["1", "Stơr", "6", "0", "6"]
    assert cells[-1] == ["", "Cộng", "60", "0", "60"]


def test_officials_stand_by_group_without_chair_and_secretary(act: Act) -> None:
    come(act, "Trần Xuân Nam", "Lê Thị Thu Hà", "Phạm Minh Tuấn", "Đinh Văn Hưng")
    come(act, "Nguyễn Văn Chiến", "Đinh Văn Hlơ̆")
    lines, _ = written()
    assert lines[:3] == [
        "Đại biểu cơ quan, tổ chức: 04 người, gồm:",
        "- Thường trực Đảng ủy: Ông Nguyễn Văn Chiến - Bí thư Đảng ủy xã; "
        "Ông Đinh Văn Hưng - Phó Bí thư Thường trực Đảng ủy xã;",
        "- Công chức xã: Ông Phạm Minh Tuấn - công chức Địa chính - Xây dựng; "
        "Ông Đinh Văn Hlơ̆ - Chỉ huy trưởng Ban CHQS xã.",
    ]
    assert lines[-1] == (
        "Tổng số có mặt: 06 người (kể cả chủ trì, thư ký nêu trên); được mời 78 người, vắng 72 "
        "người."
    )


def test_whom_the_plan_names_without_a_group_is_no_guest(act: Act) -> None:
    meeting_id = act(create_meeting, plan=load_plan_file(shipped_plans()["hong-ngu-2020"]))
    act(open_meeting, meeting_id=meeting_id)
    named = sa.select(Delegate.id).where(Delegate.name == "Trần Minh Khoa")
    act(check_in, meeting_id=meeting_id, delegate_id=db.session.scalar(named), via="desk")
    lines, _ = written(meeting_id)
    assert lines[:2] == [
        "Đại biểu cơ quan, tổ chức: 01 người, gồm:",
        "- Ông Trần Minh Khoa - Chủ tịch UBND Huyện.",
    ]


def test_the_bounds_of_the_plan_stand_beside_how_many_came(act: Act) -> None:
    meeting_id = act(create_meeting, plan=load_plan_file(shipped_plans()["kiem-tan-2023"]))
    act(open_meeting, meeting_id=meeting_id)
    act(walk_in, meeting_id=meeting_id, name="Phạm Thị Nhài", village_id=None)
    lines, _ = written(meeting_id)
    assert lines[0].startswith(
        "Đại biểu Nhân dân: 01 người (kế hoạch: từ 50 đến 100 người); trong đó 01 người đến dự"
    )


def test_the_people_stand_by_village(act: Act) -> None:
    for village_id in (1, 5):
        for one in of_village(village_id):
            act(check_in, delegate_id=one, via="desk")
    act(walk_in, name="Đinh Jrŭ", village_id=3)
    act(walk_in, name="Khách đường xa", village_id=None)
    lines, cells = written()
    assert lines[0] == (
        "Đại biểu Nhân dân: 14 người, đại diện 03 làng; trong đó 02 người đến dự không có giấy mời."
    )
    assert cells[0] == ["1", "Stơr", "6", "6", "0", "0"]
    assert cells[2] == ["3", "Klếch", "6", "1", "6", "1"]
    assert cells[10] == ["11", "Nơi khác", "0", "1", "0", "1"]
    assert cells[-1] == ["", "Cộng", "60", "14", "48", "2"]
    assert lines[-1] == (
        "Tổng số có mặt: 14 người; được mời 78 người, vắng 66 người; "
        "02 người đến dự không có giấy mời."
    )


@pytest.mark.parametrize("name", shipped_plans())
def test_every_shipped_plan_can_be_written(act: Act, name: str) -> None:
    meeting_id = act(create_meeting, plan=load_plan_file(shipped_plans()[name]))
    act(open_meeting, meeting_id=meeting_id)
    act(walk_in, meeting_id=meeting_id, name="Đinh Jrŭ", village_id=None)
    lines, _ = written(meeting_id)
    assert "01 người" in lines[-1]


def test_substitutes_and_excuses_are_said(act: Act) -> None:
    first, second, third = of_village(1)[:3]
    act(substitute, delegate_id=first, name="Đinh Jrŭ")
    act(mark_absent, delegate_id=second, reason="đi rẫy xa")
    act(walk_in, name="Hyek", village_id=1)
    lines, cells = written()
    assert lines[0] == (
        "Đại biểu Nhân dân: 02 người, đại diện 01 làng; trong đó 01 người đi thay, "
        "01 người đến dự không có giấy mời."
    )
    assert lines[-1] == (
        "Tổng số có mặt: 02 người; được mời 78 người, vắng 77 người (có lý do: 01 người); "
        "01 người đi thay; 01 người đến dự không có giấy mời."
    )
    assert cells[0] == ["1", "Stơr", "6", "2", "5", "1"]
    act(check_in, delegate_id=third, via="desk")
    assert written()[1][0] == ["1", "Stơr", "6", "3", "4", "1"]


def test_who_came_beside_their_substitute_is_counted_once(act: Act) -> None:
    first = of_village(1)[0]
    act(substitute, delegate_id=first, name="Đinh Jrŭ")
    act(admit_over_quota, delegate_id=first, reason="Cả hai cùng đến")
    assert written()[0][-1] == (
        "Tổng số có mặt: 02 người; được mời 78 người, vắng 77 người; "
        "01 người đến dự không có giấy mời."
    )


def test_the_list_of_who_came_with_the_times_at_the_door(act: Act) -> None:
    """Every name once, the absent too, who stands in for whom; signs are letters."""
    from plugins.checkin.attendance_list import write as attendance_list

    (letter,) = attendance_list(telling())
    tables = [block for block in letter.document.blocks if isinstance(block, Table)]
    before = [plain(row[3]) for table in tables for row in table.rows]
    assert set(before) == {"Vắng"}
    come(act, "Đinh Bưm")
    (letter,) = attendance_list(telling())
    rows = [
        [plain(cell) for cell in row]
        for block in letter.document.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert len(rows) == len(before)
    here = [row for row in rows if row[3] != "Vắng"]
    assert [row[1].endswith("Đinh Bưm") for row in here] == [True]
    head = letter.document.head
    assert head is not None
    assert head.number is None


def test_the_report_and_the_notice_tell_how_many_came(act: Act) -> None:
    from plugins.checkin.paper import attended, organised

    assert attended(telling(paper="conclusion_notice")) == []
    come(act, "Đinh Bưm")
    (sentence,) = attended(telling(paper="conclusion_notice"))
    assert isinstance(sentence, Paragraph)
    assert "01 đại biểu, trong đó có 01 đại biểu Nhân dân." in plain(sentence.words)
    first, table = organised(telling(paper="summary_report"))
    assert isinstance(first, Paragraph)
    assert isinstance(table, Table)
    assert "có mặt 01 đại biểu" in plain(first.words)
