"""Working days of state offices, and dates counted from a meeting by the rules of the Civil Code.

A period starts the day after the event (Article 147); one that ends on a day off ends with the next
working day (Article 148.5). The days off are data per year. What is counted through a year without
data says so: the holidays of a coming year cannot be known before they are announced.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A date that was counted.

    ``raw`` is the date as counted, ``last`` the last day the law leaves, ``target`` the working day
    by which it should be done. ``unknown_years`` have no holiday data.
    """

    raw: date
    last: date
    target: date
    unknown_years: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Weekdays off and Saturdays worked, each with its reason, of the years that have data."""

    off: Mapping[date, str]
    worked: Mapping[date, str]
    years: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday without the days off; a Saturday only when it is worked in lieu."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def after_working_days(self, start: date, count: int) -> Reckoned:
        """The ``count``-th working day after ``start``."""
        day = start
        for _ in range(count):
            day = self._next(day + DAY)
        return self._reckoned(start, raw=day, last=day, target=day)

    def after_days(self, start: date, count: int) -> Reckoned:
        """``count`` calendar days after ``start``; the target is a working day not after them."""
        raw = start + count * DAY
        return self._reckoned(start, raw=raw, last=self._next(raw), target=self._previous(raw))

    def before_days(self, start: date, count: int) -> Reckoned:
        """The latest working day that leaves ``count`` days before ``start``."""
        raw = start - count * DAY
        day = self._previous(raw)
        return self._reckoned(start, raw=raw, last=day, target=day)

    def _next(self, day: date) -> date:
        while not self.is_working_day(day):
            day += DAY
        return day

    def _previous(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= DAY
        return day

    def _reckoned(self, start: date, *, raw: date, last: date, target: date) -> Reckoned:
        touched = {day.year for day in (start, raw, last, target)}
        through = range(min(touched), max(touched) + 1)
        unknown = tuple(year for year in through if year not in self.years)
        return Reckoned(raw=raw, last=last, target=target, unknown_years=unknown)


def read(text: str) -> Calendar:
    """A calendar from TOML: ``[2026.off]`` and ``[2026.worked]`` with ``date = "reason"``."""
    years = tomllib.loads(text)
    return Calendar(
        off=dict(_days(years, "off")),
        worked=dict(_days(years, "worked")),
        years=frozenset(int(year) for year in years),
    )


def _days(
    years: Mapping[str, Mapping[str, Mapping[str, str]]], kind: str
) -> Iterator[tuple[date, str]]:
    for year, kinds in years.items():
        for day, reason in kinds.get(kind, {}).items():
            if not day.startswith(f"{year}-"):
                raise ValueError(f"{day} stands among the days of {year}")
            yield date.fromisoformat(day), reason


@functools.cache
def calendar() -> Calendar:
    """The calendar that comes with the program."""
    return read(resources.files("meeting").joinpath("data/holidays.toml").read_text("utf-8"))
