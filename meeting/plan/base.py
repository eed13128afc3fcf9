"""Kinds of values a plan is made of: clean text, names, codes, dates, times as offices write them.

Every refusal here is a ``PydanticCustomError`` whose text is Vietnamese: it is read by the office
that wrote the plan, not by a programmer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from meeting import text

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
PLUGIN = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:hHgG]|giờ)\s*(?:(\d{1,2})\s*(?:phút)?)?")


class Part(BaseModel):
    """A piece of a plan. Unknown keys are refused, so that a misspelt key is never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


def wrong(message: str, right: str = "") -> PydanticCustomError:
    """A refusal: what is wrong, and what would be right."""
    return PydanticCustomError("plan", "{message}", {"message": message, "right": right})


def _bounded(value: str, limit: int) -> str:
    length = text.graphemes(value)
    if length > limit:
        raise wrong(f"dài {length} ký tự, quá dài", f"rút gọn còn không quá {limit} ký tự")
    return value


def _filled(value: str) -> str:
    if not value:
        raise wrong("để trống", "ghi nội dung, hoặc bỏ hẳn khóa này nếu không cần")
    return value


def _line(value: str) -> str:
    return _bounded(text.clean(value), 1000)


def _distinction(value: str) -> str:
    return _bounded(text.clean(value), 60)


def _lines(value: str) -> str:
    return _bounded(text.clean(value, lines=True), 10_000)


def _name(value: str) -> str:
    value = _bounded(_filled(text.clean(value)), 120)
    if not text.has_letter(value):
        raise wrong("không có chữ cái nào", "ghi tên bằng chữ")
    return value


def _label(value: str) -> str:
    value = _bounded(_filled(text.clean(value)), 120)
    if not any(letter.isalnum() for letter in value):
        raise wrong("không có chữ hay số nào", "ghi tên, ví dụ “Khóm 1”")
    return value


def _code(value: str) -> str:
    if not CODE.fullmatch(value):
        raise wrong(
            "không phải là mã hợp lệ",
            "mã chỉ gồm chữ không dấu, chữ số, gạch dưới hoặc gạch nối, ví dụ “DAT_DAI”",
        )
    return value


def _plugin(value: str) -> str:
    if not PLUGIN.fullmatch(value):
        raise wrong("không phải là tên phần mở rộng", "ghi tên như “survey”, “speakers”")
    return value


def _day(value: object) -> object:
    """Accept ``20/10/2023`` beside TOML's own ``2023-10-20``."""
    if isinstance(value, bool | int | float):
        raise wrong("không phải là ngày", "ghi như 2023-10-20 hoặc “20/10/2023”")
    if isinstance(value, str) and (found := _DAY.fullmatch(value.strip())):
        day, month, year = map(int, found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            raise wrong("không có ngày này trong lịch", "ghi như “20/10/2023”") from None
    return value


def _time(value: object) -> object:
    """Accept ``07:30``, ``7h30`` and ``07 giờ 30 phút``."""
    if isinstance(value, bool | int | float):
        raise wrong("không phải là giờ", "ghi như “07:30”")
    if isinstance(value, str) and (found := _TIME.fullmatch(text.clean(value))):
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour > 23 or minute > 59:
            raise wrong("không có giờ này", "ghi như “07:30”")
        return time(hour, minute)
    return value


Line = Annotated[str, AfterValidator(_line)]  # one line, may be empty
Distinction = Annotated[str, AfterValidator(_distinction)]  # between people of one name; optional
Lines = Annotated[str, AfterValidator(_lines)]  # several lines, may be empty
Text = Annotated[str, AfterValidator(_line), AfterValidator(_filled)]
LongText = Annotated[str, AfterValidator(_lines), AfterValidator(_filled)]
Name = Annotated[str, AfterValidator(_name)]  # of a person: has a letter
Label = Annotated[str, AfterValidator(_label)]  # of a village or group: may be a number
Code = Annotated[str, AfterValidator(_code)]
PluginName = Annotated[str, AfterValidator(_plugin)]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Zero = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=600)]
Day = Annotated[date, BeforeValidator(_day)]
Time = Annotated[time, BeforeValidator(_time)]


def off_is_none(value: object) -> object:
    """``false`` in a plan switches a rule off."""
    return None if value is False else value


def code_of(name: str) -> str:
    """A code made from a name: ``Kuk Tung`` → ``KUK_TUNG``."""
    words = re.sub(r"[^A-Z0-9]+", "_", text.search_key(name).upper()).strip("_")
    return words[:40].rstrip("_") or "X"


def made(make: Callable[[dict[str, Any]], Any]) -> Any:
    """A default worked out from keys before it. Where those are bad, theirs is the complaint."""

    def factory(data: dict[str, Any]) -> object:
        try:
            return make(data)
        except KeyError:
            return None

    return Field(default_factory=factory)


def named(value: object) -> object:
    """Let a plain string stand for a table that has only a name."""
    if isinstance(value, str):
        return {"name": value}
    if not isinstance(value, dict | Part):
        raise wrong("ghi không đúng kiểu", "ghi tên trong ngoặc kép, hoặc một bảng { name = … }")
    return value
