"""Pairing a device, and the list of those that are paired."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
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
from meeting.devices import NAME_LETTERS, paired_devices, rename, revoke, save_sights
from meeting.errors import Refused
from meeting.limits import guesses_of
from meeting.models import Device, PairingLink
from meeting.net import staff_address
from meeting.responses import done, wants_json
from meeting.routes import pages
from meeting.writing import perform, run

# A browser's own secret while it is being paired: its form may be sent again, nobody else's.
BROWSER_COOKIE = "doithoai_pairing"
BROWSER_SECONDS = 3600
WRONG_CODES = _l(
    "Too many wrong pairing codes were typed here. Compare the code with the page Devices, or make "
    "a new one there."
)


@pages.get("/pair")
@public
def code_page() -> Any:
    """The field for the short code, for what has no camera."""
    _private_line_only()
    return _known_browser(render_template("pair_code.html", typed="", refused=None))


@pages.post("/pair")
@public
def pair_by_code() -> Any:
    """Pair this device by the code that was typed, or by a whole address."""
    _private_line_only()
    typed = request.form.get("code", "")[:300]
    if "/pair/" in typed:
        return redirect(url_for("core.pair_page", token=typed.strip().rsplit("/", 1)[1]), 303)
    address = request.remote_addr or ""
    wrong = guesses_of("core.pairing", pairing.MOST_WRONG, WRONG_CODES)
    wrong.begin(address)
    try:
        answer = _pair(pairing.link_by(db.session(), code=typed), code=typed or "?")
    except Refused as refused:
        if wants_json():
            raise
        return render_template("pair_code.html", typed=typed, refused=refused), 409
    wrong.right(address)
    return answer


@pages.get("/pair/<token>")
@public
def pair_page(token: str) -> Any:
    """Show what this device would become. Only the button uses the link up."""
    _private_line_only()
    link = pairing.link_by(db.session(), token=token)
    good = link is not None and link.used_at is None and link.expires_at >= clock.now()
    mine = link is not None and _holds(link)
    role = Role(link.role) if link else None
    page = render_template("pair.html", link=link, role=role, good=good, mine=mine)
    return _known_browser(page)


@pages.post("/pair/<token>")
@public
def pair_device(token: str) -> Response:
    """Pair this device."""
    _private_line_only()
    return _pair(pairing.link_by(db.session(), token=token), token=token)


def _private_line_only() -> None:
    if not is_private_line():
        g.plain_line = True
        abort(403)


def _known_browser(page: str) -> Response:
    """The page, to a browser that can be told apart when it sends the form twice."""
    answer = Response(page, mimetype="text/html")
    if BROWSER_COOKIE not in request.cookies:
        _keep(answer, BROWSER_COOKIE, new_token(), BROWSER_SECONDS)
    return answer


def _keep(answer: Response, name: str, secret: str, seconds: int) -> None:
    answer.set_cookie(
        name, secret, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure
    )


def _holds(link: PairingLink) -> bool:
    """Whether this browser is the device that the link made."""
    device = pairing.holder(db.session(), link)
    browser = request.cookies.get(BROWSER_COOKIE, "")
    if device is None or not browser:
        return False
    return device.token_hash == token_hash(pairing.device_secret(browser, link))


def _pair(link: PairingLink | None, *, token: str = "", code: str = "") -> Response:
    """Make this browser the device of a link."""
    browser = request.cookies.get(BROWSER_COOKIE) or new_token()
    secret = pairing.device_secret(browser, link) if link else ""
    replaces = g.actor.id if g.actor.kind == "device" else None
    run(
        pairing.pair,
        by=g.actor,
        meeting_id=(link.meeting_id or 0) if link else 0,
        key=request.form.get("key", "")[:64],
        device_digest=token_hash(secret),
        link=token,
        code=code,
        replaces=replaces,
    )
    if replaces:
        current_app.extensions["meeting"].realtime.evict(replaces)
    answer = redirect(url_for("core.home"), 303)
    _keep(answer, DEVICE_COOKIE, secret, DEVICE_DAYS * 86400)
    return answer


@pages.get("/m/<int:meeting_id>/devices")
@requires("core.devices")
def devices() -> str:
    """Paired devices, and the form for a new one."""
    connected = current_app.extensions["meeting"].realtime.connected_devices()
    save_sights()
    return render_template(
        "devices.html",
        devices=paired_devices(db.session(), connected),
        roles=[role for role in Role if _may_give(role)],
        may_give=_may_give,
        today=clock.local(clock.now()).date(),
        local=clock.local,
        letters=NAME_LETTERS,
    )


def _may_give(role: str) -> bool:
    """Nobody makes a device that may do more than their own, nor ends one."""
    if role == Role.OWNER:
        return bool(g.actor.role == Role.OWNER)
    return role not in ALL_POWERFUL or g.actor.role in ALL_POWERFUL


@pages.post("/m/<int:meeting_id>/devices")
@requires("core.devices")
def offer_device() -> str:
    """Make a one-time link and show it as QR, with its code: for the device that gets the role."""
    role, name = request.form.get("role", ""), request.form.get("name", "")
    if role not in set(Role):
        raise Refused("core.no_role", _("Choose what the device is for."))
    if not _may_give(role):
        abort(403)
    offer = pairing.Offer.make()
    token, code = offer.digests
    link_id = perform(
        pairing.offer_pairing, role=role, name=name, token_digest=token, code_digest=code
    )
    address = f"{staff_address()}/pair/{offer.token}"
    return render_template(
        "pairing_offer.html",
        address=address,
        picture=qr.svg(address, label=_("Pairing code")),
        code=offer.shown_code,
        code_address=f"{staff_address()}/pair",
        link_id=link_id,
        minutes=pairing.MINUTES,
        role=Role(role),
        name=name,
    )


@pages.post("/m/<int:meeting_id>/devices/<int:device_id>/rename")
@requires("core.devices")
def rename_device(device_id: int) -> Response:
    """Call a device something else."""
    _only_over_lesser(device_id)
    perform(rename, device_id=device_id, name=request.form.get("name", ""))
    return done(None, url_for("core.devices", meeting_id=g.meeting.id), _("Saved."))


@pages.post("/m/<int:meeting_id>/devices/<int:device_id>/revoke")
@requires("core.devices")
def revoke_device(device_id: int) -> Response:
    """End a device's rights at once."""
    _only_over_lesser(device_id)
    perform(revoke, device_id=device_id)
    current_app.extensions["meeting"].realtime.evict(device_id)
    return redirect(url_for("core.devices", meeting_id=g.meeting.id), 303)


def _only_over_lesser(device_id: int) -> None:
    device = db.session.get(Device, device_id)
    if device is not None and not _may_give(device.role):
        abort(403)
