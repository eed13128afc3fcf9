"""What every page about one opinion begins with: the opinion, and the way back to it."""

from __future__ import annotations

from flask import abort, g, request, url_for

from meeting.db import db
from plugins.opinions import queries
from plugins.opinions.queries import OpinionView


def opinion_here(opinion_id: int) -> OpinionView:
    """An opinion of the present meeting, or a page that says there is none."""
    found = queries.opinion(db.session(), opinion_id)
    if found is None or found.meeting_id != g.meeting.id:
        abort(404)
    return found


def back(opinion_id: int) -> str:
    """Back to where the button was."""
    if request.form.get("to") == "desk":
        return url_for("opinions.desk", meeting_id=g.meeting.id)
    return url_for("opinions.opinion", meeting_id=g.meeting.id, opinion_id=opinion_id)
