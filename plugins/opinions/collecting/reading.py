"""Reads opinions out of a sheet: below its head, above its totals and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meeting import text
from plugins.opinions.collecting.wording import MASKED, UNNAMED
from plugins.opinions.texts import in_wrong_code
from plugins.roster.api import Grid, Line, Villages, guesses, is_garbled, sheet_columns, taken_apart

_HEAD_WITHIN = 25  # rows with something in them
_LONGEST_LABEL = 60
_END = re.compile(
    r"^(?:tổng|cộng\b|người (?:lập|tổng hợp)|nơi nhận|t/?m\b|[kt][tl]\."
    r"|.{0,40}\bngày\b.*\btháng\b)",
    re.IGNORECASE,
)
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (  # looked for inside a label, in this order
    ("", ("so y kien", "y kien so")),  # an export comes back
    ("reference", ("don thu so", "so don", "don thu", "ma don")),
    ("severity", ("muc do", "tinh chat")),
    ("topic", ("linh vuc", "chuyen de", "nhom van de", "nhom noi dung")),
    ("source", ("nguon", "kenh tiep nhan", "noi thu thap")),
    ("village", ("thon", "lang", "buon", "to dan pho", "khu pho", "noi o", "dia chi", "cho o")),
    ("department", ("don vi", "co quan", "bo phan", "phong ban")),
    ("text", ("noi dung", "y kien", "kien nghi", "phan anh", "de nghi", "nguyen vong")),
)
_NAMES = {
    sheet_columns.Column.NAME,
    sheet_columns.Column.SURNAME,
    sheet_columns.Column.MIDDLE,
    sheet_columns.Column.GIVEN,
}
_NAME_WORDS = ("nguoi neu", "nguoi kien nghi", "nguoi gui", "nguoi phan anh", "cu tri")


@dataclass(frozen=True)
class Entry:
    """One opinion as the file has it; ``row`` is the number at the margin of the spreadsheet."""

    sheet: int
    row: int
    name: str
    village: str
    text: str
    topic: str = ""
    severity: str = ""
    source: str = ""
    department: str = ""
    reference: str = ""
    garbled: bool = False


def meaning(label: str, unit_words: Sequence[str]) -> str:
    """What a column with this head is about; empty for one we do not need."""
    words = text.clean(re.sub(r"[/\\|,;:()\[\].&+–-]+", " ", label))
    key = text.search_key(words)
    if not key or len(words) > _LONGEST_LABEL:
        return ""
    found = sheet_columns.meaning(label, tuple(unit_words))  # also in the old fonts
    if found in _NAMES or any(one in key for one in _NAME_WORDS):
        return "name"
    if found is sheet_columns.Column.PRIVATE:
        return ""
    units = tuple(text.search_key(one) for one in unit_words)
    if key in units:
        return "village"
    keys = [key, *(text.search_key(one) for one in guesses(label))]
    return next((found for found in map(_by_words, keys) if found), "")


def _by_words(key: str) -> str:
    return next(
        (kind for kind, some in _WORDS if any(f" {one} " in f" {key} " for one in some)), ""
    )


def entries(
    grids: Sequence[Grid], villages: Villages, unit_words: Sequence[str]
) -> tuple[list[Entry], bool]:
    """The opinions of every sheet that is seen, and whether any of them has a head."""
    found: list[Entry] = []
    has_head = False
    for at, grid in enumerate(grids):
        head = None if grid.hidden else _head(grid.lines, unit_words)
        if head is not None:
            has_head = True
            label = grid.lines[head[0]].at(head[1]["text"][0])
            found += _below(at, grid.lines[head[0] + 1 :], head[1], label, villages)
    return found, has_head


def _head(
    lines: Sequence[Line], unit_words: Sequence[str]
) -> tuple[int, dict[str, list[int]]] | None:
    """The first row that names a column of words, with what each column is."""
    for index, line in enumerate(lines[:_HEAD_WITHIN]):
        columns: dict[str, list[int]] = {}
        for at, cell in enumerate(line.cells):
            kind = meaning(cell, unit_words) if cell else ""
            if kind:
                columns.setdefault(kind, []).append(at)
        if "text" in columns and len(line.texts) > 1 and len(columns) > 1:
            return index, columns
    return None


def _below(
    sheet: int,
    lines: Sequence[Line],
    columns: dict[str, list[int]],
    label: str,
    villages: Villages,
) -> Iterator[Entry]:
    place = ""
    at = columns["text"][0]
    for line in lines:
        own = [text.clean(one) for one in line.texts]
        if not line.at(at).strip() and any(_END.match(one) for one in own):
            return
        if len(own) == 1 and villages.find(own[0]) is not None:
            place = own[0]  # the heading of a village
            continue
        if at in line.from_above or sheet_columns.is_numbering(line) or line.at(at) == label:
            continue
        entry = _entry(sheet, line, columns, place)
        if entry is not None:
            yield entry


def _entry(sheet: int, line: Line, columns: dict[str, list[int]], place: str) -> Entry | None:
    def cell(kind: str) -> str:
        parts = (line.at(at).strip() for at in columns.get(kind, ()))
        return " ".join(dict.fromkeys(filter(None, parts)))

    garbled = in_wrong_code(cell("text")) or any(map(is_garbled, (cell("name"), cell("village"))))
    clean = str if garbled else text.clean
    said = cell("text")
    if not text.has_letter(said) and not text.has_letter(cell("name")):
        return None
    if said == MASKED:
        return None  # an export comes back
    _title, name, told = taken_apart(clean(cell("name"))) if not garbled else ("", cell("name"), "")
    return Entry(
        sheet=sheet,
        row=line.number,
        name="" if name == UNNAMED else f"{name} ({told})" if told else name,
        village=clean(cell("village")) or place,
        text=said if garbled else text.clean(said, lines=True),
        topic=clean(cell("topic")),
        severity=clean(cell("severity")),
        source=clean(cell("source")),
        department=clean(cell("department")),
        reference=clean(cell("reference")),
        garbled=garbled,
    )
