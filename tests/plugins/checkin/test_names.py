"""What people do by themselves on a phone: typed names, slips that take a name back, the wait."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.contract import run
from meeting.db import db
from meeting.meetings import change_setting, close_meeting, create_meeting, open_meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.api import is_present, present_ids
from plugins.checkin.service import check_in, leave, substitute
from plugins.roster.api import Delegate, search

from .conftest import DESK, journal

DOOR = "/m/1/checkin/"
HOME = "/m/1/"
JSON = {"Accept": "application/json"}
HLOP = "Đinh Thị Hlŏp"


@pytest.fixture
def hlop(app: Flask) -> int:
    with app.app_context():
        return search(db.session(), 1, "hlop")[0].id


def secret_of(app: Flask, delegate_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Delegate, delegate_id).secret


def set_to(app: Flask, name: str, value: Any) -> None:
    with app.app_context():
        run(change_setting, by=DESK, meeting_id=1, name=f"checkin.{name}", value=value)


def another_meeting(app: Flask, *, is_open: bool, plan: str = "to-tung-2023") -> int:
    with app.app_context():
        made = run(create_meeting, by=DESK, plan=load_plan_file(shipped_plans()[plan]))
        if is_open:
            run(open_meeting, by=DESK, meeting_id=made)
    return made


def names(page: str) -> list[str]:
    """The people who can be chosen."""
    return re.findall(r'name="delegate_id" value="\d+"><span>([^<]+)<', page)


# -- finding oneself ----------------------------------------------------------------------------


def test_a_typed_name_is_found_without_marks(client: FlaskClient) -> None:
    everybody = names(client.get(DOOR + "names?village=5").text)
    given = [one.split()[-1] for one in everybody]
    assert len(given) == 6
    assert given[:2] == ["Chrĕm", "Hlŏp"], "by given name"
    assert names(client.get(DOOR + "names?village=5&q=dinh+thi+HLOP").text) == ["Bà " + HLOP]
    assert names(client.get(DOOR + "names?village=4&q=hlop").text) == [], "of another village"


def test_a_name_that_is_not_on_the_list_goes_to_the_desk(app: Flask, client: FlaskClient) -> None:
    page = client.get(DOOR + "names", query_string={"village": 5, "q": "<b>Rơ Châm</b>"}).text
    assert "&lt;b&gt;Rơ Châm&lt;/b&gt;" in page
    assert f'action="{DOOR}names/new"' not in page, "the office has not allowed it"
    form = {"village": 5, "name": "Rơ Châm Bơ", "key": "k"}
    refused = client.post(DOOR + "names/new", data=form, headers=JSON)
    assert refused.get_json()["error"]["code"] == "checkin.not_on_list"
    with app.app_context():
        assert search(db.session(), 1, "cham bo") == []


def test_a_phone_may_write_its_name_where_the_office_says_so(app: Flask) -> None:
    set_to(app, "self_walk_in", value=True)
    phone = app.test_client()
    page = phone.get(DOOR + "names?village=5&q=Rơ Châm Bơ").text
    assert f'action="{DOOR}names/new"' in page
    form = {"village": 5, "name": "Rơ Châm Bơ", "key": "k"}
    for _ in range(2):
        assert phone.post(DOOR + "names/new", data=form).status_code == 303
    assert "Rơ Châm Bơ" in phone.get(HOME).text
    with app.app_context():
        (found,) = search(db.session(), 1, "cham bo")
        assert is_present(db.session(), found.id)
        assert journal()[-3:] == [
            "roster.delegate_added",
            "checkin.checked_in",
            "checkin.phone_identified",
        ]
    for wrong, code in (
        ({"name": HLOP, "village": 5}, "checkin.on_list"),
        ({"name": "", "village": 5}, "roster.bad_name"),
        ({"name": "X", "village": 99}, "checkin.no_village"),
    ):
        answer = app.test_client().post(DOOR + "names/new", data=wrong, headers=JSON)
        assert answer.get_json()["error"]["code"] == code
    for number in range(8):
        phone.post(
            DOOR + "names/new", data={"village": 6 + number % 2, "name": f"Rơ Lan {number}x"}
        )
    many = phone.post(DOOR + "names/new", data={"village": 6, "name": "Rơ Lan Bơ"})
    assert many.status_code == 429, "a prank ends here"
    assert "tự ghi nhiều tên" in many.text
    assert "bàn đón tiếp, cán bộ ghi giúp" in many.text


def test_many_villages_are_found_by_their_letters(app: Flask, client: FlaskClient) -> None:
    other = another_meeting(app, is_open=True, plan="thien-tan-2026")
    address = f"/m/{other}/checkin/names"
    everything = client.get(address).text
    assert everything.count("btn-big") == 26
    assert 'class="pick is-many"' in everything
    found = client.get(address, query_string={"q": "lang m"}).text
    assert [one for one in ("Làng Mỏ", "Làng Bến", "Lân Rì") if one in found] == ["Làng Mỏ"]
    assert client.get(address, query_string={"q": "zzz"}).text.count("btn-big") == 0


# -- whose phone it is --------------------------------------------------------------------------


def test_the_slip_takes_the_name_from_a_phone_that_chose_it(app: Flask, hlop: int) -> None:
    first, second = app.test_client(), app.test_client()
    first.post(DOOR + "names", data={"delegate_id": hlop})
    assert HLOP in first.get(DOOR + "here").text
    taken = second.post(DOOR + "names", data={"delegate_id": hlop}, headers=JSON)
    assert taken.get_json()["error"]["code"] == "checkin.name_taken"
    assert second.get(f"{DOOR}i/{secret_of(app, hlop)}").status_code == 303
    assert HLOP in second.get(DOOR + "here").text
    told = first.get(HOME).text
    assert f"{HLOP}.</strong>" in told, "politely, by name"
    assert 'name="code"' in told
    assert first.post(DOOR + "here", headers=JSON).status_code == 409
    with app.app_context():
        assert not is_present(db.session(), hlop)
        assert "checkin.phone_released" in journal()


def test_the_way_to_the_other_meeting(app: Flask, client: FlaskClient, hlop: int) -> None:
    secret = secret_of(app, hlop)
    other = another_meeting(app, is_open=True)
    page = client.get(f"/m/{other}/checkin/i/{secret}")
    assert page.status_code == 409
    assert 'action="/m/1/checkin/code"' in page.text
    there = client.post(DOOR + "code", data={"code": secret})
    assert there.headers["Location"] == DOOR + "here"
    with app.app_context():
        run(close_meeting, by=DESK, meeting_id=1)
    shut = client.get(f"/m/{other}/checkin/i/{secret}").text
    assert 'action="/m/1/checkin/code"' not in shut, "only where it helps"


# -- the wait, and what comes after -------------------------------------------------------------


def test_before_the_meeting_the_page_says_when(app: Flask, client: FlaskClient) -> None:
    other = another_meeting(app, is_open=False)
    home = client.get(f"/m/{other}/").text
    assert "07:30" in home
    assert "20/10/2023" in home
    assert 'data-live="core.state"' in home
    with app.app_context():
        run(open_meeting, by=DESK, meeting_id=other)
    assert "20/10/2023" not in client.get(f"/m/{other}/").text


def test_where_to_sit_and_coming_back(app: Flask, client: FlaskClient, hlop: int) -> None:
    set_to(app, "seat_note", "Mời bác ngồi <dãy B>")
    client.get(f"{DOOR}i/{secret_of(app, hlop)}")
    client.post(DOOR + "here", data={"key": "1"})
    page = client.get(HOME).text
    assert "Mời bác ngồi &lt;dãy B&gt;" in page
    with app.app_context():
        run(leave, by=DESK, meeting_id=1, delegate_id=hlop)
    assert f'formaction="{DOOR}here"' in client.get(HOME).text, "a button to come back"
    back = client.post(DOOR + "here", data={"key": "2"}, headers=JSON)
    assert back.get_json()["result"]["outcome"] == "BACK_AGAIN"
    again = client.post(DOOR + "here", data={"key": "3"}, follow_redirects=True)
    assert "07:30" in again.text


def test_somebody_came_in_their_place(app: Flask, client: FlaskClient, hlop: int) -> None:
    client.get(f"{DOOR}i/{secret_of(app, hlop)}")
    with app.app_context():
        run(substitute, by=DESK, meeting_id=1, delegate_id=hlop, name="Đinh Văn Thay")
    page = client.get(DOOR + "here").text
    assert "Đinh Văn Thay" in page
    assert f'formaction="{DOOR}here"' not in page
    assert client.post(DOOR + "here", data={"key": "k"}).status_code == 409


def test_the_desk_that_let_them_in_is_named(app: Flask, client: FlaskClient, hlop: int) -> None:
    with app.app_context():
        run(check_in, by=DESK, meeting_id=1, delegate_id=hlop, via="desk")
        assert present_ids(db.session(), 1) == {hlop}
    client.get(f"{DOOR}i/{secret_of(app, hlop)}")
    page = client.get(DOOR + "here").text
    assert "07:30" in page
    assert DESK.name in page
