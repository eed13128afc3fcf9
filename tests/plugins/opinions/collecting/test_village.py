"""The head of a village sends what its people want to raise, by the village's private link."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.models import JournalEntry
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.opinions import queries
from plugins.opinions.collecting import village_service
from plugins.roster.models import VillageList
from plugins.roster.villages.service import close_list

BY = Actor.system("test")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def coming(context: Flask) -> int:
    """A meeting that is planned, with a link for each village."""
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    day = plan.schedule.model_copy(update={"date": date(2023, 10, 24)})
    return run(create_meeting, by=BY, plan=plan.model_copy(update={"schedule": day}))


def link(meeting_id: int, at: int = 0) -> tuple[VillageList, str, str]:
    """A village's list, the address of its page, and where opinions are sent."""
    lists = db.session().scalars(sa.select(VillageList).order_by(VillageList.id)).all()
    own = [one for one in lists if one.village.meeting_id == meeting_id][at]
    here = f"/m/{meeting_id}"
    return own, f"{here}/roster/village/{own.secret}", f"{here}/opinions/village/{own.secret}"


def test_the_story_of_a_village(client: FlaskClient, coming: int) -> None:
    own, page, post = link(coming)
    assert "Ý kiến bà con gửi trước" in client.get(page).text
    said = {"text": f"Đường lầy {HOSTILE}", "category": "GIAO_THONG_CT", "name": "Đinh Bưm"}
    answer = client.post(post, data={**said, "key": "a"}, follow_redirects=True).text
    assert "Văn phòng đã nhận, ý kiến số 1." in answer
    assert HOSTILE not in answer
    client.post(post, data={**said, "key": "a"})  # the same form again
    client.post(post, data={"text": "Thiếu nước", "severity": "Bức xúc", "key": "b"})
    first, second = queries.all_opinions(db.session(), coming)
    code = f"{second.receipt[:4]}-{second.receipt[4:]}"
    own_page = client.get(page).text
    assert f"Mã tra cứu kết quả: {code}" in own_page, "nobody is named: a code stands for them"
    assert own_page.count("Mã tra cứu kết quả") == 1
    assert client.get(f"/m/{coming}/opinions/receipt/{code}").status_code == 200
    assert (first.village_id, first.name, first.raised_at) == (own.village_id, "Đinh Bưm", None)
    assert (second.name, second.severity) == ("", "Bức xúc")
    assert first.source == second.source == "Trưởng làng báo cáo"
    assert not first.approved
    _own, other, _post = link(coming, 1)
    assert "Đường lầy" not in client.get(other).text
    names = db.session().scalars(
        sa.select(JournalEntry.by_name).where(JournalEntry.event == "opinions.asked")
    )
    assert all(own.village.label in one for one in names)


def test_what_is_refused_keeps_what_was_typed(client: FlaskClient, coming: int) -> None:
    _own, _page, post = link(coming)
    answer = client.post(post, data={"text": "dài " * 2000, "name": "Đinh Bưm", "key": "a"})
    assert answer.status_code == 409
    assert "Đinh Bưm" in answer.text
    assert "dài dài" in answer.text
    assert client.post(post, data={"text": " ", "key": "b"}).status_code == 409
    assert queries.all_opinions(db.session(), coming) == []


def test_only_the_link_and_only_until_it_is_closed(
    client: FlaskClient, coming: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, page, post = link(coming)
    sent = {"text": "Thiếu nước"}
    wrong = f"{post[:-4]}AAAA"
    assert client.post(wrong, data={**sent, "key": "a"}, follow_redirects=True).status_code == 404
    elsewhere = post.replace(f"/m/{coming}/", "/m/1/")
    client.post(elsewhere, data={**sent, "key": "b"})
    monkeypatch.setattr(village_service, "MOST", 1)
    assert client.post(post, data={**sent, "key": "c"}).status_code == 303
    assert client.post(post, data={**sent, "key": "d"}).status_code == 409
    run(close_list, by=BY, meeting_id=coming, village_id=own.village_id)
    assert "không nhận ý kiến nữa" in client.get(page).text
    assert "không nhận ý kiến nữa" in client.post(post, data={**sent, "key": "e"}).text
    _own, _page, other = link(coming, 1)
    run(open_meeting, by=BY, meeting_id=coming)
    late = client.post(other, data={**sent, "key": "f"})
    assert (late.status_code, "Thiếu nước" in late.text) == (409, True), "to be copied by hand"
    assert len(queries.all_opinions(db.session(), coming)) == 1
    assert queries.all_opinions(db.session(), 1) == []
