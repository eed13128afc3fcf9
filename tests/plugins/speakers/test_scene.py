"""The hall's picture of the floor: when it wants to be seen, and what it says."""

from __future__ import annotations

from meeting.db import db
from plugins.speakers import service
from plugins.speakers.scene import FLOOR

from .conftest import do, phone


def test_the_scene_wants_to_be_seen_from_the_first_speaker_on(hall: list[int]) -> None:
    assert not FLOOR.wants(db.session(), 1)
    do(service.request_turn, phone(hall[0]))
    do(service.call_next, turn_id=1, seen=0)
    assert FLOOR.wants(db.session(), 1)
    do(service.pause, turn_id=1)
    db.session.remove()
    assert FLOOR.wants(db.session(), 1)
    do(service.end, turn_id=1)
    db.session.remove()
    assert FLOOR.wants(db.session(), 1), "between two speakers the hall sees who is next"
