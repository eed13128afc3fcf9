"""The office rewords a sentence of its papers; what cannot be filled in is refused by name."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from plugins.minutes.models import Reworded

from .conftest import letters

PAGE = "/m/1/minutes/phrases"
KEY = "minutes.notice_watched"
OWN = "Đề nghị Mặt trận giám sát; {heads} báo lại cho bà con."


def reword(client: FlaskClient, form: str, phrase: str = KEY) -> tuple[int, str]:
    answer = client.post(PAGE, data={"phrase": phrase, "words": form})
    return answer.status_code, html.unescape(answer.text)


def test_a_reworded_sentence_stands_in_the_paper(secretary: FlaskClient) -> None:
    assert "Đề nghị Mặt trận giám sát; trưởng làng" not in html.unescape(secretary.get(PAGE).text)
    assert reword(secretary, OWN)[0] == 303
    page = html.unescape(secretary.get(PAGE).text)
    assert "Đề nghị Mặt trận giám sát; trưởng làng báo lại cho bà con." in page
    assert "Câu thường dùng:" in page
    assert "<code>{heads}</code> (trưởng làng)" in page, "what a name in braces stands for"
    secretary.post("/m/1/minutes/close")
    paper = secretary.get("/m/1/minutes/papers/conclusion_notice/file.pdf").data
    assert "Đề nghị Mặt trận giám sát; trưởng làng báo lại cho bà con./." in letters(paper)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("Giao {ai}.", "{ai}"),
        ("Giao {heads", "đủ cặp"),
        ("{heads.__class__}", "{heads.__class__}"),
        ("{heads}" + "a" * 3000, "2000"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_and_kept_in_the_field(
    app: Flask, secretary: FlaskClient, form: str, says: str
) -> None:
    status, page = reword(secretary, form)
    assert status == 409
    assert says in page
    assert form in page
    with app.app_context():
        assert db.session.get(Reworded, (1, KEY)) is None


def test_an_empty_field_brings_the_usual_words_back(app: Flask, secretary: FlaskClient) -> None:
    reword(secretary, OWN)
    assert reword(secretary, " ")[0] == 303
    with app.app_context():
        assert db.session.get(Reworded, (1, KEY)) is None
    assert "Câu thường dùng:" not in html.unescape(secretary.get(PAGE).text)


def test_a_sentence_nobody_knows(secretary: FlaskClient) -> None:
    assert reword(secretary, "A", phrase="laisser.passer")[0] == 409


def test_only_the_secretary_words_the_papers(client_as: Callable[[str], FlaskClient]) -> None:
    assert reword(client_as("chair"), OWN)[0] == 403


def test_after_the_close_the_papers_still_to_be_made_are_reworded(secretary: FlaskClient) -> None:
    secretary.post("/m/1/minutes/close")
    address = "/m/1/minutes/papers/conclusion_notice"
    assert reword(secretary, OWN)[0] == 303
    assert "báo lại cho bà con./." in letters(secretary.get(f"{address}/file.pdf").data)
    secretary.post(f"{address}/number", data={"number": "5", "dated": "2023-10-23"})
    assert reword(secretary, "{heads} nhắc lại.")[0] == 303
    assert "báo lại cho bà con./." in letters(secretary.get(f"{address}/file.pdf").data)
