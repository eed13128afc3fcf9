"""The pages of the door: phone, desk, table, poster."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.contract import Refused, run
from meeting.db import db
from meeting.meetings import change_setting, close_meeting, create_meeting
from meeting.net import phone_address
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.api import is_present, present_ids
from plugins.checkin.service import check_in
from plugins.roster.api import Delegate, add_person, reissue, search, shown
from tests.conftest import ClientAs
from tests.plugins.roster.pictures import read_codes

from .conftest import journal, of_village

DOOR = "/m/1/checkin/"
HOME = "/m/1/"
BY = Actor("device", 7, "Bàn đón tiếp 1", "registrar")
JSON = {"Accept": "application/json"}
HLOP = "Đinh Thị Hlŏp"
DelegateClient = Callable[[int], FlaskClient]


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("registrar")


@pytest.fixture
def hlop(app: Flask) -> int:
    with app.app_context():
        return search(db.session(), 1, "hlop")[0].id


def codes(app: Flask, delegate_id: int) -> tuple[str, str]:
    """Short code and secret."""
    with app.app_context():
        delegate = db.session.get_one(Delegate, delegate_id)
        return delegate.code, delegate.secret


def present(app: Flask, delegate_id: int) -> bool:
    with app.app_context():
        return is_present(db.session(), delegate_id)


def fill(app: Flask, village_id: int = 1) -> int:
    """Everybody of a village has come, and one more stands at the door."""
    with app.app_context():
        for one in of_village(village_id):
            run(check_in, by=BY, meeting_id=1, delegate_id=one, via="desk")
        return run(add_person, by=BY, meeting_id=1, name="Đinh Hơ̆i Mới", village_id=village_id)


def text_of(answer: object) -> str:
    return str(answer.get_data(as_text=True))  # type: ignore[attr-defined]


# -- the phone --------------------------------------------------------------------------------


def test_from_the_qr_to_a_seat_in_two_taps(app: Flask, client: FlaskClient, hlop: int) -> None:
    _, secret = codes(app, hlop)
    opened = client.get(f"{DOOR}i/{secret}")
    assert (opened.status_code, opened.headers["Location"]) == (303, DOOR + "here")
    page = text_of(client.get(DOOR + "here"))
    assert HLOP in page
    assert "làng Leng" in page
    assert f'formaction="{DOOR}here"' in page
    assert not present(app, hlop), "opening the page is not arriving"
    assert client.post(DOOR + "here", data={"key": "k"}).headers["Location"] == HOME
    assert present(app, hlop)
    assert "07:30" in text_of(client.get(HOME))
    assert client.get(f"{DOOR}i/{secret}").status_code == 303, "also when already in"
    assert f'formaction="{DOOR}here"' not in text_of(client.get(DOOR + "here"))


@pytest.mark.parametrize("how", ["{code}", "{shown}", " {lower} ", "http://10.1.1.1/c/{shown}"])
def test_the_code_may_be_typed_in_any_way(
    how: str, app: Flask, client: FlaskClient, hlop: int
) -> None:
    code, _ = codes(app, hlop)
    typed = how.format(code=code, shown=shown(code), lower=code.lower())
    assert client.post(DOOR + "code", data={"code": typed}).status_code == 303
    assert HLOP in text_of(client.get(HOME))


@pytest.mark.parametrize("typed", ["", "CFG-2345", "<script>alert(1)</script>", "x" * 5000])
def test_a_wrong_code_comes_back_as_typed(typed: str, app: Flask, client: FlaskClient) -> None:
    answer = client.post(DOOR + "code", data={"code": typed})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "alert-danger" in page
    assert "<script>alert" not in page
    program = client.post(DOOR + "code", data={"code": typed}, headers=JSON)
    assert program.get_json()["error"]["code"] == "checkin.unknown_code"
    with app.app_context():
        assert journal()[-1] == "checkin.unknown_code"


def test_an_old_slip_sends_to_the_desk_and_ends_the_phone(
    app: Flask, client: FlaskClient, hlop: int
) -> None:
    _, secret = codes(app, hlop)
    client.get(f"{DOOR}i/{secret}")
    with app.app_context():
        seen = db.session.get_one(Delegate, hlop).invitation_id
        run(reissue, by=BY, meeting_id=1, delegate_id=hlop, seen=seen)
    assert client.get(DOOR + "here").headers["Location"] == HOME
    assert client.get(f"{DOOR}i/{secret}").status_code == 409
    answer = client.get(f"{DOOR}i/{secret}", headers=JSON)
    assert answer.get_json()["error"]["code"] == "checkin.revoked_code"


def test_an_invitation_to_another_meeting_says_so(
    app: Flask, client: FlaskClient, hlop: int
) -> None:
    _, secret = codes(app, hlop)
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        assert run(create_meeting, by=BY, plan=plan) == 2
    answer = client.get(f"/m/2/checkin/i/{secret}", headers=JSON)
    assert answer.get_json()["error"]["code"] == "checkin.other_meeting"
    assert client.get(f"/m/9/checkin/i/{secret}").status_code == 404


def test_village_then_name_then_the_button(app: Flask, client: FlaskClient, hlop: int) -> None:
    assert text_of(client.get(DOOR + "names")).count("btn-big") == 10
    page = text_of(client.get(DOOR + "names", query_string={"village": 5}))
    assert page.count('name="delegate_id"') == 6
    keys = re.findall(r'name="key" value="(\w+)"', page)
    assert len(set(keys)) == len(keys) == 6, "going back and choosing another name is another form"
    chosen = client.post(DOOR + "names", data={"delegate_id": hlop, "village": 5, "key": keys[0]})
    assert chosen.status_code == 303
    client.post(DOOR + "here")
    with app.app_context():
        assert db.session.scalar(sa.text("SELECT via FROM checkin_presence")) == "poster"
    other = app.test_client()
    page = text_of(other.get(DOOR + "names", query_string={"village": 5}))
    assert page.count('name="delegate_id"') == 5
    taken = other.post(DOOR + "names", data={"delegate_id": hlop, "village": 5})
    assert taken.status_code == 409
    assert HLOP in text_of(taken)


def test_this_is_not_me(app: Flask, client: FlaskClient, hlop: int) -> None:
    client.post(DOOR + "names", data={"delegate_id": hlop})
    assert client.post(DOOR + "not-me").status_code == 303
    page = text_of(client.get(HOME))
    assert HLOP not in page
    assert 'name="code"' in page
    assert app.test_client().post(DOOR + "names", data={"delegate_id": hlop}).status_code == 303


def test_a_wrong_arrival_is_named_when_the_phone_lets_go(
    app: Flask, delegate_client: DelegateClient, hlop: int
) -> None:
    phone = delegate_client(hlop)
    phone.post(DOOR + "here")
    page = text_of(phone.post(DOOR + "not-me", follow_redirects=True))
    assert HLOP in page, "stays checked in: the desk must know"
    assert present(app, hlop)


def test_a_full_village_is_sent_to_the_desk(app: Flask, delegate_client: DelegateClient) -> None:
    phone = delegate_client(fill(app))
    answer = phone.post(DOOR + "here")
    assert answer.status_code == 409
    assert "Làng Stơr" in text_of(answer)
    refusal = phone.post(DOOR + "here", headers=JSON).get_json()
    assert refusal["error"]["code"] == "checkin.village_full"


def test_phones_that_are_nobodys_cannot_arrive(client: FlaskClient) -> None:
    for address in ("here", "not-me"):
        assert client.post(DOOR + address).status_code == 409
    assert client.get(DOOR + "names", query_string={"village": "x"}).status_code == 200
    for wrong in ("", "abc", "999999"):
        assert client.post(DOOR + "names", data={"delegate_id": wrong}).status_code == 409


def test_after_the_meeting_a_phone_may_still_say_who_it_is(
    app: Flask, client: FlaskClient, hlop: int
) -> None:
    code, _ = codes(app, hlop)
    with app.app_context():
        run(close_meeting, by=BY, meeting_id=1)
    assert client.post(DOOR + "code", data={"code": code}).status_code == 303
    assert "07:30" not in text_of(client.get(DOOR + "here"))
    assert client.post(DOOR + "here").status_code == 409


def test_names_can_be_hidden(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        run(change_setting, by=BY, meeting_id=1, name="checkin.by_name", value=False)
    assert DOOR + "names" not in text_of(client.get(HOME))
    assert 'name="delegate_id"' not in text_of(client.get(DOOR + "names?village=5"))


# -- the desk ---------------------------------------------------------------------------------

STAFF_PAGES = {
    "desk": {"registrar", "secretary"},
    "poster": {"registrar", "secretary"},
    "table": {"registrar", "secretary", "chair", "observer"},
}


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("role", ["registrar", "secretary", "chair", "observer", "screen"])
def test_who_may_open_what(page: str, role: str, client_as: ClientAs, client: FlaskClient) -> None:
    expected = 200 if role in STAFF_PAGES[page] else 403
    assert client_as(role).get(DOOR + page).status_code == expected
    assert client.get(DOOR + page).status_code == 403


@pytest.mark.parametrize("action", ["scan", "in", "over", "undo", "walk-in"])
def test_only_the_desk_acts_at_the_desk(
    action: str, app: Flask, client: FlaskClient, client_as: ClientAs, hlop: int
) -> None:
    form = {
        "delegate_id": hlop,
        "reason": "x",
        "name": "X",
        "village": "1",
        "q": codes(app, hlop)[0],
    }
    for browser in (client, client_as("chair"), client_as("screen")):
        assert browser.post(f"{DOOR}desk/{action}", data=form).status_code == 403
    assert client.get(f"{DOOR}desk/{action}").status_code == 405
    assert not present(app, hlop)


def test_search_without_marks_and_one_tap(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    page = text_of(clerk.get(DOOR + "desk", query_string={"q": "dinh hlop"}))
    assert f'name="delegate_id" value="{hlop}"' in page
    tap = {"delegate_id": hlop, "key": "k"}
    first, again = (clerk.post(DOOR + "desk/in", data=tap) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"] == f"{DOOR}desk?last={hlop}"
    shown_page = text_of(clerk.get(first.headers["Location"]))
    assert "door-last" in shown_page
    assert HLOP in shown_page
    assert "07:30" in shown_page
    second = clerk.post(DOOR + "desk/in", data={"delegate_id": hlop, "key": "other"})
    assert "again=1" in second.headers["Location"]


@pytest.mark.parametrize(
    "typed", ["{code}", "{lower}", "{secret}", "http://10.0.0.9:8000/m/1/checkin/i/{secret}\n"]
)
def test_a_scanner_needs_no_tap(typed: str, app: Flask, clerk: FlaskClient, hlop: int) -> None:
    code, secret = codes(app, hlop)
    scanned = typed.format(code=shown(code), lower=code.lower(), secret=secret)
    answer = clerk.post(DOOR + "desk/scan", data={"q": scanned})
    assert answer.headers["Location"] == f"{DOOR}desk?last={hlop}"
    assert present(app, hlop)


def test_enter_after_a_name_searches(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    answer = clerk.post(DOOR + "desk/scan", data={"q": "hlop"})
    assert answer.status_code == 303
    assert HLOP in text_of(clerk.get(answer.headers["Location"]))
    with app.app_context():
        assert present_ids(db.session(), 1) == set()
        run(add_person, by=BY, meeting_id=1, name="Vũ Thinh", village_id=1)
    looks_like_a_code = clerk.post(DOOR + "desk/scan", data={"q": "vu thinh"})
    assert "q=vu+thinh" in looks_like_a_code.headers["Location"]


@pytest.mark.parametrize("typed", ["CFG-2345", "cfg2345"])
def test_an_unknown_code_is_red_and_written_down(
    typed: str, app: Flask, clerk: FlaskClient
) -> None:
    answer = clerk.post(DOOR + "desk/scan", data={"q": typed})
    assert answer.status_code == 409
    assert "alert-danger" in text_of(answer)
    with app.app_context():
        assert journal()[-1] == "checkin.unknown_code"


def test_a_staff_device_that_scans_with_its_camera_lands_at_the_desk(
    app: Flask, clerk: FlaskClient, hlop: int
) -> None:
    _, secret = codes(app, hlop)
    answer = clerk.get(f"{DOOR}i/{secret}", follow_redirects=True)
    assert HLOP in text_of(answer)
    assert not present(app, hlop)


def test_over_quota_asks_the_reason_then_lets_in(app: Flask, clerk: FlaskClient) -> None:
    seventh = fill(app)
    refused = clerk.post(DOOR + "desk/in", data={"delegate_id": seventh})
    assert refused.status_code == 409
    page = text_of(refused)
    assert f'action="{DOOR}desk/over"' in page
    assert "Đinh Hơ̆i Mới" in page
    without = clerk.post(DOOR + "desk/over", data={"delegate_id": seventh, "reason": " "})
    assert without.status_code == 409
    assert not present(app, seventh)
    form = {"delegate_id": seventh, "reason": "Làng <cử> thêm"}
    admitted = clerk.post(DOOR + "desk/over", data=form, follow_redirects=True)
    assert "Làng &lt;cử&gt; thêm" in text_of(admitted)
    assert present(app, seventh)


def test_what_is_taken_back_can_be_done_again(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    clerk.post(DOOR + "desk/in", data={"delegate_id": hlop})
    for _ in range(2):
        assert clerk.post(DOOR + "desk/undo", data={"delegate_id": hlop}).status_code == 303
    assert not present(app, hlop)
    clerk.post(DOOR + "desk/in", data={"delegate_id": hlop, "key": "new"})
    assert present(app, hlop)


def test_a_walk_in_is_in_after_one_form(app: Flask, clerk: FlaskClient) -> None:
    prefilled = text_of(clerk.get(DOOR + "desk", query_string={"new": "Đinh Jrŭ"}))
    assert 'value="Đinh Jrŭ"' in prefilled
    form = {"name": "Đinh Jrŭ", "village": "3", "honorific": "Ông", "key": "k"}
    for _ in range(2):
        answer = clerk.post(DOOR + "desk/walk-in", data=form)
        assert answer.status_code == 303
    page = text_of(clerk.get(answer.headers["Location"]))
    assert "Ông Đinh Jrŭ" in page
    with app.app_context():
        assert len(present_ids(db.session(), 1)) == 1


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"name": "", "village": "1", "reason": "Bác Bưm dẫn"}, "Bác Bưm dẫn"),
        ({"name": "Đinh Jrŭ", "village": ""}, "Đinh Jrŭ"),
        ({"name": "Đinh Jrŭ", "village": "77"}, "Đinh Jrŭ"),
        ({"name": "55", "village": "1", "reason": "Bác Bưm dẫn"}, "Bác Bưm dẫn"),
        ({"name": "Đinh Jrŭ", "village": "1"}, "Đinh Jrŭ"),  # the village is full
        ({"name": "Đinh Jrŭ", "village": "1", "reason": "x" * 201}, "Đinh Jrŭ"),
    ],
)
def test_a_refused_walk_in_comes_back_as_typed(
    form: dict[str, str], kept: str, app: Flask, clerk: FlaskClient
) -> None:
    fill(app)
    answer = clerk.post(DOOR + "desk/walk-in", data=form)
    assert answer.status_code == 409
    page = text_of(answer)
    assert kept in page
    assert re.search(r'id="panel-walk-in"[^>]* open', page)
    with app.app_context():
        assert len(present_ids(db.session(), 1)) == 6


def test_programs_get_the_outcome(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    said = clerk.post(DOOR + "desk/in", data={"delegate_id": hlop}, headers=JSON).get_json()
    assert said["ok"]
    assert (said["result"]["outcome"], said["result"]["person"]) == ("ADMITTED", HLOP)
    for action, form, code in (
        ("in", {"delegate_id": 9999}, "checkin.unknown_person"),
        ("in", {}, "checkin.unknown_person"),
        ("over", {"delegate_id": fill(app), "reason": ""}, "checkin.reason_needed"),
        ("scan", {"q": "hlop"}, "checkin.unknown_code"),
        ("walk-in", {"name": ""}, "checkin.incomplete"),
    ):
        bad = clerk.post(f"{DOOR}desk/{action}", data=form, headers=JSON)
        assert (bad.status_code, bad.get_json()["error"]["code"]) == (409, code)


def test_people_of_another_meeting_cannot_be_let_in(
    app: Flask, clerk: FlaskClient, hlop: int
) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        run(create_meeting, by=BY, plan=plan)
    answer = clerk.post("/m/2/checkin/desk/in", data={"delegate_id": hlop})
    assert answer.status_code == 409
    assert clerk.post("/m/9/checkin/desk/in", data={"delegate_id": hlop}).status_code == 404


# -- pictures ---------------------------------------------------------------------------------


def test_the_codes_on_the_wall_can_be_read(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for name, value in (("wifi_name", "Hội trường"), ("wifi_password", "a;b")):
            run(change_setting, by=BY, meeting_id=1, name=f"checkin.{name}", value=value)
        address = phone_address()
    said = {}
    for name in ("wifi", "address"):
        picture = client.get(f"{DOOR}qr/{name}.svg")
        assert picture.mimetype == "image/svg+xml"
        assert ElementTree.fromstring(picture.data).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - ours
        [said[name]] = read_codes(text_of(picture))
    assert said == {"wifi": "WIFI:T:WPA;S:Hội trường;P:a\\;b;;", "address": address}


def test_the_poster_leaves_out_a_wifi_nobody_named(app: Flask, clerk: FlaskClient) -> None:
    assert "wifi.svg" not in text_of(clerk.get(DOOR + "poster"))
    with app.app_context():
        run(change_setting, by=BY, meeting_id=1, name="checkin.wifi_name", value="Hoi truong")
    page = text_of(clerk.get(DOOR + "poster"))
    assert "wifi.svg" in page
    assert "address.svg" in page


@pytest.mark.parametrize(
    ("name", "longest"),
    [("wifi_name", "ộ" * 10), ("wifi_password", "a" * 63), ("seat_note", "ộ" * 200)],
)
def test_a_text_that_would_not_fit_is_refused(app: Flask, name: str, longest: str) -> None:
    name = f"checkin.{name}"
    with app.app_context():
        run(change_setting, by=BY, meeting_id=1, name=name, value=longest)
        with pytest.raises(Refused) as refused:
            run(change_setting, by=BY, meeting_id=1, name=name, value=longest + "ộ")
    assert refused.value.code == "core.bad_setting"
