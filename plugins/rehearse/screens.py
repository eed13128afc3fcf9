"""Screens in the rehearsal's hall: real sockets that come back by themselves."""

from __future__ import annotations

import time
from typing import Any

import socketio

from plugins.rehearse.client import Client

PUBLIC = ("checkin.count", "speakers.queue")
WALL = "display.stage:0"
PHONES = 8
PATIENCE = 30  # seconds until a screen must show the truth


class Screen:
    """One page that is open all the time."""

    def __init__(
        self, base: str, meeting_id: int, views: tuple[str, ...], client: Client | None
    ) -> None:
        self.shown: dict[str, dict[str, Any]] = {}
        self.pushes = 0
        self._wish = {"meeting": meeting_id, "lang": "vi"}
        self._views = views
        session = client.session if client else None
        self._socket = socketio.Client(
            http_session=session,
            reconnection_delay=0.2,
            reconnection_delay_max=1,
            request_timeout=PATIENCE,
        )
        self._socket.on("connect", self._join)
        self._socket.on("state", self._take)
        self._socket.connect(base, transports=["websocket"], wait_timeout=PATIENCE)

    def _join(self) -> None:
        have = {view: self.shown.get(view, {"rev": -1})["rev"] for view in self._views}
        self._socket.emit("join", {**self._wish, "views": have}, callback=self._joined)

    def _joined(self, answer: dict[str, Any]) -> None:
        for state in answer["views"].values():
            self.shown[state["view"]] = state

    def _take(self, state: dict[str, Any]) -> None:
        self.pushes += 1
        if state["rev"] > self.shown.get(state["view"], {"rev": -1})["rev"]:
            self.shown[state["view"]] = state

    def until(self, view: str, text: str) -> bool:
        """Whether a view comes to show a text in time."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if text in self.shown.get(view, {"html": ""})["html"]:
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        """Switch it off."""
        self._socket.disconnect()


class Screens:
    """The hall screen, the secretary's page and some phones."""

    def __init__(self, base: str, meeting_id: int, secretary: Client) -> None:
        phones = [Screen(base, meeting_id, PUBLIC, None) for _ in range(PHONES)]
        self.all = [*phones, Screen(base, meeting_id, (*PUBLIC, "speakers.desk", WALL), secretary)]

    @property
    def pushes(self) -> int:
        """States that came in by themselves."""
        return sum(screen.pushes for screen in self.all)

    def wall_shows(self, scene: str) -> None:
        """The wall must come to show a picture. Raises RuntimeError when it does not."""
        if not self.all[-1].until(WALL, f'data-scene="{scene}"'):
            raise RuntimeError(f"the wall does not show {scene}")

    def check(self, present: int) -> None:
        """Every screen must show how many are here. Raises RuntimeError for one that does not."""
        stale = [one for one in self.all if not one.until("checkin.count", f">{present}<")]
        for screen in self.all:
            screen.close()
        if stale:
            raise RuntimeError(f"{len(stale)} of {len(self.all)} screens do not show the truth")
