"""What can be done with a file of people: kept, answered, applied at once, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from meeting import text
from meeting.contract import Refused, Tx, _l
from plugins.roster import rules, service
from plugins.roster.events import DelegateChanged, RosterImported
from plugins.roster.importing.drafts import ALL_SHEETS, Draft, Preview, begin, preview
from plugins.roster.importing.matching import Proposal, State
from plugins.roster.models import Delegate, ImportDraft, Invitation
from plugins.roster.service import Details

MOST_DRAFTS = 10  # unfinished ones of a meeting; they hold names, so they are not hoarded
_FILE_NAME_LETTERS = 120
_CHUNK = 500  # values of one query


@dataclass(frozen=True)
class Imported:
    """What came of it."""

    added: int
    changed: int
    removed: int
    same: int
    left_out: int


def keep_draft(tx: Tx, *, file_name: str, sheets: list[dict[str, Any]]) -> int:
    """Keep a file as it was read. Returns the draft's id."""
    name = text.clean(file_name)[-_FILE_NAME_LETTERS:]
    draft = ImportDraft(
        meeting_id=tx.meeting_id,
        file_name=name,
        rows=begin(sheets).kept(),
        made_at=tx.now,
        made_by=tx.by.name,
        applied_at=None,
    )
    tx.session.add(draft)
    tx.session.flush()
    _forget_old(tx)
    return draft.id


def _forget_old(tx: Tx) -> None:
    unfinished = sa.select(ImportDraft.id).where(
        ImportDraft.meeting_id == tx.meeting_id, ImportDraft.applied_at.is_(None)
    )
    old = list(tx.session.scalars(unfinished.order_by(ImportDraft.id.desc())))[MOST_DRAFTS:]
    tx.session.execute(sa.delete(ImportDraft).where(ImportDraft.id.in_(old)))


def choose_sheet(tx: Tx, *, draft_id: int, sheet: int) -> None:
    """Take the people of another sheet, or of all."""
    row, draft = _unfinished(tx, draft_id)
    if sheet != ALL_SHEETS and not 0 <= sheet < len(draft.sheets):
        raise Refused("roster.no_sheet", _l("The file has no such sheet. Choose one of the list."))
    if sheet != draft.chosen:
        row.rows = replace(draft, chosen=sheet, rows={}, remove=()).kept()


def answer(
    tx: Tx,
    *,
    draft_id: int,
    villages: dict[str, str],
    rows: dict[str, str],
    remove: dict[int, bool],
    usual: bool | None = None,
) -> None:
    """Keep what somebody chose on a page; what is not on it stays as it was chosen before."""
    row, draft = _unfinished(tx, draft_id)
    ticked = (set(draft.remove) | {one for one, on in remove.items() if on}) - {
        one for one, on in remove.items() if not on
    }
    row.rows = replace(
        draft,
        villages=_answered(draft.villages, villages),
        rows=_answered(draft.rows, rows),
        remove=tuple(sorted(ticked)),
        usual=draft.usual if usual is None else usual,
    ).kept()


def _answered(before: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in {**before, **now}.items() if value}


def discard(tx: Tx, *, draft_id: int) -> None:
    """Throw a draft away; the list stays as it is."""
    row = _draft(tx, draft_id)
    if row.applied_at is None:
        tx.session.delete(row)


def apply_draft(tx: Tx, *, draft_id: int, seen: str) -> Imported:
    """Do what the preview says. ``seen``: the preview somebody confirmed.

    All of it is compared again with the list as it is now, in this same transaction.
    """
    row, draft = _unfinished(tx, draft_id)
    shown = preview(tx.session, tx.meeting, draft)
    if shown.seen != seen:
        raise Refused(
            "roster.import_stale",
            _l(
                "The list has changed since this page was opened. Nothing was imported. "
                "Look at the page as it is now and confirm again."
            ),
        )
    proposals = shown.comparison.proposals
    removed = [one for one in draft.remove if one in shown.comparison.missing]
    for delegate_id in removed:
        service.remove_person(tx, delegate_id=delegate_id)
    changed = [one for one in proposals if one.state == State.CHANGED]
    for one in changed:
        _change(tx, one)
    new = [one for one in proposals if one.state == State.NEW]
    _add(tx, shown, new)
    counts = shown.comparison.counts()
    left_out = sum(counts[one] for one in (State.DOUBTFUL, State.ERROR, State.SKIPPED))
    row.applied_at, row.rows = tx.now, {}  # its names are on the list now, or nowhere
    done = Imported(len(new), len(changed), len(removed), counts[State.SAME], left_out)
    if done.added or done.changed or done.removed:
        _announce(tx, row.file_name, done)
    return done


def _announce(tx: Tx, file_name: str, done: Imported) -> None:
    tx.emit(
        RosterImported(
            meeting_id=tx.meeting_id,
            file_name=file_name,
            added=done.added,
            changed=done.changed,
            removed=done.removed,
        )
    )


def _change(tx: Tx, proposal: Proposal) -> None:
    assert proposal.delegate_id is not None
    service.put_back(tx, delegate_id=proposal.delegate_id)
    delegate = service.the_delegate(tx, proposal.delegate_id)
    changed = {one.field for one in proposal.changes}
    name = proposal.row.name if "name" in changed else delegate.name
    service.fill(tx, delegate, name, _details(proposal, changed))
    tx.emit(
        DelegateChanged(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name)
    )


def _details(proposal: Proposal, wanted: set[str]) -> Details:
    """What the row says of those fields."""
    row, found = proposal.row, Details()
    if "village" in wanted:
        found["village_id"] = row.village_id
    if "honorific" in wanted:
        found["honorific"] = row.honorific
    if "office_title" in wanted:
        found["office_title"] = row.office_title
    if "field" in wanted:
        found["field"] = row.field
    if "distinction" in wanted:
        found["distinction"] = row.distinction
    if "group" in wanted and row.group is not None:
        group = row.group
        found.update(Details(kind=group.kind, group=group.name, people_side=group.people_side))
    return found


_EVERYTHING = {"village", "honorific", "office_title", "field", "distinction"}


def _add(tx: Tx, shown: Preview, proposals: Sequence[Proposal]) -> None:
    """New people with their codes, all of them in a few statements."""
    delegates = []
    for one in proposals:
        details = _details(one, _EVERYTHING)
        group = one.row.group or shown.reader.default_group(one.row.village_id)
        details.update(Details(kind=group.kind, group=group.name, people_side=group.people_side))
        delegate = Delegate(meeting_id=tx.meeting_id, added_at=tx.now)
        service.fill(tx, delegate, one.row.name, details)
        delegates.append(delegate)
    tx.session.add_all(delegates)
    tx.session.flush()
    codes = _unused(tx, len(delegates))
    tx.session.add_all(
        Invitation(
            delegate_id=delegate.id,
            code=code,
            secret=rules.new_secret(),  # 126 bits: nobody ever had it
            issued_at=tx.now,
            revoked_at=None,
        )
        for delegate, code in zip(delegates, codes, strict=True)
    )
    tx.session.flush()


def _unused(tx: Tx, count: int) -> list[str]:
    """Short codes nobody on this site ever had."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {rules.new_code() for _ in range(min(_CHUNK, count - len(found)))}
        taken = tx.session.scalars(sa.select(Invitation.code).where(Invitation.code.in_(fresh)))
        found |= fresh - set(taken)
    return list(found)


def _draft(tx: Tx, draft_id: int) -> ImportDraft:
    row = tx.session.get(ImportDraft, draft_id)
    if row is None or row.meeting_id != tx.meeting_id:
        raise Refused(
            "roster.no_draft",
            _l("This file is not kept any more. Choose it again on the import page."),
        )
    return row


def _unfinished(tx: Tx, draft_id: int) -> tuple[ImportDraft, Draft]:
    row = _draft(tx, draft_id)
    if row.applied_at is not None:
        raise Refused(
            "roster.import_done",
            _l("This file has been imported already. To import it again, choose it again."),
        )
    return row, Draft.of(row.rows)
