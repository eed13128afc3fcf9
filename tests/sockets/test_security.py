"""Sockets under people who mean ill: other origins, other views, ended codes, bad packets."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import suppress

import pytest
import requests
import websocket

from tests import running
from tests.running import PATIENCE, Screen, Visitor


def known_phone(hall: running.Running, secretary: Visitor, delegate_id: int) -> Visitor:
    """The phone of somebody who scanned their slip."""
    page = secretary.page(f"/m/1/roster/{delegate_id}").text
    code = re.search(r"\b[A-Z2-9]{3}-[A-Z2-9]{4}\b", page)
    assert code
    phone = Visitor(hall.http)
    assert phone.page(f"/m/1/checkin/i/{code[0]}").url.endswith("/here")
    return phone


def first_word(hall: running.Running, origin: str) -> str:
    """What the server says on a new line to a page of this origin; nothing when it hangs up."""
    address = hall.http.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, origin=origin, timeout=PATIENCE)
    word = str(line.recv())
    line.shutdown()  # type: ignore[no-untyped-call]  # closes also what the server closed
    return word


def test_another_site_cannot_open_a_line(hall: running.Running) -> None:
    assert first_word(hall, hall.http).startswith("0{")
    for origin in ("http://evil.example", "null", hall.https):
        assert first_word(hall, origin) == ""
        address = hall.http + "/socket.io/?EIO=4&transport=polling"
        assert (
            requests.get(address, headers={"Origin": origin}, timeout=PATIENCE).status_code == 400
        )


def test_a_phone_sees_its_holders_views_until_the_code_ends(
    hall: running.Running, secretary: Visitor
) -> None:
    phone = known_phone(hall, secretary, 20)
    one = Screen(phone.socket())
    answer = one.join("checkin.mine:20", "checkin.mine:21", "checkin.count", "speakers.desk")
    assert set(answer["views"]) == {"checkin.mine:20", "checkin.count"}
    before = one.shown["checkin.mine:20"]
    seen = re.search(r'name="seen" value="(\d+)"', secretary.page("/m/1/roster/20").text)
    assert seen
    form = "/m/1/roster/20"
    assert secretary.submit(form + "/reissue", {"seen": seen[1]}, form=form).ok
    assert secretary.submit(
        "/m/1/checkin/desk/in", {"delegate_id": "20"}, form="/m/1/checkin/desk"
    ).ok
    one.until("checkin.count", "<b>1</b>")
    fresh = Screen(known_phone(hall, secretary, 20).socket())
    fresh.join("checkin.mine:20")
    assert secretary.submit(
        "/m/1/checkin/desk/undo", {"delegate_id": "20"}, form="/m/1/checkin/desk"
    ).ok
    fresh.until("checkin.mine:20", 'form="arrive"')
    assert one.shown["checkin.mine:20"] == before, "the old phone is told nothing more"
    assert one.join("checkin.mine:20")["refused"] == ["checkin.mine:20"]
    for screen in (one, fresh):
        screen.client.disconnect()


def test_a_phone_of_another_meeting_or_nobody_joins_nothing_personal(
    hall: running.Running, secretary: Visitor
) -> None:
    one = Screen(known_phone(hall, secretary, 20).socket())
    assert one.join("checkin.mine:20", meeting=2)["views"] == {}
    assert one.join("checkin.mine:" + "9" * 40, "chair.opinion:" + "9" * 40)["views"] == {}
    one.client.disconnect()


def test_a_revoked_device_is_cut_off_and_stays_out(
    hall: running.Running, secretary: Visitor
) -> None:
    desk = running.pair(hall, "secretary")
    desks = "/m/1/devices"
    own = secretary.page(desks).text
    taken = re.search(r'id="device-(\d+)">(?:(?!</li>).)*badge-info', own, re.S)
    assert taken
    other = str(int(taken[1]) + 1)
    screen = Screen(desk.socket())
    told: list[object] = []
    screen.client.on("evicted", told.append)
    assert screen.join("core.pairing:1")["refused"] == []
    assert "đang mở" in secretary.page(desks).text
    mine = Screen(secretary.socket())
    mine.join("core.pairing:1")
    assert secretary.submit(f"{desks}/{other}/revoke", {}, form=desks).ok
    screen.client.wait()  # until the server hangs up
    assert told == [{}], "its pages are told to reload"
    again = Screen(desk.socket())
    assert again.join("core.pairing:1")["refused"] == ["core.pairing:1"]
    assert mine.join("core.pairing:1")["refused"] == [], "nobody else is cut off"
    for one in (again, mine):
        one.client.disconnect()


def test_the_page_with_a_code_hears_when_it_is_used(
    hall: running.Running, secretary: Visitor
) -> None:
    shown = secretary.submit("/m/1/devices", {"role": "screen", "name": "Máy chiếu"}).text
    view, code = (
        re.search(pattern, shown)
        for pattern in (r"core\.pairing:\d+", r'class="pairing-code">([^<]+)<')
    )
    assert view
    assert code
    office = Screen(secretary.socket())
    assert "Đang chờ" in office.join(view[0])["views"][view[0]]["html"]
    projector = Visitor(hall.http)
    assert projector.submit("/pair", {"code": code[1]}).url.endswith("/display/")
    office.until(view[0], "Đã ghép: Máy chiếu")
    phone = Screen(Visitor(hall.http).socket())
    assert phone.join(view[0])["refused"] == [view[0]], "for the office only"
    for one in (office, phone):
        one.client.disconnect()


@pytest.mark.parametrize(
    "packet",
    [
        "42" + json.dumps(["join", {"meeting": 10**40, "views": {"checkin.mine:" + "9" * 70: 0}}]),
        '42["join",' + "[" * 7000 + "]" * 7000 + "]",
        '451-["join",{"_placeholder":true,"num":0}]',
        "4" + "9" * 5000,
        "42" + "x" * 12_000,
        "4" + "x" * 200_000,
        "9",
    ],
)
def test_a_bad_packet_hurts_nobody_else(hall: running.Running, packet: str) -> None:
    other = Screen(Visitor(hall.http).socket())
    address = hall.http.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=PATIENCE)
    line.send("40")
    line.send(packet)
    assert "checkin.count" in other.join("checkin.count")["views"]
    assert requests.get(hall.http + "/health", timeout=PATIENCE).ok
    line.shutdown()  # type: ignore[no-untyped-call]  # closes also what the server closed
    other.client.disconnect()


def test_who_floods_a_line_waits_and_nobody_else(hall: running.Running) -> None:
    address = hall.http.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=PATIENCE)
    line.send("40")
    wish = '421["join",{"meeting":1,"views":{"checkin.table":-1,"speakers.queue":-1}}]'

    def flood() -> None:
        with suppress(OSError, websocket.WebSocketException):
            for _ in range(30_000):
                line.send(wish)

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    for _ in range(5):
        assert requests.get(hall.http + "/health", timeout=PATIENCE).ok
    line.shutdown()  # type: ignore[no-untyped-call]
    thread.join()


def test_a_chair_who_asks_for_no_such_opinion_gets_an_answer(hall: running.Running) -> None:
    chair = running.pair(hall, "chair")
    assert isinstance(chair, Visitor)
    one = Screen(chair.socket())
    assert one.join("chair.opinion:" + "9" * 40)["refused"] == ["chair.opinion:" + "9" * 40]
    one.client.disconnect()


def test_a_half_request_holds_nobody_up(hall: running.Running) -> None:
    port = int(hall.http.rsplit(":", 1)[1])
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    for line in lines:
        line.sendall(b"POST /m/1/checkin/code HTTP/1.1\r\nContent-Length: 9")
    assert requests.get(hall.http + "/health", timeout=PATIENCE).ok
    for line in lines:
        line.close()


def test_a_request_cannot_pretend_to_be_secure(hall: running.Running) -> None:
    port = int(hall.http.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(
            b"GET https://127.0.0.1/m/1/staff HTTP/1.1\r\nHost: evil.example\r\n"
            b"X-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        assert line.recv(4096).split()[1] in {b"403", b"404"}


def test_a_form_of_two_megabytes_gets_a_sentence(hall: running.Running) -> None:
    answer = requests.post(
        hall.http + "/m/1/checkin/code", data={"code": "x" * 2**21}, timeout=PATIENCE
    )
    assert answer.status_code == 413
    chunks = (b"code=" + b"x" * 65536 for _ in range(40))
    answer = requests.post(hall.http + "/m/1/checkin/code", data=chunks, timeout=PATIENCE)
    assert answer.status_code in {400, 413}


def test_codes_sent_all_at_once_are_counted_like_others(hall: running.Running) -> None:
    phone, most, more = Visitor(hall.http), 60, 20
    page = phone.page("/m/1/checkin/code").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    cookies = "; ".join(f"{one.name}={one.value}" for one in phone.cookies)
    lines = []
    for _ in range(most + more):
        line = socket.create_connection(
            ("127.0.0.1", int(hall.http.rsplit(":", 1)[1])), timeout=PATIENCE
        )
        body = f"csrf_token={token[1]}&code=CFG-2345"
        line.sendall(
            f"POST /m/1/checkin/code HTTP/1.1\r\nHost: {hall.http[7:]}\r\nCookie: {cookies}\r\n"
            "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body[:-1]}".encode()
        )
        lines.append(line)
    for line in lines:
        line.sendall(b"5")
    answers = [line.recv(4096).split()[1] for line in lines]
    for line in lines:
        line.close()
    assert (answers.count(b"409"), answers.count(b"429")) == (most, more)
