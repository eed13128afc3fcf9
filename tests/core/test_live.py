"""Live views: rendered once per change, with the revision of what was read, for the right room
only.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from meeting.db import db
from meeting.live import Live, Room, Snapshot, Topic
from meeting.models import Meeting
from meeting.writing import run

from .conftest import SYSTEM, MakeSite
from .notice import build, pin

WALL = Room(Topic(1, "notice.wall"), "vi")


def live_of(app: Flask) -> Live:
    live: Live = app.extensions["meeting"].live
    return live


def test_a_fragment_carries_the_revision_it_shows(site: Flask) -> None:
    run(pin, by=SYSTEM, meeting_id=1, text="một")
    db.session.remove()
    revision = db.session.scalar(select(Meeting.revision))
    assert live_of(site).snapshot(WALL) == Snapshot(revision or 0, "<p>một</p>")


def test_it_is_rendered_once_until_something_touches_it(site: Flask) -> None:
    live = live_of(site)
    first = live.snapshot(WALL)
    assert live.snapshot(WALL) is first
    run(pin, by=SYSTEM, meeting_id=1, text="một")
    assert live.snapshot(WALL) is not first


def test_a_change_that_does_not_show_keeps_the_old_revision(site: Flask) -> None:
    site.jinja_loader.loaders[-1].mapping["notice/w.html"] = "the same"  # type: ignore[union-attr]
    first = live_of(site).snapshot(WALL)
    run(pin, by=SYSTEM, meeting_id=1, text="một")
    assert live_of(site).snapshot(WALL) is first


def test_a_personal_view_is_touched_only_by_its_person(site: Flask) -> None:
    live = live_of(site)
    news: list[set[Topic]] = []
    live.on_news = news.append
    run(pin, by=SYSTEM, meeting_id=1, text="một", delegate_id=5)
    topics = set().union(*news)
    assert Topic(1, "notice.mine", 5) in topics
    assert not any(topic.view == "notice.mine" and topic.key != 5 for topic in topics)
    news.clear()
    run(pin, by=SYSTEM, meeting_id=1, text="hai")
    assert all(topic.view != "notice.mine" for topic in set().union(*news))


def test_user_text_is_escaped(site: Flask) -> None:
    run(pin, by=SYSTEM, meeting_id=1, text="<b>đậm</b>")
    assert live_of(site).snapshot(WALL).html == "<p>&lt;b&gt;đậm&lt;/b&gt;</p>"


def test_no_request_leaks_into_a_fragment(make_site: MakeSite) -> None:
    app = make_site(build())
    app.jinja_loader.loaders[-1].mapping["notice/w.html"] = "{{ session.x }}"  # type: ignore[union-attr]
    with app.test_request_context("/?secret=1"), pytest.raises(RuntimeError, match="outside"):
        live_of(app).snapshot(WALL)
