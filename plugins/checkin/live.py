"""What stays up to date on the screens: village table, count, and a delegate's own state."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import Event, LiveView, setting
from meeting.meetings import MeetingClosed, MeetingOpened
from meeting.models import Meeting, MeetingState
from plugins.checkin import queries
from plugins.checkin.board import board
from plugins.checkin.events import (
    AbsenceCleared,
    AbsenceNoted,
    CameBack,
    CheckedIn,
    CheckInUndone,
    ConflictRaised,
    ConflictSettled,
    WentHome,
)
from plugins.checkin.standing import standing
from plugins.roster.api import (
    DelegateAdded,
    DelegateChanged,
    DelegateRemoved,
    RosterImported,
    RosterLoaded,
    person,
)

ARRIVALS = (CheckedIn, CheckInUndone, WentHome, CameBack)
LIST = (RosterLoaded, RosterImported, DelegateAdded, DelegateChanged, DelegateRemoved)
FIGURES = (*ARRIVALS, *LIST, AbsenceNoted, AbsenceCleared)


def table(session: Session, meeting_id: int) -> dict[str, Any]:
    """Village by village, and the hall as a whole."""
    return board(session, meeting_id)


def arrivals(session: Session, meeting_id: int) -> dict[str, Any]:
    """Who came last."""
    return {"arrivals": queries.last_arrivals(session, meeting_id)}


def conflicts(session: Session, meeting_id: int) -> dict[str, Any]:
    """What cut-off desks left to settle."""
    return {"conflicts": queries.open_conflicts(session, meeting_id)}


def count(session: Session, meeting_id: int) -> dict[str, Any]:
    """How many are here."""
    return {"totals": queries.totals(session, meeting_id)}


def mine(session: Session, meeting_id: int, delegate_id: int) -> dict[str, Any]:
    """Whether this delegate is in, for their own phone."""
    meeting = session.get(Meeting, meeting_id)
    assert meeting is not None
    found = standing(session, meeting_id, delegate_id)
    return {
        "person": person(session, delegate_id),
        "presence": found.presence if found else None,
        "is_open": meeting.state == MeetingState.OPEN,
        "other": found.substitute if found else None,
        "note": setting("checkin.seat_note", meeting_id),
    }


def _whose(event: Event) -> int | None:
    return getattr(event, "delegate_id", None)


VIEWS = (
    LiveView(name="checkin.table", template="checkin/_table.html", context=table, on=FIGURES),
    LiveView(name="checkin.count", template="checkin/_count.html", context=count, on=FIGURES),
    LiveView(
        name="checkin.arrivals",
        template="checkin/_arrivals.html",
        context=arrivals,
        on=(*ARRIVALS, DelegateChanged),
        permission="checkin.read",
    ),
    LiveView(
        name="checkin.conflicts",
        template="checkin/_conflicts.html",
        context=conflicts,
        on=(ConflictRaised, ConflictSettled),
        permission="checkin.desk",
    ),
    LiveView(
        name="checkin.mine",
        template="checkin/_mine.html",
        context=mine,
        on=(*ARRIVALS, DelegateChanged, MeetingOpened, MeetingClosed),
        key=_whose,
    ),
)
