"""On the secretary's one screen: how many have come, and from which villages."""

from __future__ import annotations

from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from meeting.contract import LiveView, Slot
from plugins.checkin import queries
from plugins.checkin.live import FIGURES


def attendance(session: Session, meeting_id: int) -> dict[str, Any]:
    """Present of invited, as a whole and by village."""
    return {
        "totals": queries.totals(session, meeting_id),
        "villages": [one for one in queries.village_table(session, meeting_id) if one.village],
    }


def panel(**_about: object) -> str:
    """The piece of the secretary's one screen."""
    return render_template("checkin/_attendance_panel.html")


ATTENDANCE = LiveView(
    name="checkin.attendance",
    template="checkin/_attendance.html",
    context=attendance,
    on=FIGURES,
    permission="checkin.read",
)
PANEL = Slot("speakers.desk", panel, order=40)
