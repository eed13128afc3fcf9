"""What the desk's script and the lists beside the desk get: one part for each outcome."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from meeting import clock
from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.meetings import change_setting, close_meeting, create_meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin import service
from plugins.checkin.cut_off import record_arrival
from plugins.checkin.queries import absences, is_present, open_conflicts, presence
from plugins.roster.api import Delegate, add_person, reissue, search
from tests.conftest import ClientAs

from .conftest import of_village

DESK = "/m/1/checkin/desk"
BY = Actor("device", 7, "Bàn đón tiếp 1", "registrar")
SCRIPT = {"X-Desk": "1"}
FOREIGN = "FGHJKLMNPQRTVX23456789CFGHJK"


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("registrar")


@pytest.fixture
def hlop(app: Flask) -> int:
    with app.app_context():
        return search(db.session(), 1, "hlop")[0].id


def act(clerk: FlaskClient, what: str, **form: object) -> str:
    """The part that a script shows; it is no page."""
    answer = clerk.post(f"{DESK}/{what}", data=form, headers=SCRIPT)
    assert answer.status_code == 200
    part = answer.get_data(as_text=True)
    assert "<html" not in part
    return part


def of(part: str) -> tuple[str, str]:
    """Its colour and its code."""
    found = re.search(r'data-kind="(\w+)" data-code="([\w.]+)"', part)
    assert found, part
    return found[1], found[2]


def secret(app: Flask, delegate_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Delegate, delegate_id).secret


def text_of(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_in_already_in_gone_and_back(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    part = act(clerk, "scan", q=secret(app, hlop))
    assert of(part) == ("ok", "ADMITTED")
    assert "Mời bà vào, ngồi khu làng Leng." in part
    part = act(clerk, "in", delegate_id=hlop)
    assert of(part) == ("already", "ALREADY_IN")
    assert "Đã vào lúc 07:30, registrar." in part
    assert of(act(clerk, "left", delegate_id=hlop)) == ("noted", "NOTED")
    assert "đã về lúc 07:30" in text_of(clerk.get(f"{DESK}/found?q=hlop"))
    part = act(clerk, "in", delegate_id=hlop)
    assert of(part) == ("ok", "BACK_AGAIN")
    assert "07:30" in part
    assert of(act(clerk, "undo", delegate_id=hlop)) == ("noted", "NOTED")
    with app.app_context():
        assert not is_present(db.session(), hlop)


def test_a_slip_that_was_replaced_names_whose_it_was(
    app: Flask, clerk: FlaskClient, hlop: int
) -> None:
    old = secret(app, hlop)
    with app.app_context():
        seen = db.session.get_one(Delegate, hlop).invitation_id
        run(reissue, by=BY, meeting_id=1, delegate_id=hlop, seen=seen)
    part = act(clerk, "scan", q=old)
    assert of(part) == ("refused", "checkin.revoked_code")
    assert "Bà Đinh Thị Hlŏp" in part
    assert f'name="delegate_id" value="{hlop}"' in part, "it is she all the same"
    assert old not in part


@pytest.mark.parametrize("typed", [FOREIGN, "CFG-2345", "hlop", "", "<b>x</b>"])
def test_what_is_no_code_of_ours(typed: str, clerk: FlaskClient) -> None:
    part = act(clerk, "scan", q=typed)
    assert of(part) == ("refused", "checkin.unknown_code")
    assert 'data-do="walk-in"' in part
    assert "<b>x" not in part


def test_a_slip_of_another_meeting(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    with app.app_context():
        run(create_meeting, by=BY, plan=load_plan_file(shipped_plans()["to-tung-2023"]))
    answer = clerk.post("/m/2/checkin/desk/scan", data={"q": secret(app, hlop)}, headers=SCRIPT)
    assert of(text_of(answer)) == ("refused", "checkin.other_meeting")


def test_before_and_after_the_meeting(
    app: Flask, clerk: FlaskClient, client_as: ClientAs, hlop: int
) -> None:
    with app.app_context():
        run(close_meeting, by=BY, meeting_id=1)
    assert of(act(clerk, "in", delegate_id=hlop)) == ("refused", "core.closed")
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        run(create_meeting, by=BY, plan=plan)
        person = run(add_person, by=BY, meeting_id=2, name="Đinh Bok", village_id=None)
        whom = getattr(person, "id", person)
    for browser, opens in ((clerk, False), (client_as("secretary"), True)):
        form = {"delegate_id": whom}
        part = text_of(browser.post("/m/2/checkin/desk/in", data=form, headers=SCRIPT))
        assert of(part) == ("refused", "checkin.not_open")
        assert ("/m/2/staff" in part) is opens


def fill(app: Flask) -> int:
    """Everybody of village 1 is in; one more is on the list."""
    with app.app_context():
        for one in of_village(1):
            run(service.check_in, by=BY, meeting_id=1, delegate_id=one, via="desk")
        run(add_person, by=BY, meeting_id=1, name="Đinh Hơ̆i Mới", village_id=1)
        return next(one for one in of_village(1) if not is_present(db.session(), one))


def test_a_full_village_asks_who_allows_it(app: Flask, clerk: FlaskClient) -> None:
    seventh = fill(app)
    part = act(clerk, "in", delegate_id=seventh)
    assert of(part) == ("attention", "checkin.village_full")
    assert 'data-send="over"' in part
    again = act(clerk, "over", delegate_id=seventh, reason=" ")
    assert of(again) == ("attention", "checkin.reason_needed")
    assert 'data-send="over"' in again, "the form does not go away"
    part = act(clerk, "over", delegate_id=seventh, reason="Chủ tịch <đồng ý>")
    assert of(part) == ("ok", "ADMITTED")
    assert "Chủ tịch &lt;đồng ý&gt;" in part


def test_where_nobody_more_may_come_in_the_clerk_has_no_form(
    app: Flask, clerk: FlaskClient, client_as: ClientAs
) -> None:
    seventh = fill(app)
    with app.app_context():
        change = {"name": "checkin.when_full", "value": "refuse"}
        run(change_setting, by=BY, meeting_id=1, **change)
    assert 'data-send="over"' not in act(clerk, "in", delegate_id=seventh)
    assert 'data-send="over"' in act(client_as("secretary"), "in", delegate_id=seventh)


def test_a_substitute_takes_the_seat(app: Flask, clerk: FlaskClient, hlop: int) -> None:
    part = act(clerk, "substitute", delegate_id=hlop, name="Đinh Văn Thay", honorific="Ông")
    assert of(part) == ("ok", "ADMITTED")
    assert "Ông Đinh Văn Thay" in part
    assert "đi thay Đinh Thị Hlŏp" in part
    part = act(clerk, "in", delegate_id=hlop)
    assert of(part) == ("attention", "checkin.has_substitute")
    substitute = re.search(r'data-send="undo".*?value="(\d+)"', part, re.S)
    assert substitute
    act(clerk, "undo", delegate_id=substitute[1])
    assert of(act(clerk, "in", delegate_id=hlop)) == ("ok", "ADMITTED")
    assert of(act(clerk, "substitute", delegate_id=hlop, name="X"))[1] == "checkin.is_here"
    page = clerk.post(f"{DESK}/substitute", data={"delegate_id": hlop, "name": "X"})
    assert page.status_code == 409


def test_excused_with_a_reason_and_expected_again(
    app: Flask, clerk: FlaskClient, hlop: int
) -> None:
    assert of(act(clerk, "absent", delegate_id=hlop, reason=""))[1] == "checkin.reason_needed"
    act(clerk, "absent", delegate_id=hlop, reason="Bị ốm")
    assert "vắng có lý do: Bị ốm" in text_of(clerk.get(f"{DESK}/found?q=hlop"))
    act(clerk, "expected", delegate_id=hlop)
    with app.app_context():
        assert absences(db.session(), 1) == {}
    act(clerk, "absent", delegate_id=hlop, reason="Bị ốm")
    act(clerk, "in", delegate_id=hlop)
    with app.app_context():
        assert absences(db.session(), 1) == {}


def test_namesakes_are_told_apart(app: Flask, clerk: FlaskClient) -> None:
    for village, distinction in ((1, "con ông Pŭih"), (2, "con bà Nhŭng")):
        act(clerk, "walk-in", name="Đinh Klă", village=village, distinction=distinction)
    part = text_of(clerk.get(f"{DESK}/found?q=kla"))
    assert "data-ask" in part
    assert part.index("con ông Pŭih") < part.index("con bà Nhŭng")
    assert "data-ask" not in text_of(clerk.get(f"{DESK}/found?q=hlop"))


def test_a_name_with_marks_is_no_code(clerk: FlaskClient) -> None:
    """Without its marks “Đinh Thị Jrŭ” has seven letters, all of the codes' alphabet."""
    answer = clerk.post(f"{DESK}/scan", data={"q": "Đinh Thị Jrŭ"})
    assert answer.status_code == 303
    assert "q=" in answer.headers["Location"]


def test_the_forms_open_without_javascript(clerk: FlaskClient, hlop: int) -> None:
    for panel in ("substitute", "absent", "over", "undo"):
        page = text_of(clerk.get(DESK, query_string={"do": panel, "who": hlop}))
        assert re.search(rf'id="panel-{panel}"[^>]* open', page)
        assert page.count(" open>") == 1
        assert f'value="{hlop}" data-fill="who"' in page
    assert " open>" not in text_of(clerk.get(DESK, query_string={"do": "bogus", "who": "x"}))


def test_a_refused_walk_in_is_answered_in_the_form(app: Flask, clerk: FlaskClient) -> None:
    fill(app)
    for form, code in (
        ({"name": "", "village": "1"}, "checkin.incomplete"),
        ({"name": "55", "village": "2"}, "roster.bad_name"),
        ({"name": "Đinh Jrŭ", "village": "1"}, "checkin.village_full"),
    ):
        assert of(act(clerk, "walk-in", **form))[1] == code
    assert of(act(clerk, "walk-in", name="Đinh Jrŭ", village="0")) == ("ok", "ADMITTED")


def test_other_plugins_may_add_to_a_persons_menu(
    clerk: FlaskClient, client_as: ClientAs, hlop: int
) -> None:
    part = text_of(clerk.get(f"{DESK}/found?q=hlop"))
    assert "/m/1/speakers/register?q=" in part
    assert f"/m/1/roster/{hlop}" in part, "the code, to show or print again"


# -- lists beside the desk --------------------------------------------------------------------


def test_refused_attempts_are_listed(app: Flask, clerk: FlaskClient) -> None:
    assert "<table" not in text_of(clerk.get(f"{DESK}/refused"))
    seventh = fill(app)
    act(clerk, "in", delegate_id=seventh)
    act(clerk, "scan", q=FOREIGN)
    act(clerk, "scan", q="CFG-2345")
    page = text_of(clerk.get(f"{DESK}/refused"))
    assert "Đinh Hơ̆i Mới, làng Stơr" in page
    assert f"…{FOREIGN[-4:]}" in page
    assert FOREIGN not in page
    assert "CFG-2345" in page


def test_conflicts_are_settled_with_a_word(app: Flask, clerk: FlaskClient) -> None:
    seventh = fill(app)
    with app.app_context():
        at = clock.epoch_ms(clock.now() - timedelta(minutes=3))
        run(record_arrival, by=BY, meeting_id=1, at_ms=at, delegate_id=seventh)
        [conflict] = open_conflicts(db.session(), 1)
        number = conflict.id
        assert presence(db.session(), seventh) is not None
    page = text_of(clerk.get(f"{DESK}/conflicts"))
    assert f'name="settlement-{number}"' in page
    address = f"{DESK}/conflicts/{number}/settle"
    assert clerk.post(address, data={f"settlement-{number}": " "}).status_code == 409
    for _ in range(2):
        form = {f"settlement-{number}": "Để <ở> lại"}
        assert clerk.post(address, data=form).status_code == 303
    page = text_of(clerk.get(f"{DESK}/conflicts"))
    assert "Để &lt;ở&gt; lại" in page
    assert f'name="settlement-{number}"' not in page
    assert clerk.post(f"{DESK}/conflicts/999/settle", data={}).status_code == 409


@pytest.mark.parametrize("page", ["", "/found", "/refused", "/conflicts"])
def test_only_the_desk_opens_them(
    page: str, client: FlaskClient, client_as: ClientAs, clerk: FlaskClient
) -> None:
    assert clerk.get(DESK + page).status_code == 200
    for other in (client, client_as("chair"), client_as("screen")):
        assert other.get(DESK + page).status_code == 403


ACTIONS = ["substitute", "absent", "expected", "left", "conflicts/1/settle"]


@pytest.mark.parametrize("action", ACTIONS)
def test_only_the_desk_acts(
    action: str, app: Flask, client_as: ClientAs, client: FlaskClient, hlop: int
) -> None:
    form = {"delegate_id": hlop, "reason": "x", "name": "X"}
    for other in (client, client_as("chair"), client_as("screen")):
        assert other.post(f"{DESK}/{action}", data=form).status_code == 403
    with app.app_context():
        assert absences(db.session(), 1) == {}
