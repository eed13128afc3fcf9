"""The hall screen while people speak: who has the floor, the clock, and the next three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import _l, setting
from meeting.points import Scene
from plugins.speakers import queries

COMING = 3  # names on the hall screen


def floor(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The present speaker, the clock and the next three."""
    waiting = queries.waiting(session, meeting_id)
    return {
        "turn": queries.current(session, meeting_id),
        "coming": waiting[:COMING],
        "open": setting("speakers.open", meeting_id),
    }


def speaking_has_begun(session: Session, meeting_id: int) -> bool:
    """Whether the hall should see the floor: from the first speaker on, also between two."""
    if queries.running_turn(session, meeting_id) is not None:
        return True
    return queries.last_spoken(session, meeting_id) is not None


FLOOR = Scene(
    name="speakers.floor",
    title=_l("Present speaker"),
    template="speakers/_scene_floor.html",
    context=floor,
    wants=speaking_has_begun,
    order=50,
)
