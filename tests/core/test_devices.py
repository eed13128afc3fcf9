"""The list of devices: who is paired, when each was last seen, its name and its end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Actor, Role
from meeting.db import db
from meeting.devices import save_sights
from meeting.models import Device, JournalEntry, Meeting, MeetingState
from meeting.sightings import sightings
from meeting.writing import Tx, run
from tests.conftest import ClientAs

DEVICES = "/m/1/devices"
BY = Actor.system("test")


def device_id(app: Flask, role: str) -> int:
    with app.app_context():
        return db.session.scalars(sa.select(Device.id).where(Device.role == role)).one()


def stored(app: Flask, role: str) -> Device:
    with app.app_context():
        return db.session.scalars(sa.select(Device).where(Device.role == role)).one()


def test_the_list_says_when_and_where_a_device_was_last_seen(
    app: Flask, client_as: ClientAs, clock_at: clock.Frozen
) -> None:
    desk, secretary = client_as("registrar"), client_as("secretary")
    assert "chưa mở trang nào" in secretary.get(DEVICES).text
    clock_at.tick(minutes=42)
    desk.get("/", environ_base={"REMOTE_ADDR": "192.168.1.44"})
    clock_at.tick(minutes=5)
    page = secretary.get(DEVICES).text
    assert "mở lần cuối lúc 08:12 · 192.168.1.44" in page
    clock_at.tick(days=1)
    assert "mở lần cuối lúc 08:12 ngày 20/10/2023" in secretary.get(DEVICES).text


def test_being_seen_writes_rarely(app: Flask, client_as: ClientAs, clock_at: clock.Frozen) -> None:
    desk = client_as("registrar")
    for _ in range(3):
        desk.get("/m/1/checkin/desk")
    assert stored(app, "registrar").seen_at is None, "a request alone writes nothing"
    with app.app_context():
        save_sights()
        first = stored(app, "registrar").seen_at
        assert first == clock.now()
        clock_at.tick(seconds=50)
        desk.get("/m/1/checkin/desk")
        assert sightings().unsaved() == {}, "known well enough"
        save_sights()
        assert stored(app, "registrar").seen_at == first
        clock_at.tick(seconds=11)
        desk.get("/m/1/checkin/desk")
        save_sights()
        assert stored(app, "registrar").seen_at == clock.now()
        journal = sa.select(sa.func.count()).where(JournalEntry.by_name == "devices")
        assert db.session.scalar(journal) == 0, "nothing happened"


def test_what_was_saved_is_shown_after_a_restart(app: Flask, client_as: ClientAs) -> None:
    client_as("registrar").get("/", environ_base={"REMOTE_ADDR": "192.168.1.44"})
    secretary = client_as("secretary")
    with app.app_context():
        save_sights()
    app.extensions.pop("meeting.sightings")
    assert "07:30 · 192.168.1.44" in secretary.get(DEVICES).text


def test_a_device_gets_another_name(app: Flask, client_as: ClientAs) -> None:
    client_as("registrar")
    secretary = client_as("secretary")
    address = f"{DEVICES}/{device_id(app, 'registrar')}/rename"
    assert secretary.post(address, data={"name": "  Máy ở\ncửa <trái>  "}).status_code == 303
    assert stored(app, "registrar").name == "Máy ở cửa <trái>"
    assert "Máy ở cửa &lt;trái&gt;" in secretary.get(DEVICES).text
    refused = secretary.post(address, data={"name": " "})
    assert refused.status_code == 409
    assert "Ghi tên thiết bị" in refused.text
    assert secretary.post(address, data={"name": "Ơ̆" * 80}).status_code == 303
    assert len(stored(app, "registrar").name) <= 60


@pytest.mark.parametrize("what", ["rename", "revoke"])
def test_nobody_changes_a_device_with_more_rights(
    app: Flask, client_as: ClientAs, what: str
) -> None:
    client_as("owner")
    client_as("organiser")
    secretary, desk = client_as("secretary"), client_as("registrar")
    for role in ("owner", "organiser"):
        address = f"{DEVICES}/{device_id(app, role)}/{what}"
        assert secretary.post(address, data={"name": "x"}).status_code == 403
        assert address not in secretary.get(DEVICES).text
    own = f"{DEVICES}/{device_id(app, 'registrar')}/{what}"
    assert desk.post(own, data={"name": "x"}).status_code == 403


def test_revoking_ends_a_device_at_once_and_is_journalled(app: Flask, client_as: ClientAs) -> None:
    desk, secretary = client_as("registrar"), client_as("secretary")
    assert desk.get("/m/1/checkin/desk").status_code == 200
    address = f"{DEVICES}/{device_id(app, 'registrar')}/revoke"
    assert secretary.post(address).status_code == 303
    assert secretary.post(address).status_code == 303, "twice is once"
    assert desk.get("/m/1/checkin/desk").status_code == 403
    assert address not in secretary.get(DEVICES).text
    assert "Thu hồi thiết bị" in secretary.get("/m/1/journal").text


def test_a_closed_meeting_does_not_keep_devices(app: Flask, client_as: ClientAs) -> None:
    client_as("registrar")
    secretary = client_as("secretary")

    def close(tx: Tx) -> None:
        tx.session.get_one(Meeting, 1).state = MeetingState.CLOSED

    with app.app_context():
        run(close, by=BY, meeting_id=1)
    assert secretary.post(DEVICES, data={"role": "observer"}).status_code == 200
    address = f"{DEVICES}/{device_id(app, 'registrar')}"
    assert secretary.post(f"{address}/rename", data={"name": "Cũ"}).status_code == 303
    assert secretary.post(f"{address}/revoke").status_code == 303


def test_what_a_hall_has_most_of_is_offered_first(client_as: ClientAs) -> None:
    page = client_as("owner").get(DEVICES).text
    offered = [part.split('"')[0] for part in page.split('<option value="')[2:]]
    assert offered[:2] == ["registrar", "screen"]
    assert offered[-2:] == ["organiser", "owner"]
    assert set(offered) == set(Role)


# A staff page over the wrong line


@pytest.mark.parametrize("known", [True, False])
def test_a_staff_page_by_plain_http_leads_to_the_secure_one(
    client: FlaskClient, client_as: ClientAs, known: bool
) -> None:
    """Also for a device of the staff: its cookie does not travel by this line."""
    browser = client_as("secretary") if known else client
    villager = {"REMOTE_ADDR": "192.168.1.77"}
    answer = browser.get("/m/1/journal?page=2", environ_base=villager)
    assert answer.status_code == 403
    address = answer.text.split('class="btn btn-primary text-break" href="')[1].split('"')[0]
    assert address.startswith("https://")
    assert address.endswith(":8443/m/1/journal?page=2")
    assert '<figure class="qr">' in answer.text
    assert 'href="/trust"' in answer.text
    asked = {"Accept": "application/json"}
    program = browser.get("/m/1/journal", environ_base=villager, headers=asked)
    assert program.json is not None
    assert program.json["error"]["code"] == "core.plain_line"
    assert program.json["error"]["address"].endswith("/m/1/journal")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/m/1/journal?q=" + "a" * 20, "/m/1/journal?q=" + "a" * 20),
        ("/m/1/journal?q=" + "a" * 400, "/m/1/journal"),
        ("/m/1/journal?q=" + "%C4%91" * 5000, "/m/1/journal"),
        ("/m/1/roster/" + "1" * 400, "/"),
    ],
)
def test_no_address_makes_a_large_picture(client: FlaskClient, asked: str, shown: str) -> None:
    """Drawing a QR takes the longer, the more is in it; and anybody may ask for this page."""
    page = client.get(asked, environ_base={"REMOTE_ADDR": "192.168.1.77"})
    assert page.status_code == 403
    assert f':8443{shown}"' in page.text
    assert len(page.data) < 15_000
