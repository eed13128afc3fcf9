"""Compares what a plan sets for plugins with what the installed ones declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from meeting.plan.checks import did_you_mean
from meeting.plan.files import read_toml, with_lines
from meeting.plan.problems import PlanError, Problem, shown

if TYPE_CHECKING:
    from meeting.contract import Setting


def check_settings(path: str | Path, installed: Mapping[str, Iterable[Setting]]) -> list[Problem]:
    """Values under ``[settings.…]`` that loading would refuse. ``installed``: plugin → settings.

    A table of a plugin that is not installed rests, as it does when loading.
    """
    file = Path(path)
    try:
        text, data = read_toml(file)
    except PlanError:
        return []  # said already by whoever reads the plan itself
    tables = data.get("settings")
    found = []
    for plugin, values in tables.items() if isinstance(tables, dict) else ():
        if plugin in installed and isinstance(values, dict):
            declared = {one.name: one for one in installed[plugin]}
            found += [_misfit(file.name, plugin, one, values[one], declared) for one in values]
    return with_lines([one for one in found if one is not None], text)


def _misfit(
    file: str, plugin: str, key: str, value: object, declared: Mapping[str, Setting]
) -> Problem | None:
    setting = declared.get(f"{plugin}.{key}")
    if setting is None:
        message = "phần mở rộng này không có cài đặt ấy"
        right = did_you_mean(key, (name.partition(".")[2] for name in declared)) or "bỏ dòng này"
    elif not setting.accepts(value):
        message = "giá trị không dùng được"
        right = f"ghi giá trị cùng kiểu với giá trị thường dùng là {shown(setting.default)}"
    else:
        return None
    return Problem(
        file=file, key=f"settings.{plugin}.{key}", message=message, right=right, found=shown(value)
    )
