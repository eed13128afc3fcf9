"""Beside the desk: who was not let in, and what cut-off desks left to settle."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from meeting.contract import _, done, perform, requires
from meeting.db import db
from plugins.checkin import cut_off, queries
from plugins.checkin.routes import routes
from plugins.roster.api import people


@routes.get("/desk/refused")
@requires("checkin.desk")
def refused_attempts() -> str:
    """Whom the door did not let in, with what was shown and why."""
    entries = queries.refusals(db.session(), g.meeting.id)
    told = [str(one.facts.get("delegate_id")) for one in entries]  # the journal keeps words
    ids = [int(one) for one in told if one.isdecimal()]
    return render_template(
        "checkin/desk_refused.html",
        entries=entries,
        known=people(db.session(), g.meeting.id, ids),
    )


@routes.get("/desk/conflicts")
@requires("checkin.desk")
def to_settle() -> str:
    """What cut-off desks did that the rules refuse now."""
    settled = [
        one for one in queries.conflicts(db.session(), g.meeting.id) if one.settled_at is not None
    ]
    return render_template("checkin/desk_conflicts.html", settled=settled)


@routes.post("/desk/conflicts/<int:conflict_id>/settle")
@requires("checkin.desk")
def settle_conflict(conflict_id: int) -> Any:
    """Somebody looked into it and says what it came to."""
    said = request.form.get(f"settlement-{conflict_id}", "") or request.form.get("settlement", "")
    settled = perform(cut_off.settle, conflict_id=conflict_id, settlement=said)
    to = url_for("checkin.to_settle", meeting_id=g.meeting.id)
    return done(settled, to, _("Settled. The journal keeps it."))
