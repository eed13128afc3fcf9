"""A phone that does not read for a while: it harms nobody and gets the newest state at last."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests import running
from tests.running import PATIENCE, Screen, Visitor

CHANGES = 150


class SlowPhone:
    """A bare WebSocket with a tiny buffer that reads only when told to."""

    def __init__(self, hall: running.Running) -> None:
        small = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)]
        address = hall.http.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self._line = websocket.create_connection(address, sockopt=small, timeout=PATIENCE)
        self._line.recv()  # the engine's greeting
        self._line.send("40")
        self._line.recv()
        wish = {"meeting": 1, "views": {"speakers.queue": 0}, "lang": "vi"}
        self._line.send("420" + json.dumps(["join", wish]))

    def is_there(self) -> None:
        """Say so unasked: on a slow machine the server may have asked, among what is not read."""
        self._line.send("3")

    def read_until(self, text: str) -> list[dict[str, Any]]:
        """All states that came in, up to one that shows a text."""
        states: list[dict[str, Any]] = []
        while not (states and text in states[-1]["html"]):
            packet = str(self._line.recv())
            if packet == "2":
                self._line.send("3")  # a ping wants its pong
            elif packet.startswith("42"):
                states.append(json.loads(packet[2:])[1])
        return states

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def test_a_slow_reader_gets_the_newest_state(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOITHOAI_PUSH_WINDOW", "0")  # every change is pushed
    with running.server(data) as hall:
        secretary = running.pair(hall, "secretary")
        quick = Screen(Visitor(hall.http).socket())
        quick.join("speakers.queue")
        slow = SlowPhone(hall)
        for number in range(CHANGES):
            fields = {"speaker_name": f"Ông Người Thứ {number} " + "ơ̆" * 40}
            assert secretary.submit("/m/1/speakers/request", fields, form="/m/1/speakers/").ok
            if number % 10 == 0:
                slow.is_there()
        last = f' {CHANGES}"'  # the end of the list's order
        quick.until("speakers.queue", last)
        states = slow.read_until(last)
        revisions = [state["rev"] for state in states]
        assert revisions == sorted(set(revisions)), "in order, none twice"
        assert len(states) < CHANGES / 2, "the queue was dropped"
        slow.close()
        quick.client.disconnect()
