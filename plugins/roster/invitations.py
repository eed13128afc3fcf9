"""What a printed invitation carries: the QR with the address of the person's page, and the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from meeting import qr
from meeting.net import phone_address
from plugins.roster import rules
from plugins.roster.models import Delegate, Invitation
from plugins.roster.queries import Person, as_person, valid_invitation

_PLACE = "SECRET"


@dataclass(frozen=True)
class InvitationPage:
    """The page an invitation's QR opens (point ``roster.invitation_page``); takes ``secret``."""

    endpoint: str


@dataclass(frozen=True)
class Slip:
    """One person's strip of paper."""

    person: Person
    code: str
    address: str
    picture: Markup


def address_maker(meeting_id: int) -> Callable[[str], str]:
    """What the QR of a secret says: today's address of the person's page, or the bare secret.

    Made once for a whole print: the addresses of this machine are asked from its network.
    """
    registry = current_app.extensions["meeting"].registry
    for page in registry.contributions("roster.invitation_page", meeting_id):
        values = {"meeting_id": meeting_id, "secret": _PLACE}
        form = phone_address() + current_app.url_map.bind("").build(page.endpoint, values)
        return lambda secret: form.replace(_PLACE, secret)
    return str


def address_of(invitation: Invitation, meeting_id: int) -> str:
    """What one invitation's QR says."""
    return address_maker(meeting_id)(invitation.secret)


def slip(session: Session, delegate: Delegate) -> Slip:
    """The slip of one delegate."""
    invitation = valid_invitation(session, delegate.id)
    assert invitation is not None  # every delegate is issued one with the row itself
    address = address_of(invitation, delegate.meeting_id)
    person = as_person(delegate, delegate.village)
    label = _("Invitation code of %(name)s", name=person.name)
    return Slip(person, rules.shown(invitation.code), address, qr.svg(address, label=label))
