"""What a department's own device shows: what is assigned to it, and the chair's call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import EVERYBODY, Event, EventRef, LiveView
from plugins.opinions import queries
from plugins.opinions.events import EVENTS, AnswererSeated, OpinionAsked, OpinionSupported
from plugins.opinions.reads import readers
from plugins.roster.api import DelegateChanged

LISTED = 25  # opinions that the list holds; the others are a page away


def assigned(session: Session, meeting_id: int, device_id: int) -> Mapping[str, Any]:
    """The department of a device, and its opinions: those that wait come first."""
    code = readers.department_of(session, meeting_id, device_id)
    opinions = readers.of_department(session, meeting_id, code)
    listed = opinions[:LISTED]
    return {
        "department": queries.plan_of(session, meeting_id).department(code) if code else None,
        "open": sum(one.outcome is None for one in opinions),
        "opinions": listed,
        "more": len(opinions) - len(listed),
        "signs": readers.fingerprints(session, listed),
    }


def called(session: Session, meeting_id: int, device_id: int) -> Mapping[str, Any]:
    """What the chair wants an answer to now, the newest call first."""
    code = readers.department_of(session, meeting_id, device_id)
    return {"opinions": readers.calling(session, meeting_id, code)}


def whose(event: Event) -> int:
    """A department is not known from an event, and there are few of them: all look."""
    return event.device_id if isinstance(event, AnswererSeated) else EVERYBODY


# What has just come in is no department's yet, and who thinks so too is not its concern.
_THEIRS = tuple(one for one in EVENTS if one not in {OpinionAsked, OpinionSupported})
_ON: tuple[EventRef, ...] = (*_THEIRS, AnswererSeated, DelegateChanged, "core.meeting_closed")

VIEWS = (
    LiveView(
        name="opinions.assigned",
        template="opinions/_assigned.html",
        context=assigned,
        on=_ON,
        permission="opinions.answer",
        key=whose,
        own=True,
    ),
    LiveView(
        name="opinions.called",
        template="opinions/_called.html",
        context=called,
        on=_ON,
        permission="opinions.answer",
        key=whose,
        own=True,
    ),
)
