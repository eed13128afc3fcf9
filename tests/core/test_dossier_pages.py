"""The page of the dossier and what the papers add to it; the office brings a meeting back."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import DEVICE_COOKIE, Actor, Role, new_token, token_hash
from meeting.contract import run
from meeting.db import db
from meeting.dossier import export
from meeting.errors import Refused
from meeting.models import JournalEntry, Meeting
from meeting.pairing import offer_pairing, pair
from plugins.minutes.dossier import views
from tests.conftest import ClientAs, site

from .played import play

LONG = 120.0
PAGE = "/m/1/minutes/dossier"


@pytest.fixture
def office(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def made(app: Flask, office: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The dossier as the office takes it off the page."""
    monkeypatch.setattr(views, "PATIENCE", LONG)
    assert office.post(PAGE).location == PAGE
    with office.get(f"{PAGE}.zip") as answer:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ho-so-to-tung-2023-10-20.zip" in answer.headers["Content-Disposition"]
        content: bytes = answer.data
    return content


def test_a_closed_meeting_is_taken_as_a_file_and_brought_back_elsewhere(
    app: Flask,
    office: FlaskClient,
    clock_at: clock.Frozen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    static_cache: Path,
) -> None:
    with app.app_context():
        play(app, clock_at)
    assert "Chưa có hồ sơ" in office.get(PAGE).get_data(as_text=True)
    content = made(app, office, monkeypatch)
    page = office.get(PAGE).get_data(as_text=True)
    assert "Tải hồ sơ về" in page
    assert "Dữ liệu cá nhân" in page
    with app.app_context():
        told = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
        assert told[-1] == "minutes.dossier_made"
        db.session.remove()
    look_at_the_papers(content)

    other = site(tmp_path / "other", static_cache)
    with other.app_context():
        number = brought_back(other, content)
        assert db.session.get_one(Meeting, number).state == "CLOSED"
        db.session.remove()
    other.extensions["meeting"].close()


def look_at_the_papers(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [one for one in archive.namelist() if one.startswith("van-ban/")]
        index = text_of(archive.read("van-ban/00-2-muc-luc.pdf"))
        cover = text_of(archive.read("van-ban/00-1-bia-ho-so.pdf"))
        of_minutes = [
            one for one in names if one.endswith(("bien-ban.pdf", "bien-ban-niem-yet.pdf"))
        ]
        assert len(of_minutes) == 2
        minutes = text_of(archive.read(max(of_minutes)))
    assert {Path(one).stem for one in names if one.endswith(".pdf")} == {
        Path(one).stem for one in names if one.endswith(".docx")
    }
    assert "MỤC LỤC VĂN BẢN TRONG HỒ SƠ" in index
    assert "…/BB-UBND" in index
    assert "bản niêm yết" in index
    assert "HỒ SƠ" in cover
    assert "Từ ngày: 20/10/2023 đến ngày 20/10/2023" in cover
    assert "SHA-256" in minutes


def sent(content: bytes) -> dict[str, Any]:
    """A file in a form, as a browser sends it."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="ho-so.zip"\r\n\r\n'
    kind = "multipart/form-data; boundary=x"
    return {"data": head + content + b"\r\n--x--\r\n", "content_type": kind}


def brought_back(other: Flask, content: bytes) -> int:
    link, secret = new_token(), new_token()
    by = Actor.system("test")
    run(offer_pairing, by=by, role=Role.OWNER, name="VP", token_digest=token_hash(link))
    run(pair, by=by, link=link, device_digest=token_hash(secret))
    owner = other.test_client()
    owner.set_cookie(DEVICE_COOKIE, secret)
    assert "Khôi phục từ hồ sơ" in owner.get("/").get_data(as_text=True)
    nothing = owner.post("/restore", data={})
    assert (nothing.status_code, "Chọn hồ sơ trước" in nothing.get_data(as_text=True)) == (
        409,
        True,
    )
    bad = owner.post("/restore", **sent(b"x" * 2_000_000))
    assert bad.status_code == 409
    assert "Tệp này không phải hồ sơ" in bad.get_data(as_text=True)
    done = owner.post("/restore", **sent(content))
    assert (done.status_code, done.location) == (303, "/m/1/staff")
    assert owner.get("/m/1/minutes/").status_code == 200
    again = owner.post("/restore", **sent(content))
    assert "đã có trên máy chủ (số 1)" in again.get_data(as_text=True)
    return 1


def test_only_the_office_takes_it_or_sends_one(app: Flask, client_as: ClientAs) -> None:
    for role in ("registrar", "chair", "observer", "answerer", "screen"):
        browser = client_as(role)
        assert browser.get(PAGE).status_code == 403
        assert browser.get(f"{PAGE}.zip").status_code == 403
        assert browser.get("/restore").status_code == 403
        assert browser.post("/restore", **sent(b"x" * 2_000_000)).status_code in {403, 413}
    stranger = app.test_client()
    assert stranger.get("/restore").status_code == 403


def test_a_full_disk_and_a_failing_packer_are_said_and_leave_nothing(
    app: Flask,
    office: FlaskClient,
    clock_at: clock.Frozen,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "PATIENCE", LONG)
    home = app.extensions["meeting"].config.data / "papers" / "1"

    def full(_path: Path, _lines: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(export, "_write", full)
        office.post(PAGE)
    assert "đã đầy" in office.get(PAGE).get_data(as_text=True)
    clock_at.tick(minutes=1)
    with monkeypatch.context() as broken:
        broken.setattr(export.sys, "executable", "/bin/false")  # type: ignore[attr-defined]
        office.post(PAGE)
    assert "Chưa lập được một văn bản" in office.get(PAGE).get_data(as_text=True)
    clock_at.tick(minutes=1)
    with monkeypatch.context() as broken:
        broken.setattr(export, "TIMEOUT", 0.001)
        office.post(PAGE)
    assert "Chưa ghi được hồ sơ" in office.get(PAGE).get_data(as_text=True)
    assert office.get(f"{PAGE}.zip").status_code == 404
    assert [one for one in home.iterdir() if "ho-so" in one.name] == []

    left = home / f".{export.place_of(home, the_meeting(app)).name}.0123.d"
    left.mkdir()
    os.utime(left, (0, 0))
    clock_at.tick(minutes=1)
    office.post(PAGE)
    assert not left.exists()
    assert "Tải hồ sơ về" in office.get(PAGE).get_data(as_text=True)


def test_a_check_sum_is_never_that_of_another_dossier(
    context: Flask, clock_at: clock.Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = context.extensions["meeting"]
    target = export.place_of(core.config.data, db.session.get_one(Meeting, 1))

    def make() -> export.Made:
        with Session(db.engine) as session:
            return export.make(session, core.registry, session.get_one(Meeting, 1), target)

    def told() -> str:
        return export.sum_beside(target).read_text().partition(" ")[0]

    first = make()
    clock_at.tick(minutes=1)  # a dossier made later is another file, if only by its hour
    real, took = Path.replace, list[Path]()

    def stops(path: Path, to: Path) -> Path:
        if took:  # the first file is in its place
            raise KeyboardInterrupt
        took.append(path)
        return real(path, to)

    with monkeypatch.context() as cut:
        cut.setattr(Path, "replace", stops)
        with pytest.raises(KeyboardInterrupt):
            make()
    assert hashlib.sha256(target.read_bytes()).hexdigest() != first.sha256
    assert not export.sum_beside(target).exists()
    written = Path.write_text

    def full(path: Path, content: str, *more: Any, **options: Any) -> int:
        if content.endswith(".zip\n"):
            raise OSError(errno.ENOSPC, "full")
        return written(path, content, *more, **options)

    second = make()
    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_text", full)
        with pytest.raises(Refused, match="dossier_disk_full"):
            make()
    assert told() == second.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()


def test_a_disk_that_takes_no_note_is_said(
    office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(os, "open", full)
        answer = office.post(PAGE)
    assert answer.status_code == 503
    assert "ổ đĩa đã đầy" in answer.text


def the_meeting(app: Flask) -> Meeting:
    with app.app_context():
        return db.session.get_one(Meeting, 1)
