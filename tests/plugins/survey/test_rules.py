"""What adds up and what does not; how numbers are read and shares are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.survey.rules import Asked, Counts, Typed, number, percent, problems

ASKED = Asked(items=("Công tác tổ chức", "Thái độ"), choices=("Hài lòng", "Chưa", "Không"))
RIGHT = Typed(
    handed_out="70", returned=" 68 ", valid="66", answers=(("60", "6", ""), ("0", "65", "1"))
)


def said(typed: Typed) -> list[str]:
    counts, found = problems(typed, ASKED)
    assert (counts is None) is bool(found)
    return [one.message for one in found]


def test_what_adds_up_is_read() -> None:
    counts, found = problems(RIGHT, ASKED)
    assert found == []
    assert counts == Counts(handed_out=70, returned=68, valid=66, answers=((60, 6, 0), (0, 65, 1)))
    assert counts.counted
    assert counts.invalid == 2
    assert problems(counts.typed(), ASKED) == (counts, [])


def test_each_breach_is_a_sentence_with_both_numbers() -> None:
    found = said(replace(RIGHT, returned="71", valid="72"))
    assert found == [
        "More forms came back (71) than were handed out (70). Check both numbers.",
        "More forms are valid (72) than came back (71). Check both numbers.",
        "Item 1 “Công tác tổ chức”: the answers add up to 66, but 72 forms are valid. "
        "Count this line again.",
        "Item 2 “Thái độ”: the answers add up to 66, but 72 forms are valid. "
        "Count this line again.",
    ]
    (one,) = said(replace(RIGHT, answers=(("60", "6", ""), ("", "", ""))))
    assert "Item 2" in one
    assert "add up to 0, but 66" in one


@pytest.mark.parametrize(
    "raw", ["-1", "1.5", "1,000", "10000", "9" * 500, "một", "0x10", "1e3", "²", "٣", "=1+1", "1 2"]
)
def test_what_is_no_number_is_named_with_its_place(raw: str) -> None:
    assert number(raw) is None
    (one,) = said(replace(RIGHT, returned=raw))
    assert one.startswith(f"Forms returned: “{raw[:20]}” is no number")
    (one,) = said(replace(RIGHT, answers=(("60", raw, ""), RIGHT.answers[1])))
    assert one.startswith(f"1. Công tác tổ chức: Chưa: “{raw[:20]}” is no number")


def test_only_a_choice_may_be_left_empty() -> None:
    found = said(Typed(answers=((), ("1",))))
    assert [one.split(":")[0] for one in found] == [
        "Forms handed out",
        "Forms returned",
        "Valid forms",
    ]
    assert all("nothing is written here" in one for one in found)
    assert said(replace(RIGHT, handed_out="\u200b ")) == [
        "Forms handed out: nothing is written here. Write a number, 0 if there were none."
    ]


def test_all_zero_is_no_survey() -> None:
    counts, found = problems(Typed(handed_out="0", returned="0", valid="0"), ASKED)
    assert found == []
    assert counts is not None
    assert not counts.counted


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (68, 70, "97,1%"),
        (66, 66, "100,0%"),
        (0, 66, "0,0%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        (1, 2000, "0,1%"),  # halves go up, as people reckon: 0,05
        (0, 0, "–"),
    ],
)
def test_shares_are_written_as_an_office_writes_them(part: int, whole: int, written: str) -> None:
    assert percent(part, whole) == written
