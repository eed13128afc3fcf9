"""What the tests of the chair's tablet share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.db import db
from meeting.writing import run
from plugins.opinions import api as opinions
from plugins.opinions.api import Asker, OpinionView

SECRETARY = Actor("device", 1, "Thư ký", "secretary")
Do = Callable[..., Any]
ClientAs = Callable[[str], FlaskClient]
Write = Callable[..., int]
View = Callable[[int], OpinionView]


@pytest.fixture
def do(app: Flask, meeting_id: int) -> Do:
    """Runs a use case in the sample meeting, as the secretary unless somebody else is named."""

    def perform(use_case: Callable[..., Any], by: Actor = SECRETARY, **arguments: Any) -> Any:
        with app.app_context():
            return run(use_case, by=by, meeting_id=meeting_id, **arguments)

    return perform


@pytest.fixture
def write(do: Do) -> Write:
    """Writes an opinion down, approved unless told otherwise. Returns its id."""

    def record(text: str, **values: Any) -> int:
        values = {"channel": "DIRECT", "asker": Asker(name="Đinh Sŭk"), "approved": True, **values}
        found: int = do(opinions.record, text=text, **values).id
        return found

    return record


@pytest.fixture
def view(app: Flask) -> View:
    """An opinion as it is stored now."""

    def read(opinion_id: int) -> OpinionView:
        with app.app_context():
            found = opinions.opinion(db.session(), opinion_id)
        assert found is not None
        return found

    return read


@pytest.fixture
def chair(client_as: ClientAs) -> FlaskClient:
    return client_as("chair")


def at(path: str = "", meeting: int = 1) -> str:
    return f"/m/{meeting}/chair/{path}"
