"""The journal as a reader without this program reads it: a text, and a sheet of the workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import Session

from meeting import clock
from meeting.db import table_of
from meeting.dossier import words
from meeting.dossier.pace import paced
from meeting.dossier.shape import Shape, rows_of, shape_of
from meeting.i18n import DEFAULT
from meeting.models import JournalEntry, Meeting
from meeting.points import DossierSheet
from meeting.registry import Registry

SYSTEM = "system"
Entry = Any  # a row of the journal
Fact = tuple[str, str]  # the plugin whose event it is, and its name there


@dataclass(frozen=True)
class Reader:
    """What the entries of a meeting are told with."""

    titles: Mapping[str, str]  # of events
    shape: Shape
    rows: Mapping[Fact, Mapping[int, object]]  # by what a reader knows a row: opinion 7 by its 7


def entries(session: Session, meeting_id: int) -> Iterator[Entry]:
    """Every entry in the order in which it was made, as bare rows: there may be many thousands."""
    query = sa.select(*table_of(JournalEntry).columns)
    mine = query.where(JournalEntry.meeting_id == meeting_id).order_by(JournalEntry.id)
    return paced(session.execute(mine).all())


def lines(session: Session, registry: Registry, meeting: Meeting) -> Iterator[str]:
    """``20/10/2023 07:42:05 | Đã điểm danh | Bàn đón tiếp 1 | người: Đinh Bưm; …``."""
    reader = _reader(session, registry, meeting)
    for one in entries(session, meeting.id):
        at = f"{clock.local(one.at):%d/%m/%Y %H:%M:%S}"
        refused = f" ({words.JOURNAL_HEAD[4].lower()})" if one.refused else ""
        title = reader.titles.get(one.event, one.event)
        told = (at, title + refused, _who(one), _facts(one, reader))
        yield " | ".join(" ".join(part.split()) for part in told) + "\r\n"


def sheet(registry: Registry) -> DossierSheet:
    """The journal as a sheet, the last of the workbook."""

    def rows(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
        reader = _reader(session, registry, meeting)
        found = entries(session, meeting.id)
        return [words.JOURNAL_HEAD, *(_row(*one, reader) for one in enumerate(found, 1))]

    return DossierSheet(order=1000, title=words.JOURNAL_SHEET, rows=rows)


def _reader(session: Session, registry: Registry, meeting: Meeting) -> Reader:
    shape = shape_of(registry)
    rows = {
        fact: _known_by(session, shape, shape.ids[fact], column, meeting)
        for fact, column in shape.shown.items()
    }
    return Reader(_titles(registry), shape, rows)


def _known_by(
    session: Session, shape: Shape, name: str, column: str, meeting: Meeting
) -> dict[int, object]:
    """By the number of a row what a reader knows it by."""
    table = shape.find(name)
    assert table is not None
    query = sa.select(table.c.id, table.c[column]).where(rows_of(shape, table, meeting.id))
    return {row.id: row[1] for row in session.execute(query)}


def _row(number: int, one: Entry, reader: Reader) -> Sequence[object]:
    refused = words.YES if one.refused else ""
    title = reader.titles.get(one.event, one.event)
    return (number, one.at, title, _who(one), refused, _facts(one, reader))


def _titles(registry: Registry) -> dict[str, str]:
    with force_locale(DEFAULT):
        return {name: str(event.title) for name, event in registry.events.items()}


def _who(one: Entry) -> str:
    if one.by_kind == SYSTEM:
        return words.PROGRAM
    return one.by_name or words.UNKNOWN


def _facts(one: Entry, reader: Reader) -> str:
    """Every fact in words. Numbers of rows say nothing to a reader, unless a row is known by
    something else.
    """
    plugin, told = one.event.partition(".")[0], []
    for name, value in reader.shape.discreet(one.event, one.facts).items():
        fact: Fact = (plugin, name)
        if reader.shape.table_of(one.event, name) is not None:
            known = reader.rows.get(fact, {})
            value = known.get(value) if isinstance(value, int) else None
        if value not in ("", None, []):
            called = reader.shape.facts.get(fact, name)
            told.append(f"{called}: {_plain(value, reader.shape.codes.get(fact, {}))}")
    return "; ".join(dict.fromkeys(told))  # an opinion may be told by its row and by its number


def _plain(value: object, codes: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return words.YES if value else words.NO
    if isinstance(value, str):
        return codes.get(value, value)
    return json.dumps(value, ensure_ascii=False)
