"""What is kept in memory is forgotten with the change that makes it wrong."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from meeting import kept
from meeting.access import known_meeting
from meeting.config import Config
from meeting.contract import setting
from meeting.db import db
from meeting.meetings import change_setting, close_meeting
from meeting.models import Meeting, MeetingPlugin, MeetingState, SettingValue
from meeting.writing import run

from .conftest import SYSTEM, MakeSite
from .notice import build, pin


@pytest.fixture
def everlasting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing grows old by itself."""
    monkeypatch.setattr(kept, "SECONDS", 3600.0)


def state() -> str:
    found = known_meeting(1)
    assert found is not None
    return found.state


def test_a_change_is_seen_by_the_next_who_ask(either_site: MakeSite, everlasting: None) -> None:
    app = either_site(build())
    with app.app_context():
        assert (state(), setting("notice.longest", 1)) == (MeetingState.OPEN, 20)
        run(change_setting, by=SYSTEM, meeting_id=1, name="notice.longest", value=5)
        run(close_meeting, by=SYSTEM, meeting_id=1)
        assert (state(), setting("notice.longest", 1)) == (MeetingState.CLOSED, 5)


def test_whatever_statement_makes_the_change(site: Flask, everlasting: None) -> None:
    core = site.extensions["meeting"]
    assert core.registry.is_on("notice", 1)
    with Session(core.engine) as session:
        session.add(MeetingPlugin(meeting_id=1, name="notice", on=False))
        session.commit()
    assert not core.registry.is_on("notice", 1)
    assert setting("notice.longest", 1) == 20
    with core.engine.begin() as connection:
        connection.execute(
            sa.insert(SettingValue), [{"meeting_id": 1, "name": "notice.longest", "value": 7}]
        )
    assert setting("notice.longest", 1) == 7
    with core.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM setting_value"))
    assert setting("notice.longest", 1) == 20


def test_a_read_under_way_brings_nothing_old_back(site: Flask, everlasting: None) -> None:
    core = site.extensions["meeting"]

    def read(session: Session) -> str:
        found = session.get_one(Meeting, 1).state
        run(close_meeting, by=SYSTEM, meeting_id=1)  # while the answer is on its way
        return found

    assert core.kept.get("state", read) == MeetingState.OPEN
    assert core.kept.get("state", lambda fresh: fresh.get_one(Meeting, 1).state) == "CLOSED"


def test_a_session_that_looks_at_an_older_state_is_not_asked(
    site: Flask, everlasting: None
) -> None:
    db.session.get_one(Meeting, 1)
    core = site.extensions["meeting"]
    with Session(core.engine) as session:
        session.get_one(Meeting, 1).state = MeetingState.CLOSED
        session.commit()
    assert state() == MeetingState.CLOSED


def test_a_thing_that_happens_in_the_meeting_asks_nothing_again(
    site: Flask, everlasting: None
) -> None:
    asked: list[str] = []
    before = known_meeting(1)
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, said, *_: asked.append(said))
    run(pin, by=SYSTEM, meeting_id=1, text="mời vào")
    assert known_meeting(1) is before
    assert asked == []
    assert before is not None
    with pytest.raises(sa.exc.SQLAlchemyError, match="revision"):
        _ = before.revision


def test_what_another_program_changed_is_seen_a_little_later(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "SECONDS", 0.0)
    assert state() == MeetingState.OPEN
    config: Config = site.extensions["meeting"].config
    with sqlite3.connect(config.database_url.removeprefix("sqlite:///")) as beside:
        beside.execute("UPDATE meeting SET state = 'CLOSED'")
    assert state() == MeetingState.CLOSED


def test_what_is_not_there_is_not_remembered(site: Flask, everlasting: None) -> None:
    assert known_meeting(2) is None
    with Session(site.extensions["meeting"].engine) as session:
        session.add(
            Meeting(id=2, title="Hội nghị thứ hai", plan_json="{}", created_at=sa.func.now())
        )
        session.commit()
    assert known_meeting(2) is not None
