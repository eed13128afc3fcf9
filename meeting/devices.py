"""The paired devices: which there are, when they were last seen; giving one a name, and its end."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from meeting.access import Actor, Role
from meeting.errors import NotSaved, Refused
from meeting.events import Event
from meeting.models import Device
from meeting.sightings import Sight, sightings
from meeting.text import clean
from meeting.writing import Tx, allowed_when_closed, run

log = logging.getLogger(__name__)
NAME_LETTERS = 60


@dataclass(frozen=True, kw_only=True)
class DeviceRenamed(Event):
    """A device was given another name."""

    name = "core.device_renamed"
    title = _l("Device renamed")
    device_id: int
    device: str
    was: str


@dataclass(frozen=True, kw_only=True)
class DeviceRevoked(Event):
    """A device lost its role."""

    name = "core.device_revoked"
    title = _l("Device revoked")
    device_id: int
    device: str


# Devices belong to the house: a closed meeting stops none of these


@allowed_when_closed
def rename(tx: Tx, *, device_id: int, name: str) -> None:
    """Call a device something else."""
    device = tx.session.get(Device, device_id)
    wanted = clean(name)[:NAME_LETTERS]
    if not wanted:
        raise Refused("core.device_name", _l("Write a name for the device, then save it."))
    if device is None or device.revoked_at is not None or device.name == wanted:
        return
    was, device.name = device.name, own_name(tx.session, wanted, beside=device.id)
    tx.emit(
        DeviceRenamed(meeting_id=tx.meeting_id, device_id=device.id, device=device.name, was=was)
    )


def own_name(session: Session, wanted: str, beside: int | None = None) -> str:
    """The name with a number when another device has it: the record tells the desks apart by it."""
    query = sa.select(Device.name).where(Device.revoked_at.is_(None), Device.id != (beside or 0))
    taken = set(session.scalars(query))
    numbered = (f"{wanted} {number}" for number in count(2))
    return next(name for name in chain([wanted], numbered) if name not in taken)


@allowed_when_closed
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
    tx.emit(DeviceRevoked(meeting_id=tx.meeting_id, device_id=device.id, device=device.name))


def remember_sights(tx: Tx, *, sights: dict[int, Sight]) -> None:
    """Write down when devices were last seen. Nothing happened: no event, nothing to journal."""
    for device_id, sight in sights.items():
        tx.session.execute(
            sa.update(Device)
            .where(Device.id == device_id)
            .values(seen_at=sight.at, seen_from=sight.address)
        )


def save_sights() -> None:
    """Bring the database up to what was seen; the server does it about once a minute."""
    seen = sightings()
    news = seen.unsaved()
    if not news:
        return
    try:
        run(remember_sights, by=Actor.system("devices"), sights=news)
        seen.saved(news)
    except NotSaved as error:  # the next minute tries again, and the disk has its own alarm
        log.warning("When devices were seen could not be saved: %s", error)


@dataclass(frozen=True)
class Listed:
    """A device as the list shows it."""

    device: Device
    role: Role
    seen_at: datetime | None
    seen_from: str
    is_open: bool  # one of its pages is connected at this moment


def paired_devices(session: Session, connected: set[int]) -> list[Listed]:
    """Every device with a role, those of one role together."""
    found = session.scalars(sa.select(Device).where(Device.revoked_at.is_(None)))
    order = {role.value: place for place, role in enumerate(Role)}
    rows = []
    for device in sorted(found, key=lambda one: (order[one.role], one.id)):
        sight = sightings().of(device.id)
        seen_at, seen_from = (
            (sight.at, sight.address) if sight else (device.seen_at, device.seen_from or "")
        )
        is_open = device.id in connected
        rows.append(Listed(device, Role(device.role), seen_at, seen_from, is_open))
    return rows
