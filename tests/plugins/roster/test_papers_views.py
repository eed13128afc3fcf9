"""The page of the papers, and the way from a button to a PDF."""

from __future__ import annotations

import io
import json
import re
import stat
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from meeting import clock
from meeting.access import Actor
from meeting.contract import run
from meeting.meetings import create_meeting
from meeting.papers.bundle import Bundle, Part
from meeting.papers.model import Meta
from meeting.plan import load_plan_file, shipped_plans
from plugins.roster.papers import choices
from plugins.roster.papers import views as paper_views
from plugins.roster.papers.jobs import KEPT, MOST, SILENT, Job, workroom
from tests.conftest import ClientAs

PAPERS = "/m/1/roster/papers"
LONG = 60.0  # seconds; what is waited for comes within two


@pytest.fixture
def clerk(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def data_of(app: Flask) -> Path:
    data: Path = app.extensions["meeting"].config.data
    return data


def make(clerk: FlaskClient, kind: str, **chosen: str) -> TestResponse:
    return clerk.post(PAPERS, data={"kind": kind, **chosen})


def test_only_clerks_make_and_open_papers(client: FlaskClient, client_as: ClientAs) -> None:
    made = make(client_as("secretary"), "money").location
    for other in (client, client_as("observer"), client_as("screen"), client_as("chair")):
        assert other.get(PAPERS).status_code == 403
        assert make(other, "money").status_code == 403
        assert other.get(made).status_code == 403


@pytest.mark.parametrize("kind", [*choices.KINDS])
def test_a_short_paper_opens_at_once(
    kind: str, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_views, "PATIENCE", LONG)
    answer = make(clerk, kind, whom="all", per_page="2", pages="1")
    assert answer.status_code == 303
    paper = clerk.get(answer.location)
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert paper.headers["Cache-Control"] == "private, no-store"
    assert re.search(r"filename=[a-z0-9-]+\.pdf", paper.headers["Content-Disposition"])


def test_a_long_paper_shows_how_far_it_is_and_then_opens(
    app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_views, "PATIENCE", 0.0)
    address = make(clerk, "invitations", whom="all").location
    assert not address.endswith(".pdf")
    page = clerk.get(address).get_data(as_text=True)
    assert "<progress" in page
    assert 'http-equiv="refresh"' in page
    job_id = address.rsplit("/", 1)[1]
    room = workroom(data_of(app))
    job = room.find(1, job_id)
    assert job is not None
    room.wait(job, LONG)
    page = clerk.get(address).get_data(as_text=True)
    assert "refresh" not in page
    assert f'href="{address}.pdf"' in page
    assert clerk.get(address + ".pdf").data.startswith(b"%PDF-")
    assert f'href="{address}.pdf"' in clerk.get(PAPERS).get_data(as_text=True)


def test_a_program_gets_the_number_of_the_job(
    clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_views, "PATIENCE", LONG)
    answer = clerk.post(PAPERS, data={"kind": "money"}, headers={"Accept": "application/json"})
    assert answer.json is not None
    assert clerk.get(f"{PAPERS}/{answer.json['result']}.pdf").status_code == 200


def test_what_cannot_be_printed_is_said_on_the_page(clerk: FlaskClient) -> None:
    for chosen in ({"kind": "letters"}, {"kind": "invitations", "whom": "999"}):
        answer = clerk.post(PAPERS, data=chosen)
        assert answer.status_code == 409
        assert "alert-danger" in answer.get_data(as_text=True)
        program = clerk.post(PAPERS, data=chosen, headers={"Accept": "application/json"})
        assert program.status_code == 409
        assert program.json is not None
        assert program.json["error"]["code"] in ("roster.no_paper", "roster.nothing_to_print")


@pytest.mark.parametrize("pages", ["", "abc", "-3", "999999999999999999999"])
def test_strange_numbers_of_pages_make_some_paper(
    pages: str, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "MOST_PAGES", 3)
    assert make(clerk, "questions", pages=pages, per_page="7").status_code == 303


def test_papers_of_another_meeting_and_strange_names_are_not_found(
    app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_views, "PATIENCE", LONG)
    plan = load_plan_file(shipped_plans()["phuong-1-2024"])
    with app.app_context():
        other = run(create_meeting, by=Actor.system("test"), plan=plan)
    made = make(clerk, "money").location
    assert clerk.get(made.replace("/m/1/", f"/m/{other}/")).status_code == 404
    for name in ("x", "..%2Fx", "A" * 16, "../../doithoai.db"):
        assert clerk.get(f"{PAPERS}/{name}").status_code == 404
        assert clerk.get(f"{PAPERS}/{name}.pdf").status_code == 404


def test_files_are_private(app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_views, "PATIENCE", LONG)
    make(clerk, "pack")
    home = data_of(app) / "print" / "1"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert sorted(path.suffix for path in home.iterdir()) == [".json", ".pdf"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {0o600}


def note(app: Flask, **said: str) -> Job:
    """A job that another process began."""
    now = clock.now().isoformat()
    values = {"id": "A" * 16, "kind": "money", "name": "x.pdf", "begun": now, "heard": now, **said}
    job = Job(meeting_id=1, **values)  # type: ignore[arg-type]
    home = data_of(app) / "print" / "1"
    home.mkdir(parents=True, exist_ok=True)
    (home / f"{job.id}.json").write_text(json.dumps(job.__dict__))
    return job


def test_a_restart_loses_only_what_was_not_ready_and_says_so(
    app: Flask, clerk: FlaskClient, clock_at: clock.Frozen
) -> None:
    job = note(app)
    address = f"{PAPERS}/{job.id}"
    assert "<progress" in clerk.get(address).get_data(as_text=True)
    clock_at.at += SILENT + timedelta(seconds=1)
    page = clerk.get(address).get_data(as_text=True)
    assert "<progress" not in page
    assert "khởi động lại" in page
    assert clerk.get(address + ".pdf").status_code == 404
    ready = note(app, id="B" * 16, state="ready")
    (data_of(app) / "print" / "1" / f"{ready.id}.pdf").write_bytes(b"%PDF-1.4")
    assert clerk.get(f"{PAPERS}/{ready.id}.pdf").data == b"%PDF-1.4"


def test_old_papers_and_too_many_are_removed(app: Flask, clock_at: clock.Frozen) -> None:
    home = data_of(app) / "print" / "1"
    for number in range(MOST + 4):
        begun = (clock.now() - timedelta(minutes=number)).isoformat()
        note(app, id=f"{number:016}", state="ready", begun=begun)
        (home / f"{number:016}.pdf").write_bytes(b"%PDF-")
    room = workroom(data_of(app))
    empty = Bundle(meta=Meta(title="x"), sheets=(Part(title="x", blocks=()),))
    room.wait(room.start(1, "money", "x.pdf", empty), LONG)
    assert len(list(home.glob("*.json"))) == len(list(home.glob("*.pdf"))) == MOST
    assert not (home / f"{MOST:016}.pdf").exists()
    clock_at.at += KEPT + timedelta(minutes=1)
    last = room.wait(room.start(1, "money", "x.pdf", empty), LONG)
    assert [path.stem for path in home.glob("*.pdf")] == [last.id]


def test_a_paper_that_fails_says_so_and_the_next_one_is_made(
    app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from meeting.papers import render

    monkeypatch.setattr(paper_views, "PATIENCE", LONG)
    with monkeypatch.context() as broken:
        broken.setattr(render.sys, "executable", str(data_of(app) / "nothing"))  # type: ignore[attr-defined]
        address = make(clerk, "money").location
    assert "alert-danger" in clerk.get(address).get_data(as_text=True)
    assert make(clerk, "money").location.endswith(".pdf")


@pytest.mark.parametrize("kind", ["invitations", "villages", "sign-in", "money", "programme"])
def test_a_paper_for_word_says_what_the_pdf_says(
    kind: str, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_views, "PATIENCE", LONG)
    asked = {"whom": "all", "per_page": "1"}
    answer = clerk.get(make(clerk, kind, **asked, format="docx").location)
    assert "attachment" in answer.headers["Content-Disposition"]
    words = set(_all_words(docx.Document(io.BytesIO(answer.data))))
    paper = PdfReader(io.BytesIO(clerk.get(make(clerk, kind, **asked).location).data))
    printed = "".join(page.extract_text() for page in paper.pages)
    bare = "".join(unicodedata.normalize("NFC", printed).split())
    assert len(words) > 20
    missing = [one for one in words if one not in bare]
    assert len(missing) <= len(words) // 20, missing  # a word divided at a page's end


def _all_words(document: Any) -> Iterator[str]:
    """The words of all paragraphs, those in tables too."""
    for node in document.element.body.iter():
        if node.tag.endswith("}t"):
            yield from (unicodedata.normalize("NFC", node.text or "")).split()


def test_what_is_cut_along_its_lines_is_made_as_pdf_only(clerk: FlaskClient) -> None:
    answer = clerk.post(PAPERS, data={"kind": "questions", "format": "docx"})
    assert answer.status_code == 409
    assert "chỉ có bản PDF" in answer.text
