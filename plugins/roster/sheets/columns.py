"""Finds the head of a list by its words, and what each column is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from meeting import text
from plugins.roster.importing.villages import UNIT_WORDS
from plugins.roster.sheets import charset
from plugins.roster.sheets.grid import Line

_HEAD_WITHIN = 25  # rows with something in them
_LONGEST_LABEL = 60


class Column(StrEnum):
    """What a column says of a person."""

    NUMBER = "number"
    NAME = "name"
    SURNAME = "surname"
    MIDDLE = "middle"
    GIVEN = "given"
    ADDRESS = "address"  # Ông/Bà, or Nam/Nữ
    MALE = "male"  # a column of its own, with a mark
    FEMALE = "female"
    VILLAGE = "village"
    OFFICE = "office"
    GROUP = "group"
    FIELD = "field"
    DISTINCTION = "distinction"
    CODE = "code"
    PRIVATE = "private"  # what a meeting must not know


_EXACT = {
    Column.NUMBER: {"stt", "tt", "so tt", "so thu tu", "no", "so"},
    Column.SURNAME: {
        "ho", "ho dem", "ho va dem", "ho lot", "ho va lot", "ho va ten dem", "ho ten dem",
        "ho chu dem", "ho va chu dem", "ho va chu lot", "ho va ten lot",
    },
    Column.MIDDLE: {"dem", "ten dem", "chu dem", "lot", "ten lot", "chu lot"},
    Column.GIVEN: {"ten", "ten goi", "ten rieng"},
    Column.NAME: {"dai bieu", "ten dai bieu", "name", "full name", "ten nguoi du"},
    Column.FEMALE: {"nu", "ba"},
    Column.ADDRESS: {"phai", "gioi", "gt", "ong ba", "nam nu"},
}  # fmt: skip
# Looked for inside the label, in this order.
_WORDS: tuple[tuple[Column, tuple[str, ...]], ...] = (
    (Column.PRIVATE, (
        "can cuoc", "cccd", "cmnd", "cmt", "chung minh", "dan toc", "ton giao", "dien thoai", "sdt",
        "so dt", "ngay sinh", "nam sinh", "thang nam sinh", "tuoi", "email", "zalo", "tai khoan",
        "que quan",
    )),
    (Column.CODE, ("ma moi", "ma giay moi", "ma dai bieu")),
    (Column.NAME, ("ho va ten", "ho ten")),
    (Column.ADDRESS, ("gioi tinh", "xung ho", "danh xung", "ong ba", "nam nu")),
    (Column.FIELD, ("linh vuc",)),
    (Column.DISTINCTION, ("ghi chu", "dac diem", "phan biet")),
    (Column.OFFICE, ("chuc vu", "chuc danh", "nhiem vu")),
    (Column.GROUP, ("thanh phan", "doi tuong", "thuoc dien")),
    (Column.VILLAGE, ("noi o", "cho o", "dia chi", "cu tru", "thuong tru", "don vi", "dia ban")),
)  # fmt: skip
# Without marks some are other words.
_UNITS = {text.search_key(word) for word in UNIT_WORDS} - {"ban", "to", "khu", "khoi", "soc"}
_STOREY = {Column.SURNAME, Column.MIDDLE, Column.GIVEN, Column.MALE, Column.FEMALE}
_APART = re.compile(r"[/\\|,;:()\[\].&+–-]+")


def meaning(label: str, unit_words: tuple[str, ...] = ()) -> Column | None:
    """What a column with this head is about; None for one we do not know."""
    found = _meaning(label, unit_words)
    if found is None and not label.isascii():
        guessed = (_meaning(one, unit_words) for one in charset.guesses(label))
        found = next(filter(None, guessed), None)
    return found


def _meaning(label: str, unit_words: tuple[str, ...]) -> Column | None:
    label = text.clean(_APART.sub(" ", label))
    key = text.search_key(label)
    if not key or len(label) > _LONGEST_LABEL or key.startswith("danh sach"):
        return None
    if key in {"nam", "ong"} and "ă" not in label.lower():  # “Năm” is a year
        return Column.MALE
    for column, labels in _EXACT.items():
        if key in labels:
            return column
    found = next((c for c, phrases in _WORDS if any(_is_in(one, key) for one in phrases)), None)
    if found in {None, Column.GROUP} and _is_of_villages(label, key, unit_words):
        return Column.VILLAGE  # also “Làng/thôn, thành phần”
    return found


def _is_in(phrase: str, key: str) -> bool:
    return f" {phrase} " in f" {key} "


def _is_of_villages(label: str, key: str, unit_words: tuple[str, ...]) -> bool:
    if label.isascii():
        words = {text.search_key(word) for word in unit_words} | _UNITS
        return any(_is_in(word, key) for word in words)
    words = {word.lower() for word in (*unit_words, *UNIT_WORDS)}
    return any(_is_in(word, label.lower()) for word in words)  # with marks: “Bốn” is a name


@dataclass(frozen=True)
class Head:
    """The head of a list: what each column is, and where the people begin."""

    columns: dict[int, Column]
    begin: int  # index of the first line below
    at: int  # index of the head itself
    private: tuple[str, ...] = ()

    def of(self, column: Column) -> list[int]:
        """The columns of one meaning, from the left."""
        return [index for index, found in sorted(self.columns.items()) if found == column]

    def first(self, column: Column) -> int | None:
        """The leftmost of them."""
        return next(iter(self.of(column)), None)


def find_head(lines: list[Line], unit_words: tuple[str, ...] = ()) -> Head | None:
    """The first row that names a column of names, with the second storey some heads have."""
    for index, line in enumerate(lines[:_HEAD_WITHIN]):
        columns = _meanings(line, unit_words)
        if not _is_head(line, columns):
            continue
        begin = index + 1
        labels = {at: cell for at, cell in enumerate(line.cells) if cell}
        if begin < len(lines) and _is_second_storey(lines[begin], line, unit_words):
            below = lines[begin]
            columns |= _meanings(below, unit_words)
            begin += 1
        while begin < len(lines) and is_numbering(lines[begin]):
            begin += 1
        private = [labels.get(at, "") for at, one in columns.items() if one == Column.PRIVATE]
        known = tuple(dict.fromkeys(text.clean(label) for label in private if label))
        return Head(columns, begin, index, known)
    return None


def _meanings(line: Line, unit_words: tuple[str, ...]) -> dict[int, Column]:
    found = {at: meaning(cell, unit_words) for at, cell in enumerate(line.cells) if cell}
    return {at: column for at, column in found.items() if column is not None}


def _is_head(line: Line, columns: dict[int, Column]) -> bool:
    """It names the people, and does not only mention them as a title does."""
    kinds = set(columns.values())
    if not kinds & {Column.NAME, Column.GIVEN}:
        return False
    return len(kinds) > 1 or (len(line.texts) == 1 and len(text.clean(line.texts[0])) < 20)


def _is_second_storey(line: Line, above: Line, unit_words: tuple[str, ...]) -> bool:
    """Nam | Nữ below Giới tính: everything in it is a label, or comes from above."""
    own = [
        cell
        for at, cell in enumerate(line.cells)
        if cell and at not in line.from_above and cell != above.at(at)
    ]
    found = [meaning(cell, unit_words) for cell in own]
    return None not in found and bool(set(found) & _STOREY)


def is_numbering(line: Line) -> bool:
    """The row (1) (2) (3) … or A B C … below a head."""
    return len(line.texts) > 2 and all(
        re.fullmatch(r"\(?(?:\d{1,2}|[A-Z])\)?", cell.strip()) for cell in line.texts
    )


def is_head_again(line: Line, head: Head, unit_words: tuple[str, ...] = ()) -> bool:
    """The head repeated at the top of a page."""
    found = _meanings(line, unit_words)
    same = [at for at, column in found.items() if head.columns.get(at) == column]
    return len(same) > 1 and len(same) >= len(line.texts) - 1
