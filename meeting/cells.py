"""Cells of a spreadsheet as an office has them; what a person wrote is never a formula."""

from __future__ import annotations

from datetime import date, datetime

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from meeting.text import is_formula

LONGEST = 32_767  # letters of one cell, as Excel takes it
FONT = "Times New Roman"
_THIN = Side(style="thin", color="999999")
FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
SHADE = PatternFill("solid", fgColor="F4EFE8")
_PLAIN = Font(name=FONT, size=12)
_NUMBER = Alignment(horizontal="center", vertical="center")
_TEXT = Alignment(horizontal="left", vertical="center", wrap_text=True)


def fill(cell: Cell | MergedCell, value: object) -> None:
    """A text stays a text: no formula is ever written, and no code turns into a number."""
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = is_formula(value)
    else:
        cell.value = value  # type: ignore[assignment]  # a number, an instant, a day
    if isinstance(value, datetime):
        cell.number_format = "hh:mm dd/mm/yyyy"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    cell.font, cell.border = _PLAIN, FRAME
    cell.alignment = _TEXT if isinstance(value, str) else _NUMBER
