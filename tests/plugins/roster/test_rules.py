"""Names and codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting import codes, text
from plugins.roster import rules


def test_the_alphabet_survives_telex_and_creases() -> None:
    assert len(set(codes.LETTERS)) == len(codes.LETTERS)
    assert not set(codes.LETTERS) & set("AEIOUYDW"), "Telex makes other letters of these"
    assert not set(codes.LETTERS) & set("0O1ISZBU"), "read as another letter"


def test_codes_are_long_enough_and_never_alike() -> None:
    assert len(codes.LETTERS) ** rules.CODE_LENGTH > 3_000_000_000
    assert len(codes.LETTERS) ** rules.SECRET_LENGTH > 2**120
    assert len({rules.new_code() for _ in range(200)}) == 200
    assert len({rules.new_secret() for _ in range(200)}) == 200


SECRET = "CFGH234JKLM567NPQR89TVXCFGH2"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("CFG-2345", "CFG2345"),
        ("cfg2345", "CFG2345"),
        (" cfg - 23 45 \n", "CFG2345"),
        ("CFG.2345", "CFG2345"),
        ("ＣＦＧ２３４５", "CFG2345"),
        ("CFG-Z34S", "CFG2345"),  # looks alike
        ("OFG-iB45", "QFGL845"),
        ("http://192.168.1.10:8000/c/cfg-2345", "CFG2345"),
        (SECRET, SECRET),
        (SECRET.lower(), SECRET),
        (f"http://10.0.0.2/m/7/checkin/i/{SECRET}", SECRET),
        (f"https://old.example/anything/{SECRET}?lang=vi#top", SECRET),
        (f"  http://10.0.0.2:8000/m/1/checkin/i/{SECRET}/\r\n", SECRET),
        (f"http;$$10.0.0.2$i${SECRET}", SECRET),  # a scanner with another keyboard's layout
    ],
)
def test_a_code_is_read_however_it_arrives(raw: str, read: str) -> None:
    assert rules.read_code(raw) == read


@pytest.mark.parametrize(
    "raw",
    ["", " ", "CFG-234", "CFG-23456", "dinh hlop", "Đinh Thị Hlŏp", "http://10.0.0.2/", "A" * 9999],
)
def test_what_is_no_code_reads_as_nothing(raw: str) -> None:
    assert rules.read_code(raw) == ""


def test_a_shown_code_reads_back() -> None:
    for _ in range(100):
        code = rules.new_code()
        assert rules.read_code(rules.shown(code).lower()) == code


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("Hyek", True),
        ("Đinh Thị H'Lĭnh", True),
        ("ơ̆" * 80, True),  # two code points each, one letter to a reader
        ("ơ̆" * 81, False),
        ("", False),
        ("123 -", False),
        ("Hộ kinh doanh 24/7", True),
    ],
)
def test_a_name_needs_a_letter_and_fits_a_line(name: str, good: bool) -> None:
    assert rules.is_name(name) is good


def test_search_begins_at_any_word_and_ranks_by_given_name() -> None:
    assert rules.matches(rules.typed_words("dinh hl"), "dinh thi hlop")
    assert rules.matches(rules.typed_words("hlop dinh"), "dinh thi hlop")
    assert not rules.matches(rules.typed_words("lop"), "dinh thi hlop")
    typed = rules.typed_words("thi")
    ranked = sorted(["thi van anh", "dinh thi", "dinh thia"], key=lambda k: rules.rank(typed, k))
    assert ranked == ["dinh thi", "dinh thia", "thi van anh"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguyeenx Vawn Thuwowcs", "Nguyễn Văn Thước"),
        ("dduwowngf", "Đường"),
        ("ddường", "Đường"),
        ("d9u7o7ng2", "Đường"),
        ("Voongf", "Chu Văn Voòng"),
        ("slao", "Nông Thị Slao"),
        ("stow", "Stơr"),
        ("H'Linhx", "Đinh Thị H'Lĭnh"),
    ],
)
def test_search_reads_what_a_keyboard_left_over(typed: str, name: str) -> None:
    assert rules.matches(rules.typed_words(typed), text.search_key(name))


def test_a_number_in_a_name_of_a_village_is_a_word() -> None:
    assert rules.matches(rules.typed_words("khom 1"), "khom 1")
    assert not rules.matches(rules.typed_words("khom 2"), "khom 1")


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("đinh văn khŏi", "Đinh Văn Khŏi"),
        ("ĐINH VĂN KHŎI", "Đinh Văn Khŏi"),
        ("đinh Văn Khŏi", "Đinh Văn Khŏi"),
        ("võ thị bé ba", "Võ Thị Bé Ba"),
        ("NGUYỄN THỊ ÚT MƯỜI", "Nguyễn Thị Út Mười"),
        ("ĐINH THỊ ƁLĬ".replace("Ɓ", "Ƀ"), "Đinh Thị Ƀlĭ"),
        ("ƀlĭ", "Ƀlĭ"),
        ("đinh hơ̆n", "Đinh Hơ̆n"),
        ("ĐINH GRƠ̆NG", "Đinh Grơ̆ng"),
        ("ơ̆̀n", "Ơ̆̀n"),
        ("đinh thị h'lĭnh", "Đinh Thị H'Lĭnh"),
        ("ĐINH THỊ H’LĬNH", "Đinh Thị H’Lĭnh"),
        ("y hlŏp", "Y Hlŏp"),
        ("HYEK", "Hyek"),
        ("djung", "Djung"),
        ("hoàng văn thoòng", "Hoàng Văn Thoòng"),
        ("ksor h-nhi", "Ksor H-Nhi"),
    ],
)
def test_a_usual_spelling_is_proposed(typed: str, usual: str) -> None:
    assert rules.usual_spelling(text.clean(typed)) == usual


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Văn Thước", "Huỳnh Văn Út", "Lê Văn Tư Em", "Phạm Thị Nhài", "Đinh Pŭih",
        "Đinh Thị Ŏnh", "Đinh Thị Ƀlĭ", "Đinh Grơ̆ng", "Đinh Thị H'Lĭnh", "Y Hlŏp", "Ƀlĭ", "Hyek",
        "Hươi", "Y", "Nông Thị Slao", "Mã Văn Phủ", "Hộ kinh doanh Cô Sáu", "HTX TÂN HÒA",
        "Công ty TNHH MTV Phú Thịnh", "hộ kinh doanh cô sáu", "", "12", "'-'",
    ],
)  # fmt: skip
def test_what_is_written_as_usual_is_left_alone(name: str) -> None:
    assert rules.usual_spelling(name) == ""


@given(st.text(alphabet="aăâƀcđeĕêhĭoŏôơnuŭưyAĐĂƀƁH'’-. \u0306\u0300", max_size=30))
def test_a_proposal_has_the_same_letters_and_needs_no_other(typed: str) -> None:
    name = text.clean(typed)
    usual = rules.usual_spelling(name)
    if usual:
        assert text.search_key(usual) == text.search_key(name)
        assert rules.usual_spelling(usual) == ""
