"""Over and under are said in the same words for every kind of quota; the five real plans."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from meeting.plan import Plan, load_plan_file, shipped_plans
from plugins.roster.quota_words import counted, expected, of_fields, of_places, of_whole, who_counts


def plan(name: str) -> Plan:
    return load_plan_file(shipped_plans()[name])


@pytest.mark.parametrize(
    ("places", "people", "words", "state"),
    [
        (6, 0, "còn 6 chỗ", "under"),
        (6, 4, "còn 2 chỗ", "under"),
        (6, 6, "đủ", "full"),
        (6, 7, "thừa 1", "over"),
        (None, 7, "", ""),
    ],
)
def test_a_village_against_its_places(
    places: int | None, people: int, words: str, state: str, context: Flask
) -> None:
    standing = of_places(places, people)
    assert (str(standing), standing.state) == (words, state)


@pytest.mark.parametrize(
    ("name", "people", "words"),
    [
        ("to-tung-2023", 60, "đủ theo kế hoạch (60)"),
        ("to-tung-2023", 61, "thừa 1 so với kế hoạch (60)"),
        ("thien-tan-2026", 115, "thiếu 5 so với kế hoạch (khoảng 120–150)"),
        ("thien-tan-2026", 120, "đủ theo kế hoạch (khoảng 120–150)"),
        ("thien-tan-2026", 153, "thừa 3 so với kế hoạch (khoảng 120–150)"),
        ("kiem-tan-2023", 49, "thiếu 1 so với kế hoạch (50–100)"),
        ("kiem-tan-2023", 100, "đủ theo kế hoạch (50–100)"),
        ("phuong-1-2024", 75, "thiếu 5 so với kế hoạch (khoảng 80)"),
        ("phuong-1-2024", 80, "đủ theo kế hoạch (khoảng 80)"),
        ("hong-ngu-2020", 10, "thiếu 1 so với kế hoạch (11)"),
    ],
)
def test_the_whole_against_the_plan(name: str, people: int, words: str, context: Flask) -> None:
    assert str(of_whole(plan(name), people)) == words


def test_who_comes_is_welcome_where_nothing_is_planned(context: Flask) -> None:
    given = plan("to-tung-2023").model_dump()
    free = Plan.model_validate({**given, "quota": {"kind": "none"}})
    assert (str(of_whole(free, 500)), expected(free), who_counts(free)) == ("", "", "")
    assert of_fields(free, []) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("to-tung-2023", 60),  # the people's delegates alone
        ("kiem-tan-2023", 60),
        ("thien-tan-2026", 60),
        ("phuong-1-2024", 78),  # officials too
        ("hong-ngu-2020", 65),  # and those of the officials who speak for a field
    ],
)
def test_who_counts(name: str, number: int, context: Flask) -> None:
    assert counted(plan(name), 60, 18, 5) == number
    assert who_counts(plan(name))


@dataclass
class Official:
    name: str
    field: str


def test_one_for_each_field(context: Flask) -> None:
    people = [Official("A", "Công an"), Official("B", "Quân sự"), Official("C", "Quân sự")]
    lines = {line.field: line for line in of_fields(plan("hong-ngu-2020"), people)}
    assert len(lines) == 7
    assert (lines["Công an"].people, str(lines["Công an"].standing)) == (("A",), "đủ")
    assert (lines["Quân sự"].people, str(lines["Quân sự"].standing)) == (("B", "C"), "thừa 1")
    assert str(lines["Tư pháp - Hộ tịch"].standing) == "chưa có ai"
