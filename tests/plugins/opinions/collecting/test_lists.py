"""The list before the day: by topic and village, as a file, on paper, taken up in the hall."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting.db import db
from meeting.models import Meeting
from meeting.papers.bundle import Part
from meeting.papers.model import Table, plain
from plugins.opinions import service
from plugins.opinions.collecting import paper
from plugins.opinions.deciding import Wish
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome
from tests.conftest import ClientAs

from .conftest import Collect

PAGE = "/m/1/opinions/collected"
HOSTILE = "<script>alert(1)</script>"
ROADS, FARMING = "GIAO_THONG_CT", "NONG_NGHIEP"


def order(page: str, *texts: str) -> bool:
    """Whether the texts stand on the page in this order."""
    places = [page.index(one) for one in texts]
    return places == sorted(places)


@pytest.fixture
def urgent(app: Flask) -> tuple[str, ...]:
    """The plan's words for how urgent something is."""
    with app.app_context():
        plan = db.session.get_one(Meeting, 1).plan
        return plan.asking.severities


def test_by_topic_then_urgency(
    secretary: FlaskClient, collect: Collect, urgent: tuple[str, ...]
) -> None:
    collect("Giá giống cao", category=FARMING, severity=urgent[0])
    collect("Không có lĩnh vực nào", severity=urgent[0])
    collect("Đường hơi xấu", category=ROADS, severity=urgent[-1])
    collect("Cầu sắp sập", category=ROADS, severity=urgent[0], village="Leng")
    page = secretary.get(PAGE).text
    assert order(page, "Cầu sắp sập", "Đường hơi xấu", "Giá giống cao", "Không có lĩnh vực nào")
    assert "4 ý kiến" in page
    assert "1 chưa có lĩnh vực" in page
    page = secretary.get(f"{PAGE}?by=village").text
    assert order(page, "Giá giống cao", "Cầu sắp sập")


def test_repetitions_stand_below_the_one_they_join(
    secretary: FlaskClient, collect: Collect, do: Callable[..., Any]
) -> None:
    collect("Đường vào làng lầy lội", category=ROADS)
    second = collect("Đường lầy quá", category=ROADS, name="Đinh Thị Nhái", village="Leng")
    wish = Wish(outcome=Outcome.MERGED, merged_into=1)
    do(service.set_outcome, opinion_id=second, wish=wish)
    page = secretary.get(PAGE).text
    assert "1 ý kiến khác cùng nội dung" in page
    assert order(page, "Đường vào làng lầy lội", "Đinh Thị Nhái", "Đường lầy quá")
    assert page.count('class="op-item"') == 1


def test_whether_an_answer_is_prepared(
    secretary: FlaskClient, collect: Collect, do: Callable[..., Any], app: Flask
) -> None:
    with app.app_context():
        code = db.session.get_one(Meeting, 1).plan.departments[0].code
    one = collect("Đường lầy", category=ROADS, department=code)
    assert "chưa chuẩn bị trả lời" in secretary.get(PAGE).text
    do(service.prepare, opinion_id=one, text="Đã có dự án.", full="", said_by="", seen=0)
    page = secretary.get(PAGE).text
    assert "đã chuẩn bị trả lời" in page


def test_departments_see_theirs_after_one_press(
    secretary: FlaskClient,
    client_as: ClientAs,
    collect: Collect,
    app: Flask,
    stored: Callable[[], list[OpinionView]],
) -> None:
    with app.app_context():
        code = db.session.get_one(Meeting, 1).plan.departments[0].code
    for text in ("Đường lầy", "Cầu hỏng"):
        collect(text, department=code)
    collect("Chưa giao ai")
    collect("Cán bộ đòi tiền", department=code, kind="DENUNCIATION")
    device = client_as("answerer")
    device.post("/m/1/opinions/officials/sit", data={"department": code})
    assert "Đường lầy" not in device.get("/m/1/opinions/officials").text
    page = secretary.get(PAGE).text
    assert "Còn 2 ý kiến chưa duyệt, đơn vị được giao chưa thấy." in page
    assert "Duyệt để đơn vị" not in client_as("chair").get(PAGE).text
    done = secretary.post(f"{PAGE}/approve", data={"by": "village"}, follow_redirects=True)
    assert "Đã duyệt 2 ý kiến" in done.text
    assert "chưa duyệt" not in done.text
    assert [one.approved for one in stored()] == [True, True, False, False]
    assert "Đường lầy" in device.get("/m/1/opinions/officials").text
    assert client_as("summariser").post(f"{PAGE}/approve").status_code == 403


def test_taken_up_in_the_hall(
    secretary: FlaskClient, collect: Collect, stored: Callable[[], list[OpinionView]]
) -> None:
    id_ = collect("Đường lầy", category=ROADS)
    assert not stored()[0].raised_at
    assert "Đưa ra hội trường" in secretary.get(PAGE).text
    for key in ("a", "b"):
        answer = secretary.post(f"{PAGE}/{id_}/take-up", data={"key": key}, follow_redirects=True)
        assert "Đã đưa ra hội trường" in answer.text
    assert stored()[0].raised_at
    assert stored()[0].approved


def test_who_may(client_as: ClientAs, collect: Collect) -> None:
    id_ = collect("Đường lầy")
    assert client_as("chair").get(PAGE).status_code == 200
    assert client_as("observer").get(PAGE).status_code == 403
    assert client_as("answerer").get(f"{PAGE}.xlsx").status_code == 403
    assert client_as("chair").post(f"{PAGE}/{id_}/take-up", data={"key": "a"}).status_code == 403


def test_many_are_loaded_a_topic_at_a_time(
    secretary: FlaskClient, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.opinions.collecting.list_views.ALL_AT_ONCE", 1)
    collect("Đường lầy", category=ROADS)
    collect("Giá giống cao", category=FARMING)
    page = secretary.get(PAGE).text
    assert "Đường lầy" in page
    assert "Giá giống cao" not in page
    assert "Xem 1 ý kiến này" in page
    assert "Giá giống cao" in secretary.get(f"{PAGE}?group={FARMING}").text


def test_the_file_carries_no_formula_and_nothing_sensitive(
    secretary: FlaskClient, collect: Collect, do: Callable[..., Any]
) -> None:
    collect("=HYPERLINK(1)", name=HOSTILE, category=ROADS)
    hidden = collect("Ông Bí Mật lấy tiền", name="Đinh Kín", category=ROADS)
    do(service.mark_sensitive, opinion_id=hidden, sensitive=True)
    assert HOSTILE not in secretary.get(PAGE).text
    book = openpyxl.load_workbook(io.BytesIO(secretary.get(f"{PAGE}.xlsx").data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    values = [str(cell.value) for cell in cells]
    assert "=HYPERLINK(1)" in values
    assert all(cell.data_type != "f" for cell in cells)
    assert not any("Bí Mật" in one or "Kín" in one for one in values)


def test_the_paper_masks_what_is_sensitive(
    context: Flask, collect: Collect, do: Callable[..., Any]
) -> None:
    meeting = db.session.get_one(Meeting, 1)
    assert paper.table(db.session(), meeting) == []
    collect("Đường lầy, xe không đi được", category=ROADS, reference="12/ĐT")
    hidden = collect("Ông Bí Mật lấy tiền", name="Đinh Kín", category=ROADS)
    do(service.mark_sensitive, opinion_id=hidden, sensitive=True)
    (part,) = paper.table(db.session(), meeting)
    assert isinstance(part, Part)
    assert part.landscape
    tables = [one for one in part.blocks if isinstance(one, Table)]
    said = [[plain(cell) for cell in row] for one in tables for row in one.rows]
    assert said[0][1] == "Đường lầy, xe không đi được"
    assert "đơn thư số 12/ĐT" in said[0][2]
    assert said[1][2] == "Một công dân, làng Stơr"
    assert "Bí Mật" not in str(said)
    assert "Kín" not in str(said)


def test_nothing_of_another_meeting(secretary: FlaskClient, collect: Collect) -> None:
    collect("Đường lầy")
    assert secretary.post(f"{PAGE}/999/take-up", data={"key": "a"}).status_code == 409


def test_the_paper_is_made_as_a_pdf(secretary: FlaskClient, collect: Collect) -> None:
    for number in range(30):
        collect(f"Ý kiến thứ {number}: " + "đường vào khu sản xuất lầy lội " * 20, category=ROADS)
    made = secretary.post("/m/1/roster/papers", data={"kind": "collected", "key": "a"})
    assert made.status_code == 303
