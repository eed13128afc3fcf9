"""The queue's use cases over a real database: rows, events, and refusals that change neither."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import ANONYMOUS
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import change_setting, close_meeting, create_meeting
from meeting.models import MeetingPlugin
from meeting.plan import load_plan_file, shipped_plans
from meeting.settings import setting
from meeting.writing import run
from plugins.roster.api import villages
from plugins.speakers import queries, service
from plugins.speakers.models import Turn
from plugins.speakers.speeches import speeches

from .conftest import SECRETARY, do, events, phone, refused, states


def ask(delegate_id: int, subject: str = "") -> int:
    turn_id: int = do(service.request_turn, phone(delegate_id), subject=subject)
    return turn_id


def order() -> list[int]:
    db.session.remove()
    return [one.id for one in queries.waiting(db.session(), 1)]


def move(turn_id: int, before_id: int) -> None:
    """With the order as it is."""
    do(service.move, turn_id=turn_id, before_id=before_id, seen=shown())


def shown() -> str:
    return " ".join(map(str, order()))


def call(turn_id: int, seen: int = 0) -> None:
    do(service.call_next, turn_id=turn_id, seen=seen)


# -- asking -------------------------------------------------------------------------------------


def test_a_phone_asks_for_its_holder(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = ask(hall[0], " đường vào rẫy ")
    (view,) = queries.waiting(db.session(), 1)
    assert (view.id, view.delegate_id, view.subject) == (turn_id, hall[0], "đường vào rẫy")
    assert view.asked_at == clock_at()
    assert view.speaker == f"{view.name}, {view.village}"
    assert events() == ["speakers.requested"]


def test_staff_ask_for_anybody(hall: list[int]) -> None:
    village = villages(db.session(), 1)[2]
    first = do(service.request_turn, delegate_id=hall[0])
    second = do(service.request_turn, speaker_name="  Yă Kră ", village_id=village.id)
    assert order() == [first, second]
    stranger = queries.waiting(db.session(), 1)[1]
    assert (stranger.name, stranger.village, stranger.delegate_id) == (
        "Yă Kră",
        village.label,
        None,
    )


def test_a_phone_cannot_ask_for_others(hall: list[int]) -> None:
    assert refused(service.request_turn, phone(hall[0]), delegate_id=hall[1]) == (
        "speakers.not_yours"
    )
    assert refused(service.request_turn, ANONYMOUS, speaker_name="Ai đó") == "speakers.not_yours"


def test_nobody_waits_twice(hall: list[int]) -> None:
    ask(hall[0])
    assert refused(service.request_turn, phone(hall[0])) == "speakers.already_waiting"
    assert refused(service.request_turn, delegate_id=hall[0]) == "speakers.already_waiting"
    do(service.request_turn, speaker_name="Yă Kră")
    assert refused(service.request_turn, speaker_name="ya kra") == "speakers.already_waiting"


def test_the_database_keeps_both_rules_by_itself(app: Flask, hall: list[int]) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    call(first)
    engine = app.extensions["meeting"].engine
    broken = [
        sa.update(Turn).where(Turn.id == second).values(state="SPEAKING"),
        sa.update(Turn).where(Turn.id == second).values(state="PAUSED"),
        sa.update(Turn).where(Turn.id == first).values(state="WAITING", delegate_id=hall[1]),
        sa.update(Turn).where(Turn.id == second).values(delegate_id=None),
    ]
    for statement in broken:
        with Session(engine) as session, pytest.raises(IntegrityError):
            session.execute(statement)


def test_who_has_spoken_may_ask_again(hall: list[int]) -> None:
    first = ask(hall[0])
    call(first)
    second = ask(hall[0])
    do(service.end, turn_id=first)
    assert states() == {first: "SPOKEN", second: "WAITING"}


def test_a_closed_list_is_closed_for_phones_only(hall: list[int]) -> None:
    do(change_setting, name="speakers.open", value=False)
    assert refused(service.request_turn, phone(hall[0])) == "speakers.list_closed"
    do(service.request_turn, delegate_id=hall[0])


def test_only_those_present_may_ask(context: Flask, hall: list[int]) -> None:
    do(change_setting, name="speakers.present_only", value=True)
    assert refused(service.request_turn, phone(hall[0])) == "speakers.not_present"
    assert refused(service.request_turn, delegate_id=hall[0]) == "speakers.not_present"
    do(service.request_turn, speaker_name="Người không có trong danh sách")
    core = context.extensions["meeting"]
    with Session(core.engine) as session:
        session.add(MeetingPlugin(meeting_id=1, name="checkin", on=False))
        session.commit()
    ask(hall[0])


def test_before_the_opening_only_staff_write_down(context: Flask) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    planned = run(create_meeting, by=SECRETARY, plan=plan)
    run(
        change_setting,
        by=SECRETARY,
        meeting_id=planned,
        name="speakers.present_only",
        value=False,
    )
    turn_id = run(service.request_turn, by=SECRETARY, meeting_id=planned, speaker_name="Yă Kră")
    with pytest.raises(Refused, match=r"speakers\.not_open"):
        run(service.request_turn, by=phone(1), meeting_id=planned)
    with pytest.raises(Refused, match=r"speakers\.meeting_not_open"):
        run(service.call_next, by=SECRETARY, meeting_id=planned, turn_id=turn_id, seen=0)
    assert states() == {turn_id: "WAITING"}


def test_a_person_and_a_turn_of_another_meeting_do_not_exist_here(hall: list[int]) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    other = run(create_meeting, by=SECRETARY, plan=plan)
    turn_id = run(service.request_turn, by=SECRETARY, meeting_id=other, speaker_name="Yă Kră")
    assert refused(service.withdraw, turn_id=turn_id) == "speakers.no_such_turn"
    assert refused(service.withdraw, turn_id=999) == "speakers.no_such_turn"
    assert refused(service.request_turn, delegate_id=99_999) == "speakers.no_such_person"
    foreign = villages(db.session(), other)[0].id
    mine = do(service.request_turn, speaker_name="Yă Kră", village_id=foreign)
    assert db.session.get_one(Turn, mine).village_id is None


def test_a_close_ends_the_speech_at_that_moment(hall: list[int], clock_at: clock.Frozen) -> None:
    """The minutes refuse to close meanwhile; whoever closes all the same stops the clock."""
    turn_id = ask(hall[0])
    do(service.call_next, turn_id=turn_id, seen=0)
    clock_at.tick(minutes=2)
    do(close_meeting)
    clock_at.tick(hours=1)
    turn = db.session.get_one(Turn, turn_id)
    assert (turn.state, turn.spoken_ms, turn.running_since) == ("SPOKEN", 120_000, None)
    assert turn.ended_at == clock_at.at - timedelta(hours=1)
    assert queries.current(db.session(), 1) is None
    assert events()[-1] == "speakers.finished"


def test_who_only_walked_to_the_microphone_was_not_heard_at_the_close(hall: list[int]) -> None:
    do(change_setting, name="speakers.start_by_hand", value=True)
    turn_id = ask(hall[0])
    do(service.call_next, turn_id=turn_id, seen=0)
    do(close_meeting)
    assert states() == {turn_id: "WAITING"}
    assert queries.spoken(db.session(), 1) == []


def test_nothing_changes_after_the_close(hall: list[int]) -> None:
    ask(hall[0])
    do(close_meeting)
    assert refused(service.request_turn, phone(hall[1])) == "core.closed"


def test_a_phone_follows_up_its_own_speech_only(hall: list[int]) -> None:
    guest = do(service.request_turn, speaker_name="Ksor Khách")
    do(service.call_next, turn_id=guest, seen=0)
    do(service.end, turn_id=guest)
    for by in (phone(hall[0]), ANONYMOUS):
        assert refused(service.ask_follow_up, by, turn_id=guest) == "speakers.not_yours"


# -- leaving ------------------------------------------------------------------------------------


def test_withdrawing_once_or_twice(hall: list[int]) -> None:
    turn_id = ask(hall[0])
    assert refused(service.withdraw, phone(hall[1]), turn_id=turn_id) == "speakers.not_yours"
    assert refused(service.withdraw, ANONYMOUS, turn_id=turn_id) == "speakers.not_yours"
    do(service.withdraw, phone(hall[0]), turn_id=turn_id)
    do(service.withdraw, phone(hall[0]), turn_id=turn_id)
    assert states() == {turn_id: "WITHDRAWN"}
    assert events() == ["speakers.requested", "speakers.withdrawn"]


def test_who_was_called_cannot_withdraw(hall: list[int]) -> None:
    turn_id = ask(hall[0])
    call(turn_id)
    assert refused(service.withdraw, phone(hall[0]), turn_id=turn_id) == "speakers.has_floor"


def test_a_late_click_sends_nobody_away_who_speaks(hall: list[int]) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    do(service.call_next, turn_id=first, seen=0)  # another was quicker than who saw nobody called
    assert refused(service.mark_absent, turn_id=first, seen=0) == "speakers.moved"
    assert refused(service.mark_absent, turn_id=second, seen=second) == "speakers.moved"
    do(service.mark_absent, turn_id=second, seen=first)
    do(service.mark_absent, turn_id=second, seen=second)
    do(service.mark_absent, turn_id=first, seen=first)
    assert states() == {first: "ABSENT", second: "ABSENT"}


def test_absent_when_called_and_back(hall: list[int]) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    do(service.mark_absent, turn_id=first)
    do(service.mark_absent, turn_id=first)
    assert order() == [second]
    assert [one.id for one in queries.absent(db.session(), 1)] == [first]
    do(service.put_back_last, turn_id=first)
    assert order() == [first, second]
    assert events()[2:] == ["speakers.absent", "speakers.put_back"]


def test_a_phone_is_called_again_once_in_its_old_place(
    hall: list[int], clock_at: clock.Frozen
) -> None:
    first, second, third = ask(hall[0]), ask(hall[1]), ask(hall[2])
    assert do(service.come_back, phone(hall[1]), turn_id=second) is None, "waits as before"
    call(first)
    for absent in (first, second):
        do(service.mark_absent, turn_id=absent)
    do(change_setting, name="speakers.open", value=False)
    for by in (phone(hall[0]), ANONYMOUS):
        assert refused(service.come_back, by, turn_id=second) == "speakers.not_yours"
    do(service.come_back, phone(hall[1]), turn_id=second)
    do(service.come_back, phone(hall[1]), turn_id=second)
    assert order() == [second, third], "before whoever asked later, but placed by no hand"
    do(service.move, turn_id=third, before_id=second, seen=shown())
    do(service.come_back, phone(hall[0]), turn_id=first)
    assert order() == [third, first, second], "behind those whom the chair has placed"
    assert events()[-2:] == ["speakers.reordered", "speakers.came_back"]
    do(service.mark_absent, turn_id=first)
    assert refused(service.come_back, phone(hall[0]), turn_id=first) == "speakers.came_back_before"
    do(service.put_back_last, turn_id=first)
    call(first)
    assert refused(service.come_back, phone(hall[0]), turn_id=first) == "speakers.has_floor"
    do(service.end, turn_id=first)
    assert refused(service.come_back, phone(hall[0]), turn_id=first) == "speakers.has_spoken"


def test_whoever_went_home_does_not_come_back_by_phone(hall: list[int]) -> None:
    turn_id = ask(hall[0])
    do(service.mark_absent, turn_id=turn_id)
    do(change_setting, name="speakers.present_only", value=True)
    mine = phone(hall[0])
    assert refused(service.come_back, mine, turn_id=turn_id) == "speakers.not_present"
    do(change_setting, name="speakers.present_only", value=False)
    ask(hall[0])
    assert refused(service.come_back, mine, turn_id=turn_id) == "speakers.already_waiting"


def test_a_free_name_keeps_its_form_of_address(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = do(service.request_turn, speaker_name="Yă Kră", honorific="Bà", way="HAND")
    other = do(service.request_turn, speaker_name="Ksor Khách", honorific="Ngài")
    first, second = queries.waiting(db.session(), 1)
    assert (first.addressed, first.addressed_inside) == ("Bà Yă Kră", "bà Yă Kră")
    assert (second.id, second.addressed, second.addressed_inside) == (
        other,
        "Ksor Khách",
        "Ksor Khách",
    )
    call(turn_id)
    clock_at.tick(seconds=5)
    do(service.end, turn_id=turn_id)
    do(service.ask_follow_up, turn_id=turn_id)
    db.session.remove()
    assert queries.waiting(db.session(), 1)[0].addressed == "Bà Yă Kră"
    assert speeches(db.session(), 1, clock_at())[0].addressed == "Bà Yă Kră"
    known = do(service.request_turn, delegate_id=hall[0], honorific="Bà")
    assert db.session.get_one(Turn, known).honorific == "", "a delegate's is the roster's"


# -- the floor ----------------------------------------------------------------------------------


def test_next_gives_the_floor_and_ends_the_one_before(
    hall: list[int], clock_at: clock.Frozen
) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    call(first)
    clock_at.tick(minutes=2)
    call(second, seen=first)
    assert states() == {first: "SPOKEN", second: "SPEAKING"}
    assert events()[2:] == ["speakers.called", "speakers.finished", "speakers.called"]
    (spoken,) = queries.spoken(db.session(), 1)
    assert (spoken.spoken_ms, spoken.ended_at) == (120_000, clock_at())
    current = queries.current(db.session(), 1)
    assert current is not None
    assert (current.called_at, current.limit_seconds) == (clock_at(), 300)


def test_a_second_click_on_next_is_refused(hall: list[int]) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    call(first)
    assert refused(service.call_next, turn_id=first, seen=0) == "speakers.moved"
    assert refused(service.call_next, turn_id=second, seen=0) == "speakers.moved"
    assert refused(service.call_next, turn_id=first, seen=first) == "speakers.moved"
    assert refused(service.call_next, turn_id=0, seen=first) == "speakers.moved"
    assert states() == {first: "SPEAKING", second: "WAITING"}


def test_the_floor_out_of_order(hall: list[int]) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    assert refused(service.call_next, turn_id=second, seen=0) == "speakers.moved"
    do(service.give_floor, turn_id=second, seen=0)
    assert refused(service.give_floor, turn_id=first, seen=0) == "speakers.moved"
    do(service.give_floor, turn_id=first, seen=second)
    assert states() == {first: "SPEAKING", second: "SPOKEN"}
    assert refused(service.give_floor, turn_id=second, seen=first) == "speakers.has_spoken"


def test_a_pause_does_not_count(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = ask(hall[0])
    call(turn_id)
    clock_at.tick(seconds=60)
    do(service.pause, turn_id=turn_id)
    do(service.pause, turn_id=turn_id)
    clock_at.tick(minutes=20)
    paused = queries.current(db.session(), 1)
    assert paused is not None
    assert (paused.is_paused, paused.ends_at, paused.left_ms) == (True, None, 240_000)
    do(service.resume, turn_id=turn_id)
    do(service.resume, turn_id=turn_id)
    db.session.remove()
    resumed = queries.current(db.session(), 1)
    assert resumed is not None
    assert resumed.left_ms is None
    assert resumed.ends_at is not None
    assert (resumed.ends_at - clock_at()).total_seconds() == 240
    clock_at.tick(seconds=30)
    do(service.end, turn_id=turn_id)
    do(service.end, turn_id=turn_id)
    assert queries.spoken(db.session(), 1)[0].spoken_ms == 90_000
    assert events()[2:] == ["speakers.paused", "speakers.resumed", "speakers.finished"]


def test_the_clock_never_cuts_off(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = ask(hall[0])
    call(turn_id)
    clock_at.tick(minutes=9)
    do(service.pause, turn_id=turn_id)
    current = queries.current(db.session(), 1)
    assert current is not None
    assert current.left_ms == -240_000
    do(service.extend, turn_id=turn_id, seconds=300)
    db.session.remove()
    longer = queries.current(db.session(), 1)
    assert longer is not None
    assert longer.left_ms == 60_000


def test_only_who_speaks_is_paused_ended_and_extended(hall: list[int]) -> None:
    turn_id = ask(hall[0])
    for use_case in (service.pause, service.resume, service.end):
        assert refused(use_case, turn_id=turn_id) == "speakers.not_called"
    assert refused(service.extend, turn_id=turn_id, seconds=60) == "speakers.not_called"
    call(turn_id)
    assert refused(service.extend, turn_id=turn_id, seconds=0) == "speakers.bad_extension"
    do(service.end, turn_id=turn_id)
    assert refused(service.pause, turn_id=turn_id) == "speakers.has_spoken"


def test_the_last_speaker_goes_back_to_the_front(hall: list[int], clock_at: clock.Frozen) -> None:
    first, second, third = ask(hall[0]), ask(hall[1]), ask(hall[2])
    call(first)
    clock_at.tick(minutes=1)
    call(second, seen=first)
    clock_at.tick(minutes=1)
    do(service.put_back_last, turn_id=first)
    do(service.put_back_last, turn_id=first)
    assert order() == [first, third]
    do(service.put_back_last, turn_id=second)
    assert order() == [second, first, third]
    call(second)
    clock_at.tick(minutes=2)
    do(service.end, turn_id=second)
    spoken = queries.spoken(db.session(), 1)[0]
    assert spoken.spoken_ms == 180_000, "both times together"


def test_nobody_else_goes_back(hall: list[int], clock_at: clock.Frozen) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    call(first)
    clock_at.tick(minutes=1)
    call(second, seen=first)
    do(service.end, turn_id=second)
    clock_at.tick(minutes=1)
    assert refused(service.put_back_last, turn_id=first) == "speakers.not_last"
    ask(hall[1])
    assert refused(service.put_back_last, turn_id=second) == "speakers.already_waiting"


def test_the_limit_comes_from_the_settings(hall: list[int]) -> None:
    do(change_setting, name="speakers.minutes", value=3)
    do(change_setting, name="speakers.warn_seconds", value=10)
    turn_id = ask(hall[0])
    call(turn_id)
    current = queries.current(db.session(), 1)
    assert current is not None
    assert (current.limit_seconds, current.warn_seconds) == (180, 10)


def test_the_plan_sets_the_limits(context: Flask) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    speaking = plan.speaking.model_copy(
        update={"minutes": 3, "warn_seconds": 20, "presence_required": False}
    )
    stated = {"speakers": {"minutes": 7}}
    plan = plan.model_copy(update={"speaking": speaking, "settings": stated})
    meeting_id = run(create_meeting, by=SECRETARY, plan=plan)
    assert setting("speakers.minutes", meeting_id) == 7, "what the plan states as a setting holds"
    assert setting("speakers.warn_seconds", meeting_id) == 20
    assert setting("speakers.present_only", meeting_id) is False


# -- order --------------------------------------------------------------------------------------


def test_moving_by_hand(hall: list[int]) -> None:
    first, second, third = (ask(one) for one in hall[:3])
    move(third, first)
    assert order() == [third, first, second]
    move(third, 0)
    move(third, 0)
    assert order() == [first, second, third]
    assert events()[3:] == ["speakers.reordered", "speakers.reordered"]
    call(first)
    assert refused(service.move, turn_id=third, before_id=first, seen=shown()) == "speakers.moved"
    assert refused(service.move, turn_id=first, before_id=0, seen=shown()) == "speakers.moved"
    fourth = ask(hall[3])
    assert order() == [second, fourth, third], "the end is the end"


def test_the_same_form_twice_asks_once(hall: list[int]) -> None:
    first = do(service.request_turn, phone(hall[0]), key="k")
    assert do(service.request_turn, phone(hall[0]), key="k") == first
    assert events() == ["speakers.requested"]
