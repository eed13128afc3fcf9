"""What is wrong with a plan, in sentences an office can act on."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from meeting.plan.checks import Mismatch, Path, did_you_mean


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to mend: where, what stands there, what is wrong with it, what would be right."""

    file: str
    key: str = ""  # "villages[3].name", counted from 1; empty: the file as a whole
    line: int | None = None
    column: int | None = None
    found: str = ""
    message: str
    right: str = ""
    level: str = "error"  # or "warning": printed, never in the way

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f", dòng {self.line}"
        if self.column is not None:
            where += f", cột {self.column}"
        if self.key:
            where += f", khóa {self.key}"
        stands = f" Đang ghi: {self.found}." if self.found else ""
        right = f" {_advice(self.right)}" if self.right else ""
        return f"{where}: {_sentence(self.message)}{stands}{right}"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "…")) else words + "."


def _advice(words: str) -> str:
    if words.endswith("?"):
        return words[0].upper() + words[1:]
    return f"Cần sửa: {_sentence(words)}"


class PlanError(Exception):
    """A plan cannot be used. Carries everything that is wrong with it, not only the first thing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def key_of(path: Path) -> str:
    """``("villages", 2, "name")`` → ``villages[3].name``: people count from one."""
    key = ""
    for step in path:
        key += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if key else step
    return key


def shown(value: object) -> str:
    """What stands in the file, short enough for a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "bảng {" + ", ".join(map(str, list(value)[:4])) + "}" if value else "bảng rỗng {}"
    if isinstance(value, list | tuple):
        return f"danh sách {len(value)} mục" if value else "danh sách rỗng []"
    words = " ".join(str(value).split())
    words = words if len(words) <= 80 else words[:79] + "…"
    return f"“{words}”" if isinstance(value, str) else words


def of_validation(file: str, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Every complaint of pydantic, and of the checks across the plan, as problems."""
    found: list[Problem] = []
    details = error.errors(include_url=False)
    for detail in details:
        if _follows(detail, details):
            continue
        path, place = _real_path(model, detail["loc"])
        if detail["type"] == "plan_checks":
            found += [of_mismatch(file, one) for one in detail["ctx"]["found"]]
            continue
        message, right, stands = _explain(detail, place)
        key = key_of(path)
        found.append(Problem(file=file, key=key, message=message, right=right, found=stands))
    return found


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether this complaint follows from another: a list is too short as its only item is bad."""
    if detail["type"] == "default_factory_not_called":
        return True
    here = detail["loc"]
    deeper = (one["loc"] for one in details if len(one["loc"]) > len(here))
    return detail["type"] == "too_short" and any(one[: len(here)] == here for one in deeper)


def of_mismatch(file: str, mismatch: Mismatch) -> Problem:
    return Problem(
        file=file,
        key=key_of(mismatch.path),
        message=mismatch.message,
        right=mismatch.right,
        found=f"“{mismatch.found}”" if mismatch.found else "",
    )


# -- pydantic's words in the office's words -------------------------------------------------------

_EXAMPLES = {
    "title": "title = “Hội nghị đối thoại …” ở đầu tệp",
    "scope": "scope = “Nhân dân xã …” ở đầu tệp",
    "host": "mục [host] với commune = “xã …”",
    "commune": "commune = “xã …”",
    "unit_label": "mục [unit_label] với singular = “làng”, “thôn” hoặc “khóm”",
    "singular": "singular = “làng”, “thôn” hoặc “khóm”",
    "villages": "villages = [“…”, “…”] ở đầu tệp, hoặc các mục [[villages]]",
    "people": "mục [[people]] với name, title và roles = [“chair”]",
    "name": "name = “…”",
}

_KINDS = {
    "string_type": "phải là chữ, đặt trong ngoặc kép",
    "int_type": "phải là số nguyên, không có ngoặc kép",
    "int_from_float": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "float_type": "phải là số",
    "bool_type": "phải là true hoặc false",
    "tuple_type": "phải là danh sách trong ngoặc vuông [ … ]",
    "list_type": "phải là danh sách trong ngoặc vuông [ … ]",
    "dict_type": "phải là một bảng có các khóa",
    "model_type": "phải là một bảng có các khóa",
    "model_attributes_type": "phải là một bảng có các khóa",
    "date_type": "phải là ngày, như 2023-10-20 hoặc “20/10/2023”",
    "date_from_datetime_parsing": "phải là ngày, như 2023-10-20 hoặc “20/10/2023”",
    "date_from_datetime_inexact": "phải là ngày, như 2023-10-20, không kèm giờ",
    "date_parsing": "phải là ngày, như 2023-10-20 hoặc “20/10/2023”",
    "time_type": "phải là giờ, như “07:30”",
    "time_parsing": "phải là giờ, như “07:30”",
}


def _explain(detail: ErrorDetails, place: _Place) -> tuple[str, str, str]:
    """Sentence, what would be right, what stands there."""
    kind, context, value = detail["type"], detail.get("ctx", {}), detail.get("input")
    if kind == "plan":
        inner = isinstance(value, dict | list)
        return context["message"], context["right"], "" if inner else shown(value)
    if kind == "missing":
        name = str(detail["loc"][-1])
        return "còn thiếu khóa này", f"ghi thêm {_EXAMPLES.get(name, name + ' = …')}", ""
    if kind == "extra_forbidden":
        unknown = str(detail["loc"][-1])
        return (
            "không có khóa này trong mẫu kế hoạch",
            did_you_mean(unknown, place.keys),
            shown(value),
        )
    if kind in ("literal_error", "enum"):
        return (
            "không phải là giá trị cho phép",
            did_you_mean(str(value), place.values),
            shown(value),
        )
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        stated = value.get("kind", "") if isinstance(value, dict) else ""
        right = did_you_mean(str(stated), place.values)
        message = "không có loại (kind) này" if stated else "còn thiếu kind, tức loại chỉ tiêu"
        return message, right, shown(stated) if stated else ""
    if kind in _KINDS:
        return "ghi không đúng kiểu", _KINDS[kind], shown(value)
    return _explain_bounds(kind, context, value)


def _explain_bounds(kind: str, context: dict[str, Any], value: object) -> tuple[str, str, str]:
    if kind == "greater_than_equal":
        return "số quá nhỏ", f"ghi số từ {context['ge']} trở lên", shown(value)
    if kind == "less_than_equal":
        return "số quá lớn", f"ghi số không quá {context['le']}", shown(value)
    if kind == "too_short":
        return "danh sách quá ngắn", f"cần ít nhất {context['min_length']} mục", shown(value)
    if kind == "too_long":
        return "danh sách quá dài", f"không quá {context['max_length']} mục", shown(value)
    return "giá trị không dùng được", "xem docs/plan-format.md", shown(value)


# -- walking the model: pydantic's locations carry the names of union members too -----------------


@dataclass(frozen=True)
class _Place:
    """Where a location ends: the keys a table may have there, or the values a key may have."""

    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def _real_path(model: type[BaseModel], location: tuple[int | str, ...]) -> tuple[Path, _Place]:
    """The location without the names of union members, and what may stand there."""
    path: list[str | int] = []
    here: Any = model
    place = _Place()
    for step in location:
        members = _members(here)
        table = next((one for one in members if _is_model(one)), None)
        tagged = next((one for one in members if _is_model(one) and _tag(one) == step), None)
        if len([one for one in members if _is_model(one)]) > 1 and tagged is not None:
            here = tagged  # the tag of a union: not written as a key
            continue
        if isinstance(step, int):
            path.append(step)
            here = _item_of(members)
        elif table is not None:
            path.append(step)
            place = _Place(keys=tuple(table.model_fields))
            field = table.model_fields.get(step)
            here = field.annotation if field else None
        elif any(get_origin(one) is dict for one in members):
            if step != "[key]":
                path.append(step)
            here = get_args(next(one for one in members if get_origin(one) is dict))[1]
        # anything else is the name of a union member or of a validator: not a key
    return tuple(path), _Place(keys=place.keys, values=tuple(_values(here)))


def _is_model(candidate: object) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)


def _tag(model: type[BaseModel]) -> str:
    field = model.model_fields.get("kind")
    return str(get_args(field.annotation)[0]) if field and get_args(field.annotation) else ""


def _members(annotation: object) -> list[Any]:
    """The annotation without Annotated and Optional, as a list of alternatives."""
    origin = get_origin(annotation)
    if origin is typing.Annotated:
        return _members(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [one for part in get_args(annotation) for one in _members(part)]
    return [] if annotation in (None, type(None)) else [annotation]


def _item_of(members: list[Any]) -> Any:
    listed = next((one for one in members if get_origin(one) in (tuple, list)), None)
    return get_args(listed)[0] if listed is not None else None


def _values(annotation: object) -> Iterator[str]:
    """What may stand at a place: the words of an enumeration, or the tags of a union."""
    members = _members(annotation)
    models = [one for one in members if _is_model(one)]
    if len(models) > 1:
        yield from map(_tag, models)
    for one in members:
        if get_origin(one) is typing.Literal:
            yield from map(str, get_args(one))
        elif isinstance(one, type) and issubclass(one, Enum):
            yield from (str(choice.value) for choice in one)
