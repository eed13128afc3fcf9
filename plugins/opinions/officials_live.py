"""What a department's own device shows: what is assigned to it, and the chair's call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import EVERYBODY, Event, EventRef, LiveView
from plugins.opinions import queries, readers
from plugins.opinions.events import EVENTS, AnswererSeated
from plugins.roster.api import DelegateChanged


def assigned(session: Session, meeting_id: int, device_id: int) -> Mapping[str, Any]:
    """The department of a device, and its opinions."""
    code = readers.department_of(session, meeting_id, device_id)
    opinions = readers.of_department(session, meeting_id, code)
    return {
        "department": queries.plan_of(session, meeting_id).department(code) if code else None,
        "opinions": opinions,
        "signs": readers.fingerprints(session, opinions),
    }


def called(session: Session, meeting_id: int, device_id: int) -> Mapping[str, Any]:
    """What the chair wants an answer to now, the newest call first."""
    code = readers.department_of(session, meeting_id, device_id)
    opinions = readers.of_department(session, meeting_id, code)
    return {"opinions": [one for one in opinions if one.department_called_at]}


def whose(event: Event) -> int:
    """A department is not known from an event, and there are few of them: all look."""
    return event.device_id if isinstance(event, AnswererSeated) else EVERYBODY


_ON: tuple[EventRef, ...] = (*EVENTS, AnswererSeated, DelegateChanged, "core.meeting_closed")

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
