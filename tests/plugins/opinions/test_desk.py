"""The secretary's desk without a script: keys, undo, filters, the slip's form and its code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from plugins.opinions import service
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker
from plugins.opinions.usecases import intake

Do = Callable[..., Any]
Stored = Callable[[], list[OpinionView]]
WriteDown = Callable[..., int]
ClientAs = Callable[[str], FlaskClient]
AS_JSON = {"Accept": "application/json"}
DIRTY = [  # what people type; it goes through as it is
    "duong vao lang Klech lay loi qua",
    "dduwowngf vaof langf",
    "d9u7o7ng2 vao2 lang2",
    "ko dc, gđ em z ntn",
    "ĐỀ NGHỊ XÃ SỬA CẦU",
    "5tr, 1,5 triệu, 2 sào 7 thước, 07g30, 13/9",
    "Ă Ơ̆ Ƀok H'Lĭnh “hổng” xài",
    "=1+1; <b>đậm</b> & %s {{ 7*7 }}",
]


def at(path: str = "") -> str:
    return f"/m/1/opinions/{path}"


@pytest.fixture
def secretary(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


def press(browser: FlaskClient, what: str, **data: Any) -> str:
    """Press a key of the list and read the page that follows."""
    answer = browser.post(at("decide"), data={"do": what, **data}, follow_redirects=True)
    return answer.text


def test_a_key_acts_on_the_chosen_one_and_offers_to_undo(
    secretary: FlaskClient, write_down: WriteDown, stored: Stored
) -> None:
    write_down("Một")
    write_down("Hai")
    page = secretary.get(at()).text
    assert 'value="2.1"' in page, "the row says which words the clicker saw"
    page = press(secretary, "approve", opinion="2.1")
    assert "Đã duyệt ý kiến 2" in page
    assert [one.approved for one in stored()] == [False, True]
    page = press(secretary, "topic:DIEN_NUOC", opinion="1.1")
    assert "Đã duyệt ý kiến 2" not in page, "one line: the last one"
    page = secretary.post(at("undo"), follow_redirects=True).text
    assert "Đã hoàn tác" in page
    assert [one.category for one in stored()] == ["", ""]
    page = secretary.post(at("undo"), follow_redirects=True).text
    assert "Không còn gì để hoàn tác" in page
    assert [one.approved for one in stored()] == [False, True], "never a toggle"


def test_an_undo_that_comes_too_late_says_so(
    do: Do, secretary: FlaskClient, write_down: WriteDown
) -> None:
    opinion_id = write_down()
    press(secretary, "topic:DIEN_NUOC", opinion=f"{opinion_id}.1")
    do(service.set_category, opinion_id=opinion_id, category="DAT_DAI")
    answer = secretary.post(at("undo"))
    assert answer.status_code == 409
    assert "đã được sửa sau lần bấm đó" in answer.text


def test_nothing_chosen_and_nothing_changed(secretary: FlaskClient, write_down: WriteDown) -> None:
    write_down()
    refused = secretary.post(at("decide"), data={"do": "approve"})
    assert refused.status_code == 409
    assert "Chọn một ý kiến" in refused.text
    press(secretary, "approve", opinion="1.1")
    assert "đã như vậy rồi" in press(secretary, "approve", opinion="1.1")
    assert secretary.post(at("decide/77"), data={"do": "approve"}).status_code == 409


def test_the_same_form_again_is_one_decision(
    secretary: FlaskClient, write_down: WriteDown, stored: Stored
) -> None:
    write_down()
    for _ in range(2):
        assert "Đã duyệt ý kiến 1" in press(secretary, "approve", opinion="1.1", key="abc")
    secretary.post(at("undo"))
    assert not stored()[0].approved


def test_who_complains_is_told_what_to_do(
    secretary: FlaskClient, write_down: WriteDown, stored: Stored
) -> None:
    write_down("Tố cáo cán bộ")
    page = press(secretary, "denunciation", opinion="1.1")
    assert "Lời nói với bà con" in page
    assert "được giữ kín" in page
    assert (stored()[0].outcome, stored()[0].sensitive) == ("REFERRED", True)


def test_join_by_number_and_by_what_looks_alike(
    secretary: FlaskClient, write_down: WriteDown, stored: Stored
) -> None:
    write_down("Đường vào làng Klếch lầy lội, xin đổ bê tông")
    write_down("Xin đổ bê tông đường vào làng Klếch")
    write_down("Điện yếu")
    assert 'value="join:1"' in secretary.get(at("2/similar")).text
    assert "join:" not in secretary.get(at("3/similar")).text
    press(secretary, "join", opinion="2.1", number=" 1 ")
    press(secretary, "join:1", opinion="3.1")
    assert [one.merged_into for one in stored()] == [None, 1, 1]


def test_a_decision_leads_back_to_the_same_list(
    secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down("Điện yếu", category="DIEN_NUOC")
    answer = secretary.post(
        at("decide/1?show=waiting&topic=DIEN_NUOC&x=//evil"), data={"do": "approve"}
    )
    assert answer.headers["Location"] == at("?show=waiting&topic=DIEN_NUOC")


def test_a_filter_is_an_address(secretary: FlaskClient, write_down: WriteDown) -> None:
    write_down("Điện yếu lắm", category="DIEN_NUOC")
    write_down("Đường lầy")
    page = secretary.get(at("?q=dien+yeu")).text
    assert "Điện yếu lắm" in page
    assert "Đường lầy" not in page
    assert "“dien yeu”" in page, "a reader sees why the list is short"
    assert 'data-live="opinions.desk_list"' not in page
    again = re.search(r'data-op-again="([^"]+)"', page)
    assert again is not None
    part = secretary.get(again[1].replace("&amp;", "&")).text
    assert "Điện yếu lắm" in part
    assert "<html" not in part
    write_down("Điện yếu nữa")
    part = secretary.get(again[1].replace("&amp;", "&")).text
    assert "1 ý kiến mới" in part
    assert "Điện yếu nữa" not in part, "the reader is not thrown about"


def test_the_register_finds_nothing_sensitive_for_those_who_only_read(
    client_as: ClientAs, write_down: WriteDown
) -> None:
    write_down("Vòi tiền của dân", category="CAN_BO", asker=Asker(name="Đinh Klĕn"))
    write_down("Điện yếu", category="DIEN_NUOC")
    reader = client_as("observer")
    page = reader.get(at("all")).text
    assert "Một công dân" in page
    for address in ("all", "all?q=voi+tien", "all?q=klen", "list?q=klen", "list?of=desk", "list"):
        page = reader.get(at(address)).text
        assert "Klĕn" not in page
        assert "Vòi tiền" not in page
    for address in ("all?q=voi", "all?topic=CAN_BO", "list?topic=CAN_BO&of=desk"):
        assert "opinion-1" not in reader.get(at(address)).text
    assert "Điện yếu" in reader.get(at("all?topic=DIEN_NUOC")).text


def test_the_summariser_sorts_and_joins_and_nothing_more(
    client_as: ClientAs, write_down: WriteDown, stored: Stored
) -> None:
    write_down("Một")
    write_down("Hai")
    clerk = client_as("summariser")
    page = clerk.get(at()).text
    for act in ('value="approve"', 'value="off_topic"', 'value="complaint"', "department:"):
        assert act not in page
    for act in ("approve", "off_topic", "complaint", "denunciation", "nothing", "department:X"):
        assert clerk.post(at("decide"), data={"do": act, "opinion": "1.1"}).status_code == 403
    press(clerk, "topic:CAN_BO", opinion="1.1")
    assert (stored()[0].category, stored()[0].sensitive) == ("CAN_BO", True)
    clerk.post(at("undo"))
    assert (stored()[0].category, stored()[0].sensitive) == ("", False)
    press(clerk, "join:1", opinion="2.1")
    assert stored()[1].merged_into == 1


# Writing down


def test_a_slip_with_all_that_is_known(secretary: FlaskClient, stored: Stored) -> None:
    slip = {"channel": "VIA_SECRETARY", "who": "name", "name": "Người Lạ", "text": "Xin hỏi"}
    known = {"slip": " 17 ", "kind": "PETITION", "category": "DIEN_NUOC", "contact": "0905 111"}
    other = {"source": "Trưởng làng báo cáo", "severity": "Bức xúc", "reference": "12/Đơn"}
    secretary.post(at(), data={**slip, **known, **other})
    one = stored()[0]
    assert (one.slip, one.kind, one.category, one.contact) == (
        "17",
        "PETITION",
        "DIEN_NUOC",
        "0905 111",
    )
    assert (one.source, one.severity, one.reference) == ("", "", ""), "of another channel"
    secretary.post(at(), data={**slip, **known, **other, "channel": "PRE_COLLECTED"})
    one = stored()[1]
    assert (one.source, one.severity, one.reference) == tuple(other.values())
    assert (one.slip, one.raised_at) == ("", None)


@pytest.mark.parametrize("field", ["source", "severity", "kind"])
def test_what_is_not_on_the_plans_list_is_refused(
    secretary: FlaskClient, stored: Stored, field: str
) -> None:
    data = {"channel": "PRE_COLLECTED", "who": "nobody", "text": "Xin hỏi", field: "Bịa"}
    answer = secretary.post(at(), data=data)
    assert answer.status_code == 409
    assert "Xin hỏi" in answer.text
    assert not stored()


def test_who_gives_no_name_gets_a_code(secretary: FlaskClient, stored: Stored) -> None:
    data = {"channel": "VIA_SECRETARY", "who": "nobody", "text": "Xin hỏi"}
    page = secretary.post(at(), data=data, follow_redirects=True).text
    code = stored()[0].receipt
    assert len(code) == intake.RECEIPT_LENGTH
    assert f"<span>{code[:4]}</span><span>{code[4:]}</span>" in page
    assert code[:4] in secretary.get(at()).text, "still there when the page is opened again"
    page = secretary.post(at(), data={**data, "who": "name", "name": "Bà Ba"}).text
    assert code[:4] not in secretary.get(at()).text
    sent = secretary.post(at(), data=data, headers=AS_JSON).get_json()
    assert sent["result"]["code"] == stored()[2].receipt


@pytest.mark.parametrize("text", DIRTY)
def test_dirty_input_goes_through(secretary: FlaskClient, stored: Stored, text: str) -> None:
    data = {"channel": "DIRECT", "who": "name", "name": "Dinh Thi Hlop X", "text": text}
    assert secretary.post(at(), data=data).status_code == 303
    assert stored()[0].text == text
    assert "<b>đậm</b>" not in secretary.get(at()).text


def test_the_form_for_a_speech_of_before(do: Do, secretary: FlaskClient, stored: Stored) -> None:
    from plugins.speakers.api import call_next, end, request_turn

    turn_id = do(request_turn, speaker_name="Đinh Klĕn")
    do(call_next, seen=0, turn_id=turn_id)
    do(end, turn_id=turn_id)
    page = secretary.get(at(f"?turn={turn_id}")).text
    assert f'value="turn:{turn_id}" checked' in page
    assert 'value="turn:99"' not in secretary.get(at("?turn=99")).text
    data = {"channel": "DIRECT", "who": f"turn:{turn_id}", "text": "Xin cái cầu"}
    secretary.post(at(), data=data)
    assert [(one.name, one.text) for one in stored()] == [("Đinh Klĕn", "Xin cái cầu")]
