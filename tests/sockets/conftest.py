"""One real server for the socket tests, over a copy of the sample meeting."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests import running


@pytest.fixture
def data(filled_site: Path, tmp_path: Path) -> Path:
    """A data folder of its own."""
    folder = tmp_path / "data"
    shutil.copytree(filled_site, folder)
    return folder


@pytest.fixture
def hall(data: Path) -> Iterator[running.Running]:
    """A running server."""
    with running.server(data) as server:
        yield server


@pytest.fixture
def secretary(hall: running.Running) -> requests.Session:
    """A program on the secretary's paired laptop."""
    return running.pair(hall, "secretary")
