"""A desk that is cut off: what its copy holds, and how the server takes its upload."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.devices import revoke
from meeting.meetings import close_meeting, create_meeting
from meeting.models import Device
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.models import Conflict, Presence
from plugins.checkin.offline.rules import MOST_ENTRIES, digest, read_entry
from plugins.checkin.rules import Via
from plugins.checkin.service import check_in, leave
from plugins.roster.api import Delegate, person
from tests.conftest import MORNING, ClientAs

BY = Actor.system("test")
DESK = "/m/1/checkin/desk/"
EARLIER = clock.epoch_ms(MORNING + timedelta(minutes=7))
NOW = MORNING + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def ten_minutes_later(clock_at: clock.Frozen) -> None:
    """The meeting has been open for a while."""
    clock_at.at = NOW


@pytest.fixture
def desk(client_as: ClientAs) -> FlaskClient:
    """A paired desk."""
    return client_as("registrar")


def entry(number: int = 1, **facts: Any) -> dict[str, Any]:
    """What a desk writes down."""
    return {"id": f"00000000-0000-4000-8000-{number:012}", "at": EARLIER, **facts}


def upload(client: FlaskClient, *entries: object, meeting_id: int = 1) -> list[dict[str, Any]]:
    """The server's answer for each entry."""
    answer = client.post(f"/m/{meeting_id}/checkin/desk/sync", json={"entries": list(entries)})
    assert answer.status_code == 200, answer.text
    answers: list[dict[str, Any]] = answer.get_json()["answers"]
    return answers


def states(answers: list[dict[str, Any]]) -> list[str]:
    return [one["state"] for one in answers]


def here(app: Flask) -> dict[int, Presence]:
    with app.app_context():
        return {one.delegate_id: one for one in db.session.scalars(sa.select(Presence))}


def conflicts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Conflict.code).order_by(Conflict.id)))


def arrive(app: Flask, delegate_id: int, desk_name: str) -> None:
    """Let somebody in at a desk that is not cut off."""
    by = Actor("device", 70, desk_name, "registrar")
    with app.app_context():
        run(check_in, by=by, meeting_id=1, delegate_id=delegate_id, via=Via.DESK.value)


def some(app: Flask, village_id: int = 1) -> list[int]:
    with app.app_context():
        query = sa.select(Delegate.id).where(Delegate.village_id == village_id)
        return list(db.session.scalars(query.order_by(Delegate.id)))


# -- the copy ---------------------------------------------------------------------------------


def test_the_copy_opens_no_invitation(app: Flask, desk: FlaskClient) -> None:
    said = desk.get(DESK + "copy")
    body = said.get_data(as_text=True)
    with app.app_context():
        everybody = [
            (one.id, one.code, one.secret) for one in db.session.scalars(sa.select(Delegate))
        ]
    copied = {one["id"]: one for one in said.get_json()["people"]}
    assert set(copied) == {one for one, _, _ in everybody}
    for delegate_id, code, secret in everybody:
        assert code not in body
        assert secret not in body
        assert copied[delegate_id]["secret"] == digest(secret, 32)
        assert copied[delegate_id]["code"] == digest(code, 4)
    assert "no-store" in said.headers["Cache-Control"]


def test_the_copy_follows_the_door(app: Flask, desk: FlaskClient) -> None:
    first = some(app)[0]
    before = desk.get(DESK + "copy")
    tag = {"If-None-Match": before.headers["ETag"]}
    assert desk.get(DESK + "copy", headers=tag).status_code == 304
    arrive(app, first, "another desk")
    after = desk.get(DESK + "copy", headers=tag)
    assert after.status_code == 200
    copied = {one["id"]: one for one in after.get_json()["people"]}
    assert copied[first]["at"] == clock.epoch_ms(NOW)
    assert after.get_json()["meeting"]["revision"] > before.get_json()["meeting"]["revision"]
    assert after.get_json()["meeting"]["revision"] == desk.get(DESK + "line").get_json()["revision"]


PAGES = ["copy", "line", "sw.js", "cut-off"]


@pytest.mark.parametrize("page", PAGES)
def test_only_a_desk_gets_them(page: str, client: FlaskClient, client_as: ClientAs) -> None:
    for role, expected in (("registrar", 200), ("secretary", 200), ("chair", 403), ("screen", 403)):
        assert client_as(role).get(DESK + page).status_code == expected
    assert client.get(DESK + page).status_code == 403
    hall = {"REMOTE_ADDR": "10.1.2.3"}
    plain = client_as("registrar").get(
        DESK + page, environ_base=hall, headers={"Accept": "application/json"}
    )
    assert plain.get_json()["error"]["code"] == "core.plain_line"


@pytest.mark.parametrize("page", [*PAGES, "sync"])
def test_a_revoked_desk_is_turned_away_in_words_a_program_understands(
    page: str, app: Flask, desk: FlaskClient
) -> None:
    with app.app_context():
        newest = db.session.scalars(sa.select(Device.id).order_by(Device.id.desc())).first()
        assert newest is not None
        run(revoke, by=BY, device_id=newest)
    program = {"Accept": "application/json"}
    answer = (
        desk.post(DESK + page, json={"entries": [entry(delegate_id=some(app)[0])]}, headers=program)
        if page == "sync"
        else desk.get(DESK + page, headers=program)
    )
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "core.http_403"
    assert here(app) == {}


def test_the_worker_may_serve_the_desk_and_nothing_else(desk: FlaskClient) -> None:
    answer = desk.get(DESK + "sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/m/1/checkin/desk"
    facts = re.match(r"const DESK = (\{.*\});", answer.get_data(as_text=True))
    assert facts
    assert json.loads(facts[1])["shell"] == "/m/1/checkin/desk/cut-off"
    shell = desk.get(DESK + "cut-off").get_data(as_text=True)
    version = json.loads(facts[1])["version"]
    assert set(re.findall(r"/static/(\w+)/", shell)) == {version}
    assert "Đinh" not in shell, "the shell is kept without the list"


# -- the upload -------------------------------------------------------------------------------


def test_real_times_are_kept_and_a_repeat_changes_nothing(app: Flask, desk: FlaskClient) -> None:
    one, two, *_ = some(app)
    sent = [
        entry(1, delegate_id=one),
        entry(2, at=EARLIER + 60_000, name="Đinh Jrŭ", village_id=3, honorific="Ông"),
        entry(3, name="Đinh Thay", substitute_for=two),
    ]
    first = upload(desk, *sent)
    assert states(first) == ["taken"] * 3
    assert [answer["id"] for answer in first] == [one["id"] for one in sent]
    assert upload(desk, *sent) == first
    assert upload(desk, sent[1]) == first[1:2]
    rows = here(app)
    assert len(rows) == 3
    assert clock.epoch_ms(rows[one].at) == EARLIER
    assert rows[one].recorded_at == NOW
    walk_in = rows[first[1]["delegate_id"]]
    assert clock.epoch_ms(walk_in.at) == EARLIER + 60_000
    assert conflicts(app) == []


def test_two_desks_make_one_presence_from_the_earlier_time_and_a_note(
    app: Flask, client_as: ClientAs
) -> None:
    first, second = client_as("registrar"), client_as("secretary")
    whom = some(app)[0]
    assert states(upload(first, entry(1, delegate_id=whom))) == ["taken"]
    again = upload(second, entry(2, at=EARLIER - 60_000, delegate_id=whom))
    assert states(again) == ["conflict"]
    assert again[0]["conflict"] == "checkin.two_desks"
    rows = here(app)
    assert len(rows) == 1
    assert clock.epoch_ms(rows[whom].at) == EARLIER - 60_000
    assert conflicts(app) == ["checkin.two_desks"]


def test_the_same_desk_that_saw_somebody_twice_raises_no_doubt(
    app: Flask, desk: FlaskClient
) -> None:
    whom = some(app)[0]
    arrive(app, whom, "registrar")
    assert states(upload(desk, entry(1, delegate_id=whom))) == ["already"]
    assert conflicts(app) == []


def test_who_went_home_and_came_again_is_back(app: Flask, desk: FlaskClient) -> None:
    whom = some(app)[0]
    arrive(app, whom, "another desk")
    with app.app_context():
        run(leave, by=BY, meeting_id=1, delegate_id=whom)
    before = upload(desk, entry(1, delegate_id=whom))
    assert here(app)[whom].left_at == NOW, "they left after that"
    assert before[0]["state"] == "conflict"
    back = upload(desk, entry(2, at=clock.epoch_ms(NOW), delegate_id=whom))
    assert (back[0]["state"], back[0]["outcome"]) == ("taken", "BACK_AGAIN")
    assert here(app)[whom].left_at is None


def test_what_the_rules_refuse_now_is_kept_for_a_person(app: Flask, desk: FlaskClient) -> None:
    for number, whom in enumerate(some(app)[:6]):
        assert states(upload(desk, entry(number, delegate_id=whom))) == ["taken"]
    seventh = upload(desk, entry(10, name="Đinh Hơ̆i Mới", village_id=1))
    with_reason = upload(desk, entry(11, name="Đinh Yưn Mới", village_id=1, reason="Làng cử thêm"))
    unknown = upload(desk, entry(12, raw="CFG2345"))
    assert states(seventh + with_reason + unknown) == ["conflict", "taken", "conflict"]
    assert conflicts(app) == ["checkin.village_full", "checkin.unknown_code"]
    assert len(here(app)) == 8


def test_a_meeting_closed_meanwhile_loses_nobody(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        run(close_meeting, by=BY, meeting_id=1)
    late = upload(desk, entry(1, delegate_id=some(app)[0]), entry(2, name="Đinh Jrŭ", village_id=1))
    assert states(late) == ["conflict", "conflict"]
    assert conflicts(app) == ["core.closed", "core.closed"]
    assert upload(desk, entry(1, delegate_id=some(app)[0])) == late[:1]


@pytest.mark.parametrize(
    "at",
    [
        clock.epoch_ms(NOW + timedelta(hours=2)),
        clock.epoch_ms(NOW - timedelta(days=365)),
        0,
        2**53 - 1,
    ],
)
def test_a_wrong_clock_costs_no_arrival(at: int, app: Flask, desk: FlaskClient) -> None:
    whom = some(app)[0]
    sent = entry(1, at=at, delegate_id=whom)
    first = upload(desk, sent)
    assert first[0]["state"] in {"taken", "conflict"}
    assert here(app)[whom].at <= NOW
    assert upload(desk, sent) == first


def test_ids_of_another_meeting_let_nobody_in(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        other = run(create_meeting, by=BY, plan=plan)
        secret = db.session.get_one(Delegate, some(app)[0]).secret
        villages = db.session.scalars(sa.text("SELECT id FROM roster_village WHERE meeting_id = 2"))
        foreign = villages.all()[0]
    sent = (entry(1, delegate_id=some(app)[0]), entry(2, raw=secret))
    assert states(upload(desk, *sent, meeting_id=other)) == ["conflict", "conflict"]
    assert here(app) == {}
    [walk_in] = upload(desk, entry(3, name="Đinh Jrŭ", village_id=foreign))
    assert walk_in["state"] == "taken", walk_in
    with app.app_context():
        known = person(db.session(), walk_in["delegate_id"])
        assert known is not None
        assert known.village_id is None
    assert desk.post("/m/99/checkin/desk/sync", json={"entries": []}).status_code == 404


HOSTILE: list[Any] = [
    None,
    7,
    "x",
    [],
    {},
    {"id": "00000000-0000-4000-8000-000000000001"},
    entry(at=None, delegate_id=1),
    entry(at="gestern", delegate_id=1),
    entry(at=True, delegate_id=1),
    entry(at=-1, delegate_id=1),
    entry(at=1e300, delegate_id=1),
    entry(at=2**70, delegate_id=1),
    entry(delegate_id=2**63),
    entry(delegate_id=-1),
    entry(delegate_id="1"),
    entry(delegate_id={"a": 1}),
    entry(name=["x"]),
    entry(name="x" * 501),
    entry(raw="x" * 501),
    entry(),
    {**entry(delegate_id=1), "id": "short"},
    {**entry(delegate_id=1), "id": "x" * 65},
    {**entry(delegate_id=1), "id": "<script>alert(1)</script>"},
    {**entry(delegate_id=1), "id": 5},
]


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_what_no_desk_writes_is_malformed_and_stops_nothing(
    given: Any, app: Flask, desk: FlaskClient
) -> None:
    assert read_entry(given) is None
    good = entry(9, delegate_id=some(app)[0])
    assert states(upload(desk, given, good)) == ["malformed", "taken"]
    assert len(here(app)) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'{"entries": {}}', b'{"entries": null}', b"\xff"]
)
def test_what_is_no_upload_is_refused_as_a_whole(body: bytes, desk: FlaskClient) -> None:
    answer = desk.post(DESK + "sync", data=body, content_type="application/json")
    assert answer.status_code == 400
    form = desk.post(DESK + "sync", data={"entries": "[]"})
    assert form.status_code == 400


def test_an_upload_has_an_end(app: Flask, desk: FlaskClient) -> None:
    whom = some(app)[0]
    many = [entry(number, delegate_id=whom) for number in range(10_000)]
    assert desk.post(DESK + "sync", json={"entries": many}).status_code == 413
    assert here(app) == {}
    most = upload(desk, *many[:MOST_ENTRIES])
    assert states(most) == ["taken", *["already"] * (MOST_ENTRIES - 1)]
    deep = b'{"entries": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert desk.post(DESK + "sync", data=deep, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "name", ["<b>Đinh</b>", "=1+1 Đinh", "Đinh\x00\x1b[31m", "\u202eĐinh", "Đinh \ud800"]
)
def test_names_are_only_words(name: str, app: Flask, desk: FlaskClient) -> None:
    [answer] = upload(desk, entry(1, name=name, village_id=1))
    assert answer["state"] == "taken"
    with app.app_context():
        known = person(db.session(), answer["delegate_id"])
        assert known is not None
        assert not set(known.name) & set("\x00\x1b\u202e\ud800")


def test_a_name_without_letters_is_a_persons_to_settle(app: Flask, desk: FlaskClient) -> None:
    assert states(upload(desk, entry(1, name="123", village_id=1))) == ["conflict"]
    assert here(app) == {}


@pytest.mark.parametrize("field", ["raw", "honorific", "distinction", "reason"])
def test_half_a_letter_stops_no_upload(field: str, app: Flask, desk: FlaskClient) -> None:
    whom = some(app)[0]
    facts = {"name": "Đinh Jrŭ", "village_id": 3, field: "\ud800"}
    answers = upload(desk, entry(1, **facts), entry(2, delegate_id=whom))
    assert answers[1]["state"] == "taken"
    assert whom in here(app)


def test_a_stranger_without_the_token_uploads_nothing(app: Flask, desk: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    body = {"entries": [entry(1, delegate_id=some(app)[0])]}
    assert desk.post(DESK + "sync", json=body).status_code == 400
    assert here(app) == {}
    token = desk.get(DESK + "line").get_json()["csrf"]
    assert desk.post(DESK + "sync", json=body, headers={"X-CSRFToken": token}).status_code == 200
    assert len(here(app)) == 1


def test_the_servers_time_comes_with_the_line(desk: FlaskClient, clock_at: clock.Frozen) -> None:
    assert desk.get(DESK + "line").get_json()["now"] == clock.epoch_ms(NOW)
    clock_at.tick(seconds=7)
    told = datetime.fromtimestamp(desk.get(DESK + "line").get_json()["now"] / 1000, UTC)
    assert told == NOW + timedelta(seconds=7)
