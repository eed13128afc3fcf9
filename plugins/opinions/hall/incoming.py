"""On the secretary's one screen: what has come in and waits to be let through to the chair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from meeting.contract import LiveView, Slot
from plugins.opinions import queries
from plugins.opinions.desk import lists
from plugins.opinions.desk import views as desk
from plugins.opinions.events import EVENTS
from plugins.roster.api import DelegateChanged

NEWEST = 3


def incoming(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The newest that nobody has looked at, and how many there are."""
    new = lists.waiting(session, meeting_id, NEWEST)
    return {"new": new, "counts": queries.counts(session, meeting_id)}


def panel(**_about: object) -> str:
    """The piece of the secretary's one screen, for those who may let through."""
    return render_template("opinions/_incoming_panel.html", undo=desk.kept(desk.UNDO))


INCOMING = LiveView(
    name="opinions.incoming",
    template="opinions/_incoming.html",
    context=incoming,
    on=(*EVENTS, DelegateChanged, "core.meeting_closed"),
    permission="opinions.approve",
)
PANEL = Slot("speakers.desk", panel, order=30)
