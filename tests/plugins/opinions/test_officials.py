"""A department's own device: what it reads, what it prepares, and the chair's call."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.db import db
from meeting.errors import Refused
from meeting.events import EVERYBODY
from meeting.live import Room, Topic
from meeting.meetings import close_meeting
from meeting.models import Device
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.events import AnswererSeated, OpinionAsked
from plugins.opinions.officials.live import LISTED, whose
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker

ROADS, LAND = "DIA_CHINH_XD", "VAN_PHONG"
PAGE = "/m/1/opinions/officials"
Do = Callable[..., Any]
ClientAs = Callable[[str], FlaskClient]
Stored = Callable[[], list[OpinionView]]
WriteDown = Callable[..., int]


@pytest.fixture
def newest_device(app: Flask) -> Callable[[], int]:
    """The device that was paired last."""

    def read() -> int:
        with app.app_context():
            return int(db.session.scalar(sa.select(sa.func.max(Device.id))) or 0)

    return read


@pytest.fixture
def seated(client_as: ClientAs, newest_device: Callable[[], int]) -> Callable[[str], Any]:
    """A department's device that has said who it is: its browser and its number."""

    def make(department: str) -> tuple[FlaskClient, int]:
        client = client_as("answerer")
        device = newest_device()
        answer = client.post(f"{PAGE}/sit", data={"department": department})
        assert answer.status_code == 303
        return client, device

    return make


@pytest.fixture
def given(do: Do, write_down: WriteDown) -> WriteDown:
    """Writes an approved opinion down, gives it to a department, and returns its id."""

    def give(text: str, department: str = ROADS, **values: Any) -> int:
        opinion_id = write_down(text, **{"approved": True, **values})
        do(service.assign_department, opinion_id=opinion_id, department=department)
        return opinion_id

    return give


def shown(app: Flask, view: str, device: int) -> str:
    live = app.extensions["meeting"].live
    html: str = live.snapshot(Room(Topic(1, view, device), "vi")).html
    return html


def prepared(text: str, seen: int = 0, **values: str) -> dict[str, object]:
    return {"text": text, "full": "", "said_by": "", "seen": seen, **values}


def test_a_department_chooses_itself_once(client_as: ClientAs) -> None:
    phone = client_as("answerer")
    first = phone.get(PAGE).text
    assert "Công an xã" in first
    assert 'name="department"' in first
    assert phone.post(f"{PAGE}/sit", data={"department": ""}).status_code == 409
    assert phone.post(f"{PAGE}/sit", data={"department": "KHONG_CO"}).status_code == 409
    assert phone.post(f"{PAGE}/sit", data={"department": ROADS}).status_code == 303
    assert "Địa chính" in phone.get(PAGE).text
    assert phone.post(f"{PAGE}/sit", data={"department": LAND}).status_code == 409


def test_the_secretary_changes_whose_device_it_is(
    app: Flask, seated: Any, client_as: ClientAs, given: WriteDown
) -> None:
    phone, device = seated(ROADS)
    given("Việc của văn phòng", LAND)
    secretary = client_as("secretary")
    assert f'id="department-{device}"' in secretary.get(f"{PAGE}/devices").text
    assert "Việc của văn phòng" not in shown(app, "opinions.assigned", device)
    seat = f"{PAGE}/devices/{device}"
    assert secretary.post(seat, data={"department": LAND}).status_code == 303
    assert "Việc của văn phòng" in shown(app, "opinions.assigned", device)
    assert secretary.post(seat, data={"department": ""}).status_code == 303
    assert "Việc của văn phòng" not in shown(app, "opinions.assigned", device)
    assert 'name="department"' in phone.get(PAGE).text, "it asks again"
    assert phone.post(seat, data={"department": ROADS}).status_code == 403
    assert secretary.post(f"{PAGE}/devices/{device + 1}", data={}).status_code == 404, (
        "no such role"
    )


def test_a_device_that_tried_the_page_out_is_freed_again(
    client_as: ClientAs, newest_device: Callable[[], int]
) -> None:
    office = client_as("organiser")
    device = newest_device()
    assert office.post(f"{PAGE}/sit", data={"department": ROADS}).status_code == 303
    assert f'id="department-{device}"' in office.get(f"{PAGE}/devices").text
    assert office.post(f"{PAGE}/devices/{device}", data={"department": ""}).status_code == 303
    assert 'name="department"' in office.get(PAGE).text
    assert f'id="department-{device}"' not in office.get(f"{PAGE}/devices").text


def test_it_reads_what_is_assigned_to_it_and_nothing_else(
    app: Flask, do: Do, seated: Any, given: WriteDown, write_down: WriteDown
) -> None:
    phone, device = seated(ROADS)
    other = given("Việc của đơn vị khác", LAND)
    unapproved = given("Chưa duyệt", approved=False)
    delicate = given("Nhạy cảm mà giao cho đơn vị")
    do(service.mark_sensitive, opinion_id=delicate, sensitive=True)
    complaint = given("Khiếu nại quyết định")
    do(service.set_kind, opinion_id=complaint, kind="COMPLAINT")
    referred = given("Tố cáo cán bộ")
    do(service.set_outcome, opinion_id=referred, wish=Wish(outcome="REFERRED"))
    nobodys = write_down("Chưa giao ai", approved=True)
    mine = given("Đường vào làng Stơr", asker=Asker(name="Đinh Klĕn"))
    listed = shown(app, "opinions.assigned", device)
    assert "Đường vào làng Stơr" in listed
    assert "Đinh Klĕn" in listed
    assert "Nhạy cảm mà giao" in listed
    for text in ("đơn vị khác", "Chưa duyệt", "Khiếu nại quyết", "Tố cáo cán bộ", "Chưa giao ai"):
        assert text not in listed
    for opinion_id in (other, unapproved, complaint, referred, nobodys, 99):
        assert phone.get(f"{PAGE}/{opinion_id}").status_code == 404
        assert "không còn giao" in phone.get(f"{PAGE}/{opinion_id}/words").text
        for act in ("prepare", "heard"):
            assert phone.post(f"{PAGE}/{opinion_id}/{act}", data=prepared("x")).status_code == 409
    page = phone.get(f"{PAGE}/{mine}").text
    assert "Đường vào làng Stơr" in page
    for gone in ("all", str(mine), ""):
        assert phone.get(f"/m/1/opinions/{gone}").status_code == 403, "the register is not theirs"


def test_what_it_prepares_is_with_the_chair_at_once_and_nowhere_else(
    app: Flask, seated: Any, given: WriteDown, stored: Stored, do: Do
) -> None:
    phone, device = seated(ROADS)
    opinion_id = given("Đường vào làng Stơr")
    assert "Chưa chuẩn bị trả lời" in shown(app, "opinions.assigned", device)
    save = f"{PAGE}/{opinion_id}/prepare"
    form = prepared("Sửa trong quý I.", full="Đã bố trí vốn; sửa trong quý I.", said_by="Ông Thắng")
    assert phone.post(save, data=form).status_code == 303
    (found,) = stored()
    assert (found.prepared, found.prepared_by) == ("Sửa trong quý I.", "Ông Thắng")
    assert not found.answer
    page = phone.get(f"{PAGE}/{opinion_id}").text
    assert "Đã bố trí vốn" in page
    assert "Đã chuẩn bị trả lời" in shown(app, "opinions.assigned", device)


def test_two_devices_of_one_department_lose_no_word(
    seated: Any, given: WriteDown, stored: Stored
) -> None:
    one, _device = seated(ROADS)
    two, _other = seated(ROADS)
    save = f"{PAGE}/{given('Đường lầy')}/prepare"
    assert one.post(save, data=prepared("Bản thứ nhất", full="Đầy đủ thứ nhất")).status_code == 303
    program = {"Accept": "application/json"}
    late = two.post(save, data=prepared("Bản thứ hai", full="Đầy đủ thứ hai"), headers=program)
    assert late.status_code == 409
    told = late.get_json()
    assert told["error"]["code"] == "opinions.stale"
    assert (told["seen"], told["by"]) == (1, "answerer")
    assert told["theirs"]["text"] == "Bản thứ nhất"
    assert told["theirs"]["full"] == "Đầy đủ thứ nhất"
    answer = two.post(save, data=prepared("Cả hai", seen=1), headers=program)
    assert answer.get_json()["result"] == 2
    assert stored()[0].prepared == "Cả hai"


def test_hostile_words_stay_words(app: Flask, seated: Any, given: WriteDown) -> None:
    phone, device = seated(ROADS)
    opinion_id = given("<script>alert(1)</script>", asker=Asker(name="<b>Đinh</b>"))
    phone.post(f"{PAGE}/{opinion_id}/prepare", data=prepared("</textarea><script>x</script>"))
    texts = [phone.get(f"{PAGE}/{opinion_id}").text, shown(app, "opinions.assigned", device)]
    for html in texts:
        assert "<script>alert" not in html
        assert "<b>Đinh" not in html
        assert "</textarea><script>" not in html


def test_the_chairs_call_is_a_sign_until_it_is_heard(
    app: Flask, do: Do, seated: Any, given: WriteDown
) -> None:
    phone, device = seated(ROADS)
    _other, elsewhere = seated(LAND)
    quiet, opinion_id = given("Việc không gọi"), given("Đường vào làng Stơr")
    do(service.call_department, opinion_id=quiet)
    do(service.stop_calling, opinion_id=quiet)
    assert shown(app, "opinions.called", device).strip() == ""
    do(service.call_department, opinion_id=opinion_id)
    sign = shown(app, "opinions.called", device)
    assert "Chủ trì mời đơn vị trả lời" in sign
    assert "Tôi nghe" in sign
    assert shown(app, "opinions.called", elsewhere).strip() == ""
    listed = shown(app, "opinions.assigned", device)
    assert listed.index("Đường vào làng") < listed.index("Việc không gọi"), "called first"
    answer = phone.post(f"{PAGE}/{opinion_id}/heard", data={})
    assert answer.headers["Location"].endswith(f"{PAGE}/{opinion_id}")
    assert shown(app, "opinions.called", device).strip() == ""
    do(service.call_department, opinion_id=opinion_id)
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))
    assert shown(app, "opinions.called", device).strip() == "", "nothing is left to be answered"


def test_it_sees_what_was_said_and_what_was_decided(
    do: Do, seated: Any, given: WriteDown, app: Flask
) -> None:
    phone, device = seated(ROADS)
    opinion_id = given("Đường vào làng Stơr")
    before = shown(app, "opinions.assigned", device)
    said = {"opinion_id": opinion_id, "kind": "CLARIFICATION", "text": "Đoạn nào?"}
    do(service.add_entry, **said, said_by="Chủ tịch")
    assert shown(app, "opinions.assigned", device) != before, "so the open page asks again"
    words = phone.get(f"{PAGE}/{opinion_id}/words").text
    assert "Đoạn nào?" in words
    assert "Chủ trì hỏi lại" in words
    assert "<html" not in words
    due = date(2023, 11, 10)
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="PENDING", due_date=due))
    assert "10/11/2023" in phone.get(f"{PAGE}/{opinion_id}/words").text
    assert "10/11/2023" in shown(app, "opinions.assigned", device)


def test_a_long_list_is_cut_and_the_rest_is_a_page_away(
    app: Flask, do: Do, seated: Any, given: WriteDown
) -> None:
    phone, device = seated(ROADS)
    settled = given("Việc đã xong")
    do(service.set_outcome, opinion_id=settled, wish=Wish(outcome="NOTED"))
    for number in range(LISTED + 2):
        given(f"Việc thứ {number}.")
    listed = shown(app, "opinions.assigned", device)
    assert f"{LISTED + 2} ý kiến cần trả lời" in listed
    assert "Còn 3 ý kiến nữa" in listed
    assert "Việc đã xong" not in listed, "what waits comes first"
    page = phone.get(f"{PAGE}/all").text
    assert "Việc đã xong" in page
    assert page.count('id="assigned-') == LISTED + 3


def test_before_the_meeting_it_prepares_what_was_collected(
    seated: Any, given: WriteDown, stored: Stored
) -> None:
    phone, _device = seated(ROADS)
    opinion_id = given("Gom từ làng", channel="PRE_COLLECTED")
    saved = phone.post(f"{PAGE}/{opinion_id}/prepare", data=prepared("Chuẩn bị trước"))
    assert saved.status_code == 303
    assert stored()[0].prepared == "Chuẩn bị trước"


def test_another_device_may_not_speak_for_a_department(do: Do, given: WriteDown) -> None:
    opinion_id = given("Đường lầy")
    stranger = Actor("device", 77, "Máy lạ", "answerer")
    with pytest.raises(Refused) as refused:
        do(service.heard, by=stranger, opinion_id=opinion_id)
    assert refused.value.code == "opinions.not_assigned"


def test_whose_view_an_event_touches() -> None:
    assert whose(AnswererSeated(meeting_id=1, device_id=5, department="X")) == 5
    assert whose(OpinionAsked(meeting_id=1, opinion_id=1, number=1)) == EVERYBODY


def test_a_closed_meeting_is_read_only(app: Flask, do: Do, seated: Any, given: WriteDown) -> None:
    phone, device = seated(ROADS)
    opinion_id = given("Đường vào làng Stơr")
    phone.post(f"{PAGE}/{opinion_id}/prepare", data=prepared("Đã chuẩn bị"))
    do(service.call_department, opinion_id=opinion_id)
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))
    do(close_meeting)
    page = phone.get(f"{PAGE}/{opinion_id}").text
    assert "Đã chuẩn bị" in page
    assert "<textarea" not in page
    assert re.search(r"ghi nhận", page)
    assert shown(app, "opinions.called", device).strip() == ""
