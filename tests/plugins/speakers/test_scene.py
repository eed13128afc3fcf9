"""The hall's picture of the floor: when it wants to be seen, and what it says."""

from __future__ import annotations

import re

from flask import Flask, g, render_template
from sqlalchemy.orm import Session

from meeting.clock import Frozen
from meeting.db import db
from meeting.meetings import change_setting
from meeting.models import Meeting, MeetingPlugin
from plugins.agenda import service as agenda
from plugins.agenda.api import present, steps
from plugins.speakers import service
from plugins.speakers.scene import FLOOR

from .conftest import do, phone


def test_the_scene_wants_to_be_seen_from_the_first_speaker_on(hall: list[int]) -> None:
    assert not FLOOR.wants(db.session(), 1)
    do(service.request_turn, phone(hall[0]))
    do(service.call_next, turn_id=1, seen=0)
    assert FLOOR.wants(db.session(), 1)
    do(service.pause, turn_id=1)
    db.session.remove()
    assert FLOOR.wants(db.session(), 1)
    do(service.end, turn_id=1)
    db.session.remove()
    assert FLOOR.wants(db.session(), 1), "between two speakers the hall sees who is next"


def begin(kind: str) -> None:
    item = next(one for one in steps(db.session(), 1) if one.kind == kind)
    running = present(db.session(), 1)
    seen = running.running.id if running and running.running else 0
    do(agenda.start, item_id=item.id, seen=seen)
    db.session.remove()


def test_between_two_speakers_a_step_for_something_else_takes_the_wall(hall: list[int]) -> None:
    turn = do(service.request_turn, phone(hall[0]))
    begin("SPEAKING")
    do(service.call_next, turn_id=turn, seen=0)
    begin("REPORT")
    assert FLOOR.wants(db.session(), 1), "whoever speaks is seen in any step"
    do(service.end, turn_id=turn)
    db.session.remove()
    assert not FLOOR.wants(db.session(), 1)
    begin("SPEAKING")
    assert FLOOR.wants(db.session(), 1)


def test_the_step_of_the_people_invites_before_anybody_has_spoken(
    hall: list[int], app: Flask
) -> None:
    begin("OPENING")
    assert not FLOOR.wants(db.session(), 1)
    begin("SPEAKING")
    assert FLOOR.wants(db.session(), 1)
    page = picture(app).replace("\u00a0", " ")
    assert "Mời bà con giơ tay, hoặc đăng ký bằng điện thoại" in page
    code = re.search(r'href="(/m/1/checkin/qr/address\.svg\?v=[^"]+)"', page)
    assert code
    assert app.test_client().get(code[1]).mimetype == "image/svg+xml"
    do(change_setting, name="speakers.open", value=False)
    page = picture(app).replace("\u00a0", " ")
    assert "Mời bà con giơ tay<" in page
    assert "svg" not in page
    do(change_setting, name="speakers.open", value=True)
    with Session(app.extensions["meeting"].engine) as session:
        session.add(MeetingPlugin(meeting_id=1, name="checkin", on=False))
        session.commit()
    assert "svg" not in picture(app), "where nobody is checked in no code is known"


def test_the_picture_says_how_it_stands(hall: list[int], app: Flask, clock_at: Frozen) -> None:
    do(change_setting, name="speakers.start_by_hand", value=True)
    first, second = (do(service.request_turn, phone(one)) for one in hall[:2])
    assert "Ai đăng ký trước" in picture(app)
    do(service.call_next, turn_id=first, seen=0)
    assert "Xin mời lên phát biểu" in picture(app)
    do(service.note_language, turn_id=first, language="tiếng Ba Na", interpreter="Đinh Yơk")
    assert "Đang phiên dịch: tiếng Ba Na" in picture(app)
    do(service.resume, turn_id=first)
    assert "Đang phát biểu" in picture(app)
    clock_at.tick(seconds=5)
    do(service.pause, turn_id=first)
    assert "Tạm dừng" in picture(app)
    do(service.ask_back, turn_id=first)
    assert "Chủ trì đang hỏi lại" in picture(app)
    do(service.end, turn_id=first)
    do(service.withdraw, turn_id=second)
    assert "Mời bà con phát biểu" in picture(app)


def picture(app: Flask) -> str:
    db.session.remove()
    meeting = db.session().get(Meeting, 1)
    with app.test_request_context():
        g.meeting = meeting
        return render_template(FLOOR.template, meeting=meeting, **FLOOR.context(db.session(), 1))
