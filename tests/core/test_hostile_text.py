"""Markup in everything people can write stays text on every page, fragment and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from meeting.live import Room, Topic
from tests.conftest import ClientAs

from .test_security import build

EVIL = "Bà X\"'><img src=x onerror=alert(1)></textarea><script>alert(2)</script>{{7*7}}&lt;b&gt;"
ASKED = "?q=%22%3E%3Cimg+src%3Dx+onerror%3D1%3E&new=%3Cscript%3E1&name=b"
DelegateClient = Callable[[int], FlaskClient]
WRITTEN = {  # by the secretary
    "/m/1/roster/20/edit": {"name": EVIL[:80], "village": "1", "office_title": EVIL},
    "/m/1/checkin/desk/walk-in": {"name": EVIL[:80], "village": "0", "reason": EVIL},
    "/m/1/checkin/desk/over": {"delegate_id": "21", "reason": EVIL},
    "/m/1/speakers/request": {"speaker_name": EVIL[:70], "subject": EVIL[:90]},
    "/m/1/opinions/": {
        "text": EVIL, "name": EVIL, "channel": "VIA_SECRETARY", "approved": "y", "as_typed": "1",
    },
    "/m/1/opinions/1/answer": {"text": EVIL, "answered_by": EVIL, "seen": "0"},
    "/m/1/opinions/1/edit": {"text": EVIL, "summary": EVIL, "category": "", "seen": "1"},
    "/m/1/opinions/1/show": {},
    "/m/1/display/message": {"message": EVIL},
    "/m/1/minutes/draft": {"chair": EVIL, "secretary": EVIL, "opening": EVIL, "conclusion": EVIL},
    "/m/1/devices": {"role": "chair", "name": EVIL},
    "/m/1/settings": {"name": "checkin.wifi_name", "value": "<img src=x onerror=alert(1)>"},
}  # fmt: skip


class Reader(HTMLParser):
    """Collects what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.found += [tag for name, value in attrs if name == "src" and value == "x"]

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.strip():
            self.found.append(data)


def dangers(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.found + ["49"] * html.count("Bà X49")


@pytest.fixture
def evil(app: Flask, client_as: ClientAs, delegate_client: DelegateClient) -> FlaskClient:
    """The sample meeting after somebody wrote markup wherever one can; the secretary's browser."""
    secretary, phone = client_as("secretary"), delegate_client(20)
    for address, form in WRITTEN.items():
        answer = secretary.post(address, data=form)
        assert answer.status_code in {200, 303}, (address, answer.text[-1500:])
        assert dangers(answer.text) == []
    assert phone.post("/m/1/checkin/here").status_code == 303
    assert phone.post("/m/1/opinions/mine", data={"text": EVIL}).status_code == 303
    assert phone.post("/m/1/speakers/mine/ask", data={"subject": EVIL[:90]}).status_code == 303
    return secretary


def pages(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield build(rule, 1)


def test_markup_stays_text_on_every_page(
    app: Flask, evil: FlaskClient, client_as: ClientAs, delegate_client: DelegateClient
) -> None:
    readers = [evil, client_as("owner"), client_as("screen"), delegate_client(20)]
    shown = 0
    for address in pages(app):
        for reader in readers:
            for query in (ASKED, ""):
                answer = reader.get(address + query)
                if answer.mimetype not in {"text/html", "image/svg+xml"}:
                    break  # a file, which takes long to make
                assert dangers(answer.text) == [], address + query
                shown += "&lt;img src=x" in answer.text
    assert shown > 10, "the text is on the pages"


def test_markup_stays_text_in_every_fragment(app: Flask, evil: FlaskClient) -> None:
    core = app.extensions["meeting"]
    shown = 0
    for name, view in core.registry.views.items():
        keys: list[int | None] = [None] if view.key is None else [1, 20]
        for key in keys:
            html = core.live.snapshot(Room(Topic(1, name, key), "vi")).html
            assert dangers(html) == [], name
            shown += "&lt;img" in html
    assert shown > 5


def test_markup_stays_text_in_a_refused_form(evil: FlaskClient) -> None:
    for address, form in WRITTEN.items():
        answer = evil.post(address, data=dict.fromkeys(form, EVIL * 300))
        assert answer.status_code in {303, 404, 409, 413}, address
        assert dangers(answer.text) == [], address


def test_markup_stays_text_on_paper(evil: FlaskClient) -> None:
    answer = evil.get("/m/1/minutes/preview.pdf")
    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "<img" in text
    assert "{{7*7}}" in text.replace("\n", "")
    assert "attachment" not in answer.headers["Content-Disposition"]
    assert "\n" not in answer.headers["Content-Disposition"]
