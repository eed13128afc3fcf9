"""The chair's tablet: one page to read, and one tap for each thing the chair does."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import done, perform, requires
from meeting.db import db
from plugins.chair import queries
from plugins.opinions import api as opinions
from plugins.speakers import api as speakers

routes = Blueprint("chair", __name__)


@routes.get("/")
@requires("chair.read")
def tablet() -> str:
    """The present speaker on top, one approved opinion below, large."""
    wish = {name: request.args.get(name, 0, int) for name in ("at", "after", "before")}
    place = queries.place(opinions.approved(db.session(), g.meeting.id), **wish)
    return render_template("chair/tablet.html", place=place)


@routes.post("/floor/<int:turn_id>/next")
@requires("chair.act")
def call_next(turn_id: int) -> Response:
    """Give the floor to the one who is next; whoever has it is done."""
    return _done(perform(speakers.call_next, turn_id=turn_id, seen=_seen()))


@routes.post("/floor/<int:turn_id>/give")
@requires("chair.act")
def give_floor(turn_id: int) -> Response:
    """Give the floor to somebody out of order."""
    return _done(perform(speakers.give_floor, turn_id=turn_id, seen=_seen()))


@routes.post("/floor/<int:turn_id>/pause")
@requires("chair.act")
def pause(turn_id: int) -> Response:
    """Stop the clock."""
    return _done(perform(speakers.pause, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/resume")
@requires("chair.act")
def resume(turn_id: int) -> Response:
    """Let the clock run on."""
    return _done(perform(speakers.resume, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/extend")
@requires("chair.act")
def extend(turn_id: int) -> Response:
    """Give the speaker more time."""
    seconds = request.form.get("seconds", 60, int)
    return _done(perform(speakers.extend, turn_id=turn_id, seconds=seconds))


@routes.post("/floor/<int:turn_id>/ask-back")
@requires("chair.act")
def ask_back(turn_id: int) -> Response:
    """A question to the speaker; the clock stands meanwhile."""
    return _done(perform(speakers.ask_back, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/remind")
@requires("chair.act")
def remind(turn_id: int) -> Response:
    """Note that the speaker was asked to keep to the point."""
    return _done(perform(speakers.remind, turn_id=turn_id))


@routes.post("/floor/<int:turn_id>/end")
@requires("chair.act")
def end(turn_id: int) -> Response:
    """End the speech."""
    return _done(perform(speakers.end, turn_id=turn_id))


@routes.post("/opinions/<int:opinion_id>/show")
@requires("chair.act")
def show(opinion_id: int) -> Response:
    """Put an opinion on the hall screen."""
    return _done(perform(opinions.show, opinion_id=opinion_id))


@routes.post("/opinions/<int:opinion_id>/hide")
@requires("chair.act")
def hide(opinion_id: int) -> Response:
    """Take an opinion off the hall screen."""
    return _done(perform(opinions.hide, opinion_id=opinion_id))


def _seen() -> int:
    """The turn that had the floor when the button was drawn."""
    return request.form.get("seen", 0, int)


def _done(result: object) -> Response:
    """Back to the opinion that was open."""
    at = request.form.get("at", 0, int) or None
    return done(result, url_for("chair.tablet", meeting_id=g.meeting.id, at=at))
