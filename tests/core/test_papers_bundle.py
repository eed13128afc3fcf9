"""Several papers in one file: numbered parts, letters with codes, cards, the process."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meeting.papers.bundle import (
    Blank,
    Boxes,
    Bundle,
    Cards,
    Copy,
    Fine,
    Grid,
    Letters,
    Part,
    QrCode,
    WritingLines,
    from_json,
    to_json,
)
from meeting.papers.errors import PaperError
from meeting.papers.model import (
    Column,
    Meta,
    NationalHead,
    Number,
    Paragraph,
    Signer,
    TypeAndSubject,
    text,
)
from meeting.papers.pdf.bundle import render_bundle
from meeting.papers.render import render_bundle as render_elsewhere
from tests.golden.paper_reader import by_pdfium, by_pypdf, pages, picture, squeezed

NAMES = ("Đinh Grơ̆ng", "Đinh Thị Hlŏp", "Đinh Thị Ƀlĭ", "Kuô̆k Hô̆i", "Nguyễn Thị Thùy Dương")
SECRET = "CFGHJKLMNPQRTVX2345678900000"
COLUMNS = (Column(title="STT"), Column(title="Họ và tên", share=4), Column(title="Ký tên", share=4))


def copy(number: int, name: str = "Ông Đinh Bưm", rest: str = ", làng Stơr.") -> Copy:
    address = f"http://192.168.1.10:8000/m/1/checkin/i/{SECRET[: -len(str(number))]}{number}"
    return Copy(name=name, rest=rest, about="làng Stơr", qr=address, code="CFG-HJKL")


def letters(*copies: Copy, per_page: int = 1) -> Letters:
    return Letters(
        title="GIẤY MỜI",
        per_page=2 if per_page == 2 else 1,
        head=NationalHead(
            organ=("ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"),
            number=Number(notation="GM-UBND"),
            place_date="Tơ Tung, ngày 10 tháng 10 năm 2023",
        ),
        type_name="GIẤY MỜI",
        subject="Dự hội nghị trao đổi, đối thoại",
        opening="Ủy ban nhân dân xã trân trọng kính mời: ",
        after=(Paragraph(words=text("Thời gian: 07 giờ 30 phút.")),),
        beside=(Fine(words="Lưu ý: mang theo giấy mời."),),
        signature=Signer(authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Trần Xuân Nam"),
        strip=(text("GIẤY MỜI"), text("Hội trường Nhà văn hóa")),
        cut="Cắt theo đường này",
        copies=copies,
    )


def bundle(*sheets: Part | Letters | Cards) -> Bundle:
    return Bundle(meta=Meta(title="Giấy tờ"), sheets=sheets)


def sign_in(rows: int = 3, foot: str | None = "làng Stơr") -> Part:
    names = [(str(n + 1), NAMES[n % len(NAMES)], "") for n in range(rows)]
    grid = Grid(columns=COLUMNS, rows=tuple(names), blank=5, height=10)
    return Part(title="Danh sách", foot=foot, blocks=(grid,))


EVERYTHING = bundle(
    sign_in(40),
    letters(copy(1), copy(2)),
    Part(
        title="Khác",
        blocks=(
            TypeAndSubject(type_name="DANH SÁCH", subject="Đại biểu"),
            QrCode(data="http://hall/village/X", beside=(text("Quét mã này"),)),
            Blank(labels=("Họ tên:", "")),
            Boxes(labels=("Đất đai", "Môi trường", "Khác"), columns=2),
            WritingLines(count=3),
        ),
    ),
    Cards(title="Phiếu", blocks=(Blank(labels=("Họ tên:",)), WritingLines(count=0)), pages=2),
)


def test_a_bundle_travels_as_json_and_prints_the_same_each_time() -> None:
    assert from_json(to_json(EVERYTHING)) == EVERYTHING
    assert render_bundle(EVERYTHING) == render_bundle(from_json(to_json(EVERYTHING)))
    with pytest.raises(PaperError, match="not a bundle"):
        from_json(b'{"sheets": 1}')


def test_each_part_counts_its_own_pages_and_says_how_many_there_are() -> None:
    paper = render_bundle(bundle(sign_in(60), sign_in(1, foot="làng Leng"), sign_in(1, foot=None)))
    found = [
        next((line for line in page.lines if line.text.startswith("trang")), None)
        for page in pages(paper)
    ]
    assert [line and line.text for line in found] == [
        "trang 1/3 – làng Stơr", "trang 2/3 – làng Stơr", "trang 3/3 – làng Stơr",
        "trang 1/1 – làng Leng", None,
    ]  # fmt: skip
    outline: list[Any] = pypdf.PdfReader(io.BytesIO(paper)).outline
    assert [entry["/Title"] for entry in outline] == ["Danh sách"] * 3


def test_a_list_repeats_its_head_keeps_every_name_and_has_blank_rows() -> None:
    paper = render_bundle(bundle(sign_in(60)))
    words = by_pdfium(paper)
    assert words.count(squeezed("Họ và tên")) == len(pages(paper)) == 3
    for name in NAMES:
        assert words.count(squeezed(name)) == 12
        assert by_pypdf(paper).count(squeezed(name)) == 12
    one = pages(render_bundle(bundle(sign_in(0))))[0]
    assert len({round(rule.height) for rule in one.rules}) == 1 + 1 + 5  # head, its end, five rows


@pytest.mark.parametrize("per_page", [1, 2])
def test_every_code_of_a_letter_is_read_back_and_is_large_enough(per_page: int) -> None:
    copies = [copy(number, name=f"Bà {NAMES[number]}") for number in range(5)]
    paper = render_bundle(bundle(letters(*copies, per_page=per_page)))
    assert len(pages(paper)) == -(-5 // per_page)
    for number in range(5):
        sheet, half = divmod(number, per_page)
        image = picture(paper, page=sheet)
        top = image.height // per_page * half
        part = image.crop((0, top, image.width, top + image.height // per_page))
        codes = zxingcpp.read_barcodes(part)
        assert [code.text for code in codes] == [copies[number].qr] * 2
        for code in codes:
            box = code.position
            side = abs(box.bottom_right.x - box.top_left.x) * 25.4 / 200
            assert side > 25
    words = by_pdfium(paper)
    for one in copies:
        assert words.count(squeezed(one.name)) == 2  # in the letter and on the strip
    assert words.count("CFG-HJKL") == 10


def test_a_long_name_shrinks_its_own_letter_only_and_nothing_overlaps() -> None:
    endless = copy(2, name="Bà " + "Nguyễn Thị Thùy Dương " * 12, rest=", " + "tổ hợp tác " * 20)
    paper = render_bundle(bundle(letters(copy(1), endless, copy(3), per_page=2)))
    first, second = pages(paper)
    sizes = [line.size for line in first.lines if line.text == "CHỦ TỊCH"]
    assert len(sizes) == 2
    again = [line.size for line in second.lines if line.text == "CHỦ TỊCH"]
    assert again == sizes[:1]
    middle = first.height / 2
    cut = min(rule.height for rule in first.rules if rule.width > 190 * 72 / 25.4)
    signer = [line for line in first.lines if line.text == "Trần Xuân Nam" and line.base < middle]
    assert all(line.base < cut for line in signer)


def test_a_letter_that_cannot_fit_is_refused() -> None:
    flood = replace(letters(copy(1)), after=(Paragraph(words=text("không hết " * 9000)),))
    with pytest.raises(PaperError, match="too long"):
        render_bundle(bundle(flood))


def test_a_card_is_drawn_in_every_cell_with_lines_to_write_on() -> None:
    blocks = (
        Paragraph(words=text("PHIẾU CÂU HỎI")),
        Boxes(labels=("Đất đai", "Môi trường"), columns=2),
        WritingLines(count=0),
    )
    for down, across in ((2, 1), (2, 2)):
        card = Cards(title="Phiếu", blocks=blocks, down=down, across=across, pages=3)  # type: ignore[arg-type]
        paper = render_bundle(bundle(card))
        assert len(pages(paper)) == 3
        assert by_pdfium(paper).count(squeezed("PHIẾU CÂU HỎI")) == 3 * down * across
        assert len(pages(paper)[0].rules) > 8 * down * across


def test_the_process_tells_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    many = bundle(letters(*(copy(number) for number in range(120))))
    paper = render_elsewhere(many, lambda done, total: heard.append((done, total)))
    assert paper == render_bundle(many)
    assert heard == sorted(heard)
    assert {total for _, total in heard} == {120}


def test_what_the_process_complains_of_is_heard() -> None:
    bad = Part(title="x", blocks=(Grid(columns=COLUMNS, rows=(("1",),)),))
    with pytest.raises(PaperError, match="a list row has 1 cells for 3 columns"):
        render_elsewhere(bundle(bad))
    with pytest.raises(PaperError, match="not ready after"):
        render_elsewhere(bundle(sign_in()), timeout=0.01)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
@example("\r\r\r\x850")  # line ends alone fill a strip
def test_nothing_that_people_write_breaks_a_paper(words: str) -> None:
    rows = ((words, words, words),)
    grid = Grid(columns=COLUMNS, rows=rows)
    part = Part(title=words, foot=words, blocks=(grid, Blank(labels=(words,)), Fine(words=words)))
    one = Copy(name=words, rest=words, about=words, qr="X", code=words)
    assert render_bundle(bundle(part, letters(one))).startswith(b"%PDF-")
