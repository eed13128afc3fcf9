"""What happens at the door."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class CheckedIn(Event):
    """A delegate has come."""

    name = "checkin.checked_in"
    title = _l("Checked in")
    delegate_id: int
    village_id: int | None
    person: str
    via: str
    over_quota: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckInUndone(Event):
    """A check-in was a mistake and is taken back."""

    name = "checkin.undone"
    title = _l("Check-in taken back")
    delegate_id: int
    village_id: int | None
    person: str
    via: str
    desk: str


@dataclass(frozen=True, kw_only=True)
class PhoneIdentified(Event):
    """A phone said whose it is."""

    name = "checkin.phone_identified"
    title = _l("Phone identified")
    delegate_id: int
    person: str
    via: str


@dataclass(frozen=True, kw_only=True)
class PhoneReleased(Event):
    """A phone said that it is not this person's."""

    name = "checkin.phone_released"
    title = _l("Phone let go of a name")
    delegate_id: int
    person: str
