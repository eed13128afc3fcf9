"""The pages: two steps to the close, rights, and what a stale or broken form gets."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from meeting.db import db
from meeting.models import Meeting, MeetingPlugin, MeetingState
from meeting.papers.model import Document, Paragraph, text
from meeting.papers.render import Form, render
from meeting.points import Problem
from meeting.writing import Tx, run
from plugins.minutes import queries
from plugins.minutes.models import Version
from plugins.minutes.papers import files, versions

from .conftest import SECRETARY, letters
from .witness import Witness

WORDS = {
    "chair": "Ông Trần Xuân Nam - Chủ tịch UBND xã",
    "secretary": "Bà Đinh Thị Ƀlĭ - công chức Văn phòng",
    "conclusion": "Biểu dương bà con.\nGiao Văn phòng theo dõi.",
    "opening": "",
    "closing": "",
    "revision": "0",
}
JSON = {"Accept": "application/json"}
ClientAs = Callable[[str], FlaskClient]


def how_many_made(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(Version.id))) or 0


def test_the_desk_shows_what_the_plan_proposes(secretary: FlaskClient) -> None:
    page = secretary.get("/m/1/minutes/close").text

    assert "Trần Xuân Nam" in page
    assert "Giao Văn phòng theo dõi" in page
    assert 'name="revision" value="0"' in page


def test_what_stands_against_closing_has_its_link(secretary: FlaskClient, witness: Witness) -> None:
    problem = Problem(
        message="<i>Đinh Bưm</i> đang phát biểu.", endpoint="witness.turn", values={"turn_id": 7}
    )
    witness.problems = [problem, Problem(message="Còn một việc.")]

    page = secretary.get("/m/1/minutes/close").text

    assert f'<a href="/m/1/witness/turn/7">{escape(problem.message)}</a>' in page
    assert "<li>Còn một việc.</li>" in page


def test_two_steps_and_the_minutes_are_made(secretary: FlaskClient, app: Flask) -> None:
    saved = secretary.post("/m/1/minutes/draft", data=WORDS)
    assert (saved.status_code, saved.location) == (303, "/m/1/minutes/close/confirm")

    page = secretary.get(saved.location).text
    assert "Đinh Thị Ƀlĭ" in page
    assert "<p>Biểu dương bà con.</p>" in page
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None

    closed = secretary.post("/m/1/minutes/close", data={"revision": revision[1], "key": "k"})
    assert (closed.status_code, closed.location) == (303, "/m/1/minutes/?print=now")
    page = secretary.get(closed.location).text
    assert 'href="/m/1/minutes/minutes.pdf"' in page
    with app.app_context():
        version = versions.newest(db.session(), 1)
        assert version is not None
        assert version.sha256[:16] in page

    again = secretary.post("/m/1/minutes/close", data={"revision": revision[1], "key": "k"})
    assert again.status_code == 303
    assert how_many_made(app) == 2


def test_a_program_gets_the_version_back(secretary: FlaskClient) -> None:
    saved = secretary.post("/m/1/minutes/draft", data=WORDS, headers=JSON)
    closed = secretary.post("/m/1/minutes/close", headers=JSON)

    assert saved.json == {"ok": True, "result": 1}
    assert closed.json is not None
    assert closed.json["result"]["version"] == 1
    assert len(closed.json["result"]["sha256"]) == 64


def test_fields_that_are_not_sent_stay(secretary: FlaskClient, app: Flask) -> None:
    secretary.post("/m/1/minutes/draft", data={"conclusion": "Kết thúc.", "revision": "0"})

    with app.app_context():
        entered = queries.desk(db.session(), db.session.get_one(Meeting, 1)).entered
    assert entered.conclusion == "Kết thúc."
    assert entered.chair == "Ông Trần Xuân Nam - Chủ tịch UBND xã"


def test_a_refused_close_says_all_of_it(
    secretary: FlaskClient, witness: Witness, app: Flask
) -> None:
    secretary.post("/m/1/minutes/draft", data=WORDS)
    witness.problems = [Problem(message="Đinh Bưm đang phát biểu."), Problem(message="Ý kiến 3.")]

    page = secretary.post("/m/1/minutes/close", data={"revision": "1"})
    program = secretary.post("/m/1/minutes/close", headers=JSON)

    assert page.status_code == program.status_code == 409
    assert "Đinh Bưm đang phát biểu. Ý kiến 3." in page.text
    assert program.json is not None
    assert program.json["error"]["code"] == "minutes.not_ready"
    assert how_many_made(app) == 0


def test_a_stale_form_shows_both_texts(secretary: FlaskClient, client_as: ClientAs) -> None:
    client_as("organiser").post(
        "/m/1/minutes/draft", data={**WORDS, "conclusion": "Của người kia."}
    )

    stale = secretary.post("/m/1/minutes/draft", data={**WORDS, "conclusion": "Của tôi <b>."})

    assert stale.status_code == 409
    assert "Của người kia." in stale.text
    assert "Của tôi &lt;b&gt;." in stale.text
    assert 'name="revision" value="1"' in stale.text
    assert "data-autosave>" not in stale.text  # only a person may decide which text stays
    kept = secretary.post(
        "/m/1/minutes/draft", data={**WORDS, "conclusion": "Của tôi.", "revision": "1"}
    )
    assert kept.status_code == 303


def test_the_page_that_saves_by_itself_hears_of_a_stale_save(
    secretary: FlaskClient, client_as: ClientAs
) -> None:
    client_as("organiser").post("/m/1/minutes/draft", data=WORDS)
    mine = {**WORDS, "conclusion": "Khác.", "quietly": "1"}

    stale = secretary.post("/m/1/minutes/draft", data=mine, headers=JSON)

    assert stale.status_code == 409
    assert stale.json is not None
    assert stale.json["error"]["code"] == "minutes.draft_moved"


def test_a_form_with_too_long_a_name_comes_back_as_typed(secretary: FlaskClient) -> None:
    answer = secretary.post("/m/1/minutes/draft", data={**WORDS, "chair": "a" * 300})

    assert answer.status_code == 409
    assert "a" * 300 in answer.text


def test_after_the_close_both_steps_lead_to_the_minutes(secretary: FlaskClient) -> None:
    secretary.post("/m/1/minutes/close")

    assert secretary.get("/m/1/minutes/close").location == "/m/1/minutes/"
    assert secretary.get("/m/1/minutes/close/confirm").location == "/m/1/minutes/"
    assert secretary.post("/m/1/minutes/close").status_code == 409
    assert secretary.post("/m/1/minutes/draft", data=WORDS).status_code == 409


@pytest.mark.parametrize("role", ["chair", "registrar", "answerer", "observer", "surveyor"])
def test_staff_read_and_do_not_close(role: str, client_as: ClientAs, app: Flask) -> None:
    client = client_as(role)

    assert client.get("/m/1/minutes/").status_code == 200
    assert client.get("/m/1/minutes/close").status_code == 403
    assert client.post("/m/1/minutes/draft", data=WORDS).status_code == 403
    assert client.post("/m/1/minutes/close").status_code == 403
    assert how_many_made(app) == 0


@pytest.mark.parametrize("page", ["", "minutes.pdf", "preview.pdf", "close", "close/confirm"])
def test_hall_screens_and_phones_see_nothing(
    page: str, client: FlaskClient, client_as: ClientAs
) -> None:
    assert client.get(f"/m/1/minutes/{page}").status_code == 403
    assert client_as("screen").get(f"/m/1/minutes/{page}").status_code == 403


def test_switched_off_there_are_no_minutes(secretary: FlaskClient, app: Flask) -> None:
    with app.app_context():
        run(_switch_off, by=SECRETARY, meeting_id=1)

    assert secretary.get("/m/1/minutes/").status_code == 404
    assert secretary.post("/m/1/minutes/close").status_code == 404


def _switch_off(tx: Tx) -> None:
    tx.session.add(MeetingPlugin(meeting_id=1, name="minutes", on=False))


def test_the_overview_leads_there(secretary: FlaskClient, client_as: ClientAs) -> None:
    assert 'href="/m/1/minutes/close"' in secretary.get("/m/1/staff").text
    chairs = client_as("chair").get("/m/1/staff").text
    assert 'href="/m/1/minutes/close"' not in chairs
    secretary.post("/m/1/minutes/close")
    assert 'href="/m/1/minutes/"' in client_as("chair").get("/m/1/staff").text


def test_before_the_opening_there_is_nothing_to_close(secretary: FlaskClient, app: Flask) -> None:
    with app.app_context():
        run(_planned, by=SECRETARY, meeting_id=1)

    assert secretary.get("/m/1/minutes/").status_code == 200
    step = secretary.get("/m/1/minutes/close").text
    assert "Tiếp tục: đọc lại và kết thúc" not in step
    assert 'href="/m/1/staff"' in step.split('data-live="minutes.checks"')[1].split("</p>")[0]
    saved = secretary.post("/m/1/minutes/draft", data={**WORDS, "revision": 0})
    assert saved.location == "/m/1/minutes/close"  # the words can be written before the day
    assert secretary.get("/m/1/minutes/close/confirm").location == "/m/1/minutes/close"
    assert secretary.post("/m/1/minutes/close").status_code == 409


def _planned(tx: Tx) -> None:
    tx.meeting.state = MeetingState.PLANNED


def test_the_preview_is_the_record_of_the_moment(
    secretary: FlaskClient, witness: Witness, app: Flask
) -> None:
    witness.sections = {40: [Paragraph(words=text("Ông Đinh Hơ̆n hỏi."))]}

    answer = secretary.get("/m/1/minutes/preview.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    printed = letters(answer.data)
    assert "BIÊN BẢN (DỰ THẢO)" in printed
    assert "Ông Đinh Hơ̆n hỏi." in printed
    assert not (app.extensions["meeting"].config.data / "papers").exists()
    secretary.post("/m/1/minutes/close")
    assert secretary.get("/m/1/minutes/preview.pdf").location == "/m/1/minutes/minutes.pdf"


def test_both_languages_open(secretary: FlaskClient) -> None:
    assert "Close the meeting" in secretary.get("/m/1/minutes/close?lang=en").text
    assert "Kết thúc hội nghị" in secretary.get("/m/1/minutes/close?lang=vi").text


def test_no_read_is_open_while_a_paper_is_set(
    app: Flask, secretary: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open read would keep a connection, and the log of the database from being cleared."""
    held: list[int] = []

    def watched(document: Document, form: Form = "pdf") -> bytes:
        held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return render(document, form=form)

    monkeypatch.setattr(files, "render", watched)
    assert secretary.get("/m/1/minutes/preview.pdf").status_code == 200
    secretary.post("/m/1/minutes/draft", data=WORDS)
    assert secretary.post("/m/1/minutes/close", data={"revision": 1}).status_code == 303
    (kept,) = (app.extensions["meeting"].config.data / "papers").rglob("*.pdf")
    kept.unlink()
    assert secretary.get("/m/1/minutes/minutes.pdf").status_code == 200
    assert held == [0, 0, 0]
