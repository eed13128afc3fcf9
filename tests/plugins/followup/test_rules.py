"""The dates before a meeting: counted as an office counts, each with its rule."""

from __future__ import annotations

from datetime import date

import pytest

from meeting.plan import Plan, load_plan_file, shipped_plans
from meeting.workdays import calendar
from plugins.followup.before.rules import Key, Step, steps
from plugins.followup.rules import Standing

# meeting, −7 days, −5 days, −2 days
VECTORS = [
    "2023-09-13 2023-09-06 2023-09-08 2023-09-11",
    "2026-02-12 2026-02-05 2026-02-06 2026-02-10",
    "2026-04-24 2026-04-17 2026-04-17 2026-04-22",
    "2026-08-20 2026-08-13 2026-08-14 2026-08-18",
    "2026-08-28 2026-08-21 2026-08-22 2026-08-26",
    "2026-09-25 2026-09-18 2026-09-18 2026-09-23",
    "2026-11-20 2026-11-13 2026-11-13 2026-11-18",
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan_file(shipped_plans()["to-tung-2023"])


def by_key(plan: Plan, day: date | None) -> dict[str, Step]:
    return {one.key: one for one in steps(plan, day, calendar())}


def with_deadlines(plan: Plan, **values: int | None) -> Plan:
    return plan.model_copy(update={"deadlines": plan.deadlines.model_copy(update=values)})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector[:10])
def test_counts_back_as_an_office_counts(plan: Plan, vector: str) -> None:
    day, notice, five, invitations = map(date.fromisoformat, vector.split())
    found = by_key(plan, day)
    keys = (Key.NOTICE, Key.CLASSIFIED, Key.BRIEFING, Key.INVITATIONS)
    dates = [found[key].by for key in keys]
    assert [one and one.target for one in dates] == [notice, five, five, invitations]
    assert all(one is not None and not one.unknown_years for one in dates)


def test_each_date_names_its_rule(plan: Plan) -> None:
    day = date(2026, 2, 12)
    assert "Article 43" in str(by_key(plan, day)[Key.NOTICE].source)
    longer = by_key(with_deadlines(plan, public_notice_days_before=10), day)[Key.NOTICE]
    assert (str(longer.source), longer.below_law) == ("Plan of the meeting", False)
    shorter = by_key(with_deadlines(plan, public_notice_days_before=3), day)[Key.NOTICE]
    assert shorter.below_law
    assert Key.NOTICE not in by_key(with_deadlines(plan, public_notice_days_before=None), day)


def test_the_earliest_comes_first_and_what_has_no_date_last(plan: Plan) -> None:
    undated = plan.checklist[0].model_copy(update={"name": "Hoa", "days_before": None})
    listed = plan.model_copy(update={"checklist": (undated, *plan.checklist)})
    found = steps(listed, date(2026, 2, 12), calendar())
    counts = [-1 if one.count is None else one.count for one in found]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 7
    assert found[-1].key == "plan:Hoa"


def test_an_unknown_year_is_said_and_an_unknown_day_leaves_no_date(plan: Plan) -> None:
    later = by_key(plan, date(2031, 5, 5))[Key.INVITATIONS].by
    assert later is not None
    assert later.unknown_years == (2031,)
    assert by_key(plan, None)[Key.NOTICE].by is None


@pytest.mark.parametrize(
    ("today", "done_on", "standing"),
    [
        ("2026-02-05", None, Standing.OPEN),
        ("2026-02-06", None, Standing.TODAY),
        ("2026-02-07", None, Standing.LATE),  # the seventh is a Saturday: nobody works then
        ("2026-02-20", "2026-02-06", Standing.DONE),
        ("2026-02-20", "2026-02-07", Standing.DONE),
        ("2026-02-20", "2026-02-08", Standing.DONE_LATE),
    ],
)
def test_what_is_late(plan: Plan, today: str, done_on: str | None, standing: Standing) -> None:
    step = by_key(plan, date(2026, 2, 12))[Key.BRIEFING]
    done = date.fromisoformat(done_on) if done_on else None
    assert step.standing(date.fromisoformat(today), done) is standing
