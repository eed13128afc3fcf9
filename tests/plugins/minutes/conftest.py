"""An application with the minutes and a witness, and the open meeting of the shipped plan."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from meeting import clock, create_app
from meeting.access import Actor
from meeting.config import Config
from meeting.meetings import create_meeting, open_meeting
from meeting.migrate import upgrade
from meeting.plan import Plan, load_plan_file, shipped_plan
from meeting.writing import run
from plugins.minutes import plugin

from .witness import Witness

SECRETARY = Actor("device", 1, "Laptop 1", "secretary")
MINUTES = replace(plugin, package="plugins.minutes")  # as the loader finds it
ORDERS = (20, 40, 50, 80)


@pytest.fixture
def plan() -> Plan:
    return load_plan_file(shipped_plan("to-tung-2023"))


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def app(
    tmp_path: Path, static_cache: Path, clock_at: clock.Frozen, witness: Witness, plan: Plan
) -> Iterator[Flask]:
    """Opened at half past seven."""
    config = Config(data=tmp_path, static_cache=static_cache, secret=b"tests", testing=True)
    app = create_app(config, [MINUTES, witness.plugin(*ORDERS)])
    core = app.extensions["meeting"]
    upgrade(core.engine, core.registry)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        run(create_meeting, by=SECRETARY, plan=plan)
        run(open_meeting, by=SECRETARY, meeting_id=1)
    yield app
    core.close()


@pytest.fixture
def secretary(client_as: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_as("secretary")


def letters(pdf: bytes) -> str:
    """The text of a PDF as one line, so that line ends of the page do not matter."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return unicodedata.normalize("NFC", " ".join(" ".join(pages).split()))
