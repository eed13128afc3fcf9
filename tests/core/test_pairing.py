"""Pairing by a link or by the short code in its place: once, for five minutes, by one browser."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock, codes
from meeting.access import DEVICE_COOKIE, Actor, token_hash
from meeting.db import db
from meeting.device_pages import BROWSER_COOKIE
from meeting.devices import revoke
from meeting.models import Device, JournalEntry, PairingLink
from meeting.pairing import MINUTES, MOST_WRONG, Offer, offer_pairing, pair, read_code
from meeting.writing import run
from tests.conftest import ClientAs

BY = Actor.system("test")


def offer(app: Flask, role: str = "screen", name: str = "Máy chiếu") -> Offer:
    made = Offer.make()
    token, code = made.digests
    with app.app_context():
        run(
            offer_pairing,
            by=BY,
            meeting_id=1,
            role=role,
            name=name,
            token_digest=token,
            code_digest=code,
        )
    return made


def roles(app: Flask) -> list[str]:
    with app.app_context():
        known = sa.select(Device.role).where(Device.revoked_at.is_(None)).order_by(Device.id)
        return list(db.session.scalars(known))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("rtx-234", "RTX234"),
        (" R T X 2 3 4 ", "RTX234"),
        ("RTX–234", "RTX234"),
        ("rt8o1z", "RT8QL2"),
        ("RTX-23", ""),
        ("RTX-2345", ""),
        ("ABC-DEF", ""),
        ("", ""),
        ("ｒtx", ""),
        ("\x00" * 300, ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert read_code(typed) == read


def test_codes_have_no_letters_that_look_alike() -> None:
    assert set(codes.LETTERS).isdisjoint("O0I1SZBU")
    letters = set("".join(Offer.make().code for _ in range(300)))
    assert letters == set(codes.LETTERS)


def test_a_code_makes_the_device(app: Flask, client: FlaskClient) -> None:
    made = offer(app)
    assert client.get("/pair").status_code == 200
    answer = client.post("/pair", data={"code": made.shown_code.lower()})
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/").location.endswith("/display/")
    assert roles(app) == ["screen"]
    assert client.post("/pair", data={"code": made.code}).status_code == 303, (
        "once more is the same"
    )
    other = app.test_client().post("/pair", data={"code": made.code})
    assert other.status_code == 409
    assert "không ghép được" in other.text
    assert roles(app) == ["screen"]


def test_a_second_device_of_a_name_gets_a_number(app: Flask) -> None:
    for number in range(3):
        link = offer(app, "registrar", "Bàn đón tiếp")
        with app.app_context():
            digest = token_hash(f"browser {number}")
            run(pair, by=BY, meeting_id=1, link=link.token, device_digest=digest)
    with app.app_context():
        query = sa.select(Device.name).where(Device.role == "registrar").order_by(Device.id)
        names = list(db.session.scalars(query))[-3:]
    assert names == ["Bàn đón tiếp", "Bàn đón tiếp 2", "Bàn đón tiếp 3"]


def test_a_pasted_link_is_taken_in_the_field_of_the_code(app: Flask, client: FlaskClient) -> None:
    made = offer(app)
    answer = client.post("/pair", data={"code": f" https://192.168.1.10:8443/pair/{made.token} "})
    assert answer.location == f"/pair/{made.token}"


def test_a_lost_answer_may_be_asked_for_again(app: Flask, client: FlaskClient) -> None:
    made = offer(app)
    client.get(f"/pair/{made.token}")
    first = client.post(f"/pair/{made.token}", data={"key": "k" * 32})
    cookie = client.get_cookie(DEVICE_COOKIE)
    assert first.status_code == 303
    assert cookie is not None
    for key in ("k" * 32, "another form"):
        client.delete_cookie(DEVICE_COOKIE)  # the answer never arrived
        assert client.post(f"/pair/{made.token}", data={"key": key}).status_code == 303
        again = client.get_cookie(DEVICE_COOKIE)
        assert again is not None
        assert again.value == cookie.value
    assert roles(app) == ["screen"]
    page = client.get(f"/pair/{made.token}").text
    assert "đã được ghép" in page
    assert "không dùng được nữa" in app.test_client().get(f"/pair/{made.token}").text


def test_the_same_browser_cannot_come_back_after_it_was_revoked(
    app: Flask, client: FlaskClient
) -> None:
    made = offer(app)
    client.get(f"/pair/{made.token}")
    client.post(f"/pair/{made.token}", data={"key": "k" * 32})
    with app.app_context():
        device_id = db.session.scalars(sa.select(Device.id)).one()
        run(revoke, by=BY, device_id=device_id)
    assert client.post(f"/pair/{made.token}", data={"key": "another form"}).status_code == 409
    client.post(f"/pair/{made.token}", data={"key": "k" * 32})
    assert client.get("/m/1/display/").status_code == 403
    assert roles(app) == []


def test_links_and_codes_live_five_minutes(
    app: Flask, client: FlaskClient, clock_at: clock.Frozen
) -> None:
    late, in_time = offer(app), offer(app)
    clock_at.tick(minutes=MINUTES)
    assert client.post(f"/pair/{in_time.token}").status_code == 303
    clock_at.tick(seconds=1)
    assert app.test_client().post("/pair", data={"code": late.code}).status_code == 409
    page = app.test_client().get(f"/pair/{late.token}").text
    assert "không dùng được nữa" in page
    assert app.test_client().post(f"/pair/{late.token}").status_code == 409


def test_codes_cannot_be_tried_out(app: Flask, client: FlaskClient, clock_at: clock.Frozen) -> None:
    made = offer(app)
    for _ in range(MOST_WRONG):
        assert client.post("/pair", data={"code": "CFG-234"}).status_code == 409
    answer = client.post("/pair", data={"code": made.code})
    assert answer.status_code == 429
    assert "60 giây" in answer.text
    assert "mã ghép máy" in answer.text
    assert roles(app) == []
    assert client.post(f"/pair/{made.token}").status_code == 303, "a link cannot be guessed"
    again = offer(app)
    clock_at.tick(minutes=1)
    assert app.test_client().post("/pair", data={"code": again.code}).status_code == 303


def test_a_wrong_code_keeps_what_was_typed(client: FlaskClient) -> None:
    page = client.post("/pair", data={"code": '"><script>cfg'}).text
    assert "&#34;&gt;&lt;script&gt;cfg" in page
    assert "<script>cfg" not in page


def test_codes_travel_by_the_secure_line_only(app: Flask, client: FlaskClient) -> None:
    made, villager = offer(app), {"REMOTE_ADDR": "192.168.1.77"}
    page = client.get("/pair", environ_base=villager)
    assert page.status_code == 403
    assert ":8443/pair" in page.text
    answer = client.post("/pair", data={"code": made.code}, environ_base=villager)
    assert answer.status_code == 403
    secure = client.post(
        "/pair", data={"code": made.code}, environ_base=villager, base_url="https://localhost"
    )
    assert secure.status_code == 303
    kept = secure.headers.getlist("Set-Cookie")
    assert all("Secure" in one for one in kept if one.startswith((DEVICE_COOKIE, BROWSER_COOKIE)))


def test_a_device_that_becomes_another_is_no_more_what_it_was(
    app: Flask, client_as: ClientAs
) -> None:
    desk, made = client_as("registrar"), offer(app)
    assert "registrar" in desk.get(f"/pair/{made.token}").text, "it says so before"
    assert desk.post(f"/pair/{made.token}").status_code == 303
    assert roles(app) == ["screen"]
    assert desk.get("/m/1/checkin/desk").status_code == 403


def test_the_last_owner_does_not_lock_the_house_by_scanning_a_code(
    app: Flask, client_as: ClientAs
) -> None:
    owner, made = client_as("owner"), offer(app)
    assert owner.post(f"/pair/{made.token}").status_code == 409
    assert roles(app) == ["owner"]
    assert owner.get("/m/1/devices").status_code == 200
    next_owner = offer(app, "owner")
    assert owner.post(f"/pair/{next_owner.token}").status_code == 303
    assert roles(app) == ["owner"]


def test_the_page_of_the_office_shows_code_and_waits(app: Flask, client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    page = secretary.post("/m/1/devices", data={"role": "chair", "name": "Ông <Nam>"}).text
    assert 'data-live="core.pairing:' in page
    assert "Đang chờ thiết bị" in page
    found = re.search(r'class="pairing-code">([A-Z2-9]{3}-[A-Z2-9]{3})<', page)
    assert found is not None
    tablet = app.test_client()
    assert tablet.post("/pair", data={"code": found[1]}).status_code == 303
    with app.app_context():
        link = db.session.scalars(sa.select(PairingLink)).all()[-1]
        assert link.code_hash == token_hash(read_code(found[1])), "only digests are kept"
        entry = db.session.scalars(
            sa.select(JournalEntry).where(JournalEntry.event == "core.device_paired")
        ).all()[-1]
        assert (entry.meeting_id, entry.facts["device"]) == (1, "Ông <Nam>")


def test_old_links_are_swept_away(app: Flask, clock_at: clock.Frozen) -> None:
    offer(app)
    clock_at.tick(days=2)
    offer(app)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(PairingLink.id))) == 1
