"""What may happen to a turn, who may ask, the order, and the clock. No database, no Flask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meeting.contract import Refused
from plugins.speakers import order, rules, timing
from plugins.speakers.order import Seen
from plugins.speakers.rules import State, Step, Wish
from plugins.speakers.timing import Timing

NOW = datetime(2023, 10, 20, 1, 0, tzinfo=UTC)
S = State

LEADS = {
    Step.CALL: {S.WAITING: S.SPEAKING, S.SPEAKING: None},
    Step.PAUSE: {S.SPEAKING: S.PAUSED, S.PAUSED: None},
    Step.RESUME: {S.PAUSED: S.SPEAKING, S.SPEAKING: None},
    Step.END: {S.SPEAKING: S.SPOKEN, S.PAUSED: S.SPOKEN, S.SPOKEN: None},
    Step.PUT_BACK: {
        S.SPEAKING: S.WAITING,
        S.PAUSED: S.WAITING,
        S.SPOKEN: S.WAITING,
        S.ABSENT: S.WAITING,
        S.WAITING: None,
    },
    Step.MARK_ABSENT: {
        S.WAITING: S.ABSENT,
        S.SPEAKING: S.ABSENT,
        S.PAUSED: S.ABSENT,
        S.ABSENT: None,
    },
    Step.WITHDRAW: {S.WAITING: S.WITHDRAWN, S.WITHDRAWN: None},
}
REFUSED = {
    S.WAITING: "speakers.not_called",
    S.SPEAKING: "speakers.has_floor",
    S.PAUSED: "speakers.has_floor",
    S.SPOKEN: "speakers.has_spoken",
    S.ABSENT: "speakers.not_listed",
    S.WITHDRAWN: "speakers.not_listed",
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
def test_each_step_from_each_state(step: Step, state: State) -> None:
    if state in LEADS[step]:
        assert rules.after(step, state, "Đinh Bưm") == LEADS[step][state]
        return
    with pytest.raises(Refused) as refused:
        rules.after(step, state, "Đinh Bưm")
    assert refused.value.code == REFUSED[state]
    assert refused.value.facts == {"speaker": "Đinh Bưm"}


@pytest.mark.parametrize("state", State)
def test_only_who_has_the_floor_gets_more_time(state: State) -> None:
    if state in rules.RUNNING:
        rules.running(state, "Đinh Bưm")
        return
    with pytest.raises(Refused) as refused:
        rules.running(state, "Đinh Bưm")
    assert refused.value.code == REFUSED[state]


def wish(**but: bool) -> Wish:
    given = {
        "by_staff": False,
        "list_open": True,
        "meeting_open": True,
        "present": True,
        "waiting_already": False,
    }
    return Wish(speaker="Đinh Bưm", **(given | but))


@pytest.mark.parametrize(
    ("but", "code"),
    [
        ({}, None),
        ({"waiting_already": True}, "speakers.already_waiting"),
        ({"meeting_open": False}, "speakers.not_open"),
        ({"list_open": False}, "speakers.list_closed"),
        ({"present": False}, "speakers.not_present"),
        ({"by_staff": True, "list_open": False, "meeting_open": False}, None),
        ({"by_staff": True, "waiting_already": True}, "speakers.already_waiting"),
        ({"by_staff": True, "present": False}, "speakers.not_present"),
    ],
)
def test_who_may_ask(but: dict[str, bool], code: str | None) -> None:
    if code is None:
        rules.may_ask(wish(**but))
        return
    with pytest.raises(Refused) as refused:
        rules.may_ask(wish(**but))
    assert refused.value.code == code


def test_a_subject_is_one_clean_line() -> None:
    assert rules.subject_line("  đường \n vào  rẫy\u200b ") == "đường vào rẫy"
    assert rules.subject_line("") == ""
    assert rules.subject_line("ơ̆" * rules.SUBJECT_LIMIT), "letters as people count them"
    with pytest.raises(Refused) as refused:
        rules.subject_line("x" * (rules.SUBJECT_LIMIT + 1))
    assert refused.value.code == "speakers.too_long"


def test_a_name_needs_a_letter_and_nothing_more() -> None:
    assert rules.speaker_name(" H'Lĭnh ") == "H'Lĭnh"
    for nothing in ("", "  ", "123", "…"):
        with pytest.raises(Refused) as refused:
            rules.speaker_name(nothing)
        assert refused.value.code == "speakers.no_name"
    with pytest.raises(Refused) as refused:
        rules.speaker_name("x" * (rules.NAME_LIMIT + 1))
    assert refused.value.code == "speakers.too_long"


def test_a_click_on_an_old_picture_does_nothing() -> None:
    order.not_moved(Seen(0, 4), Seen(0, 4))
    for seen in (Seen(3, 4), Seen(0, 5), Seen(-1, 4)):
        with pytest.raises(Refused) as refused:
            order.not_moved(seen, Seen(0, 4))
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


def test_only_the_last_one_who_spoke_goes_back() -> None:
    order.only_the_last(7, 7, "Đinh Bưm")
    for last in (None, 8):
        with pytest.raises(Refused) as refused:
            order.only_the_last(7, last, "Đinh Bưm")
        assert refused.value.code == "speakers.not_last"


def stored(since: datetime | None = None, used_ms: int = 0, limit: int = 300) -> Timing:
    return Timing(limit_seconds=limit, used_ms=used_ms, running_since=since)


def test_a_running_clock_is_a_target_time() -> None:
    clock = timing.clock_of(stored(NOW, used_ms=60_000))
    assert (clock.ends_at, clock.left_ms) == (NOW + timedelta(minutes=4), None)


def test_a_standing_clock_is_a_rest() -> None:
    clock = timing.clock_of(stored(used_ms=60_000))
    assert (clock.ends_at, clock.left_ms) == (None, 240_000)


def test_the_clock_goes_below_zero() -> None:
    assert timing.clock_of(stored(used_ms=330_000)).left_ms == -30_000
    assert timing.clock_of(stored(NOW, used_ms=330_000)).ends_at == NOW - timedelta(seconds=30)


def test_time_used_leaves_pauses_out() -> None:
    assert timing.used_ms(stored(used_ms=5_000), NOW) == 5_000
    assert timing.used_ms(stored(NOW, used_ms=5_000), NOW + timedelta(seconds=2)) == 7_000
    assert timing.used_ms(stored(NOW, used_ms=5_000), NOW - timedelta(hours=1)) == 5_000


def test_an_extension_is_sensible() -> None:
    assert timing.extension(1) == 1
    assert timing.extension(timing.LONGEST_EXTENSION) == timing.LONGEST_EXTENSION
    for seconds in (-60, 0, timing.LONGEST_EXTENSION + 1):
        with pytest.raises(Refused) as refused:
            timing.extension(seconds)
        assert refused.value.code == "speakers.bad_extension"


def test_settings_take_sensible_values_only() -> None:
    assert timing.is_minutes(1)
    assert timing.is_minutes(60)
    assert not any(map(timing.is_minutes, (0, 61)))
    assert timing.is_seconds(0)
    assert timing.is_seconds(600)
    assert not any(map(timing.is_seconds, (-1, 601)))
