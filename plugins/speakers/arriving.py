"""Somebody raises a hand whom the door has not seen: check in and write down, both or neither."""

from __future__ import annotations

from meeting.contract import Tx
from plugins.speakers.asking import request_turn


def admit_and_request(
    tx: Tx, *, delegate_id: int, subject: str = "", topic: str = "", way: str | None = None
) -> int:
    """Staff see that a delegate is here, and write them down. Returns the turn's id."""
    from plugins.checkin.api import Via, check_in

    check_in(tx, delegate_id=delegate_id, via=Via.DESK)
    return request_turn(tx, delegate_id=delegate_id, subject=subject, topic=topic, way=way)
