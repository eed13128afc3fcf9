"""Lists as offices really have them are read as a person would read them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from plugins.roster.sheets import process
from plugins.roster.sheets.__main__ import read
from plugins.roster.sheets.charset import is_garbled
from plugins.roster.sheets.columns import Column, meaning
from plugins.roster.sheets.files import LARGEST_PART, MOST_ROWS, FileProblem

from .office_files import CONTEXT, cp1258, fill, people, saved, seen, tcvn3, vni, workbook

Table = list[list[Any]]
TEXT = "STT{0}Họ và tên{0}Làng\n1{0}Nguyễn Văn Thước{0}Stơr\n2{0}Trần Thị Lặn{0}Klếch\n"
READ = [("Nguyễn Văn Thước", "Stơr"), ("Trần Thị Lặn", "Klếch")]


def test_a_list_with_everything_an_office_puts_around_it() -> None:
    rows: Table = [
        ["ỦY BAN NHÂN DÂN XÃ TƠ TUNG"],
        ["DANH SÁCH HỌ VÀ TÊN ĐẠI BIỂU DỰ HỘI NGHỊ"],
        [],
        ["STT", "Họ và tên", None, "Năm sinh", None, "Chức vụ", None, "Ghi chú", "Dân tộc"],
        [None, None, None, "Nam", "Nữ"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        ["I", "Làng Stơr (02 người)"],
        [1, "Đinh", "Bưm", 1965, None, "Già làng", None, None, "Bahnar"],
        [2, "Đinh Thị", "Hlŏp", None, 1970, None, None, "vợ ông Bưm", "Bahnar"],
        ["STT", "Họ và tên", "Họ và tên", "Năm sinh", "Năm sinh", "Chức vụ", None, "Ghi chú"],
        ["II", "LÀNG KUK TUNG"],
        [1, "Ông Đinh", "Klĕn"],
        [2, "Đinh Thị", "Ƀlĭ", None, "x"],
        [None, "Cộng: 02 người"],
        ["III", "Khách mời"],
        [1, "Nguyễn Thị", "Thanh", None, "x", "Trưởng ban"],
        ["Tổng cộng: 05 người"],
        [],
        [None, "NGƯỜI LẬP BIỂU", None, None, None, "CHỦ TỊCH"],
        [None, "Nguyễn Văn A", None, None, None, "Trần Xuân Nam"],
    ]
    data = workbook(rows, ["A1:H1", "A2:H2", "B4:C4", "D4:E4", "A4:A5", "B7:H7"])
    (sheet,) = read(CONTEXT, data)["sheets"]
    told = [(p["number"], p["honorific"], p["name"], p["village"]) for p in sheet["people"]]
    assert told == [
        (8, "Ông", "Đinh Bưm", "Làng Stơr"),
        (9, "Bà", "Đinh Thị Hlŏp", "Làng Stơr"),
        (12, "Ông", "Đinh Klĕn", "LÀNG KUK TUNG"),
        (13, "Bà", "Đinh Thị Ƀlĭ", "LÀNG KUK TUNG"),
        (16, "Bà", "Nguyễn Thị Thanh", ""),
    ]
    assert [p["office"] for p in sheet["people"]] == ["Già làng", "", "", "", "Trưởng ban"]
    assert sheet["people"][1]["distinction"] == "vợ ông Bưm"
    assert sheet["people"][4]["group"] == "Khách mời"
    assert sheet["total"] == 5
    assert sheet["private"] == ("Dân tộc",)
    left_out = [words for _, words in sheet["left_out"]]
    assert left_out[0] == "Cộng: 02 người"
    assert left_out[-1] == "Nguyễn Văn A · Trần Xuân Nam"
    assert "Bahnar" not in str(sheet["people"])


def test_a_village_merged_over_its_people_and_one_written_only_once() -> None:
    head = ["Làng", "Họ đệm", "Tên", "Giới tính"]
    rows: Table = [
        head,
        ["Stơr", "Đinh", "Bưm", "Nam"],
        [None, "Đinh Thị", "Ŏnh", "Nữ"],
        ["Leng", "Đinh", "Yơk"],
    ]
    expected = [("Đinh Bưm", "Stơr"), ("Đinh Thị Ŏnh", "Stơr"), ("Đinh Yơk", "Leng")]
    assert seen(workbook(rows, ["A2:A3"]), "name", "village") == expected
    more = [*rows, [None, "Đinh Thị", "Hrŭ"]]
    assert seen(workbook(more), "name", "village") == [*expected, ("Đinh Thị Hrŭ", "Leng")]
    assert [one["honorific"] for one in people(workbook(more))] == ["Ông", "Bà", "", ""]


def test_a_village_may_stand_in_the_title_or_on_the_tab() -> None:
    rows: Table = [["DANH SÁCH ĐẠI BIỂU LÀNG KUK TUNG"], ["TT", "Họ và tên"], [1, "Hyek"]]
    assert seen(workbook(rows), "name", "village") == [("Hyek", "làng Kuk Tung")]
    assert seen(workbook(rows[1:], title="Klếch"), "name", "village") == [("Hyek", "Klếch")]


def test_a_person_over_two_merged_rows_is_one_person() -> None:
    rows: Table = [
        ["TT", "Họ và tên", "Chức vụ"],
        [1, "Đinh Bưm", "Già làng"],
        [None, None, "Cựu chiến binh"],
        [2, "Hyek"],
    ]
    assert seen(workbook(rows, ["A2:A3", "B2:B3"]), "name") == [("Đinh Bưm",), ("Hyek",)]


def test_a_list_of_names_alone() -> None:
    data = workbook(
        [["Họ và tên"], ["Đinh Bưm"], ["Bà Đinh Thị Hlŏp (con ông Pŭih)"], [None], ["Hyek"]]
    )
    assert seen(data, "name", "honorific", "distinction") == [
        ("Đinh Bưm", "", ""),
        ("Đinh Thị Hlŏp", "Bà", "con ông Pŭih"),
        ("Hyek", "", ""),
    ]


def test_cells_with_numbers_dates_errors_and_formulas() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(
        sheet,
        [["STT", "Họ và tên", "Chức vụ", "Thôn"], [1.0, "Đinh Bưm", date(2024, 2, 1), "#REF!"]],
    )
    fill(
        sheet,
        [[2, '=B2&" em"', None, "Leng"], [3, "Hyek", 7.5, "Leng"], [4, None, "Bí thư", "Leng"]],
    )
    sheet.row_dimensions[4].hidden = True
    found = people(saved(book))
    assert [(one["name"], one["office"]) for one in found] == [
        ("Đinh Bưm", "01/02/2024"),
        ("", ""),
        ("Hyek", "7.5"),
        ("", "Bí thư"),
    ]
    assert [one["notes"] for one in found] == [("error_value",), ("no_value",), ("hidden",), ()]


def test_several_sheets() -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Làng Leng")
    assert isinstance(first, Worksheet)
    fill(first, [["Hướng dẫn ghi danh sách"]])
    fill(second, [["Họ tên"], ["Hyek"]])
    second.sheet_state = "hidden"
    (sheet,) = read(CONTEXT, saved(book))["sheets"]
    assert (sheet["name"], sheet["hidden"], len(sheet["people"])) == ("Làng Leng", True, 1)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "nfd"])
def test_text_of_every_encoding(separator: str, encoding: str) -> None:
    import unicodedata

    text = TEXT.format(separator)
    data = (
        unicodedata.normalize("NFD", text).encode() if encoding == "nfd" else text.encode(encoding)
    )
    assert seen(data, "name", "village") == READ


def test_windows_1258_is_put_together_again() -> None:
    data = cp1258(TEXT.format(";"))
    assert data != TEXT.format(";").encode()
    assert seen(data, "name", "village") == READ
    assert not any(one["notes"] for one in people(data))


def test_what_excel_adds_to_text_is_no_row() -> None:
    data = (
        'sep=;\r\nHọ và tên;Chức vụ\r\n"Đinh Bưm";"Bí thư; Trưởng làng"\r\n;;\r\n\'=1+1;\r\n'
    ).encode()
    assert seen(data, "number", "name", "office") == [
        (3, "Đinh Bưm", "Bí thư; Trưởng làng"),
        (5, "=1+1", ""),
    ]


@pytest.mark.parametrize("old", [tcvn3, vni])
def test_old_fonts_are_named_and_never_repaired(old: object) -> None:
    assert callable(old)
    text = old(TEXT.format(";"))
    for data in (text.encode("latin-1"), text.encode()):
        found = people(data)
        assert [one["notes"] for one in found] == [("garbled",), ("garbled",)]
        assert found[0]["name"] == old("Nguyễn Văn Thước")
    rows = [
        ["STT", "Họ và tên", "Làng"],
        [1, old("Nguyễn Văn Thước"), "Stơr"],
        [2, "Đinh Bưm", "Leng"],
    ]
    assert people(workbook(rows))[0]["notes"] == ("garbled",)


@pytest.mark.parametrize(
    "text", ["§­êng vµo lµng", "Ñöôøng vaøo laøng", "lơ\\m", "ch^ng", "[ok Bưm", "a˘n"]
)
def test_letters_of_old_fonts_are_recognised(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize(
    "name",
    ["Đinh Thị Hlŏp", "Đinh Hơ̆n", "Đinh Thị H'Lĭnh", "Đinh Thị Ƀlĭ", "Hoàng Văn Thoòng",
     "Lộc Thị Mỷ", "Huỳnh Văn Út", "Nguyễn Thị Thuý", "Đặng Quang Hưởng", "Trần Văn Khoẻ",
     "Lê Thị Hoè", "Phạm Oánh", "Võ Thị Bé Ba", "Kuô̆k hô̆i", "Quách Thị Huế", "Đỗ Hữu Nghĩa",
     "Nông Thị Slao", "Phan Thị Quế Anh", "Hồ Quý Ly", "Bùi Thị Lụa"],
)  # fmt: skip
def test_names_of_here_are_not_taken_for_old_fonts(name: str) -> None:
    import unicodedata

    assert not is_garbled(name)
    assert not is_garbled(unicodedata.normalize("NFD", name))
    assert not is_garbled(name.upper())


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Họ và tên (Ông/Bà)", Column.NAME),
        ("HỌ TÊN ĐẠI BIỂU", Column.NAME),
        ("Họ và tên đệm", Column.SURNAME),
        ("Tên", Column.GIVEN),
        ("Nam", Column.MALE),
        ("Năm", None),
        ("Năm sinh", Column.PRIVATE),
        ("Nữ", Column.FEMALE),
        ("Nam/Nữ", Column.ADDRESS),
        ("Thôn, làng", Column.VILLAGE),
        ("Làng/thôn, thành phần", Column.VILLAGE),
        ("Đơn vị", Column.VILLAGE),
        ("Chức vụ, đơn vị công tác", Column.OFFICE),
        ("Chức danh", Column.OFFICE),
        ("Thành phần", Column.GROUP),
        ("Lĩnh vực", Column.FIELD),
        ("Ghi chú", Column.DISTINCTION),
        ("Số CCCD", Column.PRIVATE),
        ("Ký tên", None),
        ("Danh sách họ và tên", None),
    ],
)
def test_heads_of_columns(label: str, column: Column | None) -> None:
    assert meaning(label) == column


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (OLE, "old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "word"),
        (zipped(word__document_xml=b"<x/>"), "word"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "open_document"),
        (zipped(xl__workbook_bin=b"x"), "old_excel"),
        (zipped(readme_txt=b"x"), "archive"),
        (zipped(xl__workbook_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "broken"),
        (zipped(xl__workbook_xml=b"<x/>"), "broken"),
        (zipped(xl__workbook_xml=b"", a_xml=b"0" * (LARGEST_PART + 1)), "too_much_inside"),
        (b"PK\x03\x04 no archive", "broken"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web_page"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Rar!\x1a\x07", "archive"),
        (b"\x01\x02\x00\x00\x00\x03" * 50, "unknown"),
        (b"a;b\n1;2\n", "no_head"),
        ("Họ và tên;Làng\n;\n".encode(), "nobody"),
        ("Họ và tên\n".encode() + b"A\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b"x" * (8 * 1024 * 1024 + 1), "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_said(data: bytes, code: str) -> None:
    with pytest.raises(FileProblem, match=f"^{code}$"):
        read(CONTEXT, data)


def test_a_cell_as_long_as_a_book_is_no_list() -> None:
    with pytest.raises(FileProblem, match="broken"):
        read({"do": "read", **CONTEXT}, f"STT;Họ và tên\n1;{'a' * 200_000}".encode())


def test_every_problem_has_a_sentence() -> None:
    from plugins.roster.importing.words import PROBLEMS

    assert {"empty", "no_head", "too_slow", "failed", "unknown"} <= PROBLEMS.keys()
    assert all(str(words).endswith(".") for words in PROBLEMS.values())


def test_a_process_of_its_own_reads_and_answers() -> None:
    found = process.read(TEXT.format(";").encode(), CONTEXT)
    assert [one["name"] for one in found["sheets"][0]["people"]] == [name for name, _ in READ]
    with pytest.raises(FileProblem, match="pdf"):
        process.read(b"%PDF-1.4", CONTEXT)
