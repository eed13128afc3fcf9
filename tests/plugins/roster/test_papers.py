"""The papers before the day, read back with tools that had no part in making them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from pypdfium2 import PdfDocument

from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import create_meeting
from meeting.models import Meeting
from meeting.papers.bundle import Bundle, Cards
from meeting.papers.pdf.bundle import render_bundle
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.roster.models import Delegate
from plugins.roster.papers import choices, sheets, wording
from plugins.roster.papers.facts import Facts, Guest, gather
from plugins.roster.service import add_person, change_person
from plugins.roster.villages import service as villages
from tests.golden.paper_reader import MM, by_pdfium, by_pypdf, pages, picture, squeezed

BY = Actor.system("test")
Papers = Callable[..., bytes]


@pytest.fixture
def facts(context: Flask) -> Facts:
    """The sample meeting."""
    return of_meeting(1)


def of_meeting(meeting_id: int) -> Facts:
    meeting = db.session.get(Meeting, meeting_id)
    assert meeting is not None
    return gather(db.session(), meeting)


def printed(facts: Facts, kind: str, **chosen: str | int) -> bytes:
    return render_bundle(choices.bundle_of(facts, choices.Wish(kind=kind, **chosen)))  # type: ignore[arg-type]


def village_id(facts: Facts, label: str) -> str:
    return next(str(one.id) for one in facts.villages if one.label == label)


def words(paper: bytes) -> str:
    """What a reader finds in it; both readers agree that names are whole."""
    return by_pdfium(paper)


# -- invitations ----------------------------------------------------------------------------------


@pytest.mark.parametrize("per_page", [1, 2])
def test_every_person_has_an_invitation_whose_codes_are_theirs(facts: Facts, per_page: int) -> None:
    paper = printed(facts, "invitations", per_page=per_page)
    guests = list(facts.guests)
    assert len(guests) == 78
    assert len(PdfDocument(paper)) == -(-78 // per_page)
    found = words(paper)
    for number, guest in enumerate(guests):
        assert squeezed(guest.name) in found
        assert found.count(guest.code) == 2
        if number % 13 == 0:  # pictures take time; tests/e2e reads others
            page, half = divmod(number, per_page)
            image = picture(paper, page=page)
            height = image.height // per_page
            part = image.crop((0, half * height, image.width, (half + 1) * height))
            codes = zxingcpp.read_barcodes(part)
            assert [code.text for code in codes] == [guest.address] * 2
            assert all(code.symbology_identifier for code in codes)
    secrets = {guest.address.rsplit("/", 1)[1] for guest in guests}
    with db.engine.connect() as connection:
        known = connection.exec_driver_sql("SELECT secret FROM roster_invitation").scalars()
        assert secrets == set(known)


def test_names_are_whole_letters_in_both_readers(facts: Facts) -> None:
    paper = printed(facts, "sign-in")
    found = by_pdfium(paper), by_pypdf(paper)
    for guest in facts.guests:
        assert unicodedata.is_normalized("NFC", guest.name)
        assert all(squeezed(guest.name) in one for one in found)


def test_an_invitation_says_what_the_form_wants(facts: Facts) -> None:
    paper = printed(facts, "invitations", whom=village_id(facts, "làng Stơr"))
    sheets = pages(paper)
    assert len(sheets) == 6
    first = words(paper)
    for said in (
        "GIẤY MỜI",
        "/GM-UBND",
        "Ủy ban nhân dân xã Tơ Tung trân trọng kính mời: Ông Đinh Bưm, làng Stơr.",
        "Chủ trì: Ông Trần Xuân Nam - Chủ tịch UBND xã.",
        "Thời gian: 07 giờ 30 phút, thứ Sáu, ngày 20 tháng 10 năm 2023.",
        "Địa điểm: Hội trường Nhà văn hóa xã Tơ Tung",
        "Đăng ký trước với Trưởng làng",
        "Mang theo giấy mời khi đến dự./.",
        "Thành phần: Chi hội trưởng",
        "và 05 nội dung khác theo kế hoạch",
        "liên hệ Văn phòng UBND xã",
        "TM. ỦY BAN NHÂN DÂN",
        "Nơi nhận:",
        "Cắt theo đường này",
    ):
        assert squeezed(said) in first, said
    assert squeezed("Chi hội trưởng Hội Nông dân, làng Stơr.") in first


def test_half_a_page_is_a_whole_invitation(facts: Facts) -> None:
    found = words(printed(facts, "invitations", whom=village_id(facts, "làng Stơr"), per_page=2))
    for said in ("GIẤY MỜI", "/GM-UBND", "CỘNG HÒA XÃ HỘI", "Chủ trì:", "Địa điểm:", "CHỦ TỊCH"):
        assert found.count(squeezed(said)) >= 6, said


def test_who_has_no_code_or_was_not_invited_gets_no_letter(context: Flask) -> None:
    run(add_person, by=BY, meeting_id=1, name="Đinh Tự Đến", village_id=1, invited=False)
    facts = of_meeting(1)
    assert squeezed("Đinh Tự Đến") not in words(printed(facts, "invitations", whom="1"))
    assert squeezed("Đinh Tự Đến") in words(printed(facts, "sign-in", whom="1"))
    nobody = replace(facts, guests=())
    with pytest.raises(Refused) as refused:
        printed(nobody, "invitations")
    assert refused.value.code == "roster.nothing_to_print"


def test_whose_form_of_address_nobody_knows_is_ong_ba(context: Flask) -> None:
    delegate = db.session.query(Delegate).filter_by(village_id=1).first()
    assert delegate is not None
    run(change_person, by=BY, meeting_id=1, delegate_id=delegate.id, name="Đinh Ai", honorific="")
    db.session.remove()
    assert squeezed("kính mời: Ông (Bà) Đinh Ai") in words(
        printed(of_meeting(1), "invitations", whom="1")
    )


def test_a_village_is_asked_for_as_many_as_it_has_places(context: Flask) -> None:
    run(villages.issue_links, by=BY, meeting_id=1)
    db.session.remove()
    facts = of_meeting(1)
    village = facts.villages[0]
    few = replace(facts, guests=tuple(one for one in facts.guests if one.name != "Đinh Bưm"))
    paper = printed(few, "villages", whom=str(village.id))
    found = words(paper)
    assert squeezed("kính mời làng Stơr cử 06 đại biểu tới dự hội nghị") in found
    assert squeezed("Đề nghị Trưởng làng mời từng người") in found
    assert len(pages(paper)) == 2
    starts = [line.text for line in pages(paper)[1].lines if line.left < 38 * MM]
    assert [one[0] for one in starts if one[0].isdigit()] == ["1", "2", "3", "4", "5", "6"]
    assert starts[-1] == "6"  # a blank row for the sixth
    read = [code.text for code in zxingcpp.read_barcodes(picture(paper, page=1))]
    assert read == [village.address]


# -- lists ----------------------------------------------------------------------------------------


def test_sign_in_sheets_are_one_a_village_and_one_for_officials(facts: Facts) -> None:
    paper = printed(facts, "sign-in")
    feet = [
        line.text for page in pages(paper) for line in page.lines if line.text.startswith("trang")
    ]
    labels = [one.label for one in facts.villages]
    firsts = [foot.split(" – ")[1] for foot in feet if foot.startswith("trang 1/")]
    assert firsts == [*labels, "đại biểu cơ quan, tổ chức"]
    found = words(paper)
    for said in ("Ký tên", "Ghi chú", "Ông/", "Thông báo về dữ liệu cá nhân.", "06 chỗ; 06 người"):
        assert squeezed(said) in found
    assert squeezed("Số tiền") not in found


def test_the_list_for_money_holds_no_name_and_no_amount(facts: Facts) -> None:
    found = words(printed(facts, "money"))
    for said in ("Họ và tên", "Số tiền", "Ký nhận"):
        assert squeezed(said) in found
    assert not [guest for guest in facts.guests if squeezed(guest.name) in found]


@pytest.mark.parametrize("per_page", [2, 4])
def test_a_question_slip_offers_every_topic_of_the_plan(facts: Facts, per_page: int) -> None:
    paper = printed(facts, "questions", per_page=per_page, pages=2)
    assert len(pages(paper)) == 2
    found = words(paper)
    assert found.count(squeezed("PHIẾU CÂU HỎI")) == 2 * per_page
    for category in facts.plan.categories:
        assert squeezed(category.title) in found
    assert squeezed("Họ và tên (có thể để trống):") in found
    wish = choices.Wish(kind="questions", pages=9999)
    (cards,) = choices.bundle_of(facts, wish).sheets
    assert isinstance(cards, Cards)
    assert cards.pages == choices.MOST_PAGES


def test_the_pack_holds_everything(facts: Facts) -> None:
    paper = printed(facts, "pack")
    found = words(paper)
    for title in (
        wording.PACK, wording.COUNTING, wording.SIGN_IN, wording.CODES,
        wording.QUEUE, wording.NOTES_TITLE, wording.MONEY, wording.SLIP,
    ):  # fmt: skip
        assert squeezed(title) in found, title
    for guest in facts.guests:
        assert squeezed(guest.name) in found
        assert guest.code in found


# -- other plans ----------------------------------------------------------------------------------


@cache
def _plan(name: str) -> Path:
    return shipped_plans()[name]


@pytest.mark.parametrize("name", sorted(shipped_plans()))
def test_every_plan_prints_every_paper_in_its_own_words(context: Flask, name: str) -> None:
    plan = load_plan_file(_plan(name))
    for index in range(plan.session_count):
        meeting_id = run(create_meeting, by=BY, plan=plan, session_index=index)
        run(add_person, by=BY, meeting_id=meeting_id, name="Nông Thị Slao", honorific="Bà")
        db.session.remove()
        facts = of_meeting(meeting_id)
        found = words(render_bundle(everything(facts)))
        notes = Bundle(meta=everything(facts).meta, sheets=(sheets.notes(facts),))
        assert len(pages(render_bundle(notes))) == 2  # both sides of one leaf
        for village in facts.villages:
            assert found.count(squeezed(village.label)) >= 4
        assert found.count(squeezed("Nông Thị Slao")) >= 4
        if facts.session.schedule.date is None:
            assert squeezed(facts.session.schedule.text) in found
        head = facts.plan.unit_label.head
        assert squeezed(f"Đề nghị {head}") in found
        assert head == "Trưởng làng" or squeezed("Trưởng làng") not in found


def everything(facts: Facts) -> Bundle:
    """Every kind of paper in one file, so that it is read once."""
    made = [choices.bundle_of(facts, choices.Wish(kind=kind, pages=1)) for kind in choices.KINDS]
    return replace(made[0], sheets=tuple(sheet for one in made for sheet in one.sheets))


def test_what_people_wrote_is_printed_as_written(facts: Facts) -> None:
    evil = Guest(
        name="<b>Đinh</b> & =1+1 </para>", honorific="", village_id=facts.villages[0].id,
        village="làng <i>Stơr", office="&amp;", group="", people_side=True, invited=True,
        code="CFG-HJKL", address="http://hall/X",
    )  # fmt: skip
    only = replace(facts, guests=(evil,), villages=facts.villages[:1])
    assert words(render_bundle(everything(only))).count(squeezed(evil.name)) >= 5
