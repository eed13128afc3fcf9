"""What a rehearsal invents and how it looks for it: the same day for the same seed."""

from __future__ import annotations

from random import Random

from meeting.text import has_letter
from plugins.rehearse.rules import (
    invent_answer,
    invent_people,
    invent_question,
    missing,
    people_present,
)


def test_the_same_seed_invents_the_same_people() -> None:
    assert invent_people(60, 10, Random("7/0")) == invent_people(60, 10, Random("7/0"))
    assert invent_people(60, 10, Random("7/0")) != invent_people(60, 10, Random("8/0"))


def test_people_come_from_every_village_and_some_have_no_phone() -> None:
    people = invent_people(60, 10, Random("1/0"))
    assert [one.number for one in people] == list(range(60))
    assert {one.village for one in people} == set(range(10))
    for part in ("has_phone", "asks", "speaks"):
        assert {getattr(one, part) for one in people} == {True, False}


def test_one_person_asks_and_speaks() -> None:
    (only,) = invent_people(1, 10, Random("1/0"))
    assert (only.asks, only.speaks) == (True, True)


def test_the_form_of_address_fits_the_name() -> None:
    for one in invent_people(500, 10, Random("1/0")):
        assert ("Thị" in one.name.split()) == (one.honorific == "Bà")
        assert "Văn" not in one.name.split() or one.honorific == "Ông"
        assert has_letter(one.name)


def test_no_text_is_part_of_another() -> None:
    texts = [invent_question(number, Random(1)) for number in range(120)]
    texts += [invent_answer(number, Random(1)) for number in range(120)]
    for number, text in enumerate(texts):
        assert missing([text], " ".join(texts[:number] + texts[number + 1 :])) == [text]


def test_a_text_that_is_there_is_not_missing_however_its_lines_break() -> None:
    printed = "Ý kiến 1. Câu hỏi của bà Đinh Thị Ƀlĭ: Cầu treo\nđầu làng hư\n\n 2\nhai năm."
    assert missing(["Cầu treo đầu làng hư"], printed) == []


def test_what_is_missing_is_named_in_order() -> None:
    printed = "Mương nước cạn. Nhà rông dột."
    asked = ["Nhà rông dột.", "Đường lầy.", "Mương nước cạn.", "Cầu hư."]
    assert missing(asked, printed) == ["Đường lầy.", "Cầu hư."]


def test_a_changed_letter_counts_as_missing() -> None:
    assert missing(["Hơ̆n hỏi về nước"], "Hơn hỏi về nước") == ["Hơ̆n hỏi về nước"]


def test_how_many_came_is_said_as_the_minutes_say_it() -> None:
    assert people_present(6) == "Tổng số có mặt: 06 người"
    assert missing([people_present(12)], "4. Tổng số có mặt: 112 người; được mời 120") != []
