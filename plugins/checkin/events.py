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
    substitute_for: str = ""
    came_at: str = ""  # when a cut-off desk saw them, if not now


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
class WentHome(Event):
    """A delegate left before the end."""

    name = "checkin.went_home"
    title = _l("Went home")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class CameBack(Event):
    """A delegate who had left is here again."""

    name = "checkin.came_back"
    title = _l("Came back in")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class AbsenceNoted(Event):
    """Somebody will not come, and said why."""

    name = "checkin.absence_noted"
    title = _l("Excused")
    delegate_id: int
    person: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AbsenceCleared(Event):
    """Somebody who was excused is expected again."""

    name = "checkin.absence_cleared"
    title = _l("Excuse taken back")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class ConflictRaised(Event):
    """A cut-off desk did what the rules refuse now."""

    name = "checkin.conflict_raised"
    title = _l("To be settled at the desk")
    conflict_id: int
    code: str
    said: str
    desk: str


@dataclass(frozen=True, kw_only=True)
class ConflictSettled(Event):
    """Somebody looked into a conflict and said what it came to."""

    name = "checkin.conflict_settled"
    title = _l("Settled at the desk")
    conflict_id: int
    settlement: str


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
