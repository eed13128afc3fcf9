"""Invitations that went out: who has got one, by which way, and who has not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused, run
from meeting.db import db
from meeting.meetings import create_meeting
from meeting.models import Meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.workdays import calendar
from plugins.followup.before.rules import Key, steps
from plugins.roster import service
from plugins.roster.dispatch import service as dispatch
from plugins.roster.dispatch.queries import log, send_until, sent, unsent
from plugins.roster.models import Delegate, Dispatch, Way
from plugins.roster.queries import of_village
from tests.conftest import ClientAs

OFFICE = Actor("device", 1, "Văn phòng", "organiser")
TODAY = date(2023, 10, 20)
HAND = {"way": "HAND", "sent_on": TODAY}
STOR = 1
EVERYBODY = 78


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def waiting() -> set[int]:
    return {one.id for one in unsent(db.session(), 1)}


def note(use_case: object, **facts: object) -> object:
    return run(use_case, by=OFFICE, meeting_id=1, **facts)  # type: ignore[arg-type]


def test_at_first_everybody_waits(context: Flask) -> None:
    assert len(waiting()) == EVERYBODY
    assert sent(db.session(), 1) == {}
    assert log(db.session(), 1) == []


def test_one_invitation_went_out(context: Flask) -> None:
    note(dispatch.send_to_person, delegate_id=20, way="POST", sent_on=TODAY, note=" số  12 ")
    [(entry, person, village)] = log(db.session(), 1)
    assert (entry.recorded_by, person and person.id, village) == ("Văn phòng", 20, None)
    found = sent(db.session(), 1)[20]
    assert (found.on, found.way, found.note) == (TODAY, Way.POST, "số 12")
    assert len(waiting()) == EVERYBODY - 1


def test_a_villages_went_out_and_who_comes_later_waits(
    context: Flask, clock_at: clock.Frozen
) -> None:
    theirs = {one.id for one in of_village(db.session(), STOR)}
    note(dispatch.send_to_village, village_id=STOR, **HAND)
    assert set(sent(db.session(), 1)) == theirs
    clock_at.tick(minutes=1)
    late = note(service.add_person, name="Đinh Yun", village_id=STOR, kind="CITIZEN")
    assert late in waiting()


def test_a_new_code_must_be_sent_again(context: Flask, clock_at: clock.Frozen) -> None:
    note(dispatch.send_to_person, delegate_id=20, **HAND)
    clock_at.tick(minutes=1)
    seen = db.session.get_one(Delegate, 20).invitation_id
    note(service.reissue, delegate_id=20, seen=seen)
    assert 20 in waiting()
    note(dispatch.send_to_person, delegate_id=20, **HAND)
    assert 20 not in waiting()


def test_everybody_at_once_but_not_twice(context: Flask) -> None:
    note(dispatch.send_to_village, village_id=STOR, **HAND)
    assert note(dispatch.send_to_all, villages=False, **HAND) == 18
    assert note(dispatch.send_to_all, **HAND) == EVERYBODY - 6 - 18
    assert waiting() == set()
    assert len(log(db.session(), 1)) == 1 + 18 + 9
    with pytest.raises(Refused) as refused:
        note(dispatch.send_to_all, **HAND)
    assert refused.value.code == "roster.nobody_to_send"


def test_who_is_off_the_list_or_has_no_code_gets_nothing(context: Flask) -> None:
    note(service.remove_person, delegate_id=20)
    seen = db.session.get_one(Delegate, 21).invitation_id
    note(service.revoke, delegate_id=21, seen=seen)
    assert 20 not in waiting()
    for delegate_id in (20, 21):
        with pytest.raises(Refused) as refused:
            note(dispatch.send_to_person, delegate_id=delegate_id, **HAND)
        assert refused.value.code == "roster.nothing_to_send"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"way": "OWL", "sent_on": TODAY}, "roster.no_way"),
        ({"way": "HAND", "sent_on": TODAY + timedelta(days=1)}, "roster.bad_day"),
        ({"way": "HAND", "sent_on": date.max}, "roster.bad_day"),
        ({"way": "HAND", "sent_on": date(2021, 1, 1)}, "roster.bad_day"),
        ({**HAND, "note": "x" * 121}, "roster.long_note"),
        ({**HAND, "village_id": 99}, "roster.no_village"),
    ],
)
def test_what_cannot_be_is_refused(facts: dict[str, object], code: str, context: Flask) -> None:
    with pytest.raises(Refused) as refused:
        note(dispatch.send_to_village, **{"village_id": STOR, **facts})
    assert refused.value.code == code
    assert log(db.session(), 1) == []


def test_a_mistake_is_taken_back(context: Flask) -> None:
    entry = note(dispatch.send_to_person, delegate_id=20, **HAND)
    assert note(dispatch.withdraw_sending, dispatch_id=entry) is True
    assert note(dispatch.withdraw_sending, dispatch_id=entry) is False
    assert 20 in waiting()


def test_the_last_day_is_the_plans(context: Flask) -> None:
    meeting = db.session.get_one(Meeting, 1)
    assert send_until(meeting) == date(2023, 10, 18)


def test_the_last_day_is_the_one_of_the_check_list(context: Flask) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    monday = plan.schedule.model_copy(update={"date": date(2023, 10, 23)})
    coming = run(create_meeting, by=OFFICE, plan=plan.model_copy(update={"schedule": monday}))
    meeting = db.session.get_one(Meeting, coming)
    listed = steps(meeting.plan, date(2023, 10, 23), calendar())
    (by,) = (one.by for one in listed if one.key is Key.INVITATIONS)
    assert by is not None
    assert send_until(meeting) == by.target == date(2023, 10, 20), "two days before is a Saturday"


# -- pages ----------------------------------------------------------------------------------------


def test_the_page_lists_who_waits_and_the_log(clerk: FlaskClient, app: Flask) -> None:
    shown = clerk.get("/m/1/roster/sent").get_data(as_text=True)
    assert "Gửi chậm nhất ngày 18/10/2023." in shown
    assert "Đã quá ngày." in shown
    form = {"to": "1", "way": "VILLAGE_HEAD", "sent_on": "2023-10-18", "key": "k"}
    for _again in range(2):
        assert clerk.post("/m/1/roster/sent", data=form).status_code == 303
    shown = clerk.get("/m/1/roster/sent").get_data(as_text=True)
    assert shown.count("mọi người của làng Stơr") == 1
    assert "qua trưởng làng" in shown
    assert "Chưa được gửi giấy mời: 72" in shown
    listed = clerk.get("/m/1/roster/").get_data(as_text=True)
    assert listed.count("đã gửi 18/10, qua trưởng làng") == 6
    only = clerk.get("/m/1/roster/?unsent=1").get_data(as_text=True)
    assert "đã gửi 18/10" not in only
    with app.app_context():
        [entry] = db.session.scalars(db.select(Dispatch.id))
    assert clerk.post(f"/m/1/roster/sent/{entry}/withdraw").status_code == 303
    assert "đã gửi 18/10" not in clerk.get("/m/1/roster/").get_data(as_text=True)


def test_a_refused_sending_keeps_what_was_typed(clerk: FlaskClient) -> None:
    form = {"to": "3", "way": "POST", "sent_on": "yesterday", "note": "số 12"}
    answer = clerk.post("/m/1/roster/sent", data=form)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="số 12"' in shown
    assert '<option value="3" selected>' in shown
    assert clerk.post("/m/1/roster/sent", data={**form, "to": "x"}).status_code == 409


def test_a_persons_page_says_whether_the_invitation_went_out(clerk: FlaskClient) -> None:
    assert "chưa gửi" in clerk.get("/m/1/roster/20").get_data(as_text=True)
    form = {"way": "HAND", "sent_on": "2023-10-19", "note": "<b>con gái</b> nhận"}
    assert clerk.post("/m/1/roster/20/sent", data=form).status_code == 303
    shown = clerk.get("/m/1/roster/20").get_data(as_text=True)
    assert "đã gửi 19/10, trao tay" in shown
    assert "<b>con gái" not in shown


@pytest.mark.parametrize("address", ["sent", "20/sent", "sent/1/withdraw"])
def test_only_clerks_note_sendings(address: str, client: FlaskClient, client_as: ClientAs) -> None:
    for browser in (client, client_as("observer")):
        assert browser.post("/m/1/roster/" + address).status_code == 403
    assert client_as("observer").get("/m/1/roster/sent").status_code == 403
