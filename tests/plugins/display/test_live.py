"""What hangs on the wall, event by event. A scene that fails never darkens it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import Actor
from meeting.live import Room, Topic
from meeting.meetings import change_setting, close_meeting
from meeting.points import Scene
from meeting.writing import run
from plugins.display import service
from plugins.opinions.api import Asker, record
from plugins.opinions.usecases.raising import approve
from plugins.opinions.usecases.wall import show
from plugins.speakers import service as speakers

SECRETARY = Actor("device", 1, "Thư ký", "secretary")


def wall(app: Flask, view: str = "display.stage", screen: int = 0) -> str:
    key = screen if view == "display.stage" else None
    html: str = app.extensions["meeting"].live.snapshot(Room(Topic(1, view, key), "vi")).html
    return html.replace("\u00a0", " ")  # blanks that keep words together are blanks


def do(use_case: Any, **arguments: Any) -> Any:
    return run(use_case, by=SECRETARY, meeting_id=1, **arguments)


@pytest.fixture
def speaker(context: Flask) -> int:
    """A turn that waits."""
    do(change_setting, name="speakers.present_only", value=False)
    turn_id: int = do(speakers.request_turn, speaker_name="Đinh Hơ̆n", subject="Việc riêng")
    return turn_id


def test_the_wall_follows_the_meeting(context: Flask, speaker: int) -> None:
    assert "speakers-floor" not in wall(context)
    do(speakers.call_next, turn_id=speaker, seen=0)
    assert 'id="scene-speakers-floor"' in wall(context)
    assert "Đinh Hơ̆n" in wall(context)
    assert "data-ends=" in wall(context)
    assert "Việc riêng" not in wall(context), "nobody has approved the subject"
    do(speakers.end, turn_id=speaker)
    assert "Đinh Hơ̆n" not in wall(context)


def test_a_picture_with_nothing_to_show_yet_says_so_where_it_is_pinned(
    context: Flask,
) -> None:
    for view in ("display.panel", "display.state"):
        rows = re.sub(r"<[^>]+>", "", wall(context, view))
        assert "Trả lời (chưa có)" in rows, view
        assert "Kết luận (chưa có)" in rows, view
        assert "Tên hội nghị (chưa có)" not in rows, view
    asked = do(record, text="Đường làng lầy lội?", channel="VIA_SECRETARY", asker=Asker(name="A B"))
    do(approve, opinion_id=asked.id)
    do(show, opinion_id=asked.id)
    rows = re.sub(r"<[^>]+>", "", wall(context, "display.panel"))
    assert "Trả lời (chưa có)" in rows
    assert "Ý kiến, câu hỏi (chưa có)" not in rows


def test_a_pinned_scene_stays(context: Flask, speaker: int) -> None:
    do(service.pin, scene="display.backdrop")
    do(speakers.call_next, turn_id=speaker, seen=0)
    assert 'id="scene-display-backdrop"' in wall(context)
    assert "HỘI NGHỊ TRAO ĐỔI, ĐỐI THOẠI" in wall(context)
    do(service.release)
    assert 'id="scene-speakers-floor"' in wall(context)


def test_a_pinned_speaker_without_a_speaker_is_no_empty_wall(context: Flask, speaker: int) -> None:
    do(service.pin, scene="speakers.floor")
    assert 'id="scene-speakers-floor"' in wall(context)
    assert "Đinh Hơ̆n" in wall(context), "among those who come next"


def test_the_message_line_is_escaped(context: Flask) -> None:
    do(service.show_message, message="<b>Giải lao</b> & nước")
    assert "&lt;b&gt;Giải lao&lt;/b&gt; &amp; nước" in wall(context)
    do(service.take_message_off)
    assert "Giải lao" not in wall(context)


def test_after_the_close_the_hall_is_thanked(context: Flask, clock_at: clock.Frozen) -> None:
    do(service.pin, scene="display.backdrop")
    clock_at.tick(seconds=1)
    do(close_meeting)
    assert 'id="scene-display-thanks"' in wall(context)


def test_staff_see_what_is_on(context: Flask, speaker: int) -> None:
    do(speakers.call_next, turn_id=speaker, seen=0)
    state = wall(context, "display.state")
    assert "Chạy theo hội nghị" in state
    assert state.count('aria-current="true"') == 1
    do(service.pin, scene="display.thanks")
    assert "Bỏ ghim" in wall(context, "display.state")


def test_staff_see_what_comes(context: Flask, speaker: int) -> None:
    do(speakers.call_next, turn_id=speaker, seen=0)
    do(service.pin, scene="display.thanks")
    assert "Nếu bỏ ghim: Người đang phát biểu" in wall(context, "display.state")
    assert 'data-scene="speakers.floor"' in wall(context, "display.coming")
    do(service.release)
    assert 'data-scene="speakers.floor"' not in wall(context, "display.coming")


def broken(*_: object) -> Any:
    raise RuntimeError("somebody else's mistake")


def empty(_session: Session, _meeting_id: int) -> Mapping[str, Any]:
    return {}


BROKEN = [
    Scene(
        name="other.wants",
        title="x",
        template="display/_scene_thanks.html",
        context=empty,
        wants=broken,
        order=900,
    ),
    Scene(
        name="other.context",
        title="x",
        template="display/_scene_thanks.html",
        context=broken,
        wants=lambda *_: True,
        order=901,
    ),
    Scene(
        name="other.template",
        title="x",
        template="other/missing.html",
        context=empty,
        wants=lambda *_: True,
        order=902,
    ),
]


@pytest.fixture
def with_broken_scenes(context: Flask) -> Iterator[Flask]:
    registry = context.extensions["meeting"].registry
    display = registry.plugins["display"]
    scenes = (*display.contributes["display.scene"], *BROKEN)
    registry.plugins["display"] = replace(display, contributes={"display.scene": scenes})
    yield context
    registry.plugins["display"] = display


def test_a_scene_that_fails_gives_way(
    with_broken_scenes: Flask, speaker: int, caplog: pytest.LogCaptureFixture
) -> None:
    do(speakers.call_next, turn_id=speaker, seen=0)
    with caplog.at_level(logging.ERROR):
        assert 'id="scene-speakers-floor"' in wall(with_broken_scenes)
    for scene in BROKEN:
        assert scene.name in caplog.text
    do(service.pin, scene="other.template")
    assert 'id="scene-speakers-floor"' in wall(with_broken_scenes)
