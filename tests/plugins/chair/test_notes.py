"""The chair's private notes: kept, joined, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from meeting.meetings import close_meeting
from meeting.models import JournalEntry
from plugins.speakers import api as speakers

from .conftest import ClientAs, Do, Write, at

SECRET = "Hỏi riêng ông Hải về khoản này"


def save(browser: FlaskClient, text: str, revision: int = 0, opinion: int = 1) -> Any:
    answer = browser.post(
        at(f"opinions/{opinion}/note"),
        data={"text": text, "revision": str(revision)},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    return answer.get_json()["result"]


def test_a_note_is_there_again(chair: FlaskClient, client_as: ClientAs, write: Write) -> None:
    write("Đường lầy")
    assert save(chair, f"{SECRET}\n- hạn?") == {
        "text": f"{SECRET}\n- hạn?",
        "revision": 1,
        "joined": False,
    }
    assert SECRET in chair.get(at("?at=1")).text
    assert SECRET in client_as("chair").get(at("?at=1")).text, "the chair's other tablet"
    assert save(chair, SECRET, revision=1)["revision"] == 2
    assert save(chair, SECRET, revision=2)["revision"] == 2, "nothing has changed"
    plain = chair.post(at("opinions/1/note"), data={"text": "Bằng nút", "at": "1"})
    assert plain.headers["Location"] == at("?at=1"), "without script"


def test_two_tablets_lose_nothing(chair: FlaskClient, client_as: ClientAs, write: Write) -> None:
    write("Đường lầy")
    other = client_as("chair")
    save(chair, "một")
    found = save(other, "hai")
    assert found == {"text": "một\n\nhai", "revision": 2, "joined": True}
    assert save(other, "hai, và ba", revision=1)["text"] == "hai, và ba", "its own last word"


def test_nobody_else_reads_it(
    app: Flask, chair: FlaskClient, client_as: ClientAs, do: Do, write: Write
) -> None:
    opinion_id = write("Đường lầy")
    save(chair, SECRET)
    pages = {
        "owner": [at("?at=1"), f"/m/1/opinions/{opinion_id}", "/m/1/journal"],
        "organiser": [at("?at=1"), f"/m/1/opinions/{opinion_id}"],
        "secretary": ["/m/1/opinions/", f"/m/1/opinions/{opinion_id}", "/m/1/speakers/"],
        "answerer": ["/m/1/opinions/officials"],
        "observer": ["/m/1/opinions/all"],
    }
    for role, addresses in pages.items():
        browser = client_as(role)
        for address in addresses:
            answer = browser.get(address)
            assert SECRET not in answer.text, (role, address)
        refused = browser.post(at(f"opinions/{opinion_id}/note"), data={"text": "x"})
        assert refused.status_code == 403, role
    with app.app_context():
        entries = db.session.scalars(sa.select(JournalEntry)).all()
        told = json.dumps([[one.event, one.facts] for one in entries], default=str)
    assert SECRET not in told
    core = app.extensions["meeting"]
    assert not any("note" in name for name in core.registry.views)


@pytest.mark.parametrize(("text", "code"), [("x" * 4001, "note_too_long")])
def test_refused_notes(chair: FlaskClient, write: Write, text: str, code: str) -> None:
    write("Đường lầy")
    headers = {"Accept": "application/json"}
    answer = chair.post(at("opinions/1/note"), data={"text": text}, headers=headers)
    assert answer.get_json()["error"]["code"] == f"chair.{code}"
    answer = chair.post(at("opinions/9/note"), data={"text": "a"}, headers=headers)
    assert answer.get_json()["error"]["code"] == "chair.nothing_to_note"


def test_a_note_goes_with_a_speech_that_does_not_take_place(chair: FlaskClient, do: Do) -> None:
    turn_id = do(speakers.request_turn, speaker_name="Nông Văn Páo")
    do(speakers.call_next, seen=0, turn_id=turn_id)
    save(chair, SECRET)
    do(speakers.mark_absent, turn_id=turn_id, seen=turn_id)
    assert chair.get(at("?at=1")).status_code == 200


def test_notes_are_kept_after_the_close(chair: FlaskClient, do: Do, write: Write) -> None:
    write("Đường lầy")
    do(close_meeting)
    assert save(chair, SECRET)["revision"] == 1
