"""Pages of opinions: who may open what, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from meeting.access import Actor
from meeting.db import db
from meeting.meetings import close_meeting
from meeting.models import MeetingPlugin
from meeting.writing import Tx
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker

Do = Callable[..., Any]
Stored = Callable[[], list[OpinionView]]
WriteDown = Callable[..., int]
ClientAs = Callable[[str], FlaskClient]
DelegateClient = Callable[[int], FlaskClient]

HOSTILE = '<script>alert(1)</script> & "<img src=x onerror=alert(2)>"'
AS_JSON = {"Accept": "application/json"}
PAGES = ["", "all", "list", "1", "people", "1/similar"]
ACTIONS = [
    "",
    "1/edit",
    "1/asker",
    "1/approve",
    "1/withdraw",
    "1/sensitive",
    "1/assign",
    "1/answer",
    "1/outcome",
    "1/show",
    "1/hide",
    "decide",
    "decide/1",
    "1/put-right",
    "undo",
]


def at(path: str, meeting: int = 1) -> str:
    return f"/m/{meeting}/opinions/{path}"


def json_of(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.fixture
def phone(bum: Actor, delegate_client: DelegateClient) -> FlaskClient:
    assert bum.id is not None
    return delegate_client(bum.id)


@pytest.fixture
def secretary(client_as: ClientAs) -> FlaskClient:
    return client_as("secretary")


# The phone


def test_an_attendee_sends_a_question(phone: FlaskClient) -> None:
    assert "Bưm" in phone.get("/m/1/").text or "opinions/mine" in phone.get("/m/1/").text
    page = phone.get(at("mine")).text
    assert 'data-keep="opinion"' in page
    sent = phone.post(at("mine"), data={"text": "Bao giờ đổ bê tông?", "category": ""})
    assert (sent.status_code, sent.headers["Location"]) == (303, at("mine"))
    page = phone.get(at("mine")).text
    assert "Bao giờ đổ bê tông?" in page
    assert page.count('data-live="opinions.mine:') == 1


def test_a_refused_question_comes_back_with_its_words(stored: Stored, phone: FlaskClient) -> None:
    long = "Đường lầy. " * 400
    answer = phone.post(at("mine"), data={"text": long, "category": "DIEN_NUOC"})
    assert answer.status_code == 409
    assert long.strip() in answer.text
    assert 'value="DIEN_NUOC" selected' in answer.text
    assert "4399" in answer.text or "4.399" in answer.text
    assert not stored()


def test_a_program_gets_the_number_or_the_refusal(phone: FlaskClient) -> None:
    sent = phone.post(at("mine"), data={"text": "Hỏi"}, headers=AS_JSON)
    assert sent.json == {"ok": True, "result": {"id": 1, "number": 1, "code": ""}}
    refused = phone.post(at("mine"), data={"text": ""}, headers=AS_JSON)
    assert (refused.status_code, json_of(refused)["error"]["code"]) == (409, "opinions.empty")


def test_a_repeated_form_is_one_opinion(stored: Stored, phone: FlaskClient) -> None:
    data = {"text": "Hỏi", "key": "abc"}
    for _ in range(2):
        sent = phone.post(at("mine"), data=data, headers=AS_JSON)
        assert json_of(sent)["result"]["number"] == 1
    assert len(stored()) == 1


def test_who_is_not_known_is_led_to_the_first_page(client: FlaskClient) -> None:
    answer = client.get(at("mine"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/1/")
    assert client.post(at("mine"), data={"text": "Hỏi"}).status_code == 409
    assert "opinions/mine" not in client.get("/m/1/").text


def test_a_phone_sees_what_became_of_its_own_opinion_only(
    do: Do, bum: Actor, phone: FlaskClient, delegate_client: DelegateClient, write_down: WriteDown
) -> None:
    mine = do(service.ask, by=bum, text="Xin cái giếng khoan").id
    write_down("Chuyện của người khác")
    do(
        service.record_answer,
        opinion_id=mine,
        text="Nháp chưa xong",
        answered_by="Trần Xuân Nam",
        seen=0,
    )
    page = phone.get(at("mine")).text
    assert "Nháp chưa xong" not in page, "an answer is told with the outcome, not before"
    do(service.set_outcome, opinion_id=mine, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    page = phone.get(at("mine")).text
    assert "Nháp chưa xong" in page
    assert "Trần Xuân Nam" in page
    assert "Chuyện của người khác" not in page
    neighbour = delegate_client((bum.id or 0) + 1)
    assert "Xin cái giếng khoan" not in neighbour.get(at("mine")).text


def test_questions_by_phone_can_be_switched_off(do: Do, phone: FlaskClient) -> None:
    from meeting.meetings import change_setting

    do(change_setting, name="opinions.phone", value=False)
    assert "<textarea" not in phone.get(at("mine")).text
    assert phone.post(at("mine"), data={"text": "Hỏi"}).status_code == 409


# The desk


def test_the_secretary_writes_down_and_approves(
    stored: Stored, secretary: FlaskClient, bum: Actor
) -> None:
    assert secretary.get("/").headers["Location"].startswith("/m/1/")
    data = {"channel": "VIA_SECRETARY", "who": "name", "name": "dinh bum", "text": "Xin hỏi"}
    sent = secretary.post(at(""), data=data, headers=AS_JSON)
    assert json_of(sent)["result"] == {"id": 1, "number": 1, "code": ""}
    opinion = stored()[0]
    assert opinion.delegate_id == bum.id, "one person has this name, so it is that person"
    page = secretary.get(at("")).text
    assert "Đinh Bưm" in page
    assert at("decide/1") in page
    approved = secretary.post(at("decide/1"), data={"do": "approve"})
    assert (approved.status_code, approved.headers["Location"]) == (303, at(""))
    assert stored()[0].approved


def test_a_name_that_is_not_on_the_list_is_kept_as_typed(
    stored: Stored, secretary: FlaskClient
) -> None:
    data = {"channel": "DIRECT", "who": "name", "name": "Người Lạ", "text": "Xin hỏi"}
    assert secretary.post(at(""), data=data).status_code == 303
    assert stored()[0].name == "Người Lạ"


def test_namesakes_are_asked_about(
    app: Flask, stored: Stored, do: Do, secretary: FlaskClient
) -> None:
    from plugins.roster.api import add_person, villages

    with app.app_context():
        first, second = (one.id for one in villages(db.session(), 1)[:2])
    for village_id in (first, second):
        do(add_person, name="Đinh Trùng", village_id=village_id)
    data = {"channel": "DIRECT", "who": "name", "name": "Dinh Trung", "text": "Xin hỏi"}
    answer = secretary.post(at(""), data=data)
    assert answer.status_code == 409
    assert "Xin hỏi" in answer.text
    assert answer.text.count('data-name="Đinh Trùng"') == 2
    assert secretary.post(at(""), data={**data, "village": str(second)}).status_code == 303
    assert stored()[0].village_id == second
    assert secretary.post(at(""), data={**data, "as_typed": "1"}).status_code == 303
    assert stored()[1].name == "Dinh Trung"


def test_names_are_found_without_marks(secretary: FlaskClient) -> None:
    rows = secretary.get(at("people"), query_string={"name": "dinh hlop"}).text
    assert "Đinh Thị Hlŏp" in rows
    assert 'name="delegate_id"' in rows
    assert "<html" not in rows
    assert secretary.get(at("people")).text.strip() == ""


def test_a_refused_record_keeps_every_field(secretary: FlaskClient) -> None:
    data = {
        "channel": "DIRECT",
        "who": "nobody",
        "name": "",
        "text": "",
        "category": "DIEN_NUOC",
        "approved": "y",
    }
    answer = secretary.post(at(""), data=data)
    assert answer.status_code == 409
    for kept in (
        'value="DIRECT" checked',
        'value="DIEN_NUOC" selected',
        'name="approved" value="y" checked',
        'value="nobody" checked',
    ):
        assert kept in answer.text, kept


# One opinion


def test_text_answer_and_outcome(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down("duong lay")
    edit = {"text": "Đường lầy", "summary": "", "category": "GIAO_THONG_CT", "seen": "1"}
    assert secretary.post(at("1/edit"), data=edit).status_code == 303
    answer = {"text": "Sẽ khảo sát", "answered_by": "Trần Xuân Nam", "seen": "0"}
    assert secretary.post(at("1/answer"), data=answer).status_code == 303
    outcome = {"outcome": "PENDING", "department": "DIA_CHINH_XD", "due_date": "2023-11-10"}
    assert secretary.post(at("1/outcome"), data=outcome).status_code == 303
    page = secretary.get(at("1")).text
    for words in ("Đường lầy", "duong lay", "Sẽ khảo sát", "Trần Xuân Nam", "10/11/2023"):
        assert words in page
    assert secretary.post(at("1/outcome"), data={"clear": "1"}).status_code == 303
    assert stored()[0].outcome is None


def test_the_date_by_the_plan_is_offered(secretary: FlaskClient, write_down: WriteDown) -> None:
    write_down(category="GIAO_THONG_CT")
    page = secretary.get(at("1")).text
    assert 'value="2023-11-10"' in page
    assert 'selected value="DIA_CHINH_XD"' in page, "the plan names a department for this topic"


def test_a_stale_answer_shows_both_versions(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down()
    first = {"text": "Câu của chị Lan", "answered_by": "Nam", "seen": "0"}
    assert secretary.post(at("1/answer"), data=first).status_code == 303
    second = {"text": "Câu của anh Hùng", "answered_by": "Nam", "seen": "0"}
    stale = secretary.post(at("1/answer"), data=second, headers=AS_JSON)
    assert stale.status_code == 409
    told = json_of(stale)
    assert told["error"]["code"] == "opinions.stale"
    assert told["theirs"] == {"text": "Câu của chị Lan", "full": "", "answered_by": "Nam"}
    assert (told["seen"], told["by"]) == (1, "secretary")
    assert stored()[0].answer == "Câu của chị Lan"
    again = secretary.post(at("1/answer"), data={**second, "seen": "1"}, headers=AS_JSON)
    assert json_of(again)["result"] == 2
    assert stored()[0].answer == "Câu của anh Hùng"


def test_a_piece_is_made_once_and_saved_by_its_address(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down()
    first = {"kind": "REPLY", "text": "Đoạn qua suối", "key": "k1"}
    for _ in range(2):  # sent again, because the answer did not arrive
        told = json_of(secretary.post(at("1/said"), data=first, headers=AS_JSON))["result"]
        assert told == {
            "id": 2,
            "revision": 1,
            "action": at("1/said/2"),
            "name": "opinion-1-entry-2",
        }
    more = {"text": "Đoạn qua suối, 200 mét", "said_by": "", "seen": "1", "key": "k2"}
    for _ in range(2):
        assert json_of(secretary.post(at("1/said/2"), data=more, headers=AS_JSON))["result"] == 2
    stale = secretary.post(at("1/said/2"), data={"text": "Khác", "seen": "1"}, headers=AS_JSON)
    assert json_of(stale)["theirs"]["text"] == "Đoạn qua suối, 200 mét"
    assert secretary.post(at("1/said/2/remove"), data={"seen": "1"}).status_code == 409
    assert secretary.post(at("1/said/2/remove"), data={"seen": "2"}).status_code == 303
    assert secretary.post(at("1/said/2"), data=more, headers=AS_JSON).status_code == 404
    wrong = secretary.post(at("1/said"), data={"kind": "PREPARED"}, headers=AS_JSON)
    assert json_of(wrong)["error"]["code"] == "opinions.no_entry_kind"


def test_only_who_approves_writes_an_answer(client_as: ClientAs, write_down: WriteDown) -> None:
    write_down()
    summariser = client_as("summariser")
    assert summariser.post(at("1/said"), data={"kind": "ANSWER", "text": "Có"}).status_code == 403
    assert summariser.post(at("1/said"), data={"kind": "REPLY", "text": "Ạ"}).status_code == 303
    client_as("secretary").post(at("1/said"), data={"kind": "ANSWER", "text": "Có"})
    assert summariser.post(at("1/said/3"), data={"text": "Không", "seen": "1"}).status_code == 403
    page = summariser.get(at("1")).text
    assert "opinion-1-entry-2" in page
    assert "opinion-1-entry-3" not in page
    assert "begin-answer" not in page


def test_what_is_prepared_becomes_the_answer(
    do: Do,
    stored: Stored,
    secretary: FlaskClient,
    client_as: ClientAs,
    write_down: WriteDown,
) -> None:
    write_down(approved=True)
    do(service.prepare, opinion_id=1, text="Đã có.", full="Đã có vốn.", said_by="", seen=0)
    assert at("1/use-prepared") in secretary.get(at("1")).text
    assert "Đã có vốn." in client_as("chair").get(at("1")).text
    for role in ("summariser", "observer"):  # nobody has said it yet
        assert "Đã có" not in client_as(role).get(at("1")).text
    assert secretary.post(at("1/use-prepared"), data={"seen": "0"}).status_code == 303
    assert (stored()[0].answer, stored()[0].answer_full) == ("Đã có.", "Đã có vốn.")
    assert at("1/use-prepared") not in secretary.get(at("1")).text, "no answer is written over"


def test_details_are_noted_and_a_complaint_is_masked(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(approved=True)
    secretary.post(at("1/show"))
    typed = {"slip": "17", "severity": "Bức xúc", "contact": "0912 345 678", "kind": "PETITION"}
    assert secretary.post(at("1/details"), data=typed).status_code == 303
    page = secretary.get(at("1")).text
    assert 'value="17"' in page
    assert "0912 345 678" in page
    assert stored()[0].shown
    unknown = secretary.post(at("1/details"), data={**typed, "severity": "Rất gấp"})
    assert unknown.status_code == 409
    secretary.post(at("1/details"), data={**typed, "kind": "DENUNCIATION"})
    assert (stored()[0].sensitive, stored()[0].shown) == (True, False)


def test_a_sensitive_topic_among_the_details_takes_it_off_the_wall(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(approved=True)
    secretary.post(at("1/show"))
    assert secretary.post(at("1/details"), data={"category": "CAN_BO"}).status_code == 303
    assert (stored()[0].sensitive, stored()[0].shown) == (True, False)


def test_refused_outcomes_come_back_with_the_choice(
    secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down()
    for outcome in ("ANSWERED_ON_SPOT", "BEYOND_AUTHORITY", "MERGED", ""):
        answer = secretary.post(at("1/outcome"), data={"outcome": outcome})
        assert answer.status_code == 409
        assert not outcome or f'value="{outcome}" required checked' in answer.text
    typed = {"outcome": "PENDING", "department": "TU_PHAP", "due_date": "2020-01-01"}
    answer = secretary.post(at("1/outcome"), data=typed)
    assert 'value="2020-01-01"' in answer.text
    assert 'selected value="TU_PHAP"' in answer.text


def test_a_later_date_asks_for_its_reason_and_unknown_holidays_are_said(
    do: Do, stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down()
    typed = {"outcome": "PENDING", "department": "TU_PHAP", "due_date": "2023-11-17"}
    refused = secretary.post(at("1/outcome"), data=typed)
    assert refused.status_code == 409
    assert 'id="due_reason-error1"' in refused.text
    assert "10/11/2023: 15 ngày làm việc – Kế hoạch" in refused.text
    assert "ngày cuối theo luật là 20/11/2023" in refused.text, "30 days end on a Sunday"
    explained = {**typed, "due_reason": "Chờ đo đạc"}
    assert secretary.post(at("1/outcome"), data=explained).status_code == 303
    assert stored()[0].due_reason == "Chờ đo đạc"
    body = {"outcome": "BEYOND_AUTHORITY", "competent_body": "Sở Y tế", "told_on": "2023-10-21"}
    assert secretary.post(at("1/outcome"), data={**body, "expected": "2024"}).status_code == 303
    found = stored()[0]
    assert (found.told_on, found.expected, found.due_reason) == (date(2023, 10, 21), "2024", "")
    secretary.post(at("1/outcome"), data={"clear": "1"})
    assert (stored()[0].outcome, stored()[0].told_on) == (None, None)


def test_what_was_collected_before_is_taken_up_and_laid_back(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(channel="PRE_COLLECTED")
    assert "Nêu tại hội nghị" in secretary.get(at("1")).text
    assert secretary.post(at("1/raised")).status_code == 303
    assert stored()[0].raised_at is not None
    assert stored()[0].approved
    assert "Chưa nêu tại hội nghị" in secretary.get(at("1")).text
    secretary.post(at("1/raised"), data={"raised": "0"})
    assert stored()[0].raised_at is None


def test_show_hide_sensitive_assign(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down(approved=True)
    secretary.post(at("1/show"))
    assert stored()[0].shown
    secretary.post(at("1/hide"))
    assert not stored()[0].shown
    secretary.post(at("1/sensitive"), data={"sensitive": "1"})
    assert stored()[0].sensitive
    assert secretary.post(at("1/show")).status_code == 409
    secretary.post(at("1/sensitive"), data={"sensitive": "0"})
    secretary.post(at("1/assign"), data={"department": "TU_PHAP"})
    found = stored()[0]
    assert (found.sensitive, found.department) == (False, "TU_PHAP")
    secretary.post(at("1/withdraw"))
    assert not stored()[0].approved


def test_the_asker_is_corrected_on_the_page(
    stored: Stored, secretary: FlaskClient, write_down: WriteDown, bum: Actor
) -> None:
    write_down()
    data = {"who": "name", "name": "", "delegate_id": str(bum.id)}
    assert secretary.post(at("1/asker"), data=data).status_code == 303
    assert stored()[0].delegate_id == bum.id
    refused = secretary.post(at("1/asker"), data={"who": "name", "name": ""})
    assert refused.status_code == 409


# Who may what


def test_pages_are_closed_to_strangers(client: FlaskClient, phone: FlaskClient) -> None:
    for path in PAGES:
        assert client.get(at(path)).status_code == 403
        assert phone.get(at(path)).status_code == 403


def test_words_on_the_wall_change_only_by_who_approves(
    do: Do, client_as: ClientAs, write_down: WriteDown, stored: Stored
) -> None:
    write_down(approved=True)
    do(service.show, opinion_id=1)
    tidied = {"text": "Đường vào làng lầy.", "summary": "", "category": "", "seen": "1"}
    answer = client_as("summariser").post(at("1/edit"), data=tidied)
    assert answer.status_code == 409
    assert "đang chiếu trên màn hình" in answer.text
    assert stored()[0].text != "Đường vào làng lầy."
    assert client_as("secretary").post(at("1/edit"), data=tidied).status_code == 303
    assert stored()[0].text == "Đường vào làng lầy."
    do(service.hide, opinion_id=1)
    again = {**tidied, "text": "Đường lầy.", "seen": "2"}
    assert client_as("summariser").post(at("1/edit"), data=again).status_code == 303


@pytest.mark.parametrize("role", ["observer", "registrar", "answerer", "screen", ""])
def test_actions_are_closed_to_those_who_only_read(
    stored: Stored, client_as: ClientAs, client: FlaskClient, write_down: WriteDown, role: str
) -> None:
    write_down()
    browser = client_as(role) if role else client
    for path in ACTIONS:
        assert browser.post(at(path)).status_code == 403
    (opinion,) = stored()
    assert not opinion.approved


def test_the_summariser_tidies_but_does_not_decide(
    client_as: ClientAs, write_down: WriteDown, stored: Stored
) -> None:
    write_down()
    write_down("Đường lầy quá, xe không đi được")
    summariser = client_as("summariser")
    page, desk = summariser.get(at("1")).text, summariser.get(at("")).text
    for path in ("1/approve", "1/withdraw", "1/answer", "1/show", "1/outcome"):
        assert summariser.post(at(path), data={"outcome": "NOTED"}).status_code == 403
        assert at(path) not in page + desk
    assert 'name="approved"' not in desk
    sure = {"channel": "VIA_SECRETARY", "name": "Đinh Klĕn", "text": "Xin cầu", "approved": "y"}
    assert summariser.post(at(""), data=sure).status_code == 303
    tidied = {"text": "Đường vào làng lầy.", "summary": "Đường lầy", "category": "", "seen": "1"}
    assert summariser.post(at("1/edit"), data=tidied).status_code == 303
    assert summariser.post(at("2/join"), data={"merged_into": "1"}).status_code == 303
    first, second, third = stored()
    assert first.summary == "Đường lầy"
    assert second.merged_into == 1
    assert not third.approved, "that is the secretary's, whatever a form says"


def test_what_is_decided_is_not_joined_away(
    do: Do, client_as: ClientAs, write_down: WriteDown, stored: Stored
) -> None:
    write_down()
    write_down("Xin làm cầu")
    do(service.set_outcome, opinion_id=2, wish=Wish(outcome="NOTED"))
    summariser = client_as("summariser")
    answer = summariser.post(at("2/join"), data={"merged_into": "1"})
    assert answer.status_code == 409
    assert "nhờ thư ký" in answer.text
    assert summariser.post(at("1/join"), data={}).status_code == 409
    assert [one.outcome for one in stored()] == [None, "NOTED"]


def test_the_summariser_masks_and_does_not_unmask(
    client_as: ClientAs, write_down: WriteDown, stored: Stored
) -> None:
    write_down()
    summariser, secretary = client_as("summariser"), client_as("secretary")
    assert summariser.post(at("1/sensitive"), data={"sensitive": "1"}).status_code == 303
    assert summariser.post(at("1/sensitive"), data={"sensitive": "0"}).status_code == 403
    assert stored()[0].sensitive
    assert secretary.post(at("1/sensitive"), data={"sensitive": "0"}).status_code == 303


def test_readers_see_all_but_what_is_sensitive(
    do: Do, client_as: ClientAs, write_down: WriteDown
) -> None:
    write_down("Đường lầy", asker=Asker(name="Đinh Klĕn"))
    write_down("Cán bộ gợi ý tiền", asker=Asker(name="Đinh Thị Ŏnh"), category="CAN_BO")
    observer = client_as("observer")
    register = observer.get(at("all")).text
    assert "Đường lầy" in register
    assert "Đinh Klĕn" in register
    for page in (register, observer.get(at("2")).text):
        assert "Cán bộ gợi ý tiền" not in page
        assert "Ŏnh" not in page
    assert "Cán bộ gợi ý tiền" in client_as("secretary").get(at("2")).text
    assert "<textarea" not in observer.get(at("1")).text


def test_the_register_has_pages(do: Do, client_as: ClientAs, write_down: WriteDown) -> None:
    from plugins.opinions.desk import views as desk

    for number in range(desk.REGISTER_PAGE + 1):
        write_down(f"Ý kiến thứ {number + 1:03}")
    observer = client_as("observer")
    assert "Ý kiến thứ 051" not in observer.get(at("all")).text
    assert "Ý kiến thứ 051" in observer.get(at("all?after=0.50")).text


def test_missing_rows_and_other_meetings(secretary: FlaskClient, write_down: WriteDown) -> None:
    write_down()
    assert secretary.get(at("99")).status_code == 404
    assert secretary.get(at("1", meeting=99)).status_code == 404
    for path in [one for one in ACTIONS if one.startswith("1/")]:
        assert secretary.post(at(path.replace("1", "99", 1))).status_code == 404
    assert secretary.get(at("99/similar")).status_code == 404
    assert secretary.post(at("decide/99"), data={"do": "approve"}).status_code == 409


def test_an_opinion_of_another_meeting_is_not_found(
    app: Flask, do: Do, secretary: FlaskClient, write_down: WriteDown
) -> None:
    from meeting.contract import run
    from meeting.meetings import create_meeting
    from meeting.plan import load_plan_file, shipped_plans

    write_down()
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    with app.app_context():
        other = run(create_meeting, by=Actor.system("test"), plan=plan)
    assert secretary.get(at("1", meeting=other)).status_code == 404
    assert secretary.post(at("1/approve", meeting=other)).status_code == 404


def test_switched_off_there_is_nothing(do: Do, secretary: FlaskClient, phone: FlaskClient) -> None:
    def switch_off(tx: Tx) -> None:
        tx.session.add(MeetingPlugin(meeting_id=tx.meeting_id, name="opinions", on=False))

    do(switch_off)
    assert secretary.get(at("")).status_code == 404
    assert phone.post(at("mine"), data={"text": "Hỏi"}).status_code == 404
    assert "opinions" not in phone.get("/m/1/").text
    assert "/opinions/" not in secretary.get("/m/1/staff").text


# Hostile text


def test_hostile_text_is_escaped_everywhere(
    do: Do, bum: Actor, phone: FlaskClient, secretary: FlaskClient, write_down: WriteDown
) -> None:
    do(service.ask, by=bum, text=HOSTILE)
    write_down(HOSTILE, asker=Asker(name=f"Tên {HOSTILE}"))
    do(service.record_answer, opinion_id=1, text=HOSTILE, answered_by=HOSTILE, seen=0)
    do(service.set_outcome, opinion_id=1, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    pages = [phone.get(at("mine")).text, secretary.get(at("")).text, secretary.get(at("1")).text]
    pages += [secretary.get(at("all")).text, secretary.get(at("2")).text]
    for page in pages:
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_text_in_an_old_code_page_is_kept_and_pointed_out(
    secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down("§­êng vµo lµng")
    page = secretary.get(at("1")).text
    assert "§\u00adêng vµo lµng" in page
    assert "old code page" in page or "bảng mã" in page


def test_an_answer_in_an_old_code_page_is_pointed_out_to_who_writes_it(
    secretary: FlaskClient, write_down: WriteDown, do: Do
) -> None:
    opinion_id = write_down("Đường lầy")
    do(service.prepare, opinion_id=opinion_id, text="§­êng vµo", full="", said_by="", seen=0)
    assert "gõ lại" in secretary.get(at("1")).text, "what is prepared"
    do(service.prepare, opinion_id=opinion_id, text="Sẽ sửa", full="", said_by="", seen=1)
    assert "gõ lại" not in secretary.get(at("1")).text
    do(service.add_entry, opinion_id=opinion_id, kind="ANSWER", text="Ñöôøng vaøo laøng")
    assert "gõ lại" in secretary.get(at("1")).text, "what was answered"


def test_keys_that_stayed_in_a_text_are_put_right_by_one_press(
    secretary: FlaskClient, write_down: WriteDown
) -> None:
    write_down("dduwowngf vaof langf <b>laayf</b>")
    page = secretary.get(at("1")).text
    assert "Có phải: “đường vào làng &lt;b&gt;lầy&lt;/b&gt;”?" in page
    stale = secretary.post(at("1/put-right"), data={"seen": "7"}, headers=AS_JSON)
    assert (stale.status_code, json_of(stale)["error"]["code"]) == (409, "opinions.stale")
    assert secretary.post(at("1/put-right"), data={"seen": "1"}).status_code == 303
    page = secretary.get(at("1")).text
    assert "đường vào làng &lt;b&gt;lầy" in page
    assert "dduwowngf" in page, "as it came"
    assert "Có phải" not in page


def test_what_was_typed_when_the_meeting_closed_stays_readable(
    do: Do, phone: FlaskClient, secretary: FlaskClient
) -> None:
    do(close_meeting)
    slip = {"channel": "VIA_SECRETARY", "who": "nobody"}
    for client, path, more in ((phone, "mine", {}), (secretary, "", slip)):
        late = client.post(at(path), data={"text": "Gõ dở thì họp xong", **more})
        assert late.status_code == 409
        assert "Gõ dở thì họp xong" in late.text
        assert "chép ra giấy" in late.text
        assert "chép ra giấy" not in client.get(at(path)).text


def test_a_closed_meeting_is_only_read(
    do: Do, secretary: FlaskClient, phone: FlaskClient, write_down: WriteDown
) -> None:
    write_down("Đường lầy")
    do(close_meeting)
    for path in ("", "1"):
        page = secretary.get(at(path)).text
        assert "Đường lầy" in page
        assert "<textarea" not in page
        assert at("1/approve") not in page
    assert "<textarea" not in phone.get(at("mine")).text
    assert secretary.post(at("1/approve")).status_code == 409
