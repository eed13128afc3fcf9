"""Pages of the hall screens: the screen itself, a still preview, and the staff's control."""

from __future__ import annotations

from flask import abort, g, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, came_from, done, perform, requires, wants_json
from meeting.db import db
from plugins.display import live, rules, screens, service
from plugins.display.routes import routes

Page = Response | tuple[str, int]


@routes.get("/")
@requires("display.show")
def stage() -> str:
    """A hall screen. With ``screen`` a look at another one, which says nothing about itself."""
    asked = request.args.get("screen", "")
    looked_at = int(asked) if asked.isdecimal() and len(asked) < 9 else None
    return render_template(
        "display/stage.html",
        sheets=live.sheets(g.meeting.id),
        screen_id=(g.actor.id or screens.NOBODY) if looked_at is None else looked_at,
        is_screen=looked_at is None,
    )


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
        now=clock.now(),
        picture=picture or Markup(""),
        screen=screens.screen_of(db.session(), screens.NOBODY),
        sheets=live.sheets(g.meeting.id),
    )


@routes.get("/coming")
@requires("display.control")
def coming() -> str:
    """What the hall would see next, as it would see it."""
    return render_template("display/coming.html", sheets=live.sheets(g.meeting.id))


@routes.get("/control")
@requires("display.control")
def control() -> str:
    """Which picture is on, and a line for the hall."""
    return _control("")


@routes.post("/pin")
@requires("display.control")
def pin() -> Response:
    """Show one scene until it is released."""
    perform(service.pin, scene=request.form.get("scene", ""), seen=_seen())
    return _done()


@routes.post("/release")
@requires("display.control")
def release() -> Response:
    """Let the picture follow the meeting again."""
    perform(service.release, seen=_seen())
    return _done()


@routes.post("/back")
@requires("display.control")
def go_back() -> Response:
    """Undo the last pin or release."""
    perform(service.go_back, seen=_seen())
    return _done()


@routes.post("/message")
@requires("display.control")
def show_message() -> Page:
    """Put a line under the picture."""
    typed = request.form.get("message", "")
    try:
        perform(service.show_message, message=typed, seen=_seen())
    except Refused as refused:
        if wants_json() or came_from():
            raise
        return _control(typed, refused.message), 409
    return _done(_("The hall reads it now."))


@routes.post("/message/off")
@requires("display.control")
def take_message_off() -> Response:
    """Take the line away."""
    perform(service.take_message_off, seen=_seen())
    return _done()


def _seen() -> int | None:
    """The state of things the clicker had before them; programs need not say."""
    typed = request.form.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _done(message: str = "") -> Response:
    return done(None, came_from() or url_for("display.control", meeting_id=g.meeting.id), message)


def _control(typed: str, refusal: str = "") -> str:
    asked = request.args.get("scene", "")
    known = {one.name: one for one in live.scenes(g.meeting.id)}
    return render_template(
        "display/control.html",
        typed=typed,
        refusal=refusal,
        limit=rules.MESSAGE_LIMIT,
        looked_at=known.get(asked),
    )
