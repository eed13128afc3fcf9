"""What the village table shows on every screen: figures with their words, and how people came in
over time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from meeting import clock
from meeting.models import Meeting
from plugins.checkin import queries
from plugins.checkin.rules import VillageCount
from plugins.roster.api import people, quota_words

STEP = 5  # minutes a bar of the curve stands for
FEWEST_BARS = 12  # or a single bar would fill the picture
HEIGHT = 40


@dataclass(frozen=True)
class Bar:
    """One stretch of time in the picture, in its units."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Curve:
    """How many came when: the picture, and the same in figures."""

    bars: list[Bar]
    width: int
    first: str
    last: str
    busiest: str
    most: int


@dataclass(frozen=True)
class FieldRow:
    """A field of work that sends one official: who was sent, and who of them is here."""

    field: str
    people: list[tuple[str, bool]]
    standing: quota_words.Standing


def board(session: Session, meeting_id: int) -> dict[str, Any]:
    """Village by village, field by field, and the hall as a whole."""
    meeting = session.get_one(Meeting, meeting_id)
    rows = queries.village_table(session, meeting_id)
    totals = queries.totals(session, meeting_id)
    fields = _fields(session, meeting)
    speakers = sum(here for row in fields for _, here in row.people)
    counted = quota_words.counted(meeting.plan, totals.present, totals.officials_present, speakers)
    return {
        "rows": [(row, _standing(row)) for row in rows],
        "totals": totals,
        "whole": quota_words.of_whole(meeting.plan, counted, meeting.session_index),
        "who_counts": quota_words.who_counts(meeting.plan),
        "fields": fields,
        "curve": curve(queries.arrival_curve(session, meeting_id, STEP)),
    }


def _standing(row: VillageCount) -> quota_words.Standing:
    return quota_words.of_places(row.places, row.present)


def _fields(session: Session, meeting: Meeting) -> list[FieldRow]:
    lines = quota_words.of_fields(meeting.plan, ())
    if not lines:
        return []
    here = queries.present_ids(session, meeting.id)
    listed = list(people(session, meeting.id).values())
    rows = []
    for line in lines:
        sent = [(one.name, one.id in here) for one in listed if one.field == line.field]
        standing = quota_words.FieldLine(line.field, tuple(name for name, _ in sent)).standing
        rows.append(FieldRow(line.field, sent, standing))
    return rows


def curve(counts: list[tuple[datetime, int]]) -> Curve | None:
    """Bars from the first arrival to the last; nothing before somebody came."""
    if not counts:
        return None
    most = max(number for _, number in counts)
    at = next(at for at, number in counts if number == most)
    bars = []
    for place, (_, number) in enumerate(counts):
        height = round(number * HEIGHT / most)
        bars.append(Bar(place * 10, HEIGHT - height, height))
    return Curve(
        bars=bars,
        width=10 * max(len(counts), FEWEST_BARS),
        first=_hour(counts[0][0]),
        last=_hour(counts[-1][0] + timedelta(minutes=STEP)),
        busiest=f"{_hour(at)}–{_hour(at + timedelta(minutes=STEP))}",
        most=most,
    )


def _hour(at: datetime) -> str:
    return f"{clock.local(at):%H:%M}"
