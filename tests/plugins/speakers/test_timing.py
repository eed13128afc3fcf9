"""What the clock shows and what counts as spoken. No database, no Flask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meeting.contract import Refused
from plugins.speakers import timing
from plugins.speakers.timing import Timing

NOW = datetime(2023, 10, 20, 1, 0, tzinfo=UTC)


def stored(since: datetime | None = None, used_ms: int = 0, limit: int = 300) -> Timing:
    return Timing(limit_seconds=limit, used_ms=used_ms, running_since=since)


def test_a_running_clock_is_a_target_time() -> None:
    clock = timing.clock_of(stored(NOW, used_ms=60_000))
    assert (clock.ends_at, clock.left_ms) == (NOW + timedelta(minutes=4), None)


def test_a_standing_clock_is_a_rest() -> None:
    clock = timing.clock_of(stored(used_ms=60_000))
    assert (clock.ends_at, clock.left_ms) == (None, 240_000)


def test_the_clock_goes_below_zero() -> None:
    assert timing.clock_of(stored(used_ms=330_000)).left_ms == -30_000
    assert timing.clock_of(stored(NOW, used_ms=330_000)).ends_at == NOW - timedelta(seconds=30)


def test_time_used_leaves_pauses_out() -> None:
    assert timing.used_ms(stored(used_ms=5_000), NOW) == 5_000
    assert timing.used_ms(stored(NOW, used_ms=5_000), NOW + timedelta(seconds=2)) == 7_000
    assert timing.used_ms(stored(NOW, used_ms=5_000), NOW - timedelta(hours=1)) == 5_000


def test_a_clock_has_begun_once_it_has_run() -> None:
    assert not stored().has_begun
    assert stored(NOW).has_begun
    assert stored(used_ms=1).has_begun


def test_an_extension_is_sensible() -> None:
    assert timing.extension(1) == 1
    assert timing.extension(timing.LONGEST_EXTENSION) == timing.LONGEST_EXTENSION
    for seconds in (-60, 0, timing.LONGEST_EXTENSION + 1):
        with pytest.raises(Refused) as refused:
            timing.extension(seconds)
        assert refused.value.code == "speakers.bad_extension"


def test_settings_take_sensible_values_only() -> None:
    assert timing.is_minutes(1)
    assert timing.is_minutes(60)
    assert not any(map(timing.is_minutes, (0, 61)))
    assert timing.is_seconds(0)
    assert timing.is_seconds(600)
    assert not any(map(timing.is_seconds, (-1, 601)))
