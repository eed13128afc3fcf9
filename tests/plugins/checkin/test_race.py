"""Several desks at the same instant, on SQLite's one writer and on PostgreSQL."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused, run
from meeting.db import db
from plugins.checkin.models import Presence
from plugins.checkin.rules import Outcome
from plugins.checkin.service import check_in, walk_in
from plugins.roster.api import add_person
from tests.conftest import fill, site
from tests.core.conftest import postgresql  # noqa: F401 - a fixture

from .conftest import journal, of_village

STOR = 1  # six places


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(
    request: pytest.FixtureRequest, tmp_path: Path, static_cache: Path, clock_at: clock.Frozen
) -> Iterator[Flask]:
    """The sample meeting, open, in each of the two databases."""
    address = ""
    if request.param == "postgresql":
        server = sa.make_url(request.getfixturevalue("postgresql"))
        name = f"test_{secrets.token_hex(6)}"
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        admin.dispose()
        address = server.set(database=name).render_as_string(hide_password=False)
    app = site(tmp_path / "hall", static_cache, database=address)
    fill(app)
    yield app
    app.extensions["meeting"].close()
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, calls: list[Callable[[Actor], Any]]) -> list[Any]:
    """Make the calls at the same instant, a desk each; results and refusals in their order."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def at_desk(number: int) -> None:
        by = Actor("device", number, f"Bàn {number}", "registrar")
        with app.app_context():
            gate.wait()
            try:
                answers[number] = calls[number](by)
            except Refused as refused:
                answers[number] = refused.code  # type: ignore[call-overload]

    threads = [threading.Thread(target=at_desk, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def arriving(delegate_id: int) -> Callable[[Actor], Any]:
    return lambda by: (
        run(check_in, by=by, meeting_id=1, delegate_id=delegate_id, via="desk").outcome
    )


def test_exactly_one_of_two_desks_gets_the_last_place(hall: Flask) -> None:
    with hall.app_context():
        seventh = run(
            add_person, by=Actor.system("test"), meeting_id=1, name="Hyek", village_id=STOR
        )
        *five, sixth, _ = of_village(STOR)
    at_once(hall, [arriving(one) for one in five])
    answers = at_once(hall, [arriving(sixth), arriving(seventh)])
    assert sorted(answers) == [Outcome.ADMITTED, "checkin.village_full"]
    with hall.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Presence.id))) == 6
        assert journal().count("checkin.checked_in") == 6


def test_a_crowd_without_invitation_gets_no_more_than_the_places(hall: Flask) -> None:
    def come(number: int) -> Callable[[Actor], Any]:
        name = f"Người thứ {number}"
        return lambda by: (
            run(walk_in, by=by, meeting_id=1, name=name, village_id=STOR, honorific="").outcome
        )

    answers = at_once(hall, [come(number) for number in range(8)])
    assert answers.count(Outcome.ADMITTED) == 6
    assert answers.count("checkin.village_full") == 2
    with hall.app_context():
        assert len(of_village(STOR)) == 6 + 6, "who was refused is not on the list"


def test_one_delegate_at_many_desks_comes_in_once(hall: Flask) -> None:
    with hall.app_context():
        delegate_id = of_village(STOR)[0]
    answers = at_once(hall, [arriving(delegate_id)] * 8)
    assert sorted(answers) == [Outcome.ADMITTED, *[Outcome.ALREADY_IN] * 7]
    with hall.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Presence.id))) == 1
        assert journal().count("checkin.checked_in") == 1
