"""Reads .csv as programs here write it: comma, semicolon or tab, any encoding."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Literal

from plugins.roster.sheets import charset
from plugins.roster.sheets.files import MOST_ROWS, FileProblem
from plugins.roster.sheets.grid import MOST_COLUMNS, Grid, Line, bare

_SEPARATORS = "\t;,|"  # the likelier first
_SAMPLE = 40  # lines
_RUNAWAY = 5  # line breaks in one cell: a quotation mark that was never closed


def read(data: bytes) -> tuple[list[Grid], str]:
    """The one sheet of a text file, and its encoding."""
    text, encoding = charset.decode(data)
    if text.count("\x00") > len(text) // 100:
        raise FileProblem("unknown")
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        separator = _named_separator(lines) or _separator(lines)
        rows = _rows(lines, separator, csv.QUOTE_MINIMAL)
        if any(cell.count("\n") > _RUNAWAY for _, cells in rows for cell in cells):
            rows = _rows(lines, separator, csv.QUOTE_NONE)
    except csv.Error as error:
        raise FileProblem("broken") from error
    found = [Line(number, list(map(bare, cells[:MOST_COLUMNS]))) for number, cells in rows]
    return [Grid("", found)], encoding


def _named_separator(lines: list[str]) -> str:
    """Excel may say it in a first line ``sep=;``, which is no row."""
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:
        lines[0] = ""
        return first[4]
    return ""


def _separator(lines: list[str]) -> str:
    """The one that cuts most lines into equally many cells."""
    sample = [line for line in lines if line.strip()][:_SAMPLE]
    best, best_score = ",", (0, 0)
    for separator in _SEPARATORS:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=separator))
        wide = Counter({width: n for width, n in widths.items() if width > 1})
        score = max(((n, width) for width, n in wide.items()), default=(0, 0))
        if score > best_score:
            best, best_score = separator, score
    return best


def _rows(lines: list[str], separator: str, quoting: Literal[0, 3]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, quoting=quoting)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found.append((before + 1, cells))
        if len(found) > MOST_ROWS:
            raise FileProblem("too_many_rows")
        before = reader.line_num
    return found
