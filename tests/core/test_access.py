"""Deny by default: roles, pairing, revoked devices, plain lines, other meetings, switched-off
plugins.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from meeting.access import DEVICE_COOKIE, Role, new_token, token_hash
from meeting.db import db
from meeting.devices import revoke
from meeting.errors import PluginProblem, Refused
from meeting.models import Device, MeetingPlugin
from meeting.pairing import offer_pairing, pair
from meeting.writing import Tx, run

from .conftest import SYSTEM, MakeSite
from .notice import build, pin

VILLAGER = {"REMOTE_ADDR": "192.168.1.77"}


def paired(app: Flask, role: str) -> FlaskClient:
    link, secret = new_token(), new_token()
    with app.app_context():
        run(offer_pairing, by=SYSTEM, role=role, name=role, token_digest=token_hash(link))
        run(pair, by=SYSTEM, link=link, device_digest=token_hash(secret))
    client = app.test_client()
    client.set_cookie(DEVICE_COOKIE, secret)
    return client


def test_a_view_without_a_mark_stops_the_start(make_site: MakeSite) -> None:
    routes = Blueprint("notice", __name__)
    routes.get("/")(lambda: "open to all")
    with pytest.raises(PluginProblem, match="does not say who may open it"):
        make_site(build(routes=routes))


def test_a_view_with_an_undeclared_permission_stops_the_start(make_site: MakeSite) -> None:
    with pytest.raises(PluginProblem, match="names no permission"):
        make_site(build(permissions=()))


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200 if role in {"owner", "organiser", "secretary"} else 403) for role in Role],
)
def test_only_roles_with_the_permission_may_act(site: Flask, role: str, status: int) -> None:
    client = paired(site, role)
    answer = client.post(
        "/m/1/notice/", data={"text": role}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == status


def test_an_unknown_phone_may_not(site: Flask) -> None:
    assert site.test_client().post("/m/1/notice/", data={"text": "x"}).status_code == 403
    assert site.test_client().get("/m/1/notice/open").status_code == 200


def test_a_forged_cookie_is_nobody(site: Flask) -> None:
    client = site.test_client()
    client.set_cookie(DEVICE_COOKIE, "guess")
    assert client.post("/m/1/notice/", data={"text": "x"}).status_code == 403


def test_staff_pages_refuse_plain_http_from_the_network(site: Flask) -> None:
    client = paired(site, "secretary")
    answer = client.post("/m/1/notice/", data={"text": "x"}, environ_base=VILLAGER)
    assert answer.status_code == 403
    assert "https://" in answer.text
    secure = client.post(
        "/m/1/notice/", data={"text": "x"}, environ_base=VILLAGER, base_url="https://localhost"
    )
    assert secure.status_code == 303


def test_pairing_over_a_plain_line_is_refused(site: Flask) -> None:
    link = new_token()
    run(offer_pairing, by=SYSTEM, role="chair", name="", token_digest=token_hash(link))
    client = site.test_client()
    assert client.post(f"/pair/{link}", environ_base=VILLAGER).status_code == 403
    assert client.post(f"/pair/{link}").status_code == 303


def test_looking_at_a_pairing_link_does_not_use_it_up(site: Flask) -> None:
    link = new_token()
    run(offer_pairing, by=SYSTEM, role="chair", name="", token_digest=token_hash(link))
    client = site.test_client()
    assert client.get(f"/pair/{link}").status_code == 200
    assert client.post(f"/pair/{link}").status_code == 303
    cookie = client.get_cookie(DEVICE_COOKIE)
    assert cookie is not None
    assert cookie.http_only
    db.session.remove()
    device = db.session.scalar(select(Device))
    assert device is not None
    assert (device.role, device.token_hash) == ("chair", token_hash(cookie.value))


def test_a_pairing_link_works_once(site: Flask) -> None:
    link = new_token()
    run(offer_pairing, by=SYSTEM, role="chair", name="", token_digest=token_hash(link))
    assert site.test_client().post(f"/pair/{link}").status_code == 303
    assert site.test_client().post(f"/pair/{link}").status_code == 409


def test_a_pairing_link_grows_old(site: Flask, clock_at: Any) -> None:
    link = new_token()
    run(offer_pairing, by=SYSTEM, role="chair", name="", token_digest=token_hash(link))
    clock_at.tick(hours=13)
    with pytest.raises(Refused, match=r"core\.pairing_used"):
        run(pair, by=SYSTEM, link=link, device_digest="x")


def test_a_revoked_device_is_nobody_at_once(site: Flask) -> None:
    client = paired(site, "secretary")
    db.session.remove()
    device_id = db.session.scalars(select(Device.id)).one()
    run(revoke, by=SYSTEM, device_id=device_id)
    assert client.post("/m/1/notice/", data={"text": "x"}).status_code == 403


def test_the_last_owner_cannot_be_revoked(site: Flask) -> None:
    paired(site, "owner")
    db.session.remove()
    device_id = db.session.scalars(select(Device.id)).one()
    with pytest.raises(Refused) as refused:
        run(revoke, by=SYSTEM, device_id=device_id)
    assert refused.value.code == "core.last_owner"


def test_only_an_owner_makes_an_owner(site: Flask) -> None:
    secretary = paired(site, "secretary")
    assert secretary.post("/m/1/devices", data={"role": "owner"}).status_code == 403
    assert secretary.post("/m/1/devices", data={"role": "screen"}).status_code == 200
    assert secretary.post("/m/1/devices", data={"role": "king"}).status_code == 409


def test_a_meeting_that_does_not_exist_is_not_found(site: Flask) -> None:
    assert site.test_client().get("/m/99/notice/open").status_code == 404


def switch_off(tx: Tx) -> None:
    tx.session.add(MeetingPlugin(meeting_id=1, name="notice", on=False))


def test_a_plugin_that_is_off_is_not_found_and_stays_silent(make_site: MakeSite) -> None:
    heard: list[object] = []
    from .notice import Subscriber

    app = make_site(build(subscribers=(Subscriber("notice.pinned", heard.append),)))
    with app.app_context():
        run(switch_off, by=SYSTEM, meeting_id=1)
        assert app.test_client().get("/m/1/notice/open").status_code == 404
        run(pin, by=SYSTEM, meeting_id=1, text="x")
    assert heard == []


def test_an_attendee_page_sends_strangers_to_the_entrance(site: Flask) -> None:
    answer = site.test_client().get("/m/1/notice/mine")
    assert answer.status_code == 303
    assert answer.location.endswith("/m/1/")


def test_a_strangers_form_is_refused_not_led_away(site: Flask) -> None:
    """A redirect would look like success, and the phone would drop what was typed."""
    answer = site.test_client().post("/m/1/notice/mine")
    assert answer.status_code == 409


def test_a_form_without_its_token_is_refused(site: Flask) -> None:
    site.config["WTF_CSRF_ENABLED"] = True
    client = paired(site, "secretary")
    assert client.post("/m/1/notice/", data={"text": "x"}).status_code == 400


def test_a_program_gets_one_json_shape(site: Flask) -> None:
    client = paired(site, "secretary")
    ask = {"Accept": "application/json"}
    good = client.post("/m/1/notice/", data={"text": "một"}, headers=ask)
    assert good.json == {"ok": True, "result": {"id": 1, "text": "một"}}
    bad = client.post("/m/1/notice/", data={"text": "x" * 30}, headers=ask)
    assert bad.status_code == 409
    assert bad.json == {
        "ok": False,
        "error": {"code": "notice.too_long", "message": "At most 20 letters."},
    }


def test_a_bug_shows_a_number_and_no_trace(site: Flask) -> None:
    site.testing = False
    answer = paired(site, "secretary").post("/m/1/notice/", data={"text": "bug"})
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "ZeroDivision" not in answer.text
