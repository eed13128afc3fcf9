"""Staff devices and hall screens are paired by a one-time link or its short code, never by a
password.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from meeting import codes
from meeting.access import Role, new_token, token_hash
from meeting.devices import NAME_LETTERS, own_name, revoke
from meeting.errors import Refused
from meeting.events import Event
from meeting.models import Device, PairingLink
from meeting.text import clean
from meeting.writing import Tx, allowed_when_closed

MINUTES = 5  # a link or code on the secretary's screen
OWNER_HOURS = 12  # the link that a start prints: the office may come later than the laptop
CODE_LENGTH = 6
MOST_WRONG = 12  # codes a minute and address: 60 tries among 148 million while one code lives


@dataclass(frozen=True, kw_only=True)
class DevicePaired(Event):
    """A device was given a role."""

    name = "core.device_paired"
    title = _l("Device paired")
    device_id: int
    device: str
    role: str
    link_id: int = 0


# Secrets


@dataclass(frozen=True)
class Offer:
    """What is shown once to pair a device; only the digests are kept."""

    token: str
    code: str

    @classmethod
    def make(cls) -> Offer:
        """Fresh secrets."""
        return cls(new_token(), codes.new_code(CODE_LENGTH))

    @property
    def digests(self) -> tuple[str, str]:
        """What is kept of the link and of the code."""
        return token_hash(self.token), token_hash(self.code)

    @property
    def shown_code(self) -> str:
        """In two halves, as people read it out."""
        return codes.in_halves(self.code)


def read_code(typed: str) -> str:
    """The code that somebody meant; empty when it can be none."""
    return codes.read_code(typed, CODE_LENGTH)


def device_secret(browser: str, link: PairingLink) -> str:
    """The secret of the device that this browser becomes by this link.

    The same each time, so that a browser that never got the answer may send its form again.
    """
    return hmac.new(browser.encode(), link.token_hash.encode(), "sha256").hexdigest()


# Use cases: devices belong to the house, so a closed meeting does not stop them


@allowed_when_closed
def offer_pairing(
    tx: Tx,
    *,
    role: str,
    name: str,
    token_digest: str,
    code_digest: str | None = None,
    minutes: int = MINUTES,
) -> int:
    """Store a one-time link. The caller makes the secrets and shows them. Returns its id."""
    stale = PairingLink.expires_at < tx.now - timedelta(days=1)
    tx.session.execute(sa.delete(PairingLink).where(stale))
    link = PairingLink(
        token_hash=token_digest,
        code_hash=code_digest,
        role=role,
        name=clean(name)[:NAME_LETTERS] or str(Role(role).label),
        meeting_id=tx.meeting_id or None,
        expires_at=tx.now + timedelta(minutes=minutes),
    )
    tx.session.add(link)
    tx.session.flush()
    return link.id


def link_by(session: Session, *, token: str = "", code: str = "") -> PairingLink | None:
    """The link of a token or of a code that somebody typed."""
    if token:
        found = PairingLink.token_hash == token_hash(token)
    else:
        found = PairingLink.code_hash == token_hash(read_code(code))
    return session.scalar(sa.select(PairingLink).where(found))


def holder(session: Session, link: PairingLink) -> Device | None:
    """The device that a link made, while it has its role."""
    device = session.get(Device, link.device_id) if link.device_id else None
    return device if device is not None and device.revoked_at is None else None


@allowed_when_closed
def pair(
    tx: Tx, *, device_digest: str, link: str = "", code: str = "", replaces: int | None = None
) -> int:
    """Use a link up for the device whose secret has this digest. Returns the device's id.

    The same browser again gets the same answer. What it was before (``replaces``) ends.
    """
    found = link_by(tx.session, token=link, code=code)
    if found is None:
        raise _unknown(code)
    known = holder(tx.session, found)
    if known is not None and hmac.compare_digest(known.token_hash, device_digest):
        return known.id
    if found.used_at is not None or found.expires_at < tx.now:
        raise _unknown(code)
    found.used_at = tx.now
    name = own_name(tx.session, found.name, beside=replaces)
    device = Device(name=name, role=found.role, token_hash=device_digest, paired_at=tx.now)
    tx.session.add(device)
    tx.session.flush()
    found.device_id = device.id
    tx.emit(
        DevicePaired(
            meeting_id=tx.meeting_id,
            device_id=device.id,
            device=device.name,
            role=device.role,
            link_id=found.id,
        )
    )
    if replaces:
        revoke(tx, device_id=replaces)
    return device.id


def _unknown(code: str) -> Refused:
    if code:
        return Refused(
            "core.pairing_code",
            _l(
                "No device can be paired with this code now. "
                "Look at it again, or have a new one shown."
            ),
        )
    return Refused(
        "core.pairing_used",
        _l("This pairing link was used or is too old. Ask the secretary to show a new one."),
    )


# What the page with the code shows


def pairing_state(session: Session, _meeting_id: int, link_id: int) -> Mapping[str, Any]:
    """Whether a device has used the link, and until when one may."""
    link = session.get(PairingLink, link_id)
    device = holder(session, link) if link is not None else None
    return {"link": link, "device": device, "role": Role(device.role) if device else None}
