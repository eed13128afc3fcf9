"""Pages of the hall screens: the screen itself, a still preview, and the staff's control."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from plugins.display import live, rules, service

routes = Blueprint("display", __name__)

Page = Response | tuple[str, int]


@routes.get("/")
@requires("display.show")
def stage() -> str:
    """A hall screen."""
    return render_template("display/stage.html", sheets=live.sheets(g.meeting.id))


@routes.get("/scene/<name>")
@requires("display.control")
def preview(name: str) -> str:
    """One scene as the hall would see it now, without showing it there."""
    scene = next((one for one in live.scenes(g.meeting.id) if one.name == name), None)
    if scene is None:
        abort(404)
    picture = live.drawn(db.session(), g.meeting, scene)
    return render_template(
        "display/preview.html",
        scene=name,
        picture=picture or Markup(""),
        sheets=live.sheets(g.meeting.id),
    )


@routes.get("/control")
@requires("display.control")
def control() -> str:
    """Which picture is on, and a line for the hall."""
    return _control("")


@routes.post("/pin")
@requires("display.control")
def pin() -> Response:
    """Show one scene until it is released."""
    perform(service.pin, scene=request.form.get("scene", ""))
    return _done()


@routes.post("/release")
@requires("display.control")
def release() -> Response:
    """Let the picture follow the meeting again."""
    perform(service.release)
    return _done()


@routes.post("/message")
@requires("display.control")
def show_message() -> Page:
    """Put a line under the picture."""
    typed = request.form.get("message", "")
    try:
        perform(service.show_message, message=typed)
    except Refused as refused:
        if wants_json():
            raise
        return _control(typed, refused.message), 409
    return _done(_("The hall reads it now."))


@routes.post("/message/off")
@requires("display.control")
def take_message_off() -> Response:
    """Take the line away."""
    perform(service.take_message_off)
    return _done()


def _done(message: str = "") -> Response:
    return done(None, url_for("display.control", meeting_id=g.meeting.id), message)


def _control(typed: str, refusal: str = "") -> str:
    return render_template(
        "display/control.html", typed=typed, refusal=refusal, limit=rules.MESSAGE_LIMIT
    )
