"""The hall screen while people speak: who has the floor, the clock, and the next three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import _l, setting, uses
from meeting.meetings import unit_word
from meeting.models import Meeting
from meeting.net import phone_address
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
        "unit": unit_word(session.get_one(Meeting, meeting_id)),
        "address": _address(meeting_id),
    }


def _address(meeting_id: int) -> str:
    """Where phones ask, as the code said that hung there while people arrived."""
    asks = setting("speakers.open", meeting_id) and uses("checkin", meeting_id)
    return phone_address() if asks else ""


def wants_the_floor(session: Session, meeting_id: int) -> bool:
    """Whether somebody speaks, or it is the people's turn to: between two speakers, or by the
    programme.
    """
    if queries.running_turn(session, meeting_id) is not None:
        return True
    step = _step(session, meeting_id)
    if step is not None:
        return step in {AgendaKind.SPEAKING, AgendaKind.FOLLOW_UP}
    return queries.last_spoken(session, meeting_id) is not None


def _step(session: Session, meeting_id: int) -> AgendaKind | None:
    """The sort of the programme's present step, where there is one."""
    if not uses("agenda", meeting_id):
        return None
    from plugins.agenda.api import present

    step = present(session, meeting_id)
    return step.kind if step else None


FLOOR = Scene(
    name="speakers.floor",
    title=_l("Present speaker"),
    template="speakers/_scene_floor.html",
    context=floor,
    wants=wants_the_floor,
    order=50,
)
