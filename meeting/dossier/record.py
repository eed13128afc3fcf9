"""The record of one meeting as plain values: every row of every table that belongs to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.dossier.numbers import JOURNAL, Numbers, Row
from meeting.dossier.pace import paced
from meeting.dossier.shape import Shape, is_numbered, rows_of
from meeting.dossier.values import plain

SETTINGS = "setting_value"
Record = Mapping[str, list[Row]]


def read(session: Session, shape: Shape, meeting_id: int) -> dict[str, list[Row]]:
    """The record, its rows numbered from one within each table and in this order."""
    found = {table.name: _rows(session, shape, table, meeting_id) for table in shape.tables}
    numbers = Numbers(shape)
    for table in shape.tables:
        given = (
            {row["id"]: place for place, row in enumerate(found[table.name], 1)}
            if is_numbered(table)
            else {}
        )
        numbers.know(table, given)
    return {
        table.name: [
            {name: plain(value) for name, value in numbers.renumbered(table, row).items()}
            for row in paced(found[table.name])
        ]
        for table in shape.tables
    }


def _rows(session: Session, shape: Shape, table: sa.Table, meeting_id: int) -> list[Row]:
    query = sa.select(table).where(rows_of(shape, table, meeting_id))
    rows = [dict(row) for row in paced(session.execute(query).mappings())]
    if table.name == SETTINGS:
        rows = [row for row in rows if row["name"] not in shape.settings_left_out]
    if table.name == JOURNAL:
        rows = [row | {"facts": shape.discreet(row["event"], row["facts"])} for row in rows]
    keys = [column.name for column in table.primary_key]
    return sorted(rows, key=lambda row: tuple(row[name] for name in keys))


def written(rows: list[Row]) -> Iterator[str]:
    """A table as JSON with a row a line, so that two dossiers can be compared line by line."""
    yield "["
    for number, row in enumerate(paced(rows)):
        yield f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False)}"
    yield "\n]\n"


def parsed(content: bytes) -> Any:
    """What such a file holds. Raises ValueError."""
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("too deep") from error
