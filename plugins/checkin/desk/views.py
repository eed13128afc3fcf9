"""The reception desk: one field, one tap, one full-screen answer.

A script that asks says so in the header ``X-Desk`` and gets the part it shows; without JavaScript
the same parts come inside the page.
"""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from meeting.contract import requires, setting
from meeting.db import db
from meeting.meetings import unit_word
from meeting.net import phone_address
from plugins.checkin.desk.rows import Found, Row, found, rows_of
from plugins.checkin.desk.said import Said, may_allow, of_presence
from plugins.checkin.forms import WalkInForm
from plugins.checkin.routes import routes
from plugins.checkin.rules import Outcome
from plugins.roster.api import HONORIFICS, Person, person, villages

PANELS = {"walk-in", "substitute", "absent", "over", "undo"}


@routes.get("/desk")
@requires("checkin.desk")
def desk() -> str:
    """Search as you type; the last answer on top; who came last, and the table beside it."""
    whom = _last()
    said = of_presence(whom.id, request.args.get("as", Outcome.ADMITTED)) if whom else None
    if said is not None and request.args.get("again"):
        said = of_presence(whom.id, Outcome.ALREADY_IN) if whom else None
    return desk_page(found(request.args.get("q", "")), said=said)


def _last() -> Person | None:
    return person(db.session(), request.args.get("last", 0, int))


@routes.get("/desk/found")
@requires("checkin.desk")
def desk_found() -> str:
    """Only the people who fit, for the field's script."""
    typed = request.args.get("q", "")
    return render_template("checkin/_desk_found.html", typed=typed, found=found(typed))


def asked_by_script() -> bool:
    """Whether the desk's script asks, so that it gets the part it shows."""
    return "X-Desk" in request.headers


def desk_page(
    people: Found | None, *, said: Said | None = None, form: WalkInForm | None = None
) -> str:
    """The whole page, with whatever stands open in it."""
    panel = "walk-in" if form is not None and form.errors else _panel()
    return render_template(
        "checkin/desk.html",
        typed=request.values.get("q", "") if said is None else "",
        found=people,
        said=said,
        form=form or walk_in_form(),
        panel=panel,
        whom=_whom(),
        may_allow=may_allow(),
        honorifics=HONORIFICS,
        substitutes_are_free=g.meeting.plan.attendance.substitutes,
    )


def _panel() -> str:
    """Which form was asked for; ``new`` carries a name that nobody has."""
    asked = "walk-in" if request.args.get("new") else request.args.get("do", "")
    return asked if asked in PANELS else ""


def _whom() -> Row | None:
    """Whom the open form is about."""
    about = person(db.session(), request.values.get("who", 0, int))
    return rows_of([about])[0] if about else None


def walk_in_form(*, filled: bool = False) -> WalkInForm:
    """The form with this meeting's villages, empty or as it was sent."""
    form = WalkInForm() if filled else WalkInForm(formdata=None, name=request.args.get("new", ""))
    form.offer(villages(db.session(), g.meeting.id), unit_word(g.meeting))
    return form


def desk_address(**values: Any) -> str:
    """Where a form without JavaScript leads back to."""
    return url_for("checkin.desk", meeting_id=g.meeting.id, **values)


@routes.get("/table")
@requires("checkin.read")
def table() -> str:
    """The village table by itself, for the secretary, the chair and who supervises."""
    return render_template("checkin/table.html")


@routes.get("/poster")
@requires("checkin.desk")
def poster() -> str:
    """A sheet for the door: how to join the Wi-Fi and check in with one's own phone."""
    return render_template(
        "checkin/poster.html",
        address=phone_address(),
        wifi_name=setting("checkin.wifi_name", g.meeting.id),
        by_name=setting("checkin.by_name", g.meeting.id),
    )
