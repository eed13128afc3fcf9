"""What somebody who means ill may try from the hall's own network, against the whole program."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from meeting import clock
from meeting.access import Actor, Role, new_token
from meeting.contract import run
from meeting.db import db
from meeting.models import JournalEntry
from plugins.checkin.limits import MOST, MOST_CHOSEN
from plugins.checkin.phones import identify_by_name
from plugins.roster.api import Delegate, reissue
from tests.conftest import ClientAs, everything_on

DOOR = "/m/1/checkin/"
DESK = Actor("device", 7, "Bàn đón tiếp 1", "registrar")
PHONE = Actor("anonymous")
TOWER = "a" + "\u0301" * 100_000  # one letter for a reader, 200 kB on each screen
TOO_LONG = 10**30
FAR = {  # plain HTTP from the network, with what a proxy would say
    "REMOTE_ADDR": "192.168.1.77",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_FOR": "127.0.0.1",
    "HTTP_HOST": "localhost",
}
DelegateClient = Callable[[int], FlaskClient]


def give_new_code(app: Flask, delegate_id: int) -> str:
    """Issue a new code; returns the one before."""
    with app.app_context():
        before = db.session.get_one(Delegate, delegate_id)
        code, seen = before.code, before.invitation_id
        run(reissue, by=DESK, meeting_id=1, delegate_id=delegate_id, seen=seen)
    return code


def is_known(client: FlaskClient) -> bool:
    return client.get(DOOR + "here").status_code == 200


# Forms that are sent again


def test_a_replaced_code_opens_nothing_even_in_a_form_sent_again(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        code = db.session.get_one(Delegate, 20).code
    form = {"code": code, "key": "k" * 32}
    assert client.post(DOOR + "code", data=form).status_code == 303
    assert is_known(client)
    give_new_code(app, 20)
    assert not is_known(client)
    assert client.post(DOOR + "code", data=form).status_code == 409
    assert not is_known(client)


def test_a_chosen_name_is_gone_with_the_code_even_in_a_form_sent_again(
    app: Flask, client: FlaskClient
) -> None:
    form = {"delegate_id": 20, "key": "k" * 32}
    assert client.post(DOOR + "names", data=form).status_code == 303
    give_new_code(app, 20)
    assert client.post(DOOR + "names", data=form).status_code == 409
    assert not is_known(client)


def test_a_name_let_go_is_not_taken_back_by_a_form_sent_again(
    app: Flask, client: FlaskClient, clock_at: clock.Frozen
) -> None:
    form = {"delegate_id": 20, "key": "k" * 32}
    assert client.post(DOOR + "names", data=form).status_code == 303
    client.post(DOOR + "not-me", data={"key": "n" * 32})
    clock_at.tick(seconds=1)
    with app.app_context():
        run(identify_by_name, by=PHONE, meeting_id=1, delegate_id=20)  # whose name it is
    assert client.post(DOOR + "names", data=form).status_code == 409
    assert not is_known(client)


def test_a_name_chosen_twice_by_a_bad_line_is_one_choice(client: FlaskClient) -> None:
    form = {"delegate_id": 20, "key": "k" * 32}
    assert client.post(DOOR + "names", data=form).status_code == 303
    client.delete_cookie("doithoai")  # the first answer never arrived
    assert client.post(DOOR + "names", data=form).status_code == 303
    assert is_known(client)


def test_what_one_wrote_is_not_sent_in_the_name_of_the_next(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        codes = [db.session.get_one(Delegate, one).code for one in (20, 21)]
    client.post(DOOR + "code", data={"code": codes[0]})
    page = client.get(DOOR + "here").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert fields["speaks_for"] == "20"
    client.post(DOOR + "code", data={"code": codes[1]})  # their slip, in another tab
    asked = {"Accept": "application/json"}
    question = {**fields, "text": "Bao giờ có đường vào làng?"}
    for address, form in ((DOOR + "here", fields), ("/m/1/opinions/mine", question)):
        answer = client.post(address, data=form, headers=asked)
        assert answer.get_json()["error"]["code"] == "core.another_person"
        assert client.post(address, data={**form, "speaks_for": "21"}).status_code == 303
    assert client.post(DOOR + "not-me", data=fields).status_code == 409
    assert is_known(client)


# Trying out codes


def test_codes_cannot_be_tried_out(app: Flask, client: FlaskClient, clock_at: clock.Frozen) -> None:
    with app.app_context():
        one = db.session.get_one(Delegate, 20)
        code, secret = one.code, one.secret
    for _ in range(MOST):
        assert client.post(DOOR + "code", data={"code": "CFG-2345"}).status_code == 409
    answer = client.post(DOOR + "code", data={"code": code})
    assert answer.status_code == 429
    assert client.get(DOOR + f"i/{code}").status_code == 429, "nor by the QR's address"
    assert not is_known(client)
    elsewhere = {"REMOTE_ADDR": "192.168.1.78"}
    assert client.post(DOOR + "code", data={"code": code}, environ_base=elsewhere).location
    phone = app.test_client()
    assert phone.get(DOOR + f"i/{secret}").status_code == 303, "a scanned slip never waits"
    assert app.test_client().post(DOOR + "names", data={"delegate_id": 21}).status_code == 303
    clock_at.tick(minutes=1)
    assert app.test_client().post(DOOR + "code", data={"code": code}).status_code == 303


# Rights


def test_one_phone_does_not_take_all_names(app: Flask, clock_at: clock.Frozen) -> None:
    elsewhere = {"REMOTE_ADDR": "192.168.1.78"}
    with app.app_context():
        ids = [
            one.id for one in db.session.query(Delegate).filter(Delegate.village_id.is_not(None))
        ]

    def answer(number: int, **options: Any) -> Any:
        form = {"delegate_id": ids[number]}
        return app.test_client().post(DOOR + "names", data=form, **options)

    def choose(number: int, **options: Any) -> int:
        return int(answer(number, **options).status_code)

    assert [choose(number) for number in range(MOST_CHOSEN)] == [303] * MOST_CHOSEN
    too_many = answer(-1)
    assert too_many.status_code == 429
    assert "sai mã" not in too_many.text, "nobody typed a code"
    assert "nhiều người chọn tên" in too_many.text
    assert "bàn đón tiếp" in too_many.text
    assert choose(-1, environ_base=elsewhere) == 303
    assert choose(-1, environ_base=elsewhere) == 409, "what is refused takes no name"
    clock_at.tick(minutes=1)
    assert choose(-2) == 303


def test_officials_are_not_chosen_by_a_number(app: Flask, client_as: ClientAs) -> None:
    with app.app_context():
        chairman = db.session.query(Delegate).filter(Delegate.village_id.is_(None)).first()
        assert chairman
        form, asked = {"delegate_id": chairman.id}, {"Accept": "application/json"}
    phone, kiosk = app.test_client(), client_as("kiosk")
    for client, address in ((phone, "names"), (kiosk, "kiosk/in")):
        answer = client.post(DOOR + address, data=form, headers=asked)
        assert answer.get_json()["error"]["code"] == "checkin.unknown_person"
    assert not is_known(phone)


def test_an_address_shown_to_the_desk_is_not_kept(app: Flask, client_as: ClientAs) -> None:
    link = "https://hall.vn/pair/" + new_token()
    desk, kiosk = client_as("registrar"), client_as("kiosk")
    desk.post(DOOR + "desk/scan", data={"q": link}, headers={"X-Desk": "1"})
    kiosk.post(DOOR + "kiosk/code", data={"code": link})
    entry = {"id": "k" * 16, "at": 1, "raw": link}
    desk.post(DOOR + "desk/sync", json={"entries": [entry]})
    with app.app_context():
        said = [one.facts["said"] for one in db.session.query(JournalEntry) if "said" in one.facts]
    assert said == ["…" + link[-4:]] * 3


@pytest.mark.parametrize("role", ["organiser", "owner"])
def test_nobody_makes_a_device_with_more_rights_than_their_own(
    role: str, client_as: ClientAs
) -> None:
    secretary = client_as("secretary")
    assert secretary.post("/m/1/devices", data={"role": role}).status_code == 403
    assert f'value="{role}"' not in secretary.get("/m/1/devices").text
    assert client_as("owner").post("/m/1/devices", data={"role": role}).status_code == 200


def test_an_organiser_makes_organisers_but_no_owner(client_as: ClientAs) -> None:
    organiser = client_as("organiser")
    assert organiser.post("/m/1/devices", data={"role": "organiser"}).status_code == 200
    assert organiser.post("/m/1/devices", data={"role": "owner"}).status_code == 403


def test_a_refusal_leads_back_to_our_own_pages_only(client: FlaskClient) -> None:
    evil = {"Referer": "http://evil.example/m/1/"}
    page = client.post("/pair/x", headers=evil).text
    assert "evil.example" not in page
    own = client.post("/pair/x", headers={"Referer": "http://localhost/m/1/"}).text
    assert 'href="http://localhost/m/1/"' in own


# What is too much


def test_a_tower_of_marks_is_a_long_text(
    app: Flask, client_as: ClientAs, delegate_client: DelegateClient
) -> None:
    secretary, phone = client_as("secretary"), delegate_client(20)
    tries = {
        "/m/1/display/message": {"message": TOWER},
        "/m/1/speakers/request": {"speaker_name": TOWER},
        "/m/1/roster/new": {"name": TOWER, "village": "1"},
        "/m/1/checkin/desk/walk-in": {"name": TOWER, "village": "1"},
        "/m/1/opinions/": {"text": TOWER, "name": "x", "channel": "VIA_SECRETARY"},
    }
    for address, form in tries.items():
        assert secretary.post(address, data=form).status_code == 409, address
    assert phone.post("/m/1/opinions/mine", data={"text": TOWER}).status_code == 409
    with app.app_context():
        assert len(max((str(one.facts) for one in db.session.query(JournalEntry)), key=len)) < 5000


@pytest.mark.parametrize(
    "address",
    [
        f"/m/{TOO_LONG}/",
        f"/m/1/opinions/{TOO_LONG}",
        f"/m/1/roster/{TOO_LONG}",
    ],
)
def test_a_number_no_table_holds_is_not_found(address: str, client_as: ClientAs) -> None:
    assert client_as("owner").get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/m/1/checkin/names", "delegate_id"),
        ("/m/1/checkin/desk/in", "delegate_id"),
        ("/m/1/speakers/request", "delegate_id"),
        ("/m/1/devices/7/revoke", "x"),
        (f"/m/1/speakers/turns/{TOO_LONG}/end", "x"),
        (f"/m/1/devices/{TOO_LONG}/revoke", "x"),
    ],
)
def test_a_number_too_long_in_a_form_is_no_bug(
    app: Flask, address: str, field: str, client_as: ClientAs
) -> None:
    app.testing = False
    answer = client_as("owner").post(address, data={field: str(TOO_LONG)})
    assert answer.status_code in {303, 404, 409}


@pytest.mark.parametrize("typed", ["--5", "9" * 400, "²", "", "x", "-1", "\x00", "9" * 600])
def test_no_setting_can_be_broken(app: Flask, typed: str, client_as: ClientAs) -> None:
    app.testing = False
    owner = client_as("owner")
    for name in app.extensions["meeting"].registry.settings:
        answer = owner.post("/m/1/settings", data={"name": name, "value": typed})
        assert answer.status_code in {303, 409, 413}, name
    for page in ("/m/1/", "/m/1/settings", "/m/1/checkin/poster", "/m/1/checkin/qr/wifi.svg"):
        assert owner.get(page).status_code == 200, page


def test_too_large_a_form_gets_a_sentence(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(DOOR + "code", data={"code": "x" * 2**21})
    assert answer.status_code == 413
    assert "Dài quá" in answer.text or "quá dài" in answer.text.lower()


# What lies on the disk and stands in the log


def test_what_people_said_is_readable_by_the_owner_of_the_server_only(app: Flask) -> None:
    data: Path = app.extensions["meeting"].config.data
    with app.app_context():
        run(identify_by_name, by=PHONE, meeting_id=1, delegate_id=20)
    kept = [path for path in data.iterdir() if path.suffix.startswith((".db", ".key"))]
    assert len(kept) > 1
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []


def test_a_new_data_folder_is_private(app: Flask, tmp_path: Path) -> None:
    config = replace(app.extensions["meeting"].config, data=tmp_path / "new" / "data")
    config.prepare()
    assert config.data.stat().st_mode & 0o077 == 0


def test_a_bug_does_not_write_codes_into_the_log(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.testing = False
    with app.app_context():
        secret = db.session.get_one(Delegate, 20).secret
    app.jinja_env.globals.pop("path")  # a mistake of ours in a template
    with caplog.at_level(logging.DEBUG):
        client.get(DOOR + f"i/{secret}")
        answer = client.get(DOOR + f"i/{secret}x")
    assert answer.status_code == 500
    assert "Error" in caplog.text
    assert secret not in caplog.text


def test_nobody_without_the_right_or_over_a_plain_line_opens_a_staff_page(
    app: Flask, client_as: ClientAs, delegate_client: DelegateClient
) -> None:
    """Every page and form of the program, asked for by everybody there is."""
    registry = app.extensions["meeting"].registry
    people = {role.value: client_as(role) for role in Role}
    people |= {"": app.test_client(), "delegate": delegate_client(20)}
    other = everything_on(app)  # for what the sample plan leaves off
    with app.app_context():
        off = registry.switched_off(1)
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", "")
        if access in {"public", "attendee"} or "meeting_id" not in rule.arguments:
            continue
        allowed = {"owner", "organiser"} | set(registry.permissions[access].roles)
        address = build(rule, other if rule.endpoint.partition(".")[0] in off else 1)
        for who in sorted(set(people) - allowed):
            for method in sorted(rule.methods or ()):
                answer = people[who].open(address, method=method)
                assert answer.status_code == 403, (who, method, address)
        for who in sorted(allowed):
            answer = people[who].open(address, method=min(rule.methods or ()), environ_base=FAR)
            assert answer.status_code == 403, (who, address)


def build(rule: Rule, meeting_id: int) -> str:
    """An address that fits this rule."""
    words: dict[str, str | int] = {"meeting_id": meeting_id}
    words |= {"name": "x", "state": "open", "token": "x", "kind": "csv"}
    words |= {"table": "people", "rule": "FAIR", "form": "pdf"}
    built = rule.build({name: words.get(name, 1) for name in rule.arguments})
    assert built is not None
    return built[1]
