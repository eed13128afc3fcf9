"""What a paper tells of the opinions: which of them, with what was said and who raised the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meeting import clock
from meeting.plan import Plan
from meeting.points import Telling
from plugins.opinions import queries
from plugins.opinions.minutes.persons import is_private
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads import pieces
from plugins.opinions.reads.pieces import Piece


@dataclass(frozen=True)
class Told:
    """The opinions of a meeting as far as a paper may tell them."""

    telling: Telling
    found: Sequence[OpinionView]  # in order of arrival
    unpublished: int  # left out of a masked paper
    threads: dict[int, list[Piece]]
    joined: dict[int, list[OpinionView]]  # by the number of the one they were joined with
    numbered: bool = True  # else no number is told: those of several sessions repeat

    @property
    def plan(self) -> Plan:
        """The plan of the meeting."""
        return self.telling.plan

    @property
    def masked(self) -> bool:
        """Whether the paper is to be posted."""
        return self.telling.masked

    @property
    def say(self) -> Callable[..., str]:
        """A sentence in the form this meeting uses: ``say("noted")``."""
        return lambda key, **facts: self.telling.say(f"opinions.{key}", **facts)

    @property
    def in_hall(self) -> list[OpinionView]:
        """What was raised in the hall."""
        return [one for one in self.found if one.raised_at is not None]

    @property
    def before(self) -> list[OpinionView]:
        """What was collected before and never taken up."""
        return [one for one in self.found if one.raised_at is None]

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return queries.meeting_day(self.telling.meeting, clock.now())


def told(telling: Telling, *, numbered: bool = True) -> Told:
    """All opinions of the meeting; for a masked paper without those that are sensitive, and
    without what was joined with one of them: its words would be theirs.
    """
    found = telling.once("opinions.told", lambda: _told(telling))
    return replace(found, telling=telling, numbered=numbered)  # the paper may be another


def _told(telling: Telling) -> Told:
    session, meeting_id = telling.session, telling.meeting.id
    everything = queries.all_opinions(session, meeting_id)
    private = {one.number for one in everything if is_private(one)}
    found = [
        one
        for one in everything
        if not telling.masked or (one.number not in private and one.merged_into not in private)
    ]
    return Told(
        telling=telling,
        found=found,
        unpublished=len(everything) - len(found),
        threads=pieces.threads(session, meeting_id),
        joined=_joined(found),
    )


def _joined(found: Sequence[OpinionView]) -> dict[int, list[OpinionView]]:
    joined: dict[int, list[OpinionView]] = {}
    for one in found:
        if one.merged_into is not None:
            joined.setdefault(one.merged_into, []).append(one)
    return joined
