"""The rows of a dossier against the tables of this installation, with the numbers they get here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError

from meeting.dossier.numbers import JOURNAL, Numbers, Row, in_order
from meeting.dossier.pace import paced
from meeting.dossier.shape import MEETING, Shape, is_numbered, target_of
from meeting.dossier.values import BadValue, stored
from meeting.errors import Refused
from meeting.plan import Plan

Tables = Mapping[str, Any]  # name → rows as they were read
New = Mapping[str, list[int]]  # table → the numbers its rows get


def checked(shape: Shape, tables: Tables) -> dict[str, list[Row]]:
    """Every row with values its table takes, none missing. Raises Refused."""
    found = {
        table.name: [
            _row(table, row, place)
            for place, row in enumerate(paced(tables.get(table.name, ())), 1)
        ]
        for table in shape.tables
    }
    if [row["id"] for row in found[MEETING]] != [1]:
        raise damaged(MEETING, 1)
    try:
        Plan.model_validate_json(found[MEETING][0]["plan_json"])
    except ValidationError as error:
        raise damaged(MEETING, 1) from error
    for table in shape.tables:
        _check_numbers(table, found)
    return found


def _row(table: sa.Table, row: Row, place: int) -> Row:
    try:
        if row.keys() != {column.name for column in table.columns}:
            raise BadValue("other columns")
        found = {column.name: stored(row[column.name], column) for column in table.columns}
        if table.name == JOURNAL and not isinstance(found["facts"], dict):
            raise BadValue("facts without names")
        return found
    except BadValue as error:
        raise damaged(table.name, place) from error


def _check_numbers(table: sa.Table, found: Mapping[str, list[Row]]) -> None:
    """Rows are numbered one by one, and name only rows that are there."""
    targets = [(column.name, target_of(column)) for column in table.columns]
    for place, row in enumerate(found[table.name], 1):
        if is_numbered(table) and row["id"] != place:
            raise damaged(table.name, place)
        for name, target in targets:
            there = len(found.get(target, ())) if target else 0
            if target and row[name] is not None and not 1 <= row[name] <= there:
                raise damaged(table.name, place)


def renumbered(shape: Shape, rows: Mapping[str, list[Row]], new: New) -> dict[str, list[Row]]:
    """The rows with the numbers they get here, in an order in which they can be written."""
    numbers = Numbers(shape)
    for table in shape.tables:
        numbers.know(table, dict(enumerate(new.get(table.name, ()), 1)))
    return {table.name: _renumbered(numbers, table, rows[table.name]) for table in shape.tables}


def _renumbered(numbers: Numbers, table: sa.Table, rows: list[Row]) -> list[Row]:
    try:
        return in_order(table, [numbers.renumbered(table, row) for row in rows])
    except ValueError as error:
        raise damaged(table.name, 1) from error


def damaged(table: str, row: int) -> Refused:
    """The dossier is whole, but says what no program of ours has written."""
    return Refused(
        "core.dossier_damaged",
        _l(
            "Row %(row)s of “%(table)s” in this dossier cannot be read. Nothing was restored. Use "
            "another copy of the dossier."
        ),
        table=f"{table}.json",
        row=row,
    )
