"""The hall screen while people speak: who has the floor, the clock, and the next three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from meeting.contract import _l, setting
from meeting.models import Meeting
from meeting.plan.parts import AgendaKind
from meeting.points import Scene
from plugins.speakers import queries

COMING = 3  # names on the hall screen


def floor(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The present speaker, the clock and the next three; between two, by what rule they follow."""
    return {
        "turn": queries.current(session, meeting_id),
        "coming": queries.first_waiting(session, meeting_id, COMING).first,
        "open": setting("speakers.open", meeting_id),
        "rule": setting("speakers.order", meeting_id),
        "unit": session.get_one(Meeting, meeting_id).plan.unit_label.singular,
    }


def wants_the_floor(session: Session, meeting_id: int) -> bool:
    """Whether somebody speaks, or the meeting is between two speakers."""
    if queries.running_turn(session, meeting_id) is not None:
        return True
    if queries.last_spoken(session, meeting_id) is None:
        return False
    return _people_are_heard(session, meeting_id)


def _people_are_heard(session: Session, meeting_id: int) -> bool:
    """Whether the present step of the programme, where there is one, is for people to speak."""
    registry = current_app.extensions["meeting"].registry
    if "agenda" not in registry.plugins or not registry.is_on("agenda", meeting_id):
        return True
    from plugins.agenda.api import present

    step = present(session, meeting_id)
    return step is None or step.kind in {AgendaKind.SPEAKING, AgendaKind.FOLLOW_UP}


FLOOR = Scene(
    name="speakers.floor",
    title=_l("Present speaker"),
    template="speakers/_scene_floor.html",
    context=floor,
    wants=wants_the_floor,
    order=50,
)
