"""The wheel in a clean environment and an empty folder, with a third party's plugin beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests import running
from tests.running import PATIENCE

ROOT = Path(__file__).parents[2]
RAFFLE = Path(__file__).parent / "raffle"


@dataclass(frozen=True)
class Installed:
    """A clean environment with both wheels."""

    python: Path
    folder: Path

    def doithoai(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command in the empty folder."""
        command = [str(self.python.parent / "doithoai"), *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build both wheels and install them with what they need."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home / "venv", with_pip=True)
    python = home / "venv" / "bin" / "python"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", home / "dist", ROOT, RAFFLE], check=True)
    wheels = sorted((home / "dist").glob("*.whl"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wheels], check=True)
    folder = home / "empty"
    folder.mkdir()
    return Installed(python, folder)


def test_the_third_partys_plugin_is_found_and_ordered(installed: Installed) -> None:
    listed = [line.split()[0] for line in installed.doithoai("plugins").stdout.splitlines()]
    assert "raffle" in listed
    assert listed.index("raffle") > listed.index("roster")


def test_safe_mode_leaves_it_out(installed: Installed) -> None:
    command = [str(installed.python), "-m", "meeting", "plugins"]
    environment = {**os.environ, "DOITHOAI_SAFE_MODE": "1"}
    listed = subprocess.run(
        command, cwd=installed.folder, capture_output=True, text=True, check=True, env=environment
    )
    assert "raffle" not in listed.stdout


def test_it_runs_in_an_empty_folder_with_all_its_files(installed: Installed) -> None:
    hall = running.start(
        installed.folder / "data", "--sample", python=installed.python, cwd=installed.folder
    )
    try:
        page = requests.get(hall.http, timeout=PATIENCE).text
        assert "Hội nghị trao đổi, đối thoại" in page
        address = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert requests.get(hall.http + address, timeout=PATIENCE).ok
        raffle = requests.get(f"{hall.http}/m/1/raffle/", timeout=PATIENCE)
        assert "/ 78" in raffle.text
    finally:
        assert hall.stop() == 0
