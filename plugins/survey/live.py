"""The counts as staff see them, always up to date; and what is said of them before the close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template
from sqlalchemy.orm import Session

from meeting.contract import LiveView, Slot, _l
from meeting.models import Meeting
from meeting.points import CloseCheck, Problem
from plugins.survey import queries
from plugins.survey.events import TallySaved
from plugins.survey.rules import percent


def _tally(session: Session, meeting_id: int) -> Mapping[str, Any]:
    meeting = session.get_one(Meeting, meeting_id)
    return {
        "asked": queries.asked(meeting.plan),
        "saved": queries.saved(session, meeting),
        "percent": percent,
    }


def staff_card() -> str:
    """On the staff's overview, where the plan has a survey."""
    return render_template("survey/_staff_card.html") if g.meeting.plan.survey.on else ""


def uncounted(session: Session, meeting_id: int) -> Sequence[Problem]:
    """The minutes tell of the survey only what is entered before they are made."""
    meeting = session.get_one(Meeting, meeting_id)
    if not meeting.plan.survey.on or queries.result(session, meeting) is not None:
        return []
    words = _l(
        "No survey forms are counted yet. The minutes tell of the survey only when the counts are "
        "entered before the close."
    )
    return [Problem(message=words, endpoint="survey.page", blocks=False)]


VIEWS = (
    LiveView(
        name="survey.tally",
        template="survey/_tally.html",
        context=_tally,
        on=(TallySaved,),
        permission="survey.read",
    ),
)
SLOTS = (Slot("staff.home", staff_card, order=75),)
CHECK = CloseCheck(check=uncounted)
