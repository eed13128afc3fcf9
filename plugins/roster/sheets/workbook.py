"""Reads .xlsx: the values people see, merged cells filled, hidden rows and lost values noted."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from plugins.roster.sheets.files import MOST_ROWS, FileProblem
from plugins.roster.sheets.grid import MOST_COLUMNS, Grid, Line

_LAST_ROW = 20_000  # people lie above; far below there are only forgotten formats
_MOST_FILLED = 200_000  # cells filled from merged ones
_NO_VALUE = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def read(data: bytes) -> list[Grid]:
    """Every sheet with cells in it, in the order of the tabs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of the format that we do not read
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl lets every kind of mistake in a file through
        raise FileProblem("broken") from error
    no_value = _formulas_without_value(data)
    grids = [
        _grid(sheet, no_value.get(index, set())) for index, sheet in enumerate(book.worksheets)
    ]
    if sum(len(grid.lines) for grid in grids) > MOST_ROWS:
        raise FileProblem("too_many_rows")
    return [grid for grid in grids if grid.lines]


def _formulas_without_value(data: bytes) -> dict[int, set[str]]:
    """Cells whose formula nobody has calculated, by the number of their sheet's part."""
    found: dict[int, set[str]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
        for index, name in enumerate(sorted(parts, key=lambda n: (len(n), n))):
            cells = {match.decode() for match in _NO_VALUE.findall(archive.read(name))}
            if cells:
                found[index] = cells
    return found


def _grid(sheet: Worksheet, no_value: set[str]) -> Grid:
    rows = min(sheet.max_row or 0, _LAST_ROW)
    columns = min(sheet.max_column or 0, MOST_COLUMNS)
    lines = {}
    for cells in sheet.iter_rows(max_row=rows, max_col=columns):
        if not cells:
            continue
        number = cells[0].row or 0
        line = Line(number, [_shown(cell) for cell in cells])
        line.hidden = bool(sheet.row_dimensions[number].hidden)
        line.notes = {"error_value" for cell in cells if cell.data_type == "e"}
        if no_value and any(cell.coordinate in no_value for cell in cells):
            line.notes.add("no_value")
        lines[number] = line
    _fill_merged(sheet, lines, columns)
    kept = [line for line in lines.values() if line.texts or "no_value" in line.notes]
    return Grid(str(sheet.title), kept, sheet.sheet_state != "visible")


def _fill_merged(sheet: Worksheet, lines: dict[int, Line], columns: int) -> None:
    """A merged cell's value stands in each cell it covers."""
    filled = 0
    for area in sheet.merged_cells.ranges:
        top = lines.get(area.min_row)
        if top is None or area.min_col > columns:
            continue
        value = top.cells[area.min_col - 1]
        if not value:
            continue
        last_row, last_column = min(area.max_row, _LAST_ROW), min(area.max_col, columns)
        for number in range(area.min_row, last_row + 1):
            line = lines.get(number)
            if line is None:
                break
            line.merged_across |= area.max_col > area.min_col
            for column in range(area.min_col - 1, last_column):
                line.cells[column] = value
                filled += 1
                if number > area.min_row:
                    line.from_above.add(column)
            if filled > _MOST_FILLED:
                raise FileProblem("too_much_inside")


def _shown(cell: Any) -> str:
    """A value as it reads in a list; an error value is no value."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)
