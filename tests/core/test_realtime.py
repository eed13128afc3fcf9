"""What the socket layer decides: who joins what, and what is left when they are gone.

The way over the wire is tested on a real server in tests/sockets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gevent
import pytest
from flask import Flask

from meeting.live import Room, Topic
from meeting.realtime import Realtime
from meeting.writing import run

from .conftest import SYSTEM, MakeSite
from .notice import build, pin

WALL = Topic(1, "notice.wall")


def realtime_of(app: Flask) -> Realtime:
    realtime: Realtime = app.extensions["meeting"].realtime
    if realtime.io.server is None:  # type: ignore[attr-defined]
        realtime.init_app(async_mode="threading")
    return realtime


def screen(app: Flask) -> Any:
    return realtime_of(app).io.test_client(app)


def join(client: Any, *views: str, meeting: object = 1, lang: object = "vi") -> Any:
    wish = {"meeting": meeting, "views": dict.fromkeys(views, -1), "lang": lang}
    return client.emit("join", wish, callback=True)


def test_one_broken_view_does_not_keep_the_others_away(make_site: MakeSite) -> None:
    def stumble(*_: object) -> dict[str, object]:
        raise ZeroDivisionError

    notice = build()
    broken = replace(notice.views[0], name="notice.broken", context=stumble)
    app = make_site(replace(notice, views=(broken, *notice.views)))
    answer = join(screen(app), "notice.broken", "notice.wall")
    assert set(answer["views"]) == {"notice.wall"}


def test_a_meeting_that_does_not_exist_has_no_views(site: Flask) -> None:
    client = screen(site)
    for meeting in (2, 0, "1", None, 2**40):
        assert join(client, "notice.wall", meeting=meeting)["refused"] == ["notice.wall"]


@pytest.mark.parametrize("lang", ["xx", None, 7, [], {}])
def test_an_unknown_language_is_vietnamese(site: Flask, lang: object) -> None:
    assert set(join(screen(site), "notice.wall", lang=lang)["views"]) == {"notice.wall"}


def test_a_change_is_pushed_to_those_who_look(site: Flask) -> None:
    client = screen(site)
    join(client, "notice.wall")
    run(pin, by=SYSTEM, meeting_id=1, text="một")
    gevent.wait()
    (push,) = client.get_received()
    assert push["args"][0]["html"] == "<p>một</p>"


def test_a_view_that_takes_long_to_read_is_pushed_at_its_own_pace(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = build()
    app = make_site(replace(notice, views=(replace(notice.views[0], pace=3600.0),)))
    realtime, waits = realtime_of(app), list[float]()
    join(screen(app), "notice.wall")
    monkeypatch.setattr(gevent, "spawn_later", lambda seconds, *_: waits.append(seconds))
    realtime.announce({WALL})
    realtime._push(Room(WALL, "vi"))
    realtime.announce({WALL})
    at_once, later = waits
    assert at_once == 0
    assert later > 60


def test_who_fell_behind_is_not_told_what_it_no_longer_looks_at(site: Flask) -> None:
    client, realtime = screen(site), realtime_of(site)
    room, other = Room(WALL, "vi"), Room(WALL, "en")
    join(client, "notice.wall")
    (sid,) = realtime._members[room]
    for of in (room, other):
        realtime._fell_behind(sid, of)
    gevent.wait()
    assert [one["args"][0]["view"] for one in client.get_received()] == ["notice.wall"]


def test_a_phone_that_speaks_for_nobody_now_does_not_catch_up(site: Flask) -> None:
    client, realtime = screen(site), realtime_of(site)
    mine = Room(Topic(1, "notice.mine", 7), "vi")
    join(client, "notice.wall")
    (sid,) = realtime._members[Room(WALL, "vi")]
    realtime._move(sid, {mine})  # while its code held
    realtime._fell_behind(sid, mine)
    gevent.wait()
    assert client.get_received() == []


def test_nothing_is_kept_of_those_who_left(site: Flask) -> None:
    client, realtime = screen(site), realtime_of(site)
    join(client, "notice.wall")
    realtime.announce({WALL})
    client.disconnect()
    gevent.wait()
    kept = (name for name, value in vars(realtime).items() if isinstance(value, dict | set))
    assert [name for name in kept if getattr(realtime, name)] == []
