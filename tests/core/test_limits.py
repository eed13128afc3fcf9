"""Guessing codes: after too many wrong ones an address waits, and is told how long."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from meeting import clock, limits
from meeting.limits import Guesses
from tests.conftest import MORNING

HERE, ELSEWHERE = "192.168.1.20", "192.168.1.21"


def test_the_last_of_too_many_begins_to_wait(clock_at: clock.Frozen) -> None:
    guesses = Guesses(most=3)
    for _ in range(2):
        guesses.count(HERE)
        clock_at.tick(seconds=10)
    assert guesses.wait(HERE) == 0
    guesses.count(HERE)
    assert (guesses.wait(HERE), guesses.wait(ELSEWHERE)) == (40, 0), (
        "until the first is a minute old"
    )
    clock_at.tick(seconds=40)
    assert guesses.wait(HERE) == 0


def test_who_goes_on_guessing_goes_on_waiting(clock_at: clock.Frozen) -> None:
    guesses = Guesses(most=2)
    for _ in range(4):
        guesses.count(HERE)
        clock_at.tick(seconds=20)
    assert guesses.wait(HERE) == 20, "the older ones do not count any more"


def test_a_guess_counts_from_its_beginning(clock_at: clock.Frozen) -> None:
    guesses = Guesses(most=2)
    guesses.begin(HERE)
    guesses.begin(HERE)
    with pytest.raises(TooManyRequests):
        guesses.begin(HERE)
    guesses.right(HERE)
    guesses.begin(HERE)
    guesses.right(ELSEWHERE)
    assert guesses.wait(HERE) == 60


def test_the_memory_of_addresses_is_bounded(clock_at: clock.Frozen) -> None:
    guesses = Guesses(most=1)
    for number in range(limits.MOST_ADDRESSES + 5):
        guesses.count(f"10.0.{number // 256}.{number % 256}")
    assert guesses.wait("10.0.0.4") == 0, "forgotten first"
    assert guesses.wait("10.0.0.5") == 60


def test_a_quiet_address_is_forgotten(clock_at: clock.Frozen) -> None:
    guesses = Guesses(most=2)
    guesses.count(HERE)
    clock_at.at = MORNING
    clock_at.tick(minutes=2)
    assert guesses.wait(HERE) == 0
    assert guesses.wait(HERE) == 0


def test_people_and_programs_are_told_how_long(app: Flask, client: FlaskClient) -> None:
    for _ in range(60):
        client.post("/m/1/checkin/code", data={"code": "CFG-2345"})
    page = client.post("/m/1/checkin/code", data={"code": "CFG-2345"})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert "chờ 60 giây" in page.text
    assert "sai mã" in page.text
    asked = {"Accept": "application/json"}
    answer = client.post("/m/1/checkin/code", data={"code": "CFG-2345"}, headers=asked)
    assert answer.json is not None
    assert answer.json["error"]["seconds"] == 60
    assert "sai mã" in answer.json["error"]["message"]
