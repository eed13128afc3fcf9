"""Fragments of the queue that stay up to date, and pieces for other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, g, render_template, request
from sqlalchemy.orm import Session

from meeting.contract import Event, EventRef, LiveView, Slot, _l, setting
from meeting.db import db
from meeting.meetings import MeetingClosed, MeetingOpened
from meeting.models import Meeting, MeetingState
from meeting.points import CloseCheck, Problem
from plugins.roster.api import DelegateChanged, Person
from plugins.speakers import queries
from plugins.speakers.events import EVENTS
from plugins.speakers.rules import RUNNING, State

SHOWN = 10  # names on a phone; the order of all is in the fragment
ABSENT = 5  # of those who were not there, for the desk
_ON: tuple[EventRef, ...] = (
    *EVENTS,
    DelegateChanged,
    "core.setting_changed",
    "core.meeting_opened",
    "core.meeting_closed",
)


def queue(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who speaks and who comes next, for everybody in the hall."""
    waiting = queries.waiting(session, meeting_id)
    meeting = session.get_one(Meeting, meeting_id)
    return {
        "turn": queries.current(session, meeting_id),
        "waiting": waiting[:SHOWN],
        "more": len(waiting[SHOWN:]),
        "order": " ".join(str(one.id) for one in waiting),
        "open": setting("speakers.open", meeting_id) and meeting.state == MeetingState.OPEN,
        "present_only": _present_only(meeting_id),
    }


def desk(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Everything the secretary needs to run the queue."""
    spoken = queries.spoken(session, meeting_id)
    return {
        "turn": queries.current(session, meeting_id),
        "waiting": queries.waiting(session, meeting_id),
        "last": spoken[-1] if spoken else None,
        "spoken": len(spoken),
        "absent": queries.absent(session, meeting_id)[:ABSENT],
        "open": setting("speakers.open", meeting_id),
    }


def now(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who has the floor, and the clock."""
    return {"turn": queries.current(session, meeting_id)}


def mine(session: Session, meeting_id: int, delegate_id: int) -> Mapping[str, Any]:
    """Where one delegate stands."""
    turn = queries.of_delegate(session, meeting_id, delegate_id)
    return {
        "turn": turn,
        "ahead": queries.ahead(session, turn) if turn else 0,
        "present": _counts_presence(meeting_id) and queries.is_present(session, delegate_id),
    }


def _counts_presence(meeting_id: int) -> bool:
    """Whether this meeting checks people in."""
    registry = current_app.extensions["meeting"].registry
    return "checkin" in registry.plugins and registry.is_on("checkin", meeting_id)


def _present_only(meeting_id: int) -> bool:
    """Whether one must be checked in to ask."""
    return _counts_presence(meeting_id) and bool(setting("speakers.present_only", meeting_id))


def unfinished(session: Session, meeting_id: int) -> Sequence[Problem]:
    """What stands against closing: somebody who still has the floor, by name."""
    turn = queries.current(session, meeting_id)
    if turn is None:
        return []
    message = _l("%(speaker)s still has the floor. End the turn first.", speaker=turn.speaker)
    return [Problem(message=message, endpoint="speakers.desk")]


def desk_button(person: Person, **_about: object) -> str:
    """At the reception desk: for somebody without a phone who wants to speak."""
    return render_template("speakers/_desk_button.html", person=person)


def _whose(event: Event) -> int | None:
    delegate_id: int | None = getattr(event, "delegate_id", None)
    return delegate_id


def home_card() -> str:
    """On the attendee's phone: ask for the floor, see where one stands, see who speaks."""
    delegate_id, free, welcome = g.actor.delegate_id, False, True
    if delegate_id is not None:
        session, meeting_id = db.session(), g.meeting.id
        turn = queries.of_delegate(session, meeting_id, delegate_id)
        free = turn is None or turn.state not in {State.WAITING, *RUNNING}
        free = free and bool(queue(session, meeting_id)["open"])
        welcome = not _present_only(meeting_id) or queries.is_present(session, delegate_id)
    return render_template(
        "speakers/_home_card.html",
        delegate_id=delegate_id,
        may_ask=free and welcome,
        must_check_in=free and not welcome,
        subject=request.form.get("subject", ""),
    )


def staff_card() -> str:
    """On the staff's overview: who speaks, and the way to the desk."""
    return render_template("speakers/_staff_card.html")


VIEWS = (
    LiveView(name="speakers.queue", template="speakers/_queue.html", context=queue, on=_ON),
    LiveView(
        name="speakers.desk",
        template="speakers/_desk.html",
        context=desk,
        on=_ON,
        permission="speakers.manage",
    ),
    LiveView(name="speakers.now", template="speakers/_now.html", context=now, on=_ON),
    LiveView(
        name="speakers.mine",
        template="speakers/_mine.html",
        context=mine,
        on=(
            *EVENTS,
            DelegateChanged,
            MeetingOpened,
            MeetingClosed,
            "checkin.checked_in",
            "checkin.undone",
        ),
        key=_whose,
    ),
)

SLOTS = (
    Slot("attendee.home", home_card, order=30),
    Slot("staff.home", staff_card, order=20),
    Slot("checkin.person", desk_button, order=20),
)

CHECK = CloseCheck(check=unfinished)
