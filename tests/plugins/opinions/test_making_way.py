"""An opinion leaves the wall for what comes after it, and for nothing that came before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from meeting.db import db
from plugins.agenda import service as agenda
from plugins.agenda.api import steps
from plugins.opinions import queries, service
from plugins.speakers.api import call_next, request_turn

Do = Callable[..., Any]
WriteDown = Callable[..., int]


@pytest.fixture
def tell(context: Flask) -> Iterator[Callable[[], None]]:
    """Lets those who listen know, later than the commit, as a running server does."""
    bus = context.extensions["meeting"].bus
    held: list[Callable[[], None]] = []
    bus.background = held.append

    def now() -> None:
        while held:
            held.pop(0)()

    yield now
    bus.background = None


def shown() -> int:
    db.session.remove()
    found = queries.shown(db.session(), 1)
    return found.id if found else 0


def test_what_is_put_there_right_after_a_call_stays(
    tell: Callable[[], None], do: Do, write_down: WriteDown
) -> None:
    first, second = (write_down(f"Câu hỏi {one}", approved=True) for one in "ab")
    turn_id = do(request_turn, speaker_name="Đinh Klĕn")
    do(service.show, opinion_id=first)
    tell()
    do(call_next, turn_id=turn_id, seen=0)
    do(service.show, opinion_id=second)  # of the one who was called
    tell()
    assert shown() == second
    again = do(request_turn, speaker_name="Đinh Yơk")
    do(call_next, turn_id=again, seen=turn_id)
    tell()
    assert shown() == 0


def test_the_same_for_a_step(tell: Callable[[], None], do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down(approved=True)
    report = next(one for one in steps(db.session(), 1) if one.kind == "REPORT")
    do(agenda.start, item_id=report.id, seen=0)
    do(service.show, opinion_id=opinion_id)
    tell()
    assert shown() == opinion_id
    running = next(one for one in steps(db.session(), 1) if one.running).running
    closing = next(one for one in steps(db.session(), 1) if one.kind == "CLOSING")
    assert running
    do(agenda.start, item_id=closing.id, seen=running.id)
    tell()
    assert shown() == 0
