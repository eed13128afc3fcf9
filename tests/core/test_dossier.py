"""A whole meeting into its dossier, and out of it on another server: nothing is lost or added."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.dossier import export, opening, record
from meeting.dossier.restore import restore
from meeting.dossier.shape import shape_of
from meeting.errors import Refused
from meeting.models import Meeting
from plugins.checkin.service import scan
from plugins.minutes.papers import catalogue, files, versions
from plugins.minutes.papers.service import register
from plugins.roster.models import Delegate, Invitation
from tests.conftest import MORNING, fill, site

from .played import HOSTILE, everybody, plan_of_everything, play

OFFICE = Actor("device", None, "Văn phòng", "organiser")
DAY = date(2023, 10, 20)


def made(app: Flask, meeting_id: int) -> Path:
    """The dossier of a meeting of this site."""
    core = app.extensions["meeting"]
    with Session(db.engine) as session:
        meeting = session.get_one(Meeting, meeting_id)
        target = export.place_of(core.config.data, meeting)
        return export.make(session, core.registry, meeting, target).path


def opened(path: Path) -> opening.Dossier:
    with path.open("rb") as file:
        return opening.read(file)


@dataclass(frozen=True)
class Day:
    """The sample meeting, over, in its dossier; and what must not leave its server."""

    path: Path
    minutes: tuple[str, str]
    code: str
    secrets: list[str]


@pytest.fixture(scope="module")
def day(static_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    data = tmp_path_factory.mktemp("day") / "data"
    with clock.frozen(MORNING) as frozen:
        app = site(data, static_cache)
        fill(app, plan_of_everything())
        with app.app_context():
            secrets = play(app, frozen)
            minutes, code = minutes_of(app, 1), everybody()[7].code
            numbered = {"paper": "written_reply", "addressee": replies(1)[0].key}
            run(register, by=OFFICE, meeting_id=1, number="7", dated=DAY, **numbered)
            yield Day(made(app, 1), minutes, code, secrets)
        app.extensions["meeting"].close()


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, static_cache: Path
) -> Iterator[Flask]:
    """Another server, with a meeting of its own."""
    url = {}
    if request.param == "postgresql":
        url = {"database": request.getfixturevalue("postgresql_database")}
    app = site(tmp_path / "elsewhere", static_cache, **url)
    fill(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["meeting"].close()


def test_a_meeting_comes_back_as_it_was(day: Day, elsewhere: Flask, clock_at: clock.Frozen) -> None:
    first = opened(day.path)
    clock_at.tick(days=3)
    with elsewhere.app_context():
        number = restore(first, OFFICE)
        assert number == 2
        second = record_of(elsewhere, number)
        told = second["journal_entry"].pop()
        assert (told["event"], told["facts"]["sha256"]) == ("core.meeting_restored", first.sha256)
        assert second == first.tables
        assert minutes_of(elsewhere, number) == day.minutes
        with pytest.raises(Refused, match=r"core\.closed"):  # whose code it is, is known
            run(scan, by=OFFICE, meeting_id=number, raw=day.code)
        with pytest.raises(Refused, match=r"core\.dossier_here"):
            restore(first, OFFICE)
        assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 2
        names_of(number)
        told_to = {one.to: one.registration and one.registration.number for one in replies(number)}
        assert list(told_to.values()) == ["07"], "a letter lies with whom it was written to"
        assert all(told_to)


def replies(meeting_id: int) -> list[catalogue.Paper]:
    """The reply letters, those of the record beside those that were made."""
    meeting = db.session.get_one(Meeting, meeting_id)
    kind = catalogue.kind_of(db.session(), meeting, "written_reply")
    return catalogue.papers(db.session(), meeting, kind)


def record_of(app: Flask, meeting_id: int) -> dict[str, Any]:
    """The record as another dossier of it would have it."""
    shape = shape_of(app.extensions["meeting"].registry)
    found = record.read(db.session(), shape, meeting_id)
    return {name: json.loads("".join(record.written(rows))) for name, rows in found.items()}


def names_of(meeting_id: int) -> None:
    """The codes that were handed out name the same people here."""
    query = sa.select(Invitation.code, Delegate.name).join(Invitation.delegate)
    here = db.session.execute(query.where(Delegate.meeting_id == meeting_id)).all()
    assert len({code for code, _name in here}) == len(here) > 70


def minutes_of(app: Flask, meeting_id: int) -> tuple[str, str]:
    """Check sum and text of the minutes."""
    session, data = db.session(), app.extensions["meeting"].config.data
    version = versions.newest(session, meeting_id)
    assert version is not None
    meeting = session.get_one(Meeting, meeting_id)
    file = catalogue.file(
        session, data, meeting, catalogue.paper(session, meeting, catalogue.OWN_MINUTES)
    )
    pages = PdfReader(io.BytesIO(files.kept(file).read_bytes())).pages
    return version.sha256, "".join(page.extract_text() for page in pages)


def test_the_dossier_reads_without_the_program(day: Day, tmp_path: Path) -> None:
    path = day.path
    assert path.parent.parts[-3:] == ("data", "papers", "1")
    assert path.name == "ho-so-to-tung-2023-10-20.zip"
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []
    home = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[-2:] == ["manifest.json", "SHA256SUMS"]
        archive.extractall(home)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=home, capture_output=True)
    assert checked.returncode == 0, checked.stdout
    everything = b"".join(one.read_bytes() for one in home.rglob("*") if one.is_file())
    assert [one for one in day.secrets if one.encode() in everything] == []
    people = json.loads((home / "du-lieu/roster_delegate.json").read_text("utf-8"))
    lines = (home / "du-lieu/roster_delegate.json").read_text("utf-8").splitlines()
    assert len(lines) == len(people) + 2
    assert HOSTILE in {one["name"] for one in people}
    assert "nhật ký" in (home / "DOC-TRUOC.txt").read_text("utf-8")
    journal = (home / "nhat-ky.txt").read_text("utf-8")
    assert "| Điểm danh |" in journal
    assert "ý kiến số: 1; ý kiến số: 1" not in journal
    assert "cách: bàn đón tiếp; quá số chỗ: không" in journal
    assert re.search(r"\| Đã ghi kết quả \|.+\| ý kiến số: \d+; kết quả: [A-ZĐ][a-zà-ỹ]+", journal)


def test_the_workbook_tells_the_day_and_holds_no_formula(day: Day) -> None:
    with zipfile.ZipFile(day.path) as archive:
        book = load_workbook(io.BytesIO(archive.read("ho-so.xlsx")))
    assert book.sheetnames == [
        "Danh sách", "Điểm danh", "Theo nơi ở", "Quyết định ở cửa", "Chương trình", "Phát biểu",
        "Ý kiến", "Trao đổi", "Trả lời sau hội nghị", "Lấy ý kiến hài lòng", "Nhật ký",
    ]  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert HOSTILE in {cell.value for cell in cells}
    opinions = rows_of(book["Ý kiến"])
    assert [one["Kết quả"] for one in opinions] == [
        "Đã trả lời tại hội nghị", "Chưa giải quyết, giao đơn vị trả lời", "Trùng ý kiến khác",
        "Tiếp thu, ghi nhận",
    ]  # fmt: skip
    assert f"{opinions[1]['Hạn trả lời']:%d/%m/%Y}" == "03/11/2023"
    (reply,) = rows_of(book["Trả lời sau hội nghị"])
    assert (reply["Ý kiến số"], reply["Việc phải làm"], reply["Người ghi"]) == (
        2,
        "trả lời",
        "Thư ký",
    )
    assert f"{reply['Hạn']:%d/%m}, {reply['Ngày thực hiện']:%d/%m}" == "03/11, 20/10"
    survey = rows_of(book["Lấy ý kiến hài lòng"])
    assert (survey[0]["Hài lòng"], survey[0]["Cộng"], survey[-1]["Cộng"]) == (5, 7, 7)
    door = rows_of(book["Quyết định ở cửa"])
    assert {"Cho vào khi đã đủ số chỗ"} == {one["Việc"] for one in door}
    assert "già yếu, đến sớm" in {one["Lý do, cách giải quyết"] for one in door}
    presence = {one["Họ và tên"]: one for one in rows_of(book["Điểm danh"])}
    assert {one["Có mặt"] for one in presence.values()} == {
        "có mặt", "về sớm", "vắng có lý do", "vắng"
    }  # fmt: skip


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]
