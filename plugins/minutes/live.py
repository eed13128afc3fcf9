"""Fragments that follow the meeting: the check list, and whether the minutes are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import current_app, render_template
from sqlalchemy.orm import Session

from meeting.contract import ANY, LiveView
from meeting.models import Meeting
from plugins.minutes.closing.checks import lost_corrections, problems
from plugins.minutes.papers import catalogue, versions


def checks(session: Session, meeting_id: int) -> dict[str, Any]:
    """What stands against closing, with the page to settle it on."""
    meeting = session.get_one(Meeting, meeting_id)
    registry = current_app.extensions["meeting"].registry
    return {"problems": problems(session, registry.contributions, meeting)}


def corrections(session: Session, meeting_id: int) -> dict[str, Any]:
    """How many corrections of the draft the record has gone past."""
    return {"lost": lost_corrections(session, session.get_one(Meeting, meeting_id))}


def state(session: Session, meeting_id: int) -> dict[str, Any]:
    """The newest minutes, if there are any, and where their PDF lies."""
    version = versions.newest(session, meeting_id)
    data = current_app.extensions["meeting"].config.data
    path = _path(session, data, meeting_id) if version else None
    return {"version": version, "path_on_disk": path}


def _path(session: Session, data: Path, meeting_id: int) -> Path:
    """Where the minutes in force lie as PDF."""
    meeting = session.get_one(Meeting, meeting_id)
    paper = catalogue.paper(session, meeting, catalogue.OWN_MINUTES)
    return catalogue.place(data, meeting, paper).absolute()


def desk_link(**_page: object) -> str:
    """The way to the close, on the page where the last speech ends."""
    return render_template("minutes/_desk_link.html")


def staff_card() -> str:
    """The way to the minutes on the staff's overview."""
    return render_template("minutes/_card.html")


VIEWS = (
    LiveView(
        name="minutes.checks",
        template="minutes/_checks.html",
        context=checks,
        on=ANY,
        permission="minutes.close",
    ),
    LiveView(
        name="minutes.corrections",
        template="minutes/_corrections.html",
        context=corrections,
        on=ANY,
        permission="minutes.close",
        pace=3.0,
    ),
    LiveView(
        name="minutes.state",
        template="minutes/_state.html",
        context=state,
        on=(
            "core.meeting_opened",
            "core.meeting_closed",
            "minutes.made",
            "minutes.paper_made",
            "minutes.number_given",
        ),
        permission="minutes.read",
    ),
)
