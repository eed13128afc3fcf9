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
from plugins.roster.api import Delegate, people, search, shown
from tests.conftest import ClientAs

from .codes import find_code
from .pictures import read_codes

LIST = "/m/1/roster/"
HLOP = "Đinh Thị Hlŏp"


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("registrar")


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
