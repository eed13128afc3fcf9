"""Fixtures of the survey's tests: an open meeting whose plan asks people, and its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from meeting.access import Actor
from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.models import Meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.survey.rules import Typed

ASKED = "kiem-tan-2023"
CLERK = Actor("device", None, "Thư ký", "secretary")
LINES = (
    ("60", "5", "1", ""),
    ("58", "6", "2", "0"),
    ("50", "10", "4", "2"),
    ("66", "", "", ""),
    ("40", "20", "6", ""),
)
RIGHT = Typed(handed_out="70", returned="68", valid="66", answers=LINES)


@pytest.fixture
def asking(context: Flask) -> int:
    """An open meeting whose plan has a survey."""
    by = Actor.system("test")
    number = run(create_meeting, by=by, plan=load_plan_file(shipped_plans()[ASKED]))
    run(open_meeting, by=by, meeting_id=number)
    return number


@pytest.fixture
def act(asking: int) -> Callable[..., Any]:
    """Runs a use case in that meeting."""

    def do(use_case: Callable[..., Any], *, by: Actor = CLERK, **arguments: Any) -> Any:
        return run(use_case, by=by, meeting_id=asking, **arguments)

    return do


def meeting(number: int) -> Meeting:
    db.session.remove()
    return db.session.get_one(Meeting, number)


def sent(
    typed: Typed = RIGHT, *, key: str = "a", more: dict[str, str] | None = None
) -> dict[str, str]:
    """What a browser sends that saw no counts yet."""
    fields = {
        "handed_out": typed.handed_out,
        "returned": typed.returned,
        "valid": typed.valid,
        "seen": "0",
        "key": key,
    }
    for row, line in enumerate(typed.answers):
        fields |= {f"answer-{row}-{column}": one for column, one in enumerate(line)}
    return fields | (more or {})
