"""Papers in Word: the same letters as on paper, from anybody's text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from meeting.papers.errors import PaperError
from meeting.papers.model import (
    Addressees,
    Annex,
    Block,
    Column,
    Cover,
    Document,
    Heading,
    Item,
    LegalBases,
    Meta,
    NationalHead,
    Number,
    PageBreak,
    Paragraph,
    Recipients,
    Run,
    Signatures,
    Signer,
    Spacer,
    Table,
    TypeAndSubject,
    bold,
    italic,
    row,
    text,
)
from meeting.papers.pdf.document import render_pdf
from meeting.papers.render import render
from meeting.papers.word.document import render_docx
from tests.core.test_papers import HOSTILE, MARKUP, NAMES, OPINION, WORD
from tests.golden.paper_reader import by_pdfminer, by_pypdf, squeezed
from tests.golden.sample_letter import HIGHER, WOMAN, dossier, letter
from tests.golden.sample_minutes import minutes
from tests.golden.sample_notice import notice
from tests.golden.word_reader import Word, as_printed, by_python_docx, by_xml, text_of

DIRTY = (
    MARKUP,
    "a\x00b\x1b[31mc\x7f",
    "Đinh\u200f \u202eBưm\u202c\u2066 làng\u2069",
    "một\r\nhai\n\nba\u2028bốn",
    "private \ue000 \U00100000, no character \ufffe\uffff",
    "Cảm ơn xã 🙏👍🏽❤️",
    "漢字 ไทย",
    "=HYPERLINK(0) +1 @x {PAGE} <w:p/> ]]> &amp;",
    "y" * 3_000,
)


def written(*blocks: Block, head: NationalHead | None = None) -> bytes:
    return render_docx(Document(meta=Meta(title="Thử"), head=head, blocks=blocks))


# --- The same text ------------------------------------------------------------------------------


def three_hundred_opinions() -> Document:
    """Every kind of name in the seeds' languages, with what is hostile in between."""
    blocks: list[Block] = [Heading(label="II.", words="Nội dung")]
    for number in range(1, 301):
        name = NAMES[number % len(NAMES)]
        said = DIRTY[number % len(DIRTY)] if number % 7 == 0 else OPINION[: 40 + 3 * number]
        blocks.append(
            Item(label=f"{number}.", words=text(bold(f"Bà {name}, làng Leng"), f" hỏi: {said}"))
        )
        blocks.append(Paragraph(words=text(italic(f"Ông {NAMES[-number % len(NAMES)]} trả lời."))))
    rows = tuple(row(n, NAMES[n % len(NAMES)], OPINION[: 20 + n]) for n in range(1, 101))
    columns = (Column(title="TT"), Column(title="Ai", share=3), Column(title="Ý kiến", share=6))
    return Document(
        meta=Meta(title="Biên bản"),
        head=minutes().head,
        blocks=(*blocks, *minutes().blocks[-3:]),
        annexes=(Annex(title="Ý kiến", blocks=(Table(columns=columns, rows=rows),)),),
        closing_line="SHA-256: 0123",
    )


TABLE_HEAD = "TTAiÝkiến"  # stands once in Word's file and on every page of the PDF


def test_three_hundred_opinions_have_the_same_text_on_paper_and_in_word() -> None:
    document = three_hundred_opinions()
    word, paper = render_docx(document), render_pdf(document)
    read = by_pdfminer(paper).replace(TABLE_HEAD, "")
    assert as_printed(by_python_docx(word)).replace(TABLE_HEAD, "") == read
    assert as_printed(by_xml(word)).replace(TABLE_HEAD, "") == read
    # pypdf tells the numbers of the pages, too.
    assert no_figures(by_pypdf(paper)).replace(TABLE_HEAD, "") == no_figures(read)
    assert len(read) > 100_000


def no_figures(words: str) -> str:
    return re.sub(r"\d", "", words)


@pytest.mark.parametrize(
    "document",
    [minutes("7"), letter(WOMAN), letter(*HIGHER), dossier()],
    ids=lambda d: d.meta.title,
)
def test_every_reader_gets_the_same_paper_from_both(document: Document) -> None:
    word, paper = render_docx(document), render_pdf(document)
    assert by_python_docx(word) == by_xml(word) == by_pdfminer(paper)
    assert no_figures(by_pypdf(paper)) == no_figures(by_xml(word))


def test_a_notice_with_its_appendix_says_the_same() -> None:
    word, paper = by_python_docx(render_docx(notice(5))), by_pdfminer(render_pdf(notice(5)))
    assert word == paper


# --- Text from anybody --------------------------------------------------------------------------


def test_markup_is_text_in_every_block() -> None:
    made = written(
        TypeAndSubject(type_name=MARKUP, subject=MARKUP),
        Addressees(items=(MARKUP, MARKUP)),
        LegalBases(items=(MARKUP,)),
        Heading(words=MARKUP, level=2),
        Item(label="1.", words=text(MARKUP)),
        Table(columns=(Column(title=MARKUP),), rows=(row(MARKUP),), caption=MARKUP),
        Signatures(right=Signer(authority=(MARKUP,), note=MARKUP, name=MARKUP)),
        Recipients(items=(MARKUP,)),
        Cover(organ=(MARKUP,), subject=MARKUP, facts=((MARKUP, MARKUP),), foot=MARKUP),
        head=NationalHead(
            organ=(MARKUP,), number=Number(notation=MARKUP), place_date=MARKUP, about=MARKUP
        ),
    )
    assert by_xml(made).count(squeezed(MARKUP)) == 23


def test_line_feeds_start_new_lines() -> None:
    word = Word(written(Paragraph(words=text("một\r\nhai\n\nba\u2028bốn"))))
    assert text_of(word.body) == "một\nhai\n\nba\nbốn"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.builds(Run, text=HOSTILE, bold=st.booleans()), max_size=5))
def test_any_text_is_what_the_pdf_says(runs: list[Run]) -> None:
    block = Paragraph(words=tuple(runs))
    made = as_printed(by_python_docx(written(block)))
    paper = by_pdfminer(render_pdf(Document(meta=Meta(title="Thử"), blocks=(block,))))
    assert made == paper


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=300))
def test_any_text_anywhere_makes_a_file(one: str, two: str, three: str) -> None:
    document = Document(
        meta=Meta(title=three, subject=two, author=one),
        head=NationalHead(organ=(one, two), parent=(three,), number=Number(notation=one)),
        blocks=(
            TypeAndSubject(type_name=one, subject=two),
            Addressees(items=(one,)),
            Heading(words=three, label=one, level=3),
            Table(columns=(Column(title=one), Column(title=two)), rows=(row(two, three),)),
            Signatures(
                left=Signer(authority=(one,), name=two), right=Signer(authority=(two,), name=three)
            ),
            Cover(organ=(one,), subject=two, facts=((one, three),)),
        ),
        annexes=(Annex(title=one, label=two, reference=three),),
        closing_line=one,
    )
    assert Word(render_docx(document)).sections()


def test_a_word_of_ten_thousand_letters_is_a_word() -> None:
    made = written(
        TypeAndSubject(type_name="BIÊN BẢN", subject=WORD),
        Paragraph(words=text(WORD)),
        Table(columns=(Column(title="a"), Column(title="b")), rows=(row(WORD, "b"),)),
        head=NationalHead(organ=(WORD,), place_date=WORD),
    )
    assert by_python_docx(made).count("x") == 5 * len(WORD)


# --- Tables, breaks, empty papers ---------------------------------------------------------------


def whole(table: Any) -> list[bool]:
    return [each.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for each in table.tr_lst]


def test_only_a_tall_row_may_be_divided() -> None:
    columns = (Column(title="TT"), Column(title="Ý kiến", share=3))
    made = Word(written(Table(columns=columns, rows=(row(1, "ngắn"), row(2, OPINION * 2)))))
    assert whole(made.tables()[0]) == [True, True, False]


def test_the_head_of_a_table_stays_with_its_first_row() -> None:
    made = Word(written(Table(columns=(Column(title="TT"),), rows=(row(1), row(2)))))
    kept = [each.find(f".//{qn('w:keepNext')}") is not None for each in made.tables()[0].tr_lst]
    assert kept == [True, False, False]


def test_the_last_row_of_a_table_stays_with_its_sum() -> None:
    table = Table(columns=(Column(title="Số"),), rows=(row(1), row(2)), total=row(3))
    made = Word(written(table))
    kept = [each.find(f".//{qn('w:keepNext')}") is not None for each in made.tables()[0].tr_lst]
    assert kept == [True, False, True, False]


def test_a_row_that_does_not_match_its_columns_is_refused() -> None:
    with pytest.raises(PaperError, match="2 cells for 1 columns"):
        written(Table(columns=(Column(title="TT"),), rows=(row(1, 2),)))


def test_two_tables_one_after_the_other_stay_two() -> None:
    table = Table(columns=(Column(title="TT"),), rows=(row(1),))
    signed = Signatures(right=Signer(authority=("CHỦ TỌA",), name="a"))
    made = Word(written(signed, table, table, signed, Recipients(items=("a",))))
    tags = [each.tag for each in made.body]
    assert len(made.tables()) == 4
    assert not [1 for one, two in pairwise(tags) if one == two == qn("w:tbl")]


def test_a_page_break_begins_a_page_and_leaves_no_empty_line() -> None:
    one, two = Paragraph(words=text("một")), Paragraph(words=text("hai"))
    made = Word(written(one, PageBreak(), two))
    first, broken, second = made.body.findall(qn("w:p"))
    assert [text_of(each) for each in (first, broken, second)] == ["một", "", "hai"]
    assert broken.pPr.find(qn("w:pageBreakBefore")) is not None
    assert int(broken.pPr.find(qn("w:spacing")).get(qn("w:line"))) == 20  # a point


def test_an_empty_paper_is_a_file() -> None:
    assert Word(written()).sections()
    empty = written(
        TypeAndSubject(type_name="", subject=""),
        Heading(words=""),
        Paragraph(words=()),
        Table(columns=(Column(title="TT"),), rows=()),
        Signatures(right=Signer(authority=())),
        Recipients(items=()),
        Addressees(items=("",)),
        Cover(organ=(), subject=""),
        Spacer(points=10),
        PageBreak(),
        head=NationalHead(organ=()),
    )
    assert "CỘNGHÒAXÃHỘI" in by_python_docx(empty)


# --- The process --------------------------------------------------------------------------------


def test_rendering_in_another_process_gives_the_same_file() -> None:
    assert render(minutes(), "docx") == render_docx(minutes())


def test_a_paper_that_cannot_be_made_says_why() -> None:
    table = Table(columns=(Column(title="TT"),), rows=(row(1, 2),))
    with pytest.raises(PaperError, match="2 cells for 1 columns"):
        render(Document(meta=Meta(title="Thử"), blocks=(table,)), "docx")
