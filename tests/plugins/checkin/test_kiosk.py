"""The kiosk at the door: who may open it, what it answers, and that it can do nothing else."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.contract import run
from meeting.db import db
from meeting.meetings import change_setting, close_meeting
from plugins.checkin.api import is_present
from plugins.checkin.models import Presence
from plugins.checkin.service import check_in, substitute
from plugins.roster.api import Delegate, add_person, search, shown
from tests.conftest import ClientAs

from .conftest import DESK, of_village

DOOR = "/m/1/checkin/"
KIOSK = DOOR + "kiosk"
JSON = {"Accept": "application/json"}
HLOP = "Đinh Thị Hlŏp"


@pytest.fixture
def kiosk(client_as: ClientAs) -> FlaskClient:
    return client_as("kiosk")


@pytest.fixture
def hlop(app: Flask) -> int:
    with app.app_context():
        return search(db.session(), 1, "hlop")[0].id


def code_of(app: Flask, delegate_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Delegate, delegate_id).code


@pytest.mark.parametrize("page", ["", "/names", "/names?village=5", "/done?who=1"])
def test_who_may_open_it(page: str, client_as: ClientAs, client: FlaskClient) -> None:
    for role, expected in (("kiosk", 200), ("registrar", 200), ("chair", 403), ("screen", 403)):
        assert client_as(role).get(KIOSK + page).status_code == expected
    assert client.get(KIOSK + page).status_code == 403


def test_a_kiosk_opens_nothing_else(app: Flask, kiosk: FlaskClient, client: FlaskClient) -> None:
    assert kiosk.get("/").headers["Location"] == KIOSK
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not set(rule.arguments) - {"meeting_id"}
    ]
    for rule in rules:
        with app.test_request_context():
            values = {"meeting_id": 1} if "meeting_id" in rule.arguments else {}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
        if client.get(address).status_code == 403 and "/kiosk" not in address:
            assert kiosk.get(address).status_code == 403, address
    page = kiosk.get(KIOSK).text
    links = set(re.findall(r'href="(/m/[^"]+)"', page))
    assert links <= {KIOSK + "/names"}, "no way out"


def test_the_code_lets_in_at_once(app: Flask, kiosk: FlaskClient, hlop: int) -> None:
    typed = shown(code_of(app, hlop)).lower()
    answer = kiosk.post(KIOSK + "/code", data={"code": typed})
    assert answer.headers["Location"] == f"{KIOSK}/done?who={hlop}&outcome=ADMITTED"
    page = kiosk.get(answer.headers["Location"]).text
    assert HLOP in page
    assert "kiosk-box is-in" in page
    with app.app_context():
        there = db.session.scalars(sa.select(Presence)).one()
        assert (there.via, there.desk) == ("kiosk", "kiosk"), "the device's name"
    again = kiosk.post(KIOSK + "/code", data={"code": typed}, follow_redirects=True).text
    assert "kiosk-box is-known" in again
    assert "07:30" in again
    scanned = f"http://10.0.0.9/m/1/checkin/i/{code_of(app, hlop)}"
    assert kiosk.post(KIOSK + "/code", data={"code": scanned}).status_code == 303


def test_village_name_and_yes_it_is_me(app: Flask, kiosk: FlaskClient, hlop: int) -> None:
    assert kiosk.get(KIOSK + "/names").text.count("?village=") == 10
    page = kiosk.get(KIOSK + "/names?village=5").text
    assert page.count("&amp;who=") == 6
    assert HLOP in kiosk.get(f"{KIOSK}/names?village=5&who={hlop}").text
    with app.app_context():
        assert not is_present(db.session(), hlop), "only the button lets in"
    tap = {"delegate_id": hlop, "key": "k"}
    for _ in range(2):
        assert "outcome=ADMITTED" in kiosk.post(KIOSK + "/in", data=tap).headers["Location"]
    elsewhere = kiosk.get(f"{KIOSK}/names?village=4&who={hlop}").text
    assert HLOP not in elsewhere, "nobody of another village"


def test_nobody_is_listed_as_present_by_an_address(kiosk: FlaskClient, hlop: int) -> None:
    assert HLOP not in kiosk.get(f"{KIOSK}/done?who={hlop}&outcome=ADMITTED").text
    assert kiosk.get(f"{KIOSK}/done?who=x").status_code == 200


def test_what_it_cannot_do_goes_to_the_desk(app: Flask, kiosk: FlaskClient, hlop: int) -> None:
    with app.app_context():
        for one in of_village(1):
            run(check_in, by=DESK, meeting_id=1, delegate_id=one, via="desk")
        more = run(add_person, by=DESK, meeting_id=1, name="Đinh Hơ̆i Mới", village_id=1)
        run(substitute, by=DESK, meeting_id=1, delegate_id=hlop, name="Đinh Văn Thay")
    full = kiosk.post(KIOSK + "/in", data={"delegate_id": more})
    assert full.status_code == 409
    assert "Đinh Hơ̆i Mới" in full.text
    assert "Làng Stơr" in full.text
    replaced = kiosk.post(KIOSK + "/code", data={"code": code_of(app, hlop)})
    assert "Đinh Văn Thay" in replaced.text
    for path, form, code in (
        ("/in", {"delegate_id": more}, "checkin.village_full"),
        ("/code", {"code": code_of(app, hlop)}, "checkin.has_substitute"),
        ("/code", {"code": "CFG-2345"}, "checkin.unknown_code"),
        ("/code", {}, "checkin.unknown_code"),
        ("/in", {"delegate_id": "x"}, "checkin.unknown_person"),
    ):
        refused = kiosk.post(KIOSK + path, data=form, headers=JSON)
        assert refused.get_json()["error"]["code"] == code
        assert kiosk.post(KIOSK + path, data={**form, "key": "b"}).status_code == 409


def test_names_follow_the_offices_setting(app: Flask, kiosk: FlaskClient, hlop: int) -> None:
    with app.app_context():
        run(change_setting, by=DESK, meeting_id=1, name="checkin.by_name", value=False)
    assert KIOSK + "/names" not in kiosk.get(KIOSK).text
    assert HLOP not in kiosk.get(f"{KIOSK}/names?village=5&who={hlop}").text
    refused = kiosk.post(KIOSK + "/in", data={"delegate_id": hlop}, headers=JSON)
    assert refused.get_json()["error"]["code"] == "checkin.names_closed"


def test_a_closed_meeting_says_so(app: Flask, kiosk: FlaskClient, hlop: int) -> None:
    with app.app_context():
        run(close_meeting, by=DESK, meeting_id=1)
    assert kiosk.post(KIOSK + "/code", data={"code": code_of(app, hlop)}).status_code == 409


def test_its_camera_app_leads_back_to_it(app: Flask, kiosk: FlaskClient, hlop: int) -> None:
    code = code_of(app, hlop)
    answer = kiosk.get(f"{DOOR}i/{code}")
    assert answer.headers["Location"] == f"{KIOSK}?code={code}"
    assert f'value="{code}"' in kiosk.get(answer.headers["Location"]).text
    with app.app_context():
        assert not is_present(db.session(), hlop)


def test_codes_cannot_be_guessed_there(kiosk: FlaskClient) -> None:
    answers = [kiosk.post(KIOSK + "/code", data={"code": "CFG2345"}).status_code for _ in range(61)]
    assert answers == [409] * 60 + [429]
