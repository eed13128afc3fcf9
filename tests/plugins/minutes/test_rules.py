"""The secretary's words: cleaning, limits, names under signatures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.minutes.rules import (
    LONGEST,
    LONGEST_NAME,
    Entered,
    labelled,
    paragraphs,
    signer_name,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ông Trần Xuân Nam - Chủ tịch UBND xã", "Trần Xuân Nam"),
        ("Bà Đinh Thị Ƀlĭ – công chức Văn phòng", "Đinh Thị Ƀlĭ"),
        ("Ông (Bà) Đinh Hơ̆n - công chức", "Đinh Hơ̆n"),
        ("ông/bà Đinh Hơ̆n", "Đinh Hơ̆n"),
        ("Đồng chí Đinh Thị H'Lĭnh, Bí thư", "Đinh Thị H'Lĭnh"),
        ("Nguyễn Thị Kim-Loan (Văn phòng)", "Nguyễn Thị Kim-Loan"),
        ("Bàn Văn Ông", "Bàn Văn Ông"),  # begins like an honorific
        ("Ông", "Ông"),
        ("", ""),
    ],
)
def test_the_bare_name_stands_under_a_signature(written: str, name: str) -> None:
    assert signer_name(written) == name


@given(st.text())
def test_any_line_gives_a_name_without_failing(written: str) -> None:
    assert signer_name(written) == signer_name(written).strip()


def test_names_become_one_line_and_texts_keep_theirs() -> None:
    entered = Entered(chair=" Ông  Lê\nNam ", conclusion="Một. \r\n\r\n\r\n\r\nHai.\x00").cleaned()

    assert entered.chair == "Ông Lê Nam"
    assert paragraphs(entered.conclusion) == ["Một.", "Hai."]


def test_what_nobody_can_sign_without_is_missing() -> None:
    assert Entered().missing() == ["chair", "secretary", "conclusion"]
    assert Entered(chair="...", secretary="Lan", conclusion="1.").missing() == [
        "chair",
        "conclusion",
    ]
    assert not Entered(chair="A", secretary="B", conclusion="Kết thúc.").missing()


def test_limits_count_letters_as_people_do() -> None:
    assert Entered(chair="ơ̆" * LONGEST_NAME).exceeded() is None
    assert Entered(chair="a" * (LONGEST_NAME + 1)).exceeded() == LONGEST_NAME
    assert Entered(conclusion="a" * (LONGEST + 1)).exceeded() == LONGEST


def test_differences_name_the_fields() -> None:
    mine, theirs = Entered(chair="A", closing="x"), Entered(chair="B", closing="x")

    assert mine.differences(theirs) == ["chair"]
    assert mine.differences(mine) == []


@pytest.mark.parametrize("line", ["1. Giao", "12) Giao", "a) Giao", "đ. Giao", "- Giao", "• Giao"])
def test_own_labels_are_seen(line: str) -> None:
    assert labelled(["Biểu dương.", line])


@pytest.mark.parametrize("line", ["Giao Văn phòng.", "2023 là năm.", "a-b", "10,5 triệu đồng"])
def test_plain_sentences_have_no_label(line: str) -> None:
    assert not labelled([line])
