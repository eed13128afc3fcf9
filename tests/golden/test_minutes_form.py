"""The minutes against Decree 30 with a ruler: every measure is read from the PDF's own content."""

from __future__ import annotations

import io

import pypdf
import pytest

from meeting.papers import decree30
from meeting.papers.pdf.document import render_pdf
from tests.golden.paper_reader import MM, Page, pages
from tests.golden.sample_minutes import OPINIONS, minutes
from tests.golden.sample_notice import notice

NEAR = 0.5  # points
LEFT, RIGHT = 30 * MM, 195 * MM
MIDDLE = (LEFT + RIGHT) / 2


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_pdf(minutes())


@pytest.fixture(scope="module")
def sheets(paper: bytes) -> list[Page]:
    return pages(paper)


@pytest.fixture(scope="module")
def notice_sheets() -> list[Page]:
    return pages(render_pdf(notice()))


def test_pages_are_a4_with_the_margins_of_the_decree(sheets: list[Page]) -> None:
    assert len(sheets) == 3
    for sheet in sheets:
        left, right, lowest = sheet.edges
        assert (sheet.width, sheet.height) == pytest.approx((210 * MM, 297 * MM), abs=NEAR)
        assert left == pytest.approx(LEFT, abs=NEAR)
        assert right <= RIGHT + NEAR
        assert lowest <= 277 * MM
        text_top = min(line.base for line in sheet.lines if line.base > 20 * MM)
        assert 20 * MM < text_top < 26 * MM


def test_body_is_justified_with_indented_first_lines(sheets: list[Page]) -> None:
    opening = sheets[1].line("a) Ông Đinh Bưm")
    rest = sheets[1].line("lầy, xe máy cày")
    assert opening.left == pytest.approx(LEFT + 12.7 * MM, abs=NEAR)
    assert opening.right == pytest.approx(RIGHT, abs=NEAR)
    assert rest.left == pytest.approx(LEFT, abs=NEAR)
    assert rest.right < RIGHT - 20
    assert rest.size == 14
    leading = rest.base - opening.base
    assert leading == pytest.approx(14 * 1.15 * decree30.LINE_SPACING, abs=NEAR)
    following = sheets[1].line("Ông Trần Xuân Nam - Chủ tịch")
    assert following.base - rest.base == pytest.approx(leading + 6, abs=NEAR)


def test_only_tinos_is_used_and_embedded_as_subset(paper: bytes, sheets: list[Page]) -> None:
    used = {font for sheet in sheets for line in sheet.lines for font in line.font.split()}
    assert used == {"Tinos-Regular", "Tinos-Bold", "Tinos-BoldItalic"}
    for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
            assert font.get_object()["/BaseFont"][7] == "+"


def test_head_stands_in_two_columns(sheets: list[Page]) -> None:
    organ, commune = sheets[0].line("ỦY BAN NHÂN DÂN"), sheets[0].line("XÃ TƠ TUNG")
    nation, motto = sheets[0].line("CỘNG HÒA XÃ HỘI"), sheets[0].line("Độc lập - Tự do")
    number = sheets[0].line("Số:")
    for line in (organ, commune, number):
        assert line.middle == pytest.approx(LEFT + 32.5 * MM, abs=NEAR)
    for line in (nation, motto):
        assert line.middle == pytest.approx(LEFT + 115 * MM, abs=NEAR)
    assert nation.width == pytest.approx(95.7 * MM, abs=1)
    assert nation.base == pytest.approx(organ.base, abs=NEAR)
    assert (nation.size, motto.size, organ.size, number.size) == (13, 14, 13, 13)
    assert nation.font == motto.font == organ.font == commune.font == "Tinos-Bold"
    assert number.font == "Tinos-Regular"
    assert number.text.split() == ["Số:", "/BB-UBND"]
    assert number.text.count("\xa0") + number.text.count(" ") >= 6


def test_rules_are_drawn_at_the_length_of_the_decree(sheets: list[Page]) -> None:
    organ, motto, subject = sheets[0].rules[:3]
    above = (
        sheets[0].line("XÃ TƠ TUNG"),
        sheets[0].line("Độc lập"),
        sheets[0].line("xã Tơ Tung với"),
    )
    assert motto.width == pytest.approx(above[1].width, abs=NEAR)
    assert above[0].width / 3 <= organ.width <= above[0].width / 2
    assert above[2].width / 3 <= subject.width <= above[2].width / 2
    for rule, line in zip((organ, motto, subject), above, strict=True):
        assert rule.middle == pytest.approx(line.middle, abs=NEAR)
        assert 3 < rule.height - line.base < 9


def test_type_and_subject_are_centred(sheets: list[Page]) -> None:
    for start in ("BIÊN BẢN", "Hội nghị trao đổi", "xã Tơ Tung với"):
        line = sheets[0].line(start)
        assert line.middle == pytest.approx(MIDDLE, abs=NEAR)
        assert (line.size, line.font) == (14, "Tinos-Bold")


def test_minutes_have_no_place_and_date_in_the_head(sheets: list[Page]) -> None:
    title = sheets[0].line("BIÊN BẢN").base
    assert not [line for line in sheets[0].lines if line.base < title and "ngày" in line.text]


def test_page_number_is_centred_in_the_upper_margin_from_page_two(sheets: list[Page]) -> None:
    assert not [line for line in sheets[0].lines if line.base < 20 * MM]
    for number, sheet in enumerate(sheets[1:], start=2):
        (line,) = [line for line in sheet.lines if line.base < 20 * MM]
        assert (line.text, line.size, line.font) == (str(number), 13, "Tinos-Regular")
        assert line.middle == pytest.approx(MIDDLE, abs=NEAR)
        assert 7 * MM < line.base - line.size / 3 < 13 * MM


def test_secretary_signs_left_and_chair_right_with_room_for_pen_and_seal(
    sheets: list[Page],
) -> None:
    last = sheets[-1]
    for office, name, middle in (
        ("THƯ KÝ", "Nguyễn Thị Đào", LEFT + 165 / 4 * MM),
        ("CHỦ TỌA", "Trần Xuân Nam", LEFT + 165 * 3 / 4 * MM),
    ):
        above, below = last.line(office), next(each for each in last.lines if each.text == name)
        assert above.middle == pytest.approx(middle, abs=NEAR)
        assert below.middle == pytest.approx(middle, abs=NEAR)
        assert below.base - below.size - above.base >= 28 * MM
    assert last.line("THƯ KÝ").base == last.line("CHỦ TỌA").base


def test_recipients_stand_left_below_the_signatures(sheets: list[Page]) -> None:
    heading, file_copy = sheets[-1].line("Nơi nhận:"), sheets[-1].line("- Lưu: VT, Hồ sơ.")
    assert (heading.size, heading.font) == (12, "Tinos-BoldItalic")
    assert (file_copy.size, file_copy.font) == (11, "Tinos-Regular")
    assert heading.left == pytest.approx(LEFT, abs=NEAR)
    assert heading.base > sheets[-1].line("Nguyễn Thị Đào").base


def test_points_follow_the_vietnamese_alphabet(sheets: list[Page]) -> None:
    labels = [line.text[:2] for line in sheets[1].lines + sheets[2].lines if line.text[1:2] == ")"]
    assert labels == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]
    assert len(labels) == len(OPINIONS)


def test_file_says_its_title_language_and_headings(paper: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(paper))
    assert reader.metadata is not None
    assert reader.metadata.title == minutes().meta.title
    assert reader.metadata.author == "Ủy ban nhân dân xã Tơ Tung"
    assert reader.metadata.creation_date == minutes().meta.created
    assert reader.trailer["/Root"]["/Lang"] == "vi"  # type: ignore[index]
    top = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert top == [
        "I. THÀNH PHẦN THAM DỰ",
        "II. NỘI DUNG",
        "III. TỔNG HỢP",
        "IV. KẾT LUẬN CỦA CHỦ TRÌ",
    ]


def test_same_document_gives_the_same_file(paper: bytes) -> None:
    assert render_pdf(minutes()) == paper


def test_a_number_is_printed_once_the_clerk_has_given_it() -> None:
    assert pages(render_pdf(minutes(number="7")))[0].line("Số:").text == "Số: 07/BB-UBND"


def test_notice_has_place_and_date_on_the_line_of_its_number(notice_sheets: list[Page]) -> None:
    number = notice_sheets[0].line("Số: 07/TB-UBND")
    date = notice_sheets[0].line("Thường Thới Hậu A, ngày 02 tháng 10 năm 2026")
    assert date.base == pytest.approx(number.base, abs=NEAR)
    assert date.middle == pytest.approx(LEFT + 115 * MM, abs=NEAR)
    assert (date.size, date.font) == (13, "Tinos-Italic")
    parent = notice_sheets[0].line("HUYỆN HỒNG NGỰ")
    assert parent.font == "Tinos-Regular"
    assert parent.base < notice_sheets[0].line("ỦY BAN NHÂN DÂN").base


def test_legal_bases_are_italic_and_closed(notice_sheets: list[Page]) -> None:
    first, last = (
        notice_sheets[0].line(f"Căn cứ Điều {article}") for article in ("43 Luật", "32 Luật")
    )
    assert first.text.endswith("16/6/2025;")
    assert last.text.endswith("cơ sở.")
    assert first.font == last.font == "Tinos-Italic"


def test_recipients_stand_level_with_the_office_of_the_signer(notice_sheets: list[Page]) -> None:
    heading, office = notice_sheets[0].line("Nơi nhận:"), notice_sheets[0].line("TM. ỦY BAN")
    assert abs(heading.base - office.base) < 3
    assert heading.left == pytest.approx(LEFT, abs=NEAR)
    assert office.middle == pytest.approx(LEFT + 165 * 3 / 4 * MM, abs=NEAR)


def test_appendix_lies_on_its_side_and_counts_its_own_pages(notice_sheets: list[Page]) -> None:
    annex = notice_sheets[1:]
    assert all(sheet.width > sheet.height for sheet in annex)
    upper = [[line.text for line in sheet.lines if line.base < 20 * MM] for sheet in annex]
    assert upper == [[], *([str(n)] for n in range(2, len(annex) + 1))]
    heads = [[line.text for line in sheet.lines if line.text == "Nội dung"] for sheet in annex]
    assert heads == [["Nội dung"]] * len(annex)


def test_closing_line_stands_at_the_foot_of_the_last_page_only(notice_sheets: list[Page]) -> None:
    found = [
        (sheet, line)
        for sheet in notice_sheets
        for line in sheet.lines
        if line.text.startswith("SHA-256:")
    ]
    ((sheet, line),) = found
    assert sheet is notice_sheets[-1]
    assert sheet.height - 20 * MM < line.base < sheet.height
