"""What stays up to date on the screens: village table, count, and a delegate's own state."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import Event, LiveView
from meeting.meetings import MeetingClosed, MeetingOpened
from meeting.models import Meeting, MeetingState
from plugins.checkin import queries
from plugins.checkin.events import CheckedIn, CheckInUndone
from plugins.roster.api import DelegateAdded, DelegateChanged, RosterLoaded, person

ARRIVALS = (CheckedIn, CheckInUndone)
LIST = (RosterLoaded, DelegateAdded, DelegateChanged)


def table(session: Session, meeting_id: int) -> dict[str, Any]:
    """Village by village, and the hall as a whole."""
    return {
        "rows": queries.village_table(session, meeting_id),
        "totals": queries.totals(session, meeting_id),
    }


def count(session: Session, meeting_id: int) -> dict[str, Any]:
    """How many are here."""
    return {"totals": queries.totals(session, meeting_id)}


def mine(session: Session, meeting_id: int, delegate_id: int) -> dict[str, Any]:
    """Whether this delegate is in, for their own phone."""
    meeting = session.get(Meeting, meeting_id)
    assert meeting is not None
    return {
        "person": person(session, delegate_id),
        "presence": queries.presence(session, delegate_id),
        "is_open": meeting.state == MeetingState.OPEN,
    }


def _whose(event: Event) -> int | None:
    return getattr(event, "delegate_id", None)


VIEWS = (
    LiveView(
        name="checkin.table", template="checkin/_table.html", context=table, on=ARRIVALS + LIST
    ),
    LiveView(
        name="checkin.count", template="checkin/_count.html", context=count, on=ARRIVALS + LIST
    ),
    LiveView(
        name="checkin.mine",
        template="checkin/_mine.html",
        context=mine,
        on=(*ARRIVALS, DelegateChanged, MeetingOpened, MeetingClosed),
        key=_whose,
    ),
)
