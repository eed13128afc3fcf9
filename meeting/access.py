"""Who asks, and what they may do. Deny by default: a view without a mark stops the start."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.db import db
from meeting.errors import Refused
from meeting.kept import kept
from meeting.models import Device, Meeting
from meeting.sightings import sightings

if TYPE_CHECKING:
    from meeting.registry import Registry

DEVICE_COOKIE = "doithoai_device"
DEVICE_DAYS = 30
_BY_TOKEN = sa.select(Device).where(
    Device.token_hash == sa.bindparam("digest"), Device.revoked_at.is_(None)
)
_HEAD = [orm.defer(Meeting.revision, raiseload=True)]
View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a paired device is. Plugins say which of their permissions each role has.

    In the order in which lists offer them: what a hall has most of first.
    """

    REGISTRAR = "registrar"
    SCREEN = "screen"
    KIOSK = "kiosk"
    CHAIR = "chair"
    SECRETARY = "secretary"
    MC = "mc"
    SUMMARISER = "summariser"
    ANSWERER = "answerer"
    OBSERVER = "observer"
    SURVEYOR = "surveyor"
    ORGANISER = "organiser"
    OWNER = "owner"

    @property
    def label(self) -> object:
        """The role in words."""
        return _ROLE_LABELS[self]


_ROLE_LABELS: dict[Role, object] = {
    Role.OWNER: _l("Owner of this server"),
    Role.ORGANISER: _l("Organising office"),
    Role.REGISTRAR: _l("Reception desk"),
    Role.SECRETARY: _l("Meeting secretary"),
    Role.MC: _l("Master of ceremonies"),
    Role.SUMMARISER: _l("Opinion summariser"),
    Role.CHAIR: _l("Chair's tablet"),
    Role.ANSWERER: _l("Answering department"),
    Role.OBSERVER: _l("Observer"),
    Role.SURVEYOR: _l("Satisfaction survey"),
    Role.SCREEN: _l("Hall screen"),
    Role.KIOSK: _l("Kiosk at the door"),
}
ALL_POWERFUL = frozenset({Role.OWNER, Role.ORGANISER})


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a paired device, a delegate with a code, an unknown phone, the system."""

    kind: str  # "device" | "delegate" | "anonymous" | "system"
    id: int | None = None
    name: str = ""
    role: str = ""

    @property
    def delegate_id(self) -> int | None:
        """The delegate's id when this is an attendee's phone."""
        return self.id if self.kind == "delegate" else None

    @property
    def is_staff(self) -> bool:
        """Whether this is a paired device or the system itself."""
        return self.kind in {"device", "system"}

    @classmethod
    def system(cls, name: str) -> Actor:
        """The program itself, e.g. a command in the terminal."""
        return cls("system", None, name, Role.OWNER)


ANONYMOUS = Actor("anonymous")


def requires(permission: str) -> Callable[[View], View]:
    """Mark a view: only devices whose role has this permission, and never over plain HTTP."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that anyone in the hall may open."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def attendee(view: View) -> View:
    """Mark a view for delegates who have said who they are."""
    view.access = "attendee"  # type: ignore[attr-defined]
    return view


def new_token() -> str:
    """A random secret for a link or a cookie, safe in an address."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def can(actor: Actor, permission: str) -> bool:
    """Whether this actor's role has a permission. Raises KeyError for one nobody declared."""
    registry: Registry = current_app.extensions["meeting"].registry
    declared = registry.permissions[permission]
    return actor.is_staff and (actor.role in ALL_POWERFUL or actor.role in declared.roles)


def device_of(token: str | None) -> Actor | None:
    """The device that sends this request with this secret, unless it was revoked."""
    if not token:
        return None
    digest = token_hash(token)
    actor = kept().get(("device", digest), lambda session: _device(session, digest))
    if actor is not None and actor.id is not None:
        sightings().see(actor.id, request.remote_addr or "")
    return actor


def _device(session: Session, digest: str) -> Actor | None:
    device = session.scalar(_BY_TOKEN, {"digest": digest})
    return None if device is None else Actor("device", device.id, device.name, device.role)


def remember_attendee(meeting_id: int, delegate_id: int, stamp: str) -> None:
    """Keep on this phone who its holder is. ``stamp`` ends with the delegate's code."""
    session.permanent = True
    session["attendee"] = {**session.get("attendee", {}), str(meeting_id): [delegate_id, stamp]}


def forget_attendee(meeting_id: int) -> None:
    """This phone belongs to somebody else now."""
    session["attendee"] = {
        key: value for key, value in session.get("attendee", {}).items() if key != str(meeting_id)
    }


def attendee_of(meeting_id: int) -> Actor | None:
    """The delegate this phone belongs to, while the code it used is valid."""
    known = session.get("attendee", {}).get(str(meeting_id))
    name_of = current_app.extensions["meeting"].registry.attendee_name
    if known is None or name_of is None:
        return None
    delegate_id, stamp = known
    name = name_of(db.session(), meeting_id, delegate_id, stamp)
    return None if name is None else Actor("delegate", delegate_id, name)


def identify(meeting_id: int | None) -> Actor:
    """Who sends this request, or opens this socket: asked each time, for rights end at once."""
    device = device_of(request.cookies.get(DEVICE_COOKIE))
    if device is not None:
        return device
    return (attendee_of(meeting_id) if meeting_id else None) or ANONYMOUS


def is_private_line() -> bool:
    """Whether nobody in the hall's network can listen: HTTPS, or the server's own machine."""
    address = request.remote_addr or ""
    try:
        return request.is_secure or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def guard() -> Response | None:
    """Run before every view: find the meeting, the plugin's switch and the actor, then decide."""
    if request.url_rule is None:
        return None  # 404 and 405 go their own way
    view = current_app.view_functions[request.url_rule.endpoint]
    access: str = getattr(view, "access", "")
    g.meeting = _meeting()
    g.actor = identify(g.meeting.id if g.meeting else None)
    if access == "public":
        return None
    if access == "attendee":
        return _attendee_only()
    if not is_private_line():  # first: over this line a browser does not even show who it is
        g.plain_line = True
        abort(403)
    if not can(g.actor, access):
        abort(403)
    return None


def known_meeting(meeting_id: int) -> Meeting | None:
    """A meeting as everything but its revision, which each change counts up, knows it."""
    return kept().get(
        ("meeting", meeting_id), lambda session: session.get(Meeting, meeting_id, options=_HEAD)
    )


def _meeting() -> Meeting | None:
    """The meeting in the address; 404 when there is none or the plugin is off for it."""
    meeting_id = (request.view_args or {}).pop("meeting_id", None)
    if meeting_id is None:
        return None
    meeting = known_meeting(meeting_id)
    registry: Registry = current_app.extensions["meeting"].registry
    if meeting is None or not registry.is_on(request.blueprint or "", meeting_id):
        g.actor = identify(None)  # a hall screen shows no error to the hall
        abort(404)
    return meeting


def _attendee_only() -> Response | None:
    if g.actor.kind == "delegate":
        _same_person()
        return None
    if (
        request.method == "POST"
    ):  # a redirect would look like success, and the typed text be dropped
        raise Refused(
            "core.who_are_you",
            _l("Say who you are first: type the code of your invitation on the first page."),
        )
    return redirect(url_for("core.attendee_home", meeting_id=g.meeting.id), 303)


def _same_person() -> None:
    """A page that lay open, or what waited for the Wi-Fi, is not sent in the name of whoever has
    the phone now.
    """
    meant = request.form.get("speaks_for", "") if request.method == "POST" else ""
    if meant and meant != str(g.actor.delegate_id):
        raise Refused(
            "core.another_person",
            _l(
                "This phone speaks for somebody else now, so this was not sent. Say who you are on "
                "the first page, then send it again."
            ),
        )


def init_access(app: Flask) -> None:
    """Put the guard in front of every view."""
    app.before_request(guard)
