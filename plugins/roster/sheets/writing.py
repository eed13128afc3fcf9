"""Writes a list as .xlsx as offices like it, or as .csv that Excel opens with its letters right."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from meeting.cells import FONT, FRAME, SHADE, fill
from plugins.roster.sheets.grid import guarded

_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same list gives the same file


def write(request: dict[str, Any]) -> bytes:
    """``request``: kind, titles, head, widths, rows, and for a form its choices and blank rows."""
    return _csv(request) if request["kind"] == "csv" else _xlsx(request)


def _csv(request: dict[str, Any]) -> bytes:
    """Semicolons: that is what Excel set to Vietnamese expects; the mark says it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(request["head"])
    for row in request["rows"]:
        writer.writerow(map(guarded, row))
    return out.getvalue().encode("utf-8-sig")


def _xlsx(request: dict[str, Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = request["sheet"]
    book.properties.created = book.properties.modified = _FIXED
    book.properties.creator = "doithoai"
    head_row = _titles(sheet, request) + 1
    for column, (label, width) in enumerate(
        zip(request["head"], request["widths"], strict=True), 1
    ):
        cell = sheet.cell(head_row, column, label)
        cell.font = Font(name=FONT, size=12, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border, cell.fill = FRAME, SHADE
        sheet.column_dimensions[get_column_letter(column)].width = width
    blank = [
        [number, *[""] * (len(request["head"]) - 1)] for number in range(1, request["blank"] + 1)
    ]
    for number, row in enumerate(request["rows"] or blank, head_row + 1):
        for column, value in enumerate(row, 1):
            fill(sheet.cell(number, column), value)
    _lay_out(sheet, request, head_row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _titles(sheet: Worksheet, request: dict[str, Any]) -> int:
    """The lines above the list; returns the number of the last, with a free one below."""
    last = len(request["head"])
    for number, title in enumerate(request["titles"], 1):
        cell = sheet.cell(number, 1)
        fill(cell, title)
        cell.border = Border()
        first = number == 1
        cell.font = Font(name=FONT, size=14 if first else 12, bold=first, italic=not first)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=last)
        width = sum(request["widths"])
        sheet.row_dimensions[number].height = 20 * (1 + len(str(title)) // int(width))
    return len(request["titles"]) + 1


def _lay_out(sheet: Worksheet, request: dict[str, Any], head_row: int) -> None:
    """The head stays in sight and is printed on every page; a form offers its choices."""
    sheet.freeze_panes = f"A{head_row + 1}"
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if sum(request["widths"]) > 100 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    last = head_row + max(len(request["rows"]), request["blank"])
    for column, choices in request.get("choices", {}).items():
        formula = f'"{",".join(choices)}"'
        if choices and len(formula) < 250 and not any("," in one or '"' in one for one in choices):
            letter = get_column_letter(int(column) + 1)
            offer = DataValidation(type="list", formula1=formula, allow_blank=True)
            offer.showErrorMessage = False  # it offers; another spelling is asked about later
            sheet.add_data_validation(offer)
            offer.add(f"{letter}{head_row + 1}:{letter}{last}")
