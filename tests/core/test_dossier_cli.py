"""The dossier in the terminal: out of one folder, into another."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from meeting.cli import cli
from meeting.errors import Refused, StartupProblem
from meeting.plan import shipped_plan


def doithoai(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *arguments])


def test_a_meeting_goes_from_one_folder_to_another(
    filled_site: Path, static_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOITHOAI_SECRET", "tests")
    here, there = tmp_path / "here", tmp_path / "there"
    shutil.copytree(filled_site, here)
    made = doithoai(here, "dossier", "export", "--out", str(tmp_path))
    assert made.exit_code == 0, made.exception
    path = Path(made.output.splitlines()[0])
    assert path.parent == tmp_path
    assert hashlib.sha256(path.read_bytes()).hexdigest() in made.output
    back = doithoai(there, "dossier", "import", str(path))
    assert back.exit_code == 0, back.exception
    assert back.output.startswith("Meeting 1: Hội nghị")
    again = doithoai(there, "dossier", "import", str(path))
    assert isinstance(again.exception, Refused)
    doithoai(there, "plan", "load", str(shipped_plan("kiem-tan-2023")))
    which = doithoai(there, "dossier", "export")
    assert isinstance(which.exception, StartupProblem)
    assert "  2  " in str(which.exception)
    assert isinstance(doithoai(there, "dossier", "export", "9").exception, StartupProblem)
    nowhere = doithoai(tmp_path / "nowhere", "dossier", "export")
    assert isinstance(nowhere.exception, StartupProblem)
