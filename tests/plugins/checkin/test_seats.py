"""Substitutes, excuses, going home, and who may go beyond the places."""

from __future__ import annotations

from typing import Any

import pytest

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import change_setting, create_meeting, open_meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin import queries
from plugins.checkin.api import is_present, totals, village_table
from plugins.checkin.phones import identify_by_code, identify_by_name
from plugins.checkin.queries import phone_via
from plugins.checkin.rules import Outcome, VillageCount
from plugins.checkin.service import (
    admit_over_quota,
    check_in,
    clear_absence,
    leave,
    mark_absent,
    scan,
    substitute,
    undo,
    walk_in,
)
from plugins.roster.api import Delegate, add_person, remove_person, stamp_of

from .conftest import Act, last_entry, of_village

STOR = 1
SECRETARY = Actor("device", 9, "Thư ký", "secretary")


def row(village_id: int = STOR) -> VillageCount:
    return next(one for one in village_table(db.session(), 1) if one.village_id == village_id)


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=code.replace(".", r"\.") + ":")


def fill(act: Act) -> list[int]:
    people = of_village(STOR)
    for delegate_id in people:
        act(check_in, delegate_id=delegate_id, via="desk")
    return people


def test_a_substitute_takes_the_same_seat_and_both_names_stay(act: Act) -> None:
    absent, *others = of_village(STOR)
    for delegate_id in others:
        act(check_in, delegate_id=delegate_id, via="desk")
    result = act(substitute, delegate_id=absent, name="đinh thị  Ŏnh", honorific="Bà")
    assert (result.outcome, result.over_quota) == (Outcome.ADMITTED, False)
    assert (result.person, result.substitute_for) == ("đinh thị Ŏnh", "Đinh Bưm")
    assert (row().present, row().missing, row().substitutes, row().over) == (6, 0, 1, 0)
    assert last_entry().facts["substitute_for"] == "Đinh Bưm"
    assert queries.substitutes(db.session(), 1)[absent].id == result.delegate_id
    newest = queries.last_arrivals(db.session(), 1)[0]
    assert (newest.person.name, newest.substitute_for) == ("đinh thị Ŏnh", "Đinh Bưm")


def test_who_was_replaced_is_told_and_may_come_in_with_a_reason(act: Act) -> None:
    absent = of_village(STOR)[0]
    came = act(substitute, delegate_id=absent, name="Đinh Jrŭ").delegate_id
    for via in ("desk", "code"):
        with refused("checkin.has_substitute") as caught:
            act(check_in, delegate_id=absent, via=via)
    assert "Đinh Jrŭ" in caught.value.message
    with refused("checkin.has_substitute"):
        act(substitute, delegate_id=absent, name="Người thứ ba")
    both = act(admit_over_quota, delegate_id=absent, reason="Cả hai cùng đến")
    assert (both.outcome, both.over_quota) == (Outcome.ADMITTED, False), "five more places are free"
    act(undo, delegate_id=came)
    assert row().present == 1


def test_nobody_is_replaced_who_is_here(act: Act) -> None:
    delegate_id = of_village(STOR)[0]
    act(check_in, delegate_id=delegate_id, via="desk")
    with refused("checkin.is_here"):
        act(substitute, delegate_id=delegate_id, name="Đinh Jrŭ")
    with refused("checkin.is_here"):
        act(mark_absent, delegate_id=delegate_id, reason="ốm")
    with refused("checkin.is_here"):
        act(remove_person, delegate_id=delegate_id)
    assert len(of_village(STOR)) == 6


def test_a_plan_without_substitutes_asks_who_allowed_it(act: Act) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    firm = plan.attendance.model_copy(update={"substitutes": False})
    other = act(create_meeting, plan=plan.model_copy(update={"attendance": firm}))
    act(open_meeting, meeting_id=other)
    absent = act(add_person, meeting_id=other, name="Đinh Bưm", village_id=None)
    with refused("checkin.no_substitutes"):
        act(substitute, meeting_id=other, delegate_id=absent, name="Đinh Jrŭ")
    said = {"delegate_id": absent, "name": "Đinh Jrŭ", "reason": "Chủ tịch đồng ý"}
    assert act(substitute, meeting_id=other, **said).outcome == Outcome.ADMITTED


def test_an_excuse_is_counted_until_they_come_after_all(act: Act) -> None:
    delegate_id = of_village(STOR)[0]
    with refused("checkin.reason_needed"):
        act(mark_absent, delegate_id=delegate_id, reason=" ")
    assert act(mark_absent, delegate_id=delegate_id, reason="đi rẫy xa") is True
    assert act(mark_absent, delegate_id=delegate_id, reason="đi rẫy xa") is False
    assert act(mark_absent, delegate_id=delegate_id, reason="ốm") is True
    assert (row().missing, row().excused, totals(db.session(), 1).excused) == (6, 1, 1)
    assert queries.absences(db.session(), 1)[delegate_id].reason == "ốm"
    act(check_in, delegate_id=delegate_id, via="desk")
    assert (row().missing, row().excused) == (5, 0)


def test_an_excuse_can_be_taken_back(act: Act) -> None:
    delegate_id = of_village(STOR)[0]
    act(mark_absent, delegate_id=delegate_id, reason="ốm")
    assert act(clear_absence, delegate_id=delegate_id) is True
    assert act(clear_absence, delegate_id=delegate_id) is False
    assert row().excused == 0


def test_who_goes_home_still_came_and_may_come_back(act: Act, clock_at: clock.Frozen) -> None:
    delegate_id = of_village(STOR)[0]
    first = act(check_in, delegate_id=delegate_id, via="desk")
    clock_at.tick(minutes=40)
    assert act(leave, delegate_id=delegate_id) is True
    assert act(leave, delegate_id=delegate_id) is False
    assert not is_present(db.session(), delegate_id), "nobody calls them to speak"
    assert (row().present, row().left) == (1, 1)
    clock_at.tick(minutes=10)
    again = act(check_in, delegate_id=delegate_id, via="desk")
    assert (again.outcome, again.at) == (Outcome.BACK_AGAIN, first.at)
    assert is_present(db.session(), delegate_id)
    assert last_entry().event == "checkin.came_back"


def test_a_firm_limit_is_for_the_secretary_or_the_office_to_exceed(act: Act) -> None:
    fill(act)
    seventh = act(add_person, name="Hyek", village_id=STOR)
    act(change_setting, name="checkin.when_full", value="refuse")
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (check_in, {"delegate_id": seventh, "via": "code"}),
        (check_in, {"delegate_id": seventh, "via": "desk"}),
        (admit_over_quota, {"delegate_id": seventh, "reason": "Làng cử thêm"}),
        (walk_in, {"name": "Djung", "village_id": STOR, "reason": "Làng cử thêm"}),
    ]
    for use_case, said in attempts:
        with refused("checkin.village_full"):
            act(use_case, **said)
    by_secretary = act(admit_over_quota, by=SECRETARY, delegate_id=seventh, reason="Chủ trì đồng ý")
    assert by_secretary.over_quota
    there = queries.presence(db.session(), seventh)
    assert there is not None
    assert (there.allowed_by, there.reason) == ("Thư ký", "Chủ trì đồng ý")


def test_a_refused_walk_in_leaves_nobody_behind(act: Act) -> None:
    fill(act)
    with refused("checkin.village_full") as caught:
        act(walk_in, name="Djung", village_id=STOR)
    assert caught.value.facts["delegate_id"] is None
    [entry, *_] = queries.refusals(db.session(), 1)
    assert (entry.event, entry.by_name) == ("checkin.village_full", "Bàn đón tiếp 1")


def test_a_refused_code_is_kept_with_what_was_typed(act: Act) -> None:
    code = db.session.get_one(Delegate, 20)
    secret = code.secret
    act(remove_person, delegate_id=20)
    for raw, said in (("CFG-2345", "CFG-2345"), (f"http://10.0.0.9/i/{secret}", f"…{secret[-4:]}")):
        with pytest.raises(Refused):
            act(scan, raw=raw)
        assert queries.refusals(db.session(), 1)[0].facts["said"] == said


def test_namesakes_are_named_to_the_desk(act: Act) -> None:
    first = of_village(STOR)[0]
    name = db.session.get_one(Delegate, first).name
    act(add_person, name=name, village_id=2, distinction="con ông Pŭih")
    result = act(check_in, delegate_id=first, via="desk")
    [other] = result.namesakes
    assert other.startswith(name)
    assert other.endswith("con ông Pŭih")


def test_a_slip_takes_a_name_back_from_the_phone_that_chose_it(act: Act) -> None:
    somebody, holder = Actor("anonymous"), Actor("delegate", 20, "Đinh Bưm")
    act(identify_by_name, by=somebody, delegate_id=20)
    chosen = stamp_of(20)
    secret = db.session.get_one(Delegate, 20).secret
    act(identify_by_code, by=somebody, raw=secret)
    assert phone_via(db.session(), 20) == "code"
    shown = stamp_of(20)
    assert shown != chosen, "the phone that only chose the name is out"
    act(identify_by_code, by=somebody, raw=secret)
    act(identify_by_code, by=holder, raw=secret)
    assert stamp_of(20) == shown, "two phones may show the same slip"


def test_the_phone_that_chose_the_name_may_show_the_slip_as_well(act: Act) -> None:
    act(identify_by_name, by=Actor("anonymous"), delegate_id=20)
    chosen, secret = stamp_of(20), db.session.get_one(Delegate, 20).secret
    act(identify_by_code, by=Actor("delegate", 20, "Đinh Bưm"), raw=secret)
    assert (stamp_of(20), phone_via(db.session(), 20)) == (chosen, "code")
