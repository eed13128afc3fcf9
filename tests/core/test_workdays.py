"""Working days: the vectors that real offices would count, and years without data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meeting.workdays import calendar, read

# meeting, +5 working days, +15 working days, +10 days, +30 days, −7 days, −5 days, −2 days
VECTORS = [
    "2023-09-13 2023-09-20 2023-10-04 2023-09-25 2023-10-13 2023-09-06 2023-09-08 2023-09-11",
    "2026-02-12 2026-02-26 2026-03-12 2026-02-23 2026-03-16 2026-02-05 2026-02-06 2026-02-10",
    "2026-04-24 2026-05-06 2026-05-20 2026-05-04 2026-05-25 2026-04-17 2026-04-17 2026-04-22",
    "2026-08-20 2026-08-26 2026-09-14 2026-09-03 2026-09-21 2026-08-13 2026-08-14 2026-08-18",
    "2026-08-28 2026-09-09 2026-09-23 2026-09-07 2026-09-28 2026-08-21 2026-08-22 2026-08-26",
    "2026-09-25 2026-10-02 2026-10-16 2026-10-05 2026-10-26 2026-09-18 2026-09-18 2026-09-23",
    "2026-11-20 2026-11-30 2026-12-14 2026-11-30 2026-12-21 2026-11-13 2026-11-13 2026-11-18",
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[:10])
def test_counts_as_an_office_counts(vector: str) -> None:
    meeting, *expected = map(date.fromisoformat, vector.split())
    days = calendar()
    counted = [
        days.after_working_days(meeting, 5),
        days.after_working_days(meeting, 15),
        days.after_days(meeting, 10),
        days.after_days(meeting, 30),
        days.before_days(meeting, 7),
        days.before_days(meeting, 5),
        days.before_days(meeting, 2),
    ]
    assert [one.last for one in counted] == expected
    assert all(one.unknown_years == () for one in counted)


def test_a_limit_on_a_day_off_is_aimed_at_before_and_ends_after() -> None:
    limit = calendar().after_days(date(2023, 9, 13), 10)
    assert limit.raw == date(2023, 9, 23)  # a Saturday
    assert limit.target == date(2023, 9, 22)
    assert limit.last == date(2023, 9, 25)


def test_a_worked_saturday_counts_and_its_monday_does_not() -> None:
    days = calendar()
    assert days.is_working_day(date(2026, 8, 22))
    assert not days.is_working_day(date(2026, 8, 31))
    assert not days.is_working_day(date(2026, 8, 29))
    assert days.off[date(2026, 8, 31)] == "Nghỉ, làm bù ngày 22/8"


def test_a_year_without_data_is_named() -> None:
    days = calendar()
    assert days.after_working_days(date(2026, 12, 25), 4).unknown_years == ()
    assert days.after_working_days(date(2026, 12, 25), 15).unknown_years == (2027,)
    assert days.after_days(date(2030, 5, 5), 3).unknown_years == (2030,)
    assert days.before_days(date(2023, 1, 3), 20).unknown_years == (2022,)


def test_the_data_is_consistent() -> None:
    days = calendar()
    assert all(day.weekday() < 5 for day in days.off)
    assert all(day.weekday() >= 5 for day in days.worked)
    assert {day.year for day in days.off} == days.years


def test_no_count_ends_on_a_day_off() -> None:
    days = calendar()
    for offset in range(365):
        start = date(2026, 1, 1) + timedelta(days=offset)
        for one in (days.after_working_days(start, 7), days.after_days(start, 9)):
            assert days.is_working_day(one.last)
            assert days.is_working_day(one.target)
            assert one.target <= one.last


def test_a_date_in_the_wrong_year_is_refused() -> None:
    with pytest.raises(ValueError, match="2025-01-01 stands among the days of 2026"):
        read('[2026.off]\n2025-01-01 = "Tết Dương lịch"\n')
