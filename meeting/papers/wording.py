"""How a Vietnamese office writes figures, times, dates, names and lists in a paper."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from meeting.papers.letters import NO_BREAK

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # points follow the Vietnamese alphabet, plain letters only
_TOGETHER = re.compile(
    r"\b(ủy ban nhân dân|ủy ban|hội đồng nhân dân|nhân dân|mặt trận tổ quốc|việt nam"
    r"|cấp ủy|chính quyền|địa phương|địa bàn|hội nghị|đối thoại|trao đổi|tiếp xúc|trực tiếp"
    r"|người đứng đầu|chủ tịch|doanh nghiệp|ý kiến|kiến nghị"
    r"|năm \d+|tháng \d+|ngày \d+|phường \d+)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(  # and what else those who lead a step are called
    r"(?:(?:quyền|nguyên|phó) )*(?:chủ tịch|chủ trì|chủ tọa|bí thư|trưởng|chánh|giám đốc"
    r"|hiệu trưởng|chỉ huy|chi hội trưởng|tổ trưởng|thư ký|công chức|cán bộ|chuyên viên|đại diện"
    r"|đại biểu|lãnh đạo|các|bàn|ban tổ chức|ông|bà)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(, |; | và )")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

Honorific = Literal["Ông", "Bà"]


def count(number: int, unit: str = "") -> str:
    """`06 người`, `12 lượt ý kiến`: below ten with a leading zero, zero itself as `0`."""
    figure = f"{number:02d}" if number else "0"
    return f"{figure} {unit}".strip()


def time(moment: dt.time | dt.datetime) -> str:
    """`07 giờ 30 phút`."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def date(day: dt.date) -> str:
    """`ngày 05 tháng 02 năm 2026`: day below ten, January and February with a leading zero."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def short_date(day: dt.date) -> str:
    """`13/9/2023`, `05/02/2026`: the same zeros as in `date`."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def _month(day: dt.date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def weekday(day: dt.date) -> str:
    """`thứ Sáu`, `Chủ nhật`."""
    return _WEEKDAYS[day.weekday()]


def ending(start: dt.datetime, end: dt.datetime) -> str:
    """When a meeting ended: `11 giờ 00 phút cùng ngày`, or with its date when past midnight."""
    same_day = start.date() == end.date()
    return f"{time(end)} {'cùng ngày' if same_day else date(end.date())}"


def person(name: str, honorific: Honorific | None = None, *, inside: bool = False) -> str:
    """`Ông Đinh Bưm`; `ông (bà) …` when nobody noted which; lower case inside a sentence."""
    title: str = honorific or "Ông (Bà)"
    return f"{title.lower() if inside else title} {name}"


def officer(name: str, position: str, honorific: Honorific | None = None) -> str:
    """`Ông Trần Xuân Nam - Chủ tịch UBND xã`."""
    named = person(name, honorific)
    return f"{named} - {position}" if position else named


def offices(words: str, names: Iterable[str] = ()) -> str:
    """Who does something, inside a sentence: `chủ tịch UBND xã, Ủy ban MTTQ`.

    An office has a capital only directly before one of the ``names``: `Chủ tịch UBND xã Trần Nam`.
    """
    known = [name for name in names if name]
    return "".join(_office(part, known) for part in _BETWEEN.split(words))


def _office(part: str, names: Sequence[str]) -> str:
    found = _OFFICE.match(part)
    if found is None:
        return part
    is_title = not found[0].lower().endswith(("ông", "bà"))
    if is_title and any(name in part for name in names):
        return opening(part)
    return f"{found[0].lower()}{part[found.end() :]}"


def listed(parts: Iterable[str]) -> str:
    """`làng Stơr, làng Leng và làng Klếch`."""
    words = [part for part in parts if part]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} và {words[-1]}"


def closed(lines: Sequence[str]) -> list[str]:
    """List lines with `;` after each but the last, which ends the sentence with `.`."""
    bare = [each.rstrip(" ;.,") for each in lines]
    return [*(f"{each};" for each in bare[:-1]), *(f"{each}." for each in bare[-1:])]


def sentence(words: str) -> str:
    """The words as a sentence: capital first letter, closing mark at the end."""
    bare = words.strip()
    if not bare:
        return ""
    return f"{opening(bare)}{'' if bare[-1] in '.!?…' else '.'}"


def opening(words: str) -> str:
    """The words at the beginning of a line or a cell: a capital first letter."""
    return f"{words[:1].upper()}{words[1:]}"


def inside(words: str) -> str:
    """The words inside a sentence: a small first letter, but an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def glued(words: str) -> str:
    """A title whose set phrases no line end divides: `Ủy ban nhân dân`, `năm 2023`."""
    return _TOGETHER.sub(lambda found: found[0].replace(" ", NO_BREAK), words)


def letter(position: int) -> str:
    """Label of the n-th point, counted from one: `a)`, `b)`, `c)`, `d)`, `đ)`, `e)`, `g)`."""
    place = position - 1
    rounds, place = divmod(place, len(_LETTERS))
    return f"{_LETTERS[place] * (rounds + 1)})"


def roman(position: int) -> str:
    """Label of the n-th part: `I.`, `II.`, `IV.`."""
    rest, figure = position, ""
    for value, sign in _ROMAN:
        times, rest = divmod(rest, value)
        figure += sign * times
    return f"{figure}."


def numbered(position: int) -> str:
    """Label of the n-th clause: `1.`."""
    return f"{position}."
