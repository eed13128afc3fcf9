"""What may happen to a turn, and who may ask for one. No database, no Flask."""

from __future__ import annotations

import pytest

from meeting.contract import Refused
from plugins.speakers import rules
from plugins.speakers.rules import State, Step, Way, Wish

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
    Step.COME_BACK: {S.ABSENT: S.WAITING, S.WAITING: None},
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


def follow_up(but: dict[str, bool], *, allowed: bool = True, has_spoken: bool = True) -> str | None:
    try:
        rules.may_follow_up(wish(**but), allowed=allowed, has_spoken=has_spoken)
    except Refused as refused:
        return refused.code
    return None


def test_who_has_spoken_may_follow_up_on_a_closed_list() -> None:
    assert follow_up({}) is None
    assert follow_up({"list_open": False}) is None
    assert follow_up({}, has_spoken=False) == "speakers.not_spoken"
    assert follow_up({}, allowed=False) == "speakers.no_follow_up"
    assert follow_up({"waiting_already": True}) == "speakers.already_waiting"
    assert follow_up({"meeting_open": False}) == "speakers.not_open"
    assert follow_up({"present": False}) == "speakers.not_present"


def come_back(*, before: bool = False, **but: bool) -> str | None:
    try:
        rules.may_come_back(wish(**but), before=before)
    except Refused as refused:
        return refused.code
    return None


def test_who_was_called_in_vain_comes_back_once() -> None:
    assert come_back() is None
    assert come_back(list_open=False) is None, "the name stood on the list already"
    assert come_back(before=True) == "speakers.came_back_before"
    assert come_back(waiting_already=True) == "speakers.already_waiting"
    assert come_back(present=False) == "speakers.not_present"
    assert come_back(meeting_open=False) == "speakers.not_open"


@pytest.mark.parametrize("way", [None, *Way, "", "WALL"])
def test_a_phone_is_a_phone(way: str | None) -> None:
    assert rules.way_in(way, by_staff=False) == Way.PHONE


@pytest.mark.parametrize(
    ("way", "kept"),
    [
        (None, Way.SECRETARY),
        ("DESK", Way.DESK),
        ("HAND", Way.HAND),
        ("SECRETARY", Way.SECRETARY),
        ("PHONE", Way.SECRETARY),
        ("WALL", Way.SECRETARY),
    ],
)
def test_how_a_wish_reached_the_staff(way: str | None, kept: Way) -> None:
    assert rules.way_in(way, by_staff=True) == kept


def test_a_topic_is_one_of_the_plan() -> None:
    assert rules.known_topic("", ["dat-dai"]) == ""
    assert rules.known_topic("dat-dai", ["dat-dai"]) == "dat-dai"
    with pytest.raises(Refused) as refused:
        rules.known_topic("thoi-tiet", ["dat-dai"])
    assert refused.value.code == "speakers.no_such_topic"


def test_language_and_interpreter_are_short_lines() -> None:
    assert rules.language_line(" tiếng \n Ba Na ") == "tiếng Ba Na"
    assert rules.interpreter_line("  già làng Đinh Grơ̆ng") == "già làng Đinh Grơ̆ng"
    for rule, limit in (
        (rules.language_line, rules.LANGUAGE_LIMIT),
        (rules.interpreter_line, rules.NAME_LIMIT),
    ):
        assert rule("") == ""
        with pytest.raises(Refused) as refused:
            rule("x" * (limit + 1))
        assert refused.value.code == "speakers.too_long"


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
