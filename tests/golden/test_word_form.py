"""Word files against Decree 30: every measure is read from the file's own XML."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx.oxml.ns import qn

from meeting.papers import decree30
from meeting.papers.pdf import fonts
from meeting.papers.word.document import render_docx
from tests.golden.paper_reader import MM
from tests.golden.sample_letter import HIGHER, WOMAN, dossier, letter
from tests.golden.sample_minutes import minutes
from tests.golden.sample_notice import COLUMNS, notice
from tests.golden.word_reader import TWIP, Look, Word, rule_below, text_of, widths

NEAR = 0.5  # points
LEFT, RIGHT = 65 * MM, 100 * MM  # columns of the head
FONT = "Times New Roman"


@pytest.fixture(scope="module")
def paper() -> Word:
    return Word(render_docx(minutes()))


@pytest.fixture(scope="module")
def issued() -> Word:
    return Word(render_docx(notice()))


@pytest.fixture(scope="module")
def reply() -> Word:
    return Word(render_docx(letter(WOMAN)))


def attributes(element: Any) -> dict[str, str]:
    return {name.partition("}")[2]: value for name, value in element.attrib.items()}


def lengths(section: Any, tag: str, *names: str) -> list[float]:
    """Millimetres."""
    found = attributes(section.find(qn(f"w:{tag}")))
    return [int(found[name]) * TWIP / MM for name in names]


def test_page_is_a4_with_the_margins_of_the_decree(paper: Word) -> None:
    (section,) = paper.sections()
    assert lengths(section, "pgSz", "w", "h") == pytest.approx([210, 297], abs=0.1)
    margins = lengths(section, "pgMar", "top", "bottom", "left", "right")
    assert margins == pytest.approx([20, 20, 30, 15], abs=0.1)


def test_times_new_roman_is_named_for_every_script_and_vietnamese_is_the_language(
    paper: Word,
) -> None:
    defaults = paper.styles.find(qn("w:docDefaults"))
    named = attributes(next(defaults.iter(qn("w:rFonts"))))
    assert named == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONT)
    assert attributes(next(defaults.iter(qn("w:lang"))))["val"] == "vi-VN"
    named_anywhere = re.findall(
        rb'(?:w:(?:ascii|hAnsi|cs|eastAsia)|w:name|typeface)="([^"]*)"',
        b"".join(
            paper.parts[f"word/{part}.xml"] for part in ("document", "fontTable", "theme/theme1")
        ),
    )
    assert set(named_anywhere) == {FONT.encode(), b""}
    assert b"Theme=" not in paper.parts["word/styles.xml"]


def test_body_is_justified_with_indented_first_lines_and_room_between(paper: Word) -> None:
    said = paper.paragraph("a) Ông Đinh Bưm")
    assert paper.style_name(said) == "Body Text"
    assert paper.look(paper.paragraph("Ông Trần Xuân Nam - Chủ")) == Look(
        14, False, False, FONT, "both"
    )
    spacing = paper.spacing(said)
    assert int(spacing["firstLine"]) * TWIP == pytest.approx(12.7 * MM, abs=NEAR)
    assert int(spacing["after"]) * TWIP >= 6
    assert 240 <= int(spacing["line"]) <= 360
    assert spacing["lineRule"] == "auto"


@pytest.mark.parametrize(
    ("start", "look"),
    [
        ("CỘNG HÒA XÃ HỘI", Look(13, True, False, FONT, "center")),
        ("Độc lập - Tự do", Look(14, True, False, FONT, "center")),
        ("ỦY BAN NHÂN DÂN", Look(13, True, False, FONT, "center")),
        ("XÃ TƠ TUNG", Look(13, True, False, FONT, "center")),
        ("Số:", Look(13, False, False, FONT, "center")),
        ("BIÊN BẢN", Look(14, True, False, FONT, "center")),
        ("Hội nghị trao đổi", Look(14, True, False, FONT, "center")),
        ("I. THÀNH PHẦN", Look(14, True, False, FONT, "left")),
        ("1. Khai mạc", Look(14, True, False, FONT, "left")),
        ("THƯ KÝ", Look(14, True, False, FONT, "center")),
        ("Nguyễn Thị Đào", Look(14, True, False, FONT, "center")),
        ("Nơi nhận:", Look(12, True, True, FONT, "left")),
        ("- Lưu: VT, Hồ sơ.", Look(11, False, False, FONT, "left")),
    ],
)
def test_components_stand_as_the_decree_has_them(paper: Word, start: str, look: Look) -> None:
    assert paper.look(paper.paragraph(start)) == look


def test_letters_stand_out_by_styles_not_by_hand(paper: Word) -> None:
    assert not list(paper.body.iter(qn("w:b"), qn("w:i")))
    used = {each.get(qn("w:val")) for each in paper.body.iter(qn("w:rStyle"))}
    names = {one.get(qn("w:styleId")): one.find(qn("w:name")) for one in paper.styles}
    assert [names[key].get(qn("w:val")) for key in used] == ["Chữ đậm"]
    cells = [cell for table in paper.tables() for cell in table.iter(qn("w:tc"))]
    assert not [cell for cell in cells if list(cell.iter(qn("w:jc")))]


def test_components_of_issued_papers_too(issued: Word, reply: Word) -> None:
    assert issued.look(issued.paragraph("HUYỆN")) == Look(13, False, False, FONT, "center")
    assert issued.look(issued.paragraph("Thường Thới")) == Look(13, False, True, FONT, "center")
    assert issued.look(issued.paragraph("Căn cứ")) == Look(14, False, True, FONT, "both")
    assert issued.look(issued.paragraph("(Kèm theo")) == Look(14, False, True, FONT, "center")
    assert issued.look(issued.paragraph("Phụ lục")) == Look(14, True, False, FONT, "center")
    assert reply.look(reply.paragraph("V/v ")) == Look(12, False, False, FONT, "center")
    assert reply.look(reply.paragraph("Kính gửi:")) == Look(14, False, False, FONT, "left")
    assert int(reply.spacing(reply.paragraph("V/v "))["before"]) * TWIP == 6


def test_head_is_two_columns_without_lines(paper: Word) -> None:
    head = paper.tables()[0]
    assert widths(head) == pytest.approx([LEFT, RIGHT], abs=NEAR)
    left, right = head.tr_lst[0].tc_lst
    assert text_of(left) == "ỦY BAN NHÂN DÂNXÃ TƠ TUNG"
    assert text_of(right) == decree30.NATION + decree30.MOTTO
    key = head.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}").get(qn("w:val"))
    (style,) = [s for s in paper.styles if s.get(qn("w:styleId")) == key]
    assert style.find(f".//{qn('w:tblBorders')}") is None
    margins = style.find(f".//{qn('w:tblCellMar')}")
    assert {attributes(side)["w"] for side in margins} == {"0"}


def test_rules_are_drawn_at_the_length_of_the_decree(paper: Word) -> None:
    left, right = paper.tables()[0].tr_lst[0].tc_lst
    motto = rule_below(right.p_lst[-1], RIGHT)
    assert motto == pytest.approx(fonts.width(decree30.MOTTO, 14, bold=True), abs=NEAR)
    organ = rule_below(left.p_lst[-1], LEFT)
    above = fonts.width("XÃ TƠ TUNG", 13, bold=True)
    assert above / 3 <= organ <= above / 2
    subject = paper.paragraph("Hội nghị trao đổi").getnext()
    length = rule_below(subject, 165 * MM)
    last = fonts.width("xã Tơ Tung với Nhân dân năm 2023", 14, bold=True)
    assert last / 3 <= length <= last / 2


def test_headings_are_headings_for_the_navigation_pane(paper: Word) -> None:
    names = {"heading 1": [], "heading 2": []}  # type: dict[str, list[str]]
    for paragraph in paper.body.iter(qn("w:p")):
        names.setdefault(paper.style_name(paragraph), []).append(text_of(paragraph))
    assert names["heading 1"] == [
        "I. THÀNH PHẦN THAM DỰ",
        "II. NỘI DUNG",
        "III. TỔNG HỢP",
        "IV. KẾT LUẬN CỦA CHỦ TRÌ",
    ]
    assert names["heading 2"][0] == "1. Khai mạc"
    style = paper.style(paper.paragraph("I. THÀNH"))
    assert style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val")) == "0"
    assert style.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_page_number_is_a_field_above_the_text_from_the_second_page_on(paper: Word) -> None:
    (section,) = paper.sections()
    assert section.find(qn("w:titlePg")) is not None
    kinds = [each.get(qn("w:type")) for each in section.findall(qn("w:headerReference"))]
    assert kinds == ["default"]
    header = paper.file.sections[0].header
    (line,) = header.paragraphs
    assert paper.look(line._p) == Look(13, False, False, FONT, "center")
    codes = [each.text.strip() for each in line._p.iter(qn("w:instrText"))]
    assert codes == ["PAGE"]
    margins = attributes(section.find(qn("w:pgMar")))
    top = int(margins["header"]) * TWIP
    assert 5 * MM < top < top + 13 * 1.15 < 20 * MM


def test_tables_are_tables_whose_head_stands_on_every_page(issued: Word) -> None:
    table = next(each for each in issued.tables() if text_of(each).startswith("TT"))
    assert len(table.tr_lst) == 61
    heads = [
        row for row in table.tr_lst if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    ]
    assert [text_of(cell) for cell in heads[0].tc_lst] == [column.title for column in COLUMNS]
    assert heads == [table.tr_lst[0]]
    whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.tr_lst]
    assert all(whole)
    shares = [column.share for column in COLUMNS]
    room = (297 - 45) * MM
    assert widths(table) == pytest.approx([room * each / sum(shares) for each in shares], abs=NEAR)
    style = next(s for s in issued.styles if s.get(qn("w:styleId")) == "TableGrid")
    sides = {side.tag.partition("}")[2] for side in style.find(f".//{qn('w:tblBorders')}")}
    assert sides == {"top", "left", "bottom", "right", "insideH", "insideV"}


def test_appendix_lies_on_its_side_and_counts_its_own_pages(issued: Word) -> None:
    text, annex = issued.sections()
    assert lengths(annex, "pgSz", "w", "h") == pytest.approx([297, 210], abs=0.1)
    assert lengths(text, "pgSz", "w", "h") == pytest.approx([210, 297], abs=0.1)
    assert attributes(annex.find(qn("w:pgSz")))["orient"] == "landscape"
    for section in issued.sections():
        assert section.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.find(qn("w:titlePg")) is not None
    assert annex.find(qn("w:headerReference")) is None  # the number is that of the pages before


def test_signatures_stand_side_by_side_with_room_and_stay_together(paper: Word) -> None:
    table = paper.tables()[-1]
    assert widths(table) == pytest.approx([165 / 2 * MM] * 2, abs=NEAR)
    texts = [[text_of(cell) for cell in row.tc_lst] for row in table.tr_lst]
    assert texts == [["THƯ KÝ", "CHỦ TỌA"], ["", ""], ["Nguyễn Thị Đào", "Trần Xuân Nam"]]
    (room,) = table.tr_lst[1].tc_lst[0].p_lst
    assert int(paper.spacing(room)["line"]) * TWIP >= 25 * MM
    for row in table.tr_lst:  # the last one with the recipients below
        kept = [p.pPr.find(qn("w:keepNext")) is not None for p in row.iter(qn("w:p"))]
        assert all(kept)
    before = paper.paragraph("Hội nghị kết thúc")
    assert before.pPr.find(qn("w:keepNext")) is not None


def test_recipients_stand_beside_the_signer(issued: Word) -> None:
    (row,) = issued.tables()[1].tr_lst
    left, right = row.tc_lst
    assert text_of(left).startswith("Nơi nhận:- Như trên;")
    assert [text_of(p) for p in right.p_lst] == [
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Ký, ghi rõ họ tên)", "", "Nguyễn Văn Thước",
    ]  # fmt: skip


def test_closing_line_stands_at_the_foot_of_the_last_page(issued: Word) -> None:
    line = issued.paragraph("SHA-256:")
    frame = attributes(line.pPr.find(qn("w:framePr")))
    assert (frame["vAnchor"], frame["hAnchor"]) == ("page", "page")
    assert int(frame["x"]) * TWIP == pytest.approx(30 * MM, abs=NEAR)
    assert 190 * MM < int(frame["y"]) * TWIP < 210 * MM  # the last page lies on its side
    assert issued.look(line).size == 9


def test_addressees_stand_in_the_middle_or_in_a_list_under_the_colon() -> None:
    several = Word(render_docx(letter(*HIGHER)))
    title = several.paragraph("Kính gửi:")
    places = [several.spacing(several.paragraph(f"- {name[:9]}")) for name in HIGHER]
    starts = {int(place["left"]) - int(place["hanging"]) for place in places}
    own = several.spacing(title)
    (start,) = starts
    colon = (start - int(own["left"]) + int(own["hanging"])) * TWIP
    assert colon == pytest.approx(fonts.width("Kính gửi", 14), abs=NEAR)


def test_cover_is_a_frame_on_a_page_of_its_own() -> None:
    word = Word(render_docx(dossier()))
    cover = word.tables()[0]
    assert widths(cover) == pytest.approx([165 * MM], abs=NEAR)
    heights = [int(row.find(f".//{qn('w:trHeight')}").get(qn("w:val"))) for row in cover.tr_lst]
    assert 240 * MM < sum(heights) * TWIP < 257 * MM
    behind = cover.getnext()
    assert behind.pPr.find(qn("w:pageBreakBefore")) is not None


def test_file_says_its_title_language_and_author(paper: Word) -> None:
    said = paper.file.core_properties
    assert said.title == minutes().meta.title
    assert said.author == "Ủy ban nhân dân xã Tơ Tung"
    assert said.language == "vi-VN"
    assert said.created == minutes().meta.created
    assert (
        b'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
        in (paper.parts["word/settings.xml"])
    )


def test_names_of_the_format_have_their_own_prefixes(paper: Word) -> None:
    assert b"ns0" not in paper.parts["word/document.xml"]
    assert b' r:id="' in paper.parts["word/document.xml"]


def test_same_document_gives_the_same_file() -> None:
    made = render_docx(minutes())
    assert render_docx(minutes()) == made
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(made)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
