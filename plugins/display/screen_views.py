"""Pages about the screens themselves: what each shows and how, and which are cut off."""

from __future__ import annotations

from typing import Any

from flask import g, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from plugins.display import live, rules, screens
from plugins.display.routes import routes
from plugins.display.views import Page


@routes.get("/alive")
@requires("display.show")
def alive() -> Response:
    """A screen says that it is there, and is told where it should be."""
    if g.actor.id is None:
        return jsonify({"ok": True, "page": None})
    screens.heard(g.actor.id, g.meeting.id, request.args)
    wanted = screens.wanted_meeting(db.session(), g.actor.id)
    is_here = wanted is None or wanted == g.meeting.id
    page = None if is_here else url_for("display.stage", meeting_id=wanted)
    return jsonify({"ok": True, "page": page})


@routes.get("/screens")
@requires("display.control")
def screen_list() -> str:
    """Every screen, with its own pictures, size and margins."""
    return _screens()


@routes.get("/sights")
@requires("display.control")
def sights() -> Response:
    """Which screens are there at this moment, for the staff's pages."""
    found = screens.listed(db.session(), g.meeting)
    rows = {str(one.id): _words(one) for one in found}
    return jsonify({"ok": True, "screens": rows, "warning": _warning(found)})


def _warning(found: list[screens.Listed]) -> str:
    """What the secretary must know while looking at something else."""
    cut_off, closed = (", ".join(names) for names in screens.missed(found))
    said = []
    if cut_off:
        said.append(_("Cut off, shows its last picture: %(screens)s", screens=cut_off))
    if closed:
        said.append(_("Closed, or behind another window: %(screens)s", screens=closed))
    return ". ".join(map(str, said))


def _words(one: screens.Listed) -> dict[str, Any]:
    return {
        "there": one.is_there,
        "html": render_template("display/_sight.html", row=one, titles=_titles(), today=_today()),
    }


def _titles() -> dict[str, object]:
    return {live.TEST: _("Test picture"), **{s.name: s.title for s in live.scenes(g.meeting.id)}}


def _today() -> object:
    return clock.local(clock.now()).date()


@routes.post("/screens/<int:screen_id>")
@requires("display.control")
def set_screen(screen_id: int) -> Page:
    """Change what one screen shows, and how."""
    form = request.form
    chosen = tuple(sorted(form.getlist("scenes")))
    numbers = {name: _number(form.get(name, "")) for name in ("scale", "margin")}
    try:
        perform(screens.set_screen, screen_id=screen_id, scenes=chosen, **numbers)
    except Refused as refused:
        if wants_json():
            raise
        return _screens(refused.message), 409
    return _done(_("Saved."))


def _number(typed: str) -> int:
    """A number as it was typed; what is none is refused with the limits."""
    typed = typed.strip().rstrip("%").strip()
    return int(typed) if typed.isdecimal() and len(typed) < 5 else -1


@routes.post("/screens/<int:screen_id>/test")
@requires("display.control")
def set_test(screen_id: int) -> Response:
    """Show the test picture on one screen, or take it away."""
    perform(screens.set_test, screen_id=screen_id, on=request.form.get("on") == "1")
    return _done()


@routes.post("/screens/<int:screen_id>/bring")
@requires("display.control")
def bring(screen_id: int) -> Response:
    """Let a screen that shows another meeting come to this one."""
    perform(screens.bring, screen_id=screen_id)
    return _done(_("The screen comes within a few seconds."))


def _done(message: str = "") -> Response:
    return done(None, url_for("display.screen_list", meeting_id=g.meeting.id), message)


def _screens(refusal: str = "") -> str:
    scenes = sorted(live.scenes(g.meeting.id), key=lambda scene: scene.order)
    return render_template(
        "display/screens.html",
        rows=screens.listed(db.session(), g.meeting),
        scenes=scenes,
        titles=_titles(),
        refusal=refusal,
        scales=rules.SCALES,
        margins=rules.MARGINS,
        today=_today(),
    )
