"""The phone's pages: say who you are by code or by name, then one button."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from meeting import clock, qr
from meeting.contract import (
    Refused,
    _,
    attendee,
    done,
    forget_attendee,
    perform,
    public,
    remember_attendee,
    run,
    setting,
    wants_json,
)
from meeting.db import db
from meeting.models import Meeting, MeetingState
from meeting.net import phone_address
from plugins.checkin import phones, queries, rules, service
from plugins.checkin.limits import wrong_codes
from plugins.checkin.routes import routes
from plugins.checkin.rules import CheckInResult, Outcome
from plugins.roster.api import Person, is_secret, lookup, person, stamp_of

PICTURE_SECONDS = 3600  # a QR's address changes with what it says


@routes.get("/i/<secret>")
@public
def invitation(secret: str) -> Any:
    """What the QR of an invitation opens. On a staff device it leads to the desk."""
    if g.actor.role == "kiosk":
        return redirect(url_for("checkin.kiosk", meeting_id=g.meeting.id, code=secret))
    if g.actor.is_staff:
        return redirect(url_for("checkin.desk", meeting_id=g.meeting.id, q=secret))
    return _identify(secret, typed="")


@routes.get("/code")
@public
def code() -> str:
    """The form for the short code."""
    return render_template("checkin/code.html", typed="", refused=None, other=None)


@routes.post("/code")
@public
def enter_code() -> Any:
    """Somebody typed the code, or pasted the whole address."""
    typed = request.form.get("code", "")
    return _identify(typed, typed)


def _identify(raw: str, typed: str) -> Any:
    wrong, address, typed_code = wrong_codes(), request.remote_addr or "", not is_secret(raw)
    if typed_code:
        wrong.begin(address)
    try:
        # no submission key: a code that was replaced meanwhile must not be answered as before
        delegate_id = run(phones.identify_by_code, by=g.actor, meeting_id=g.meeting.id, raw=raw)
    except Refused as refused:
        if wants_json():
            raise
        return _code_refused(refused, raw, typed), 409
    if typed_code:
        wrong.right(address)
    return known(delegate_id)


def _code_refused(refused: Refused, raw: str, typed: str) -> str:
    """The field again with what was typed; the way to the other meeting, if that one is open."""
    other = None
    if refused.code == "checkin.other_meeting" and (found := lookup(db.session(), raw)):
        other = db.session.get(Meeting, found.delegate.meeting_id)
        if other is None or other.state != MeetingState.OPEN or found.revoked_at is not None:
            other = None
    return render_template("checkin/code.html", typed=typed, raw=raw, refused=refused, other=other)


def known(delegate_id: int) -> Response:
    """This phone is theirs from now on."""
    remember_attendee(g.meeting.id, delegate_id, stamp_of(delegate_id))
    return done(delegate_id, url_for("checkin.here", meeting_id=g.meeting.id))


@routes.get("/here")
@attendee
def here() -> str:
    """Is it you? Then one big button."""
    return render_template("checkin/here.html", refused=None)


@routes.post("/here")
@attendee
def arrive() -> Any:
    """The person with this phone has come."""
    delegate_id = g.actor.delegate_id
    via = queries.phone_via(db.session(), delegate_id)
    try:
        result = perform(service.check_in, delegate_id=delegate_id, via=via)
    except Refused as refused:
        if wants_json():
            raise
        return render_template("checkin/here.html", refused=refused), 409
    home = url_for("core.attendee_home", meeting_id=g.meeting.id)
    return done(result, home, said_of(result))


def said_of(result: CheckInResult) -> str:
    """What somebody is told once they are in."""
    if result.outcome == Outcome.ALREADY_IN:
        return str(_("You are in already, since %(time)s.", time=f"{clock.local(result.at):%H:%M}"))
    if result.outcome == Outcome.BACK_AGAIN:
        return str(_("Welcome back. Please take your seat."))
    return str(_("Thank you for coming. Please take a seat in the hall."))


@routes.post("/not-me")
@attendee
def not_me() -> Response:
    """This phone belongs to somebody else."""
    was_in = queries.is_present(db.session(), g.actor.delegate_id)
    name = g.actor.name
    perform(phones.release_phone)
    forget_attendee(g.meeting.id)
    message = (
        _("%(name)s stays checked in. If that is a mistake, please tell the desk.", name=name)
        if was_in
        else ""
    )
    return done(None, url_for("core.attendee_home", meeting_id=g.meeting.id), message)


@routes.get("/qr/address.svg")
@public
def address_picture() -> Response:
    """QR of the address phones open today."""
    return _picture(phone_address(), _("Today's address"))


@routes.get("/qr/wifi.svg")
@public
def wifi_picture() -> Response:
    """QR that joins the hall's Wi-Fi."""
    meeting_id = g.meeting.id
    name, password = (setting(f"checkin.wifi_{part}", meeting_id) for part in ("name", "password"))
    return _picture(rules.wifi(name, password), _("Join the Wi-Fi"))


def _picture(data: str, label: str) -> Response:
    answer = Response(qr.svg(data, label=label), mimetype="image/svg+xml")
    answer.cache_control.max_age = PICTURE_SECONDS
    return answer


def home_card() -> str:
    """The card on an attendee's first page: who are you, or: you are in."""
    allowed = setting("checkin.by_name", g.meeting.id)
    return render_template("checkin/_home_card.html", by_name=allowed, lost=_lost())


def _lost() -> Person | None:
    """Whose phone this was until their slip was used on another one, or issued anew."""
    before = session.get("attendee", {}).get(str(g.meeting.id))
    if before is None or g.actor.delegate_id is not None:
        return None
    return person(db.session(), before[0])


def staff_card() -> str:
    """The count on the staff's overview."""
    return render_template("checkin/_staff_card.html")
