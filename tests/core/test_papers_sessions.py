"""How papers over several sessions name each of them."""

from __future__ import annotations

import pytest

from meeting.models import Meeting
from meeting.papers import sessions
from meeting.plan import load_plan_file, shipped_plan
from meeting.plan.parts import SessionPlan


@pytest.mark.parametrize(
    ("names", "column", "cells"),
    [
        (("xã Thường Lạc", "Xã Long Thuận"), "Xã", ["Thường Lạc", "Long Thuận"]),
        (("Buổi sáng", "buổi chiều"), "Buổi", ["sáng", "chiều"]),
        (("xã Thường Lạc", "thị trấn <b>A</b>"), "Buổi", ["Xã Thường Lạc", "Thị trấn <b>A</b>"]),
        (("Sáng", "Chiều"), "Buổi", ["Sáng", "Chiều"]),
        (("xã", "xã Long Thuận"), "Buổi", ["Xã", "Xã Long Thuận"]),
    ],
)  # fmt: skip
def test_a_word_that_all_begin_with_stands_in_the_head(
    names: tuple[str, ...], column: str, cells: list[str]
) -> None:
    plan = load_plan_file(shipped_plan("hong-ngu-2020"))
    parts = tuple(SessionPlan(name=name, chair="Lê Hoàng Phúc") for name in names)
    text = plan.model_copy(update={"sessions": parts}).model_dump_json()
    found = [Meeting(title="", plan_json=text, session_index=at) for at in range(len(names))]
    assert sessions.column(found[0].plan) == column
    assert [sessions.cell(one) for one in found] == cells
