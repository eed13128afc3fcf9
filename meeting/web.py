"""The core's own pages: the way in, the attendee's and the staff's home, settings, journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from flask import (
    Flask,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meeting import clock, device_pages, trust_pages
from meeting.access import attendee_of, public, requires
from meeting.db import db
from meeting.dossier import pages as dossier_pages
from meeting.meetings import change_setting, open_meeting, present_meetings
from meeting.models import JournalEntry, Meeting, MeetingState
from meeting.responses import done, init_responses
from meeting.routes import pages
from meeting.settings import setting
from meeting.writing import perform

JOURNAL_ROWS = 200
LONGEST_SETTING = 500
_NUMBER = re.compile(r"-?\d{1,9}")


@pages.get("/")
@public
def home() -> Response | str:
    """Everyone types the bare address; each is led to their own page."""
    meant = present_meetings(db.session())
    if not meant:
        return render_template("no_meeting.html")
    if g.actor.kind == "device":
        are_open = meant[0].state == MeetingState.OPEN
        return _one_of(meant if are_open else meant[:1], _staff_home)
    mine = [one for one in meant if attendee_of(one.id)]  # this phone was identified there
    return _one_of(mine if len(mine) == 1 else meant, _phone_home)


def _one_of(meant: list[Meeting], address: Callable[[Meeting], str]) -> Response | str:
    """To the one meeting, or to a choice of several."""
    choices = [(one, address(one)) for one in meant]
    if len(choices) == 1:
        return redirect(choices[0][1])
    return render_template("choose_meeting.html", choices=choices)


def _phone_home(meeting: Meeting) -> str:
    return url_for("core.attendee_home", meeting_id=meeting.id)


def _staff_home(meeting: Meeting) -> str:
    """Where a device of this role begins."""
    endpoint = _homes(meeting.id).get(g.actor.role, "core.staff_home")
    return url_for(endpoint, meeting_id=meeting.id)


@pages.get("/meetings")
@requires("core.staff")
def meetings() -> str:
    """All meetings on this server, for a staff device that changes from one to another: first those
    that are on.
    """
    newest = db.session.scalars(sa.select(Meeting).order_by(Meeting.id.desc())).all()
    found = sorted(newest, key=lambda one: one.state != MeetingState.OPEN)
    choices = [(one, _staff_home(one)) for one in found]
    return render_template("choose_meeting.html", choices=choices)


def _homes(meeting_id: int) -> dict[str, str]:
    registry = current_app.extensions["meeting"].registry
    off = registry.switched_off(meeting_id)
    return {
        role: endpoint
        for plugin in registry.plugins.values()
        if plugin.name not in off
        for role, endpoint in plugin.homes.items()
    }


@pages.get("/m/<int:meeting_id>/")
@public
def attendee_home() -> str:
    """The attendee's phone: what plugins offer, one card each."""
    return render_template("attendee_home.html")


@pages.get("/m/<int:meeting_id>/staff")
@requires("core.staff")
def staff_home() -> str:
    """The staff's overview."""
    return render_template("staff_home.html")


@pages.post("/m/<int:meeting_id>/open")
@requires("core.run")
def open_() -> Response:
    """Open the meeting."""
    return done(perform(open_meeting), url_for("core.staff_home", meeting_id=g.meeting.id))


@pages.get("/m/<int:meeting_id>/settings")
@requires("core.settings")
def settings() -> str:
    """Every declared setting with its value in this meeting, plugin by plugin."""
    registry = current_app.extensions["meeting"].registry
    off = registry.switched_off(g.meeting.id)
    plugins = [
        (plugin, [(one, setting(one.name, g.meeting.id)) for one in plugin.settings])
        for plugin in registry.plugins.values()
        if plugin.settings and plugin.name not in off
    ]
    return render_template("settings.html", plugins=plugins)


@pages.post("/m/<int:meeting_id>/settings")
@requires("core.settings")
def set_setting() -> Response:
    """Change one setting."""
    name = request.form.get("name", "")
    declared = current_app.extensions["meeting"].registry.settings.get(name) or abort(404)
    typed = request.form.get("value", "")
    if len(typed) > LONGEST_SETTING:
        abort(413)
    value = _typed(typed, declared.default)
    perform(change_setting, name=name, value=value)
    return done(None, url_for("core.settings", meeting_id=g.meeting.id), _("Saved."))


def _typed(value: str, default: Any) -> Any:
    """Read a form value as what the default is: a switch, a number or text."""
    if isinstance(default, bool):
        return value == "1"
    if isinstance(default, int):
        return int(value) if _NUMBER.fullmatch(value.strip()) else value
    return value.strip()


@pages.get("/m/<int:meeting_id>/journal")
@requires("core.journal")
def journal() -> str:
    """Who did what, newest first."""
    query = (
        sa.select(JournalEntry)
        .where(JournalEntry.meeting_id == g.meeting.id)
        .order_by(JournalEntry.id.desc())
        .limit(JOURNAL_ROWS)
    )
    entries = db.session.scalars(query).all()
    days = groupby(entries, key=lambda entry: clock.local(entry.at).date())
    events = current_app.extensions["meeting"].registry.events
    return render_template("journal.html", days=days, events=events)


@pages.get("/health")
@public
def health() -> Response:
    """Whether the server can answer and read its database; hall screens ask before they reload."""
    db.session.execute(sa.select(sa.func.count(Meeting.id)))
    return jsonify({"ok": True, "version": current_app.extensions["static_version"]})


@pages.get("/favicon.ico")
@public
def icon() -> Response:
    """What a browser asks for beside a file that names no icon, as a PDF."""
    version = current_app.extensions["static_version"]
    return redirect(f"/static/{version}/icon.svg")


@pages.get("/pattern")
@requires("core.settings")
def pattern() -> str:
    """All building blocks of the pages on one page, for those who design them."""
    return render_template("pattern.html")


# importing them put their views on the blueprint
MOUNTED = (device_pages, dossier_pages, trust_pages)


def init_web(app: Flask) -> None:
    """Mount the core's pages and error handlers."""
    app.register_blueprint(pages)
    init_responses(app)
