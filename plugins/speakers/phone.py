"""What attendees do on their own phones: ask for the floor, ask more, come back, leave."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, attendee, done, perform, wants_json
from plugins.speakers import service
from plugins.speakers.views import Page, routes


@routes.post("/mine/ask")
@attendee
def ask() -> Page:
    """Ask for the floor."""
    subject, topic = request.form.get("subject", ""), request.form.get("topic", "")
    return _listed(service.request_turn, subject=subject, topic=topic)


@routes.post("/mine/follow-up")
@attendee
def ask_more() -> Page:
    """Ask more after the answer to one's own speech."""
    return _listed(service.ask_follow_up, subject=request.form.get("subject", ""))


@routes.post("/mine/<int:turn_id>/here")
@attendee
def come_back(turn_id: int) -> Page:
    """Be called again after having been called in vain."""
    return _listed(service.come_back, turn_id=turn_id)


def _listed(use_case: Callable[..., int | None], **arguments: object) -> Page:
    """A refusal leaves what was typed in the form."""
    try:
        turn_id = perform(use_case, **arguments)
    except Refused as refused:
        if wants_json():
            raise
        flash(refused.message, "danger")
        return render_template("attendee_home.html"), 409
    return done(turn_id, _home(), _("You are on the list. Your phone shows when it is your turn."))


@routes.post("/mine/<int:turn_id>/withdraw")
@attendee
def withdraw_mine(turn_id: int) -> Response:
    """Leave the list."""
    perform(service.withdraw, turn_id=turn_id)
    return done(None, _home(), _("You are not on the list any more."))


def _home() -> str:
    return url_for("core.attendee_home", meeting_id=g.meeting.id)
