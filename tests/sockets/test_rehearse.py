"""The rehearsal as the office runs it: real server, real clients, minutes that hold it all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from meeting.plan import load_plan_file, shipped_plan
from plugins.rehearse import report
from plugins.rehearse.cli import rehearse as command
from plugins.rehearse.play import Acknowledged
from plugins.rehearse.report import PAPER, judge, read


def rehearse(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "meeting", "rehearse", "--attendees", "12", "--speed", "6000"]
    line += ["--out", str(out), *arguments]
    return subprocess.run(line, capture_output=True, text=True, timeout=900)


def figure(printed: str, label: str) -> int:
    """The number behind a label of the closing table."""
    (line,) = [line for line in printed.splitlines() if label in line]
    return int(line.split("│")[2])


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small rehearsal: where its minutes lie, and what it printed."""
    out = tmp_path_factory.mktemp("rehearsal")
    done = rehearse(out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out / PAPER, done.stdout


def test_everything_acknowledged_is_in_the_minutes(rehearsed: tuple[Path, str]) -> None:
    paper, printed = rehearsed
    assert figure(printed, "People present") == 12
    assert figure(printed, "Questions") == 7  # three sent, four spoken
    assert figure(printed, "Acknowledged but not in the minutes") == 0
    assert figure(printed, "States pushed to screens") > 0
    assert paper.read_bytes().startswith(b"%PDF-")
    assert "BIÊN BẢN" in read(paper.read_bytes())


def test_every_step_is_named_and_the_loop_went_round(rehearsed: tuple[Path, str]) -> None:
    printed = rehearsed[1]
    titles = (
        "Đón tiếp",
        "Thông qua chương trình",
        "Kết luận hội nghị",
        "Thông qua biên bản",
    )
    for title in titles:
        assert figure(printed, title) == 1
    assert figure(printed, "Trả lời, trao đổi") == 1
    assert figure(printed, "Turns spoken") == 4, "three asked for the floor, one of them twice"
    assert figure(printed, "Steps begun") >= 9


def test_a_question_that_the_minutes_lack_is_found(rehearsed: tuple[Path, str]) -> None:
    """The same minutes against a server that had acknowledged one question more."""
    paper = rehearsed[0].read_bytes()
    done = Acknowledged(present=12, questions={4: "Cầu treo đầu làng hư, bao giờ thì làm?"})
    assert judge(done, 12, paper) == ["Cầu treo đầu làng hư, bao giờ thì làm?"]


def test_a_person_that_the_minutes_lack_is_found(rehearsed: tuple[Path, str]) -> None:
    paper = rehearsed[0].read_bytes()
    assert judge(Acknowledged(present=12), 12, paper) == []
    assert judge(Acknowledged(present=13), 13, paper) == ["Tổng số có mặt: 13 người"]
    assert judge(Acknowledged(present=12, wishes=2, turns=1), 12, paper) != []


def test_a_power_cut_loses_nothing(tmp_path: Path) -> None:
    done = rehearse(tmp_path, "--power-cut")
    assert done.returncode == 0, done.stdout + done.stderr
    assert figure(done.stdout, "sent again after a broken line") > 0, "the cut met somebody"
    assert figure(done.stdout, "People present") == 12
    assert (tmp_path / PAPER).stat().st_size > 0


def test_a_secretary_who_is_appointed_at_the_meeting_stops_nothing(tmp_path: Path) -> None:
    plan = str(shipped_plan("phuong-1-2024"))
    done = rehearse(tmp_path, "--plan", plan, "--attendees", "30")
    assert done.returncode == 0, done.stdout + done.stderr
    answers = next(one.title for one in load_plan_file(Path(plan)).agenda if one.kind == "ANSWERS")
    assert figure(done.stdout, answers[:40]) == 2, "after five speakers, and at the end"


def test_minutes_that_lack_something_end_with_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper of a real rehearsal, its last pages torn off."""
    monkeypatch.setattr(report, "read", lambda paper: read(paper).partition("Ý kiến 7.")[0])
    arguments = ["--attendees", "12", "--speed", "6000", "--out", str(tmp_path)]
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 1
    assert figure(done.output, "Acknowledged but not in the minutes") == 2
    assert "Missing: " in done.output
