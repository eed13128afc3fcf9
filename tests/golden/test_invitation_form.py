"""A giấy mời against Decree 30 with a ruler, as the minutes are."""

from __future__ import annotations

import pytest

from meeting.papers.bundle import Bundle, Copy, Fine, Leaf, Letters
from meeting.papers.model import (
    Meta,
    NationalHead,
    Number,
    Paragraph,
    Recipients,
    Signer,
    bold,
    text,
)
from meeting.papers.pdf.bundle import render_bundle
from tests.golden.paper_reader import MM, Page, pages

NEAR = 0.5  # points
LEFT, RIGHT = 30 * MM, 195 * MM
SHORT, LONG = 3, 6  # paragraphs: what stands at 14 points, and what needs 13


def invitation(paragraphs: int) -> Letters:
    said = Paragraph(words=text(bold("Nội dung: "), "công tác quản lý đất đai, môi trường; " * 5))
    after: tuple[Leaf, ...] = (said,) * paragraphs
    return Letters(
        title="GIẤY MỜI",
        per_page=1,
        head=NationalHead(
            organ=("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"),
            number=Number(notation="GM-UBND"),
            place_date="Tơ Tung, ngày 10 tháng 10 năm 2023",
        ),
        type_name="GIẤY MỜI",
        subject="Dự Hội nghị trao đổi, đối thoại năm 2023",
        opening="Ủy ban nhân dân xã Tơ Tung trân trọng kính mời: ",
        after=(*after, Fine(words="Thông báo về dữ liệu cá nhân.")),
        beside=(Recipients(items=("Như thành phần mời", "Lưu: VT")),),
        signature=Signer(authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Trần Xuân Nam"),
        strip=(text("GIẤY MỜI DỰ HỘI NGHỊ"),),
        cut="Cắt theo đường này",
        copies=(
            Copy(
                name="Ông Đinh Bưm", rest=", làng Stơr.", about="làng Stơr", code="CFG-HJKL",
                qr="http://192.168.1.10:8000/m/1/checkin/i/CFGHJKLMNPQRTVX2345678900000",
            ),
        ),
    )  # fmt: skip


def sheet_of(paragraphs: int) -> Page:
    paper = Bundle(meta=Meta(title="Giấy mời"), sheets=(invitation(paragraphs),))
    (sheet,) = pages(render_bundle(paper))
    return sheet


@pytest.fixture(scope="module")
def short() -> Page:
    return sheet_of(SHORT)


@pytest.fixture(scope="module")
def long() -> Page:
    return sheet_of(LONG)


@pytest.fixture(params=["short", "long"])
def sheet(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def cut_of(sheet: Page) -> float:
    return next(rule.height for rule in sheet.rules if rule.width > 195 * MM)


def test_the_text_keeps_the_margins_and_ends_above_the_cut(sheet: Page) -> None:
    assert (sheet.width, sheet.height) == pytest.approx((210 * MM, 297 * MM), abs=NEAR)
    cut = cut_of(sheet)
    letter = [line for line in sheet.lines if line.base < cut - 4 and line.text.strip()]
    assert min(line.left for line in letter) == pytest.approx(LEFT, abs=NEAR)
    assert max(line.right for line in letter) <= RIGHT + NEAR
    assert min(line.base - line.size for line in letter) > 19 * MM
    assert max(line.base for line in letter) < cut - 5 * MM


def test_the_parts_have_the_sizes_of_the_decree(sheet: Page) -> None:
    for start, sizes, font in (
        ("CỘNG HÒA", {13}, "Tinos-Bold"),
        ("Độc lập", {14}, "Tinos-Bold"),
        ("ỦY BAN NHÂN DÂN", {13}, "Tinos-Bold"),
        ("Số:", {13}, "Tinos-Regular"),
        ("Tơ Tung, ngày", {13}, "Tinos-Italic"),
        ("GIẤY MỜI", {14}, "Tinos-Bold"),
        ("Dự Hội nghị", {14}, "Tinos-Bold"),
        ("TM. ỦY BAN", {14}, "Tinos-Bold"),
        ("Trần Xuân Nam", {14}, "Tinos-Bold"),
        ("Nơi nhận:", {12}, "Tinos-BoldItalic"),
        ("- Lưu: VT.", {11}, "Tinos-Regular"),
    ):
        line = sheet.line(start)
        assert line.size in sizes, start
        assert line.font == font, start


def test_the_text_stands_at_fourteen_points_and_at_thirteen_when_it_is_long(
    short: Page, long: Page
) -> None:
    for sheet, size in ((short, 14), (long, 13)):
        first, second = [line for line in sheet.lines if "trường;" in line.text][:2]
        assert first.size == second.size == size
        assert 1.15 * size - NEAR <= second.base - first.base <= 1.15 * 1.5 * size + NEAR
        asked = sheet.line("Ủy ban nhân dân xã Tơ Tung trân trọng")
        assert asked.left == pytest.approx(LEFT + 12.7 * MM, abs=NEAR)


def test_recipients_stand_level_with_the_office_and_the_pen_has_room(sheet: Page) -> None:
    office, title = sheet.line("TM. ỦY BAN"), sheet.line("CHỦ TỊCH")
    assert sheet.line("Nơi nhận:").base == pytest.approx(office.base, abs=4)
    name = sheet.line("Trần Xuân Nam")
    assert name.base - name.size - title.base >= 28 * MM
    assert name.middle == pytest.approx(office.middle, abs=NEAR)


def test_the_strip_names_the_person_and_the_code(sheet: Page) -> None:
    cut = cut_of(sheet)
    below = [line.text for line in sheet.lines if line.base > cut + 5]
    assert {"Ông Đinh Bưm", "làng Stơr", "CFG-HJKL", "GIẤY MỜI DỰ HỘI NGHỊ"} <= set(below)
