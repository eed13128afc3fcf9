"""The page on which forms are counted, as the office sees it, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Role
from meeting.db import db
from meeting.meetings import close_meeting
from plugins.minutes.closing.checks import problems
from plugins.survey import service
from plugins.survey.rules import Typed
from tests.conftest import ClientAs

from .conftest import RIGHT, meeting, sent

HOSTILE = '"><script>alert(1)</script>'
JSON = {"Accept": "application/json"}
COUNT = {"secretary", "surveyor", "owner", "organiser"}


@pytest.fixture
def address(asking: int) -> str:
    return f"/m/{asking}/survey/"


@pytest.fixture
def surveyor(client_as: ClientAs) -> FlaskClient:
    return client_as("surveyor")


def fields(page: str) -> dict[str, str]:
    """What a browser would send again."""
    found = (re.search(r'name="([^"]+)" value="([^"]*)"', one) for one in page.split("<input"))
    return {one[1]: one[2] for one in found if one is not None}


def test_the_surveyors_device_opens_the_page(surveyor: FlaskClient, asking: int) -> None:
    page = surveyor.get(f"/m/{asking}/survey/").text
    for said in ("Số phiếu phát ra", "Công tác tổ chức hội nghị", "Tương đối hài lòng"):
        assert said in page
    assert "Chưa nhập số phiếu" in page
    assert f"/m/{asking}/survey/" in surveyor.get("/meetings").text


def test_what_is_typed_is_saved_and_shown_with_its_shares(
    surveyor: FlaskClient, address: str
) -> None:
    page = surveyor.post(f"{address}counts", data=sent(), follow_redirects=True).text
    for said in ("phát ra: 70", "thu về: 68 (97,1%)", "hợp lệ: 66", "(90,9%)", "(100,0%)"):
        assert said.lower() in page.lower()
    again = fields(page)
    assert (again["handed_out"], again["answer-0-1"], again["seen"]) == ("70", "5", "1")
    assert ">66</output>" in page
    overview = surveyor.get(address.replace("survey/", "staff")).text
    assert "Nhập số phiếu" in overview
    assert "(90,9%)" in overview


def test_a_refusal_names_everything_and_keeps_what_was_typed(
    surveyor: FlaskClient, address: str
) -> None:
    typed = sent(replace(RIGHT, returned="71"), more={"answer-1-0": "59"})
    answer = surveyor.post(f"{address}counts", data=typed)
    assert answer.status_code == 409
    assert "Số phiếu thu về (71) nhiều hơn số phiếu phát ra (70)" in answer.text
    assert "Nội dung 2 “Thời gian dành cho Nhân dân phát biểu”: cộng các mức được 67" in answer.text
    kept = fields(answer.text)
    assert {name: kept[name] for name in typed if name != "key"} == {
        name: value for name, value in typed.items() if name != "key"
    }
    assert "Chưa nhập số phiếu" in surveyor.get(address).text


def test_hostile_words_are_only_text(surveyor: FlaskClient, address: str) -> None:
    for typed in (HOSTILE, "%(where)s%s", "\x00\x1b", "9" * 5000, "=1+1"):
        data = sent(more={"valid": typed, "seen": typed, "answer-0-0": typed})
        answer = surveyor.post(f"{address}counts", data=data)
        assert answer.status_code == 409
        assert HOSTILE not in answer.text
        assert "Số phiếu hợp lệ:" in answer.text
    assert surveyor.post(f"{address}counts", data={}).status_code == 409


def test_a_stale_page_shows_both(surveyor: FlaskClient, client_as: ClientAs, address: str) -> None:
    assert surveyor.post(f"{address}counts", data=sent(), headers=JSON).get_json()["result"] == 1
    mine = sent(replace(RIGHT, handed_out="72"), key="b")
    secretary = client_as("secretary")
    answer = secretary.post(f"{address}counts", data=mine)
    assert answer.status_code == 409
    assert "surveyor đã ghi số khác lúc 07:30" in answer.text
    assert "đã ghi: 70" in answer.text
    assert answer.text.count("đã ghi: ") == 1  # only where they differ
    kept = fields(answer.text)
    assert (kept["handed_out"], kept["seen"]) == ("72", "1")
    saved = secretary.post(f"{address}counts", data=kept | {"key": "c"}, follow_redirects=True).text
    assert "phát ra: 72" in saved.lower()
    told = surveyor.post(f"{address}counts", data=sent(key="d"), headers=JSON)
    assert (told.status_code, told.get_json()["error"]["code"]) == (409, "survey.changed")


def test_who_may(client_as: ClientAs, client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 403
    for role in Role:
        browser = client_as(role)
        seen = browser.get(address)
        if seen.status_code == 200:
            assert ("Ghi số phiếu" in seen.text) is (role in COUNT), role
        expected = 200 if role in COUNT else 403
        assert (
            browser.post(f"{address}counts", data=sent(), headers=JSON).status_code == expected
        ), role


def test_whoever_counts_takes_the_tally_and_no_other_paper(
    surveyor: FlaskClient, client_as: ClientAs, address: str
) -> None:
    papers = address.replace("survey/", "minutes/papers")
    tally = f"{papers}/survey_tally/file.pdf"
    assert tally not in surveyor.get(address).text  # nothing is counted yet
    surveyor.post(f"{address}counts", data=sent())
    assert f'href="{tally}"' in surveyor.get(address).text
    assert surveyor.get(tally).data.startswith(b"%PDF-")
    assert surveyor.get(tally.replace(".pdf", ".docx")).status_code == 200
    for other in (papers, f"{papers}/programme/file.pdf", f"{papers}/minutes/file.pdf"):
        assert surveyor.get(other).status_code == 403, other
    for role in ("observer", "registrar"):
        assert client_as(role).get(tally).status_code == 403, role


def test_the_blank_form_is_offered_as_pdf_only(client_as: ClientAs, asking: int) -> None:
    page = client_as("organiser").get(f"/m/{asking}/roster/papers").text
    forms = {one.split('"')[0]: one for one in page.split('name="kind" value="')[1:]}
    assert "docx" not in forms["survey-form"].split("</form>")[0]
    assert "docx" in forms["programme"].split("</form>")[0]


def test_after_the_close(
    surveyor: FlaskClient, address: str, act: Callable[..., Any], clock_at: clock.Frozen
) -> None:
    act(close_meeting)
    clock_at.tick(minutes=1)
    assert "không ghi kết quả lấy ý kiến" in surveyor.get(address).text
    assert surveyor.post(f"{address}counts", data=sent(), headers=JSON).get_json()["result"] == 1


def test_counts_in_the_minutes_have_no_form(
    surveyor: FlaskClient, address: str, act: Callable[..., Any], clock_at: clock.Frozen
) -> None:
    act(service.save, typed=RIGHT, seen=0)
    clock_at.tick(minutes=1)
    act(close_meeting)
    page = surveyor.get(address).text
    assert "nên không sửa nữa" in page
    assert "Ghi số phiếu" not in page
    assert "(90,9%)" in page


def test_before_the_close_it_is_said_and_blocks_nothing(
    context: Flask, asking: int, act: Callable[..., Any]
) -> None:
    def found() -> list[bool]:
        registry = context.extensions["meeting"].registry
        known = meeting(asking)
        said = problems(db.session(), registry.contributions, known)
        return [one.blocks for one in said if one.endpoint == "survey.page"]

    assert found() == [False]
    act(service.save, typed=Typed(handed_out="0", returned="0", valid="0"), seen=0)
    assert found() == [False]
    act(service.save, typed=RIGHT, seen=1)
    assert found() == []


def test_a_plan_without_a_survey_does_not_show_it(client_as: ClientAs) -> None:
    secretary = client_as("secretary")
    assert secretary.get("/m/1/survey/").status_code == 404
    assert "/survey/" not in secretary.get("/m/1/staff").text
