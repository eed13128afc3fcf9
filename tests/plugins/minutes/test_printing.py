"""The minutes out of a real printing system: once for each press, whatever happens in between."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from meeting.db import db
from meeting.models import JournalEntry, Meeting
from meeting.papers.errors import PaperError
from meeting.papers.model import Document, Meta, Paragraph, text
from meeting.points import Letter
from tests import cups
from tests.cups import PRINTER

from .conftest import letters
from .witness import Witness

JSON = {"Accept": "application/json"}
WORDS = {
    "chair": "Ông Trần Xuân Nam - Chủ tịch UBND xã",
    "secretary": "Bà Đinh Thị Ƀlĭ - công chức Văn phòng",
    "conclusion": "Giao Văn phòng theo dõi.",
    "revision": "0",
}
ClientAs = Callable[[str], FlaskClient]


@pytest.fixture
def closed(secretary: FlaskClient) -> FlaskClient:
    """The secretary, once the minutes are made."""
    secretary.post("/m/1/minutes/draft", data=WORDS)
    assert secretary.post("/m/1/minutes/close").status_code == 303
    return secretary


def choose(client: FlaskClient, name: str = PRINTER) -> int:
    return client.post("/m/1/minutes/printer", data={"printer": name}).status_code


def press(client: FlaskClient, key: str = "k1", copies: object = 2) -> str:
    """Press the button; the page that follows."""
    form = {"key": key, "copies": copies, "from": "/m/1/minutes/"}
    answer = client.post("/m/1/minutes/print", data=form)
    assert (answer.status_code, answer.location) == (303, "/m/1/minutes/")
    return client.get(answer.location).text


def page_when_printed(client: FlaskClient) -> str:
    while "every 2s" in (page := client.get("/m/1/minutes/print/state").text):
        if "alert" in page:
            break
    return page


def noted(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        query = sa.select(JournalEntry.facts).where(JournalEntry.event == "minutes.printed")
        return list(db.session.scalars(query))


def kept_pdf(app: Flask) -> Path:
    data: Path = app.extensions["meeting"].config.data
    (found,) = (data / "papers/1").glob("bien-ban-v1-*.pdf")
    return found


def test_what_comes_out_is_what_is_kept_once_for_each_press(
    office: cups.Printing, closed: FlaskClient, app: Flask
) -> None:
    assert choose(closed) == 303, "also once the meeting is closed"
    page = closed.get("/m/1/minutes/").text
    assert "In 3 bản" in page
    assert f"Máy in: {PRINTER}" in page

    page = press(closed)
    assert f"Đã gửi 2 bản tới máy in {PRINTER}." in page
    assert "in xong, mời xem khay giấy" in page_when_printed(closed)
    assert [one.read_bytes() for one in office.printed()] == [kept_pdf(app).read_bytes()] * 2

    again = press(closed)  # a double tap, or a page sent again
    assert "rồi. Cần thêm bản thì bấm in lần nữa." in again
    assert len(office.printed()) == 2

    with office.busy():
        press(closed, key="k2", copies=1)
        while "Đang in …".lower() not in (page := closed.get("/m/1/minutes/print/state").text):
            pass
        assert "every 2s" in page
        assert "alert" not in page
    page_when_printed(closed)
    assert len(office.printed()) == 3
    assert [(one["copies"], one["job"]) for one in noted(app)] == [
        (2, f"{PRINTER}-1"),
        (1, f"{PRINTER}-2"),
    ]


def test_any_paper_of_the_meeting_is_printed_the_same_way(
    office: cups.Printing, closed: FlaskClient, app: Flask, witness: Witness
) -> None:
    choose(closed)
    form = {"key": "k", "copies": 1, "from": "/m/1/minutes/papers"}
    answer = closed.post("/m/1/minutes/papers/conclusion_notice/print", data=form)
    assert (answer.status_code, answer.location) == (303, "/m/1/minutes/papers")
    page_when_printed(closed)
    (paper,) = office.printed()
    assert "THÔNG BÁO" in letters(paper.read_bytes())
    assert noted(app)[0]["paper"] == "Thông báo kết luận"
    assert closed.post("/m/1/minutes/papers/none/print", data=form).status_code in {404, 409}

    paper_to_her = Document(meta=Meta(title="Thư"), blocks=(Paragraph(words=text("Kính gửi bà.")),))
    witness.letters = [Letter(document=paper_to_her, key="d7", to="Bà Đinh Thị Hlŏp, làng Leng")]
    closed.post(
        "/m/1/minutes/papers/witness_letter/print", data={**form, "key": "l", "addressee": "d7"}
    )
    page_when_printed(closed)
    assert noted(app)[-1]["paper"] == "Witness's letter: Bà Đinh Thị Hlŏp, làng Leng"


def test_a_form_cut_off_before_the_printer_answered_is_not_printed_again_by_itself(
    office: cups.Printing, closed: FlaskClient, app: Flask
) -> None:
    choose(closed)
    office.kill()
    page = press(closed)
    assert "Dịch vụ in của máy chủ không chạy." in page
    assert str(kept_pdf(app).absolute()) in page
    assert "chưa rõ máy in đã in chưa" in press(closed)
    assert noted(app) == []
    with app.app_context():
        assert db.session.get_one(Meeting, 1).state == "CLOSED"


def test_an_empty_tray_is_shown_and_the_copies_come_by_themselves(
    office: cups.Printing, closed: FlaskClient
) -> None:
    choose(closed)
    office.take_paper_out()
    press(closed)
    assert "Máy in báo hết giấy." in page_when_printed(closed)
    assert "hết giấy" in press(closed, key="k2")
    assert "hết giấy" in closed.get("/m/1/minutes/printer").text

    office.put_paper_in(PRINTER)
    assert "in xong, mời xem khay giấy" in page_when_printed(closed)
    assert len(office.printed()) == 2


def test_a_printer_that_went_away_is_told_with_the_place_of_the_paper(
    office: cups.Printing, closed: FlaskClient, app: Flask
) -> None:
    choose(closed)
    office.do("lpadmin", "-x", PRINTER)

    assert f"Máy chủ không có máy in “{PRINTER}”." in press(closed)
    program = closed.post("/m/1/minutes/print", headers=JSON)
    assert program.status_code == 409
    assert program.json is not None
    assert program.json["error"]["code"] == "core.no_such_printer"
    assert str(kept_pdf(app).absolute()) in program.json["error"]["message"]


@pytest.mark.parametrize("copies", [0, 21, -1, 10**9])
def test_copies_beyond_reason_are_refused(
    copies: object, office: cups.Printing, closed: FlaskClient
) -> None:
    choose(closed)
    assert "In từ 1 đến 20 bản." in press(closed, copies=copies)
    assert office.printed() == []


def test_without_a_printer_the_browser_prints(
    office: cups.Printing, closed: FlaskClient, app: Flask
) -> None:
    page = closed.get("/m/1/minutes/?print=now").text
    assert re.search(r'href="/m/1/minutes/minutes.pdf"[^>]* data-print-now', page)
    assert "Chưa chọn máy in." in press(closed)
    assert noted(app) == []


def test_a_restored_journal_that_says_something_else_of_printing_is_passed_over(
    app: Flask, closed: FlaskClient
) -> None:
    """A dossier may have been written by another program, or changed by hand."""
    whole = {"paper": "Biên bản", "printer": "HP", "copies": 2, "job": "HP-1", "ticket": "a"}
    odd = (whole | {"copies": "hai"}, {"a": 1}, whole | {"printer": ["-h", "x"]}, whole)
    database = app.extensions["meeting"].config.data / "doithoai.db"
    row = "INSERT INTO journal_entry (meeting_id, at, by_kind, by_name, event, facts, refused) "
    with closing(sqlite3.connect(database)) as hand:
        for facts in odd:
            values = ("2023-10-20 00:30:00.000000", json.dumps(facts))
            hand.execute(f"{row} VALUES (1, ?, 'device', 'A', 'minutes.printed', ?, 0)", values)
        hand.commit()
    assert closed.get("/m/1/minutes/").status_code == 200
    assert closed.get("/m/1/minutes/print/state").text.count("Biên bản · 2 bản") == 1


def test_the_page_of_printers_tells_all_and_takes_none_that_is_not_there(
    office: cups.Printing, closed: FlaskClient
) -> None:
    office.add("Hong")
    office.do("cupsdisable", "-r", "Sửa <b>", "Hong")
    page = closed.get("/m/1/minutes/printer").text
    assert PRINTER in page
    assert str(escape("Sửa <b>")) in page
    assert "Không dùng: in từ trình duyệt" in page

    assert choose(closed, "Khác") == 409
    assert choose(closed, "-d") == 409
    assert choose(closed, "Hong") == 303
    assert choose(closed, "") == 303
    office.kill()
    assert "Dịch vụ in của máy chủ không trả lời." in closed.get("/m/1/minutes/printer").text


@pytest.mark.parametrize("role", ["chair", "registrar", "answerer", "observer"])
def test_other_staff_read_and_do_not_print_here(role: str, client_as: ClientAs) -> None:
    client = client_as(role)
    assert client.post("/m/1/minutes/print").status_code == 403
    assert client.get("/m/1/minutes/printer").status_code == 403
    assert choose(client) == 403


def test_nothing_is_printed_while_the_paper_is_not_on_the_disk(
    office: cups.Printing, closed: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(closed)
    kept_pdf(app).unlink()

    def fails(*_: object, **__: object) -> bytes:
        raise PaperError("no")

    monkeypatch.setattr("plugins.minutes.papers.files.render", fails)
    assert closed.post("/m/1/minutes/print", data={"key": "k"}).status_code == 409
    monkeypatch.undo()
    for name, value in office.environment.items():
        monkeypatch.setenv(name, value)
    press(closed, key="k")
    page_when_printed(closed)
    assert len(office.printed()) == 2
