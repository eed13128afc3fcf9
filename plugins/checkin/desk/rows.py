"""Who is meant by what stands in the desk's field, with all that the desk must know of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import g

from meeting import text
from meeting.db import db
from plugins.checkin import queries
from plugins.checkin.models import Absence, Presence
from plugins.checkin.rules import VillageCount
from plugins.roster.api import Person, lookup, person, search

FOUND = 6  # as many as fit on a small laptop without scrolling


@dataclass(frozen=True)
class Row:
    """Somebody the desk may let in."""

    person: Person
    presence: Presence | None = None
    absence: Absence | None = None
    substitute: Person | None = None  # who came in their place
    full: VillageCount | None = None  # their village, when it has no place left


@dataclass(frozen=True)
class Found:
    """The answer to what was typed."""

    rows: list[Row]
    more: bool = False  # than are shown
    same_name: int = 0  # how many of those shown share the name of the first


def found(typed: str) -> Found | None:
    """Who is meant; None when the field is empty."""
    if not typed.strip():
        return None
    session = db.session()
    invitation = lookup(session, typed)
    if invitation is not None and invitation.revoked_at is None:
        known = person(session, invitation.delegate_id)
        here = known is not None and invitation.delegate.meeting_id == g.meeting.id
        return Found(rows_of([known] if known and here else []))
    hits = search(session, g.meeting.id, typed, FOUND + 1)
    rows = rows_of(hits[:FOUND])
    same = _same_name(rows)
    return Found(rows, more=len(hits) > FOUND, same_name=same)


def _same_name(rows: list[Row]) -> int:
    if not rows:
        return 0
    keys = Counter(text.search_key(row.person.name) for row in rows)
    count = keys[text.search_key(rows[0].person.name)]
    return count if count > 1 else 0


def rows_of(found: list[Person]) -> list[Row]:
    """People with their presence, absence, substitute and village."""
    if not found:
        return []
    session, meeting_id = db.session(), g.meeting.id
    here = queries.presences(session, meeting_id)
    away = queries.absences(session, meeting_id)
    instead = queries.substitutes(session, meeting_id)
    full = queries.full_villages(session, meeting_id)
    return [
        Row(
            person=one,
            presence=here.get(one.id),
            absence=away.get(one.id),
            substitute=instead.get(one.id),
            full=full.get(one.village_id or 0) if one.people_side else None,
        )
        for one in found
    ]
