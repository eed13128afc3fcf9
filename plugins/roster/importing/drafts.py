"""A file that was read and waits: its sheets, what was chosen so far, what it would change now."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from plugins.roster import queries
from plugins.roster.importing.matching import STEP, Comparison, Known, State, compare
from plugins.roster.importing.reading import Invitees, Reader, Row, spelling
from plugins.roster.importing.villages import Place, Villages
from plugins.roster.models import Delegate, ImportDraft, Invitation
from plugins.roster.rules import usual_spelling
from plugins.roster.sheets.people import Entry

ALL_SHEETS = -1
_SHOWN_LEFT_OUT = 200


_COMING = {State.NEW, State.DOUBTFUL}
_OF_PEOPLE = (
    Delegate.id,
    Delegate.name,
    Delegate.village_id,
    Delegate.honorific,
    Delegate.office_title,
    Delegate.group,
    Delegate.kind,
    Delegate.field,
    Delegate.distinction,
    Delegate.people_side,
    Delegate.removed_at,
    Delegate.invited,
    Delegate.walk_in,
    Delegate.substitute_for_id,
)


@dataclass(frozen=True)
class Draft:
    """What is kept of a file."""

    sheets: list[dict[str, Any]]
    chosen: int
    villages: dict[str, str]
    rows: dict[str, str]
    remove: tuple[int, ...] = ()
    usual: bool = False  # names without capitals, or in nothing else, in the usual spelling

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Draft:
        """Out of the database."""
        choices = kept.get("choices", {})
        return cls(
            sheets=kept.get("sheets", []),
            chosen=kept.get("chosen", 0),
            villages=choices.get("villages", {}),
            rows=choices.get("rows", {}),
            remove=tuple(choices.get("remove", ())),
            usual=choices.get("usual", False),
        )

    def kept(self) -> dict[str, Any]:
        """Into the database."""
        choices = {
            "villages": self.villages,
            "rows": self.rows,
            "remove": list(self.remove),
            "usual": self.usual,
        }
        return {"sheets": self.sheets, "chosen": self.chosen, "choices": choices}

    def used(self) -> list[tuple[int, dict[str, Any]]]:
        """The chosen sheet, or all of them."""
        return [
            (at, sheet) for at, sheet in enumerate(self.sheets) if self.chosen in {at, ALL_SHEETS}
        ]

    def entries(self) -> list[tuple[int, Entry]]:
        """The people of the chosen sheets."""
        return [
            (at, Entry(**{**one, "notes": tuple(one["notes"])}))
            for at, sheet in self.used()
            for one in sheet["people"]
        ]

    def left_out(self) -> list[tuple[int, str]]:
        """Rows that are no people, as a reader may want to see them."""
        found = [(number, words) for _, sheet in self.used() for number, words in sheet["left_out"]]
        return found[:_SHOWN_LEFT_OUT]

    def private(self) -> list[str]:
        """Heads of columns that hold what a meeting must not know."""
        return list(dict.fromkeys(label for _, sheet in self.used() for label in sheet["private"]))


def begin(sheets: list[dict[str, Any]]) -> Draft:
    """A file as it was read, with the sheet chosen that names most people."""
    visible = [at for at, sheet in enumerate(sheets) if not sheet["hidden"]] or range(len(sheets))
    fullest = max(visible, key=lambda at: len(sheets[at]["people"]))
    return Draft(sheets, fullest, {}, {})


@dataclass(frozen=True)
class Preview:
    """A draft against the list as it is now."""

    comparison: Comparison
    people: dict[int, Known]
    villages: Villages
    reader: Reader
    seen: str  # what the file means without anybody's choice; another when the list has changed

    def spellings(self) -> dict[str, tuple[str, int]]:
        """Villages that need somebody's word, or had it: the spelling and how many rows have it."""
        found: dict[str, tuple[str, int]] = {}
        for one in self.comparison.proposals:
            said = one.row.village_said
            asked = one.why in {"village_unknown", "village_missing"}
            chosen = said.lower() in self.reader.chosen and self.villages.find(said) is None
            if asked or chosen:
                words, count = found.get(said.lower(), (said, 0))
                found[said.lower()] = (words, count + 1)
        return found


def unusual(shown: Preview) -> list[tuple[str, str]]:
    """Names that would come on the list in letters no invitation should have: as is, and usual."""
    coming = (one for one in shown.comparison.proposals if one.state in _COMING)
    found = ((one.row.name, usual_spelling(one.row.name)) for one in coming)
    return [(name, usual) for name, usual in found if usual]


def preview(session: Session, meeting: Meeting, draft: Draft) -> Preview:
    """What this draft would change now."""
    people = known(session, meeting.id)
    villages = villages_of(session, meeting)
    nowhere = [one.name for one in people.values() if one.village_id is None and not one.removed]
    reader = Reader(villages, _groups(meeting), draft.villages, nowhere)
    untouched = Reader(villages, _groups(meeting), {}, nowhere)
    rows, plain = _rows(draft, reader, untouched)
    comparison = compare(rows, people.values(), draft.rows, pause)
    chosen = rows != plain or draft.rows
    before = compare(plain, people.values(), {}, pause) if chosen else comparison
    return Preview(comparison, people, villages, reader, fingerprint(before))


def _rows(draft: Draft, reader: Reader, untouched: Reader) -> tuple[list[Row], list[Row]]:
    """What the file says as somebody chose, and without a choice: mostly the same rows."""
    rows: list[Row] = []
    plain: list[Row] = []
    for number, (at, entry) in enumerate(draft.entries()):
        if number % STEP == 0:
            pause()
        usual = usual_spelling(entry.name) if draft.usual else ""
        rows.append(reader.row(at, replace(entry, name=usual) if usual else entry))
        chosen = usual or (draft.villages and spelling(entry.village) in draft.villages)
        plain.append(untouched.row(at, entry) if chosen else rows[-1])
    return rows, plain


def pause() -> None:
    """Let the server answer others before the next step."""
    time.sleep(0)


def fingerprint(comparison: Comparison) -> str:
    """The same as long as the file would do the same to the list."""
    told = [
        (one.row.key, one.state, one.delegate_id, one.why, one.candidates, repr(one.changes))
        for one in comparison.proposals
    ]
    plain = json.dumps([told, sorted(comparison.missing)])
    return hashlib.sha256(plain.encode()).hexdigest()[:24]


def villages_of(session: Session, meeting: Meeting) -> Villages:
    """The villages of this meeting, to be found by their spelling."""
    places = [Place(one.id, one.name, one.label) for one in queries.villages(session, meeting.id)]
    return Villages(places, (meeting.plan.unit_label.singular,))


def _groups(meeting: Meeting) -> list[Invitees]:
    return [
        Invitees(one.name, one.code, one.kind.value, one.people_side) for one in meeting.plan.groups
    ]


def known(session: Session, meeting_id: int) -> dict[int, Known]:
    """Everybody on the list with their code in force, and those who were taken off it."""
    valid = sa.and_(Invitation.delegate_id == Delegate.id, Invitation.revoked_at.is_(None))
    query = (
        sa.select(*_OF_PEOPLE, Invitation.code)
        .outerjoin(Invitation, valid)
        .where(Delegate.meeting_id == meeting_id)
        .order_by(Delegate.id)
    )
    return {
        one.id: Known(
            id=one.id,
            name=one.name,
            village_id=one.village_id,
            honorific=one.honorific,
            office_title=one.office_title,
            group=one.group,
            kind=one.kind,
            field=one.field,
            distinction=one.distinction,
            code=one.code or "",
            people_side=one.people_side,
            removed=one.removed_at is not None,
            expected=one.invited and not one.walk_in and one.substitute_for_id is None,
        )
        for one in session.execute(query)
    }


def after(shown: Preview, remove: tuple[int, ...]) -> dict[int, int]:
    """How many of the people's side each village would have."""
    places = {
        one.id: one.village_id
        for one in shown.people.values()
        if one.people_side and not one.removed
    }
    for id_ in set(remove) & set(shown.comparison.missing):
        places.pop(id_, None)
    fresh: list[int | None] = []
    for one in shown.comparison.proposals:
        row = one.row
        side = (row.group or shown.reader.default_group(row.village_id)).people_side
        if one.state == State.NEW and side:
            fresh.append(row.village_id)
        elif one.state == State.CHANGED and one.delegate_id in places and row.village_id:
            places[one.delegate_id] = row.village_id
    counts: dict[int, int] = {}
    for village_id in (*places.values(), *fresh):
        if village_id is not None:
            counts[village_id] = counts.get(village_id, 0) + 1
    return counts


def open_drafts(session: Session, meeting_id: int) -> list[ImportDraft]:
    """Files somebody began with and has not finished, the newest first."""
    query = (
        sa.select(ImportDraft)
        .where(ImportDraft.meeting_id == meeting_id, ImportDraft.applied_at.is_(None))
        .order_by(ImportDraft.id.desc())
    )
    return list(session.scalars(query))
