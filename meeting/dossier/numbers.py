"""Numbers of rows in a dossier: 1, 2, 3 … within each table, whatever numbers a database gave.

So a dossier tells nothing of other meetings, and a restored meeting gives the same one again. What
names a row that is no longer there, or that stays out of the dossier, has a number below zero.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any

import sqlalchemy as sa

from meeting.dossier.shape import Shape, is_numbered, target_of

JOURNAL = "journal_entry"
_NUMBER = re.compile(r"-?[0-9]{1,9}")
Row = dict[str, Any]


class Numbers:
    """What each row's number becomes, by table."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._known: dict[str, Mapping[int, int]] = {}
        self._gone: dict[str, dict[int, int]] = defaultdict(dict)

    def know(self, table: sa.Table, numbers: Mapping[int, int]) -> None:
        """The numbers of a table's rows."""
        self._known[table.name] = numbers

    def of(self, table: str, number: int) -> int:
        """The new number; for a row that is not here always the same one below zero. 0 is none."""
        if number == 0:
            return 0
        found = self._known.get(table, {}).get(number)
        if found is not None:
            return found
        gone = self._gone[table]
        return gone.setdefault(number, -len(gone) - 1)

    def renumbered(self, table: sa.Table, row: Row) -> Row:
        """A row with everything in it that names rows."""
        row = dict(row)
        if is_numbered(table):
            row["id"] = self.of(table.name, row["id"])
        for column in table.columns:
            target = target_of(column)
            if target is not None and row[column.name] is not None:
                row[column.name] = self._pointing(target, row[column.name])
        return self._entry(row) if table.name == JOURNAL else row

    def _pointing(self, target: str, number: int) -> int | None:
        """Nothing in place of a row that stays out: a database takes only what it finds."""
        return self.of(target, number) if target in self._known else None

    def _entry(self, row: Row) -> Row:
        """Who acted, and the rows its facts name; a refusal has them as words."""
        actor = self._shape.actors.get(row["by_kind"])
        if actor is not None and row["by_id"] is not None:
            row["by_id"] = self.of(actor, row["by_id"])
        tables = {name: self._shape.table_of(row["event"], name) for name in row["facts"]}
        row["facts"] = {
            name: value if (table := tables[name]) is None else self._fact(table, value)
            for name, value in row["facts"].items()
        }
        return row

    def _fact(self, table: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._fact(table, one) for one in value]
        if type(value) is int:
            return self.of(table, value)
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            return str(self.of(table, int(value)))
        return value


def in_order(table: sa.Table, rows: Iterable[Row]) -> list[Row]:
    """Rows so that none points to one of its own table that comes later.

    Raises ValueError when they go round in a circle.
    """
    own = [column.name for column in table.columns if target_of(column) == table.name]
    if not own:
        return list(rows)
    by_id = {row["id"]: row for row in rows}
    before = {
        number: [row[name] for name in own if row[name] is not None]
        for number, row in by_id.items()
    }
    return [by_id[number] for number in TopologicalSorter(before).static_order()]
