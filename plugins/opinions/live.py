"""Live views of the opinions, and the pieces put on other pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, render_template
from sqlalchemy.orm import Session

from meeting.contract import Event, LiveView, Slot
from meeting.db import db
from plugins.opinions import queries
from plugins.opinions.desk import lists
from plugins.opinions.events import EVENTS, OpinionEvent
from plugins.opinions.reads import readers
from plugins.roster.api import DelegateChanged
from plugins.speakers.api import (
    SpeakerAbsent,
    SpeakerCalled,
    SpeakerFinished,
    TurnPutBack,
    current,
    spoken,
)

JUST_SPOKEN = 2  # speakers before the present one whose words may still be typed


def mine(session: Session, meeting_id: int, delegate_id: int) -> Mapping[str, Any]:
    """One attendee's own opinions and what became of them."""
    opinions = queries.of_delegate(session, meeting_id, delegate_id)
    bases = readers.joined_into(session, meeting_id, opinions)
    replies = readers.replies(session, meeting_id, [*opinions, *bases.values()])
    return {"opinions": opinions, "bases": bases, "replies": replies}


def desk_list(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The secretary's list as it opens: the newest of what is open, and how many there are."""
    listing = lists.listing(session, meeting_id, lists.Wish())
    shown = {"endpoint": "opinions.desk", "of_desk": True, "open_eyes": True}
    return {"listing": listing, **shown, "approving": True}


def tidy_list(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The same for who tidies and does not approve."""
    return {**desk_list(session, meeting_id), "approving": False}


def list_news(_session: Session, _meeting_id: int) -> Mapping[str, Any]:
    """That something in the list has changed: a page with a filter of its own asks for it again."""
    return {}


def speakers(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who speaks, and who spoke last: the one who writes down may be a speech behind."""
    turn = current(session, meeting_id)
    return {"turn": turn, "before": spoken(session, meeting_id)[-JUST_SPOKEN:][::-1]}


def whose(event: Event) -> tuple[int, ...]:
    """Whose own view an event touches: the asker's, and theirs whose opinion was joined with it."""
    if not isinstance(event, OpinionEvent):
        return ()
    own = () if event.delegate_id is None else (event.delegate_id,)
    return (*own, *event.also)


_LISTED: tuple[type[Event] | str, ...] = (*EVENTS, DelegateChanged, "core.meeting_closed")

VIEWS = (
    LiveView(
        name="opinions.mine",
        template="opinions/_mine.html",
        context=mine,
        on=(*EVENTS, "followup.replied", "followup.reply_taken_back"),
        key=whose,
    ),
    LiveView(
        name="opinions.desk_list",
        template="opinions/_listing.html",
        context=desk_list,
        on=_LISTED,
        permission="opinions.approve",
    ),
    LiveView(
        name="opinions.tidy_list",
        template="opinions/_listing.html",
        context=tidy_list,
        on=_LISTED,
        permission="opinions.manage",
    ),
    LiveView(
        name="opinions.list_news",
        template="opinions/_list_news.html",
        context=list_news,
        on=_LISTED,
        permission="opinions.read",
    ),
    LiveView(
        name="opinions.speakers",
        template="opinions/_speakers.html",
        context=speakers,
        on=(SpeakerCalled, SpeakerFinished, SpeakerAbsent, TurnPutBack, DelegateChanged),
        permission="opinions.manage",
    ),
)


def home_card() -> str:
    """The attendee's way to send a question, once it is known who they are."""
    delegate_id = g.actor.delegate_id
    if delegate_id is None:
        return ""
    opinions = queries.of_delegate(db.session(), g.meeting.id, delegate_id)
    return render_template("opinions/_home_card.html", count=len(opinions))


def staff_card() -> str:
    """How many opinions there are and how many are still open, for those who may read them."""
    counts = queries.counts(db.session(), g.meeting.id)
    return render_template("opinions/_staff_card.html", counts=counts)


SLOTS = (Slot("attendee.home", home_card, order=40), Slot("staff.home", staff_card, order=30))
