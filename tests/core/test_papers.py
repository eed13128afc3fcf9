"""Papers from anybody's text: every letter comes back, every mark stands over its letter."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unicodedata
from functools import cache
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from meeting.papers import decree30, letters
from meeting.papers.errors import PaperError
from meeting.papers.model import (
    Addressees,
    Block,
    Column,
    Document,
    Heading,
    Item,
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
    from_json,
    italic,
    row,
    text,
    to_json,
)
from meeting.papers.pdf import fonts
from meeting.papers.pdf.document import render_pdf
from meeting.papers.render import AT_ONCE, Press, render
from tests.golden.paper_reader import by_pdfium, by_pdfminer, by_pypdf, pages, picture, squeezed
from tests.golden.sample_minutes import minutes
from tests.golden.sample_notice import notice

NAMES = (
    "Đinh Hơ̆n",
    "Đinh Thị Ƀlĭ",
    "Đinh Grơ̆ng",
    "Đinh Thị Hlŏp",
    "Đinh Pŭih",
    "Đinh Klĕn",
    "Đinh Thị H'Lĭnh",
    "Kuô̆k hô̆i trâ̆n tơ̆ pơlei kră ư̆ ê̆ ƀok ƀĭch apŭng",
    "Nông Thị Slao",
    "Hoàng Văn Thoòng",
    "Nguyễn Thị Đào",
    "Huỳnh Văn Út",
)
VIETNAMESE = (
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệfghiíìỉĩịjklmnoóòỏõọôốồổỗộơớờởỡợ"
    "pqrstuúùủũụưứừửữựvwxyýỳỷỹỵzĕĭŏŭƀ"
)
BAHNAR = ("ơ̆", "ư̆", "â̆", "ê̆", "ô̆")
STYLES = [(False, False), (True, False), (False, True), (True, True)]
WORD = "x" * 10_000
OPINION = ("Đường từ làng xuống cánh đồng mưa là lầy, xe không đi được. " * 40)[:2_000]
MARKUP = '<b>&amp; <img src="x" onerror="y"> </para> <font size="99">{{ 7*7 }} %(name)s \\(a) \'"'


def paper(*blocks: Block, head: NationalHead | None = None) -> bytes:
    return render_pdf(Document(meta=Meta(title="Thử"), head=head, blocks=blocks))


def printed(raw: str) -> str:
    """What a paper owes the reader: the text in NFC, without what has no shape."""
    shown = squeezed(letters.printable(raw))
    return "".join(char if fonts.can_print(char) else letters.REPLACEMENT for char in shown)


# --- Letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_three_readers_get_every_letter_back(style: tuple[bool, bool]) -> None:
    words = [*NAMES, VIETNAMESE, VIETNAMESE.upper(), "0123456789.,;:!?()/-–—…“”‘’%+=²³½°€₫"]
    runs = [Run(text=each, bold=style[0], italic=style[1]) for each in words]
    made = paper(*(Paragraph(words=(run,)) for run in runs))
    wanted = squeezed("".join(words))
    assert wanted == unicodedata.normalize("NFC", wanted)
    assert by_pypdf(made) == by_pdfminer(made) == by_pdfium(made) == wanted


def test_decomposed_text_prints_as_its_composed_form() -> None:
    decomposed = unicodedata.normalize("NFD", "".join(NAMES))
    assert by_pdfminer(paper(Paragraph(words=text(decomposed)))) == squeezed("".join(NAMES))


def test_tinos_itself_has_every_letter_of_the_seeds_languages() -> None:
    for letter in VIETNAMESE + VIETNAMESE.upper() + "\u0306\u0302\u031b":
        assert all(fonts.font(name).has(letter) for name in fonts.FACES.values()), letter


@cache
def one_letter(letter: str, *, style: tuple[bool, bool]) -> Image.Image:
    """The upper left corner of a page that has nothing else on it, ten pixels to the point."""
    run = Run(text=letter, bold=style[0], italic=style[1])
    return picture(paper(Paragraph(words=(run,))), dpi=720, cut=(100, 740, 400, 40))


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is dark."""
    box = image.point([255 if level < 128 else 0 for level in range(256)]).getbbox()
    assert box is not None
    return box


def mark_of(marked: str, bare: str, style: tuple[bool, bool]) -> tuple[int, int, int, int]:
    difference = ImageChops.difference(
        one_letter(marked, style=style), one_letter(bare, style=style)
    )
    return ink(ImageChops.invert(difference))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("marked", [*BAHNAR, *(letter.upper() for letter in BAHNAR)])
def test_breve_stands_over_its_letter(marked: str, style: tuple[bool, bool]) -> None:
    bare = marked[0]
    hornless = {"ơ": "o", "ư": "u", "Ơ": "O", "Ư": "U"}.get(bare, bare)
    left, top, right, bottom = ink(one_letter(hornless, style=style))
    mark_left, mark_top, mark_right, mark_bottom = mark_of(marked, bare, style)
    assert mark_top < mark_bottom < top  # all of it is above the letter's highest ink
    assert top - mark_bottom < (bottom - top) / 3  # and near
    width = right - left
    assert left <= mark_left
    assert mark_right <= right + (0.35 * width if style[1] else 0)  # italics lean


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("marked", "model"), [("ơ̆", "ŏ"), ("ư̆", "ŭ"), ("Ơ̆", "Ŏ"), ("Ư̆", "Ŭ")])
def test_breve_stands_where_the_font_has_it_on_the_plain_letter(
    marked: str, model: str, style: tuple[bool, bool]
) -> None:
    plain = unicodedata.normalize("NFD", model)[0]
    ours, theirs = mark_of(marked, marked[0], style), mark_of(model, plain, style)
    assert ours == pytest.approx(theirs, abs=7)  # pixels at 720 dpi: a quarter of a millimetre


def test_no_mark_is_parted_from_its_letter() -> None:
    made = paper(Paragraph(words=text("ơ̆" * 2_000)))
    assert by_pypdf(made) == by_pdfminer(made) == "ơ̆" * 2_000


# --- Text from anybody --------------------------------------------------------------------------


def test_markup_is_printed_as_it_was_typed() -> None:
    blocks: list[Block] = [
        TypeAndSubject(type_name=MARKUP, subject=MARKUP),
        Heading(words=MARKUP, level=2),
        Item(label="1.", words=text(MARKUP)),
        Table(columns=(Column(title=MARKUP),), rows=(row(MARKUP),)),
        Signatures(right=Signer(authority=(MARKUP,), note=MARKUP, name=MARKUP)),
        Recipients(items=(MARKUP,)),
    ]
    assert by_pdfminer(paper(*blocks)).count(squeezed(MARKUP)) == 10


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("Đinh\u200f \u202eBưm\u202c\u2066 làng\u2069", "ĐinhBưmlàng"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen\u2060", "zerowidthsofthyphen"),
        ("tab\tnbsp\u00a0thin\u2009", "tabnbspthin"),
        ("cut \ud83d half", "cut\ufffdhalf"),
        ("private \ue000 \U000f0000 \U00100000", "private\ufffd\ufffd\ufffd"),
        ("漢字 ไทย", "\ufffd" * 5),
    ],
)
def test_what_has_no_shape_is_dropped_and_what_no_font_has_is_marked(typed: str, read: str) -> None:
    made = paper(Paragraph(words=text(typed)))
    assert by_pypdf(made) == by_pdfminer(made) == read


def test_emoji_print_or_are_marked() -> None:
    emoji = "🙏👍🏽❤️"
    made = paper(Paragraph(words=text("Cảm ơn xã ", bold(emoji))))
    assert by_pypdf(made) == by_pdfminer(made) == printed("Cảm ơn xã" + emoji)


def test_emoji_are_marked_where_their_font_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_has_symbols", lambda: False)
    assert by_pdfminer(paper(Paragraph(words=text("Cảm ơn 🙏")))) == "Cảmơn\ufffd"


def test_a_missing_paper_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(PaperError, match=r"Tinos_700Bold\.ttf is not in"):
        fonts.PaperFont("Tinos_700Bold")


def test_line_feeds_in_an_opinion_start_new_lines() -> None:
    made = paper(Paragraph(words=text("một\r\nhai\n\nba\u2028bốn"), indent=False))
    lines = pages(made)[0].lines
    assert [line.text for line in lines] == ["một", "hai", "ba", "bốn"]
    assert len({round(line.left) for line in lines}) == 1


HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"]).filter(
        # Readers put right-to-left letters in an order of their own.
        lambda char: unicodedata.bidirectional(char) not in {"R", "AL", "AN"}
    ),
    max_size=80,
)
RUNS = st.lists(st.builds(Run, text=HOSTILE, bold=st.booleans(), italic=st.booleans()), max_size=5)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(RUNS)
def test_any_text_comes_back(runs: list[Run]) -> None:
    made = paper(Paragraph(words=tuple(runs)))
    wanted = "".join(printed(run.text) for run in runs)
    assert by_pdfminer(made) == wanted


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_any_text_anywhere_makes_a_paper(one: str, two: str, three: str) -> None:
    made = paper(
        TypeAndSubject(type_name=one, subject=two),
        Heading(words=three, label=one, level=3),
        Heading(words=two),
        Item(label=two, words=text(bold(three), italic(one))),
        Table(columns=(Column(title=one), Column(title=two)), rows=(row(two, three),)),
        Signatures(
            left=Signer(authority=(one,), name=two), right=Signer(authority=(two,), name=three)
        ),
        Recipients(items=(one, two)),
        head=NationalHead(organ=(one, two), parent=(three,), number=Number(notation=one)),
    )
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) >= 1


# --- Size ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [Run(text=WORD), bold(WORD), italic(f"a {WORD} b")])
def test_a_word_of_ten_thousand_letters_is_divided(run: Run) -> None:
    made = paper(Paragraph(words=(Run(text="Ông Bưm: "), run)))
    assert by_pdfminer(made) == squeezed(f"ÔngBưm:{run.text}")
    assert all(sheet.edges[1] <= sheet.width for sheet in pages(made))


def test_long_text_finds_room_in_every_block() -> None:
    blocks: list[Block] = [
        TypeAndSubject(type_name="BIÊN BẢN", subject=OPINION),
        Heading(words=OPINION, level=2),
        Table(columns=(Column(title="a"), Column(title="b")), rows=(row(WORD, OPINION),) * 2),
        Signatures(
            left=Signer(authority=(OPINION,), name=WORD), right=Signer(authority=("B",), name="b")
        ),
        Recipients(items=(WORD, OPINION)),
    ]
    head = NationalHead(organ=(WORD,), number=Number(notation="BB-UBND"), place_date=OPINION)
    read = by_pdfminer(paper(*blocks, head=head))
    assert read.count("x") >= 5 * len(WORD)
    assert read.count("xekhôngđiđược") >= 6 * OPINION.count("xe không đi được") - 8


def test_no_addressee_leaves_the_page() -> None:
    for length in range(40, 80, 3):
        one, several = ("Bà " + "x" * length,), ("Sở Y tế", "x" * length)
        made = paper(Addressees(items=one), Addressees(items=several))
        edge = (decree30.PAGE_WIDTH - decree30.MARGIN_RIGHT) * 72 / 25.4
        assert all(each.right <= edge + 1 for each in pages(made)[0].lines)
        assert by_pdfminer(made).count("x") == 2 * length


def test_three_hundred_rows_have_the_head_on_every_page() -> None:
    rows = tuple(row(n, OPINION[: 40 + n], NAMES[n % len(NAMES)]) for n in range(1, 301))
    columns = (
        Column(title="TT", align="center"),
        Column(title="Ý kiến", share=6),
        Column(title="Ai", share=3),
    )
    made = paper(Table(columns=columns, rows=rows, total=row("", "Tổng cộng", 300)))
    sheets = pages(made)
    assert len(sheets) > 10
    for sheet in sheets:
        assert [line.text for line in sheet.lines if line.text in {"TT", "Ai"}] == ["TT", "Ai"]
    read = by_pdfminer(made)
    for _, said, who in rows:
        assert squeezed(who[0].text) in read
        assert squeezed(said[0].text) in read or len(said[0].text) > 60
    assert read.endswith("Tổngcộng300")


def test_three_hundred_opinions_come_back_in_order() -> None:
    opinions = [f"{NAMES[n % len(NAMES)]} hỏi lần {n}: {OPINION[:150]}" for n in range(300)]
    blocks = [Item(label=f"{n}.", words=text(said)) for n, said in enumerate(opinions)]
    wanted = squeezed("".join(f"{n}.{said}" for n, said in enumerate(opinions)))
    assert by_pdfminer(paper(*blocks)) == wanted


def test_an_empty_document_is_one_empty_page() -> None:
    assert len(pages(paper())) == 1
    empty = paper(
        TypeAndSubject(type_name="", subject=""),
        Heading(words=""),
        Paragraph(words=()),
        Table(columns=(Column(title="TT"),), rows=()),
        Signatures(right=Signer(authority=())),
        Recipients(items=()),
        Spacer(points=10),
        PageBreak(),
        head=NationalHead(organ=()),
    )
    assert "CỘNGHÒAXÃHỘI" in by_pdfminer(empty)


def test_a_row_that_does_not_match_its_columns_is_refused() -> None:
    with pytest.raises(PaperError, match="2 cells for 1 columns"):
        paper(Table(columns=(Column(title="TT"),), rows=(row(1, 2),)))


FOLLOWING: dict[str, tuple[Block, ...]] = {
    "long": (Paragraph(words=text(OPINION)),),
    "three lines": (Paragraph(words=text(OPINION[:200])), Paragraph(words=text("sau"))),
    "kept": (
        Paragraph(words=text(OPINION[:120]), keep_with_next=True),
        Item(label="1.", words=text(OPINION[:200])),
    ),
    "signed": (
        Paragraph(words=text("Hết./.")),
        Signatures(right=Signer(authority=("CHỦ TỌA",), name="Nam")),
    ),
    "too long to keep": (
        Paragraph(words=text(OPINION), keep_with_next=True),
        Paragraph(words=text(OPINION), keep_with_next=True),
        Paragraph(words=text(OPINION)),
    ),
}


@pytest.mark.parametrize("following", FOLLOWING.values(), ids=FOLLOWING)
def test_no_heading_ends_a_page(following: tuple[Block, ...]) -> None:
    for lines in range(22, 34):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        made = paper(*blocks, Heading(words="Phần"), Heading(words="Mục", level=2), *following)
        for sheet in pages(made):
            assert sheet.lines[-1].text not in {"PHẦN", "Mục"}


def test_no_heading_is_parted_from_its_table() -> None:
    table = Table(columns=(Column(title="TT"),), rows=(row("Người nêu, nguồn " * 30),))
    for lines in range(20, 40):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        made = paper(*blocks, Heading(words="Lĩnh vực", level=2), table)
        for sheet in pages(made):
            assert sheet.lines[-1].text not in {"Lĩnh vực", "TT"}


def test_recipients_are_not_parted() -> None:
    for lines in range(22, 33):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        made = paper(*blocks, Recipients(items=("Như trên", "Lưu: VT", "Lưu: VP")))
        last = [line.text for line in pages(made)[-1].lines]
        assert ("Nơi nhận:" in last) == ("- Như trên;" in last) == ("- Lưu: VP." in last)


def test_signatures_never_stand_alone_on_a_page() -> None:
    for lines in range(20, 30):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        made = paper(
            *blocks, Signatures(right=Signer(authority=("CHỦ TỌA",), name="Trần Xuân Nam"))
        )
        last = [line.text for line in pages(made)[-1].lines]
        assert "dòng" in last
        assert {"CHỦ TỌA", "Trần Xuân Nam"} <= set(last)


def test_recipients_below_signatures_stay_with_them() -> None:
    signed = Signatures(
        left=Signer(authority=("THƯ KÝ",), name="Đào"),
        right=Signer(authority=("CHỦ TỌA",), name="Nam"),
    )
    for lines in range(16, 27, 2):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        made = paper(*blocks, signed, Recipients(items=("Như trên", "Lưu: VT")))
        last = [line.text for line in pages(made)[-1].lines]
        assert {"dòng", "THƯ KÝ", "CHỦ TỌA", "Nơi nhận:", "- Lưu: VT."} <= set(last)


def test_the_last_rows_of_a_table_go_with_the_signatures_behind_it() -> None:
    columns = (Column(title="STT", share=1), Column(title="Họ và tên", share=9))
    for number in range(24, 40, 3):
        table = Table(columns=columns, rows=tuple(row(at, "Đinh Bưm") for at in range(number)))
        made = paper(table, Signatures(right=Signer(authority=("NGƯỜI LẬP",), name="Nam")))
        found = [[line.text for line in sheet.lines] for sheet in pages(made)]
        assert {"STT", str(number - 1), "NGƯỜI LẬP", "Nam"} <= set(found[-1])
        assert sum(words.count("Đinh Bưm") for words in found) == number


def test_a_sum_never_stands_alone_below_a_head() -> None:
    columns = (Column(title="Lĩnh vực"), Column(title="Số"))
    table = Table(
        columns=columns, rows=(row("a", 1), row("b", 1), row("c", 1)), total=row("Cộng", 3)
    )
    for lines in range(20, 28):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        found = [[line.text for line in one.lines] for one in pages(paper(*blocks, table))]
        (last,) = (words for words in found if "Cộng" in words)
        assert "c" in last
        assert sum(words.count("b") for words in found) == 1


def test_a_table_that_ends_with_the_signatures_is_parted_once() -> None:
    table = Table(columns=(Column(title="STT"),), rows=tuple(row(at) for at in range(8)))
    signed = Signatures(right=Signer(authority=("NGƯỜI LẬP",), name="Nam"))
    for lines in range(17, 22):
        blocks = [Paragraph(words=text("dòng")) for _ in range(lines)]
        sheets = pages(paper(*blocks, table, signed))
        assert [[line.text for line in one.lines].count("STT") for one in sheets] == [1, 1]


# --- Model and process --------------------------------------------------------------------------


@pytest.mark.parametrize("document", [minutes(), notice()])
def test_a_document_survives_json(document: Document) -> None:
    assert from_json(to_json(document)) == document


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text())
def test_any_text_survives_json(words: str) -> None:
    document = Document(meta=Meta(title=words), blocks=(Paragraph(words=text(words)),))
    assert from_json(to_json(document)) == document


def test_a_document_frozen_by_an_earlier_version_is_the_same_paper() -> None:
    """A frozen paper is read for ever: blocks and fields may come, none may change or go."""
    frozen = Path(__file__).parents[1] / "golden/frozen/notice-0.1.0.json"
    assert from_json(frozen.read_bytes()) == notice(2)


def test_half_a_surrogate_pair_is_made_visible() -> None:
    document = from_json(to_json(Document(meta=Meta(title="a\ud800b"))))
    assert document.meta.title == "a\ufffdb"


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(PaperError, match="not a document"):
        from_json(b'{"meta": {}}')


def test_who_comes_when_all_seats_are_taken_waits_for_one() -> None:
    """Impatient readers of a draft do not take all processors and memory of the hall's laptop."""
    presses, order = [Press() for _ in range(AT_ONCE)], list[str]()

    def one_more() -> None:
        render(notice())
        order.append("made")

    for press in presses:
        press.render(notice())
    reader = threading.Thread(target=one_more)
    reader.start()
    for _ in range(20):  # longer than a child takes that need not wait
        presses[0].render(notice())
    order.append("a seat is free")
    for press in presses:
        press.__exit__()
    reader.join()
    assert order == ["a seat is free", "made"]


def test_a_full_disk_keeps_no_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(tempfile, "TemporaryFile", full)
        for _ in range(AT_ONCE):
            with pytest.raises(PaperError, match="could not be started"):
                render(notice())
    next_one = threading.Thread(target=render, args=(notice(),), daemon=True)
    next_one.start()
    next_one.join(60)
    assert not next_one.is_alive(), "it has got a seat"


def test_rendering_in_another_process_gives_the_same_file() -> None:
    assert render(minutes()) == render_pdf(minutes())


def test_a_paper_that_cannot_be_made_says_why() -> None:
    table = Table(columns=(Column(title="TT"),), rows=(row(1, 2),))
    with pytest.raises(PaperError, match="2 cells for 1 columns"):
        render(Document(meta=Meta(title="Thử"), blocks=(table,)))


def test_a_paper_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(PaperError, match=r"not ready after 0\.001 seconds"):
        render(minutes(), timeout=0.001)


def test_many_papers_are_set_by_one_child_each_as_if_alone() -> None:
    bent = Document(meta=Meta(title="Thử"), blocks=(Table(columns=(), rows=(row(1),)),))
    with Press() as press:
        first = press.render(minutes())
        child = press.child
        assert press.render(minutes(), "docx") == render(minutes(), "docx")
        with pytest.raises(PaperError, match="1 cells for 0 columns"):
            press.render(bent)
        assert press.render(minutes()) == first == render_pdf(minutes())
        assert press.child == child
    assert press.child is None


def test_the_press_goes_on_with_another_child_when_one_is_lost() -> None:
    with Press() as press:
        press.render(minutes())
        assert press.child is not None
        os.kill(press.child, signal.SIGTERM)
        with pytest.raises(PaperError, match=f"ended with -{signal.SIGTERM:d}"):
            press.render(minutes())
        assert press.render(minutes()) == render_pdf(minutes())


def run_python(source: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_event_loop_goes_on_while_a_paper_is_made() -> None:
    source = """
from gevent import monkey; monkey.patch_all()
import gevent
from meeting.papers.render import render
from tests.golden.sample_minutes import minutes
paper = gevent.spawn(render, minutes())
ticks = 0
while not paper.ready():
    gevent.sleep(0.001)
    ticks += 1
print(ticks > 3, paper.get()[:5])
"""
    assert run_python(source) == "True b'%PDF-'"


def test_the_paper_room_needs_neither_web_nor_database() -> None:
    source = """
import sys
import meeting.papers.__main__, meeting.papers.render
print(sorted({"flask", "sqlalchemy", "gevent"} & set(sys.modules)))
"""
    assert run_python(source) == "[]"
