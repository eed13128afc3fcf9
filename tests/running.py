"""A real server in its own process, as the hall runs it, for socket and browser tests."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import socketio

from tests.nursery import Child, nursery

START_SECONDS = 180  # a busy machine; a healthy start takes one
PATIENCE = 120  # seconds for any answer; one usually comes at once


@dataclass
class Running:
    """A server process and how to reach it."""

    data: Path
    process: subprocess.Popen[str] | Child
    http: str
    https: str
    printed: str = ""

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As Ctrl-C does. Returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def start(
    data: Path,
    *arguments: str,
    http_port: int = 0,
    https_port: int = 0,
    python: Path | str | None = None,
    cwd: Path | None = None,
) -> Running:
    """Start ``doithoai run`` over a data folder and wait until it answers.

    ``python``: run it from the first line on, as an operator does; else it is a fork of a process
    that has imported it.
    """
    (data / "server.json").unlink(missing_ok=True)
    data.mkdir(parents=True, exist_ok=True)
    command = [
        *("--data", str(data), "run", "--host", "127.0.0.1"),
        *("--port", str(http_port), "--https-port", str(https_port), *arguments),
    ]
    (data / "server.log").write_text("")
    process = _operated(python, command, data, cwd) if python else _forked(command, data)
    ports = ports_of(data, process)
    running = Running(
        data=data,
        process=process,
        http=f"http://127.0.0.1:{ports['http_port']}",
        https=f"https://127.0.0.1:{ports['https_port']}",
    )
    requests.get(f"{running.http}/health", timeout=START_SECONDS).raise_for_status()
    running.printed = (data / "server.log").read_text()
    return running


def _operated(
    python: Path | str, command: list[str], data: Path, cwd: Path | None
) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with (data / "server.log").open("w") as log:
        return subprocess.Popen(
            [str(python), "-m", "meeting", *command],
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=cwd,
        )


def _forked(command: list[str], data: Path) -> Child:
    return nursery().start(command, data / "server.log")


def ports_of(data: Path, process: subprocess.Popen[str] | Child) -> dict[str, int]:
    """Where a server that was just started listens, as soon as it says so."""
    deadline = time.monotonic() + START_SECONDS
    while not (data / "server.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError((data / "server.log").read_text())
        time.sleep(0.05)
    ports: dict[str, int] = json.loads((data / "server.json").read_text())
    return ports


@contextmanager
def server(data: Path, *arguments: str) -> Iterator[Running]:
    """A server for the length of a test."""
    running = start(data, *arguments)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.kill()


def pairing_link(running: Running, role: str) -> str:
    """The secret of a one-time link, asked for in the terminal."""
    printed = running.data / "pair.log"
    printed.unlink(missing_ok=True)
    command = ["--data", str(running.data), "pair", "--role", role]
    assert nursery().start(command, printed).wait(START_SECONDS) == 0, printed.read_text()
    return printed.read_text().strip().rsplit("/", 1)[1]


def pair(running: Running, role: str) -> Visitor:
    """A program on a device paired for a role."""
    session = Visitor(running.http)
    session.submit(f"/pair/{pairing_link(running, role)}", {})
    return session


class Visitor(requests.Session):
    """A client that fills in forms as a browser does: with the token and a fresh submission key."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self._token = ""
        self._keys = 0

    def page(self, path: str) -> requests.Response:
        """Open a page and remember its token."""
        answer = self.get(self.base + path, timeout=PATIENCE)
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        self._token = found[1] if found else self._token
        return answer

    def submit(
        self, path: str, data: dict[str, Any], *, form: str = "", key: str = ""
    ) -> requests.Response:
        """Send a form found on the page ``form`` (by default the page of the same address)."""
        self.page(form or path)
        fields = {"csrf_token": self._token, "key": key or os.urandom(16).hex(), **data}
        return self.post(self.base + path, data=fields, timeout=PATIENCE)

    def socket(self) -> socketio.Client:
        """A connected socket with this visitor's cookies."""
        client = socketio.Client(http_session=self, reconnection=False, request_timeout=PATIENCE)
        client.connect(self.base, transports=["websocket"], wait_timeout=PATIENCE)
        return client


@dataclass
class Screen:
    """What a browser does with live views: keeps the newest state of each, drops what is older."""

    client: socketio.Client
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client.on("state", self.take)

    def take(self, state: dict[str, Any]) -> None:
        known = self.shown.get(state["view"])
        if known is None or state["rev"] > known["rev"]:
            self.shown[state["view"]] = state

    def join(self, *views: str, meeting: int = 1) -> dict[str, Any]:
        """Ask for views; returns the acknowledgement."""
        have = {view: self.shown.get(view, {"rev": -1})["rev"] for view in views}
        wish = {"meeting": meeting, "views": have, "lang": "vi"}
        answer: dict[str, Any] = self.client.call("join", wish, timeout=PATIENCE)
        for state in answer["views"].values():
            self.take(state)
        return answer

    def until(self, view: str, text: str, seconds: float = PATIENCE) -> str:
        """Wait until a view shows a text."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            html: str = self.shown.get(view, {"html": ""})["html"]
            if text in html:
                return html
            self.client.sleep(0.02)
        raise AssertionError(f"{view} never showed {text!r}: {self.shown.get(view)}")
