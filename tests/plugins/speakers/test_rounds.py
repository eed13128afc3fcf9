"""The order, follow-ups, reminders, asking back and languages, over a real database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import ANONYMOUS
from meeting.db import db
from meeting.meetings import change_setting, create_meeting
from meeting.models import JournalEntry
from meeting.plan import load_plan_file, shipped_plans
from meeting.settings import setting
from meeting.writing import run
from plugins.roster.api import villages
from plugins.roster.queries import of_village
from plugins.roster.service import change_person
from plugins.speakers import lineup, queries, service
from plugins.speakers.queries import TurnView

from .conftest import SECRETARY, do, events, phone, refused, states

JSON = {"Accept": "application/json"}


def ask(delegate_id: int, **more: Any) -> int:
    turn_id: int = do(service.request_turn, phone(delegate_id), **more)
    return turn_id


def waiting() -> list[TurnView]:
    db.session.remove()
    return queries.waiting(db.session(), 1)


def order() -> list[int]:
    return [one.id for one in waiting()]


def now_on_the_floor() -> TurnView:
    db.session.remove()
    found = queries.current(db.session(), 1)
    assert found is not None
    return found


def call(turn_id: int, seen: int = 0) -> None:
    do(service.call_next, turn_id=turn_id, seen=seen)


def move(turn_id: int, before_id: int) -> None:
    do(service.move, turn_id=turn_id, before_id=before_id, seen=" ".join(map(str, order())))


def follow(rule: str) -> None:
    do(change_setting, name="speakers.order", value=rule)


def neighbours() -> list[list[int]]:
    """Two people each of the first villages."""
    session = db.session()
    found = [
        [one.id for one in of_village(session, village.id)[:2]]
        for village in villages(session, 1)[:3]
    ]
    db.session.remove()
    return found


# -- the order ----------------------------------------------------------------------------------


def test_fair_between_villages(hall: list[int]) -> None:
    (one, two), (three, four), _ = neighbours()
    first, second, third, fourth = ask(one), ask(two), ask(three), ask(four)
    assert order() == [first, second, third, fourth]
    follow("FAIR")
    assert order() == [first, third, second, fourth]
    assert [view.first_of_village for view in waiting()] == [True] * 4
    call(first)
    assert order() == [third, second, fourth]
    assert [view.first_of_village for view in waiting()] == [True, False, True]
    assert now_on_the_floor().first_of_village
    assert [queries.ahead(db.session(), view) for view in waiting()] == [0, 1, 2]
    few = queries.first_waiting(db.session(), 1, 2)
    assert ([view.id for view in few.first], few.order) == ([third, second], order())


def test_who_has_spoken_waits_for_neighbours_who_have_not(hall: list[int]) -> None:
    (one, two), *_ = neighbours()
    follow("FAIR")
    first = ask(one)
    call(first)
    do(service.end, turn_id=first)
    again, second = ask(one), ask(two)
    assert order() == [second, again]
    assert [view.first_speech for view in waiting()] == [True, False]


def test_a_village_counts_by_its_turns_whoever_spoke(
    hall: list[int], clock_at: clock.Frozen
) -> None:
    (one, two), (three, four), _ = neighbours()
    for delegate_id in (one, three, one):
        spoken(delegate_id, clock_at)
    first, second = ask(two), ask(four)
    follow("FAIR")
    assert order() == [second, first]


def test_a_corrected_village_counts_at_once(hall: list[int]) -> None:
    (one, two), (three, _), _ = neighbours()
    follow("FAIR")
    first, second, third = ask(one), ask(two), ask(three)
    assert order() == [first, third, second]
    elsewhere = villages(db.session(), 1)[2].id
    db.session.remove()
    do(change_person, delegate_id=two, name="Đinh Bưm", village_id=elsewhere)
    assert order() == [first, second, third]


def test_topic_by_topic(hall: list[int]) -> None:
    first_topic, second_topic = list(lineup.topics_of(db.session(), 1))[:2]
    title = lineup.topics_of(db.session(), 1)[first_topic]
    none = ask(hall[0])
    late = ask(hall[1], topic=second_topic)
    early = ask(hall[2], topic=first_topic)
    follow("TOPIC")
    assert order() == [early, late, none]
    assert (waiting()[0].topic, waiting()[0].topic_title) == (first_topic, title)
    unknown = {"topic": "khong-co"}
    assert refused(service.request_turn, phone(hall[3]), **unknown) == "speakers.no_such_topic"


def test_the_plan_says_by_what_rule(context: Flask) -> None:
    plan = load_plan_file(shipped_plans()["phuong-1-2024"])
    assert setting("speakers.order", run(create_meeting, by=SECRETARY, plan=plan)) == "TOPIC"
    asking = plan.asking.model_copy(update={"order": "FAIR", "follow_up": False})
    fair = plan.model_copy(update={"asking": asking})
    meeting_id = run(create_meeting, by=SECRETARY, plan=fair)
    assert setting("speakers.order", meeting_id) == "FAIR"
    assert setting("speakers.follow_up", meeting_id) is False


def test_what_stands_above_a_moved_one_stays_whatever_the_rule(hall: list[int]) -> None:
    (one, two), (three, four), (five, _) = neighbours()
    follow("FAIR")
    first, second, third, fourth = ask(one), ask(two), ask(three), ask(four)
    move(second, third)
    assert order() == [first, second, third, fourth]
    assert [view.placed for view in waiting()] == [True, True, False, False]
    assert [view.moved for view in waiting()] == [False, True, False, False], "only that one"
    fifth = ask(five)
    assert order() == [first, second, third, fifth, fourth], "below, the rule goes on"
    call(first)
    assert order()[0] == second
    move(third, 0)
    assert order() == [second, fourth, fifth, third]
    assert [view.deferred for view in waiting()] == [False, False, False, True]
    do(service.follow_rule)
    do(service.follow_rule)
    assert order() == [third, fifth, second, fourth]
    assert not any(view.placed or view.deferred for view in waiting())
    assert events()[-3:] == ["speakers.called", "speakers.reordered", "speakers.rule_followed"]


def test_an_old_order_moves_nobody(hall: list[int]) -> None:
    first, second, third = ask(hall[0]), ask(hall[1]), ask(hall[2])
    seen = f"{first} {second} {third}"
    do(service.withdraw, turn_id=second)
    for before_id in (first, 0):
        said: dict[str, Any] = {"turn_id": third, "before_id": before_id, "seen": seen}
        assert refused(service.move, **said) == "speakers.moved"
    assert refused(service.move, turn_id=third, before_id=first, seen="") == "speakers.moved"


def test_who_is_last_can_be_kept_there(hall: list[int]) -> None:
    first, second = ask(hall[0]), ask(hall[1])
    move(second, 0)
    third = ask(hall[2])
    assert order() == [first, third, second]
    move(second, third)
    assert order() == [first, second, third], "a place by hand ends the one before"
    assert not waiting()[1].deferred
    assert [view.moved for view in waiting()] == [False, True, False]


def test_back_to_the_front_goes_before_every_hand(hall: list[int], clock_at: clock.Frozen) -> None:
    first, second, third = ask(hall[0]), ask(hall[1]), ask(hall[2])
    call(first)
    move(third, second)
    do(service.put_back_last, turn_id=first)
    assert order() == [first, third, second]
    do(service.follow_rule)
    assert order() == [first, second, third], "the place in the list was kept"


def test_who_is_called_keeps_no_place_by_hand(hall: list[int]) -> None:
    first, second, third = ask(hall[0]), ask(hall[1]), ask(hall[2])
    move(first, 0)
    move(third, second)
    do(service.give_floor, turn_id=first, seen=0)
    assert not now_on_the_floor().deferred
    do(service.put_back_last, turn_id=first)
    assert [(one.id, one.placed, one.moved, one.deferred) for one in waiting()] == [
        (first, True, True, False),
        (third, True, True, False),
        (second, False, False, False),
    ]


# -- follow-ups ---------------------------------------------------------------------------------


def spoken(delegate_id: int, at: clock.Frozen, **more: Any) -> int:
    turn_id = ask(delegate_id, **more)
    do(service.give_floor, turn_id=turn_id, seen=0)
    at.tick(minutes=1)
    do(service.end, turn_id=turn_id)
    return turn_id


def test_a_follow_up_goes_first_while_one_was_the_last(
    hall: list[int], clock_at: clock.Frozen
) -> None:
    topic = next(iter(lineup.topics_of(db.session(), 1)))
    spoken(hall[0], clock_at, topic=topic)
    other = ask(hall[1])
    do(change_setting, name="speakers.open", value=False)
    mine = do(service.ask_follow_up, phone(hall[0]), subject="còn đoạn cuối làng")
    first, second = waiting()
    assert [first.id, second.id] == [mine, other]
    assert (first.is_follow_up, first.topic, first.way) == (True, topic, "PHONE")
    assert (first.subject, first.first_speech) == ("còn đoạn cuối làng", False)
    call(mine)
    call(other, seen=mine)
    late = do(service.ask_follow_up, delegate_id=hall[0])
    newcomer = do(service.request_turn, delegate_id=hall[2], way="HAND")
    assert order() == [late, newcomer], "as registered: another one has spoken since"
    assert [one.way for one in waiting()] == ["SECRETARY", "HAND"]
    follow("FAIR")
    assert order() == [newcomer, late]


def test_no_phone_keeps_the_floor_by_following_up(
    hall: list[int], clock_at: clock.Frozen, delegate_client: Callable[[int], FlaskClient]
) -> None:
    """Whatever the rule: the second time one waits as everybody does, and is told so."""
    (mine, neighbour), (other, _), _ = neighbours()
    follow("FAIR")
    spoken(mine, clock_at)
    waits, third = ask(neighbour), ask(other)
    client = delegate_client(mine)

    def ask_more() -> int:
        answer = client.post("/m/1/speakers/mine/follow-up", headers=JSON)
        assert answer.json is not None
        turn_id: int = answer.json["result"]
        return turn_id

    first = ask_more()
    assert order() == [first, third, waits]
    assert "Bác là người tiếp theo." in client.get("/m/1/").text
    call(first)
    clock_at.tick(seconds=20)
    second = ask_more()
    assert order() == [third, waits, second], "already while the first follow-up runs"
    do(service.end, turn_id=first)
    assert order() == [third, waits, second]
    assert "Còn 2 người nữa đến lượt bác." in client.get("/m/1/").text
    client.post(f"/m/1/speakers/mine/{second}/withdraw")
    by_hand = do(service.ask_follow_up, delegate_id=mine, way="HAND")
    assert order() == [by_hand, third, waits], "the hall sees whose hand is up"


def test_who_may_not_follow_up(hall: list[int], clock_at: clock.Frozen) -> None:
    waits = ask(hall[1])
    assert refused(service.ask_follow_up, phone(hall[0])) == "speakers.not_spoken"
    assert refused(service.ask_follow_up, ANONYMOUS) == "speakers.not_yours"
    mine = {"delegate_id": hall[0]}
    assert refused(service.ask_follow_up, phone(hall[1]), **mine) == "speakers.not_yours"
    assert refused(service.ask_follow_up) == "speakers.no_such_person"
    assert refused(service.ask_follow_up, delegate_id=9999) == "speakers.no_such_person"
    assert refused(service.ask_follow_up, turn_id=9999) == "speakers.no_such_turn"
    assert refused(service.ask_follow_up, turn_id=waits) == "speakers.not_spoken"
    spoken(hall[0], clock_at)
    do(service.ask_follow_up, phone(hall[0]))
    assert refused(service.ask_follow_up, phone(hall[0])) == "speakers.already_waiting"
    do(change_setting, name="speakers.follow_up", value=False)
    assert refused(service.ask_follow_up, phone(hall[0])) == "speakers.no_follow_up"


def test_a_stranger_follows_up_by_the_turn(hall: list[int], clock_at: clock.Frozen) -> None:
    village = villages(db.session(), 1)[1].id
    db.session.remove()
    turn_id = do(service.request_turn, speaker_name="Yă Kră", village_id=village)
    assert refused(service.ask_follow_up, phone(hall[0]), turn_id=turn_id) == "speakers.not_yours"
    assert refused(service.ask_follow_up, turn_id=turn_id) == "speakers.not_spoken"
    call(turn_id)
    do(service.end, turn_id=turn_id)
    ask(hall[0])
    again = do(service.ask_follow_up, turn_id=turn_id)
    view = waiting()[0]
    assert (view.id, view.name, view.village_id) == (again, "Yă Kră", village)
    assert refused(service.ask_follow_up, turn_id=turn_id) == "speakers.already_waiting"


# -- during a speech ----------------------------------------------------------------------------


def test_the_chair_asks_back_and_the_clock_stands(hall: list[int], clock_at: clock.Frozen) -> None:
    turn_id = ask(hall[0])
    assert refused(service.ask_back, turn_id=turn_id) == "speakers.not_called"
    call(turn_id)
    clock_at.tick(seconds=10)
    do(service.ask_back, turn_id=turn_id)
    do(service.ask_back, turn_id=turn_id)
    clock_at.tick(seconds=90)
    view = now_on_the_floor()
    assert (view.paused_for, view.is_paused, view.left_ms) == ("CHAIR", True, 290_000)
    do(service.resume, turn_id=turn_id)
    view = now_on_the_floor()
    assert (view.paused_for, view.is_paused) == ("", False)
    do(service.pause, turn_id=turn_id)
    do(service.ask_back, turn_id=turn_id)
    assert now_on_the_floor().paused_for == "CHAIR"
    do(service.end, turn_id=turn_id)
    ended = queries.turn(db.session(), 1, turn_id)
    assert ended is not None
    assert ended.paused_for == ""
    assert events()[2:] == [
        "speakers.asked_back",
        "speakers.resumed",
        "speakers.paused",
        "speakers.asked_back",
        "speakers.finished",
    ]


def test_reminders_are_counted_and_stop_no_clock(hall: list[int]) -> None:
    turn_id = ask(hall[0])
    assert refused(service.remind, turn_id=turn_id) == "speakers.not_called"
    call(turn_id)
    do(service.remind, turn_id=turn_id)
    do(service.remind, turn_id=turn_id)
    view = now_on_the_floor()
    assert (view.reminders, view.is_paused) == (2, False)
    entry = db.session.query(JournalEntry).filter_by(event="speakers.reminded").all()[-1]
    assert entry.facts["count"] == 2
    do(service.end, turn_id=turn_id)
    assert refused(service.remind, turn_id=turn_id) == "speakers.has_spoken"


def test_a_language_is_noted_of_the_speech(hall: list[int]) -> None:
    turn_id = ask(hall[0])
    said: dict[str, Any] = {
        "turn_id": turn_id,
        "language": " tiếng Ba Na ",
        "interpreter": "Đinh Grơ̆ng",
    }
    do(service.note_language, **said)
    do(service.note_language, **said)
    (view,) = waiting()
    assert (view.language, view.interpreter) == ("tiếng Ba Na", "Đinh Grơ̆ng")
    assert events()[1:] == ["speakers.language_noted"]
    long: dict[str, Any] = {"turn_id": turn_id, "language": "x" * 41, "interpreter": ""}
    assert refused(service.note_language, **long) == "speakers.too_long"
    nobody: dict[str, Any] = {"turn_id": 99, "language": "", "interpreter": ""}
    assert refused(service.note_language, **nobody) == "speakers.no_such_turn"


def test_the_clock_waits_for_the_walk_to_the_microphone(
    hall: list[int], clock_at: clock.Frozen
) -> None:
    do(change_setting, name="speakers.start_by_hand", value=True)
    turn_id = ask(hall[0])
    call(turn_id)
    clock_at.tick(minutes=2)
    view = now_on_the_floor()
    assert (view.has_begun, view.is_paused, view.left_ms) == (False, True, 300_000)
    do(service.resume, turn_id=turn_id)
    clock_at.tick(seconds=30)
    view = now_on_the_floor()
    assert (view.has_begun, view.is_paused) == (True, False)
    do(service.pause, turn_id=turn_id)
    assert now_on_the_floor().has_begun
    do(service.end, turn_id=turn_id)
    assert states() == {turn_id: "SPOKEN"}
    assert queries.spoken(db.session(), 1)[0].spoken_ms == 30_000
