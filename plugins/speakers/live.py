"""Fragments of the queue that stay up to date, and what stands against closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import Event, EventRef, LiveView, _l, setting, uses
from meeting.meetings import MeetingClosed, MeetingOpened
from meeting.models import Meeting, MeetingState
from meeting.points import CloseCheck, Leaving, Problem
from plugins.roster.api import DelegateChanged
from plugins.speakers import lineup, queries
from plugins.speakers.events import EVENTS
from plugins.speakers.order import Rule
from plugins.speakers.queries import TurnView

SHOWN = 10  # names on a phone; the order of all is in the fragment
LISTED = 60  # names before the secretary: more than a day can hear
ABSENT = 5  # of those who were not there, for the desk
NAMED = 30  # of those who were not called, before closing
_ON: tuple[EventRef, ...] = (
    *EVENTS,
    DelegateChanged,
    "core.setting_changed",
    "core.meeting_opened",
    "core.meeting_closed",
)


def terms(session: Session, meeting_id: int) -> dict[str, Any]:
    """On what terms one may ask at the moment."""
    meeting = session.get_one(Meeting, meeting_id)
    is_open = meeting.state == MeetingState.OPEN
    return {
        "open": is_open and setting("speakers.open", meeting_id),
        "follow_up": is_open and setting("speakers.follow_up", meeting_id),
        "present_only": present_only(meeting_id),
        "rule": lineup.rule_of(session, meeting_id),
    }


def queue(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who speaks and who comes next, for everybody in the hall."""
    line = queries.first_waiting(session, meeting_id, SHOWN)
    return {
        "turn": queries.current(session, meeting_id),
        "waiting": line.first,
        "more": len(line.order[SHOWN:]),
        "order": " ".join(map(str, line.order)),
        **terms(session, meeting_id),
    }


def desk(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who has the floor, with all that the secretary can do about it, and who is next."""
    waiting = queries.waiting(session, meeting_id)
    row = queries.last_spoken(session, meeting_id)
    last = queries.turn(session, meeting_id, row.id) if row else None
    return {
        "turn": queries.current(session, meeting_id),
        "next": waiting[0] if waiting else None,
        "last": last,
        "last_waits": last is not None and any(_is_same(one, last) for one in waiting),
        "follow_up": setting("speakers.follow_up", meeting_id),
        "bell": setting("speakers.bell", meeting_id),
    }


def _is_same(one: TurnView, other: TurnView) -> bool:
    """Whether two turns belong to one person."""
    mine = (one.delegate_id, one.name, one.village_id)
    return mine == (other.delegate_id, other.name, other.village_id)


def waiting(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Those who wait, for the secretary; of a list that no day could hear, its first part."""
    line = queries.first_waiting(session, meeting_id, LISTED)
    topics = lineup.topics_of(session, meeting_id)
    return {
        "turn": queries.current(session, meeting_id),
        "waiting": line.first,
        "number": len(line.order),
        "more": len(line.order[LISTED:]),
        "order": " ".join(map(str, line.order)),
        "by_hand": any(one.placed or one.deferred for one in line.first),
        "rule": lineup.rule_of(session, meeting_id),
        "choices": [one for one in Rule if topics or one != Rule.TOPIC],
        "spoken": len(queries.spoken(session, meeting_id)),
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
        "present": counts_presence(meeting_id) and queries.is_present(session, delegate_id),
        "has_spoken": queries.last_spoken_by(session, delegate_id) is not None,
    }


def counts_presence(meeting_id: int) -> bool:
    """Whether this meeting checks people in."""
    return uses("checkin", meeting_id)


def present_only(meeting_id: int) -> bool:
    """Whether one must be checked in to ask."""
    return counts_presence(meeting_id) and bool(setting("speakers.present_only", meeting_id))


def unfinished(session: Session, meeting_id: int) -> Sequence[Problem]:
    """Against closing: who has the floor; to be known: who waited and was not called."""
    turn = queries.current(session, meeting_id)
    found = []
    if turn is not None:
        message = _l("%(speaker)s still has the floor. End the turn first.", speaker=turn.speaker)
        found.append(Problem(message=message, endpoint="speakers.desk"))
    line = queries.first_waiting(session, meeting_id, NAMED)
    if line.order:
        names = "; ".join(one.speaker for one in line.first) + ("; …" * (len(line.order) > NAMED))
        message = _l(
            "%(number)s waited and were not called: %(names)s.", number=len(line.order), names=names
        )
        found.append(Problem(message=message, endpoint="speakers.desk", blocks=False))
    return found


def how_many_wait(session: Session, meeting_id: int) -> int:
    """Who would be passed over if people were not heard any more."""
    return len(lineup.line(session, meeting_id))


def _whose(event: Event) -> int | None:
    delegate_id: int | None = getattr(event, "delegate_id", None)
    return delegate_id


VIEWS = (
    LiveView(name="speakers.queue", template="speakers/_queue.html", context=queue, on=_ON),
    LiveView(
        name="speakers.desk",
        template="speakers/_desk.html",
        context=desk,
        on=_ON,
        permission="speakers.manage",
    ),
    LiveView(
        name="speakers.waiting",
        template="speakers/_waiting.html",
        context=waiting,
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

CHECK = CloseCheck(check=unfinished)
LEAVING = Leaving(waiting=how_many_wait)
