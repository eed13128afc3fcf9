"""Staff devices and hall screens are paired by a one-time link, never by a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from meeting.access import Role, new_token, token_hash
from meeting.errors import Refused
from meeting.events import Event
from meeting.models import Device, PairingLink
from meeting.text import clean
from meeting.writing import Tx

LINK_HOURS = 12


@dataclass(frozen=True, kw_only=True)
class DevicePaired(Event):
    """A device was given a role."""

    name = "core.device_paired"
    title = _l("Device paired")
    device_id: int
    device: str
    role: str


@dataclass(frozen=True, kw_only=True)
class DeviceRevoked(Event):
    """A device lost its role."""

    name = "core.device_revoked"
    title = _l("Device revoked")
    device_id: int
    device: str


def offer_pairing(tx: Tx, *, role: str, name: str, token_digest: str) -> None:
    """Store a one-time link. The caller makes the token and shows it; only its digest is kept."""
    link = PairingLink(
        token_hash=token_digest,
        role=role,
        name=clean(name)[:60] or str(Role(role).label),
        expires_at=tx.now + timedelta(hours=LINK_HOURS),
    )
    tx.session.add(link)


def pair(tx: Tx, *, link: str, device_digest: str) -> int:
    """Use a link up for the device whose secret has this digest. Returns the device's id."""
    found = tx.session.get(PairingLink, token_hash(link))
    if found is None or found.used_at is not None or found.expires_at < tx.now:
        raise Refused(
            "core.pairing_used",
            _l("This pairing link was used or is too old. Ask the secretary to show a new one."),
        )
    found.used_at = tx.now
    device = Device(
        name=found.name,
        role=found.role,
        token_hash=device_digest,
        paired_at=tx.now,
        revoked_at=None,
    )
    tx.session.add(device)
    tx.session.flush()
    tx.emit(DevicePaired(meeting_id=0, device_id=device.id, device=device.name, role=device.role))
    return device.id


def revoke(tx: Tx, *, device_id: int) -> None:
    """End a device's rights at once. The last owner cannot be revoked."""
    device = tx.session.get(Device, device_id)
    if device is None or device.revoked_at is not None:
        return
    owners = sa.select(sa.func.count()).where(
        Device.role == Role.OWNER, Device.revoked_at.is_(None), Device.id != device_id
    )
    if device.role == Role.OWNER and not tx.session.scalar(owners):
        raise Refused(
            "core.last_owner",
            _l("This is the only owner's device. Pair another owner first."),
        )
    device.revoked_at = tx.now
    tx.emit(DeviceRevoked(meeting_id=0, device_id=device.id, device=device.name))


def new_link(base: str) -> tuple[str, str]:
    """A fresh token's address and digest."""
    token = new_token()
    return f"{base}/pair/{token}", token_hash(token)
