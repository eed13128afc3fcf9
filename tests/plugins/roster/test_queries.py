"""What the plan and the sample bring, and how people are found again."""

from __future__ import annotations

import pytest

from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.meetings import create_meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.roster.api import (
    Delegate,
    DelegateKind,
    of_village,
    people,
    person,
    search,
    villages,
)
from plugins.roster.queries import delegates

from .codes import find_code

pytestmark = pytest.mark.usefixtures("context")


def test_the_sample_brings_sixty_people_and_eighteen_officials() -> None:
    everybody = delegates(db.session(), 1)
    assert len([one for one in everybody if one.people_side]) == 60
    assert len([one for one in everybody if one.kind == DelegateKind.OFFICIAL]) == 18
    assert len({one.code for one in everybody}) == len({one.secret for one in everybody}) == 78
    assert all(one.group for one in everybody), "also of those the plan named before"


def test_villages_come_in_the_plans_order_with_places_and_unit_word() -> None:
    found = villages(db.session(), 1)
    assert [one.name for one in found][:3] == ["Stơr", "Kuk Tung", "Klếch"]
    assert {one.places for one in found} == {6}
    assert (found[0].label, found[0].heading) == ("làng Stơr", "Làng Stơr")


def test_the_list_goes_by_village_then_given_name() -> None:
    first = [one.name for one in delegates(db.session(), 1)][:6]
    assert first == [
        "Đinh Bưm",
        "Đinh Grơ̆ng",
        "Đinh Thị Hrŭ",
        "Đinh Thị Nhŭng",
        "Đinh Thị Ŏnh",
        "Đinh Yơk",
    ]
    assert delegates(db.session(), 1)[-1].village is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dinh hlop", "Đinh Thị Hlŏp"),
        ("hlop", "Đinh Thị Hlŏp"),
        ("HLOP", "Đinh Thị Hlŏp"),
        ("Hlŏp", "Đinh Thị Hlŏp"),
        ("h'linh", "Đinh Thị H'Lĭnh"),
        ("hlinh", "Đinh Thị H'Lĭnh"),
        ("bli", "Đinh Thị Ƀlĭ"),
        ("hon leng", "Đinh Hơ̆n"),
        ("thuy", "Phạm Thị Thanh Thủy"),
        ("nam", "Trần Xuân Nam"),  # the given name comes before the village Nam Cao
    ],
)
def test_search_needs_no_marks(typed: str, first: str) -> None:
    assert search(db.session(), 1, typed)[0].name == first


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "'; drop table", "xyz", "🙂", "a" * 5000])
def test_search_bears_anything(typed: str) -> None:
    assert search(db.session(), 1, typed) == []


def test_two_people_of_one_name_are_two_people() -> None:
    found = search(db.session(), 1, "khoi klech")
    assert [one.name for one in found] == ["Đinh Văn Khŏi"] * 2
    assert found[0].id != found[1].id
    assert {one.distinction for one in found} == {"con ông Pŭih", "nhà cạnh nhà rông"}


def test_a_person_is_named_as_others_show_them() -> None:
    [found] = search(db.session(), 1, "hlop")
    assert (found.addressed, found.label) == ("Bà Đinh Thị Hlŏp", "Đinh Thị Hlŏp, làng Leng")
    chair = search(db.session(), 1, "tran xuan nam")[0]
    assert chair.label == "Trần Xuân Nam, Chủ tịch UBND xã"
    assert person(db.session(), 99999) is None
    assert set(people(db.session(), 1, [found.id, chair.id])) == {found.id, chair.id}
    assert len(of_village(db.session(), villages(db.session(), 1)[0].id)) == 6


def test_a_code_of_another_meeting_finds_nobody() -> None:
    code = db.session.get_one(Delegate, 20).code
    assert find_code(db.session(), 1, code.lower()) is not None
    assert find_code(db.session(), 2, code) is None
    assert find_code(db.session(), 1, "CFG-2345") is None


@pytest.mark.parametrize("name", shipped_plans())
def test_every_shipped_plan_fills_a_roster(name: str) -> None:
    plan = load_plan_file(shipped_plans()[name])
    for index in range(plan.session_count):
        by = Actor.system("test")
        meeting_id = run(create_meeting, by=by, plan=plan, session_index=index)
        wanted = plan.session(index)
        names = [one.name for one in villages(db.session(), meeting_id)]
        assert names == [one.name for one in wanted.villages]
        named = {one.name for one in people(db.session(), meeting_id).values()}
        assert wanted.chair.name in named
