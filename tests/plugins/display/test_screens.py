"""The screens themselves: their own pictures, size and margins, the test picture, signs of life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.devices import revoke
from meeting.live import Room, Topic
from meeting.meetings import create_meeting, open_meeting
from meeting.models import Meeting, MeetingState
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.display import screens, service
from tests.conftest import ClientAs

SECRETARY = Actor("device", 1, "Thư ký", "secretary")
SET = {"scale": 110, "margin": 4}


def do(use_case: Callable[..., Any], **arguments: Any) -> Any:
    return run(use_case, by=SECRETARY, meeting_id=1, **arguments)


def wall(app: Flask, screen: int) -> str:
    topic = Topic(1, "display.stage", screen)
    html: str = app.extensions["meeting"].live.snapshot(Room(topic, "vi")).html
    return html


@pytest.fixture
def two(client_as: ClientAs) -> tuple[FlaskClient, FlaskClient]:
    """Two hall screens; the devices 1 and 2."""
    return client_as("screen"), client_as("screen")


def test_each_screen_has_its_own_set(context: Flask, two: object) -> None:
    do(screens.set_screen, screen_id=1, scenes=("display.thanks",), **SET)
    assert 'data-scene="display.thanks" data-scale="110" data-margin="4"' in wall(context, 1)
    for other in (0, 2):
        assert "display.thanks" not in wall(context, other)
        assert 'data-scale="100" data-margin="0"' in wall(context, other)


def test_a_pin_reaches_those_whose_set_has_it(context: Flask, two: object) -> None:
    do(screens.set_screen, screen_id=1, scenes=("display.thanks", "speakers.floor"), **SET)
    do(service.pin, scene="display.backdrop")
    assert 'data-scene="display.backdrop"' in wall(context, 2)
    assert 'data-scene="display.backdrop"' not in wall(context, 1)
    do(service.pin, scene="speakers.floor")
    assert 'data-scene="speakers.floor"' in wall(context, 1)
    do(service.show_message, message="Giải lao")
    assert "Giải lao" in wall(context, 1), "a line is for everybody"


def test_all_scenes_are_no_set(context: Flask, two: object) -> None:
    registry = context.extensions["meeting"].registry
    everything = [scene.name for scene in registry.contributions("display.scene", 1)]
    do(screens.set_screen, screen_id=1, scenes=everything, **SET)
    assert screens.screen_of(db.session(), 1).chosen == []


def refused(use_case: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(Refused) as caught:
        do(use_case, **arguments)
    return caught.value.code


def test_what_cannot_be_set(context: Flask, two: object) -> None:
    change = screens.set_screen
    nothing: dict[str, Any] = {"screen_id": 1, "scenes": ()}
    assert refused(change, **nothing, scale=20, margin=0) == "display.scale"
    assert refused(change, **nothing, scale=100, margin=60) == "display.margin"
    unknown = {"scenes": ("nobody.knows",), **SET}
    assert refused(change, screen_id=1, **unknown) == "display.no_such_scene"
    assert refused(change, screen_id=99, scenes=(), **SET) == "display.no_such_screen"
    do(revoke, device_id=1)
    assert refused(change, **nothing, **SET) == "display.no_such_screen"
    assert refused(screens.set_test, screen_id=1, on=True) == "display.no_such_screen"
    assert refused(screens.bring, screen_id=99) == "display.no_such_screen"


def test_the_test_picture_bears_the_name_and_nothing_else(context: Flask, two: object) -> None:
    do(service.show_message, message="Giải lao")
    do(screens.set_test, screen_id=1, on=True)
    shown = wall(context, 1)
    assert 'data-scene="test"' in shown
    assert "screen" in shown, "its name"
    assert "Giải lao" not in shown
    assert 'data-scene="test"' not in wall(context, 2)
    do(screens.set_test, screen_id=1, on=False)
    assert 'data-scene="test"' not in wall(context, 1)


def test_the_opening_takes_a_forgotten_test_picture_away(
    context: Flask, two: object, clock_at: clock.Frozen
) -> None:
    with Session(context.extensions["meeting"].engine) as session:
        meeting = session.get_one(Meeting, 1)
        meeting.state, meeting.opened_at = MeetingState.PLANNED, None
        session.commit()
    do(screens.set_test, screen_id=1, on=True)
    assert 'data-scene="test"' in wall(context, 1)
    clock_at.tick(minutes=1)
    do(open_meeting)
    assert 'data-scene="test"' not in wall(context, 1)


def test_a_screen_tells_what_it_shows_and_is_missed(
    app: Flask, two: tuple[FlaskClient, FlaskClient], client_as: ClientAs, clock_at: clock.Frozen
) -> None:
    secretary = client_as("secretary")
    said = {"scene": "display.backdrop", "width": 1024, "height": 768, "awake": 1, "full": 1}
    assert two[0].get("/m/1/display/alive", query_string=said).json == {"ok": True, "page": None}
    page = secretary.get("/m/1/display/screens").text
    assert "Tên hội nghị" in page
    assert "1024 × 768" in page
    assert "is-narrow" in page
    sights = secretary.get("/m/1/display/sights").get_json()
    assert sights["warning"] == ""
    assert sights["screens"]["1"]["there"]
    assert not sights["screens"]["2"]["there"], "never opened: nobody misses it"
    clock_at.tick(seconds=40)
    sights = secretary.get("/m/1/display/sights").get_json()
    assert sights["warning"] == "Mất nối, đang giữ hình cuối: screen"
    assert "Mất nối" in sights["screens"]["1"]["html"]
    two[0].get("/m/1/display/alive", query_string=said)
    assert secretary.get("/m/1/display/sights").get_json()["warning"] == ""


def test_a_screen_closed_on_purpose_is_not_cut_off(
    two: tuple[FlaskClient, FlaskClient], client_as: ClientAs, clock_at: clock.Frozen
) -> None:
    secretary = client_as("secretary")
    two[1].get("/m/1/display/alive?closed=1")  # it never was open
    for browser in (two[0], secretary):  # the secretary has looked at the wall in a second tab
        browser.get("/m/1/display/alive")
        browser.get("/m/1/display/alive?closed=1")
    clock_at.tick(minutes=1)
    sights = secretary.get("/m/1/display/sights").get_json()
    assert sights["warning"] == "Đã đóng hoặc bị cửa sổ khác che: screen"
    assert set(sights["screens"]) == {"1", "2"}
    assert "Đã đóng" in sights["screens"]["1"]["html"]
    clock_at.tick(minutes=10)
    assert secretary.get("/m/1/display/sights").get_json()["warning"] == ""


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ({"full": 1}, "tự tắt màn hình"),
        ({"awake": 1}, "F11"),
        ({"scene": "<b>x</b>", "width": "9" * 40, "height": "-3", "full": 1}, "tự tắt màn hình"),
    ],
)
def test_staff_read_what_to_set_on_the_machine(
    two: tuple[FlaskClient, FlaskClient],
    client_as: ClientAs,
    said: dict[str, object],
    advice: str,
) -> None:
    two[0].get("/m/1/display/alive", query_string=said)
    page = client_as("secretary").get("/m/1/display/screens").text
    assert advice in page
    assert "<b>x</b>" not in page


def test_a_laptop_that_shows_the_pictures_is_a_screen_for_a_while(
    client_as: ClientAs, clock_at: clock.Frozen
) -> None:
    owner = client_as("owner")
    listed = "screen-1"
    assert f'id="{listed}"' not in owner.get("/m/1/display/screens").text
    owner.get("/m/1/display/alive")
    assert f'id="{listed}"' in owner.get("/m/1/display/screens").text
    clock_at.tick(minutes=11)
    assert f'id="{listed}"' not in owner.get("/m/1/display/screens").text


def test_a_screen_is_brought_from_another_meeting(
    app: Flask, two: tuple[FlaskClient, FlaskClient], client_as: ClientAs
) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        other = run(create_meeting, by=SECRETARY, plan=plan)
    two[0].get("/m/1/display/alive")
    secretary = client_as("secretary")
    assert "Đang chiếu hội nghị khác" in secretary.get(f"/m/{other}/display/screens").text
    assert secretary.post(f"/m/{other}/display/screens/1/bring").status_code == 303
    there = f"/m/{other}/display/"
    assert two[0].get("/m/1/display/alive").get_json()["page"] == there
    assert two[0].get(f"{there}alive").get_json()["page"] is None
    assert two[1].get("/m/1/display/alive").get_json()["page"] is None


def test_a_form_with_nonsense_comes_back_with_a_sentence(two: object, client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    for scale, margin, sentence in (("lớn", 0, "60 đến 150"), (100, "", "0 đến 15")):
        form = {"scale": scale, "margin": margin}
        answer = secretary.post("/m/1/display/screens/1", data=form)
        assert answer.status_code == 409
        assert sentence in answer.text
    answer = secretary.post("/m/1/display/screens/1", data={"scale": " 110 % ", "margin": "2"})
    assert answer.status_code == 303
