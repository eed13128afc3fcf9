"""The office's overview of the villages' lists, kept up to date while names arrive."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import LiveView
from meeting.models import Meeting
from plugins.roster.events import (
    DelegateAdded,
    DelegateChanged,
    DelegateRemoved,
    RosterImported,
    RosterLoaded,
)
from plugins.roster.quota_words import of_whole, who_counts
from plugins.roster.villages.events import VILLAGE_LIST_EVENTS
from plugins.roster.villages.queries import count_whole, overview


def overview_context(session: Session, meeting_id: int) -> dict[str, Any]:
    """Village by village, and the whole list against the plan."""
    rows = overview(session, meeting_id)
    meeting = session.get_one(Meeting, meeting_id)
    places = [row.village.places for row in rows if row.village.places is not None]
    return {
        "rows": rows,
        "places": sum(places) if places else None,
        "named": sum(row.named for row in rows),
        "submitted": sum(row.submitted_at is not None for row in rows),
        "closed": sum(row.closed_at is not None for row in rows),
        "whole": of_whole(meeting.plan, count_whole(session, meeting), meeting.session_index),
        "who_counts": who_counts(meeting.plan),
    }


VILLAGES = LiveView(
    name="roster.villages",
    template="roster/_villages_overview.html",
    context=overview_context,
    on=(
        RosterLoaded,
        RosterImported,
        DelegateAdded,
        DelegateChanged,
        DelegateRemoved,
        *VILLAGE_LIST_EVENTS,
    ),
    permission="roster.manage",
)
