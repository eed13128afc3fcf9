"""A file that was read and waits: kept, answered, taken over at once, thrown away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text
from meeting.contract import Refused, Tx, _l
from meeting.models import Meeting
from plugins.opinions import service
from plugins.opinions.collecting import lists
from plugins.opinions.collecting.matching import Finder, Proposal, State, compare, mark_of
from plugins.opinions.collecting.reading import Entry
from plugins.opinions.models import Collection
from plugins.opinions.rules import Asker, Channel
from plugins.opinions.service import Details
from plugins.roster.api import Person, Place, Villages, people, villages

Known = Mapping[tuple[int | None, str], Sequence[Person]]  # by village and name
MOST_KEPT = 10  # unfinished files of a meeting
MOST_ROWS = 2000


@dataclass(frozen=True)
class Preview:
    """A file against what is there now."""

    proposals: list[Proposal]
    finder: Finder

    def count(self, state: State) -> int:
        """How many rows of a state."""
        return sum(one.state == state for one in self.proposals)


@dataclass(frozen=True)
class Taken:
    """What came of it."""

    added: int
    same: int
    left_out: int


def villages_of(session: Session, meeting: Meeting) -> Villages:
    """The villages of this meeting, to be found by their spelling."""
    places = [Place(one.id, one.name, one.label) for one in villages(session, meeting.id)]
    return Villages(places, (meeting.plan.unit_label.singular,))


def preview(session: Session, meeting: Meeting, row: Collection) -> Preview:
    """What this file would do now."""
    finder = Finder(meeting.plan, villages_of(session, meeting), row.rows.get("chosen", {}))
    found = [Entry(**one) for one in row.rows.get("entries", ())]
    marks = _marks(session, meeting.id)
    nameless = meeting.plan.asking.anonymous_slips
    return Preview(compare(found, finder, marks, nameless=nameless), finder)


def _marks(session: Session, meeting_id: int) -> set[str]:
    """Marks of files that were taken over, and of what was written down by hand."""
    query = sa.select(Collection.rows).where(
        Collection.meeting_id == meeting_id, Collection.applied_at.is_not(None)
    )
    marks = {one for kept in session.scalars(query) for one in kept.get("marks", ())}
    for one in lists.collected(session, meeting_id):
        for said in {one.text, one.first_text}:
            marks.add(mark_of(one.name, str(one.village_id or ""), said))
    return marks


def waiting(session: Session, meeting_id: int) -> Sequence[Collection]:
    """Files somebody began with and has not finished, the newest first."""
    query = sa.select(Collection).where(
        Collection.meeting_id == meeting_id, Collection.applied_at.is_(None)
    )
    return session.scalars(query.order_by(Collection.id.desc())).all()


# -- use cases ------------------------------------------------------------------------------------


def keep(tx: Tx, *, file_name: str, entries: list[dict[str, Any]]) -> int:
    """Keep a file as it was read. Returns its id."""
    row = Collection(
        meeting_id=tx.meeting_id,
        file_name=text.clean(file_name)[-120:],
        rows={"entries": entries, "chosen": {}},
        made_at=tx.now,
        made_by=tx.by.name,
        applied_at=None,
    )
    tx.session.add(row)
    tx.session.flush()
    for old in waiting(tx.session, tx.meeting_id)[MOST_KEPT:]:
        tx.session.delete(old)
    return row.id


def answer(tx: Tx, *, draft_id: int, chosen: dict[str, str]) -> None:
    """Keep what was said about spellings; one answer counts for all rows that have it."""
    row = _unfinished(tx, draft_id)
    row.rows = {**row.rows, "chosen": {**row.rows.get("chosen", {}), **chosen}}


def discard(tx: Tx, *, draft_id: int) -> None:
    """Throw a file away; what was written down stays."""
    tx.session.delete(_unfinished(tx, draft_id))


def take_over(tx: Tx, *, draft_id: int) -> Taken:
    """Write down every new row. Compared once more, here: a row never becomes two opinions."""
    row = _unfinished(tx, draft_id)
    shown = preview(tx.session, tx.meeting, row)
    known: dict[tuple[int | None, str], list[Person]] = defaultdict(list)
    for person in people(tx.session, tx.meeting_id).values():
        known[person.village_id, text.search_key(person.name)].append(person)
    new = [one for one in shown.proposals if one.state is State.NEW]
    for one in new:
        _write(tx, one, known)
    marks = {mark for one in new for mark in one.marks}
    row.rows = {"marks": sorted(marks)}  # its words are opinions now, or nowhere
    row.applied_at = tx.now
    same = shown.count(State.SAME)
    return Taken(len(new), same, len(shown.proposals) - len(new) - same)


def _write(tx: Tx, proposal: Proposal, known: Known) -> None:
    entry, found = proposal.entry, proposal.found
    receipt = service.record(
        tx,
        text=entry.text,
        channel=Channel.PRE_COLLECTED,
        asker=_asker(entry, found.get("village", ""), known),
        category=found.get("topic", ""),
        details=Details(
            source=found.get("source", ""),
            severity=found.get("severity", ""),
            reference=entry.reference,
        ),
    )
    if "department" in found:
        service.assign_department(tx, opinion_id=receipt.id, department=found["department"])


def _asker(entry: Entry, village: str, known: Known) -> Asker:
    """A name that fits one person of that village's list is that person."""
    village_id = int(village) if village else None
    if not entry.name:
        return Asker(anonymous=True, village_id=village_id)
    same = known.get((village_id, text.search_key(entry.name)), [])
    if village_id is not None and len(same) == 1:
        return Asker(delegate_id=same[0].id)
    return Asker(name=entry.name, village_id=village_id)


def _unfinished(tx: Tx, draft_id: int) -> Collection:
    row = tx.session.get(Collection, draft_id)
    if row is None or row.meeting_id != tx.meeting_id or row.applied_at is not None:
        raise Refused(
            "opinions.no_file_kept",
            _l("This file is not kept any more, or was taken over already. Choose it again."),
        )
    return row


def plain(found: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as they are kept."""
    return [asdict(one) for one in found]
