"""A letter and a file's cover against Decree 30 with a ruler, as the minutes are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meeting.papers import decree30
from meeting.papers.model import Paragraph, text
from meeting.papers.pdf.document import render_pdf
from tests.golden.paper_reader import MM, Page, pages
from tests.golden.sample_letter import HIGHER, WOMAN, dossier, letter

NEAR = 0.5  # points
LEFT, RIGHT = 30 * MM, 195 * MM
MIDDLE = (LEFT + RIGHT) / 2


@pytest.fixture(scope="module")
def sheet() -> Page:
    return pages(render_pdf(letter(WOMAN)))[0]


def test_what_a_letter_is_about_stands_below_its_number(sheet: Page) -> None:
    number, about = sheet.line("Số: 125/UBND-VP"), sheet.line("V/v trả lời ý kiến")
    assert about.size in (12, 13)
    assert about.font == "Tinos-Regular"
    assert about.middle == pytest.approx(number.middle, abs=NEAR)
    gap = about.base - number.base - decree30.single(about.size)
    assert gap == pytest.approx(6, abs=1)
    assert about.width <= 65 * MM


def test_one_addressee_stands_behind_the_words_in_the_middle(sheet: Page) -> None:
    line = sheet.line("Kính gửi:")
    assert line.text == f"Kính gửi: {WOMAN}"
    assert (line.size, line.font) == (14, "Tinos-Regular")
    assert line.middle == pytest.approx(MIDDLE, abs=NEAR)


def test_several_addressees_are_a_list_whose_dashes_stand_under_the_colon() -> None:
    sheet = pages(render_pdf(letter(*HIGHER)))[0]
    title = sheet.line("Kính gửi:")
    first, second, third = (sheet.line(f"- {name[:12]}") for name in HIGHER)
    assert title.text == "Kính gửi:"
    assert first.left == second.left == third.left
    assert title.right - 6 < first.left < title.right
    assert [first.text[-1], second.text[-1]] == [";", ";"]
    (rest,) = [line for line in sheet.lines if line.text.endswith("của huyện.")]
    assert rest.left > third.left
    assert third.right <= RIGHT + NEAR


def test_every_line_of_the_office_is_bold_and_centred_above_the_name(sheet: Page) -> None:
    lines = [
        sheet.line(start) for start in ("TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đinh Grơ̆ng")
    ]
    assert [line.base for line in lines] == sorted(line.base for line in lines)
    for line in lines:
        assert (round(line.size), line.font) == (14, "Tinos-Bold")
        assert line.middle == pytest.approx(LEFT + 165 * 3 / 4 * MM, abs=1)


def test_several_appendices_are_counted_in_roman_figures() -> None:
    first, second = pages(render_pdf(letter(WOMAN)))[1:]
    assert first.lines[0].text == "Phụ lục I"
    assert second.lines[0].text == "Phụ lục II"


def test_a_cover_fills_a_page_of_its_own_inside_a_frame() -> None:
    cover, behind = pages(render_pdf(dossier()))
    words = [line.text for line in cover.lines]
    assert words[:3] == ["HUYỆN KBANG", "ỦY BAN NHÂN DÂN", "XÃ TƠ TUNG"]
    assert "Hồ sơ số: …………………" in words
    assert words[-1] == "Năm 2023"
    frame = [rule for rule in cover.rules if rule.width > 160 * MM]
    assert [rule.height for rule in frame] == pytest.approx([20 * MM, 277 * MM], abs=1)
    assert cover.line("HỒ SƠ").middle == pytest.approx(MIDDLE, abs=NEAR)
    assert behind.lines[1].text == "MỤC LỤC"


def test_a_cover_that_is_not_first_goes_to_the_next_page() -> None:
    before = Paragraph(words=text("trước"))
    made = replace(dossier(), blocks=(before, *dossier().blocks))
    texts = [[line.text for line in sheet.lines] for sheet in pages(render_pdf(made))]
    assert texts[0] == ["trước"]
    assert texts[1][-1] == "Năm 2023"
