"""Official Vietnamese wording, case by case."""

from __future__ import annotations

import datetime as dt

import pytest

from meeting.papers import wording


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (0, "người", "0 người"),
        (1, "", "01"),
        (6, "người", "06 người"),
        (9, "lượt ý kiến", "09 lượt ý kiến"),
        (10, "làng", "10 làng"),
        (155, "đại biểu", "155 đại biểu"),
    ],
)
def test_counts_below_ten_have_a_leading_zero(number: int, unit: str, words: str) -> None:
    assert wording.count(number, unit) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.time(7, 30), "07 giờ 30 phút"),
        (dt.time(0, 0), "00 giờ 00 phút"),
        (dt.time(12, 5), "12 giờ 05 phút"),
        (dt.time(23, 59), "23 giờ 59 phút"),
    ],
)
def test_times(moment: dt.time, words: str) -> None:
    assert wording.time(moment) == words


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (dt.date(2023, 10, 20), "ngày 20 tháng 10 năm 2023", "20/10/2023"),
        (dt.date(2023, 9, 13), "ngày 13 tháng 9 năm 2023", "13/9/2023"),
        (dt.date(2024, 1, 18), "ngày 18 tháng 01 năm 2024", "18/01/2024"),
        (dt.date(2026, 2, 2), "ngày 02 tháng 02 năm 2026", "02/02/2026"),
        (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026", "09/3/2026"),
    ],
)
def test_dates(day: dt.date, long: str, short: str) -> None:
    assert (wording.date(day), wording.short_date(day)) == (long, short)


def test_weekdays() -> None:
    monday = dt.date(2023, 10, 16)
    week = [wording.weekday(monday + dt.timedelta(days=n)) for n in range(7)]
    assert week == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (dt.datetime(2023, 10, 20, 11, 0), "11 giờ 00 phút cùng ngày"),  # noqa: DTZ001
        (dt.datetime(2023, 10, 20, 12, 0), "12 giờ 00 phút cùng ngày"),  # noqa: DTZ001
        (dt.datetime(2023, 10, 21, 0, 10), "00 giờ 10 phút ngày 21 tháng 10 năm 2023"),  # noqa: DTZ001
    ],
)
def test_ending_names_the_day_only_after_midnight(end: dt.datetime, words: str) -> None:
    start = dt.datetime(2023, 10, 20, 7, 30)  # noqa: DTZ001 - wall clock of the hall
    assert wording.ending(start, end) == words


def test_people() -> None:
    assert wording.person("Đinh Hơ̆n", "Ông") == "Ông Đinh Hơ̆n"
    assert wording.person("Đinh Thị Ƀlĭ", "Bà", inside=True) == "bà Đinh Thị Ƀlĭ"
    assert wording.person("Hyek") == "Ông (Bà) Hyek"
    assert wording.person("Hyek", inside=True) == "ông (bà) Hyek"
    assert wording.officer("Trần Xuân Nam", "Chủ tịch UBND xã", "Ông") == (
        "Ông Trần Xuân Nam - Chủ tịch UBND xã"
    )
    assert wording.officer("Trần Xuân Nam", "", "Ông") == "Ông Trần Xuân Nam"


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("Chủ tịch UBND xã", "chủ tịch UBND xã"),
        ("Phó Chủ tịch UBND xã", "phó chủ tịch UBND xã"),
        ("Chủ tịch UBND xã Trần Xuân Nam", "Chủ tịch UBND xã Trần Xuân Nam"),
        ("phó chủ tịch UBND xã Trần Xuân Nam", "Phó chủ tịch UBND xã Trần Xuân Nam"),
        ("Ông Trần Xuân Nam", "ông Trần Xuân Nam"),
        ("Bí thư Đảng ủy và Trưởng các đoàn thể", "bí thư Đảng ủy và trưởng các đoàn thể"),
        ("Ủy ban MTTQ, Trưởng thôn; Công an xã", "Ủy ban MTTQ, trưởng thôn; Công an xã"),
        ("Văn phòng HĐND và UBND xã", "Văn phòng HĐND và UBND xã"),
        ("Nhân dân", "Nhân dân"),
        ("Bàn đón tiếp", "bàn đón tiếp"),
        ("Ôn Thị Bàng", "Ôn Thị Bàng"),
        ("", ""),
    ],
)
def test_an_office_has_a_capital_only_before_a_name(words: str, inside: str) -> None:
    assert wording.offices(words, ["Trần Xuân Nam", ""]) == inside


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], ""),
        (["Stơr"], "Stơr"),
        (["Stơr", "Leng"], "Stơr và Leng"),
        (["Stơr", "", "Leng", "Klếch"], "Stơr, Leng và Klếch"),
    ],
)
def test_lists(parts: list[str], words: str) -> None:
    assert wording.listed(parts) == words


def test_closed_lines() -> None:
    assert wording.closed([]) == []
    assert wording.closed(["Lưu: VT"]) == ["Lưu: VT."]
    assert wording.closed(["a;", "b", "c./."]) == ["a;", "b;", "c./."]


@pytest.mark.parametrize(
    ("raw", "words"),
    [("", ""), ("đường lầy", "Đường lầy."), ("bao giờ xong?", "Bao giờ xong?"), ("ơ̆", "Ơ̆.")],
)
def test_sentences(raw: str, words: str) -> None:
    assert wording.sentence(raw) == words


def test_labels() -> None:
    assert [wording.letter(n) for n in range(1, 10)] == [
        "a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)",
    ]  # fmt: skip
    assert (wording.letter(23), wording.letter(24), wording.letter(28)) == ("y)", "aa)", "đđ)")
    assert [wording.roman(n) for n in (1, 4, 9, 14, 20)] == ["I.", "IV.", "IX.", "XIV.", "XX."]
    assert wording.numbered(3) == "3."


def test_set_phrases_are_not_divided() -> None:
    glued = wording.glued("giữa Ủy ban nhân dân xã với Nhân dân năm 2023").split(" ")
    assert glued == ["giữa", "Ủy\xa0ban\xa0nhân\xa0dân", "xã", "với", "Nhân\xa0dân", "năm\xa02023"]
