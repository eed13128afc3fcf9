"""The staff's pages of the list."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.meetings import create_meeting
from meeting.net import phone_address
from meeting.plan import load_plan_file, shipped_plans
from plugins.roster.api import Delegate, Person, people, search, shown
from tests.conftest import ClientAs

from .codes import find_code
from .pictures import read_codes

LIST = "/m/1/roster/"
HLOP = "Đinh Thị Hlŏp"


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def id_of(app: Flask, typed: str) -> int:
    with app.app_context():
        return search(db.session(), 1, typed)[0].id


def count(app: Flask) -> int:
    with app.app_context():
        return len(people(db.session(), 1))


def test_the_list_shows_everybody_by_village_and_no_code(app: Flask, clerk: FlaskClient) -> None:
    page = clerk.get(LIST).get_data(as_text=True)
    assert page.count("<tbody>") == 11  # ten villages, and the officials
    assert HLOP in page
    assert "H&#39;Lĭnh" in page
    with app.app_context():
        assert shown(db.session.get_one(Delegate, 20).code) not in page


def test_search_finds_without_marks(clerk: FlaskClient) -> None:
    page = clerk.get(LIST, query_string={"q": "dinh hlop"}).get_data(as_text=True)
    assert HLOP in page
    assert "Đinh Bưm" not in page
    assert "Đinh Bưm" in clerk.get(LIST, query_string={"q": "  "}).get_data(as_text=True)
    nobody = clerk.get(LIST, query_string={"q": "<script>alert(1)</script>"})
    assert nobody.status_code == 200
    assert "<script>alert" not in nobody.get_data(as_text=True)


PAGES = ["", "new", "20", "20/edit", "slips"]


@pytest.mark.parametrize("page", PAGES)
def test_only_clerks_open_pages_with_codes(
    page: str, client: FlaskClient, client_as: ClientAs
) -> None:
    assert client.get(LIST + page).status_code == 403
    assert client_as("screen").get(LIST + page).status_code == 403
    assert client_as("secretary").get(LIST + page).status_code == 200
    observer = client_as("observer").get(LIST + page)
    assert observer.status_code == (403 if page else 200)
    assert f'href="{LIST}20"' not in observer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["new", "20/edit", "20/reissue"])
def test_only_clerks_change_the_list(
    address: str, app: Flask, client: FlaskClient, client_as: ClientAs
) -> None:
    before = count(app)
    for browser in (client, client_as("observer"), client_as("screen")):
        assert browser.post(LIST + address, data={"name": "Ai Đó"}).status_code == 403
    assert count(app) == before


def test_somebody_is_added_and_shown_with_a_code(app: Flask, clerk: FlaskClient) -> None:
    form = {
        "name": "Đinh Thị Hơ̆i", "village": "1", "honorific": "Bà", "group": "NHAN_DAN", "key": "k1"
    }  # fmt: skip
    answer = clerk.post(LIST + "new", data=form)
    assert answer.status_code == 303
    page = clerk.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Bà Đinh Thị Hơ̆i" in page
    with app.app_context():
        delegate = db.session.get_one(Delegate, id_of(app, "hoi stor"))
        assert (delegate.group, delegate.kind) == ("Nhân dân", "CITIZEN")
        assert shown(delegate.code) in page


def test_the_same_form_sent_twice_adds_one(app: Flask, clerk: FlaskClient) -> None:
    before = count(app)
    form = {"name": "Đinh Thị Hơ̆i", "village": "1", "key": "same"}
    first, second = (clerk.post(LIST + "new", data=form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(app) == before + 1


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"name": "", "village": "1", "office_title": "Già làng"}, "Già làng"),
        ({"name": "1", "village": "1", "office_title": "Già làng"}, "Già làng"),
        ({"name": "ă" * 81, "village": "0"}, "ă" * 81),
        ({"name": "Hyek", "village": "1", "office_title": "x" * 121}, "Hyek"),
        ({"name": "Hyek", "village": "999"}, "Hyek"),
        ({"name": "Hyek", "village": ""}, "Hyek"),
        ({"name": "Hyek", "village": "1", "group": "NOBODY"}, "Hyek"),
    ],
)
def test_a_refused_form_comes_back_as_it_was_typed(
    form: dict[str, str], kept: str, app: Flask, clerk: FlaskClient
) -> None:
    before = count(app)
    for address in ("new", "20/edit"):
        answer = clerk.post(LIST + address, data=form)
        assert answer.status_code == 409
        page = answer.get_data(as_text=True)
        assert kept in page
        assert "alert-danger" in page
    assert count(app) == before


def test_a_program_gets_the_id_or_the_reason(clerk: FlaskClient) -> None:
    json = {"Accept": "application/json"}
    good = clerk.post(
        LIST + "new", data={"name": "Hyek Mới", "village": "0"}, headers=json
    ).get_json()
    assert good["ok"]
    assert isinstance(good["result"], int)
    for name, code in (("1", "roster.bad_name"), ("", "roster.incomplete")):
        bad = clerk.post(LIST + "new", data={"name": name, "village": "0"}, headers=json)
        assert (bad.status_code, bad.get_json()["error"]["code"]) == (409, code)


def test_a_name_is_text_wherever_it_stands(app: Flask, clerk: FlaskClient) -> None:
    hostile = "<img src=x onerror=alert(1)> \"'&"
    where = clerk.post(LIST + "new", data={"name": hostile, "village": "0"}).headers["Location"]
    for address in (where, where + "/edit", LIST, LIST + "slips"):
        assert "<img src=x" not in clerk.get(address).get_data(as_text=True)


def test_data_are_corrected(app: Flask, clerk: FlaskClient) -> None:
    hlop = id_of(app, "hlop")
    form = clerk.get(f"{LIST}{hlop}/edit").get_data(as_text=True)
    assert f'value="{HLOP}"' in form
    assert 'value="Bà" checked' in form
    changed = {"name": HLOP, "village": "1", "honorific": "", "group": "NHAN_DAN"}
    assert clerk.post(f"{LIST}{hlop}/edit", data=changed).status_code == 303
    with app.app_context():
        assert search(db.session(), 1, "hlop")[0].label == f"{HLOP}, làng Stơr"


def test_a_lost_slip_is_replaced_once(app: Flask, clerk: FlaskClient) -> None:
    with app.app_context():
        delegate = db.session.get_one(Delegate, 20)
        old, seen = delegate.code, delegate.invitation_id
    assert old[:3] + "-" in clerk.get(LIST + "20").get_data(as_text=True)
    for expected in (303, 409):
        again = clerk.post(LIST + "20/reissue", data={"seen": str(seen)})
        assert again.status_code == expected
    with app.app_context():
        fresh = db.session.get_one(Delegate, 20).code
        assert find_code(db.session(), 1, old) is None
    assert shown(fresh) in clerk.get(LIST + "20").get_data(as_text=True)


def test_every_slip_carries_its_own_person(app: Flask, clerk: FlaskClient) -> None:
    page = clerk.get(LIST + "slips", query_string={"village": 5}).get_data(as_text=True)
    slips = re.findall(r"<article.*?</article>", page, re.S)
    assert len(slips) == 6
    with app.test_request_context():
        for slip in slips:
            [said] = read_codes(slip)
            assert said.startswith(phone_address())
            delegate = find_code(db.session(), 1, said)
            assert delegate is not None
            assert shown(delegate.code) in slip
            assert delegate.village_id == 5
    everybody = clerk.get(LIST + "slips").get_data(as_text=True)
    assert everybody.count("<article") == 78


def test_people_of_another_meeting_do_not_exist_here(app: Flask, clerk: FlaskClient) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        assert run(create_meeting, by=Actor.system("test"), plan=plan) == 2
    for address in ("20", "20/edit", "9999"):
        assert clerk.get("/m/2/roster/" + address).status_code == 404
    assert clerk.post("/m/2/roster/20/edit", data={"name": "X"}).status_code == 404
    assert clerk.post("/m/2/roster/20/reissue", data={"seen": "1"}).status_code == 409
    assert clerk.get("/m/9/roster/").status_code == 404
    assert clerk.post(LIST + "20").status_code == 405


def listed(clerk: FlaskClient, **asked: object) -> str:
    """The part of the page that a search replaces."""
    page = clerk.get(LIST, query_string=asked).get_data(as_text=True)
    return page.split('id="found"')[1].split("people-off")[0]


def test_a_code_finds_its_holder_even_when_it_has_ended(app: Flask, clerk: FlaskClient) -> None:
    with app.app_context():
        one = db.session.get_one(Delegate, 20)
        name, code, seen = one.name, one.code, one.invitation_id
    for typed in (code, shown(code).lower()):
        found = listed(clerk, q=typed)
        assert name in found
        assert found.count("stretched-link") == 1
    clerk.post(LIST + "20/reissue", data={"seen": str(seen)})
    assert name in listed(clerk, q=code)


def test_the_list_is_filtered_by_village(clerk: FlaskClient) -> None:
    only = listed(clerk, village=1)
    assert only.count("stretched-link") == 6
    assert "Làng Stơr · 6 người" in only
    assert HLOP not in only
    assert "Không tìm thấy ai" in listed(clerk, q="hlop", village=1)
    assert "Không tìm thấy ai" in listed(clerk, village=999)


def test_namesakes_are_told_apart(app: Flask, clerk: FlaskClient) -> None:
    first, second = (one.id for one in _of_name(app, "khoi"))
    form = {"name": "Đinh Văn Khŏi", "village": "3", "group": "NHAN_DAN", "distinction": ""}
    for number in (first, second):
        assert clerk.post(f"{LIST}{number}/edit", data=form).status_code == 303
    assert listed(clerk, q="khoi").count("trùng tên: cần ghi điều để phân biệt") == 2
    form["distinction"] = "con ông Pŭih"
    assert clerk.post(f"{LIST}{first}/edit", data=form).status_code == 303
    assert "con ông Pŭih" in listed(clerk, q="con puih")
    page = clerk.get(f"{LIST}{second}").get_data(as_text=True)
    assert "Có 2 người tên Đinh Văn Khŏi" in page
    assert "con ông Pŭih" in page
    assert "Có 2 người" not in clerk.get(LIST + "20").get_data(as_text=True)
    long = clerk.post(f"{LIST}{first}/edit", data={**form, "distinction": "x" * 61})
    assert long.status_code == 409
    wrong = long.get_data(as_text=True)
    assert wrong.index("field-error") > wrong.index('for="distinction"')


def _of_name(app: Flask, typed: str) -> list[Person]:
    with app.app_context():
        return search(db.session(), 1, typed)


def test_a_code_is_ended_and_another_issued_later(app: Flask, clerk: FlaskClient) -> None:
    with app.app_context():
        one = db.session.get_one(Delegate, 20)
        code, seen = one.code, one.invitation_id
    for _again in range(2):
        assert clerk.post(LIST + "20/revoke", data={"seen": str(seen)}).status_code == 303
    page = clerk.get(LIST + "20").get_data(as_text=True)
    assert "Chưa có mã còn hiệu lực" in page
    assert shown(code) not in page
    assert clerk.get(LIST + "slips").get_data(as_text=True).count("<article") == 77
    assert clerk.post(LIST + "20/reissue", data={"seen": "0"}).status_code == 303
    with app.app_context():
        fresh = db.session.get_one(Delegate, 20).code
        assert fresh not in ("", code)
    assert shown(fresh) in clerk.get(LIST + "20").get_data(as_text=True)


def test_somebody_is_taken_off_the_list_and_put_back(app: Flask, clerk: FlaskClient) -> None:
    before = count(app)
    with app.app_context():
        name = db.session.get_one(Delegate, 20).name
    for _again in range(2):
        assert clerk.post(LIST + "20/remove").status_code == 303
    assert count(app) == before - 1
    assert name not in listed(clerk)
    assert "còn 1 chỗ" in listed(clerk, village=1)
    whole = clerk.get(LIST).get_data(as_text=True)
    assert "Đã bỏ khỏi danh sách: 1" in whole
    assert name in whole
    assert "Đưa lại vào danh sách" in clerk.get(LIST + "20").get_data(as_text=True)
    for _again in range(2):
        assert clerk.post(LIST + "20/put-back").status_code == 303
    assert count(app) == before
    assert name in listed(clerk)


@pytest.mark.parametrize("address", ["20/revoke", "20/remove", "20/put-back"])
def test_only_clerks_take_off(address: str, client: FlaskClient, client_as: ClientAs) -> None:
    for browser in (client, client_as("observer")):
        assert browser.post(LIST + address).status_code == 403


def test_one_official_speaks_for_a_field(app: Flask, clerk: FlaskClient) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["hong-ngu-2020"])
        meeting = run(create_meeting, by=Actor.system("test"), plan=plan)
        group = next(one.code for one in plan.groups if one.kind == "OFFICIAL")
    there = f"/m/{meeting}/roster/"
    page = clerk.get(there).get_data(as_text=True)
    assert "Mỗi lĩnh vực một đại diện" in page
    assert page.count("chưa có ai") == 7
    form = {"name": "Lê Văn Tám", "village": "0", "group": group, "field": "Công an"}
    assert clerk.post(there + "new", data=form).status_code == 303
    page = clerk.get(there).get_data(as_text=True)
    assert page.count("chưa có ai") == 6
    assert clerk.post(there + "new", data={**form, "field": "Thuế"}).status_code == 409
    assert "Đại diện lĩnh vực" not in clerk.get(LIST + "new").get_data(as_text=True)


# -- the desk at the door -------------------------------------------------------------------------


def test_the_desk_corrects_a_name_and_renews_a_code_and_no_more(
    app: Flask, client_as: ClientAs
) -> None:
    """What makes the list is the office's: before the day, and not at the door."""
    desk = client_as("registrar")
    with app.app_context():
        before = db.session.get_one(Delegate, 20)
        village, group, seen = before.village_id, before.group, before.invitation_id
    assert f'href="{LIST}20"' in listed(desk)
    page = desk.get(f"{LIST}20").get_data(as_text=True)
    form = desk.get(f"{LIST}20/edit").get_data(as_text=True)
    for never in ("remove", "revoke", "sent", "put-back"):
        assert f"{LIST}20/{never}" not in page
        assert desk.post(f"{LIST}20/{never}").status_code == 403
    assert 'name="village"' not in form
    for office in ("new", "import", "slips", "papers", "sent", "villages", "export-codes.csv"):
        assert desk.get(LIST + office).status_code == 403, office
    typed = {"name": "Đinh Thị Hlŏp Mới", "honorific": "Bà", "village": "1", "group": ""}
    assert desk.post(f"{LIST}20/edit", data=typed).status_code == 303
    assert desk.post(f"{LIST}20/edit", data={**typed, "name": ""}).status_code == 409
    assert desk.post(f"{LIST}20/reissue", data={"seen": str(seen)}).status_code == 303
    with app.app_context():
        one = db.session.get_one(Delegate, 20)
        assert one.name == "Đinh Thị Hlŏp Mới"
        assert (one.village_id, one.group) == (village, group), "a form may say what it wants"
        assert one.invitation_id != seen


def test_a_name_without_capitals_is_offered_with_them(app: Flask, client_as: ClientAs) -> None:
    """The answer to the form offers it; until somebody takes it, the name stays as typed."""
    desk = client_as("registrar")
    form = {"name": "đinh văn khŏi", "honorific": "Ông", "distinction": "con ông Pŭih"}
    saved = desk.post(f"{LIST}20/edit", data=form)
    page = desk.get(saved.location).get_data(as_text=True)
    assert "Ghi là Đinh Văn Khŏi" in page
    assert 'name="seen" value="đinh văn khŏi"' in page
    stale = desk.post(f"{LIST}20/spelling", data={"seen": "Đinh Khác"})
    with app.app_context():
        assert db.session.get_one(Delegate, 20).name == "đinh văn khŏi"
    for _again in range(2):
        assert desk.post(f"{LIST}20/spelling", data={"seen": "đinh văn khŏi"}).status_code == 303
    assert stale.status_code == 303
    with app.app_context():
        one = db.session.get_one(Delegate, 20)
        assert (one.name, one.distinction) == ("Đinh Văn Khŏi", "con ông Pŭih")
    assert "Ghi là" not in desk.get(saved.location).get_data(as_text=True)
