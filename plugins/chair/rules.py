"""Where one stands among the opinions, and how an opinion stood before a tap: pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple
from zlib import crc32

AROUND = 4  # numbers shown on either side of the present one
NOTE_LIMIT = 4000  # letters as a reader counts them


class Only(StrEnum):
    """Which opinions the chair wants to see."""

    ALL = ""
    OPEN = "open"  # nobody has decided on them yet
    WAITING = "waiting"  # the same, raised in the hall, in the order in which people wait


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A filter, as an address carries it."""

    topic: str = ""
    village: int = 0
    only: Only = Only.ALL

    @property
    def address(self) -> dict[str, Any]:
        """Its part of an address; empty while nothing is left out."""
        own = {"topic": self.topic, "village": self.village, "only": self.only.value}
        return {name: value for name, value in own.items() if value}

    def but(self, **changes: Any) -> dict[str, Any]:
        """The address of the same filter but for one thing."""
        return {name: value for name, value in {**self.address, **changes}.items() if value}


class Chip(NamedTuple):
    """An opinion as far as one turns to it; light, for there may be thousands."""

    id: int  # 0: it is not there
    number: int
    settled: bool = False
    sensitive: bool = False
    approved: bool = True
    since: str = ""  # where people are sorted by how long they wait

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands in the order."""
        return (self.since, self.number)


_PLACE = attrgetter("place")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One opinion among those the chair wants to see. It may have left them meanwhile."""

    here: Chip
    index: int | None  # from 1; None: the filter leaves it out
    count: int
    before: Chip | None
    after: Chip | None
    around: tuple[Chip, ...]
    middle: int  # where the present one stands among these, from 0


def chosen(chips: Sequence[Chip], *, at: Chip | None, step: int = 0) -> Chip | None:
    """Which one to open: one asked for, the next (1) or previous (-1), or the first that is open.

    One that is not there any more leads to the nearest behind it, so that nobody who turns the
    pages falls out of the list; at an end one stays where one is.
    """
    if at is None:
        first = next((one for one in chips if not one.settled), None)
        return first or (chips[-1] if chips else None)
    is_there = bool(at.id and at.approved)
    if step == 0 and is_there:
        return at
    if step < 0:
        found = next((one for one in reversed(chips) if one.place < at.place), None)
    else:
        found = next((one for one in chips if one.place > at.place), None)
    if found or is_there:
        return found or at
    return (chips[0] if step < 0 else chips[-1]) if chips else None


def place(chips: Sequence[Chip], here: Chip) -> Place:
    """Where an opinion stands among the others, which are in their order."""
    left = bisect_left(chips, here.place, key=_PLACE)
    end = bisect_right(chips, here.place, key=_PLACE)
    earlier, later, is_in = chips[:left], chips[end:], left < end
    right = len(later)
    room = 2 * AROUND
    shown_left = min(left, max(AROUND, room - min(right, AROUND)))
    shown_right = min(right, room - shown_left)
    before = earlier[left - shown_left :]
    return Place(
        here=here,
        index=left + 1 if is_in else None,
        count=len(chips),
        before=earlier[-1] if earlier else None,
        after=later[0] if later else None,
        around=(*before, *((here,) if is_in else ()), *later[:shown_right]),
        middle=len(before),
    )


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What was decided about an opinion at some moment, to see a change by and to go back to."""

    outcome: str = ""
    department: str = ""
    due_date: date | None = None
    due_reason: str = ""
    competent_body: str = ""
    expected: str = ""
    told_on: date | None = None
    merged_into: int | None = None

    @classmethod
    def of(cls, opinion: Any) -> Stand:
        """As an opinion stands now."""
        values = {one.name: getattr(opinion, one.name) for one in fields(cls)}
        return cls(**{**values, "outcome": str(values["outcome"] or "")})

    @property
    def stamp(self) -> str:
        """Short for all of it: a button names what its presser saw."""
        return f"{crc32(repr(self).encode()):08x}"

    def plain(self) -> dict[str, Any]:
        """For a cookie."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if value
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Stand:
        """From a cookie."""
        days: dict[str, Any] = {
            name: date.fromisoformat(plain[name])
            for name in ("due_date", "told_on")
            if name in plain
        }
        return cls(**{**plain, **days})


def joined(theirs: str, mine: str) -> str:
    """Two notes written at once on two tablets: nothing of either is lost."""
    if theirs in mine:
        return mine
    return theirs if mine in theirs else f"{theirs}\n\n{mine}"
