"""The queue's pages: each button for its roles, refusals that say what to do, plain HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meeting import clock
from meeting.meetings import change_setting, close_meeting
from meeting.models import MeetingPlugin
from plugins.speakers import service
from tests.conftest import ClientAs

from .conftest import SECRETARY, do, phone, states

DelegateClient = Callable[[int], FlaskClient]
JSON = {"Accept": "application/json"}
HOME = "/m/1/speakers"
POSTS = [
    "request",
    "next/1",
    "turns/1/floor",
    "turns/1/pause",
    "turns/1/resume",
    "turns/1/end",
    "turns/1/extend",
    "turns/1/back",
    "turns/1/absent",
    "turns/1/withdraw",
    "turns/1/move",
    "turns/1/ask-back",
    "turns/1/remind",
    "turns/1/follow-up",
    "language",
    "list/by-rule",
    "list/rule/FAIR",
    "list/closed",
]


def ask(delegate_id: int) -> int:
    turn_id: int = do(service.request_turn, phone(delegate_id))
    return turn_id


# -- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("role", ["chair", "observer", "screen", "answerer"])
def test_other_roles_may_not(client_as: ClientAs, path: str, role: str) -> None:
    assert client_as(role).post(f"{HOME}/{path}").status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_phones_may_not(
    hall: list[int], client: FlaskClient, delegate_client: DelegateClient, path: str
) -> None:
    assert client.post(f"{HOME}/{path}").status_code == 403
    assert delegate_client(hall[0]).post(f"{HOME}/{path}").status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_another_meeting_is_not_found(client_as: ClientAs, path: str) -> None:
    assert client_as("secretary").post(f"/m/9/speakers/{path}").status_code == 404


@pytest.mark.parametrize("path", POSTS[1:-4])
def test_a_missing_turn_is_refused_in_words(client_as: ClientAs, path: str) -> None:
    answer = client_as("secretary").post(f"{HOME}/{path}", headers=JSON)
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["error"]["code"] in {"speakers.no_such_turn", "speakers.moved"}


def test_the_reception_writes_down_and_nothing_more(hall: list[int], client_as: ClientAs) -> None:
    desk = client_as("registrar")
    form = {"delegate_id": hall[0], "page": "register"}
    answer = desk.post(f"{HOME}/request", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOME}/register")
    assert desk.get(f"{HOME}/").status_code == 403
    assert desk.post(f"{HOME}/next/1", data={"seen": 0}).status_code == 403


def test_switched_off_it_is_gone(app: Flask, client: FlaskClient, client_as: ClientAs) -> None:
    with Session(app.extensions["meeting"].engine) as session:
        session.add(MeetingPlugin(meeting_id=1, name="speakers", on=False))
        session.commit()
    assert client_as("secretary").get(f"{HOME}/").status_code == 404
    assert client_as("secretary").post(f"{HOME}/request").status_code == 404
    assert "speakers" not in client.get("/m/1/").text


# -- the desk -----------------------------------------------------------------------------------


def test_the_secretary_opens_the_queue_first(app: Flask) -> None:
    assert app.extensions["meeting"].registry.plugins["speakers"].homes == {
        "secretary": "speakers.desk"
    }


def test_a_search_without_marks_and_one_button(hall: list[int], client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    page = secretary.get(f"{HOME}/?q=dinh").text
    found = re.findall(r'name="delegate_id" value="(\d+)"', page)
    assert found
    answer = secretary.post(
        f"{HOME}/request", data={"delegate_id": found[0], "speaker_name": "dinh", "subject": "Đất"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOME}/")
    after = secretary.get(f"{HOME}/").text
    assert "Đất" in after
    assert "Đã ghi tên" in after
    assert "Đã có tên" in secretary.get(f"{HOME}/?q=dinh").text


def test_a_refused_request_comes_back_as_typed(hall: list[int], client_as: ClientAs) -> None:
    form = {"speaker_name": "Yă Kră", "honorific": "Bà", "subject": "á" * 121, "page": "register"}
    answer = client_as("registrar").post(f"{HOME}/request", data=form)
    assert answer.status_code == 409
    assert 'value="Yă Kră"' in answer.text
    assert '<option value="Bà" selected>' in answer.text
    assert "Chỉ ghi họ tên; làng chọn ở ô bên dưới." in answer.text
    assert "á" * 121 in answer.text
    assert "viết ngắn lại" in answer.text


def test_programs_get_the_id_and_the_code(hall: list[int], client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    form = {"speaker_name": "Yă Kră"}
    first = secretary.post(f"{HOME}/request", data=form, headers=JSON)
    assert first.json == {"ok": True, "result": 1}
    again = secretary.post(f"{HOME}/request", data=form, headers=JSON)
    assert again.status_code == 409
    assert again.json is not None
    assert again.json["error"]["code"] == "speakers.already_waiting"


def press(client: FlaskClient, label: str) -> int:
    """Press a button of the desk's live fragment by its label, as a browser would."""
    page = client.get(f"{HOME}/").text
    seen = re.search(r'form="act" name="order" value="([^"]*)"', page)
    assert seen
    for button, text in re.findall(r"<button([^>]*form=\"act\"[^>]*)>([^<]*)<", page):
        if (label in text or label in button) and " disabled" not in button:
            action = re.search(r'formaction="([^"]+)"', button)
            value = re.search(r'name="(\w+)" value="([^"]*)"', button)
            assert action
            data = {"order": seen[1], **({value[1]: value[2]} if value else {})}
            return client.post(action[1], data=data).status_code
    raise AssertionError(f"no button {label!r}")


def test_a_whole_round_by_the_buttons(
    hall: list[int], client_as: ClientAs, clock_at: clock.Frozen
) -> None:
    secretary = client_as("secretary")
    for one in hall[:4]:
        ask(one)
    for label in ("Đưa", "Mời ", "Tạm dừng", "Tiếp tục", "Thêm 1 phút", "Kết thúc"):
        assert press(secretary, label) == 303, label
        clock_at.tick(seconds=1)
    assert states() == {1: "WAITING", 2: "SPOKEN", 3: "WAITING", 4: "WAITING"}
    for label in ("Đưa lại đầu danh sách", "Mời ", "Kết thúc, mời", "Vắng mặt"):
        assert press(secretary, label) == 303, label
    assert states() == {1: "ABSENT", 2: "SPOKEN", 3: "WAITING", 4: "WAITING"}
    for label in ("Đã có mặt", "Rút tên", "Đóng danh sách", "Mở danh sách"):
        assert press(secretary, label) == 303, label
    assert states() == {1: "WITHDRAWN", 2: "SPOKEN", 3: "WAITING", 4: "WAITING"}


def test_a_stale_click_is_refused_in_words(hall: list[int], client_as: ClientAs) -> None:
    first, second = client_as("secretary"), client_as("owner")
    turn_id = ask(hall[0])
    ask(hall[1])
    click = {"seen": 0}
    assert first.post(f"{HOME}/next/{turn_id}", data=click).status_code == 303
    late = second.post(f"{HOME}/next/{turn_id}", data=click)
    assert late.status_code == 409
    assert "Danh sách vừa thay đổi" in late.text
    assert second.post(f"{HOME}/next/{turn_id}").status_code == 409, "a form that does not say"


def test_the_same_form_twice_calls_once(hall: list[int], client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    turn_id = ask(hall[0])
    ask(hall[1])
    click = {"seen": 0, "key": "once"}
    for _ in range(2):
        answer = secretary.post(f"{HOME}/next/{turn_id}", data=click)
        assert answer.status_code == 303
    assert states() == {1: "SPEAKING", 2: "WAITING"}


def test_a_closed_meeting_shows_no_buttons(hall: list[int], client_as: ClientAs) -> None:
    ask(hall[0])
    do(close_meeting)
    secretary = client_as("secretary")
    page = secretary.get(f"{HOME}/").text
    assert not re.search(r'<button[^>]*form="act"', page)
    assert 'id="speakers-add"' not in page
    assert "Hội nghị đã kết thúc." in page
    late = secretary.post(f"{HOME}/request", data={"speaker_name": "Ksor Muộn", "page": "desk"})
    assert late.status_code == 409
    assert 'role="alert"' in late.text
    assert "Ksor Muộn" in late.text


# -- the attendee's phone -----------------------------------------------------------------------


def test_a_delegate_asks_sees_the_place_and_withdraws(
    hall: list[int], delegate_client: DelegateClient
) -> None:
    mine = delegate_client(hall[3])
    for one in hall[:3]:
        ask(one)
    assert 'id="speakers-ask"' in mine.get("/m/1/").text
    answer = mine.post(f"{HOME}/mine/ask", data={"subject": "Nước sạch"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/1/")
    page = mine.get("/m/1/").text
    assert "Còn 3 người nữa đến lượt bác." in page
    assert "Nước sạch" in page
    do(service.call_next, turn_id=1, seen=0)
    do(service.call_next, turn_id=2, seen=1)
    do(service.call_next, turn_id=3, seen=2)
    assert mine.post(f"{HOME}/mine/4/withdraw").status_code == 303
    assert states()[4] == "WITHDRAWN"


@pytest.mark.parametrize(
    ("called", "words"),
    [([], "Còn 1 người nữa đến lượt bác."), ([1], "Bác là người tiếp theo."), ([1, 2], "Mời bác")],
)
def test_the_phone_says_when_it_is_time(
    hall: list[int], delegate_client: DelegateClient, called: list[int], words: str
) -> None:
    ask(hall[0])
    ask(hall[1])
    for seen, turn_id in enumerate(called):
        do(service.call_next, turn_id=turn_id, seen=seen)
    assert words in delegate_client(hall[1]).get("/m/1/").text


@pytest.mark.parametrize(
    ("absent", "words"),
    [(False, "Bác không phát biểu tại hội nghị này."), (True, "Lúc được mời bác không có mặt.")],
)
def test_after_the_close_the_phone_says_how_it_was(
    hall: list[int], delegate_client: DelegateClient, *, absent: bool, words: str
) -> None:
    if absent:
        do(service.mark_absent, turn_id=ask(hall[0]))
    do(close_meeting)
    page = delegate_client(hall[0]).get("/m/1/").text
    assert words in page
    assert "Báo thư ký" not in page


def test_the_form_is_there_when_it_is_of_use(
    hall: list[int], delegate_client: DelegateClient
) -> None:
    mine = delegate_client(hall[0])
    shown = re.compile(r'<form[^>]*id="speakers-ask"[^>]*data-keep="speakers-ask">')
    assert shown.search(mine.get("/m/1/").text)
    turn_id = ask(hall[0])
    assert not shown.search(mine.get("/m/1/").text)
    do(service.mark_absent, turn_id=turn_id)
    page = mine.get("/m/1/").text
    assert not shown.search(page), "one button: to be called again"
    assert "Chủ trì vừa mời mà chưa thấy bác." in page
    do(service.come_back, phone(hall[0]), turn_id=turn_id)
    do(service.mark_absent, turn_id=turn_id)
    page = mine.get("/m/1/").text
    assert shown.search(page), "once only; from then on one asks anew"
    do(change_setting, name="speakers.open", value=False)
    page = mine.get("/m/1/").text
    assert not shown.search(page)
    assert "Danh sách đăng ký phát biểu đã đóng." in page
    do(change_setting, name="speakers.open", value=True)
    do(change_setting, name="speakers.present_only", value=True)
    page = mine.get("/m/1/").text
    assert not shown.search(page)
    assert '<p id="speakers-checkin">' in page


def test_called_in_vain_one_button_brings_the_place_back(
    hall: list[int], delegate_client: DelegateClient
) -> None:
    """As a plain form; nothing of it needs a script."""
    mine = delegate_client(hall[1])
    for one in hall[:3]:
        ask(one)
    do(service.mark_absent, turn_id=2)
    page = mine.get("/m/1/").text
    button = re.search(r'<button[^>]*form="speakers-act"[^>]*>Tôi đây, xin mời lại<', page)
    assert button
    assert re.search(r'<form id="speakers-act"[^>]* method="post"', page)
    action = re.search(r'formaction="([^"]+)"', button[0])
    assert action
    assert delegate_client(hall[0]).post(action[1]).status_code == 409
    answer = mine.post(action[1])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/1/")
    assert "Còn 1 người nữa đến lượt bác." in mine.get("/m/1/").text
    do(service.mark_absent, turn_id=2)
    again = mine.post(action[1])
    assert again.status_code == 409
    assert "đã được mời lại một lần rồi" in again.text
    page = mine.get("/m/1/").text
    assert "Tôi đây, xin mời lại" not in page
    assert "Bác báo thư ký là đã có mặt" in page


def test_a_refused_wish_keeps_what_was_typed(
    hall: list[int], delegate_client: DelegateClient
) -> None:
    mine = delegate_client(hall[0])
    answer = mine.post(f"{HOME}/mine/ask", data={"subject": "á" * 121})
    assert answer.status_code == 409
    assert "á" * 121 in answer.text
    assert "viết ngắn lại" in answer.text
    assert states() == {}


def test_a_delegate_cannot_touch_others(hall: list[int], delegate_client: DelegateClient) -> None:
    turn_id = ask(hall[0])
    answer = delegate_client(hall[1]).post(f"{HOME}/mine/{turn_id}/withdraw")
    assert answer.status_code == 409
    assert states() == {turn_id: "WAITING"}


def test_an_unknown_phone_is_led_to_say_who_it_is(hall: list[int], client: FlaskClient) -> None:
    for path in ("mine/ask", "mine/1/here", "mine/1/withdraw"):
        answer = client.post(f"{HOME}/{path}")
        assert answer.status_code == 409
        assert "data-refused" in answer.text  # the page stays, with what was typed
    assert states() == {}
    page = client.get("/m/1/").text
    assert 'data-live="speakers.queue"' in page
    assert 'id="speakers-ask"' not in page


def test_hostile_text_stays_text(hall: list[int], client_as: ClientAs, client: FlaskClient) -> None:
    secretary = client_as("secretary")
    nasty = '<img src=x onerror="alert(1)">'
    secretary.post(f"{HOME}/request", data={"speaker_name": nasty, "subject": nasty})
    for page in (secretary.get(f"{HOME}/").text, client.get("/m/1/").text):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
    assert "&lt;img" in secretary.get(f"{HOME}/", query_string={"q": nasty}).text


def test_english_speaks_of_villages_and_vietnamese_as_the_plan_does(
    client: FlaskClient, client_as: ClientAs
) -> None:
    secretary = client_as("secretary")
    secretary.post(f"{HOME}/list/rule/FAIR")
    assert "Làng chưa hoặc ít phát biểu được mời trước." in client.get("/m/1/").text
    assert "Cùng làng: người chưa phát biểu được mời trước." in client.get("/m/1/").text
    english = client.get("/m/1/?lang=en").text
    assert "Village by village: who has spoken least goes first." in english
    assert "Within one village: who has not spoken goes first." in english
    desk = secretary.get(f"{HOME}/?lang=en&q=Ksor").text
    assert "In turn, one village after the other" in desk
    assert "the village is chosen below" in desk
    assert "làng: " not in english + desk


def test_the_subject_is_not_for_everybody(hall: list[int], client: FlaskClient) -> None:
    do(service.request_turn, SECRETARY, delegate_id=hall[0], subject="Việc riêng của tôi")
    assert "Việc riêng của tôi" not in client.get("/m/1/").text
