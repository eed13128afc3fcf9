"""The journal as a reader without this program reads it: a text, and a sheet of the workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import Session

from meeting import clock
from meeting.db import table_of
from meeting.dossier import words
from meeting.dossier.pace import paced
from meeting.dossier.shape import Shape, shape_of
from meeting.i18n import DEFAULT
from meeting.models import JournalEntry, Meeting
from meeting.points import DossierSheet
from meeting.registry import Registry

SYSTEM = "system"
Entry = Any  # a row of the journal


def entries(session: Session, meeting_id: int) -> Iterator[Entry]:
    """Every entry in the order in which it was made, as bare rows: there may be many thousands."""
    query = sa.select(*table_of(JournalEntry).columns)
    mine = query.where(JournalEntry.meeting_id == meeting_id).order_by(JournalEntry.id)
    return paced(session.execute(mine).all())


def lines(session: Session, registry: Registry, meeting: Meeting) -> Iterator[str]:
    """``20/10/2023 07:42:05 | Đã điểm danh | Bàn đón tiếp 1 | person=Đinh Bưm; …``."""
    titles, shape = _titles(registry), shape_of(registry)
    for one in entries(session, meeting.id):
        at = f"{clock.local(one.at):%d/%m/%Y %H:%M:%S}"
        refused = f" ({words.JOURNAL_HEAD[4].lower()})" if one.refused else ""
        told = (at, titles.get(one.event, one.event) + refused, _who(one), _facts(one, shape))
        yield " | ".join(" ".join(part.split()) for part in told) + "\r\n"


def sheet(registry: Registry) -> DossierSheet:
    """The journal as a sheet, the last of the workbook."""

    def rows(session: Session, meeting: Meeting) -> Sequence[Sequence[object]]:
        titles, shape = _titles(registry), shape_of(registry)
        found = entries(session, meeting.id)
        return [words.JOURNAL_HEAD, *(_row(*one, titles, shape) for one in enumerate(found, 1))]

    return DossierSheet(order=1000, title=words.JOURNAL_SHEET, rows=rows)


def _row(number: int, one: Entry, titles: Mapping[str, str], shape: Shape) -> Sequence[object]:
    refused = words.YES if one.refused else ""
    return (
        number,
        one.at,
        titles.get(one.event, one.event),
        _who(one),
        refused,
        _facts(one, shape),
    )


def _titles(registry: Registry) -> dict[str, str]:
    with force_locale(DEFAULT):
        return {name: str(event.title) for name, event in registry.events.items()}


def _who(one: Entry) -> str:
    if one.by_kind == SYSTEM:
        return words.PROGRAM
    return one.by_name or words.UNKNOWN


def _facts(one: Entry, shape: Shape) -> str:
    """Plain values as they are; the numbers of rows say nothing to a reader."""
    return "; ".join(
        f"{name}={_plain(value)}"
        for name, value in shape.discreet(one.event, one.facts).items()
        if value not in ("", None, []) and not name.endswith("_id")
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
