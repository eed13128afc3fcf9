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
