"""Live views over real sockets: the newest state, rendered once, only for those who may see it."""

from __future__ import annotations

import time
from pathlib import Path

import requests
import socketio

from tests import running
from tests.running import PATIENCE, Screen, Visitor


def screen(visitor: requests.Session) -> Screen:
    assert isinstance(visitor, Visitor)
    return Screen(visitor.socket())


def test_a_phone_gets_public_views_and_nothing_else(hall: running.Running) -> None:
    phone = screen(Visitor(hall.http))
    answer = phone.join("speakers.queue", "speakers.desk", "opinions.mine:1", "no.such", "x" * 200)
    assert set(answer["views"]) == {"speakers.queue"}
    assert set(answer["refused"]) == {"speakers.desk", "opinions.mine:1", "no.such"}
    assert abs(answer["now"] / 1000 - time.time()) < 60  # noqa: TID251 - the wall clock is the point
    phone.client.disconnect()


def test_a_state_that_is_known_is_not_sent_again(hall: running.Running) -> None:
    phone = screen(Visitor(hall.http))
    assert "speakers.queue" in phone.join("speakers.queue")["views"]
    assert phone.join("speakers.queue")["views"] == {}
    phone.client.disconnect()


def test_a_malformed_wish_is_harmless(hall: running.Running) -> None:
    phone = screen(Visitor(hall.http))
    wishes: list[object] = [
        None,
        7,
        [],
        {"meeting": "1"},
        {"views": [1]},
        {"views": {"a:b": 1, "c": None}},
    ]
    for wish in wishes:
        answer = phone.client.call("join", wish, timeout=PATIENCE)
        assert answer["views"] == {}
    phone.client.disconnect()


def test_a_change_reaches_every_screen(hall: running.Running, secretary: requests.Session) -> None:
    screens = [screen(Visitor(hall.http)) for _ in range(5)]
    for one in screens:
        one.join("speakers.queue")
    assert isinstance(secretary, Visitor)
    answer = secretary.submit(
        "/m/1/speakers/request", {"speaker_name": "Bà Yă Kră"}, form="/m/1/speakers/"
    )
    assert answer.ok
    for one in screens:
        one.until("speakers.queue", "Bà Yă Kră")
        one.client.disconnect()


def test_screens_come_back_after_a_power_cut(data: Path) -> None:
    hall = running.start(data)
    ports = [int(address.rsplit(":", 1)[1]) for address in (hall.http, hall.https)]
    secretary = running.pair(hall, "secretary")
    client = socketio.Client(
        reconnection_delay=0.1, reconnection_delay_max=0.5, request_timeout=PATIENCE
    )
    client.connect(hall.http, transports=["websocket"], wait_timeout=PATIENCE)
    one = Screen(client)
    one.join("speakers.queue")
    client.on("connect", lambda: client.start_background_task(one.join, "speakers.queue"))
    assert isinstance(secretary, Visitor)
    answer = secretary.submit(
        "/m/1/speakers/request", {"speaker_name": "Ông Đã Ghi"}, form="/m/1/speakers/"
    )
    assert answer.ok, "acknowledged"
    hall.kill()
    one.shown.clear()
    again = running.start(data, http_port=ports[0], https_port=ports[1])
    one.until("speakers.queue", "Ông Đã Ghi")
    client.disconnect()
    again.kill()
