"""Live views: rendered once per change, with the revision of what was read, for the right room
only.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.contract import EVERYBODY, Event
from meeting.db import db
from meeting.live import Live, Room, Snapshot, Topic
from meeting.meetings import MeetingClosed, close_meeting
from meeting.models import Meeting
from meeting.writing import run

from .conftest import SYSTEM, MakeSite
from .notice import NoticePinned, Subscriber, build, pin, wall

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


def test_what_a_subscriber_changes_reaches_the_screens_too(either_site: MakeSite) -> None:
    def answer(event: NoticePinned) -> None:
        if event.text == "một":
            run(pin, by=SYSTEM, meeting_id=1, text="hai")

    app = either_site(build(subscribers=(Subscriber(NoticePinned, answer),)))
    live = live_of(app)
    shown: list[str] = []
    live.on_news = lambda _topics: shown.append(live.snapshot(WALL).html)
    with app.app_context():
        run(pin, by=SYSTEM, meeting_id=1, text="một")
    assert shown[-1] == "<p>một</p><p>hai</p>"


def test_a_view_that_cannot_tell_whose_it_is_leaves_the_change_and_the_others_alone(
    either_site: MakeSite,
) -> None:
    def stumble(_event: Event) -> int:
        raise AttributeError

    notice = build()
    broken = [replace(view, key=stumble) if view.key else view for view in notice.views]
    app = either_site(replace(notice, views=tuple(broken)))
    with app.app_context():
        assert run(pin, by=SYSTEM, meeting_id=1, text="một").text == "một"
    assert live_of(app).snapshot(WALL).html == "<p>một</p>"


def test_a_fragment_and_its_settings_are_of_one_moment(make_site: MakeSite) -> None:
    """Whatever a view reads, through its session or through the core, is one snapshot."""
    seen: list[bool] = []

    def context(session: Session, meeting_id: int) -> dict[str, object]:
        seen.append(session is db.session())
        return wall(session, meeting_id)

    notice = build()
    views = [replace(view, context=context) if not view.key else view for view in notice.views]
    live_of(make_site(replace(notice, views=tuple(views)))).snapshot(WALL)
    assert seen == [True]


def test_the_meetings_own_events_touch_everybodys_view(make_site: MakeSite) -> None:
    """A phone that came before the opening learns of it without being reloaded."""
    plugin = build()
    views = [
        replace(view, on=(*view.on, MeetingClosed)) if view.key else view for view in plugin.views
    ]
    app = make_site(replace(plugin, views=tuple(views)))
    app.jinja_loader.loaders[-1].mapping["notice/w.html"] = "{{ meeting.state }}"  # type: ignore[union-attr]
    own = Room(Topic(1, "notice.mine", 5), "vi")
    with app.app_context():
        assert live_of(app).snapshot(own).html == "OPEN"
        news: list[set[Topic]] = []
        live_of(app).on_news = news.append
        run(close_meeting, by=SYSTEM, meeting_id=1)
        assert live_of(app).snapshot(own).html == "CLOSED"
    assert own.topic.everybody in set().union(*news)


def test_an_event_may_touch_everybodys_own_view(make_site: MakeSite) -> None:
    plugin = build()
    views = [replace(view, key=lambda _: EVERYBODY) if view.key else view for view in plugin.views]
    app = make_site(replace(plugin, views=tuple(views)))
    app.jinja_loader.loaders[-1].mapping["notice/w.html"] = "{{ meeting.revision }}"  # type: ignore[union-attr]
    own = [Room(Topic(1, "notice.mine", key), "vi") for key in (5, 6)]
    with app.app_context():
        before = [live_of(app).snapshot(room).html for room in own]
        run(pin, by=SYSTEM, meeting_id=1, text="một")
        after = [live_of(app).snapshot(room).html for room in own]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False]


def test_user_text_is_escaped(site: Flask) -> None:
    run(pin, by=SYSTEM, meeting_id=1, text="<b>đậm</b>")
    assert live_of(site).snapshot(WALL).html == "<p>&lt;b&gt;đậm&lt;/b&gt;</p>"


def test_no_request_leaks_into_a_fragment(make_site: MakeSite) -> None:
    app = make_site(build())
    app.jinja_loader.loaders[-1].mapping["notice/w.html"] = "{{ session.x }}"  # type: ignore[union-attr]
    with app.test_request_context("/?secret=1"), pytest.raises(RuntimeError, match="outside"):
        live_of(app).snapshot(WALL)
