"""Two who decide or note on one opinion at once: nobody undoes unseen what the other did."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import codes
from meeting.access import Actor
from meeting.db import db
from meeting.live import Room, Topic
from meeting.writing import Tx
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.models import Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker, Outcome
from plugins.roster.service import change_person

Do = Callable[..., Any]
Stored = Callable[[], list[OpinionView]]
WriteDown = Callable[..., int]
ClientAs = Callable[[str], FlaskClient]
PAGE = "/m/1/opinions/1"


@pytest.fixture
def secretary(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def stand(html: str) -> str:
    """How the opinion stands on a page, as its form sends it."""
    found = re.search(r'name="stand" value="([^"]*)"', html)
    assert found is not None
    return unescape(found.group(1))


def test_an_outcome_over_one_that_was_not_seen_is_refused(
    do: Do, stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(approved=True)
    seen = stand(secretary.get(PAGE).text)
    do(service.set_outcome, opinion_id=1, wish=Wish(outcome="NOTED"))
    typed = {"outcome": "BEYOND_AUTHORITY", "competent_body": "Sở Y tế", "stand": seen}
    refused = secretary.post(f"{PAGE}/outcome", data=typed)
    assert refused.status_code == 409
    assert "vừa có người khác quyết định" in refused.text
    assert 'value="Sở Y tế"' in refused.text, "what was typed is kept"
    assert stored()[0].outcome is Outcome.NOTED
    again = {**typed, "stand": stand(refused.text)}
    assert secretary.post(f"{PAGE}/outcome", data=again).status_code == 303
    assert stored()[0].competent_body == "Sở Y tế"
    assert secretary.post(f"{PAGE}/outcome?stand=", data={"clear": "1"}).status_code == 409
    assert stored()[0].outcome is Outcome.BEYOND_AUTHORITY


def test_a_department_given_meanwhile_is_not_taken_back_unseen(
    do: Do, stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(approved=True)
    seen = stand(secretary.get(PAGE).text)
    do(service.assign_department, opinion_id=1, department="TU_PHAP")
    typed = {"outcome": "BEYOND_AUTHORITY", "competent_body": "Sở", "department": "", "stand": seen}
    assert secretary.post(f"{PAGE}/outcome", data=typed).status_code == 409
    assert stored()[0].department == "TU_PHAP"


def test_details_that_somebody_else_noted_meanwhile_stay(
    do: Do, stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(category="DAT_DAI")
    page = secretary.get(PAGE).text
    was = dict(re.findall(r'name="(was-[a-z]+)" value="([^"]*)"', page))
    assert was["was-category"] == "DAT_DAI"
    do(service.set_category, opinion_id=1, category="GIAO_THONG_CT")
    typed = {**was, "category": "DAT_DAI", "slip": "12"}
    assert secretary.post(f"{PAGE}/details", data=typed).status_code == 303
    assert (stored()[0].category, stored()[0].slip) == ("GIAO_THONG_CT", "12")


@pytest.mark.parametrize("view", ["opinions.thread", "chair.opinion"])
def test_a_corrected_name_reaches_the_open_page(
    app: Flask, do: Do, write_down: WriteDown, bum: Actor, view: str
) -> None:
    assert bum.id is not None
    write_down(asker=Asker(delegate_id=bum.id), approved=True)
    do(service.add_entry, opinion_id=1, kind="REPLY", text="Có ạ")
    room = Room(Topic(1, view, 1), "vi")
    with app.app_context():
        live = app.extensions["meeting"].live
        assert "Đinh Bưm" in live.snapshot(room).html
        do(change_person, delegate_id=bum.id, name="Đinh Bươm")
        assert "Đinh Bươm" in live.snapshot(room).html


def test_a_code_is_there_whenever_nobody_is_named(
    app: Flask, do: Do, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down()
    assert "Mã tra cứu" not in secretary.get(PAGE).text
    do(service.correct_asker, opinion_id=1, asker=Asker(anonymous=True))
    with app.app_context():
        found = db.session.get(Opinion, 1)
        assert found is not None
        code = found.receipt
    assert f"Mã tra cứu kết quả: {codes.in_halves(code)}" in secretary.get(PAGE).text
    do(service.correct_asker, opinion_id=1, asker=Asker(anonymous=True))
    assert codes.in_halves(code) in secretary.get(PAGE).text, "still the same"


def test_the_key_for_a_letter_says_that_a_year_has_no_holidays_yet(
    secretary: FlaskClient, write_down: WriteDown, do: Do
) -> None:
    def in_december(tx: Tx) -> None:
        tx.meeting.opened_at = datetime(2026, 12, 18, 1, tzinfo=UTC)

    write_down()
    assert "Chưa có lịch nghỉ" not in secretary.get("/m/1/opinions/").text
    do(in_december)
    assert "08/01/2027: Chưa có lịch nghỉ năm 2027" in secretary.get("/m/1/opinions/").text
