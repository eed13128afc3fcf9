"""On the secretary's one screen: what has come in and waits to be let through to the chair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.contract import LiveView, Slot, done, perform, requires
from plugins.opinions import lists, queries, service
from plugins.opinions.events import EVENTS
from plugins.opinions.views import routes
from plugins.roster.api import DelegateChanged

NEWEST = 3


@routes.post("/<int:opinion_id>/let-through")
@requires("opinions.approve")
def let_through(opinion_id: int) -> Response:
    """Approve without leaving the one screen."""
    return done(
        perform(service.approve, opinion_id=opinion_id),
        url_for("speakers.desk", meeting_id=g.meeting.id),
    )


def incoming(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The newest that nobody has looked at, and how many there are."""
    new = lists.waiting(session, meeting_id, NEWEST)
    return {"new": new, "counts": queries.counts(session, meeting_id)}


def panel(**_about: object) -> str:
    """The piece of the secretary's one screen, for those who may let through."""
    return render_template("opinions/_incoming_panel.html")


INCOMING = LiveView(
    name="opinions.incoming",
    template="opinions/_incoming.html",
    context=incoming,
    on=(*EVENTS, DelegateChanged, "core.meeting_closed"),
    permission="opinions.approve",
)
PANEL = Slot("speakers.desk", panel, order=30)
