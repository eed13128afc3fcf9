"""Three sessions of one plan, held and closed; and a server without any."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from tests.conftest import ClientAs, application, site
from tests.plugins.minutes.combined import three_sessions

from .three_sessions import FIRST_DAY, KEEPER


@pytest.fixture(scope="session")
def held(static_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the three sessions, held and closed; tests work on copies of it."""
    data = tmp_path_factory.mktemp("three") / "data"
    with clock.frozen(FIRST_DAY) as stopped:
        app = site(data, static_cache)
        with app.app_context():
            assert three_sessions.hold_all(stopped) == {0: 1, 1: 2, 2: KEEPER}
        app.extensions["meeting"].close()
    return data


@pytest.fixture
def app(held: Path, static_cache: Path, tmp_path: Path) -> Iterator[Flask]:
    """Two days after the last session."""
    shutil.copytree(held, tmp_path / "data")
    with clock.frozen(FIRST_DAY) as stopped:
        stopped.tick(days=6)
        app = application(tmp_path / "data", static_cache)
        with app.app_context():
            yield app
        app.extensions["meeting"].close()


@pytest.fixture
def beginning(static_cache: Path, tmp_path: Path) -> Iterator[clock.Frozen]:
    """A server without any meeting, on the first morning."""
    with clock.frozen(FIRST_DAY) as stopped:
        app = site(tmp_path / "empty", static_cache)
        with app.app_context():
            yield stopped
        app.extensions["meeting"].close()


@pytest.fixture
def secretary(app: Flask, client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")
