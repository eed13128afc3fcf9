"""The process that reads or writes a file: a request on standard input, the answer as JSON or bytes
on standard output. A file nobody can read is an answer too.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from meeting import text
from plugins.roster.importing.villages import Place, Villages
from plugins.roster.sheets import delimited, workbook, writing
from plugins.roster.sheets.files import FileProblem, kind_of
from plugins.roster.sheets.grid import Grid
from plugins.roster.sheets.people import read_sheet

_MEMORY = 1536 * 1024 * 1024  # bytes; a file of a list needs a tenth


def main() -> int:
    """Serve one request: a line of JSON, then the bytes of the file."""
    _bound_memory()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(head)
    if request["do"] == "write":
        sys.stdout.buffer.write(writing.write(request))
        return 0
    try:
        answer: dict[str, Any] = grids(data) if request["do"] == "grids" else read(request, data)
    except FileProblem as problem:
        answer = {"problem": problem.code}
    except MemoryError:
        answer = {"problem": "too_much_inside"}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def read(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """The sheets of a file with their people. Raises FileProblem."""
    grids, encoding = _grids(data)
    villages = Villages([Place(*one) for one in request["villages"]], request["unit_words"])
    words = tuple(request["unit_words"])
    groups = {text.search_key(one) for one in request["groups"]}
    sheets = [read_sheet(grid, villages, words, groups) for grid in grids]
    if not grids:
        raise FileProblem("empty")
    if not any(sheet.has_head for sheet in sheets):
        raise FileProblem("no_head")
    if not any(sheet.people for sheet in sheets):
        raise FileProblem("nobody")
    return {"encoding": encoding, "sheets": [asdict(one) for one in sheets if one.people]}


def grids(data: bytes) -> dict[str, Any]:
    """The sheets as plain text, for readers of other lists. Raises FileProblem."""
    found, _encoding = _grids(data)
    if not found:
        raise FileProblem("empty")
    return {
        "sheets": [
            {
                "name": grid.name,
                "hidden": grid.hidden,
                "lines": [
                    {**vars(line), "from_above": [*line.from_above], "notes": [*line.notes]}
                    for line in grid.lines
                ],
            }
            for grid in found
        ]
    }


def _grids(data: bytes) -> tuple[list[Grid], str]:
    if kind_of(data) == "xlsx":
        return workbook.read(data), ""
    return delimited.read(data)


def _bound_memory() -> None:
    """Where the system can: a file that unpacks to gigabytes ends this process and no other."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):  # macOS
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.exit(main())
