"""The list before the day, as the office sees, ticks and takes back."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.db import db
from meeting.meetings import create_meeting
from meeting.models import JournalEntry
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.followup.models import DoneStep
from tests.conftest import ClientAs

HOSTILE = "<script>alert(1)</script>"
JSON = {"Accept": "application/json"}


@pytest.fixture
def coming(context: Flask) -> str:
    """A meeting on a Tuesday, four days ahead, not opened yet: its list."""
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    moved = plan.model_copy(
        update={"schedule": plan.schedule.model_copy(update={"date": date(2023, 10, 24)})}
    )
    return f"/m/{run(create_meeting, by=Actor.system('test'), plan=moved)}/followup/"


@pytest.fixture
def secretary(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def item(page: str, key: str) -> str:
    """The part of the page about one step."""
    return next(part for part in page.split("<li class=") if f'value="{key}"' in part)


def test_the_story_of_a_list(secretary: FlaskClient, coming: str) -> None:
    page = secretary.get(coming).text
    assert "thứ Ba, 24/10/2023" in page
    assert "Quá hạn" in item(page, "notice")
    assert "Điều 43, Luật Tổ chức chính quyền địa phương 2025" in item(page, "notice")
    assert "Chủ nhật, 22/10/2023" in item(page, "invitations")  # as counted
    assert "20/10" in item(page, "invitations")  # the Friday before
    assert "Hôm nay là hạn cuối" in item(page, "invitations")

    note = f"Loa truyền thanh {HOSTILE}"
    sent = {"step": "notice", "done_on": "2023-10-18", "note": note}
    page = secretary.post(f"{coming}done", data={**sent, "key": "a"}, follow_redirects=True).text
    assert "Đã xong, sau hạn" in page
    assert "Loa truyền thanh &lt;script&gt;" in page
    assert HOSTILE not in page

    tick = db.session().scalars(sa.select(DoneStep)).one()
    assert (tick.step, tick.recorded_by) == ("notice", "secretary")
    back = secretary.post(f"{coming}{tick.id}/take-back", data={"key": "b"}, follow_redirects=True)
    assert "Quá hạn" in item(back.text, "notice")
    again = secretary.post(f"{coming}{tick.id}/take-back", data={"key": "c"}, headers=JSON)
    assert again.status_code == 200
    names = db.session().scalars(sa.select(JournalEntry.event)).all()
    assert [one for one in names if one.startswith("followup.")] == [
        "followup.done",
        "followup.reopened",
    ]


def test_the_same_tick_again_changes_nothing(secretary: FlaskClient, coming: str) -> None:
    data = {"step": "briefing", "done_on": "2023-10-19", "note": "Họp giao ban"}
    ids = [
        secretary.post(f"{coming}done", data={**data, "key": key}, headers=JSON).json
        for key in ("a", "b")
    ]
    assert ids[0] == ids[1]
    names = db.session().scalars(sa.select(JournalEntry.event)).all()
    assert names.count("followup.done") == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"done_on": "2023-10-21"}, "chỉ ghi việc đã làm xong"),
        ({"done_on": "hôm qua"}, "chỉ ghi việc đã làm xong"),
        ({"note": "dài " * 100}, "Ghi chú quá dài"),
        ({"step": "plan:không có"}, "kế hoạch đã sửa"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    secretary: FlaskClient, coming: str, changed: dict[str, str], said: str
) -> None:
    sent = {"step": "notice", "done_on": "2023-10-18", "note": "Công văn số 12", "key": "a"}
    answer = secretary.post(f"{coming}done", data=sent | changed)
    assert answer.status_code == 409
    assert said in answer.text
    assert changed.get("note", "Công văn số 12")[:12] in answer.text or "step" in changed


def test_who_may(client_as: ClientAs, client: FlaskClient, coming: str) -> None:
    assert client_as("chair").get(coming).status_code == 200
    assert "Ghi đã xong" not in client_as("chair").get(coming).text
    sent = {"step": "notice", "done_on": "2023-10-18", "key": "a"}
    assert client_as("summariser").post(f"{coming}done", data=sent).status_code == 403
    assert client_as("registrar").get(coming).status_code == 403
    assert client.get(coming).status_code in {302, 401, 403}


def test_the_overview_tells_until_the_meeting_opens(secretary: FlaskClient, coming: str) -> None:
    meeting = coming.removesuffix("followup/")
    card = secretary.get(f"{meeting}staff").text
    assert "Việc trước hội nghị" in card
    assert "việc quá hạn" in card
    assert "việc quá hạn" not in secretary.get("/m/1/staff").text
