"""The PDF: made from what was frozen, kept whole, made again when it is gone."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from meeting import create_app
from meeting.db import db
from meeting.models import Meeting
from meeting.papers.model import Column, Heading, Item, Paragraph, Table, row, text
from meeting.writing import run
from plugins.minutes.closing.service import close, save_draft
from plugins.minutes.papers import catalogue, files, versions
from plugins.minutes.rules import Entered

from .conftest import MINUTES, ORDERS, SECRETARY, letters
from .witness import Witness

WORDS = {
    "chair": "Ông Trần Xuân Nam - Chủ tịch UBND xã",
    "secretary": "Bà Lê Thị Thu Hà - công chức Văn phòng",
    "conclusion": "Lời sau khi khôi phục.",
}
HOSTILE = "<b>đường</b> & <img src=x onerror=alert(1)> \x07\u202e{{ 7*7 }} %s ]]> 😀 " + "ơ̆" * 300


@pytest.fixture
def papers(app: Flask) -> Path:
    folder: Path = app.extensions["meeting"].config.data
    return folder / "papers" / "1"


def only(papers: Path) -> Path:
    """Where the minutes lie."""
    (found,) = papers.iterdir()
    return found


@pytest.fixture
def told(witness: Witness) -> Witness:
    """A witness with something in each section."""
    table = Table(
        columns=(Column(title="Làng"), Column(title="Có mặt")),
        rows=(row("Stơr", 6), row("Đak Pơ Kao", 5)),
        total=row("Tổng cộng", 11),
    )
    witness.sections = {
        20: [Item(label="", words=text("Đại biểu Nhân dân:")), table],
        40: [
            Heading(words="Ý kiến của Nhân dân và trả lời", level=2),
            Item(label="", words=text("Ông Đinh Hơ̆n, làng Leng: Đường lầy, bao giờ làm?")),
            Item(label="", words=text("Bà Đinh Thị Ƀlĭ, làng Stơr: Xin cái giếng.")),
        ],
        50: [Heading(words="Tổng hợp"), Paragraph(words=text("Hội nghị có 02 lượt ý kiến."))],
    }
    return witness


def test_the_paper_says_all_the_record_holds(
    secretary: FlaskClient, told: Witness, papers: Path
) -> None:
    secretary.post("/m/1/minutes/close")

    answer = secretary.get("/m/1/minutes/minutes.pdf")

    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "inline; filename=bien-ban-to-tung-2023-10-20-v1.pdf"
    assert answer.data == only(papers).read_bytes()
    printed, at = letters(answer.data), 0
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "/BB-UBND",
        "BIÊN BẢN",
        "Thời gian bắt đầu: 07 giờ 30 phút, ngày 20 tháng 10 năm 2023.",
        "I. THÀNH PHẦN THAM DỰ",
        "Chủ trì: Ông Trần Xuân Nam - Chủ tịch UBND xã.",
        "3. Đại biểu Nhân dân:",
        "Tổng cộng 11",
        "II. NỘI DUNG",
        "1. Khai mạc",
        "2. Ý kiến của Nhân dân và trả lời",
        "a) Ông Đinh Hơ̆n, làng Leng: Đường lầy, bao giờ làm?",
        "b) Bà Đinh Thị Ƀlĭ, làng Stơr: Xin cái giếng.",
        "III. TỔNG HỢP",
        "IV. KẾT LUẬN CỦA CHỦ TRÌ",
        "Hội nghị kết thúc vào hồi 07 giờ 30 phút cùng ngày.",
        "./.",
        "THƯ KÝ CHỦ TỌA",
        "Trần Xuân Nam",
        "Nơi nhận:",
        "Lưu: VT",
    ):
        at = printed.index(words, at) + len(words)
    meta = PdfReader(io.BytesIO(answer.data)).metadata
    assert meta is not None
    assert str(meta.title).startswith("Biên bản Hội nghị trao đổi, đối thoại")


def test_the_check_sum_stands_at_the_foot(secretary: FlaskClient, app: Flask) -> None:
    secretary.post("/m/1/minutes/close")

    printed = letters(secretary.get("/m/1/minutes/minutes.pdf").data)

    with app.app_context():
        version = versions.newest(db.session(), 1)
    assert version is not None
    assert f"SHA-256: {version.sha256}" in printed


def test_after_a_crash_the_same_paper_is_made_again(
    secretary: FlaskClient, told: Witness, papers: Path
) -> None:
    secretary.post("/m/1/minutes/close")
    first = secretary.get("/m/1/minutes/minutes.pdf").data
    only(papers).unlink()
    told.sections = {}  # what the plugins would say now does not matter

    assert secretary.get("/m/1/minutes/minutes.pdf").data == first
    assert only(papers).read_bytes() == first


def test_half_a_file_is_not_handed_out(secretary: FlaskClient, papers: Path) -> None:
    secretary.post("/m/1/minutes/close")
    whole = only(papers).read_bytes()
    only(papers).write_bytes(whole[: len(whole) // 2])

    assert secretary.get("/m/1/minutes/minutes.pdf").data == whole


def test_minutes_of_a_database_that_was_lost_are_not_taken_for_those_of_its_copy(
    app: Flask, secretary: FlaskClient, witness: Witness
) -> None:
    """The copy is older than the close: the meeting is closed once more, with other words."""
    core = app.extensions["meeting"]
    live, copy = core.config.data / "doithoai.db", core.config.data / "copy.db"
    carry(live, copy)
    secretary.post("/m/1/minutes/draft", data={"conclusion": "Lời cũ đã mất.", "revision": "0"})
    secretary.post("/m/1/minutes/close")
    assert "Lời cũ đã mất." in letters(secretary.get("/m/1/minutes/minutes.pdf").data)
    core.close()
    carry(copy, live)
    again = create_app(core.config, [MINUTES, witness.plugin(*ORDERS)])
    with again.app_context():
        run(save_draft, by=SECRETARY, meeting_id=1, revision=0, entered=Entered(**WORDS))
        made = run(close, by=SECRETARY, meeting_id=1)
        held = db.session.get_one(Meeting, 1)
        paper = catalogue.paper(db.session(), held, catalogue.OWN_MINUTES)
        path = files.kept(catalogue.file(db.session(), core.config.data, held, paper))
    printed = letters(path.read_bytes())
    assert f"SHA-256: {made.sha256}" in printed
    assert WORDS["conclusion"] in printed
    again.extensions["meeting"].close()


def carry(source: Path, target: Path) -> None:
    """Copy a database as an operator's backup does."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def test_minutes_changed_by_hand_are_not_printed(app: Flask, secretary: FlaskClient) -> None:
    """Also where somebody has made the check sum fit."""
    secretary.post("/m/1/minutes/close")
    database = app.extensions["meeting"].config.data / "doithoai.db"
    for sha256 in ("0" * 64, hashlib.sha256(b"{}").hexdigest()):
        with closing(sqlite3.connect(database)) as hand:
            hand.execute("UPDATE minutes_version SET document = '{}', sha256 = ?", (sha256,))
            hand.commit()
        for page in ("minutes.pdf", "read"):
            asked = f"/m/1/minutes/{page}"
            answer = secretary.get(asked, headers={"Accept": "application/json"})
            assert answer.status_code == 409
            assert answer.json is not None
            assert answer.json["error"]["code"] == "minutes.damaged"


def test_nothing_unfinished_is_left_behind(secretary: FlaskClient, papers: Path) -> None:
    secretary.post("/m/1/minutes/close")

    assert re.fullmatch(r"bien-ban-v1-[0-9a-f]{8}\.pdf", only(papers).name)


def test_hostile_words_are_printed_as_words(secretary: FlaskClient, witness: Witness) -> None:
    witness.sections = {40: [Paragraph(words=text(HOSTILE))]}
    words = {"conclusion": HOSTILE, "secretary": "<script>alert(1)</script>", "revision": "0"}
    secretary.post("/m/1/minutes/draft", data=words)
    secretary.post("/m/1/minutes/close")

    printed = letters(secretary.get("/m/1/minutes/minutes.pdf").data)

    assert printed.count("<b>đường</b> & <img src=x onerror=alert(1)> {{ 7*7 }} %s ]]>") == 2
    assert "<script>alert" in printed
    assert printed.replace(" ", "").count("ơ̆") == 600


def test_an_empty_meeting_has_its_paper(secretary: FlaskClient) -> None:
    secretary.post("/m/1/minutes/close")

    printed = letters(secretary.get("/m/1/minutes/minutes.pdf").data)

    assert "I. THÀNH PHẦN THAM DỰ 1. Chủ trì:" in printed
    assert "II. NỘI DUNG 1. Khai mạc" in printed
    assert "III. KẾT LUẬN CỦA CHỦ TRÌ" in printed


def test_before_the_close_there_is_no_paper(secretary: FlaskClient) -> None:
    answer = secretary.get("/m/1/minutes/minutes.pdf", headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["error"]["code"] == "minutes.not_made"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "minutes.disk_full"), (errno.EACCES, "minutes.not_kept")],
)
def test_a_disk_that_cannot_take_the_paper_leaves_the_close_standing(
    number: int,
    code: str,
    secretary: FlaskClient,
    papers: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        closed = secretary.post("/m/1/minutes/close", headers={"Accept": "application/json"})
        refused = secretary.get("/m/1/minutes/minutes.pdf", headers={"Accept": "application/json"})

    assert closed.status_code == 200
    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["error"]["code"] == code
    assert os.listdir(papers) == []
    assert secretary.get("/m/1/minutes/minutes.pdf").status_code == 200


def test_a_failing_paper_room_leaves_the_close_standing(
    secretary: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("sys.executable", "/nonexistent/python")
        closed = secretary.post("/m/1/minutes/close")
        page = secretary.get("/m/1/minutes/minutes.pdf", headers={"Accept": "application/json"})

    assert closed.status_code == 303
    assert page.json is not None
    assert page.json["error"]["code"] == "minutes.not_printed"
    assert secretary.get("/m/1/minutes/minutes.pdf").status_code == 200


@pytest.mark.parametrize(
    ("commune", "name"),
    [
        ("xã Tơ Tung", "bien-ban-to-tung-2023-10-20-v1.pdf"),
        ("Phường 1", "bien-ban-phuong-1-2023-10-20-v1.pdf"),
        ("xã Đăk Ƀlĭ / ../", "bien-ban-dak-bli-2023-10-20-v1.pdf"),
        ("xã Ыы", "bien-ban-2023-10-20-v1.pdf"),
    ],
)
def test_every_system_can_keep_the_name(commune: str, name: str, app: Flask, plan: Any) -> None:
    data = plan.model_dump(mode="json")
    for key in ("name", "head_lines", "place_name"):
        del data["host"][key]
    data["host"]["commune"] = commune
    with app.app_context():
        meeting = db.session.get_one(Meeting, 1)
        meeting.plan_json = json.dumps(data)
        assert files.file_name(meeting, "bien-ban", "v1") == name
        db.session.rollback()
