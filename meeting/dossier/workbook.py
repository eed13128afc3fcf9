"""The record as a workbook: a sheet each, its head in sight, ready to filter and to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from meeting import clock
from meeting.cells import FONT, FRAME, SHADE, fill

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same record gives the same file
NARROWEST, WIDEST = 7, 60  # letters
TITLE_LETTERS = 150  # a head takes 255, with its own signs
INSTANT, DAY = "instant", "day"


def plain(value: object) -> object:
    """A value of a sheet as JSON."""
    if isinstance(value, datetime):
        return {INSTANT: clock.local(value).replace(tzinfo=None).isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return value if isinstance(value, int | float | str) else ""


def write(path: Path, title: str, sheets: Sequence[dict[str, Any]]) -> None:
    """The workbook; ``sheets``: title and rows of plain values, the head first."""
    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    book.properties.creator, book.properties.title = "doithoai", title
    first = book.active
    assert first is not None
    book.remove(first)
    for one in sheets:
        name = _FORBIDDEN.sub(" ", one["title"])[:31]
        sheet = book.create_sheet(name)
        _write_sheet(sheet, one["rows"])
        _print_margins(sheet, title)
    book.save(path)


def _write_sheet(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            fill(sheet.cell(number, column), _cell(value))
    for cell in sheet[1]:
        cell.font = Font(name=FONT, size=12, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border, cell.fill = FRAME, SHADE
    widths = [_width([row[place] for row in rows]) for place in range(len(rows[0]))]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(rows)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if sum(widths) > 100 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _print_margins(sheet: Worksheet, title: str) -> None:
    """On paper every page says of which meeting it is, which sheet, and which of how many."""
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None
    assert foot is not None
    head.center.text = title[:TITLE_LETTERS].replace("&", "&&")
    foot.center.text = "&A - trang &P/&N"
    for part in (head.center, foot.center):
        part.font, part.size = FONT, 11


def _cell(value: object) -> object:
    if isinstance(value, dict):
        if INSTANT in value:
            return datetime.fromisoformat(value[INSTANT])
        return date.fromisoformat(value[DAY])
    return value


def _width(values: Sequence[object]) -> float:
    """As wide as most of a column needs; long texts wrap."""
    lengths = sorted(_letters(value) for value in values)
    usual = lengths[int(0.9 * (len(lengths) - 1))]
    head = max(map(len, str(values[0]).split()), default=0)
    return float(min(WIDEST, max(NARROWEST, usual + 3, head + 3)))


def _letters(value: object) -> int:
    if isinstance(value, dict):
        return 16 if INSTANT in value else 10
    return max(map(len, str(value).split("\n")))
