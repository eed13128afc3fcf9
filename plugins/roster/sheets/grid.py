"""A sheet as plain text: what both kinds of file are read into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meeting.text import is_formula

__all__ = ["MOST_COLUMNS", "Grid", "Line", "bare", "guarded", "is_formula"]

MOST_COLUMNS = 40

# Excel set to English begins another cell at each comma, whatever separates them for us.
_SECOND = re.compile(r",(?=[=+\-@])")
_SECOND_GUARDED = re.compile(r",'(?=[=+\-@])")


def guarded(value: object) -> object:
    """A text of a .csv as no spreadsheet program takes it for a formula; anything else as it is."""
    if not isinstance(value, str):
        return value
    return ("'" if is_formula(value) else "") + _SECOND.sub(",'", value)


def bare(cell: str) -> str:
    """What was guarded."""
    own = cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell
    return _SECOND_GUARDED.sub(",", own)


@dataclass
class Line:
    """One row. ``number`` is the one at the margin of the spreadsheet."""

    number: int
    cells: list[str]
    hidden: bool = False
    # columns whose value comes from the row above, in a cell merged downwards
    from_above: set[int] = field(default_factory=set)
    merged_across: bool = False
    notes: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        """What stands in it, each text once: a merged cell is one text."""
        return list(dict.fromkeys(filter(None, self.cells)))

    def at(self, column: int | None) -> str:
        """The text of a column; nothing for one that is not there."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass
class Grid:
    """One sheet."""

    name: str
    lines: list[Line]
    hidden: bool = False
