"""The one source of time. Instants are aware UTC; people read them in Vietnam's zone, which has no
summer time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "ICT")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def local(instant: datetime) -> datetime:
    """The same instant as the hall's wall clock shows it."""
    return instant.astimezone(VIETNAM)


def epoch_ms(instant: datetime) -> int:
    """Milliseconds since 1970, the form in which browsers receive target times."""
    return round(instant.timestamp() * 1000)


class Frozen:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def tick(self, **step: float) -> None:
        """Move on by a timedelta given in its own words, e.g. ``tick(seconds=30)``."""
        self.at += timedelta(**step)


@contextmanager
def frozen(at: datetime) -> Iterator[Frozen]:
    """Stop the clock at ``at`` for a test or a demonstration."""
    global _source
    before, clock = _source, Frozen(at)
    _source = clock
    try:
        yield clock
    finally:
        _source = before
