"""The commands in a terminal: what they find and refuse, and what they leave in the folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from meeting.cli import cli
from meeting.errors import StartupProblem
from meeting.plan import shipped_plan

SMALL = shipped_plan("kiem-tan-2023").read_text("utf-8")


def doithoai(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_help_lists_the_commands_of_plugins_too() -> None:
    listed = doithoai("--help").output
    assert "  rehearse " in listed
    assert "  run " in listed


@pytest.mark.parametrize("command", ["pair", "doctor"])
def test_no_second_database_is_made_by_accident(command: str, tmp_path: Path) -> None:
    result = doithoai("--data", str(tmp_path / "elsewhere"), command)
    assert isinstance(result.exception, StartupProblem)
    assert str(tmp_path / "elsewhere") in str(result.exception)
    assert not (tmp_path / "elsewhere").exists()


def test_settings_of_plugins_are_checked_with_the_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    wrong = '\n[settings.speakers]\nminutes = "abc"\nminuts = 4\n[settings.display]\nx = 1\n'
    unknown = "[settings.not_installed]\nanything = 1\n"
    plan.write_text(SMALL.replace('title = "', 'titel = "', 1) + wrong + unknown, "utf-8")
    result = doithoai("plan", "check", str(plan))
    assert result.exit_code == 1
    for said in ("titel", "settings.speakers.minutes", "“minutes”?", "settings.display.x"):
        assert said in result.output
    assert "not_installed" not in result.output


def test_a_plan_that_passed_the_check_loads_and_names_its_sessions(tmp_path: Path) -> None:
    plan = str(shipped_plan("hong-ngu-2020"))
    assert doithoai("plan", "check", plan).exit_code == 0
    loaded = doithoai("--data", str(tmp_path), "plan", "load", plan)
    assert loaded.exit_code == 0
    first, second, third = loaded.output.splitlines()
    assert "Meeting 1" in first
    assert "xã Thường Lạc" in second
    assert "xã Long Thuận" in third


def test_a_command_leaves_all_in_one_file_and_no_copy_of_nothing(tmp_path: Path) -> None:
    loaded = doithoai("--data", str(tmp_path), "plan", "load", str(shipped_plan("kiem-tan-2023")))
    assert loaded.exit_code == 0
    assert [path.name for path in tmp_path.glob("*.db*")] == ["doithoai.db"]
    with closing(sqlite3.connect(tmp_path / "doithoai.db")) as database:
        assert database.execute("SELECT count(*) FROM meeting").fetchone() == (1,)
