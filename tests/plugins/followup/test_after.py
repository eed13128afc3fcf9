"""What is owed after the meeting: as the office ticks it off, and as whoever asked reads it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from meeting import clock
from meeting.access import Actor
from meeting.db import db
from meeting.meetings import close_meeting
from meeting.models import JournalEntry, Meeting
from meeting.points import Reply
from meeting.workdays import calendar
from meeting.writing import run
from plugins.followup.after import queries, rules
from plugins.followup.models import DoneReply, DoneStep
from plugins.followup.rules import Standing
from plugins.opinions.api import Asker, Wish, approve, mark_sensitive, record, set_outcome
from plugins.roster.api import Delegate
from tests.conftest import ClientAs

AFTER = "/m/1/followup/after"
HOSTILE = "<script>alert(1)</script>"
JSON = {"Accept": "application/json"}
OFFICE = Actor("device", 1, "Thư ký", "secretary")
Phone = Callable[[int], FlaskClient]


def do(use_case: Callable[..., Any], **arguments: Any) -> Any:
    return run(use_case, by=OFFICE, meeting_id=1, **arguments)


def written(text: str, asker: Asker, **wish: Any) -> Any:
    receipt = do(record, text=text, channel="VIA_SECRETARY", asker=asker)
    do(approve, opinion_id=receipt.id)
    do(set_outcome, opinion_id=receipt.id, wish=Wish(**wish))
    return receipt


@pytest.fixture
def people(context: Flask) -> list[int]:
    found = db.session.scalars(sa.select(Delegate).where(Delegate.village_id.is_not(None)).limit(3))
    return [one.id for one in found]


@pytest.fixture
def owed(context: Flask, people: list[int], clock_at: clock.Frozen) -> list[Any]:
    """Four that are owed something, one joined with the first, and one that is not; closed, and
    eleven days later.
    """
    first, second, third = (Asker(delegate_id=one) for one in people)
    given = [
        written(
            "Đường lầy",
            first,
            outcome="PENDING",
            department="DIA_CHINH_XD",
            due_date=date(2023, 11, 10),
        ),
        written(
            "Kênh cạn",
            second,
            outcome="PENDING",
            department="DIA_CHINH_XD",
            due_date=date(2023, 10, 27),
        ),
        written("Sóng yếu", third, outcome="BEYOND_AUTHORITY", competent_body="UBND huyện Kbang"),
        written(
            "Chó dữ",
            Asker(anonymous=True),
            outcome="OFF_TOPIC_WRITTEN",
            due_date=date(2023, 10, 31),
        ),
        written("Cảm ơn xã", second, outcome="NOTED"),
    ]
    written("Đường trơn", third, outcome="MERGED", merged_into=given[0].number)
    do(mark_sensitive, opinion_id=given[1].id, sensitive=True)
    do(close_meeting)
    clock_at.tick(days=11)
    return given


def test_how_each_stands() -> None:
    due, day = date(2023, 10, 27), date(2023, 10, 20)
    found = {
        (None, day): Standing.OPEN,
        (due, date(2023, 10, 26)): Standing.OPEN,
        (due, due): Standing.TODAY,
        (due, date(2023, 10, 28)): Standing.LATE,
    }
    for (by, today), standing in found.items():
        assert rules.standing(by, today, None) is standing
    assert rules.standing(due, date(2024, 1, 1), due) is Standing.DONE
    assert rules.standing(due, date(2024, 1, 1), date(2023, 10, 28)) is Standing.DONE_LATE
    assert rules.standing(None, date(2024, 1, 1), due) is Standing.DONE
    every = [Standing.DONE, Standing.DONE_LATE, Standing.LATE, Standing.OPEN]
    assert rules.tally(every) == rules.Tally(total=4, done=2, in_time=1, late=1)


def test_what_the_office_issues_has_its_day(context: Flask) -> None:
    lead = db.session.get_one(Meeting, 1).plan.deadlines
    conclusions, results = rules.announcements(lead, date(2023, 10, 18), calendar())
    assert (conclusions.by.target, conclusions.by.last) == (date(2023, 10, 25),) * 2
    assert (results.by.target, results.by.last) == (date(2023, 10, 27), date(2023, 10, 30))
    assert str(conclusions.source) == "5 ngày làm việc – Kế hoạch"
    assert "Điều 43" in str(results.source)
    days = dict.fromkeys((26, 28, 29), Standing.OPEN) | {27: Standing.TODAY, 30: Standing.TODAY}
    for day, standing in {**days, 31: Standing.LATE}.items():
        found = rules.standing(results.by.last, date(2023, 10, day), None, aim=results.by.target)
        assert found is standing
    other = lead.model_copy(
        update={"conclusion_notice_working_days": None, "result_notice_days": 7}
    )
    (only,) = rules.announcements(other, date(2023, 10, 18), calendar())
    assert (only.key, only.by.target) == (rules.RESULTS, date(2023, 10, 25))
    assert str(only.source) == "7 ngày – Kế hoạch"


def test_what_the_office_issues_is_ticked_off_after_the_close(
    context: Flask, clock_at: clock.Frozen, client_as: ClientAs
) -> None:
    office, issued = client_as("secretary"), f"{AFTER}/issued"
    sent = {"step": rules.NOTICE, "done_on": "2023-10-20", "note": "12/TB-UBND", "key": "a"}
    refused = office.post(issued, data=sent, headers=JSON)
    assert (refused.status_code, _code(refused)) == (409, "followup.not_closed")
    do(close_meeting)
    clock_at.tick(days=8)
    page = office.get(AFTER).text
    assert "Ban hành thông báo kết luận hội nghị" in page
    assert "Quá hạn 1 ngày" in page
    assert "Điều 43, Luật Tổ chức chính quyền địa phương 2025" in page
    assert "Ban hành thông báo kết luận hội nghị" in office.get("/m/1/staff").text
    wrong = office.post(issued, data={**sent, "done_on": "2023-10-19"})
    assert (wrong.status_code, "12/TB-UBND" in wrong.text) == (409, True)
    unknown = office.post(issued, data={**sent, "step": "notice"}, headers=JSON)
    assert (unknown.status_code, _code(unknown)) == (409, "followup.nothing_owed")
    page = office.post(issued, data={**sent, "key": "b"}, follow_redirects=True).text
    assert "Đã xong 1/2 việc. Trong đó 1 đúng hạn." in page
    assert "12/TB-UBND" in page
    row = db.session.scalars(sa.select(DoneStep)).one()
    back = office.post(f"{issued}/{row.id}/take-back", data={"key": "c"}, follow_redirects=True)
    assert "Đã xong 0/2 việc." in back.text
    assert client_as("chair").post(issued, data=sent).status_code == 403


def test_late_ones_come_first_and_what_is_done_last(owed: list[Any], client_as: ClientAs) -> None:
    lines = queries.lines(db.session(), db.session.get_one(Meeting, 1), clock.now())
    first, second, third, fourth, _noted = (one.number for one in owed)
    # Told within ten working days that it is beyond authority, by law: 3 November.
    assert [(one.opinion.number, one.standing) for one in lines] == [
        (second, Standing.LATE),
        (fourth, Standing.TODAY),
        (third, Standing.OPEN),
        (first, Standing.OPEN),
    ]
    assert (lines[0].days, lines[0].owner) == (4, lines[3].owner)
    assert lines[2].owner == "UBND huyện Kbang"
    assert list(lines[3].joined) == [6]
    page = client_as("secretary").get(AFTER).text
    assert "Quá hạn 4 ngày" in page
    assert "Hôm nay là hạn cuối" in page
    assert "Trả lời chung với ý kiến số 6" in page
    assert "3 việc quá hạn" in client_as("chair").get("/m/1/staff").text


def test_whoever_asked_reads_that_they_were_answered(
    owed: list[Any], people: list[int], client_as: ClientAs, delegate_client: Phone
) -> None:
    office = client_as("secretary")
    phones = [delegate_client(one) for one in people]
    assert "sẽ trả lời bác trước ngày 10/11/2023" in phones[0].get("/m/1/opinions/mine").text
    note = f"Công văn số 12/UBND {HOSTILE}"
    sent = {"opinion": owed[0].id, "done_on": "2023-10-30", "note": note, "key": "a"}
    answer = office.post(f"{AFTER}/done", data=sent, follow_redirects=True)
    assert "Đã ghi. Người nêu ý kiến xem được trên điện thoại." in answer.text
    assert "Đã xong 1/6 việc." in answer.text
    for phone in (phones[0], phones[2]):  # who was joined with it hears the same
        page = phone.get("/m/1/opinions/mine").text
        assert "đã trả lời bác ngày 30/10/2023" in page
        assert "Công văn số 12/UBND &lt;script&gt;" in page
        assert HOSTILE not in page
    assert "đã trả lời" not in phones[1].get("/m/1/opinions/mine").text

    row = db.session.scalars(sa.select(DoneReply)).one()
    back = office.post(f"{AFTER}/{row.id}/take-back", data={"key": "b"}, follow_redirects=True)
    assert "Đã xong 0/6 việc." in back.text
    again = office.post(f"{AFTER}/{row.id}/take-back", data={"key": "c"}, headers=JSON)
    assert again.status_code == 200
    assert "sẽ trả lời bác trước ngày" in phones[0].get("/m/1/opinions/mine").text
    names = db.session.scalars(sa.select(JournalEntry.event)).all()
    assert [one for one in names if one.startswith("followup.")] == [
        "followup.replied",
        "followup.reply_taken_back",
    ]


def test_a_slip_without_a_name_and_what_was_passed_on(
    owed: list[Any],
    people: list[int],
    client: FlaskClient,
    client_as: ClientAs,
    delegate_client: Phone,
) -> None:
    office = client_as("secretary")
    for one in (owed[2], owed[3]):
        sent = {"opinion": one.id, "done_on": "2023-10-31", "note": "", "key": str(one.id)}
        assert office.post(f"{AFTER}/done", data=sent).status_code == 303
    assert "được chuyển đến UBND huyện Kbang ngày 31/10/2023" in (
        delegate_client(people[2]).get("/m/1/opinions/mine").text
    )
    page = client.get(f"/m/1/opinions/receipt/{owed[3].code}").text
    assert "Bác đã được trả lời ngày 31/10/2023." in page


def test_the_same_again_changes_nothing_and_a_later_word_stands(
    owed: list[Any], client_as: ClientAs
) -> None:
    office, sent = client_as("secretary"), {"opinion": owed[1].id, "note": "Gặp trực tiếp"}
    ids = set()
    for day, key in (("2023-10-27", "a"), ("2023-10-27", "b"), ("2023-10-28", "c")):
        data = {**sent, "done_on": day, "key": key}
        ids.add(office.post(f"{AFTER}/done", data=data, headers=JSON).get_json()["result"])
    assert len(ids) == 1
    names = db.session.scalars(sa.select(JournalEntry.event)).all()
    assert names.count("followup.replied") == 2
    line = queries.lines(db.session(), db.session.get_one(Meeting, 1), clock.now())[-1]
    assert (line.opinion.id, line.standing) == (owed[1].id, Standing.DONE_LATE)
    told = queries.told(db.session(), [one.id for one in owed])
    assert told == {owed[1].id: Reply(done_on=date(2023, 10, 28), note="Gặp trực tiếp")}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"done_on": "2023-11-01"}, "đến hôm nay (31/10/2023)"),
        ({"done_on": "2023-10-19"}, "từ ngày hội nghị (20/10/2023)"),
        ({"done_on": "hôm qua"}, "Chọn ngày khác"),
        ({"note": "dài " * 100}, "Ghi chú quá dài"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    owed: list[Any], client_as: ClientAs, changed: dict[str, str], said: str
) -> None:
    sent = {"opinion": owed[0].id, "done_on": "2023-10-30", "note": "Công văn số 12", "key": "a"}
    answer = client_as("secretary").post(f"{AFTER}/done", data=sent | changed)
    assert answer.status_code == 409
    assert said in answer.text
    assert changed.get("note", "Công văn số 12")[:12] in answer.text


def test_nothing_is_ticked_before_the_close_or_where_nothing_is_owed(
    context: Flask, people: list[int], client_as: ClientAs
) -> None:
    office = client_as("secretary")
    asker = Asker(delegate_id=people[0])
    noted = written("Cảm ơn xã", asker, outcome="NOTED")
    late = written("Đường", asker, outcome="OFF_TOPIC_WRITTEN", due_date=date(2023, 10, 27))
    sent = {"done_on": "2023-10-20", "note": "", "key": "a"}
    refused = office.post(f"{AFTER}/done", data={**sent, "opinion": late.id}, headers=JSON)
    assert (refused.status_code, _code(refused)) == (409, "followup.not_closed")
    assert "được ghi sau khi đóng hội nghị" in office.get(AFTER).text
    do(close_meeting)
    for number in (noted.id, 4711):
        refused = office.post(f"{AFTER}/done", data={**sent, "opinion": number}, headers=JSON)
        assert (refused.status_code, _code(refused)) == (
            409,
            "followup.nothing_owed",
        )


def test_one_office_sees_its_part_and_the_file_has_all(
    owed: list[Any], client_as: ClientAs
) -> None:
    chair = client_as("chair")
    page = chair.get(f"{AFTER}?of=UBND+huyện+Kbang").text
    assert "Sóng yếu" in page
    assert "Kênh cạn" not in page
    assert 'class="step-act"' not in page
    sheet = openpyxl.load_workbook(io.BytesIO(chair.get(f"{AFTER}.xlsx").data)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    numbers = [row[1] for row in cells if row[0] in {1, 2, 3, 4}]
    assert numbers == [owed[1].number, owed[3].number, owed[2].number, owed[0].number]
    assert any("Quá hạn" in row for row in cells)
    assert "Kênh cạn" in chair.get(AFTER).text
    assert not any("Kênh cạn" in row for row in cells), "a file travels"


def test_who_may(owed: list[Any], client_as: ClientAs, client: FlaskClient) -> None:
    sent = {"opinion": owed[0].id, "done_on": "2023-10-30", "note": "", "key": "a"}
    for role in ("chair", "summariser"):
        assert client_as(role).get(AFTER).status_code == 200
        assert client_as(role).post(f"{AFTER}/done", data=sent).status_code == 403
    for role in ("registrar", "observer", "answerer"):
        assert client_as(role).get(AFTER).status_code == 403
        assert client_as(role).get(f"{AFTER}.xlsx").status_code == 403
    assert client.get(AFTER).status_code in {302, 401, 403}


def _code(answer: TestResponse) -> str:
    said: dict[str, Any] = answer.get_json()["error"]
    return str(said["code"])
