"""Every paper: listed, opened, numbered by the records clerk, and then kept word for word."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from meeting.db import db
from meeting.papers.model import Document, Heading, Item, Meta, Paragraph, text
from meeting.points import Letter
from plugins.minutes.models import Registration
from plugins.minutes.papers import versions
from tests.conftest import ClientAs

from .conftest import letters
from .witness import Witness

PAPERS = "/m/1/minutes/papers"
NOTICE = f"{PAPERS}/conclusion_notice"


@pytest.fixture
def closed(secretary: FlaskClient, witness: Witness) -> FlaskClient:
    assert secretary.post("/m/1/minutes/close").status_code in {302, 303}
    return secretary


def notice(client: FlaskClient) -> str:
    answer = client.get(f"{NOTICE}/file.pdf")
    assert answer.status_code == 200, answer.text
    return letters(answer.data)


def give(client: FlaskClient, number: str, dated: str = "2023-10-23", paper: str = NOTICE) -> int:
    answer = client.post(f"{paper}/number", data={"number": number, "dated": dated})
    return int(answer.status_code)


def test_all_letters_of_a_kind_come_in_one_file_each_as_it_is_in_force(
    closed: FlaskClient, witness: Witness
) -> None:
    def letter(to: str) -> Letter:
        paper = Document(meta=Meta(title=to), blocks=(Paragraph(words=text(f"Kính gửi {to}.")),))
        return Letter(document=paper, key=to, to=to)

    kind = f"{PAPERS}/witness_letter"
    assert closed.get(f"{kind}/all.pdf").status_code == 409, "nobody gets one"
    witness.letters = [letter("bà Bưm"), letter("ông Hlŏp")]
    form = {"number": "7", "dated": "2023-10-23", "addressee": "ông Hlŏp"}
    assert closed.post(f"{kind}/number", data=form).status_code in {302, 303}
    answer = closed.get(f"{kind}/all.pdf")
    first, second = (one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Kính gửi bà Bưm." in first
    assert "SHA-256" not in first
    assert "Kính gửi ông Hlŏp." in second
    assert "Bản lưu số 1 - SHA-256" in second


def test_before_the_close_only_what_can_be_written_is_offered(secretary: FlaskClient) -> None:
    page = secretary.get(PAPERS).text
    assert "Biên bản" in page
    assert page.index("Lập khi hội nghị đã kết thúc") < page.index("Thông báo kết luận")
    assert secretary.get(f"{NOTICE}/file.pdf").status_code == 409


def test_the_notice_as_an_office_writes_it(closed: FlaskClient) -> None:
    said = notice(closed)
    at = 0
    for words in (
        "/TB-UBND",
        "Tơ Tung, ngày",
        "năm 2023",
        "THÔNG BÁO",
        "Kết luận của Chủ tịch UBND xã Trần Xuân Nam tại hội nghị",
        "20/10/2023",
        "Ủy ban nhân dân xã Tơ Tung thông báo kết luận",
        "I. ĐÁNH GIÁ CHUNG",
        "1.",
        "Giao Văn phòng theo dõi, đôn đốc",
        "II. TỔ CHỨC THỰC HIỆN",
        "Đề nghị trưởng làng thông báo lại kết luận này cho Nhân dân biết./.",
        "Nơi nhận:",
    ):
        assert words in said[at:], words
        at = said.index(words, at) + len(words)


def test_a_number_keeps_the_paper_as_it_is(app: Flask, closed: FlaskClient) -> None:
    assert give(closed, "5") in {302, 303}
    said = notice(closed)
    assert "Số: 05/TB-UBND" in said
    assert "Tơ Tung, ngày 23 tháng 10 năm 2023" in said
    with app.app_context():
        version = versions.newest(db.session(), 1, "conclusion_notice")
        assert version is not None
        masked = versions.newest(db.session(), 1, "conclusion_notice", masked=True)
        assert masked is not None
        assert versions.frozen(version).head is not None
        sha = version.sha256
    assert sha in said  # at the foot of the last page
    assert give(closed, "06") in {302, 303}  # a slip of the pen in the register
    assert "Số: 06/TB-UBND" in notice(closed)
    assert sha in notice(closed)  # the words are the same
    assert "Số 06, ngày 23/10/2023" in closed.get(PAPERS).text.replace("&#44;", ",")


@pytest.mark.parametrize(
    ("number", "dated", "says"),
    [
        ("", "2023-10-23", "Chỉ ghi số"),
        ("05/TB-UBND", "2023-10-23", "Chỉ ghi số"),
        ("<b>5</b>", "2023-10-23", "Chỉ ghi số"),
        ("00", "2023-10-23", "Chỉ ghi số"),
        ("5", "hôm qua", "chọn ngày ký"),
        ("5", "0203-10-23", "Mời xem lại năm"),
        ("5", "9999-12-31", "Mời xem lại năm"),
    ],
)
def test_what_no_register_holds_is_refused(
    app: Flask, closed: FlaskClient, number: str, dated: str, says: str
) -> None:
    answer = closed.post(f"{NOTICE}/number", data={"number": number, "dated": dated})
    assert answer.status_code == 409
    assert says in answer.text
    with app.app_context():
        assert db.session.get(Registration, (1, "conclusion_notice", "")) is None
        assert versions.newest(db.session(), 1, "conclusion_notice") is None


def test_two_clerks_do_not_overwrite_each_other(closed: FlaskClient, client_as: ClientAs) -> None:
    """Each sends the form as the page showed it; the second hears what the first gave."""

    def send(client: FlaskClient, number: str, page: str) -> TestResponse:
        _, _, form_of_it = page.partition('conclusion_notice/number"')
        seen = re.search(r'name="seen" value="([^"]*)"', form_of_it)
        assert seen
        form = {"number": number, "dated": "2023-10-23", "seen": seen[1]}
        return client.post(f"{NOTICE}/number", data=form)

    other = client_as("secretary")
    first, second = closed.get(PAPERS).text, other.get(PAPERS).text
    assert send(closed, "5", first).status_code == 303
    refused = send(other, "6", second)
    assert refused.status_code == 409
    assert "Có người vừa ghi số 05 ngày 23/10/2023" in refused.text
    assert "Số: 05/TB-UBND" in notice(closed)
    assert send(other, "5", second).status_code == 303, "the same is no contradiction"
    assert send(other, "6", refused.text).status_code == 303, "knowingly"
    assert "Số: 06/TB-UBND" in notice(closed)


def test_the_same_number_twice_is_said_and_not_forbidden(closed: FlaskClient) -> None:
    assert give(closed, "7") in {302, 303}
    report = f"{PAPERS}/summary_report"
    answer = closed.post(
        f"{report}/number", data={"number": "7", "dated": "2023-10-23"}, follow_redirects=True
    )
    assert "đã có văn bản khác mang số" not in answer.text  # another notation, another series


def test_minutes_get_their_number_without_a_date(closed: FlaskClient) -> None:
    assert give(closed, "12", paper=f"{PAPERS}/minutes") in {302, 303}
    said = letters(closed.get("/m/1/minutes/minutes.pdf").data)
    assert "Số: 12/BB-UBND" in said
    assert "Tơ Tung, ngày 23" not in said


def test_no_minutes_no_number(secretary: FlaskClient) -> None:
    assert give(secretary, "12", paper=f"{PAPERS}/minutes") == 409


def test_the_report_names_whom_it_is_for(closed: FlaskClient, witness: Witness) -> None:
    said = letters(closed.get(f"{PAPERS}/summary_report/file.pdf").data)
    assert "BÁO CÁO" in said
    assert "Kính gửi: " in said
    assert "tại hội nghị./." in said


def test_a_paper_nobody_knows(closed: FlaskClient) -> None:
    assert closed.get(f"{PAPERS}/laisser-passer/file.pdf").status_code == 409
    assert closed.get(f"{NOTICE}/file.pdf?addressee=ai").status_code == 409
    assert closed.get(f"{NOTICE}/file.exe").status_code == 404


def test_only_the_secretary_gives_numbers(closed: FlaskClient, client_as: object) -> None:
    chair = client_as("chair")  # type: ignore[operator]
    assert give(chair, "5") == 403


def test_the_hostile_conclusion_stays_letters(secretary: FlaskClient) -> None:
    words = "<b>Giao</b> Văn phòng & <img src=x>\nViệc thứ hai {{7*7}}"
    secretary.post("/m/1/minutes/draft", data={"conclusion": words, "revision": 0})
    secretary.post("/m/1/minutes/close")
    said = notice(secretary)
    assert "1. <b>Giao</b> Văn phòng & <img src=x>." in said
    assert "2. Việc thứ hai {{7*7}}." in said


def test_sections_of_another_paper_stay_out(closed: FlaskClient, witness: Witness) -> None:
    witness.sections = {40: [Heading(words="Chỉ biên bản"), Item(label="", words=text("Riêng."))]}
    assert "CHỈ BIÊN BẢN" not in notice(closed)
