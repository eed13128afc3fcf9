"""When each paired device was last seen, and from where: in memory, for every request says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from meeting import clock

SAVED_AFTER = timedelta(minutes=1)  # what is in the database may be that much older


@dataclass(frozen=True)
class Sight:
    """One sign of life."""

    at: datetime
    address: str


class Sightings:
    """The newest sign of life of each device since the start."""

    def __init__(self) -> None:
        self._newest: dict[int, Sight] = {}
        self._saved: dict[int, Sight] = {}

    def see(self, device_id: int, address: str) -> None:
        """It is there now."""
        self._newest[device_id] = Sight(clock.now(), address)

    def of(self, device_id: int) -> Sight | None:
        """When and where it was last, if since the start."""
        return self._newest.get(device_id)

    def unsaved(self) -> dict[int, Sight]:
        """What the database does not know yet, or knows too old."""
        return {
            device_id: sight
            for device_id, sight in self._newest.items()
            if (saved := self._saved.get(device_id)) is None
            or saved.address != sight.address
            or saved.at + SAVED_AFTER < sight.at
        }

    def saved(self, sights: dict[int, Sight]) -> None:
        """These are in the database."""
        self._saved |= sights


def sightings() -> Sightings:
    """Those of this application."""
    if "meeting.sightings" not in current_app.extensions:
        current_app.extensions["meeting.sightings"] = Sightings()
    known: Sightings = current_app.extensions["meeting.sightings"]
    return known
