"""One tap for each decision, its way back, and taps on old pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from plugins.opinions import api as opinions
from plugins.opinions.api import Asker, Outcome, Wish
from plugins.speakers import api as speakers

from .conftest import ClientAs, Do, View, Write, at

ROADS, OFFICE = "DIA_CHINH_XD", "VAN_PHONG"


def button(browser: FlaskClient, verb: str, *, number: int = 1, holds: str = "") -> str:
    """The address of a button on the page of an opinion; empty if there is none."""
    page = browser.get(at(f"?at={number}")).text
    found = [
        html.unescape(one)
        for one in re.findall(r'formaction="([^"]+)"', page)
        if f"/{verb}" in one and holds in html.unescape(one)
    ]
    return found[0] if found else ""


def press(browser: FlaskClient, address: str, **data: str) -> None:
    assert address, "no such button"
    answer = browser.post(address, data={"at": "1", **data})
    assert answer.status_code == 303, answer.text


def take_back(browser: FlaskClient, number: int = 1) -> int:
    return browser.post(at("undo"), data={"undo": str(number), "at": "1"}).status_code


@pytest.mark.parametrize("channel", ["DIRECT", "PRE_COLLECTED"])
def test_each_decision_is_one_tap_and_one_back(
    chair: FlaskClient, write: Write, view: View, channel: str
) -> None:
    opinion_id = write("Đường lầy", category="DAT_DAI", channel=channel)
    fresh = view(opinion_id)
    taps: dict[str, Callable[[], bool]] = {
        "answered": lambda: view(opinion_id).outcome is Outcome.ANSWERED_ON_SPOT,
        "noted": lambda: view(opinion_id).outcome is Outcome.NOTED,
        "assign": lambda: view(opinion_id).department != "",
        "due": lambda: view(opinion_id).due_date is not None,
        "beyond": lambda: view(opinion_id).competent_body != "",
        "private": lambda: view(opinion_id).outcome is Outcome.OFF_TOPIC_WRITTEN,
        "show": lambda: view(opinion_id).shown,
    }
    for verb, is_done in taps.items():
        press(chair, button(chair, verb))
        assert is_done(), verb
        page = chair.get(at("?at=1")).text
        assert "ch-undo" in page
        assert take_back(chair) == 303
        assert view(opinion_id) == fresh, f"{verb} is taken back whole"
        assert take_back(chair) == 409, "only once"


def test_the_usual_department_is_offered_first_and_called(
    chair: FlaskClient, write: Write, view: View
) -> None:
    opinion_id = write("Đường lầy", category="DAT_DAI")
    press(chair, button(chair, "assign"))
    given = view(opinion_id).department
    assert given == ROADS
    assert not button(chair, "stop")
    press(chair, button(chair, "call"))
    assert view(opinion_id).department_called_at is not None
    assert take_back(chair) == 303
    assert view(opinion_id).department_called_at is None
    assert view(opinion_id).department == given
    press(chair, button(chair, "call"))
    press(chair, button(chair, "stop"))
    assert view(opinion_id).department_called_at is None


def test_the_strictest_day_is_offered_with_its_rule(
    chair: FlaskClient, do: Do, write: Write, view: View
) -> None:
    opinion_id = write("Tiền hỗ trợ")
    do(opinions.assign_department, opinion_id=opinion_id, department=ROADS)
    offered = button(chair, "due")
    press(chair, offered)
    found = view(opinion_id)
    assert found.outcome is Outcome.PENDING
    assert found.due_date == date(2023, 11, 10)
    assert f"day={found.due_date.isoformat()}" in offered
    take_back(chair)
    press(chair, button(chair, "due", holds="2023-11-17"))
    assert view(opinion_id).due_reason, "a later rule is its own reason"
    take_back(chair)
    by_hand = re.sub(r"&?day=[^&]*", "", offered)
    press(chair, by_hand, day="2023-10-27")
    assert view(opinion_id).due_date == date(2023, 10, 27)
    take_back(chair)
    assert chair.post(by_hand, data={"day": "2024-10-27"}).status_code == 409
    assert chair.post(by_hand, data={"day": "mai"}).status_code == 409


def test_answered_says_by_whom_and_leaves_the_words_to_the_secretary(
    chair: FlaskClient, do: Do, write: Write, view: View
) -> None:
    opinion_id = write("Nước giọt cạn")
    press(chair, button(chair, "answered"))
    assert "Chủ tịch" in view(opinion_id).answered_by, "the chair, while no department has it"
    take_back(chair)
    assert view(opinion_id).answered_by == ""
    do(opinions.assign_department, opinion_id=opinion_id, department=ROADS)
    press(chair, button(chair, "answered"))
    assert view(opinion_id).answered_by == view(opinion_id).department_name
    answer = {"text": "Sẽ khoan giếng.", "answered_by": "Lê Nam", "seen": 1}
    do(opinions.record_answer, opinion_id=opinion_id, **answer)
    assert take_back(chair) == 303
    assert view(opinion_id).answer == "Sẽ khoan giếng.", "what the secretary wrote stays"
    press(chair, button(chair, "answered"))
    assert view(opinion_id).answered_by == "Lê Nam"


def test_the_prepared_words_become_the_answer(
    chair: FlaskClient, do: Do, write: Write, view: View
) -> None:
    from plugins.opinions import service

    opinion_id = write("Cầu treo hỏng")
    do(opinions.assign_department, opinion_id=opinion_id, department=ROADS)
    prepared = {"text": "Đang sửa.", "full": "Đang sửa, xong tháng 12.", "said_by": "Ông Hải"}
    do(service.prepare, opinion_id=opinion_id, seen=0, **prepared)
    page = chair.get(at("?at=1")).text
    assert "Đang sửa, xong tháng 12." in page
    press(chair, button(chair, "answered", holds="prepared=1"))
    found = view(opinion_id)
    assert (found.answer, found.answered_by) == ("Đang sửa.", "Ông Hải")
    assert take_back(chair) == 303
    assert view(opinion_id).answer == ""
    assert view(opinion_id).prepared == "Đang sửa."


def test_a_tap_on_an_old_picture_is_refused(
    chair: FlaskClient, client_as: ClientAs, do: Do, write: Write, view: View
) -> None:
    opinion_id = write("Đường lầy")
    old = {verb: button(chair, verb) for verb in ("noted", "assign", "answered", "beyond")}
    do(opinions.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="REFERRED"))
    for verb, address in old.items():
        answer = chair.post(address, headers={"Accept": "application/json"})
        assert answer.status_code == 409, verb
        assert answer.get_json()["error"]["code"] == "chair.moved"
    assert view(opinion_id).outcome is Outcome.REFERRED
    other = write("Việc khác")
    press(chair, button(chair, "noted", number=2))
    again = client_as("chair")
    press(again, button(again, "reopen", number=2))
    do(opinions.assign_department, opinion_id=other, department=OFFICE)
    assert take_back(chair, 2) == 409, "somebody else has decided since"
    do(opinions.assign_department, opinion_id=other, department="")
    do(opinions.set_outcome, opinion_id=other, wish=Wish(outcome="NOTED"))
    assert take_back(chair, 2) == 303, "it stands again as the tap left it"
    assert chair.post(at(f"opinions/{other}/call?department={ROADS}")).status_code == 409
    do(opinions.withdraw_approval, opinion_id=other)
    assert chair.post(at(f"opinions/{other}/noted?seen=x")).status_code == 409
    assert chair.post(at("opinions/99/noted?seen=x")).status_code == 409


def test_the_same_tap_twice_does_what_it_did_once(
    chair: FlaskClient, write: Write, view: View
) -> None:
    opinion_id = write("Đường lầy")
    for verb in ("noted", "answered"):
        address = button(chair, verb)
        press(chair, address)
        press(chair, address)
        assert view(opinion_id).outcome is not None
        press(chair, button(chair, "reopen"))
    given = button(chair, "assign")
    press(chair, given)
    press(chair, given)
    assert view(opinion_id).department


def test_the_asker_is_asked_back(app: Flask, chair: FlaskClient, do: Do, write: Write) -> None:
    first = do(speakers.request_turn, speaker_name="Nông Văn Páo")
    do(speakers.call_next, seen=0, turn_id=first)
    press(chair, button(chair, "ask", holds="opinions"))
    with app.app_context():
        turn = speakers.current(db.session(), 1)
    assert turn is not None
    assert turn.paused_for == speakers.CHAIR, "who speaks answers at once"
    do(speakers.end, turn_id=first)
    press(chair, button(chair, "ask", holds="opinions"))
    with app.app_context():
        (waiting,) = speakers.waiting(db.session(), 1)
    assert "1" in waiting.subject
    assert waiting.is_follow_up
    assert take_back(chair) == 303
    with app.app_context():
        assert not speakers.waiting(db.session(), 1)
    write("Không tên", asker=Asker(anonymous=True), channel="VIA_SECRETARY")
    assert not button(chair, "ask", number=2, holds="opinions")
    assert chair.post(at("opinions/2/ask")).status_code == 409


def test_the_tablet_goes_along_with_the_speaker(chair: FlaskClient, do: Do, write: Write) -> None:
    write("Việc cũ")
    turn_id = do(speakers.request_turn, speaker_name="Nông Văn Páo")
    do(speakers.call_next, seen=0, turn_id=turn_id)
    write("Heo chết dịch", asker=Asker(turn_id=turn_id))
    page = chair.get(at()).text
    assert "data-follows" in page
    assert 'data-at="2"' in page
    turned = chair.get(at("?at=1")).text
    assert "data-follows" not in turned
    assert "data-to-speaker" in turned
    assert 'data-at="1"' in turned
    back = chair.post(at("opinions/1/show"), data={"at": "1", "topic": "DAT_DAI", "only": "open"})
    assert back.headers["Location"] == at("?at=1&topic=DAT_DAI&only=open")


def test_filters(chair: FlaskClient, do: Do, write: Write) -> None:
    write("Đất đai", category="DAT_DAI")
    second = write("Khác", asker=Asker(name="Siu Blơi", village_id=2))
    write("Gom trước", channel="PRE_COLLECTED")
    do(opinions.set_outcome, opinion_id=1, wish=Wish(outcome="NOTED"))

    def open_one(query: str) -> str:
        page = chair.get(at(query)).text
        found = re.search(r'data-at="(\d+)".*?ch-count"><b>([^<]+)</b> / (\d+)', page, re.DOTALL)
        return " ".join(found.groups()) if found else "none"

    assert open_one("?topic=DAT_DAI") == "1 1 1"
    assert open_one("?village=2") == "2 1 1"
    assert open_one("?only=open") == "2 1 2"
    assert open_one("?only=waiting") == "2 1 1"
    assert open_one("?only=open&at=1") == "1 – 2", "the page stays where it is"
    assert open_one("?only=open&after=1") == "2 1 2"
    assert open_one("?topic=AN_NINH") == "none"
    assert open_one("?only=nonsense&village=x") == "2 2 3"
    assert chair.get(at("around?at=2&only=open")).status_code == 200
    do(opinions.mark_sensitive, opinion_id=second, sensitive=True)
    assert "is-sensitive" in chair.get(at("around?at=1")).text


@pytest.mark.parametrize("role", ["secretary", "observer", "answerer", "mc", ""])
def test_the_decisions_are_the_chairs(
    client_as: ClientAs, client: FlaskClient, write: Write, role: str
) -> None:
    write("Việc")
    browser = client_as(role) if role else client
    verbs = ("assign", "call", "stop", "answered", "due", "private", "beyond", "noted", "reopen")
    for verb in (*verbs, "note"):
        assert browser.post(at(f"opinions/1/{verb}")).status_code == 403
    assert browser.post(at("undo")).status_code == 403
    assert browser.get(at("around")).status_code == 403
