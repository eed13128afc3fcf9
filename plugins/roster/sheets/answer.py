"""A list as a file to be saved, the answer to a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response
from werkzeug.datastructures import FileStorage

from meeting.contract import Refused, _l
from plugins.roster.importing import words as import_words
from plugins.roster.sheets import files, process
from plugins.roster.sheets.grid import Grid

MOST_SENT = files.LARGEST_FILE + 64 * 1024  # bytes: the file and the form around it


def sheets_of(sent: FileStorage | None) -> list[Grid]:
    """The sheets of a file that somebody chose, read in a process of its own."""
    if sent is None or not sent.filename:
        raise Refused("roster.no_file", _l("Choose a file first."))
    try:
        return process.read_grids(sent.stream.read(MOST_SENT))
    except files.FileProblem as problem:
        raise import_words.refusal_of(problem.code) from problem


_MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def list_file(
    kind: str, name: str, *, sheet: str, titles: list[str], columns: Sequence[tuple[str, int]],
    rows: list[list[Any]], **form: Any,
) -> Response:  # fmt: skip
    """``kind``: xlsx or csv; ``columns``: labels and widths. What looks like a formula is text.

    ``form``: what an empty form has beside, see ``writing``.
    """
    request_ = {
        "kind": kind,
        "sheet": sheet,
        "titles": titles,
        "head": [label for label, _width in columns],
        "widths": [width for _label, width in columns],
        "rows": rows,
        "blank": 0,
        "choices": {},
        **form,
    }
    try:
        made = process.write(request_)
    except files.FileProblem as problem:
        raise import_words.refusal_of(problem.code) from problem
    answer = Response(made, content_type=_MIMETYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
