"""Lists, forms and letters to many in Word: places to fill in, codes that scan, pages that fit."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

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
)
from meeting.papers.errors import PaperError
from meeting.papers.model import (
    Annex,
    Column,
    Document,
    Meta,
    NationalHead,
    Number,
    Paragraph,
    Signer,
    TypeAndSubject,
    text,
)
from meeting.papers.pdf.bundle import render_bundle as render_on_paper
from meeting.papers.render import render_bundle
from meeting.papers.word.bundle import render_bundle as bundle_here
from tests.core.test_papers import NAMES
from tests.golden.paper_reader import squeezed
from tests.golden.word_reader import Word, by_python_docx, text_of

COLUMNS = (Column(title="STT"), Column(title="Họ và tên", share=4), Column(title="Ký tên", share=4))
FORM = Part(
    title="Phiếu",
    foot="làng Stơr",
    blocks=(
        TypeAndSubject(type_name="PHIẾU", subject="Lấy ý kiến"),
        Blank(labels=("Họ và tên", "Làng")),
        Boxes(labels=("Rất hài lòng", "Hài lòng", "Không hài lòng")),
        WritingLines(count=4),
        WritingLines(count=0),
        QrCode(data="http://192.168.1.10:8000/q", beside=(text("Quét mã"),)),
        Fine(words="Dữ liệu cá nhân."),
        Grid(columns=COLUMNS, rows=(("1", "Đinh Hơ̆n", ""),), blank=5),
    ),
)
LETTERS = Letters(
    title="GIẤY MỜI",
    per_page=2,
    head=NationalHead(organ=("XÃ TƠ TUNG",), number=Number(notation="GM-UBND")),
    type_name="GIẤY MỜI",
    subject="Dự hội nghị",
    opening="Trân trọng kính mời: ",
    after=(Paragraph(words=text("Thời gian: 07 giờ 30 phút.")),),
    beside=(Fine(words="Mang theo giấy mời."),),
    signature=Signer(authority=("CHỦ TỊCH",), name="Trần Xuân Nam"),
    strip=(text("GIẤY MỜI"),),
    cut="Cắt theo đường này",
    copies=tuple(
        Copy(name=f"Bà {name}", rest=", làng Leng.", about="làng Leng", code=f"CFG-{n:04}",
             qr=f"http://192.168.1.10:8000/m/1/checkin/i/CFG{n:04}")
        for n, name in enumerate(NAMES)
    ),
)  # fmt: skip


def bundled(*sheets: Any) -> Bundle:
    return Bundle(meta=Meta(title="Giấy tờ"), sheets=sheets)


def codes(paper: bytes) -> list[str]:
    """What the pictures of a file say to a scanner, by their names."""
    parts = Word(paper).parts
    found = []
    for name in sorted(parts):
        if name.endswith(".png"):
            image = Image.open(io.BytesIO(parts[name])).convert("L")
            wide = Image.new("L", (image.width + 80, image.height + 80), 255)
            wide.paste(image, (40, 40))
            found += [each.text for each in zxingcpp.read_barcodes(wide)]
    return found


def test_a_form_has_a_place_for_everything_that_is_filled_in() -> None:
    made = bundle_here(bundled(FORM))
    word, read = Word(made), by_python_docx(made)
    assert "Họvàtên" in read
    assert read.count("☐") == 3
    assert codes(made) == ["http://192.168.1.10:8000/q"]
    grid = word.tables()[-1]
    assert [text_of(each) for each in grid.tr_lst][1:3] == ["1Đinh Hơ̆n", ""]
    assert len(grid.tr_lst) == 7
    heights = {each.find(f".//{qn('w:trHeight')}").get(qn("w:val")) for each in grid.tr_lst[1:]}
    assert heights == {str(round(9 * 72 / 25.4 * 20))}
    leaders = [each.get(qn("w:leader")) for each in word.body.iter(qn("w:tab")) if each.keys()]
    assert leaders == ["dot", "dot"]


def test_pages_of_a_part_are_counted_at_their_foot() -> None:
    (alone,) = Word(bundle_here(bundled(FORM))).file.sections
    assert fields(alone.footer) == ["PAGE", "NUMPAGES"]
    assert alone.footer.paragraphs[0].text.endswith(" – làng Stơr")
    first, second, plain = Word(bundle_here(bundled(FORM, LETTERS, FORM))).file.sections
    assert fields(first.footer) == fields(plain.footer) == ["PAGE", "SECTIONPAGES"]
    assert fields(second.footer) == []


def test_documents_in_one_file_keep_the_lines_at_their_feet() -> None:
    documents = [
        Document(
            meta=Meta(title=f"Công văn {n}"),
            blocks=(Paragraph(words=text(f"Kính gửi {n}.")),),
            closing_line=f"Bản lưu số {n}",
        )
        for n in (1, 2)
    ]
    file = bundled(*map(Part.of, documents))
    one, two = PdfReader(io.BytesIO(render_on_paper(file))).pages
    assert squeezed(one.extract_text()) == squeezed("Kính gửi 1. Bản lưu số 1")
    assert squeezed(two.extract_text()) == squeezed("Kính gửi 2. Bản lưu số 2")
    said = squeezed(by_python_docx(bundle_here(file)))
    assert "Kínhgửi1.Bảnlưusố1Kínhgửi2.Bảnlưusố2" in said
    with pytest.raises(PaperError, match="annexes"):
        Part.of(replace(documents[0], annexes=(Annex(title="Biểu"),)))


def fields(foot: Any) -> list[str]:
    return [each.text.strip() for p in foot.paragraphs for each in p._p.iter(qn("w:instrText"))]


def test_every_addressee_has_a_page_with_a_code_of_their_own() -> None:
    told: list[tuple[int, int]] = []
    made = bundle_here(bundled(LETTERS), lambda done, total: told.append((done, total)))
    word, read = Word(made), by_python_docx(made)
    for copy in LETTERS.copies:
        assert read.count(squeezed(f"kính mời: {copy.name}, làng Leng.")) == 1
        assert read.count(copy.code) == 2
    assert sorted(codes(made)) == sorted(copy.qr for copy in LETTERS.copies)
    breaks = list(word.body.iter(qn("w:pageBreakBefore")))
    assert len(breaks) == len(LETTERS.copies) - 1
    ids = [each.get("id") for each in word.body.iter(qn("wp:docPr"))]
    assert len(set(ids)) == len(ids) == 2 * len(LETTERS.copies)
    assert told[-1] == (len(LETTERS.copies), len(LETTERS.copies))


@pytest.mark.parametrize(("paragraphs", "size"), [(2, None), (6, 26), (11, 23)])
def test_a_long_letter_is_set_as_small_as_on_paper(paragraphs: int, size: int | None) -> None:
    said = Paragraph(words=text("công tác quản lý đất đai, môi trường; " * 5))
    long = replace(LETTERS, after=(said,) * paragraphs, copies=LETTERS.copies[:1])
    word = Word(bundle_here(bundled(long)))
    sizes = {run.find(f".//{qn('w:sz')}") for run in word.paragraph("công tác").iter(qn("w:r"))}
    found = {each if each is None else int(each.get(qn("w:val"))) for each in sizes}
    assert found == {size}


def test_cards_are_refused_with_a_way_out() -> None:
    cards = Cards(title="Phiếu hỏi", blocks=(Fine(words="a"),))
    with pytest.raises(PaperError, match="print them from the PDF"):
        render_bundle(bundled(cards), form="docx")


def test_rendering_in_another_process_gives_the_same_file() -> None:
    assert render_bundle(bundled(FORM, LETTERS), form="docx") == bundle_here(bundled(FORM, LETTERS))
