"""Reads a TOML file and says everything that is wrong with it at once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError, create_model

from meeting.plan.base import Part
from meeting.plan.checks import cross_check
from meeting.plan.lines import line_of
from meeting.plan.model import Plan
from meeting.plan.problems import PlanError, Problem, of_mismatch, of_validation

_SHIPPED = Path(__file__).resolve().parent.parent / "plans"
MAX_BYTES = 1_000_000  # a plan has some ten thousand characters; more is a mistake or an attack


def load_plan_file(path: str | Path) -> Plan:
    """The plan in this file. Raises ``PlanError`` with all that is wrong."""
    text, data = read_toml(Path(path))
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        found = of_validation(Path(path).name, Plan, error)
        found += _cross_problems(Path(path).name, data, error)
        raise PlanError(with_lines(found, text)) from None


def check_plan(path: str | Path) -> list[Problem]:
    """All that stands in the way of using this plan; empty when it is sound."""
    try:
        load_plan_file(path)
    except PlanError as error:
        return error.problems
    return []


def shipped_plans() -> dict[str, Path]:
    """The plans that come with the product, by name."""
    return {path.stem: path for path in sorted(_SHIPPED.glob("*.toml"))}


def shipped_plan(name: str) -> Path:
    """The file of one plan that comes with the product."""
    return _SHIPPED / f"{name}.toml"


# -- reading --------------------------------------------------------------------------------------


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Text and content of a TOML file, or a ``PlanError`` in plain words."""
    text = _read_text(path)
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError([_syntax_problem(path, text, str(error))]) from None
    except RecursionError:
        problem = Problem(file=path.name, message="ngoặc lồng nhau quá sâu", right="bỏ bớt ngoặc")
        raise PlanError([problem]) from None


def _read_text(path: Path) -> str:
    def refuse(message: str, right: str, line: int | None = None) -> PlanError:
        name = path.name or str(path)
        return PlanError([Problem(file=name, message=message, right=right, line=line)])

    try:
        if path.is_dir():
            raise refuse("đây là thư mục, không phải tệp", "chọn một tệp .toml")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refuse("không tìm thấy tệp", f"kiểm tra lại đường dẫn {path}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(f"không đọc được tệp ({reason})", "kiểm tra quyền đọc tệp") from None
    if len(raw) > MAX_BYTES:
        raise refuse("tệp quá lớn", f"tệp kế hoạch không quá {MAX_BYTES // 1000} nghìn byte")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        right = "lưu lại tệp với bảng mã UTF-8 (Unicode)"
        raise refuse("tệp không dùng bảng mã UTF-8", right, line=line) from None
    return unicodedata.normalize("NFC", text)


_SYNTAX = {
    "Expected '=' after a key": "thiếu dấu = sau tên khóa, hoặc tên khóa có dấu cách",
    "Invalid value": "giá trị không hợp lệ; chữ phải đặt trong ngoặc kép",
    "Unterminated string": "thiếu dấu ngoặc kép đóng",
    "Illegal character '\\n'": "thiếu dấu ngoặc kép đóng ở cuối dòng",
    "Unclosed array": "danh sách thiếu dấu phẩy hoặc thiếu ngoặc vuông đóng ]",
    "Unclosed inline table": "bảng thiếu dấu phẩy hoặc thiếu ngoặc nhọn đóng }",
    "Cannot overwrite a value": "khóa này đã ghi ở trên, mỗi khóa chỉ ghi một lần",
    "Cannot declare": "mục này đã khai báo ở trên; danh sách thì dùng hai ngoặc vuông [[…]]",
    "Cannot mutate immutable": "khóa này đã ghi ở trên bằng cách khác",
    "Expected ']'": "thiếu dấu ngoặc vuông đóng ] của tên mục",
    "Expected newline or end of document": "thừa chữ sau giá trị; mỗi khóa ghi trên một dòng",
    "Invalid statement": "dòng này không phải là khóa, cũng không phải tên mục",
    "Invalid initial character for a key": "tên khóa không hợp lệ",
    "Found invalid character": "có ký tự lạ không dùng được trong tệp",
    "Unescaped '\\'": "dấu \\ trong ngoặc kép phải ghi hai lần \\\\",
    "Invalid date or datetime": "không có ngày này trong lịch",
    "Duplicate inline table key": "khóa này ghi hai lần trong một bảng",
}


def _syntax_problem(path: Path, text: str, error: str) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", error)
    lines = text.split("\n")
    if found:
        line, column = int(found[1]), int(found[2])
    else:
        line, column = len(lines), len(lines[-1]) + 1
    known = next((words for start, words in _SYNTAX.items() if error.startswith(start)), None)
    stands = " ".join(lines[line - 1].split())[:80] if line <= len(lines) else ""
    return Problem(
        file=path.name,
        line=line,
        column=column,
        found=f"“{stands}”" if stands else "",
        message="sai cách viết TOML",
        right=known or f"kiểm tra dấu ngoặc kép, dấu = và dấu phẩy ({error.split(' (at')[0]})",
    )


# -- cross-checks of what is sound although the rest is not ---------------------------------------


def _cross_problems(file: str, data: dict[str, Any], error: ValidationError) -> list[Problem]:
    if any(one["type"] == "plan_checks" for one in error.errors()):
        return []  # the model was sound and has run them itself
    unsound = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
    sound = {
        name: (field.annotation, field)
        for name, field in Plan.model_fields.items()
        if name not in unsound and (name in data or field.default_factory is None)
    }
    shape: type[Part] = create_model("Sound", __base__=Part, **cast(Any, sound))
    parts = shape.model_validate({name: data[name] for name in sound if name in data})
    plan = Plan.model_construct(**(dict.fromkeys(Plan.model_fields) | dict(parts)))
    return [
        of_mismatch(file, one) for one in cross_check(plan, set(Plan.model_fields) - set(sound))
    ]


def with_lines(problems: list[Problem], text: str) -> list[Problem]:
    """The same problems with the line each stands on, in the order of the file."""
    found = [replace(one, line=one.line or line_of(text, one.key)) for one in problems]
    return sorted(found, key=lambda one: (one.line or 0, one.key))
