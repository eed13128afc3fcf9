"""Dirty input of domain practice: what is stored, what is found, in which order."""

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from meeting import text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Đinh \u00a0 Bưm\t", "Đinh Bưm"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Đào"), "Nguyễn Thị Đào"),
        ("Ðinh Thị Hl\u014fp", "Đinh Thị Hlŏp"),
        ("ð\u01b0ờng", "đ\u01b0ờng"),
        ("VÒNG \u00d0AI, H'\u00d0ơk, Ê\u00f0ê", "VÒNG ĐAI, H'Đơk, Êđê"),
        ("k\u00d0m l¾m", "k\u00d0m l¾m"),  # TCVN3
        ("Þór ðo", "Þór ðo"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("x\x00\x07y", "xy"),
        ("Hơ̆n", "Hơ̆n"),
        ("một\nhai", "một hai"),
    ],
)
def test_text_is_stored_clean(typed: str, stored: str) -> None:
    assert text.clean(typed) == stored


def test_lines_of_an_opinion_are_kept() -> None:
    assert text.clean("  một \r\n\r\n\r\n\r\n hai ", lines=True) == "một\n\nhai"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đinh Thị Hlŏp", "dinh thi hlop"),
        ("hoà", "hòa"),
        ("Thuỷ", "thủy"),
        ("Đinh Hơ̆n", "dinh hon"),
        ("Ƀlĭ", "bli"),
        ("H'Lĭnh", "hlinh"),
        ("ÐINH BƯM", "đinh bưm"),
    ],
)
def test_search_ignores_marks_and_case(one: str, other: str) -> None:
    assert text.search_key(one) == text.search_key(other)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(value: str) -> None:
    once = text.clean(value, lines=True)
    assert text.clean(once, lines=True) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_search_key_of_a_key_is_itself(value: str) -> None:
    assert text.search_key(text.search_key(value)) == text.search_key(value)


def test_letters_are_counted_as_readers_see_them() -> None:
    assert text.graphemes("Hơ̆n") == 3


def test_names_sort_by_given_name_in_vietnamese_order() -> None:
    names = ["Trần Văn Đức", "Lê Thị Dung", "Đinh Ăn", "Đinh An", "Đinh Ân", "Phan Bình", "Lê An"]
    expected = [
        "Đinh An",
        "Lê An",
        "Đinh Ăn",
        "Đinh Ân",
        "Phan Bình",
        "Lê Thị Dung",
        "Trần Văn Đức",
    ]
    assert sorted(names, key=text.sort_key) == sorted(expected, key=text.sort_key)
    assert [name.split()[-1] for name in sorted(names, key=text.sort_key)] == [
        "An", "An", "Ăn", "Ân", "Bình", "Dung", "Đức",
    ]  # fmt: skip


def test_tones_decide_only_between_equal_letters() -> None:
    words = ["mạ", "má", "mà", "ma", "mả", "mã", "mai"]
    assert sorted(words, key=text.collation_key) == ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]


@pytest.mark.parametrize("prepare", [text.clean, text.search_key, text.sort_key])
def test_marks_are_put_in_order_in_short_runs_only(
    prepare: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The square of a run's length is what it takes: a megabyte of marks would be ten minutes."""
    runs: list[int] = []
    in_order = unicodedata.normalize

    def seen(form: Literal["NFC", "NFD"], value: str) -> str:
        runs.append(
            max(map(len, regex.findall(r"[\p{M}--\u034f]+", value, flags=regex.V1)), default=0)
        )
        return in_order(form, value)

    monkeypatch.setattr(unicodedata, "normalize", seen)
    tower = "a" + "\u0301\u0316" * 1000
    cleaned = text.clean(tower)
    assert text.clean(cleaned) == cleaned
    runs.clear()
    prepare(tower if prepare is not text.sort_key else cleaned)
    assert max(runs) <= 31


def test_a_tall_letter_of_real_life_stays_as_it_is() -> None:
    assert text.clean("Hơ̆n y\u0323\u0302\u0301") == unicodedata.normalize(
        "NFC", "Hơ̆n y\u0323\u0302\u0301"
    )


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u115f\u1160", "\uffa0", "\u061c", "\U000e0041", "\uffff", "\ufdd0"]
)
def test_what_nobody_sees_is_no_letter_of_a_name(blank: str) -> None:
    assert not text.has_letter(text.clean(blank))
    assert text.clean(f"Đinh{blank} Bưm") == "Đinh Bưm"


@given(st.text(alphabet=st.sampled_from("aơ̆\u0306\u0301\r\n👩\u200d🌾🇻🇳ห ํ각"), max_size=40))
def test_longer_is_what_has_more_letters(value: str) -> None:
    for limit in (0, 1, 3, 8, 39, 40):
        assert text.is_longer(value, limit) == (text.graphemes(value) > limit)


def test_a_title_is_not_broken_inside_its_usual_words() -> None:
    found = text.unbroken("Hội nghị giữa ỦY BAN NHÂN DÂN xã với nhân dân")
    assert found.split(" ") == [
        *("Hội\u00a0nghị", "giữa", "ỦY\u00a0BAN", "NHÂN\u00a0DÂN", "xã", "với", "nhân\u00a0dân"),
    ]
    assert text.unbroken("<b>Ý kiến</b>") == "<b>Ý\u00a0kiến</b>"
    assert text.unbroken("UBND Phường 1, khu phố 12").split(" ") == [
        *("UBND", "Phường\u00a01,", "khu\u00a0phố\u00a012"),
    ]
    assert text.unbroken("thanh nhân dânh") == "thanh nhân dânh"
