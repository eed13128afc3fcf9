"""The minutes of a meeting with people, turns and opinions: all plugins together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.db import db
from meeting.writing import run
from plugins.checkin.service import check_in
from plugins.opinions.api import Asker, Wish, all_opinions, record, record_answer, set_outcome
from plugins.roster.api import Delegate, people
from plugins.speakers.api import call_next, end, request_turn

from .conftest import SECRETARY, letters

JSON = {"Accept": "application/json"}


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """All plugins, not the minutes alone."""
    with whole_app.app_context():
        yield whole_app


def delegates() -> list[Delegate]:
    query = sa.select(Delegate).where(Delegate.village_id.is_not(None)).order_by(Delegate.id)
    return list(db.session.scalars(query))


def do(use_case: Callable[..., Any], **arguments: Any) -> Any:
    """Run a use case as the secretary."""
    return run(use_case, by=SECRETARY, meeting_id=1, **arguments)


def test_what_is_open_is_named_and_what_is_settled_is_printed(
    secretary: FlaskClient, clock_at: clock.Frozen
) -> None:
    someone = delegates()[0]
    do(check_in, delegate_id=someone.id, via="desk")
    turn_id = do(request_turn, delegate_id=someone.id)
    do(call_next, seen=0, turn_id=turn_id)
    asker = Asker(turn_id=turn_id)
    opinion_id = do(record, text="Đường lầy <b>quá</b>?", channel="DIRECT", asker=asker).id

    refused = secretary.post("/m/1/minutes/close", headers=JSON)

    assert refused.json is not None
    assert refused.json["error"]["message"].count(someone.name) == 2  # the turn and the opinion
    page = secretary.get("/m/1/minutes/close").text
    links = re.findall(r'<li><a href="(/m/1/[^"]+)"', page.split("<main")[1])
    assert len(links) == 2
    assert all(secretary.get(link).status_code == 200 for link in links)

    do(request_turn, speaker_name="Đinh Chưa Mời")  # to be known, nothing to be settled
    page = secretary.get("/m/1/minutes/close").text
    assert "1 người đăng ký mà chưa được mời: Đinh Chưa Mời." in page
    do(end, turn_id=turn_id)
    do(
        record_answer,
        opinion_id=opinion_id,
        text="Năm sau làm.",
        answered_by="Trần Xuân Nam",
        seen=0,
    )
    do(set_outcome, opinion_id=opinion_id, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    clock_at.tick(hours=3)
    closed = secretary.post("/m/1/minutes/close", headers=JSON)

    assert closed.status_code == 200
    printed = letters(secretary.get("/m/1/minutes/minutes.pdf").data)
    assert "Đường lầy <b>quá</b>?" in printed
    assert "Năm sau làm." in printed
    assert people(db.session(), 1)[someone.id].name in printed
    assert "10 giờ 30 phút cùng ngày" in printed


def test_every_opinion_is_in_the_paper_in_its_order(secretary: FlaskClient) -> None:
    for number, someone in enumerate(delegates()[:20], start=1):
        do(check_in, delegate_id=someone.id, via="desk")
        text = f"Câu hỏi thứ {number} của {someone.name}."
        asker = Asker(delegate_id=someone.id)
        opinion_id = do(record, text=text, channel="VIA_SECRETARY", asker=asker).id
        do(set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))

    assert secretary.post("/m/1/minutes/close", headers=JSON).status_code == 200
    printed, at = letters(secretary.get("/m/1/minutes/minutes.pdf").data), 0
    for opinion in all_opinions(db.session(), 1):
        at = printed.index(opinion.text, at)


def test_nobody_came_and_nobody_asked(secretary: FlaskClient) -> None:
    assert secretary.post("/m/1/minutes/close", headers=JSON).status_code == 200

    printed = letters(secretary.get("/m/1/minutes/minutes.pdf").data)

    assert "I. THÀNH PHẦN THAM DỰ" in printed
    assert "Không có ý kiến" in printed
    assert "./." in printed
