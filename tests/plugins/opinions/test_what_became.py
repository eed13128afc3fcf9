"""What became of an opinion, told to who raised it: on their phone, by a slip's code, to others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import codes
from meeting.access import Actor
from meeting.clock import Frozen
from meeting.db import db
from meeting.live import Room, Topic
from meeting.meetings import change_setting, close_meeting
from meeting.plan import Plan
from meeting.writing import Tx
from plugins.opinions import queries, service
from plugins.opinions.attendees import receipts
from plugins.opinions.deciding import Wish
from plugins.opinions.models import Opinion
from plugins.opinions.rules import Asker
from plugins.speakers.api import call_next, request_turn

Do = Callable[..., Any]
WriteDown = Callable[..., int]
Phone = Callable[[int], FlaskClient]
DUE = date(2023, 11, 10)


@pytest.fixture
def mine(app: Flask, bum: Actor) -> Callable[[], str]:
    """What Đinh Bưm's phone shows of his own."""

    def read() -> str:
        room = Room(Topic(1, "opinions.mine", bum.id), "vi")
        html: str = app.extensions["meeting"].live.snapshot(room).html
        return html

    return read


@pytest.fixture
def of_bum(write_down: WriteDown, bum: Actor) -> WriteDown:
    """Writes down what Đinh Bưm said or handed in, approved."""

    def write(text: str = "Đường vào làng", **values: Any) -> int:
        return write_down(text, asker=Asker(delegate_id=bum.id), approved=True, **values)

    return write


def decide(do: Do, opinion_id: int, outcome: str, **needs: Any) -> None:
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome=outcome, **needs))


def answer(do: Do, opinion_id: int, text: str, full: str = "") -> None:
    given = {"text": text, "full": full, "answered_by": "Chủ tịch UBND xã", "seen": 0}
    do(service.record_answer, opinion_id=opinion_id, **given)


# The attendee's phone


def test_what_is_not_decided_yet(mine: Callable[[], str], of_bum: WriteDown, do: Do) -> None:
    opinion_id = of_bum()
    assert "Đã chuyển chủ trì." in mine()
    do(service.assign_department, opinion_id=opinion_id, department="CONG_AN")
    assert "Giao Công an xã trả lời." in mine()
    answer(do, opinion_id, "Lời đáp chưa công bố")
    do(
        service.prepare,
        opinion_id=opinion_id,
        text="Dự thảo kín",
        full="Dự thảo đầy đủ",
        said_by="",
        seen=0,
    )
    assert "Lời đáp chưa công bố" not in mine(), "with the outcome, not before"
    decide(do, opinion_id, "ANSWERED_ON_SPOT")
    assert "Lời đáp chưa công bố" in mine()
    assert "Dự thảo" not in mine()


@pytest.mark.parametrize(
    ("outcome", "needs", "words"),
    [
        ("PENDING", {"department": "CONG_AN", "due_date": DUE}, ["Công an xã", "10/11/2023"]),
        (
            "BEYOND_AUTHORITY",
            {"competent_body": "UBND tỉnh Gia Lai", "expected": "quý I năm 2024"},
            ["vượt thẩm quyền", "UBND tỉnh Gia Lai", "quý I năm 2024"],
        ),
        ("OFF_TOPIC_WRITTEN", {"due_date": DUE}, ["bằng văn bản", "10/11/2023"]),
        (
            "OFF_TOPIC_WRITTEN",
            {"due_date": DUE, "department": "CONG_AN"},
            ["Công an xã", "bằng văn bản"],
        ),
        ("NOTED", {}, ["ghi nhận ý kiến của bác"]),
        ("REFERRED", {}, ["khiếu nại hoặc tố cáo", "nơi tiếp công dân", "giữ bí mật"]),
    ],
)
def test_each_outcome_in_plain_words(
    mine: Callable[[], str],
    of_bum: WriteDown,
    do: Do,
    outcome: str,
    needs: dict[str, Any],
    words: list[str],
) -> None:
    opinion_id = of_bum("Lời của tôi")
    decide(do, opinion_id, outcome, **needs)
    do(close_meeting)
    html = mine()
    assert "Lời của tôi" in html
    assert [one for one in words if one not in html] == []


def test_the_answer_in_full_and_by_whom(mine: Callable[[], str], of_bum: WriteDown, do: Do) -> None:
    opinion_id = of_bum()
    answer(do, opinion_id, "Làm trong quý I.", "Đã bố trí 200 triệu; làm trong quý I.")
    decide(do, opinion_id, "ANSWERED_ON_SPOT")
    html = mine()
    for words in ("Làm trong quý I.", "200 triệu", "Chủ tịch UBND xã"):
        assert words in html


def test_a_joined_one_tells_the_others_answer(
    mine: Callable[[], str], of_bum: WriteDown, write_down: WriteDown, do: Do
) -> None:
    joined = of_bum("Đường làng tôi cũng vậy")
    base = write_down("Chuyện của người khác", approved=True)
    decide(do, joined, "MERGED", merged_into=2)
    html = mine()
    assert "ý kiến số 2" in html
    assert "Chuyện của người khác" not in html
    answer(do, base, "Xã làm cả hai đoạn.")
    assert "Xã làm cả hai đoạn." not in mine()
    decide(do, base, "ANSWERED_ON_SPOT")
    assert "Xã làm cả hai đoạn." in mine()
    do(service.mark_sensitive, opinion_id=base, sensitive=True)
    assert "Xã làm cả hai đoạn." not in mine(), "what is sensitive of another stays masked"


def test_a_speech_without_words_yet(
    mine: Callable[[], str], do: Do, bum: Actor, clock_at: Frozen
) -> None:
    do(change_setting, name="speakers.present_only", value=False)
    turn = do(request_turn, delegate_id=bum.id)
    do(call_next, turn_id=turn, seen=0)
    assert "Thư ký đang ghi ý kiến bác vừa nói." in mine()


# The slip without a name


@pytest.fixture
def slip(app: Flask, write_down: WriteDown) -> Callable[..., tuple[int, str]]:
    """Hands in a slip without a name: its id and its code."""

    def hand_in(text: str = "Phiếu không tên", **values: Any) -> tuple[int, str]:
        opinion_id = write_down(text, asker=Asker(anonymous=True), **values)
        with app.app_context():
            found = db.session.get(Opinion, opinion_id)
            assert found is not None
            return opinion_id, found.receipt

    return hand_in


def follow(client: FlaskClient, typed: str) -> Any:
    return client.post("/m/1/opinions/receipt", data={"code": typed}, follow_redirects=True)


def test_a_slips_writer_follows_it_by_its_code(
    client: FlaskClient, slip: Callable[..., tuple[int, str]], do: Do
) -> None:
    assert "Phiếu không ghi tên" in client.get("/m/1/").text
    opinion_id, code = slip("Chữ trên phiếu", approved=True)
    sloppy = f" {code[:4].lower()} - {code[4:]} "
    shown = follow(client, sloppy)
    assert shown.status_code == 200
    assert "Ý kiến số 1" in shown.text
    assert codes.in_halves(code) in shown.text
    assert "Chữ trên phiếu" not in shown.text
    answer(do, opinion_id, "Sẽ sửa cống.")
    assert "Sẽ sửa cống." not in follow(client, code).text
    decide(do, opinion_id, "ANSWERED_ON_SPOT")
    do(close_meeting)
    assert "Sẽ sửa cống." in follow(client, code).text
    wrong = follow(client, "CFGH2345")
    assert wrong.status_code == 409
    assert 'value="CFGH2345"' in wrong.text
    assert follow(client, "<script>").status_code == 409
    assert client.get("/m/1/opinions/receipt/nonsense").status_code == 409


def test_who_has_a_name_finds_the_way_beside_their_own(delegate_client: Phone, bum: Actor) -> None:
    assert "/m/1/opinions/receipt" in delegate_client(bum.id or 0).get("/m/1/opinions/mine").text


def test_a_sensitive_slip_says_only_its_outcome(
    client: FlaskClient, slip: Callable[..., tuple[int, str]], do: Do
) -> None:
    opinion_id, code = slip("Chuyện riêng nhà bà Kín", approved=True, category="CAN_BO")
    answer(do, opinion_id, "Bà Kín được xét lại.")
    decide(do, opinion_id, "BEYOND_AUTHORITY", competent_body="Cơ quan của ông Mật")
    html = follow(client, code).text
    assert "Vượt thẩm quyền" in html
    for secret in ("Kín", "Mật"):
        assert secret not in html
    decide(do, opinion_id, "REFERRED")
    assert "nơi tiếp công dân" in follow(client, code).text


def test_nobody_finds_a_slip_by_trying(
    client: FlaskClient, slip: Callable[..., tuple[int, str]]
) -> None:
    _opinion_id, code = slip()
    for _ in range(receipts.MOST):
        assert client.get("/m/1/opinions/receipt/CFGH2345").status_code == 409
    late = client.get(f"/m/1/opinions/receipt/{code}")
    assert late.status_code == 429
    assert "thư ký" in late.text.lower()


def test_who_has_a_name_is_not_offered_the_slip(
    app: Flask, delegate_client: Phone, bum: Actor
) -> None:
    assert "Phiếu không ghi tên" not in delegate_client(bum.id or 0).get("/m/1/").text


# Support


@pytest.fixture
def on(do: Do) -> None:
    do(change_setting, name="opinions.support", value=True)


OTHERS = "/m/1/opinions/others"


def test_support_is_off_until_the_office_wants_it(
    delegate_client: Phone, bum: Actor, write_down: WriteDown
) -> None:
    opinion_id = write_down("Ý kiến ai cũng biết", approved=True)
    phone = delegate_client(bum.id or 0)
    assert OTHERS not in phone.get("/m/1/").text
    assert "Ý kiến ai cũng biết" not in phone.get(OTHERS).text
    assert phone.post(f"{OTHERS}/{opinion_id}/support").status_code == 409


@pytest.mark.usefixtures("on")
def test_others_think_so_too_once_and_take_it_back(
    app: Flask, delegate_client: Phone, bum: Actor, write_down: WriteDown
) -> None:
    opinion_id = write_down("Ý kiến ai cũng biết", asker=Asker(name="Đinh Klĕn"), approved=True)
    phone = delegate_client(bum.id or 0)
    assert OTHERS in phone.get("/m/1/").text
    assert "Đinh Klĕn" in phone.get(OTHERS).text
    for key in ("a", "b"):
        answer = phone.post(f"{OTHERS}/{opinion_id}/support", data={"key": key})
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(f"#voice-{opinion_id}")
    page = phone.get(OTHERS).text
    assert "1 người cùng ý kiến" in page
    assert "Bác cũng có ý kiến này." in page
    with app.app_context():
        (one,) = queries.supporters_by_village(db.session(), opinion_id)
        assert (one.village, one.count) == ("làng Stơr", 1)
    assert phone.post(f"{OTHERS}/{opinion_id}/take-back", data={"key": "c"}).status_code == 303
    assert "người cùng ý kiến" not in phone.get(OTHERS).text


@pytest.mark.usefixtures("on")
def test_only_what_the_hall_may_read_is_listed(
    app: Flask, do: Do, delegate_client: Phone, bum: Actor, write_down: WriteDown
) -> None:
    write_down("Chưa duyệt")
    delicate = write_down("Nhạy cảm", approved=True)
    do(service.mark_sensitive, opinion_id=delicate, sensitive=True)
    complaint = write_down("Khiếu nại", approved=True)
    do(service.set_kind, opinion_id=complaint, kind="COMPLAINT")
    joined = write_down("Trùng nội dung", approved=True)
    own = write_down("Của chính bác Bưm", asker=Asker(delegate_id=bum.id), approved=True)
    decide(do, joined, "MERGED", merged_into=5)
    phone = delegate_client(bum.id or 0)
    page = phone.get(OTHERS).text
    for hidden in ("Chưa duyệt", "Nhạy cảm", "Khiếu nại", "Trùng nội dung"):
        assert hidden not in page
    assert "Đây là ý kiến của bác." in page
    for opinion_id in (1, delicate, complaint, joined, own, 99):
        assert phone.post(f"{OTHERS}/{opinion_id}/support").status_code == 409, opinion_id


@pytest.mark.usefixtures("on")
def test_the_subject_of_a_speech_is_for_the_office_alone(
    do: Do, delegate_client: Phone, bum: Actor
) -> None:
    turn = do(request_turn, speaker_name="Đinh Klĕn", subject="Chuyện chỉ thư ký biết")
    do(call_next, turn_id=turn, seen=0)
    phone = delegate_client(bum.id or 0)
    assert "Chuyện chỉ thư ký biết" not in phone.get(OTHERS).text
    do(service.edit, opinion_id=1, text="Xin sửa cầu", seen=1)
    assert "Xin sửa cầu" in phone.get(OTHERS).text


@pytest.mark.usefixtures("on")
def test_the_list_is_paged(delegate_client: Phone, bum: Actor, write_down: WriteDown) -> None:
    for number in range(1, 23):
        write_down(f"Việc thứ {number}.", approved=True)
    phone = delegate_client(bum.id or 0)
    first = phone.get(OTHERS).text
    assert "Việc thứ 22." in first
    assert "Việc thứ 2." not in first
    assert f"{OTHERS}?before=3" in first
    second = phone.get(f"{OTHERS}?before=3").text
    assert "Việc thứ 2." in second
    assert 'name="before" value="3"' in second


@pytest.mark.usefixtures("on")
def test_the_plan_may_keep_names_to_their_initials(
    app: Flask, do: Do, delegate_client: Phone, bum: Actor, write_down: WriteDown
) -> None:
    def keep_names_short(tx: Tx) -> None:
        data = {**tx.meeting.plan.model_dump(), "privacy": {"public_names": "INITIALS"}}
        tx.meeting.plan_json = Plan.model_validate(data).model_dump_json()

    do(keep_names_short)
    write_down("Việc chung", asker=Asker(name="Đinh Klĕn"), approved=True)
    page = delegate_client(bum.id or 0).get(OTHERS).text
    assert "Đ.K." in page
    assert "Klĕn" not in page
