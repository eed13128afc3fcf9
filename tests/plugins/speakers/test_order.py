"""In what order people are called. No database, no Flask."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from meeting.contract import Refused
from plugins.speakers import order
from plugins.speakers.order import Heard, Kind, Person, Rule, Seen, Waiting, ordered
from plugins.speakers.rules import Way

NOW = datetime(2023, 10, 20, 1, 0, tzinfo=UTC)
A, B, C = 1, 2, 3  # villages


def one(number: int, village: int | None = A, **but: object) -> Waiting:
    """Who asked as the nth; everybody is somebody else."""
    given_ = {"id": number, "position": number, "person": 100 + number, "village_id": village}
    return Waiting(**(given_ | but))  # type: ignore[arg-type]


def line(*waiting: Waiting, rule: Rule = Rule.REGISTERED, heard: Heard | None = None) -> list[int]:
    return [each.id for each in ordered(waiting, rule, heard or Heard())]


# -- the three rules ----------------------------------------------------------------------------


def test_as_registered() -> None:
    assert line(one(3), one(1), one(2, B)) == [1, 2, 3]


def test_who_asked_in_the_same_place_keeps_the_order_of_writing() -> None:
    assert line(one(2, position=5), one(1, position=5)) == [1, 2]


def test_by_topic_in_the_order_of_the_plan() -> None:
    some = [one(1, topic=2), one(2, topic=0), one(3, topic=9), one(4, topic=0), one(5, topic=1)]
    assert line(*some, rule=Rule.TOPIC) == [2, 4, 5, 1, 3]


def test_villages_take_turns() -> None:
    some = [one(1), one(2), one(3), one(4, B), one(5, B), one(6, C)]
    assert line(*some, rule=Rule.FAIR) == [1, 4, 6, 2, 5, 3]


def test_a_village_that_has_not_spoken_goes_first() -> None:
    some = [one(1), one(2, B), one(3, C)]
    assert line(*some, rule=Rule.FAIR, heard=Heard(villages={A: 1, B: 2})) == [3, 1, 2]


def test_within_a_village_who_has_not_spoken_goes_first() -> None:
    some = [one(1), one(2), one(3)]
    known = Heard(villages={A: 3}, people={101: 2, 102: 1})
    assert line(*some, rule=Rule.FAIR, heard=known) == [3, 2, 1]


def test_between_equal_villages_who_has_spoken_least_goes_first() -> None:
    known = Heard(villages={A: 1, B: 1}, people={101: 1})
    assert line(one(1), one(2, B), rule=Rule.FAIR, heard=known) == [2, 1]


def test_people_without_a_village_are_one_group() -> None:
    some = [one(1, None), one(2, None), one(3)]
    assert line(*some, rule=Rule.FAIR) == [1, 3, 2]
    assert line(*some, rule=Rule.FAIR, heard=Heard(villages={None: 1})) == [3, 1, 2]


def test_whoever_is_called_first_by_hand_counts_for_the_village() -> None:
    some = [one(1), one(2, B), one(3), one(4, B, placed=1)]
    assert line(*some, rule=Rule.FAIR) == [4, 1, 2, 3]


# -- by hand, and follow-ups --------------------------------------------------------------------


@pytest.mark.parametrize("rule", Rule)
def test_a_hand_goes_over_every_rule(rule: Rule) -> None:
    some = [
        one(1, deferred_at=NOW + timedelta(seconds=1)),
        one(2, deferred_at=NOW),
        one(3),
        one(4, placed=2),
        one(5, placed=-1),
    ]
    assert line(*some, rule=rule) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("rule", Rule)
def test_the_last_speaker_follows_up_before_the_rule_but_after_the_hand(rule: Rule) -> None:
    some = [one(1), one(2, placed=1), one(3, kind=Kind.FOLLOW_UP)]
    assert line(*some, rule=rule, heard=Heard(last=103)) == [2, 3, 1]
    assert line(*some, rule=rule, heard=Heard(last=101)) == [2, 1, 3]
    assert line(one(1), one(2), rule=rule, heard=Heard(last=102)) == [1, 2], "no follow-up"


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("way", Way)
def test_a_phone_follows_up_its_own_follow_up_by_rule(rule: Rule, way: Way) -> None:
    """Else one person could keep the floor; the hand of the chair may still give it again."""
    some = [one(1), one(2, B), one(3, C, kind=Kind.FOLLOW_UP, way=way)]
    known = Heard(villages={C: 1}, people={103: 1}, last=103)
    assert line(*some, rule=rule, heard=known) == [3, 1, 2]
    known = Heard(villages={C: 2}, people={103: 2}, last=103, again=True)
    assert line(*some, rule=rule, heard=known) == ([1, 2, 3] if way == Way.PHONE else [3, 1, 2])


def test_a_follow_up_can_be_deferred() -> None:
    some = [one(1, kind=Kind.FOLLOW_UP, deferred_at=NOW), one(2)]
    assert line(*some, heard=Heard(last=101)) == [2, 1]


# -- what holds for any list --------------------------------------------------------------------

TIMES = st.none() | st.integers(0, 3).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Waiting], Heard]:
    """Any list and any past; people have their village, a village the turns of its people."""
    home = draw(st.lists(st.sampled_from([None, A, B, C, 4]), min_size=1, max_size=12))
    spoken: dict[Person, int] = {
        100 + number: draw(st.integers(0, 2)) for number in range(len(home))
    }
    villages: Counter[int | None] = Counter()
    for number, village in enumerate(home):
        villages[village] += spoken[100 + number]
    waiting = [
        one(
            number,
            village,
            topic=draw(st.integers(0, 3)),
            kind=draw(st.sampled_from(Kind)),
            way=draw(st.sampled_from(Way)),
            placed=draw(st.none() | st.integers(-2, 3)),
            deferred_at=draw(TIMES),
        )
        for number, village in enumerate(home)
        if draw(st.booleans())
    ]
    last = draw(st.none() | st.sampled_from(sorted(spoken, key=str)))
    again = last is not None and draw(st.booleans())
    heard = Heard(villages=villages, people=spoken, last=last, again=again)
    return draw(st.permutations(waiting)), heard


def parts(found: list[Waiting], heard: Heard) -> tuple[list[Waiting], ...]:
    """By hand at the front, following up, by rule, by hand at the end."""
    front = [each for each in found if each.placed is not None]
    free = [each for each in found if each.placed is None]
    end = [each for each in free if each.deferred_at is not None]
    free = [each for each in free if each.deferred_at is None]
    again = [
        each
        for each in free
        if each.kind == Kind.FOLLOW_UP
        and each.person == heard.last
        and not (heard.again and each.way == Way.PHONE)
    ]
    return front, again, [each for each in free if each not in again], end


@given(lists(), st.sampled_from(Rule))
def test_nobody_is_lost_and_nobody_comes_twice(
    made: tuple[list[Waiting], Heard], rule: Rule
) -> None:
    waiting, heard = made
    found = ordered(waiting, rule, heard)
    assert sorted(each.id for each in found) == sorted(each.id for each in waiting)
    assert found == ordered(found[::-1], rule, heard), "whatever order they are read in"
    front, again, by_rule, end = parts(found, heard)
    assert found == [*front, *again, *by_rule, *end]


@given(lists(), st.sampled_from(Rule))
def test_a_hand_is_respected(made: tuple[list[Waiting], Heard], rule: Rule) -> None:
    waiting, heard = made
    front, _, _, end = parts(ordered(waiting, rule, heard), heard)
    assert [each.placed for each in front] == sorted(each.placed or 0 for each in front)
    times = [each.deferred_at for each in end if each.deferred_at]
    assert times == sorted(times)
    for before, after in [*pairwise(front), *pairwise(end)]:
        if (before.placed, before.deferred_at) == (after.placed, after.deferred_at):
            assert before.asked < after.asked


@given(lists())
def test_equals_keep_the_order_of_asking(made: tuple[list[Waiting], Heard]) -> None:
    waiting, heard = made
    _, _, by_rule, _ = parts(ordered(waiting, Rule.REGISTERED, heard), heard)
    assert [each.asked for each in by_rule] == sorted(each.asked for each in by_rule)
    _, _, by_rule, _ = parts(ordered(waiting, Rule.TOPIC, heard), heard)
    places = [(each.topic, each.asked) for each in by_rule]
    assert places == sorted(places)


@given(lists())
def test_no_village_twice_before_another_once(made: tuple[list[Waiting], Heard]) -> None:
    """And so on: nobody is called for a village that has had more turns than another one has."""
    waiting, heard = made
    front, again, by_rule, _ = parts(ordered(waiting, Rule.FAIR, heard), heard)
    turns = Counter(heard.villages)
    turns.update(each.village_id for each in [*front, *again])
    for at, called in enumerate(by_rule):
        assert all(turns[called.village_id] <= turns[other.village_id] for other in by_rule[at:])
        turns[called.village_id] += 1


@given(lists())
def test_in_a_village_who_has_spoken_least_comes_first(made: tuple[list[Waiting], Heard]) -> None:
    waiting, heard = made
    _, _, by_rule, _ = parts(ordered(waiting, Rule.FAIR, heard), heard)
    for before, after in pairwise(sorted(by_rule, key=lambda each: (str(each.village_id),))):
        if before.village_id == after.village_id:
            mine, other = heard.people[before.person], heard.people[after.person]
            assert (mine, before.asked) < (other, after.asked)


@given(lists(), st.sampled_from(Rule))
def test_calling_the_first_leaves_the_others_as_they_stood(
    made: tuple[list[Waiting], Heard], rule: Rule
) -> None:
    """Nobody who was shown as the next but one is overtaken by a click."""
    waiting, heard = made
    waiting = [each for each in waiting if each.kind == Kind.NORMAL]
    assume(waiting)
    first, *others = ordered(waiting, rule, heard)
    villages, people = Counter(heard.villages), Counter(heard.people)
    villages[first.village_id] += 1
    people[first.person] += 1
    later = Heard(villages=villages, people=people, last=first.person)
    assert ordered(others, rule, later) == others


# -- changing it --------------------------------------------------------------------------------


def test_a_click_on_an_old_picture_does_nothing() -> None:
    order.not_moved(Seen(0, 4), Seen(0, 4))
    for seen in (Seen(3, 4), Seen(0, 5), Seen(-1, 4)):
        with pytest.raises(Refused) as refused:
            order.not_moved(seen, Seen(0, 4))
        assert refused.value.code == "speakers.moved"


@pytest.mark.parametrize("seen", ["3 5 9", " 3  5 9 "])
def test_the_order_that_was_seen(seen: str) -> None:
    order.same_order(seen, [3, 5, 9])


@pytest.mark.parametrize("seen", ["", "3 5", "3 9 5", "3 5 9 2", "3,5,9", "x", "3 5 09"])
def test_an_old_order_is_refused(seen: str) -> None:
    with pytest.raises(Refused) as refused:
        order.same_order(seen, [3, 5, 9])
    assert refused.value.code == "speakers.moved"


def test_a_place_at_the_front() -> None:
    assert order.place_at_front([]) == 0
    assert order.place_at_front([3, 7]) == 2
    assert order.place_at_front([-1, 2]) == -2


@pytest.mark.parametrize(
    ("turn", "before", "after"),
    [
        (3, 1, [3, 1, 2]),
        (3, 2, [1, 3, 2]),
        (1, 3, [2, 1, 3]),
        (1, 0, [2, 3, 1]),
        (3, 0, [1, 2, 3]),
        (2, 2, [1, 2, 3]),
    ],
)
def test_moving_by_hand(turn: int, before: int, after: list[int]) -> None:
    assert order.moved([1, 2, 3], turn, before) == after


@pytest.mark.parametrize(("turn", "before"), [(9, 1), (1, 9), (9, 9), (9, 0)])
def test_moving_somebody_who_is_gone(turn: int, before: int) -> None:
    with pytest.raises(Refused) as refused:
        order.moved([1, 2, 3], turn, before)
    assert refused.value.code == "speakers.moved"


@pytest.mark.parametrize(
    ("turn", "placed", "held"),
    [(1, [], [1]), (3, [], [1, 2, 3]), (2, [4], [1, 2, 3, 4]), (4, [1, 2], [1, 2, 3, 4])],
)
def test_what_stands_above_a_moved_one_is_held(
    turn: int, placed: list[int], held: list[int]
) -> None:
    assert order.frozen([1, 2, 3, 4, 5], turn, placed) == held


def test_only_the_last_one_who_spoke_goes_back() -> None:
    order.only_the_last(7, 7, "Đinh Bưm")
    for last in (None, 8):
        with pytest.raises(Refused) as refused:
            order.only_the_last(7, last, "Đinh Bưm")
        assert refused.value.code == "speakers.not_last"
