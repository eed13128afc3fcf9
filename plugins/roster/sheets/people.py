"""Reads people out of a sheet: below its head, under headings of villages, above its totals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import regex

from meeting import text
from plugins.roster.importing.villages import Villages, bare
from plugins.roster.sheets import charset
from plugins.roster.sheets.columns import Column, Head, find_head, is_head_again
from plugins.roster.sheets.grid import Grid, Line

_MEN = {"ong", "nam", "m", "male", "trai", "o"}
_WOMEN = {"ba", "nu", "f", "female", "gai", "b"}
_NO_MARK = {"", "0", "-", "–", "k", "không"}
_TITLE = re.compile(
    r"^(?:(ông|bà)|(?:ông\s*[/(]\s*bà\)?)|đ/c|đồng chí)[\s.:]+(?=\S)", re.IGNORECASE
)
_TAIL = re.compile(r"^(?P<name>[^()]*\S)\s*\((?P<told>[^()]+)\)$")
_TOTAL = re.compile(
    r"^(?:tổng|cộng\b|tong (?:cong|so)\b\s*[:\d]|cong\s*[:\d]|ấn định|danh sách này)", re.I
)
_SIGNED = re.compile(
    r"^(?:người (?:lập|tổng hợp|ghi|duyệt)|nguoi lap|cán bộ lập|lập (?:biểu|bảng)"
    r"|t/?m\b\.?|[kt][tl]\.|nơi nhận|xác nhận|thủ trưởng|.{0,40}\bngày\s*[\d.… ]*\s*tháng\b)",
    re.IGNORECASE,
)
_SIGNERS = {
    "chu tich",
    "pho chu tich",
    "thu ky",
    "truong thon",
    "truong lang",
    "truong ap",
    "van thu",
}
_LOOK_ALIKE = str.maketrans("аеорсхуіАВЕКМНОРСТХ", "aeopcxyiABEKMHOPCTX")
_MOST_GARBLED = 0.25  # share of garbled rows above which a whole file is doubted
_LONGEST_TEXT = 300
_TOLD = (
    *(Column.VILLAGE, Column.OFFICE, Column.GROUP, Column.FIELD, Column.DISTINCTION),
    *(Column.CODE, Column.ADDRESS),
)
_LONGEST_NUMBER = 5  # of a row: XVIII


@dataclass(frozen=True)
class Entry:
    """One person as the file has them; ``number`` is the row in the spreadsheet."""

    number: int
    name: str
    honorific: str = ""
    village: str = ""
    office: str = ""
    group: str = ""
    field: str = ""
    distinction: str = ""
    code: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class Sheet:
    """What was found in one sheet."""

    name: str
    hidden: bool = False
    people: list[Entry] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    has_head: bool = False
    private: tuple[str, ...] = ()
    total: int | None = None


@dataclass
class _Place:
    """Where we are on the way down: the last headings."""

    village: str = ""
    group: str = ""


def read_sheet(grid: Grid, villages: Villages, words: tuple[str, ...], groups: set[str]) -> Sheet:
    """The people of a sheet; ``groups`` are search keys of the plan's groups of invitees."""
    sheet = Sheet(grid.name, grid.hidden)
    head = find_head(grid.lines, words)
    if head is None:
        return sheet
    sheet.has_head, sheet.private = True, head.private
    _Reader(grid, head, villages, words, groups, sheet).read()
    _doubt_all(sheet)
    return sheet


class _Reader:
    """Goes down one sheet."""

    def __init__(
        self,
        grid: Grid,
        head: Head,
        villages: Villages,
        words: tuple[str, ...],
        groups: set[str],
        sheet: Sheet,
    ) -> None:
        self.grid, self.head, self.villages, self.sheet = grid, head, villages, sheet
        self.words, self.groups = words, groups
        self.lines = grid.lines[head.begin :]
        number = head.first(Column.NUMBER)
        numbered = any(line.at(number).strip(" .").isdigit() for line in self.lines)
        self.number = number if numbered else None
        self.names = _name_columns(head)
        self.place = _Place(village=self._of_title())
        self.fill_down = self._gives_villages_once()

    def read(self) -> None:
        """Every line below the head, until somebody signs."""
        last_village = ""
        for index, line in enumerate(self.lines):
            if self._is_person(line) is False and self._signed(line):
                self._leave_out(self.lines[index:])
                return
            if is_head_again(line, self.head, self.words) or self._continues(line):
                continue
            if self._heading(line):
                last_village = ""
                continue
            entry = self._entry(line)
            if entry is None:
                self._leave_out([line])
                continue
            if self.fill_down and not entry.village and last_village:
                entry = replace(entry, village=last_village)
            last_village = entry.village or last_village
            self.sheet.people.append(replace(entry, village=entry.village or self.place.village))

    def _of_title(self) -> str:
        """A village named above the list, or on the tab."""
        if self.head.first(Column.VILLAGE) is not None:
            return ""  # the list says it of each person, or of nobody
        above = [t for line in self.grid.lines[: self.head.at] for t in line.texts]
        for title in (*above, self.grid.name):
            found = self.villages.inside(title)
            if found is not None:
                return next(one.label for one in self.villages.places if one.id == found)
        return self.grid.name if self.villages.find(self.grid.name) is not None else ""

    def _gives_villages_once(self) -> bool:
        """Whether a village stands only at the first of its people."""
        column = self.head.first(Column.VILLAGE)
        numbered = self.number is not None
        people = [
            line
            for line in self.lines
            if self._name(line) and (self._is_person(line) or not numbered)
        ]
        given = [line for line in people if line.at(column).strip()]
        return bool(given) and given[0] is people[0] and len(given) * 2 <= len(people)

    def _is_person(self, line: Line) -> bool:
        """Whether its number says it is one; a heading has none, or a letter."""
        return self.number is not None and line.at(self.number).strip(" .").isdigit()

    def _signed(self, line: Line) -> bool:
        texts = [text.clean(one) for one in line.texts]
        heads = {text.search_key(one) for one in texts} & _SIGNERS
        return bool(texts) and (
            any(_SIGNED.match(one) for one in texts) or len(heads) == len(texts) > 0
        )

    def _continues(self, line: Line) -> bool:
        """The lower half of a person whose cell is merged downwards."""
        names = [column for column in self.names if line.at(column)]
        return bool(names) and all(column in line.from_above for column in names)

    def _own(self, line: Line) -> list[str]:
        """What is written in this very row: no running number, nothing from above, no figures."""
        cells = [
            text.clean(cell)
            for at, cell in enumerate(line.cells)
            if at not in line.from_above
            and (at != self.head.first(Column.NUMBER) or len(cell) > _LONGEST_NUMBER)
        ]
        return list(dict.fromkeys(one for one in cells if one and text.has_letter(one)))

    def _heading(self, line: Line) -> bool:
        """Take in the heading of a village or of a group, or a total."""
        own = self._own(line)
        if self._is_person(line) or not own:
            return False
        if any(_TOTAL.match(one) for one in own):
            return self._total(line, own)
        if len(own) > 1:
            return False
        title = bare(own[0])
        if self.villages.find(title) is not None or self.villages.has_word(title):
            self.place.village = title
            return True
        is_group = text.search_key(title) in self.groups
        if is_group or self.number is not None or line.merged_across:
            self.place = _Place(group=title)
            return True
        return False

    def _total(self, line: Line, own: list[str]) -> bool:
        found = re.search(r"\d+", " ".join(text.clean(one) for one in line.texts))
        if found and own[0].lower().startswith(("tổng", "tong")):
            self.sheet.total = int(found[0][:6])
        self._leave_out([line])
        return True

    def _leave_out(self, lines: list[Line]) -> None:
        for line in lines:
            words = " · ".join(text.clean(one) for one in line.texts)
            if text.has_letter(words):
                self.sheet.left_out.append((line.number, words[:_LONGEST_TEXT]))

    def _name(self, line: Line) -> str:
        return " ".join(dict.fromkeys(filter(None, (line.at(at).strip() for at in self.names))))

    def _entry(self, line: Line) -> Entry | None:
        """A person, also one without a name if anything else is said of them."""
        name = self._name(line)
        cells = {
            kind: line.at(at).strip()[:_LONGEST_TEXT]
            for kind in _TOLD
            if (at := self.head.first(kind)) is not None
        }
        says = [kind for kind in cells if cells[kind] and kind != Column.VILLAGE]
        if not name and not (self._own(line) and (says or self._is_person(line))):
            return None
        garbled = charset.is_garbled(name) or any(map(charset.is_garbled, cells.values()))
        clean = text.clean if garbled else _tidy
        title, name, told = taken_apart(clean(name)) if not garbled else ("", clean(name), "")
        notes = {
            *line.notes,
            *({"hidden"} if line.hidden else ()),
            *({"garbled"} if garbled else ()),
        }
        return Entry(
            number=line.number,
            name=name[:_LONGEST_TEXT],
            honorific=self._honorific(line, cells.get(Column.ADDRESS, "")) or title,
            village=clean(cells.get(Column.VILLAGE, "")),
            office=clean(cells.get(Column.OFFICE, "")),
            group=clean(cells.get(Column.GROUP, "") or self.place.group),
            field=clean(cells.get(Column.FIELD, "")),
            distinction=clean(cells.get(Column.DISTINCTION, "")) or told,
            code=clean(cells.get(Column.CODE, "")),
            notes=tuple(sorted(notes)),
        )

    def _honorific(self, line: Line, said: str) -> str:
        key = text.search_key(said)
        if key in _MEN or key in _WOMEN:
            return "Ông" if key in _MEN else "Bà"
        marked = [
            word
            for column, word in ((Column.MALE, "Ông"), (Column.FEMALE, "Bà"))
            if any(line.at(at).strip().lower() not in _NO_MARK for at in self.head.of(column))
        ]
        return marked[0] if len(marked) == 1 else ""


def _name_columns(head: Head) -> list[int]:
    """The columns a name is put together from; of two lists side by side the left one."""
    names = head.of(Column.NAME)
    parts = [c for kind in (Column.SURNAME, Column.MIDDLE, Column.GIVEN) for c in head.of(kind)]
    if not names:
        return sorted(parts)
    together = [names[0]]
    for column in names[1:]:
        if column == together[-1] + 1:
            together.append(column)
    return together + [column for column in parts if column > together[0]]


def taken_apart(name: str) -> tuple[str, str, str]:
    """Form of address, name, and what stands behind it in brackets."""
    title = ""
    found = _TITLE.match(name)
    if found:
        title, name = (found[1] or "").capitalize(), name[found.end() :]
    tail = _TAIL.match(name)
    return (title, tail["name"], tail["told"]) if tail else (title, name, "")


def _tidy(value: str) -> str:
    """Clean text without soft hyphens, and without Cyrillic letters inside Latin words."""
    value = text.clean(value.replace("\u00ad", ""))
    return str(
        regex.sub(
            r"\S*\p{Latin}\S*",
            lambda word: word[0].translate(_LOOK_ALIKE),
            value,
        )
    )


def _doubt_all(sheet: Sheet) -> None:
    """In a file of old fonts also the names that happen to look right are wrong."""
    garbled = sum("garbled" in one.notes for one in sheet.people)
    if sheet.people and garbled >= _MOST_GARBLED * len(sheet.people):
        sheet.people = [
            one if one.name.isascii() or "garbled" in one.notes
            else replace(one, notes=(*one.notes, "garbled"))
            for one in sheet.people
        ]  # fmt: skip
