"""A rush at the door costs few statements: it is what the server must bear at half past seven."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from meeting import kept
from meeting.access import Actor
from meeting.db import db
from meeting.together import Together
from meeting.writing import Command
from plugins.checkin.service import check_in

JSON = {"Accept": "application/json"}


@pytest.fixture
def statements(context: Flask) -> dict[str, list[str]]:
    """What is asked of the reading and of the writing engine."""
    said: dict[str, list[str]] = {"reads": [], "writes": []}
    engines = {"reads": db.engine, "writes": context.extensions["meeting"].engine}
    for name, engine in engines.items():
        event.listen(
            engine,
            "before_cursor_execute",
            lambda _c, _u, statement, *_, name=name: said[name].append(statement),
        )
    return said


def test_a_check_in(
    statements: dict[str, list[str]],
    client_as: Callable[[str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "SECONDS", 3600.0)
    desk = client_as("registrar")
    desk.post("/m/1/checkin/desk/in", data={"delegate_id": 1, "key": "a"}, headers=JSON)
    statements["reads"].clear()
    statements["writes"].clear()

    answer = desk.post("/m/1/checkin/desk/in", data={"delegate_id": 2, "key": "b"}, headers=JSON)

    assert answer.json["result"]["outcome"] == "ADMITTED"  # type: ignore[index]
    assert statements["reads"] == []
    kinds = [one.split()[0] for one in statements["writes"]]
    presence = ["SAVEPOINT", "SELECT", "SELECT", "INSERT", "RELEASE"]
    remembered = ["INSERT", "UPDATE", "INSERT"]
    assert kinds == ["BEGIN", "SELECT", *presence, *remembered]


def test_what_one_more_adds_to_those_who_come_together(
    statements: dict[str, list[str]], context: Flask
) -> None:
    core = context.extensions["meeting"]
    desk = Actor("device", 1, "Bàn 1", "registrar")
    group = [
        Command(
            use_case=check_in,
            by=desk,
            meeting_id=1,
            key=f"k{number}",
            arguments={"delegate_id": number, "via": "desk"},
        )
        for number in (1, 2, 3)
    ]
    with core.engine.begin() as connection:
        Together(connection, core.registry).do(group)

    assert [one.result.outcome for one in group] == ["ADMITTED"] * 3
    kinds = [one.split()[0] for one in statements["writes"]]
    first = ["SAVEPOINT", "SELECT", "SELECT", "INSERT", "RELEASE"]
    one_more = ["SAVEPOINT", "SELECT", "INSERT", "RELEASE"]
    remembered = ["INSERT", "UPDATE", "INSERT"]
    assert kinds == ["BEGIN", "SELECT", *first, *one_more, *one_more, *remembered]
