"""What stays up to date on the chair's tablet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import EVERYBODY, Event, EventRef, LiveView
from meeting.models import Meeting
from meeting.plan import Plan
from meeting.text import graphemes
from plugins.chair import queries
from plugins.chair.rules import Stand
from plugins.opinions import api as opinions
from plugins.opinions.api import EVENTS as OPINION_EVENTS
from plugins.opinions.api import OpinionView, Outcome
from plugins.roster.api import DelegateChanged
from plugins.speakers import api as speakers

COMING = 3  # speakers named behind the present one
SHORT, LONG = 160, 500  # letters: up to here a question is written large, above that small


def floor(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who speaks, who comes next, and which opinions belong to the one who speaks."""
    turn = speakers.current(session, meeting_id)
    line = speakers.first_waiting(session, meeting_id, COMING)
    raised = queries.raised_by(session, meeting_id, turn) if turn else []
    return {
        "turn": turn,
        "waiting": line.first,
        "more": len(line.order[COMING:]),
        "raised": raised,
        "speaking": next((one.number for one in raised if one.in_this_turn), 0),
    }


def heard(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Which villages have been heard, and which have not."""
    found = [one for one in speakers.villages_heard(session, meeting_id) if one.village_id]
    return {
        "silent": [one for one in found if not one.turns],
        "heard": [one for one in found if one.turns],
    }


def counts(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """How many opinions there are; when they change, the page asks for the numbers around it."""
    return {"counts": queries.counts(session, meeting_id)}


def opinion(session: Session, meeting_id: int, opinion_id: int) -> Mapping[str, Any]:
    """One opinion, large."""
    found = _found(session, meeting_id, opinion_id)
    if found is None:
        return {"opinion": None}
    return {"opinion": found, "size": size(found.brief)}


def size(text: str) -> str:
    """How large a text is written."""
    length = graphemes(text)
    return "short" if length <= SHORT else "long" if length > LONG else "middle"


def decide(session: Session, meeting_id: int, opinion_id: int) -> Mapping[str, Any]:
    """What can be done with one opinion, and what stands already."""
    found = _found(session, meeting_id, opinion_id)
    if found is None:
        return {"opinion": None}
    meeting = session.get_one(Meeting, meeting_id)
    plan, now = meeting.plan, clock.now()
    offers = opinions.due_offers(meeting, now)
    named = plan.department(found.department)
    department = named.short if named else ""
    return {
        "opinion": found,
        "stamp": Stand.of(found).stamp,
        "departments": usual_first(plan, found.category),
        "usual": [one.code for one in plan.departments if found.category in one.fields],
        "bodies": plan.competent_bodies,
        "answerer": (who := answerer(found, plan, meeting.session_index)),
        "answerer_short": department if who == found.department_name else who.split(" - ")[0],
        "department_short": department,
        "answerers": opinions.answerers(plan),
        "due": offers[Outcome.PENDING],
        "in_private": offers[Outcome.OFF_TOPIC_WRITTEN],
        "today": opinions.meeting_day(meeting, now),
    }


def usual_first(plan: Plan, category: str) -> Sequence[Any]:
    """The departments; those that answer for this topic stand first."""
    return sorted(plan.departments, key=lambda one: category not in one.fields)


def answerer(found: OpinionView, plan: Plan, session_index: int) -> str:
    """Who has most likely answered: who prepared it, its department, or else the chair."""
    named = found.answered_by or found.prepared_by or found.department_name
    return named or plan.session(session_index).chair.full


def _found(session: Session, meeting_id: int, opinion_id: int) -> OpinionView | None:
    found = opinions.opinion(session, opinion_id)
    return found if found and found.meeting_id == meeting_id else None


def _which(event: Event) -> int:
    """The opinion an event is about; a corrected name, or the close, touches any."""
    return getattr(event, "opinion_id", EVERYBODY)


_TURNS: tuple[EventRef, ...] = (*speakers.EVENTS, DelegateChanged, "core.setting_changed")
_STATE: tuple[EventRef, ...] = ("core.meeting_opened", "core.meeting_closed")
_OPINION: tuple[EventRef, ...] = (*OPINION_EVENTS, DelegateChanged, *_STATE)

VIEWS = (
    LiveView(
        name="chair.floor",
        template="chair/_floor.html",
        context=floor,
        on=(*_TURNS, *OPINION_EVENTS, *_STATE),
        permission="chair.read",
    ),
    LiveView(
        name="chair.heard",
        template="chair/_heard.html",
        context=heard,
        on=_TURNS,
        permission="chair.read",
    ),
    LiveView(
        name="chair.counts",
        template="chair/_counts.html",
        context=counts,
        on=OPINION_EVENTS,
        permission="chair.read",
    ),
    LiveView(
        name="chair.opinion",
        template="chair/_opinion.html",
        context=opinion,
        on=_OPINION,
        permission="chair.read",
        key=_which,
    ),
    LiveView(
        name="chair.decide",
        template="chair/_decide.html",
        context=decide,
        on=_OPINION,
        permission="chair.read",
        key=_which,
    ),
)
