"""Pinning and messages over a real database: rows, events, and refusals that change neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import close_meeting
from meeting.models import JournalEntry, Meeting, MeetingPlugin
from meeting.writing import run
from plugins.display import queries, service
from plugins.display.models import Stage

SECRETARY = Actor("device", 1, "Thư ký", "secretary")


def do(use_case: Callable[..., Any], **arguments: Any) -> Any:
    return run(use_case, by=SECRETARY, meeting_id=1, **arguments)


def events() -> list[str]:
    db.session.remove()
    query = sa.select(JournalEntry.event).where(
        JournalEntry.refused.is_(False), JournalEntry.event.startswith("display.")
    )
    return list(db.session.scalars(query.order_by(JournalEntry.id)))


def refused(use_case: Callable[..., Any], **arguments: Any) -> str:
    """The code of a refusal, after making sure that it left neither rows nor events."""
    before = (events(), decided())
    with pytest.raises(Refused) as caught:
        do(use_case, **arguments)
    assert (events(), decided()) == before
    return caught.value.code


def decided() -> tuple[str, str]:
    db.session.remove()
    found = queries.decided(db.session(), db.session.get_one(Meeting, 1))
    return found.pinned, found.message


def test_nothing_is_decided_at_first(context: Flask) -> None:
    assert decided() == ("", "")


def test_pin_and_release(context: Flask) -> None:
    do(service.pin, scene="display.backdrop")
    do(service.pin, scene="display.backdrop")
    assert decided() == ("display.backdrop", "")
    do(service.pin, scene="display.thanks")
    do(service.release)
    do(service.release)
    assert decided() == ("", "")
    assert events() == ["display.pinned", "display.pinned", "display.released"]


def test_an_unknown_scene_is_refused(context: Flask) -> None:
    assert refused(service.pin, scene="nobody.knows") == "display.no_such_scene"
    assert db.session.get(Stage, 1) is None


def test_a_scene_of_a_plugin_that_is_off_is_unknown(context: Flask) -> None:
    do(service.pin, scene="speakers.floor")
    with Session(context.extensions["meeting"].engine) as session:
        session.add(MeetingPlugin(meeting_id=1, name="speakers", on=False))
        session.commit()
    do(service.release)
    assert refused(service.pin, scene="speakers.floor") == "display.no_such_scene"


def test_a_message_and_its_end(context: Flask) -> None:
    do(service.show_message, message=" Giải lao đến 9 giờ 30 ")
    assert decided() == ("", "Giải lao đến 9 giờ 30")
    assert refused(service.show_message, message="") == "display.no_message"
    assert refused(service.show_message, message="x" * 121) == "display.message_too_long"
    do(service.take_message_off)
    do(service.take_message_off)
    assert decided() == ("", "")
    assert events() == ["display.message_shown", "display.message_taken_off"]


def test_the_close_ends_both_and_staff_may_go_on(context: Flask, clock_at: clock.Frozen) -> None:
    do(service.pin, scene="display.backdrop")
    do(service.show_message, message="Giải lao")
    clock_at.tick(minutes=1)
    do(close_meeting)
    assert decided() == ("", "")
    do(service.pin, scene="display.backdrop")
    do(service.show_message, message="Mời quý vị ký tên")
    assert decided() == ("display.backdrop", "Mời quý vị ký tên")


def changes() -> int:
    db.session.remove()
    return queries.decided(db.session(), db.session.get_one(Meeting, 1)).changes


def test_the_way_back(context: Flask) -> None:
    do(service.pin, scene="display.backdrop")
    do(service.pin, scene="display.thanks")
    do(service.release)
    do(service.go_back)
    assert decided()[0] == "display.thanks"
    do(service.go_back)
    assert decided()[0] == "display.backdrop"
    do(service.go_back)
    assert decided()[0] == ""
    assert refused(service.go_back) == "display.no_way_back"


def test_the_close_ends_the_way_back(context: Flask, clock_at: clock.Frozen) -> None:
    do(service.pin, scene="display.backdrop")
    do(service.pin, scene="display.thanks")
    clock_at.tick(minutes=1)
    do(close_meeting)
    assert refused(service.go_back) == "display.no_way_back"
    do(service.pin, scene="display.thanks")
    do(service.go_back)
    assert decided()[0] == ""


def test_of_two_people_one_is_late(context: Flask) -> None:
    do(service.pin, scene="display.backdrop", seen=0)
    assert refused(service.pin, scene="display.thanks", seen=0) == "display.moved"
    assert refused(service.release, seen=0) == "display.moved"
    assert refused(service.go_back, seen=0) == "display.moved"
    assert refused(service.show_message, message="Giải lao", seen=0) == "display.moved"
    do(service.pin, scene="display.backdrop", seen=0)  # what both want is nobody's loss
    do(service.show_message, message="Giải lao", seen=changes())
    assert refused(service.take_message_off, seen=1) == "display.moved"
    do(service.take_message_off, seen=changes())
    do(service.take_message_off, seen=1)  # is gone already
    do(service.release, seen=changes())
    do(service.release, seen=1)
    assert decided() == ("", "")
