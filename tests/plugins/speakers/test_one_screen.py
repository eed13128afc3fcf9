"""The secretary's one screen, and what the phones show of it: keys, panels, order, follow-ups."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from meeting import clock
from meeting.db import db
from meeting.meetings import change_setting
from meeting.models import Meeting
from plugins.checkin.api import is_present as checked_in
from plugins.speakers import service
from plugins.speakers.live import LISTED
from tests.conftest import ClientAs

from .conftest import do, states
from .test_views import HOME, DelegateClient, ask, press


def test_the_one_screen_shows_what_else_goes_on(hall: list[int], client_as: ClientAs) -> None:
    page = client_as("secretary").get(f"{HOME}/").text
    for view in ("speakers.desk", "speakers.waiting", "opinions.incoming", "checkin.attendance"):
        assert f'data-live="{view}"' in page, view
    assert 'data-key="g"' in page
    assert 'id="keys"' in page


def test_after_a_refusal_the_panels_still_lead_back_here(
    hall: list[int], client_as: ClientAs
) -> None:
    answer = client_as("secretary").post(f"{HOME}/request", data={"speaker_name": " "})
    assert answer.status_code == 409
    assert set(re.findall(r'name="from" value="([^"]*)"', answer.text)) == {f"{HOME}/"}
    assert f'<a href="{HOME}/" aria-current="page">' in answer.text


def test_a_list_that_no_day_could_hear_is_shown_in_part(
    hall: list[int], client_as: ClientAs
) -> None:
    for number in range(LISTED + 7):
        do(service.request_turn, speaker_name=f"Ông Đinh Chờ {number}")
    page = client_as("secretary").get(f"{HOME}/").text
    assert page.count('<li id="turn-') == LISTED
    assert f"{LISTED + 7} người đang chờ" in page
    assert "và 7 người nữa" in page


def test_who_raises_a_hand_is_checked_in_and_written_down_at_once(
    hall: list[int], client_as: ClientAs
) -> None:
    do(change_setting, name="speakers.present_only", value=True)
    secretary = client_as("secretary")
    found = f"{HOME}/?q=dinh"
    assert "chưa điểm danh" in secretary.get(found).text
    assert "Có mặt, ghi tên luôn" in secretary.get(found).text
    plain = secretary.post(f"{HOME}/request", data={"delegate_id": hall[0]})
    assert plain.status_code == 409
    form = {"arrived": hall[0], "subject": "đường làng", "way": "HAND"}
    assert secretary.post(f"{HOME}/request", data=form).status_code == 303
    assert states() == {1: "WAITING"}
    assert checked_in(db.session(), hall[0])
    assert "đường làng" in secretary.get(f"{HOME}/").text
    long = {**form, "arrived": hall[1], "subject": "x" * 121}
    assert secretary.post(f"{HOME}/request", data=long).status_code == 409
    assert not checked_in(db.session(), hall[1]), "both or neither"
    do(change_setting, name="speakers.present_only", value=False)
    page = secretary.get(found).text
    assert "chưa điểm danh" in page
    assert "Có mặt, ghi tên luôn" not in page


def test_an_opinion_is_let_through_without_leaving(hall: list[int], client_as: ClientAs) -> None:
    form = {"channel": "VIA_SECRETARY", "name": "Đinh Bưm", "text": "Nước giếng bị phèn"}
    secretary = client_as("secretary")
    assert secretary.post("/m/1/opinions/", data=form).status_code == 303
    assert "Nước giếng bị phèn" in secretary.get(f"{HOME}/").text
    through = {"do": "approve"}
    answer = secretary.post("/m/1/opinions/decide/1?to=floor", data=through)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOME}/")
    assert "incoming-1" not in secretary.get(f"{HOME}/").text
    chair = client_as("chair")
    assert chair.post("/m/1/opinions/decide/1?to=floor", data=through).status_code == 403


def test_a_refusal_stands_beside_the_list_as_it_is_now(
    hall: list[int], client_as: ClientAs
) -> None:
    secretary = client_as("secretary")
    first, second, third = (ask(one) for one in hall[:3])
    stale = {"before_id": first, "order": f"{first} {third} {second}"}
    answer = secretary.post(f"{HOME}/turns/{third}/move", data=stale)
    assert answer.status_code == 409
    shown = answer.text.index('id="speakers-refused"')
    assert "Danh sách vừa thay đổi" in answer.text[shown : answer.text.index("data-sortable")]
    assert "data-refused" not in answer.text  # or the page would stay as it was
    assert f'name="order" value="{first} {second} {third}"' in answer.text
    fresh = {"before_id": first, "order": f"{first} {second} {third}"}
    assert secretary.post(f"{HOME}/turns/{third}/move", data=fresh).status_code == 303
    page = secretary.get(f"{HOME}/").text
    assert f'name="order" value="{third} {first} {second}"' in page
    assert "Xếp tay" in page
    assert press(secretary, "Xếp lại theo quy tắc") == 303
    assert "Xếp tay" not in secretary.get(f"{HOME}/").text


def test_the_rule_is_set_and_said_everywhere(
    hall: list[int], client_as: ClientAs, client: FlaskClient
) -> None:
    secretary = client_as("secretary")
    assert secretary.post(f"{HOME}/list/rule/FAIR").status_code == 303
    for page in (secretary.get(f"{HOME}/").text, client.get("/m/1/").text):
        assert "Làng chưa hoặc ít phát biểu được mời trước." in page
    assert secretary.post(f"{HOME}/list/rule/LOUDEST").status_code == 404
    assert client_as("registrar").post(f"{HOME}/list/rule/FAIR").status_code == 403


def test_topics_are_asked_for_where_people_are_called_by_them(
    hall: list[int], client_as: ClientAs, delegate_client: DelegateClient
) -> None:
    mine, secretary = delegate_client(hall[0]), client_as("secretary")
    assert 'name="topic"' not in mine.get("/m/1/").text
    secretary.post(f"{HOME}/list/rule/TOPIC")
    page = mine.get("/m/1/").text
    topics = re.findall(r'<option value="(\w+)"', page[page.index('name="topic"') :])
    assert mine.post(f"{HOME}/mine/ask", data={"topic": "NONSENSE"}).status_code == 409
    assert mine.post(f"{HOME}/mine/ask", data={"topic": topics[0]}).status_code == 303
    form = {"delegate_id": hall[1], "topic": topics[1], "way": "HAND"}
    assert secretary.post(f"{HOME}/request", data=form).status_code == 303
    assert "giơ tay" in secretary.get(f"{HOME}/").text


def test_the_floor_is_noted_with_what_happens_on_it(
    hall: list[int], client_as: ClientAs, delegate_client: DelegateClient, clock_at: clock.Frozen
) -> None:
    secretary, mine = client_as("secretary"), delegate_client(hall[0])
    turn_id = ask(hall[0])
    do(change_setting, name="speakers.start_by_hand", value=True)
    do(service.call_next, turn_id=turn_id, seen=0)
    assert "Mời bác lên micrô." in mine.get("/m/1/").text
    for label in ("Bắt đầu tính giờ", "Nhắc vào trọng tâm", "Chủ trì hỏi lại"):
        clock_at.tick(seconds=5)
        assert press(secretary, label) == 303, label
    assert "Chủ trì hỏi lại bác." in mine.get("/m/1/").text
    noted = {"turn_id": turn_id, "language": "tiếng Bahnar", "interpreter": "già làng Bok Hyek"}
    assert secretary.post(f"{HOME}/language", data=noted).status_code == 303
    page = secretary.get(f"{HOME}/").text
    assert "Đã nhắc 1 lần" in page
    assert "Nói tiếng Bahnar, già làng Bok Hyek phiên dịch" in page
    assert secretary.post(f"{HOME}/language", data={}).status_code == 409


def test_the_language_is_chosen_from_the_plan(hall: list[int], client_as: ClientAs) -> None:
    page = client_as("secretary").get(f"{HOME}/").text
    plan = db.session().get_one(Meeting, 1).plan
    assert len(plan.speaking.languages) > 1
    for language in plan.speaking.languages:
        assert f'<option value="{language}"' in page


def test_after_ones_speech_one_may_ask_more_also_on_a_closed_list(
    hall: list[int], client_as: ClientAs, delegate_client: DelegateClient
) -> None:
    mine, secretary = delegate_client(hall[0]), client_as("secretary")
    more = re.compile(r"<button[^>]*mine/follow-up[^>]*>")
    assert "hidden" in more.search(mine.get("/m/1/").text)[0]  # type: ignore[index]
    turn_id = ask(hall[0])
    ask(hall[1])
    do(service.call_next, turn_id=turn_id, seen=0)
    do(service.end, turn_id=turn_id)
    do(change_setting, name="speakers.open", value=False)
    assert "hidden" not in more.search(mine.get("/m/1/").text)[0]  # type: ignore[index]
    answer = mine.post(f"{HOME}/mine/follow-up", data={"subject": "Bao giờ làm?"})
    assert answer.status_code == 303
    assert "Bác là người tiếp theo." in mine.get("/m/1/").text
    assert "Hỏi thêm</span>" in secretary.get(f"{HOME}/").text
    assert delegate_client(hall[2]).post(f"{HOME}/mine/follow-up").status_code == 409


def test_the_secretary_writes_a_follow_up_down(hall: list[int], client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    secretary.post(f"{HOME}/request", data={"speaker_name": "Yă Kră"})
    do(service.call_next, turn_id=1, seen=0)
    do(service.end, turn_id=1)
    assert press(secretary, "Hỏi thêm") == 303
    assert states() == {1: "SPOKEN", 2: "WAITING"}
    assert "turns/1/follow-up" not in secretary.get(f"{HOME}/").text, "waits already"
