"""The core's own pages: the way in, the attendee's and the staff's home, devices, settings,
journal.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from flask import (
    Blueprint,
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

from meeting import clock, pairing, qr
from meeting.access import (
    ALL_POWERFUL,
    DEVICE_COOKIE,
    DEVICE_DAYS,
    Role,
    is_private_line,
    new_token,
    public,
    requires,
    token_hash,
)
from meeting.db import db
from meeting.errors import Refused
from meeting.meetings import change_setting, open_meeting, present_meeting
from meeting.models import Device, JournalEntry, Meeting, PairingLink
from meeting.net import staff_address
from meeting.responses import done, init_responses
from meeting.settings import setting
from meeting.writing import perform

pages = Blueprint("core", __name__)
JOURNAL_ROWS = 200
LONGEST_SETTING = 500
_NUMBER = re.compile(r"-?\d{1,9}")


@pages.get("/")
@public
def home() -> Response | str:
    """Everyone types the bare address; each is led to their own page."""
    meeting = present_meeting(db.session())
    if meeting is None:
        return render_template("no_meeting.html")
    if g.actor.kind != "device":
        return redirect(url_for("core.attendee_home", meeting_id=meeting.id))
    homes = _homes(meeting.id)
    endpoint = homes.get(g.actor.role, "core.staff_home")
    return redirect(url_for(endpoint, meeting_id=meeting.id))


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


@pages.get("/pair/<token>")
@public
def pair_page(token: str) -> str:
    """Show what this device would become. Only the button uses the link up."""
    link = db.session.get(PairingLink, token_hash(token))
    _private_line_only()
    return render_template("pair.html", link=link, role=Role(link.role) if link else None)


@pages.post("/pair/<token>")
@public
def pair_device(token: str) -> Response:
    """Pair this device."""
    _private_line_only()
    secret = new_token()
    perform(pairing.pair, link=token, device_digest=token_hash(secret))
    answer = redirect(url_for("core.home"), 303)
    answer.set_cookie(
        DEVICE_COOKIE,
        secret,
        max_age=DEVICE_DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return answer


def _private_line_only() -> None:
    if not is_private_line():
        g.plain_line = True
        abort(403)


@pages.get("/m/<int:meeting_id>/devices")
@requires("core.devices")
def devices() -> str:
    """Paired devices, and the form for a new one."""
    query = sa.select(Device).where(Device.revoked_at.is_(None)).order_by(Device.id)
    roles = [role for role in Role if _may_give(role)]
    return render_template(
        "devices.html", devices=db.session.scalars(query).all(), roles=roles, Role=Role
    )


def _may_give(role: str) -> bool:
    """Nobody makes a device that may do more than their own."""
    if role == Role.OWNER:
        return bool(g.actor.role == Role.OWNER)
    return role not in ALL_POWERFUL or g.actor.role in ALL_POWERFUL


@pages.post("/m/<int:meeting_id>/devices")
@requires("core.devices")
def offer_device() -> str:
    """Make a one-time link and show it as QR: scan it with the device that shall have the role."""
    role = request.form.get("role", "")
    if role not in set(Role):
        raise Refused("core.no_role", _("Choose what the device is for."))
    if not _may_give(role):
        abort(403)
    address, digest = pairing.new_link(staff_address())
    perform(
        pairing.offer_pairing, role=role, name=request.form.get("name", ""), token_digest=digest
    )
    picture = qr.svg(address, label=_("Pairing code"))
    return render_template("pairing_offer.html", address=address, picture=picture, role=Role(role))


@pages.post("/m/<int:meeting_id>/devices/<int:device_id>/revoke")
@requires("core.devices")
def revoke_device(device_id: int) -> Response:
    """End a device's rights at once."""
    device = db.session.get(Device, device_id)
    if device is not None and device.role == Role.OWNER and g.actor.role != Role.OWNER:
        abort(403)
    perform(pairing.revoke, device_id=device_id)
    current_app.extensions["meeting"].realtime.evict(device_id)
    return redirect(url_for("core.devices", meeting_id=g.meeting.id), 303)


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


@pages.get("/pattern")
@requires("core.settings")
def pattern() -> str:
    """All building blocks of the pages on one page, for those who design them."""
    return render_template("pattern.html")


def init_web(app: Flask) -> None:
    """Mount the core's pages and error handlers."""
    app.register_blueprint(pages)
    init_responses(app)
