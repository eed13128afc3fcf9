"""The hall's page and the staff's control, each for its roles and nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meeting.models import MeetingPlugin
from tests.conftest import ClientAs

POSTS = {
    "pin": {"scene": "display.backdrop"},
    "release": {},
    "screens/1/test": {"on": "1"},
    "screens/1/bring": {},
    "screens/1": {"scale": "100", "margin": "0"},
    "message": {"message": "Giải lao"},
    "message/off": {},
}


def test_a_screen_shows_one_live_view(client_as: ClientAs) -> None:
    page = client_as("screen").get("/m/1/display/").text
    assert 'data-live="display.stage:' in page, "its own"
    assert page.count("data-live=") == 1
    assert 'class="display-scene"' in page
    for plugin in ("display", "speakers"):  # before their scenes are shown
        assert f"/{plugin}/scene.css" in page


def test_a_screen_opens_its_page_by_itself(client_as: ClientAs) -> None:
    assert client_as("screen").get("/").headers["Location"] == "/m/1/display/"


@pytest.mark.parametrize("path", POSTS)
def test_the_secretary_acts_and_comes_back(client_as: ClientAs, path: str) -> None:
    answer = client_as("secretary").post(f"/m/1/display/{path}", data=POSTS[path])
    back = "screens" if path.startswith("screens") else "control"
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/m/1/display/{back}")


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("/m/1/speakers/", "/m/1/speakers/"),
        ("//m/1/speakers/", "/m/1/speakers/"),
        ("//evil.example/m/1/speakers/", "/m/1/display/control"),
        ("https://evil.example", "/m/1/display/control"),
        ("///evil.example/..//m/1/speakers/", "/m/1/display/control"),
        ("/m/2/speakers/", "/m/1/display/control"),
        ("/no/such/page", "/m/1/display/control"),
        ("/m/1/display/pin", "/m/1/display/control"),
    ],
)
def test_from_another_page_one_comes_back_to_it(
    client_as: ClientAs, came_from: str, back: str
) -> None:
    form = {"scene": "display.backdrop", "from": came_from}
    answer = client_as("secretary").post("/m/1/display/pin", data=form)
    assert answer.headers["Location"] == back


def test_a_late_click_is_refused_with_a_sentence(client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    assert secretary.post("/m/1/display/pin", data=POSTS["pin"] | {"seen": "0"}).status_code == 303
    late = secretary.post("/m/1/display/pin", data={"scene": "display.thanks", "seen": "0"})
    assert late.status_code == 409
    assert "người khác vừa đổi màn hình" in late.text
    form = {"message": "Giải lao", "seen": "0"}
    late = secretary.post("/m/1/display/message", data=form)
    assert late.status_code == 409
    assert 'value="Giải lao"' in late.text, "what was typed is still there"


def test_the_panel_stands_on_the_secretarys_one_screen(client_as: ClientAs) -> None:
    page = client_as("secretary").get("/m/1/speakers/").text
    assert 'data-live="display.panel"' in page
    assert 'src="/m/1/display/?screen=0"' in page


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("role", ["screen", "chair", "registrar", "observer"])
def test_nobody_else_acts(client_as: ClientAs, path: str, role: str) -> None:
    assert client_as(role).post(f"/m/1/display/{path}", data=POSTS[path]).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_a_phone_cannot(client: FlaskClient, path: str) -> None:
    assert client.post(f"/m/1/display/{path}", data=POSTS[path]).status_code == 403
    assert client.get(f"/m/1/display/{path}").status_code in {404, 405}
    assert client.get("/m/1/display/").status_code == 403


def test_another_meeting_and_a_missing_scene(client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    assert secretary.get("/m/9/display/").status_code == 404
    assert secretary.post("/m/9/display/pin", data=POSTS["pin"]).status_code == 404
    assert secretary.get("/m/1/display/scene/no.such").status_code == 404
    answer = secretary.post("/m/1/display/pin", data={"scene": "no.such"})
    assert answer.status_code == 409
    assert "tải lại trang" in answer.text


def test_every_scene_can_be_previewed(app: Flask, client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    scenes = app.extensions["meeting"].registry.contributions
    with app.app_context():
        names = [scene.name for scene in scenes("display.scene", 1)]
    assert {"display.backdrop", "display.thanks", "speakers.floor"} <= set(names)
    for name in names:
        page = secretary.get(f"/m/1/display/scene/{name}")
        assert page.status_code == 200, name
        assert "data-live=" not in page.text, "a preview stands still"


def test_a_refused_message_comes_back_as_typed(client_as: ClientAs) -> None:
    answer = client_as("secretary").post("/m/1/display/message", data={"message": "á" * 121})
    assert answer.status_code == 409
    assert "á" * 121 in answer.text
    assert "viết ngắn lại" in answer.text


def test_programs_get_json(client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    json = {"Accept": "application/json"}
    pinned = secretary.post("/m/1/display/pin", data=POSTS["pin"], headers=json)
    assert pinned.json == {"ok": True, "result": None}
    refused = secretary.post("/m/1/display/message", data={"message": ""}, headers=json)
    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["error"]["code"] == "display.no_message"


def test_the_same_form_twice_writes_once(client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    form = {"message": "Giải lao", "key": "k1"}
    for _ in range(2):
        assert secretary.post("/m/1/display/message", data=form).status_code == 303
    journal = client_as("owner").get("/m/1/journal").text
    assert journal.count("Đưa dòng thông báo lên màn hình") == 1


def test_switched_off_it_is_gone(app: Flask, client_as: ClientAs) -> None:
    with Session(app.extensions["meeting"].engine) as session:
        session.add(MeetingPlugin(meeting_id=1, name="display", on=False))
        session.commit()
    waiting = client_as("screen").get("/m/1/display/")
    assert waiting.status_code == 404
    assert "Màn hình đang chờ hội nghị." in waiting.text, "and no error for the hall to read"
    assert 'role="alert"' not in waiting.text
    assert client_as("secretary").get("/m/1/display/control").status_code == 404
