"""At the door: rows, events, and that a refusal changes neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import change_setting, close_meeting, create_meeting, open_meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.api import is_present, present_ids, totals, village_table
from plugins.checkin.models import Presence
from plugins.checkin.phones import identify_by_code, identify_by_name, release_phone
from plugins.checkin.queries import phone_via, with_phone
from plugins.checkin.rules import CheckInResult, Outcome
from plugins.checkin.service import (
    admit_over_quota,
    check_in,
    scan,
    undo,
    walk_in,
)
from plugins.roster.api import Delegate, add_person, reissue, shown

from .conftest import Act, journal, last_entry, of_village

STOR = 1  # the first village: six places, six invited


def fill(act: Act, village_id: int = STOR) -> list[int]:
    """Everybody of a village has come."""
    people = of_village(village_id)
    for delegate_id in people:
        act(check_in, delegate_id=delegate_id, via="desk")
    return people


def seventh(act: Act) -> int:
    found: int = act(add_person, name="Đinh Thị Hơ̆i", village_id=STOR)
    return found


def row(village_id: int = STOR) -> tuple[int | None, int, int, int, int]:
    [found] = [one for one in village_table(db.session(), 1) if one.village_id == village_id]
    return found.places, found.invited, found.present, found.missing, found.over


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=code.replace(".", r"\.") + ":")


def test_a_delegate_comes_in(act: Act) -> None:
    delegate_id = of_village(STOR)[0]
    result = act(check_in, delegate_id=delegate_id, via="desk")
    assert result == CheckInResult(
        outcome=Outcome.ADMITTED,
        delegate_id=delegate_id,
        person="Đinh Bưm",
        village="làng Stơr",
        at=clock.now(),
        desk="Bàn đón tiếp 1",
        over_quota=False,
        via="desk",
        honorific="Ông",
    )
    assert is_present(db.session(), delegate_id)
    assert present_ids(db.session(), 1) == {delegate_id}
    assert row() == (6, 6, 1, 5, 0)
    entry = last_entry()
    assert (entry.event, entry.by_name) == ("checkin.checked_in", "Bàn đón tiếp 1")
    assert entry.facts["delegate_id"] == delegate_id


def test_coming_twice_says_when_and_where_and_changes_nothing(
    act: Act, clock_at: clock.Frozen
) -> None:
    delegate_id = of_village(STOR)[0]
    first = act(check_in, delegate_id=delegate_id, via="desk")
    clock_at.tick(minutes=20)
    written = len(journal())
    other_desk = Actor("device", 8, "Bàn đón tiếp 2", "registrar")
    second = act(check_in, by=other_desk, delegate_id=delegate_id, via="desk")
    assert second.outcome == Outcome.ALREADY_IN
    assert (second.at, second.desk) == (first.at, "Bàn đón tiếp 1")
    assert clock.now() - second.at == timedelta(minutes=20)
    assert len(journal()) == written


def test_the_same_form_sent_twice_gets_the_same_answer(act: Act, clock_at: clock.Frozen) -> None:
    delegate_id = of_village(STOR)[0]
    answers = [act(check_in, key="k", delegate_id=delegate_id, via="desk") for _ in range(2)]
    assert answers[0] == answers[1]
    assert journal().count("checkin.checked_in") == 1


@pytest.mark.parametrize("via", ["desk", "code", "poster"])
def test_the_seventh_of_a_village_is_sent_to_the_desk(act: Act, via: str) -> None:
    fill(act)
    one_more = seventh(act)
    with refused("checkin.village_full") as caught:
        act(check_in, delegate_id=one_more, via=via)
    assert caught.value.facts["village"] == "Làng Stơr"
    assert "Làng Stơr" in caught.value.message
    assert not is_present(db.session(), one_more)
    assert row() == (6, 7, 6, 1, 0)
    assert last_entry().refused
    assert last_entry().event == "checkin.village_full"


def test_the_desk_admits_over_quota_with_a_reason(act: Act) -> None:
    fill(act)
    one_more = seventh(act)
    for reason in ("", "   ", "\u200b", "x" * 201):
        with refused("checkin.reason_needed"):
            act(admit_over_quota, delegate_id=one_more, reason=reason)
    result = act(admit_over_quota, delegate_id=one_more, reason="  Làng cử thêm ")
    assert result.over_quota
    there = db.session.scalar(sa.select(Presence).where(Presence.delegate_id == one_more))
    assert there is not None
    assert (there.over_quota, there.reason, there.allowed_by) == (
        True, "Làng cử thêm", "Bàn đón tiếp 1"
    )  # fmt: skip
    assert row() == (6, 7, 7, 0, 1)
    assert last_entry().facts["reason"] == "Làng cử thêm"
    again = act(admit_over_quota, delegate_id=one_more, reason="Lần nữa")
    assert again.outcome == Outcome.ALREADY_IN


def test_a_place_that_became_free_is_no_over_quota(act: Act) -> None:
    people = fill(act)
    one_more = seventh(act)
    act(undo, delegate_id=people[0])
    result = act(admit_over_quota, delegate_id=one_more, reason="Làng cử thêm")
    assert not result.over_quota


def test_the_policy_may_only_warn(act: Act) -> None:
    fill(act)
    one_more = seventh(act)
    act(change_setting, name="checkin.when_full", value="warn")
    result = act(check_in, delegate_id=one_more, via="code")
    assert (result.outcome, result.over_quota) == (Outcome.ADMITTED, True)
    assert row()[-1] == 1
    with refused("core.bad_setting"):
        act(change_setting, name="checkin.when_full", value="never")


def test_officials_take_no_place_of_a_village(act: Act) -> None:
    fill(act)
    official = act(add_person, name="Nguyễn Văn Chiến Em", village_id=STOR, kind="OFFICIAL")
    assert act(check_in, delegate_id=official, via="desk").outcome == Outcome.ADMITTED
    assert row() == (6, 6, 6, 0, 0)
    assert totals(db.session(), 1).officials_present == 1


def test_a_walk_in_takes_a_free_place(act: Act) -> None:
    result = act(walk_in, name="đinh jrŭ", village_id=STOR, honorific="Ông")
    assert (result.outcome, result.village, result.over_quota) == ("ADMITTED", "làng Stơr", False)
    delegate = db.session.get_one(Delegate, result.delegate_id)
    assert (delegate.walk_in, delegate.invited, delegate.honorific) == (True, False, "Ông")
    assert row() == (6, 6, 1, 6, 0)


def test_a_walk_in_to_a_full_village_needs_a_reason_and_leaves_no_trace_without(act: Act) -> None:
    fill(act)
    before = len(of_village(STOR))
    with refused("checkin.village_full"):
        act(walk_in, name="Đinh Jrŭ", village_id=STOR)
    assert len(of_village(STOR)) == before
    result = act(walk_in, name="Đinh Jrŭ", village_id=STOR, reason="Chủ trì đồng ý")
    assert result.over_quota
    assert row() == (6, 6, 7, 0, 1)


def test_a_walk_in_may_belong_to_no_village(act: Act) -> None:
    act(walk_in, name="Nhà báo", village_id=None)
    last = village_table(db.session(), 1)[-1]
    assert (last.village_id, last.places, last.present, last.over) == (None, None, 1, 0)


def test_a_plan_without_walk_ins_asks_who_allowed_it(act: Act) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    closed_door = plan.attendance.model_copy(update={"walk_ins": False})
    other = act(create_meeting, plan=plan.model_copy(update={"attendance": closed_door}))
    act(open_meeting, meeting_id=other)
    with refused("checkin.no_walk_ins"):
        act(walk_in, meeting_id=other, name="Đinh Jrŭ", village_id=None)
    result = act(walk_in, meeting_id=other, name="Đinh Jrŭ", village_id=None, reason="Chủ tịch")
    assert result.outcome == Outcome.ADMITTED


def test_undo_takes_back_once_and_the_journal_keeps_both(act: Act) -> None:
    delegate_id = of_village(STOR)[0]
    act(check_in, delegate_id=delegate_id, via="desk")
    assert act(undo, delegate_id=delegate_id) is True
    assert act(undo, delegate_id=delegate_id) is False
    assert not is_present(db.session(), delegate_id)
    assert journal()[-2:] == ["checkin.checked_in", "checkin.undone"]
    assert act(check_in, delegate_id=delegate_id, via="desk").outcome == Outcome.ADMITTED


def test_a_scanned_code_lets_in(act: Act) -> None:
    delegate = db.session.get_one(Delegate, of_village(STOR)[0])
    code, secret = delegate.code, delegate.secret
    assert act(scan, raw=f"http://10.9.9.9/m/1/checkin/i/{secret}\n").outcome == "ADMITTED"
    assert act(scan, raw=shown(code).lower()).outcome == "ALREADY_IN"


def second_meeting(act: Act) -> int:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    found: int = act(create_meeting, plan=plan)
    return found


def test_codes_that_open_nothing_say_why(act: Act) -> None:
    delegate = db.session.get_one(Delegate, 20)
    old, seen = delegate.code, delegate.invitation_id
    other = second_meeting(act)
    with refused("checkin.unknown_code"):
        act(scan, raw="CFG-2345")
    with refused("checkin.unknown_code"):
        act(identify_by_code, raw="")
    with refused("checkin.other_meeting"):
        act(scan, meeting_id=other, raw=old)
    act(reissue, delegate_id=20, seen=seen)
    with refused("checkin.revoked_code"):
        act(scan, raw=old)
    with refused("checkin.unknown_person"):
        act(check_in, meeting_id=other, delegate_id=20, via="desk")
    assert journal()[-1] == "checkin.unknown_person"


def test_nobody_comes_in_before_the_meeting_opens_or_after_it_closed(act: Act) -> None:
    planned = second_meeting(act)
    someone = act(add_person, meeting_id=planned, name="Hyek")
    with refused("checkin.not_open"):
        act(check_in, meeting_id=planned, delegate_id=someone, via="desk")
    with refused("checkin.not_open"):
        act(walk_in, meeting_id=planned, name="Hyek", village_id=None)
    act(close_meeting)
    for use_case, values in (
        (check_in, {"delegate_id": 20, "via": "desk"}),
        (undo, {"delegate_id": 20}),
        (walk_in, {"name": "Hyek", "village_id": None}),
    ):
        with refused("core.closed"):
            act(use_case, **values)


def phone(delegate_id: int | None = None) -> Actor:
    return Actor("delegate", delegate_id) if delegate_id else Actor("anonymous")


def test_a_phone_is_identified_by_code_even_after_the_meeting(act: Act) -> None:
    code = db.session.get_one(Delegate, 20).code
    assert act(identify_by_code, by=phone(), raw=code) == 20
    assert phone_via(db.session(), 20) == "code"
    act(close_meeting)
    assert act(identify_by_code, by=phone(), raw=code) == 20
    assert journal().count("checkin.phone_identified") == 1


def test_a_name_can_be_chosen_by_one_phone_only(act: Act) -> None:
    assert act(identify_by_name, by=phone(), delegate_id=20) is not None
    assert phone_via(db.session(), 20) == "poster"
    assert with_phone(db.session(), 1) == {20}
    with refused("checkin.name_taken"):
        act(identify_by_name, by=phone(), delegate_id=20)
    assert last_entry().refused
    code = db.session.get_one(Delegate, 20).code
    assert act(identify_by_code, by=phone(), raw=code) == 20, "the slip proves more than a name"


def test_a_name_chosen_by_mistake_is_let_go(act: Act) -> None:
    act(identify_by_name, by=phone(), delegate_id=20)
    act(release_phone, by=phone(20))
    act(release_phone, by=phone())
    assert journal()[-1] == "checkin.phone_released"
    assert act(identify_by_name, by=phone(), delegate_id=20) is not None


def test_a_new_code_frees_a_name_that_somebody_else_took(act: Act) -> None:
    act(identify_by_name, by=phone(), delegate_id=20)
    act(reissue, delegate_id=20, seen=db.session.get_one(Delegate, 20).invitation_id)
    assert with_phone(db.session(), 1) == set()
    assert act(identify_by_name, by=phone(), delegate_id=20) is not None


def test_choosing_names_can_be_switched_off(act: Act) -> None:
    act(change_setting, name="checkin.by_name", value=False)
    with refused("checkin.names_closed"):
        act(identify_by_name, by=phone(), delegate_id=20)


def test_the_database_keeps_one_presence_a_delegate(act: Act) -> None:
    act(check_in, delegate_id=20, via="desk")
    row = {"meeting_id": 1, "delegate_id": 20, "at": clock.now(), "via": "desk"}
    rest = {"desk": "", "over_quota": False, "reason": "", "allowed_by": ""}
    engine = current_app.extensions["meeting"].engine
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.insert(Presence).values(**row, **rest))


def test_figures_add_up(act: Act) -> None:
    fill(act, 3)
    act(check_in, delegate_id=of_village(5)[0], via="code")
    chair = db.session.scalar(sa.select(Delegate.id).where(Delegate.name == "Trần Xuân Nam"))
    act(check_in, delegate_id=chair, via="desk")
    found = totals(db.session(), 1)
    assert (found.places, found.invited, found.present, found.missing) == (60, 60, 7, 53)
    assert (found.officials_invited, found.officials_present) == (18, 1)
    assert (found.everybody, found.low, found.high, found.standing) == (8, 60, 60, "under")
    assert sum(one.present for one in village_table(db.session(), 1)) == found.present
