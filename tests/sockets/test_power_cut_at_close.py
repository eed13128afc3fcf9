"""The electricity goes between the close and the first print: the minutes come, the very same."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from pathlib import Path

import requests

from tests import running
from tests.golden.paper_reader import by_pypdf
from tests.running import PATIENCE

MINUTES = "/m/1/minutes"


def made(data: Path) -> list[tuple[int, int, str, str]]:
    """The versions that are stored: number, whether it is the one to post, words, check sum."""
    with sqlite3.connect(f"file:{data / 'doithoai.db'}?mode=ro", uri=True) as database:
        query = "SELECT number, masked, document, sha256 FROM minutes_version ORDER BY id"
        return database.execute(query).fetchall()


def until_made(data: Path) -> None:
    """Wait for the moment in which the close is stored."""
    ends = time.monotonic() + PATIENCE
    while not made(data):
        assert time.monotonic() < ends, "the meeting was never closed"


def test_a_power_cut_between_the_close_and_the_first_print(data: Path) -> None:
    hall = running.start(data)
    secretary = running.pair(hall, "secretary")
    first = f"{MINUTES}/close"
    words = {"conclusion": "Giao Văn phòng theo dõi.", "revision": "0"}
    assert secretary.submit(f"{MINUTES}/draft", words, form=first).ok
    broken: list[Exception] = []

    def close() -> None:
        try:
            secretary.submit(
                first, {"revision": "1"}, form=f"{MINUTES}/close/confirm", key="a" * 32
            )
        except requests.ConnectionError as error:
            broken.append(error)

    pressing = threading.Thread(target=close)
    pressing.start()
    until_made(data)
    hall.kill()
    pressing.join()
    assert broken, "the page never heard that it is closed"
    assert not list((data / "papers").rglob("*.pdf")), "and nothing was printed"

    stored = made(data)
    with running.server(data) as again:
        secretary.base = again.http
        # The browser sends the same form again: it hears of the close that stands
        answer = secretary.submit(first, {"revision": "1"}, form=f"{MINUTES}/", key="a" * 32)
        assert answer.status_code in {200, 409}
        paper = secretary.get(f"{again.http}{MINUTES}/minutes.pdf", timeout=PATIENCE)
        assert paper.ok
    assert made(data) == stored
    assert [(number, masked) for number, masked, *_ in stored] == [(1, 0), (1, 1)]
    _, _, document, sha256 = stored[0]
    assert hashlib.sha256(document.encode()).hexdigest() == sha256
    assert sha256 in by_pypdf(paper.content)
    (kept,) = (data / "papers").rglob("*.pdf")
    assert kept.read_bytes() == paper.content
