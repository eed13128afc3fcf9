"""Which picture hangs on the wall, and what may be written under it. No database, no Flask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.contract import Refused
from plugins.display import rules
from plugins.display.rules import Candidate

NOW = datetime(2023, 10, 20, 1, 0, tzinfo=UTC)
TITLE = Candidate("display.backdrop", -100, wants=True)
FLOOR = Candidate("speakers.floor", 50, wants=True)
QUESTION = Candidate("opinions.question", 60, wants=True)
QUIET = Candidate("opinions.question", 60, wants=False)


@pytest.mark.parametrize(
    ("candidates", "pinned", "names"),
    [
        ([], None, []),
        ([], "speakers.floor", []),
        ([TITLE], None, ["display.backdrop"]),
        ([TITLE, FLOOR, QUIET], None, ["speakers.floor", "display.backdrop"]),
        (
            [QUESTION, TITLE, FLOOR],
            None,
            ["opinions.question", "speakers.floor", "display.backdrop"],
        ),
        ([TITLE, FLOOR], "display.backdrop", ["display.backdrop", "speakers.floor"]),
        ([TITLE, QUIET], "opinions.question", ["opinions.question", "display.backdrop"]),
        ([TITLE, FLOOR], "gone.scene", ["speakers.floor", "display.backdrop"]),
    ],
)
def test_the_best_scene_comes_first(
    candidates: list[Candidate], pinned: str | None, names: list[str]
) -> None:
    assert list(rules.by_preference(candidates, pinned)) == names


PROGRAMME = Candidate("agenda.programme", 20, wants=False)


@pytest.mark.parametrize(
    ("chosen", "pinned", "names"),
    [
        # of its own set also what does not want to be seen; the calmest of the others if all fail
        (["agenda.programme"], "", ["agenda.programme", "display.backdrop", "speakers.floor"]),
        (
            ["agenda.programme", "speakers.floor"],
            "",
            ["speakers.floor", "agenda.programme", "display.backdrop"],
        ),
        (["agenda.programme"], "speakers.floor", ["agenda.programme", "display.backdrop"]),
        (["agenda.programme", "speakers.floor"], "agenda.programme", ["agenda.programme"]),
        (["gone.scene"], "", ["display.backdrop", "speakers.floor"]),
    ],
)
def test_a_screen_with_a_set_of_its_own(chosen: list[str], pinned: str, names: list[str]) -> None:
    found = rules.by_preference([TITLE, FLOOR, PROGRAMME], pinned, chosen)
    assert list(found)[: len(names)] == names


some_candidates = st.lists(
    st.builds(Candidate, st.sampled_from("abcdef"), st.integers(-9, 9), st.booleans()),
    unique_by=lambda one: one.name,
)


@given(candidates=some_candidates, pinned=st.sampled_from("abcdefg"))
def test_nothing_is_tried_twice_and_nothing_that_does_not_want(
    candidates: list[Candidate], pinned: str
) -> None:
    names = list(rules.by_preference(candidates, pinned))
    assert len(names) == len(set(names))
    wanting = {one.name for one in candidates if one.wants}
    assert set(names) == wanting | ({pinned} & {one.name for one in candidates})


@given(
    candidates=some_candidates,
    pinned=st.sampled_from("abcdefg"),
    chosen=st.sets(st.sampled_from("abcdefg")),
)
def test_a_pin_outside_the_set_changes_nothing_and_inside_it_comes_first(
    candidates: list[Candidate], pinned: str, chosen: set[str]
) -> None:
    names = list(rules.by_preference(candidates, pinned, chosen))
    follows = pinned in {one.name for one in candidates if not chosen or one.name in chosen}
    if follows:
        assert names[0] == pinned
    else:
        assert names == list(rules.by_preference(candidates, "", chosen))
    if any(one.wants for one in candidates):
        assert names, "a wall is never empty while a picture wants to hang there"


def test_the_close_ends_what_was_set_before() -> None:
    assert not rules.in_force(None, None)
    assert rules.in_force(NOW, None)
    assert rules.in_force(NOW, NOW)
    assert not rules.in_force(NOW, NOW + timedelta(seconds=1))
    assert rules.in_force(NOW + timedelta(seconds=1), NOW)


def test_only_a_known_scene_is_pinned() -> None:
    assert rules.scene_name("speakers.floor", ["speakers.floor"]) == "speakers.floor"
    for unknown in ("", "speakers.flor", "../etc"):
        with pytest.raises(Refused) as refused:
            rules.scene_name(unknown, ["speakers.floor"])
        assert refused.value.code == "display.no_such_scene"


def test_a_message_is_one_clean_short_line() -> None:
    assert rules.message_line(" Giải lao \n đến 9 giờ 30\u200b ") == "Giải lao đến 9 giờ 30"
    assert rules.message_line("ơ̆" * rules.MESSAGE_LIMIT), "letters as people count them"
    for nothing in ("", "  \n\u200b"):
        with pytest.raises(Refused) as refused:
            rules.message_line(nothing)
        assert refused.value.code == "display.no_message"
    with pytest.raises(Refused) as refused:
        rules.message_line("ơ̆" * (rules.MESSAGE_LIMIT + 1))
    assert refused.value.code == "display.message_too_long"
    assert refused.value.facts == {"limit": 120}


def test_a_late_click_is_noticed() -> None:
    rules.not_late(None, 4)
    rules.not_late(4, 4)
    for late in (0, 3, 5):
        with pytest.raises(Refused) as refused:
            rules.not_late(late, 4)
        assert refused.value.code == "display.moved"


def test_the_way_back_leads_past_what_is_gone() -> None:
    past = rules.remembered(rules.remembered((), ""), "speakers.floor")
    assert past == ("", "speakers.floor")
    assert rules.way_back(past, ["speakers.floor"]) == ("speakers.floor", ("",))
    assert rules.way_back(past, []) == ("", ())
    assert rules.way_back(["gone.scene"], []) is None
    assert rules.way_back([], ["speakers.floor"]) is None


def test_the_way_back_has_an_end() -> None:
    past: tuple[str, ...] = ()
    for number in range(rules.REMEMBERED + 5):
        past = tuple(rules.remembered(past, str(number)))
    assert len(past) == rules.REMEMBERED
    assert past[-1] == str(rules.REMEMBERED + 4)


@given(pins=st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=30))
def test_going_back_undoes_each_step_in_turn(pins: list[str]) -> None:
    past: tuple[str, ...] = ()
    now, steps = "", []
    for name in pins:
        steps.append(now)
        past, now = tuple(rules.remembered(past, now)), name
    for was in reversed(steps[-rules.REMEMBERED :]):
        way = rules.way_back(past, "abc")
        assert way is not None
        now, past = way[0], tuple(way[1])
        assert now == was
    assert rules.way_back(past, "abc") is None


def test_a_set_holds_known_scenes_and_all_of_them_is_none() -> None:
    known = ["b.two", "a.one", "c.three"]
    assert rules.scene_set(["c.three", "a.one", "a.one"], known) == ["a.one", "c.three"]
    assert rules.scene_set([], known) == []
    assert rules.scene_set(known, known) == []
    with pytest.raises(Refused) as refused:
        rules.scene_set(["a.one", "d.four"], known)
    assert refused.value.code == "display.no_such_scene"


@pytest.mark.parametrize(
    ("scale", "margin", "code"),
    [
        (59, 0, "scale"),
        (151, 0, "scale"),
        (-1, -1, "scale"),
        (100, 16, "margin"),
        (60, -1, "margin"),
    ],
)
def test_a_frame_leaves_a_picture(scale: int, margin: int, code: str) -> None:
    assert rules.frame(60, 15) == (60, 15)
    with pytest.raises(Refused) as refused:
        rules.frame(scale, margin)
    assert refused.value.code == f"display.{code}"


def test_a_silent_screen_is_cut_off() -> None:
    assert not rules.is_late(NOW, NOW + rules.SILENCE)
    assert rules.is_late(NOW, NOW + rules.SILENCE + timedelta(seconds=1))
