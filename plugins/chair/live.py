"""What stays up to date on the chair's tablet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import Event, EventRef, LiveView
from meeting.text import graphemes
from plugins.opinions import api as opinions
from plugins.opinions.api import EVENTS as OPINION_EVENTS
from plugins.roster.api import DelegateChanged
from plugins.speakers import api as speakers

COMING = 3  # speakers named behind the present one
SHORT, LONG = 160, 500  # letters: up to here a question is written large, above that small


def floor(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who speaks, who comes next, and which opinions belong to the one who speaks."""
    turn = speakers.current(session, meeting_id)
    line = speakers.first_waiting(session, meeting_id, COMING)
    mine = opinions.approved(session, meeting_id) if turn else []
    return {
        "turn": turn,
        "waiting": line.first,
        "more": len(line.order[COMING:]),
        "raised": [one for one in mine if turn and _raised_by(one, turn)],
    }


def _raised_by(opinion: opinions.OpinionView, turn: speakers.TurnView) -> bool:
    same_person = opinion.delegate_id is not None and opinion.delegate_id == turn.delegate_id
    return same_person or opinion.turn_id == turn.id


def numbers(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """All approved opinions, to turn to."""
    return {"opinions": opinions.approved(session, meeting_id)}


def opinion(session: Session, meeting_id: int, opinion_id: int) -> Mapping[str, Any]:
    """One opinion, large."""
    found = opinions.opinion(session, opinion_id)
    if found is None or found.meeting_id != meeting_id:
        return {"opinion": None}
    length = graphemes(found.brief)
    size = "short" if length <= SHORT else "long" if length > LONG else "middle"
    return {"opinion": found, "size": size}


def _which(event: Event) -> int | None:
    return getattr(event, "opinion_id", None)


_TURNS: tuple[EventRef, ...] = (*speakers.EVENTS, DelegateChanged, "core.setting_changed")
_STATE: tuple[EventRef, ...] = ("core.meeting_opened", "core.meeting_closed")

VIEWS = (
    LiveView(
        name="chair.floor",
        template="chair/_floor.html",
        context=floor,
        on=(*_TURNS, *OPINION_EVENTS, *_STATE),
        permission="chair.read",
    ),
    LiveView(
        name="chair.numbers",
        template="chair/_numbers.html",
        context=numbers,
        on=OPINION_EVENTS,
        permission="chair.read",
    ),
    LiveView(
        name="chair.opinion",
        template="chair/_opinion.html",
        context=opinion,
        on=OPINION_EVENTS,
        permission="chair.read",
        key=_which,
    ),
)
