"""The chair's tablet: where one stands, who speaks, and who may do what."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.contract import EVERYBODY
from meeting.db import db
from meeting.models import MeetingPlugin
from meeting.writing import Tx
from plugins.chair import live
from plugins.opinions import api as opinions
from plugins.opinions.api import Asker
from plugins.roster.api import DelegateChanged
from plugins.speakers import api as speakers

from .conftest import ClientAs, Do, View, Write, at

HOSTILE = "<script>alert(1)</script>"


# The page


def test_the_chair_starts_here(chair: FlaskClient) -> None:
    assert chair.get("/").headers["Location"] == at()
    assert chair.get(at()).status_code == 200


def test_only_what_is_approved_is_seen(chair: FlaskClient, do: Do, write: Write) -> None:
    first = write("Đường vào làng lầy lội")
    write("Chưa duyệt", approved=False)
    page = chair.get(at()).text
    assert "Đường vào làng lầy lội" in page
    assert "Chưa duyệt" not in page
    do(opinions.record_answer, opinion_id=first, text="Sẽ đổ đá", answered_by="Nam", seen=0)
    assert "Sẽ đổ đá" in chair.get(at()).text


def test_pages_turn_by_links(chair: FlaskClient, write: Write) -> None:
    for text in ("Việc đầu tiên", "Việc thứ hai"):
        write(text)
    page = chair.get(at()).text
    assert "Việc đầu tiên" in page
    assert "<b>1</b> / 2" in page
    assert "/chair/?after=1" in page
    page = chair.get(at("?after=1")).text
    assert "Việc thứ hai" in page
    assert "<b>2</b> / 2" in page
    assert "Việc đầu tiên" in chair.get(at("?before=2")).text
    assert "Việc thứ hai" in chair.get(at("?at=2")).text
    assert chair.get(at("?at=x")).status_code == 200


def test_the_chair_gives_the_floor_and_ends_it(app: Flask, chair: FlaskClient, do: Do) -> None:
    first = do(speakers.request_turn, speaker_name="Nông Văn Páo")
    second = do(speakers.request_turn, speaker_name="Đinh Grơ̆ng")
    page = chair.get(at()).text
    assert "Nông Văn Páo" in page
    assert at(f"floor/{first}/next") in page
    called = chair.post(at(f"floor/{first}/next"), data={"seen": "0", "at": "3"})
    assert (called.status_code, called.headers["Location"]) == (303, at("?at=3"))
    assert "data-ends=" in chair.get(at()).text
    for verb in ("pause", "resume", "ask-back", "resume", "remind", "extend"):
        assert chair.post(at(f"floor/{first}/{verb}")).status_code == 303
    late = chair.post(at(f"floor/{second}/give"), data={"seen": "0"})
    assert late.status_code == 409, "somebody has the floor that the clicker did not see"
    assert chair.post(at(f"floor/{first}/end")).status_code == 303
    assert chair.post(at(f"floor/{second}/give"), data={"seen": "0"}).status_code == 303
    with app.app_context():
        turn = speakers.current(db.session(), 1)
        assert turn is not None
        assert turn.id == second


def test_the_chair_reads_what_people_want_to_speak_about(chair: FlaskClient, do: Do) -> None:
    first = do(speakers.request_turn, speaker_name="Bà Đinh Thị Ƀlĭ", subject="Đường vào làng")
    do(speakers.request_turn, speaker_name="Ông Siu Blơi", subject="Nước sạch & giếng")
    do(speakers.call_next, seen=0, turn_id=first)
    page = chair.get(at()).text
    assert "Đường vào làng" in page
    assert "Nước sạch &amp; giếng" in page


def test_the_speakers_opinions_are_one_tap_away(
    app: Flask, chair: FlaskClient, do: Do, write: Write
) -> None:
    turn_id = do(speakers.request_turn, speaker_name="Nông Văn Páo")
    do(speakers.call_next, seen=0, turn_id=turn_id)
    write("Việc khác")
    write("Heo chết dịch", asker=Asker(turn_id=turn_id))
    write("Tiền hỗ trợ chưa thấy", asker=Asker(turn_id=turn_id))
    with app.app_context():
        found = live.floor(db.session(), 1)
    assert [one.number for one in found["raised"]] == [1, 3], "one turn, several opinions"
    assert found["speaking"] == 1
    assert at("?at=1") in chair.get(at()).text


def test_show_and_hide(chair: FlaskClient, write: Write, view: View) -> None:
    opinion_id = write("Xin cái giếng")
    chair.post(at(f"opinions/{opinion_id}/show"))
    assert view(opinion_id).shown
    assert at(f"opinions/{opinion_id}/hide") in chair.get(at()).text
    chair.post(at(f"opinions/{opinion_id}/hide"))
    assert not view(opinion_id).shown


def test_a_sensitive_opinion_is_read_but_never_offered_to_the_hall(
    chair: FlaskClient, write: Write
) -> None:
    opinion_id = write("Cán bộ gợi ý tiền", category="CAN_BO")
    page = chair.get(at()).text
    assert "Cán bộ gợi ý tiền" in page
    assert at(f"opinions/{opinion_id}/show") not in page
    assert chair.post(at(f"opinions/{opinion_id}/show")).status_code == 409


@pytest.mark.parametrize(
    ("length", "size"), [(20, "short"), (300, "middle"), (2000, "long"), (160, "short")]
)
def test_long_questions_are_written_smaller(
    app: Flask, write: Write, length: int, size: str
) -> None:
    opinion_id = write("ơ̆" * length)
    with app.app_context():
        assert live.opinion(db.session(), 1, opinion_id)["size"] == size


def test_the_secretarys_short_form_is_read_first(
    app: Flask, do: Do, chair: FlaskClient, write: Write
) -> None:
    opinion_id = write("Chữ dài " * 100)
    edit = {"text": "Chữ dài " * 100, "summary": "Tóm tắt ngắn", "category": "", "seen": 1}
    do(opinions.edit, opinion_id=opinion_id, **edit)
    page = chair.get(at()).text
    assert '<p class="ch-text is-short">Tóm tắt ngắn</p>' in page
    assert "Chữ dài" in page


def test_a_fragment_follows_its_own_opinion(app: Flask, do: Do, write: Write) -> None:
    first, second = write("Việc một"), write("Việc hai")
    event = opinions.OpinionAnswered(meeting_id=1, opinion_id=second)
    view = next(one for one in live.VIEWS if one.name == "chair.opinion")
    assert view.key is not None
    assert view.key(event) == second
    renamed = DelegateChanged(meeting_id=1, delegate_id=1, person="Đinh Bưm")
    assert view.key(renamed) == EVERYBODY
    with app.app_context():
        assert live.opinion(db.session(), 1, first)["opinion"].text == "Việc một"
        assert live.opinion(db.session(), 1, 99)["opinion"] is None
        assert live.opinion(db.session(), 2, first)["opinion"] is None, "another meeting's"


def test_hostile_text_is_escaped(do: Do, chair: FlaskClient, write: Write) -> None:
    opinion_id = write(HOSTILE, asker=Asker(name=f"A{HOSTILE}"))
    answer = {"text": HOSTILE, "answered_by": HOSTILE, "seen": 0}
    do(opinions.record_answer, opinion_id=opinion_id, **answer)
    do(speakers.request_turn, speaker_name=f"B{HOSTILE}")
    page = chair.get(at()).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


# Who may what


@pytest.mark.parametrize("role", ["secretary", "observer", "screen", "registrar", ""])
def test_the_tablet_is_the_chairs(
    client_as: ClientAs, client: FlaskClient, do: Do, write: Write, role: str
) -> None:
    write("Việc")
    turn_id = do(speakers.request_turn, speaker_name="Nông Văn Páo")
    browser = client_as(role) if role else client
    assert browser.get(at()).status_code == 403
    for verb in ("next", "give", "pause", "resume", "extend", "end"):
        assert browser.post(at(f"floor/{turn_id}/{verb}")).status_code == 403
    for verb in ("show", "hide"):
        assert browser.post(at(f"opinions/1/{verb}")).status_code == 403


def test_what_is_not_there(chair: FlaskClient, do: Do) -> None:
    assert chair.get(at(meeting=99)).status_code == 404
    assert chair.post(at("opinions/99/show")).status_code == 409
    assert chair.post(at("floor/99/end")).status_code == 409

    def switch_off(tx: Tx) -> None:
        tx.session.add(MeetingPlugin(meeting_id=tx.meeting_id, name="opinions", on=False))

    do(switch_off)
    assert chair.get(at()).status_code == 404, "off with what it requires"
