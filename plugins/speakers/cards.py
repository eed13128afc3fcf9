"""Pieces of the queue on other pages: attendee's home, staff's overview, reception desk."""

from __future__ import annotations

from flask import g, render_template, request

from meeting.contract import Slot
from meeting.db import db
from plugins.roster.api import Person
from plugins.speakers import live, queries
from plugins.speakers.order import Rule
from plugins.speakers.rules import RUNNING, State


def home_card() -> str:
    """On the attendee's phone: ask for the floor, see where one stands, see who speaks."""
    delegate_id = g.actor.delegate_id
    return render_template(
        "speakers/_home_card.html",
        delegate_id=delegate_id,
        subject=request.form.get("subject", ""),
        **(_chances(delegate_id) if delegate_id is not None else {}),
    )


def _chances(delegate_id: int) -> dict[str, object]:
    """What somebody may do just now; the page's script follows from here on."""
    from plugins.speakers.views import topic_choices

    session, meeting_id = db.session(), g.meeting.id
    hall = live.terms(session, meeting_id)
    turn = queries.of_delegate(session, meeting_id, delegate_id)
    is_waiting = turn is not None and turn.state == State.WAITING
    busy = {State.WAITING, *RUNNING}
    free = turn is None or not (turn.state in busy or turn.may_come_back)
    spoken = queries.last_spoken_by(session, delegate_id) is not None
    wanted = free and bool(hall["open"] or (hall["follow_up"] and spoken))
    welcome = not hall["present_only"] or queries.is_present(session, delegate_id)
    return {
        "may_ask": free and welcome and bool(hall["open"]),
        "may_ask_more": free and welcome and spoken and bool(hall["follow_up"]),
        "must_check_in": wanted and not welcome,
        "may_grow": is_waiting and hall["rule"] == Rule.FAIR,
        "topics": topic_choices(),
    }


def staff_card() -> str:
    """On the staff's overview: who speaks, and the way to the desk."""
    return render_template("speakers/_staff_card.html")


def desk_button(person: Person, **_about: object) -> str:
    """At the reception desk: for somebody without a phone who wants to speak."""
    return render_template("speakers/_desk_button.html", person=person)


SLOTS = (
    Slot("attendee.home", home_card, order=30),
    Slot("staff.home", staff_card, order=20),
    Slot("checkin.person", desk_button, order=20),
)
