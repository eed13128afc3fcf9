"""Fragments of the programme that stay up to date, and its pieces of other pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, render_template
from sqlalchemy.orm import Session

from meeting.contract import EventRef, LiveView, Slot
from meeting.db import db
from meeting.models import Meeting
from plugins.agenda import figures, introduction, queries, script
from plugins.agenda.events import EVENTS

_ON: tuple[EventRef, ...] = (
    *EVENTS,
    "core.setting_changed",
    "core.meeting_opened",
    "core.meeting_closed",
)
# who begins or stops speaking changes the balance
_TALK: tuple[EventRef, ...] = tuple(
    f"speakers.{what}"
    for what in ("called", "paused", "resumed", "asked_back", "finished", "put_back", "absent")
)
# who still waits is not passed over
_WAITING: tuple[EventRef, ...] = (
    *("speakers.requested", "speakers.withdrawn", "speakers.called"),
    *("speakers.put_back", "speakers.absent"),
)


def _programme(session: Session, meeting_id: int) -> Mapping[str, Any]:
    return {"programme": figures.programme(session, meeting_id)}


def _place(session: Session, meeting_id: int) -> Mapping[str, Any]:
    found = figures.programme(session, meeting_id)
    return {"programme": found, "edition": script.edition(row.step for row in found.rows)}


def _time(session: Session, meeting_id: int) -> Mapping[str, Any]:
    meeting = session.get_one(Meeting, meeting_id)
    planned = meeting.plan.session(meeting.session_index).schedule.end
    return {"programme": figures.programme(session, meeting_id), "end": planned}


def chair_strip(**_about: object) -> str:
    """On the chair's tablet: how much time is left."""
    return render_template("agenda/_chair_strip.html")


def desk_panel(*, here: str, **_about: object) -> str:
    """On the secretary's one screen; ``here`` is its address, also after a refusal."""
    return render_template("agenda/_desk_panel.html", here=here)


def home_card(**_about: object) -> str:
    """On the attendee's phone; nothing when there is no programme."""
    if not queries.items(db.session(), g.meeting.id):
        return ""
    return render_template("agenda/_home_card.html")


def staff_card(**_about: object) -> str:
    """On the staff's overview."""
    return render_template("agenda/_staff_card.html")


VIEWS = (
    LiveView(
        name="agenda.panel",
        template="agenda/_panel.html",
        context=_programme,
        on=(*_ON, *dict.fromkeys((*_TALK, *_WAITING))),
        permission="agenda.run",
    ),
    LiveView(
        name="agenda.steps",
        template="agenda/_steps.html",
        context=_programme,
        on=(*_ON, *_WAITING),
        permission="agenda.run",
    ),
    LiveView(
        name="agenda.programme", template="agenda/_programme.html", context=_programme, on=_ON
    ),
    LiveView(name="agenda.time", template="agenda/_time.html", context=_time, on=_ON),
    LiveView(
        name="agenda.place",
        template="agenda/_place.html",
        context=_place,
        on=_ON,
        permission="agenda.script",
    ),
    LiveView(
        name="agenda.introduction",
        template="agenda/_introduction.html",
        context=introduction.introduction,
        on=introduction.ON,
        permission="agenda.script",
    ),
)

SLOTS = (
    Slot("speakers.desk", desk_panel, order=10),
    Slot("chair.tablet", chair_strip, order=10),
    Slot("staff.home", staff_card, order=15),
    Slot("attendee.home", home_card, order=60),
)
