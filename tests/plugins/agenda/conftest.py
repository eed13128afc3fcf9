"""Fixtures of the programme's tests: its steps by sort, and use cases run by a secretary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from meeting.access import Actor
from meeting.db import db
from meeting.writing import run
from plugins.agenda import queries
from plugins.agenda.rules import Step

SECRETARY = Actor("device", None, "Thư ký", "secretary")


@pytest.fixture
def act(context: Flask, meeting_id: int) -> Callable[..., Any]:
    """Runs a use case as the secretary would."""

    def do(use_case: Callable[..., Any], **arguments: Any) -> Any:
        return run(use_case, by=SECRETARY, meeting_id=meeting_id, **arguments)

    return do


@pytest.fixture
def programme(context: Flask, meeting_id: int) -> Callable[[], list[Step]]:
    """Reads the programme as it is now."""
    return lambda: queries.steps(db.session(), meeting_id)


@pytest.fixture
def ids(programme: Callable[[], list[Step]]) -> dict[str, int]:
    """The first step of each sort."""
    found: dict[str, int] = {}
    for step in programme():
        found.setdefault(str(step.kind), step.id)
    return found
