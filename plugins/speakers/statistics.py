"""Sums of what was spoken: by person, by village, by form of address, by side. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from meeting import text
from plugins.speakers.order import Person


@dataclass(frozen=True, kw_only=True)
class Speech(text.Addressed):
    """One turn that was heard. One put back after it had begun keeps what was spoken."""

    person: Person
    name: str
    honorific: str
    village_id: int | None
    village: str  # with its unit word
    office_title: str
    by_people: bool  # of the people's side, not of the officials
    topic_title: str
    subject: str
    is_follow_up: bool
    started_at: datetime | None
    ended_at: datetime | None  # None: has the floor now, or waits again
    ms: int
    limit_seconds: int
    reminders: int
    language: str
    interpreter: str

    @property
    def over_ms(self) -> int:
        """How much longer than it was given."""
        return max(0, self.ms - self.limit_seconds * 1000)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """How many people spoke how often and how long."""

    people: int
    turns: int
    ms: int
    over: int  # turns that took longer than they were given
    first_at: datetime | None
    last_at: datetime | None

    @property
    def time(self) -> str:
        """As minutes and seconds."""
        return minutes(self.ms)

    @property
    def mean(self) -> str:
        """Of one turn."""
        return minutes(self.ms // self.turns) if self.turns else "–"

    def percent_of(self, whole: Sum) -> int:
        """The share of the time."""
        return round(100 * self.ms / whole.ms) if whole.ms else 0


def minutes(ms: int) -> str:
    """Milliseconds as minutes and seconds: ``12:05``. An hour is sixty minutes."""
    whole, seconds = divmod(ms // 1000, 60)
    return f"{whole}:{seconds:02}"


def total(speeches: Iterable[Speech]) -> Sum:
    """All of them together."""
    found = list(speeches)
    begun = [one.started_at for one in found if one.started_at is not None]
    return Sum(
        people=len({one.person for one in found}),
        turns=len(found),
        ms=sum(one.ms for one in found),
        over=sum(1 for one in found if one.over_ms),
        first_at=min(begun, default=None),
        last_at=max(begun, default=None),
    )


def grouped(
    speeches: Sequence[Speech], key: Callable[[Speech], Hashable]
) -> dict[Hashable, list[Speech]]:
    """Those that belong together, in the order in which the first of each came."""
    groups: dict[Hashable, list[Speech]] = {}
    for one in speeches:
        groups.setdefault(key(one), []).append(one)
    return groups


def by_person(speeches: Sequence[Speech]) -> list[tuple[Speech, Sum]]:
    """One speech of each person, to say who it is, with their sum; who spoke longest first."""
    found = [(some[0], total(some)) for some in grouped(speeches, lambda one: one.person).values()]
    return sorted(found, key=lambda one: -one[1].ms)
