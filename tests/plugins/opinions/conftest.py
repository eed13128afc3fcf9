"""What the tests of opinions share: use cases on the sample meeting, and a list of its events."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, has_app_context

from meeting.access import Actor
from meeting.db import db
from meeting.models import JournalEntry
from meeting.writing import run
from plugins.opinions import queries, service
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker, Channel
from plugins.roster.api import Delegate

SECRETARY = Actor("device", 1, "Thư ký", "secretary")
Do = Callable[..., Any]


@pytest.fixture
def do(app: Flask, meeting_id: int) -> Do:
    """Runs a use case in the sample meeting, as the secretary unless somebody else is named."""

    def perform(use_case: Callable[..., Any], by: Actor = SECRETARY, **arguments: Any) -> Any:
        with nullcontext() if has_app_context() else app.app_context():
            return run(use_case, by=by, meeting_id=meeting_id, **arguments)

    return perform


@pytest.fixture
def journal(context: Flask) -> Callable[[], list[str]]:
    """The names of the opinions' events (refused attempts included) since the beginning."""

    def names() -> list[str]:
        query = sa.select(JournalEntry.event).order_by(JournalEntry.id)
        return [name for name in db.session.scalars(query) if name.startswith("opinions.")]

    return names


@pytest.fixture
def bum(app: Flask) -> Actor:
    """The phone of Đinh Bưm, làng Stơr."""
    with app.app_context():
        delegate = db.session.scalar(sa.select(Delegate).where(Delegate.name == "Đinh Bưm"))
        assert delegate is not None
        return Actor("delegate", delegate.id, delegate.name)


@pytest.fixture
def stored(app: Flask, meeting_id: int) -> Callable[[], list[OpinionView]]:
    """Reads all opinions as they are stored now."""

    def read() -> list[OpinionView]:
        with app.app_context():
            return queries.all_opinions(db.session(), meeting_id)

    return read


@pytest.fixture
def write_down(do: Do) -> Callable[..., int]:
    """Writes an opinion down on behalf of somebody and returns its id."""

    def write(text: str = "Đường lầy, xe không đi được.", **values: Any) -> int:
        values = {"channel": Channel.VIA_SECRETARY, "asker": Asker(name="Đinh Grơ̆ng"), **values}
        receipt_id: int = do(service.record, text=text, **values).id
        return receipt_id

    return write
