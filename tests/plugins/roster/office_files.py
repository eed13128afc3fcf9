"""Makes files as offices have them: titles, merged cells, text of every encoding."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from plugins.roster.sheets.__main__ import read

VILLAGES = ("Stơr", "Kuk Tung", "Klếch", "Leng")
CONTEXT = {
    "villages": [[number, name, f"làng {name}"] for number, name in enumerate(VILLAGES, 1)],
    "unit_words": ["làng"],
    "groups": ["Nhân dân", "Chi hội trưởng Hội Phụ nữ", "Thường trực Đảng ủy"],
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐĂÂÊÔƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ§¡¢£¤¥¦",
        strict=True,
    )
)
_VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HATS = {
    "\u0302": dict(zip(_TONES, "àáãåä", strict=True)),
    "\u0306": dict(zip(_TONES, "èéüúë", strict=True)),
}


def fill(sheet: Worksheet, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> None:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(
    rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), title: str = "Sheet1"
) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    fill(sheet, rows, merged)
    return saved(book)


def people(data: bytes) -> list[dict[str, Any]]:
    """The people read out of a file of one list."""
    (sheet,) = read(CONTEXT, data)["sheets"]
    found: list[dict[str, Any]] = sheet["people"]
    return found


def seen(data: bytes, *fields: str) -> list[tuple[Any, ...]]:
    """Some fields of the people of a file."""
    return [tuple(one[field] for field in fields) for one in people(data)]


def cp1258(text: str) -> bytes:
    """As Windows programs of old wrote Vietnamese: tones as letters of their own."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in parts if mark in _TONES)
            rest = "".join(mark for mark in parts if mark not in _TONES)
            out += (unicodedata.normalize("NFC", rest) + tones).encode("cp1258")
    return out


def tcvn3(text: str) -> str:
    """The letters a TCVN3 font is typed with, as a Unicode program shows them."""
    return "".join(_TCVN3.get(letter, _TCVN3.get(letter.lower(), letter)) for letter in text)


def vni(text: str) -> str:
    """The same for VNI-Windows."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    if letter in "đĐ":
        return "ñ" if letter == "đ" else "Ñ"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((mark for mark in marks if mark in _TONES), "")
    if base in "iI":
        return {
            "": base,
            "\u0300": "ì",
            "\u0301": "í",
            "\u0309": "æ",
            "\u0303": "ó",
            "\u0323": "ò",
        }[tone]
    if "\u031b" in marks:
        base = {"o": "ô", "O": "Ô", "u": "ö", "U": "Ö"}[base]
    for hat, letters in _VNI_HATS.items():
        if hat in marks:
            return base + (letters[tone] if tone else {"\u0302": "â", "\u0306": "ê"}[hat])
    return base + _VNI_TONES.get(tone, "")
