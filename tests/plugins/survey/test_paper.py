"""The survey on paper, read back from what is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from meeting import clock
from meeting.db import db
from meeting.meetings import create_meeting
from meeting.papers.bundle import Bundle, Cards
from meeting.papers.model import Annex, Document, Heading, Meta
from meeting.papers.pdf.bundle import render_bundle
from meeting.papers.render import render
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.minutes.writing import record
from plugins.survey import paper, service
from plugins.survey.dossier import sheet
from plugins.survey.rules import Typed
from tests.conftest import ClientAs
from tests.golden.paper_reader import by_pdfium, by_pypdf, squeezed
from tests.telling import telling

from .conftest import ASKED, CLERK, RIGHT, meeting

Act = Callable[..., Any]


@pytest.fixture
def counted(act: Act, asking: int) -> int:
    """The meeting with its counts."""
    act(service.save, typed=RIGHT, seen=0)
    return asking


def minutes(app: Flask, number: int) -> Document:
    contributed = app.extensions["meeting"].registry.contributions
    return record.document(db.session(), contributed, meeting(number), clock.now())


def headings(document: Document) -> list[str]:
    return [one.line for one in document.blocks if isinstance(one, Heading) and one.level == 1]


def test_the_minutes_tell_it_behind_the_conclusion(context: Flask, counted: int) -> None:
    document = minutes(context, counted)
    assert headings(document)[-1].endswith("KẾT QUẢ LẤY Ý KIẾN HÀI LÒNG")
    assert "KẾT LUẬN" in headings(document)[-2]
    found = by_pdfium(render(document))
    for said in (
        "Số phiếu phát ra: 70 phiếu; thu về: 68 phiếu (97,1% số phiếu phát ra); "
        "hợp lệ: 66 phiếu; không hợp lệ: 02 phiếu.",
        "Ủy ban Mặt trận Tổ quốc Việt Nam xã Quảng Nghiệp",
        "Thái độ của cán bộ, công chức",
        "60 (90,9%)",
        "66 (100,0%)",
    ):
        assert squeezed(said) in squeezed(found)


@pytest.mark.parametrize("form", ["narrative", "table"])
def test_it_stands_in_every_form_and_only_with_counts(context: Flask, form: str) -> None:
    plan = load_plan_file(shipped_plans()[ASKED])
    changed = plan.minutes.model_copy(update={"form": form})
    number = run(create_meeting, by=CLERK, plan=plan.model_copy(update={"minutes": changed}))
    told = telling(number)
    assert paper.in_minutes(told) == []
    assert paper.tally(told) == []
    assert "HÀI LÒNG" not in headings(minutes(context, number))[-1]
    nobody = Typed(handed_out="9", returned="0", valid="0")
    run(service.save, by=CLERK, meeting_id=number, typed=nobody, seen=0)
    assert headings(minutes(context, number))[-1].endswith("HÀI LÒNG")
    kinds = [one.kind for one in paper.in_minutes(telling(number)) if not isinstance(one, Annex)]
    assert kinds == ["heading", "paragraph", "paragraph"]  # no valid form, no table


def test_the_tally_is_signed_by_the_front(counted: int) -> None:
    (letter,) = paper.tally(telling(counted))
    pdf = render(letter.document)
    found = by_pdfium(pdf)
    assert squeezed(by_pypdf(pdf)) == squeezed(found)
    for said in (
        "BẢNG TỔNG HỢP",
        "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM",
        "TM. ỦY BAN MTTQ VIỆT NAM",
        "XÃ QUẢNG NGHIỆP",
        "Số phiếu phát ra: 70 phiếu.",
        "Số phiếu không hợp lệ: 02 phiếu.",
        "50 (75,8%)",
    ):
        assert squeezed(said) in squeezed(found)
    assert "Số:" not in found


@pytest.mark.parametrize(
    ("owner", "lines"),
    [
        (
            "Ủy ban Mặt trận Tổ quốc Việt Nam",
            ("Ủy ban Mặt trận Tổ quốc Việt Nam", "xã Quảng Nghiệp"),
        ),
        ("Ủy ban MTTQ Việt Nam xã", ("Ủy ban MTTQ Việt Nam", "xã Quảng Nghiệp")),
        ("Ủy ban MTTQ xã Quảng Nghiệp", ("Ủy ban MTTQ", "xã Quảng Nghiệp")),
        ("Hội Nông dân huyện Tứ Kỳ", ("Hội Nông dân huyện Tứ Kỳ",)),
        ("xã", ("xã", "xã Quảng Nghiệp")),
    ],
)
def test_the_owner_is_named_with_its_commune(owner: str, lines: tuple[str, ...]) -> None:
    plan = load_plan_file(shipped_plans()[ASKED])
    changed = plan.model_copy(update={"survey": plan.survey.model_copy(update={"owner": owner})})
    assert paper.owner_lines(changed) == lines


def test_two_blank_forms_lie_on_a_page(asking: int) -> None:
    sheets = paper.forms(db.session(), meeting(asking))
    assert [(one.down, one.across, one.pages) for one in sheets] == [(2, 1, 1)]
    pdf = render_bundle(Bundle(meta=Meta(title="thử"), sheets=tuple(sheets)))
    found = squeezed(by_pdfium(pdf))
    assert found.count(squeezed("PHIẾU LẤY Ý KIẾN")) == 2
    assert found.count(squeezed("Phiếu không ghi tên")) == 2
    assert found.count("□") == 2 * 5 * 4
    assert paper.forms(db.session(), meeting(1)) == []


def test_a_long_survey_gets_the_whole_page(asking: int) -> None:
    found = meeting(asking)
    items = tuple(f"Nội dung rất dài số {at} về <b>mọi việc</b> & =1+1" for at in range(20))
    plan = found.plan
    longer = plan.model_copy(update={"survey": plan.survey.model_copy(update={"items": items})})
    found.plan_json = longer.model_dump_json()
    (card,) = paper.forms(db.session(), found)
    db.session.rollback()
    assert isinstance(card, Cards)
    assert card.down == 1
    pdf = render_bundle(Bundle(meta=Meta(title="thử"), sheets=(card,)))
    assert squeezed(items[-1]) in squeezed(by_pdfium(pdf))


def test_the_form_is_printed_before_the_day_and_has_no_word_file(
    client_as: ClientAs, asking: int
) -> None:
    secretary = client_as("secretary")
    page = secretary.get(f"/m/{asking}/roster/papers").text
    assert "survey-form" in page
    sent = {"kind": "survey-form", "format": "docx", "key": "a"}
    answer = secretary.post(f"/m/{asking}/roster/papers", data=sent, follow_redirects=True)
    assert "chỉ có bản PDF" in answer.text or "PDF" in answer.text


def test_the_dossier_has_a_sheet_of_it(asking: int, act: Act) -> None:
    assert len(sheet(db.session(), meeting(asking))) == 1
    act(service.save, typed=RIGHT, seen=0)
    rows = sheet(db.session(), meeting(asking))
    assert list(rows[1]) == [1, "Công tác tổ chức hội nghị", 60, 5, 1, 0, 66]
    assert [row[-1] for row in rows[-3:]] == [70, 68, 66]
