"""A stubborn real client: fills in forms like a browser, and sends again until it has an answer."""

from __future__ import annotations

import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests

BROKEN_LINE = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
PATIENCE = 60  # seconds without an answer before a rehearsal gives up
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Tally:
    """What all clients together saw of the server."""

    seconds: list[float] = field(default_factory=list)
    again: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, seconds: float) -> None:
        """A change was answered."""
        with self._lock:
            self.seconds.append(seconds)

    def sent_again(self) -> None:
        """A request found no server and is sent once more."""
        with self._lock:
            self.again += 1

    def was_refused(self, code: str) -> None:
        """A rule said no."""
        with self._lock:
            self.refused[code] = self.refused.get(code, 0) + 1


@dataclass(frozen=True)
class Answer:
    """What the server said to a form: its result, or the code of its refusal."""

    result: Any = None
    refused: str = ""


class Client:
    """One device."""

    def __init__(self, base: str, tally: Tally, meeting_id: int) -> None:
        self.session = requests.Session()
        self.base = base
        self._tally = tally
        self._home = f"/m/{meeting_id}"
        self._token = ""

    def pair(self, link: str) -> None:
        """Become a staff device through a one-time link."""
        page = self._ask("GET", f"/pair/{link}")
        self._read_token(page)
        self._ask("POST", f"/pair/{link}", data={"csrf_token": self._token, "key": ""})

    def page(self, path: str) -> str:
        """A page of the meeting."""
        answer = self._ask("GET", self._home + path)
        answer.raise_for_status()
        self._read_token(answer)
        return answer.text

    def paper(self, path: str) -> bytes:
        """A file of the meeting."""
        answer = self._ask("GET", self._home + path)
        answer.raise_for_status()
        return answer.content

    def send(self, path: str, **fields: Any) -> Answer:
        """Send a form with one submission key until it is answered.

        Raises RuntimeError for an answer that is neither a result nor a refusal.
        """
        data = {"csrf_token": self._token, "key": secrets.token_hex(16), **fields}
        begun = time.perf_counter()
        answer = self._ask(
            "POST", self._home + path, data=data, headers={"Accept": "application/json"}
        )
        self._tally.answered(time.perf_counter() - begun)
        if not answer.headers.get("Content-Type", "").startswith("application/json"):
            raise RuntimeError(f"{path}: status {answer.status_code}, not JSON")
        body = answer.json()
        if body["ok"]:
            return Answer(result=body["result"])
        if answer.status_code != 409:
            raise RuntimeError(f"{path}: {body['error']}")
        self._tally.was_refused(body["error"]["code"])
        return Answer(refused=body["error"]["code"])

    def _read_token(self, answer: requests.Response) -> None:
        found = TOKEN.search(answer.text)
        if found:
            self._token = found[1]

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.session.request(method, self.base + path, timeout=30, **options)
            except BROKEN_LINE:
                if time.monotonic() > deadline:
                    raise
                self._tally.sent_again()
                time.sleep(0.2)
