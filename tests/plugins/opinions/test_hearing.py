"""The one screen: what is being said, and what came in; what the close names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from meeting.live import Room, Topic
from meeting.points import Problem
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.desk import decisions
from plugins.opinions.minutes import closing
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker
from plugins.speakers.api import call_next, end, request_turn

Do = Callable[..., Any]
Stored = Callable[[], list[OpinionView]]
WriteDown = Callable[..., int]
ClientAs = Callable[[str], FlaskClient]
AS_JSON = {"Accept": "application/json"}


@pytest.fixture
def speak(do: Do) -> Callable[[str], int]:
    """Gives somebody the floor, after whoever has it."""
    seen = 0

    def call(name: str) -> int:
        nonlocal seen
        turn_id: int = do(request_turn, speaker_name=name)
        do(call_next, seen=seen, turn_id=turn_id)
        seen = turn_id
        return turn_id

    return call


def heard(app: Flask) -> str:
    live = app.extensions["meeting"].live
    html: str = live.snapshot(Room(Topic(1, "opinions.hearing"), "vi")).html
    return html


def problems(app: Flask) -> list[Problem]:
    with app.test_request_context():
        return list(closing.unsettled(db.session(), 1))


def test_who_speaks_and_who_spoke_last(app: Flask, speak: Callable[[str], int]) -> None:
    assert "op-hearing" not in heard(app)
    for name in ("Đinh Một", "Đinh Hai", "Đinh Ba"):
        speak(name)
    html = heard(app)
    assert "Đinh Một" not in html
    assert html.index("Đinh Ba") < html.index("Đinh Hai")
    assert html.count("data-autosave=") == 2
    assert html.count('data-key="j"') == 1


def test_what_opened_with_the_speech_nobody_has_saved(app: Flask, do: Do) -> None:
    turn_id = do(request_turn, speaker_name="Đinh Klĕn", subject="đường vào làng")
    do(call_next, seen=0, turn_id=turn_id)
    html = heard(app)
    assert "đường vào làng</textarea>" in html
    assert "Đã lưu" not in html


def test_words_are_saved_as_they_come(
    app: Flask, client_as: ClientAs, speak: Callable[[str], int], stored: Stored
) -> None:
    speak("Đinh Klĕn")
    secretary = client_as("secretary")
    page = secretary.get("/m/1/speakers/").text
    assert 'data-action="/m/1/opinions/1/edit"' in page
    saved = secretary.post(
        "/m/1/opinions/1/edit", data={"text": "xin cai cau", "seen": "1"}, headers=AS_JSON
    )
    assert saved.get_json()["result"] == 2
    assert stored()[0].text == "xin cai cau"
    assert "xin cai cau" in heard(app)
    assert "Đã lưu" in heard(app)


def test_one_more_opinion_of_the_same_speaker(
    do: Do, client_as: ClientAs, speak: Callable[[str], int], stored: Stored
) -> None:
    turn_id = speak("Đinh Klĕn")
    secretary = client_as("secretary")
    address = f"/m/1/opinions/hearing/{turn_id}/another"
    assert secretary.post(address).headers["Location"] == "/m/1/speakers/"
    assert len(stored()) == 1, "the first one stands ready still"
    do(service.edit, opinion_id=1, text="Xin cái cầu", seen=1)
    for _ in range(2):
        secretary.post(address)
    first, second = stored()
    assert (second.turn_id, second.name, second.text) == (turn_id, "Đinh Klĕn", "")
    assert (first.approved, second.approved) == (True, True)
    assert secretary.post("/m/1/opinions/hearing/99/another").status_code == 409
    assert client_as("observer").post(address).status_code == 403


def test_asked_for_nothing_and_taken_back(
    client_as: ClientAs, speak: Callable[[str], int], stored: Stored
) -> None:
    speak("Đinh Klĕn")
    secretary = client_as("secretary")
    address = "/m/1/opinions/decide/1?seen=1&to=floor"
    answer = secretary.post(address, data={"do": "nothing"})
    assert answer.headers["Location"] == "/m/1/speakers/"
    assert stored()[0].outcome == "NOTED"
    page = secretary.get("/m/1/speakers/").text
    assert "không nêu kiến nghị" in page
    assert "opinions/undo?to=floor" in page
    secretary.post("/m/1/opinions/undo?to=floor")
    assert (stored()[0].outcome, stored()[0].text) == (None, "")


def test_the_newest_that_wait_on_the_one_screen(
    client_as: ClientAs, write_down: WriteDown, stored: Stored
) -> None:
    for number in range(5):
        write_down(f"Câu hỏi {number}")
    secretary = client_as("secretary")
    page = secretary.get("/m/1/speakers/").text
    assert "Câu hỏi 4" in page
    assert "Câu hỏi 1" not in page
    secretary.post("/m/1/opinions/decide/5?to=floor", data={"do": "approve"})
    assert stored()[4].approved
    summariser = client_as("summariser").get("/m/1/speakers/")
    assert "incoming-" not in summariser.text


# Closing


def test_the_close_names_speeches_without_words(
    app: Flask, do: Do, speak: Callable[[str], int], stored: Stored
) -> None:
    turn_id = speak("Đinh Klĕn")
    do(end, turn_id=turn_id)
    (problem,) = problems(app)
    assert "Đinh Klĕn" in problem.message
    assert "chưa ghi nội dung" in problem.message
    assert (problem.endpoint, problem.values) == ("opinions.opinion", {"opinion_id": 1})
    do(service.set_outcome, opinion_id=1, wish=Wish(outcome="NOTED"))
    assert len(problems(app)) == 1, "an outcome alone does not write the words"
    do(service.set_outcome, opinion_id=1, wish=Wish(outcome=""))
    do(decisions.decide, opinion_id=1, act="nothing", seen=1)
    assert problems(app) == []


def test_the_close_names_speeches_without_opinion(
    app: Flask, do: Do, speak: Callable[[str], int], write_down: WriteDown
) -> None:
    turn_id = speak("Đinh Klĕn")
    do(end, turn_id=turn_id)
    do(service.drop_untouched, turn_id=turn_id)
    (problem,) = problems(app)
    assert "Đinh Klĕn" in problem.message
    assert (problem.endpoint, problem.values) == ("opinions.desk", {"turn": turn_id})
    assert not problem.blocks, "it may be right so"
    opinion_id = write_down("Xin cái giếng", channel="DIRECT", asker=Asker(turn_id=turn_id))
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))
    assert problems(app) == []


def test_a_long_list_is_read_no_further_than_it_is_named(
    app: Flask, write_down: WriteDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "NAMED", 2)
    for number in range(5):
        write_down(f"Câu {number}")
    said = [one.message for one in problems(app)]
    assert len(said) == 3
    assert "3" in said[-1]
