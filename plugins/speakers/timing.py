"""What the clock of a speaker shows, and what counts as spoken. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting.contract import Refused, _l

LONGEST_EXTENSION = 30 * 60  # seconds


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The stored side of a clock: what was used before, and since when it has been running."""

    limit_seconds: int
    used_ms: int
    running_since: datetime | None  # None while paused

    @property
    def has_begun(self) -> bool:
        """Whether it has run at all; not while somebody still walks to the microphone."""
        return self.running_since is not None or self.used_ms > 0


@dataclass(frozen=True)
class Clock:
    """What a screen counts down to: a target time, or a standing rest. Both may be in the past."""

    ends_at: datetime | None
    left_ms: int | None


def clock_of(timing: Timing) -> Clock:
    """The clock of a turn. It runs below zero and never cuts off; pauses do not count."""
    left = timing.limit_seconds * 1000 - timing.used_ms
    if timing.running_since is None:
        return Clock(None, left)
    return Clock(timing.running_since + timedelta(milliseconds=left), None)


def used_ms(timing: Timing, now: datetime) -> int:
    """How long somebody has spoken, pauses left out. A clock set back counts as no time at all."""
    if timing.running_since is None:
        return timing.used_ms
    return timing.used_ms + max(0, round((now - timing.running_since).total_seconds() * 1000))


def extension(seconds: int) -> int:
    """A sensible number of further seconds."""
    if not 1 <= seconds <= LONGEST_EXTENSION:
        raise Refused(
            "speakers.bad_extension",
            _l("Give between 1 second and %(minutes)s minutes more."),
            minutes=LONGEST_EXTENSION // 60,
        )
    return seconds


def is_minutes(value: int) -> bool:
    """A speaking limit."""
    return 1 <= value <= 60


def is_seconds(value: int) -> bool:
    """A warning before the end."""
    return 0 <= value <= 600
