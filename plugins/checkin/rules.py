"""Rules of the door: when a village is full, and how the figures of the hall are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REASON_LETTERS = 200
ODD_AFTER = timedelta(days=1)


class Outcome(StrEnum):
    """What a check-in came to. Coming twice is no error."""

    ADMITTED = "ADMITTED"
    ALREADY_IN = "ALREADY_IN"
    BACK_AGAIN = "BACK_AGAIN"  # had gone home


class Via(StrEnum):
    """How somebody came in."""

    CODE = "code"  # own phone, with the invitation's code
    POSTER = "poster"  # own phone, name chosen from the list
    DESK = "desk"
    KIOSK = "kiosk"  # the tablet at the door, by oneself

    @property
    def of_staff(self) -> bool:
        """Whether a device of the office wrote it down, so that its name is worth keeping."""
        return self in {Via.DESK, Via.KIOSK}


class WhenFull(StrEnum):
    """What happens when all places of a village are taken (setting ``checkin.when_full``)."""

    DESK = "desk"
    WARN = "warn"
    REFUSE = "refuse"


ALLOWING = frozenset({"owner", "organiser", "secretary"})  # who may go beyond a firm limit


@dataclass(frozen=True)
class CheckInResult:
    """The answer to whoever checked somebody in: who it is, since when, and where."""

    outcome: Outcome
    delegate_id: int
    person: str
    village: str
    at: datetime
    desk: str
    over_quota: bool
    via: str = ""
    honorific: str = ""
    distinction: str = ""
    substitute_for: str = ""  # whose seat they take
    namesakes: tuple[str, ...] = ()  # others of this name, told apart


@dataclass(frozen=True)
class ArrivalRecord:
    """What became of an arrival that a cut-off desk wrote down."""

    outcome: Outcome | None  # none: nobody of the list could be found for it
    delegate_id: int | None
    person: str
    conflict: str  # code of the refusal a person has to settle; empty: none


@dataclass(frozen=True, kw_only=True)
class VillageCount:
    """One line of the village table."""

    village_id: int | None
    village: str
    places: int | None
    invited: int
    present: int  # came, also if they went home since
    missing: int  # invited, not here, and nobody came for them
    excused: int = 0  # of the missing: said so
    substitutes: int = 0  # of the present: came for somebody who is missing
    left: int = 0  # of the present: went home

    @property
    def over(self) -> int:
        """People here beyond the places."""
        return max(0, self.present - self.places) if self.places is not None else 0

    @property
    def free(self) -> int | None:
        """Places nobody has taken yet."""
        return max(0, self.places - self.present) if self.places is not None else None


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The hall as a whole against what the plan expects."""

    places: int | None
    invited: int
    present: int
    missing: int
    over: int
    officials_invited: int
    officials_present: int
    officials_missing: int
    low: int | None
    high: int | None
    counted: int  # those whom the plan's bounds are about
    excused: int = 0
    substitutes: int = 0
    left: int = 0

    @property
    def everybody(self) -> int:
        """All people here."""
        return self.present + self.officials_present

    @property
    def all_invited(self) -> int:
        """All people on the invitations."""
        return self.invited + self.officials_invited

    @property
    def all_missing(self) -> int:
        """All who were invited and are not here."""
        return self.missing + self.officials_missing

    @property
    def standing(self) -> str:
        """``under``, ``within`` or ``over`` the plan's bounds; empty when it names none."""
        if self.low is None or self.high is None:
            return ""
        if self.counted < self.low:
            return "under"
        return "over" if self.counted > self.high else "within"


def is_full(places: int | None, present: int) -> bool:
    """Whether the next person of a village would be one too many."""
    return places is not None and present >= places


def may_exceed(policy: str, role: str) -> bool:
    """Whether a device with this role may let one more in than there are places, with a reason."""
    return policy != WhenFull.REFUSE or role in ALLOWING


def arrival_time(said: datetime, now: datetime) -> datetime:
    """When somebody came, by a desk's clock: never later than now."""
    return min(said, now)


def is_odd_time(at: datetime, opened_at: datetime | None, now: datetime) -> bool:
    """Whether a cut-off desk's time needs a look: before the meeting opened, or over a day ago."""
    earliest = now - ODD_AFTER
    return at < (max(earliest, opened_at) if opened_at else earliest)


def wifi(name: str, password: str) -> str:
    """What a QR must say for a phone to join a network; empty without a name."""
    if not name:
        return ""
    kind = "WPA" if password else "nopass"
    return f"WIFI:T:{kind};S:{_escaped(name)};P:{_escaped(password)};;"


def _escaped(value: str) -> str:
    return "".join(f"\\{letter}" if letter in '\\;,:"' else letter for letter in value)
