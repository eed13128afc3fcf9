"""Writing down that invitations went out, by whom or how, and taking a wrong entry back."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from meeting import clock, text
from meeting.contract import Refused, Tx, _l
from plugins.roster import service
from plugins.roster.dispatch.events import InvitationsSent, SendingWithdrawn
from plugins.roster.dispatch.queries import unsent
from plugins.roster.models import Delegate, Dispatch, Village, Way
from plugins.roster.queries import LISTED

NOTE_LETTERS = 120
LONGEST_AGO = timedelta(days=366)


def send_to_person(tx: Tx, *, delegate_id: int, way: str, sent_on: date, note: str = "") -> int:
    """The invitation of one person went out. Returns the entry's id."""
    delegate = service.the_delegate(tx, delegate_id)
    if delegate.removed_at is not None or delegate.invitation is None:
        raise Refused(
            "roster.nothing_to_send",
            _l("%(name)s has no invitation in force. Issue a code first."),
            name=delegate.name,
        )
    entry = _entry(tx, way, sent_on, note)
    entry.delegate_id = delegate.id
    _keep(tx, [entry], people=1)
    return entry.id


def send_to_village(tx: Tx, *, village_id: int, way: str, sent_on: date, note: str = "") -> int:
    """The invitations of all people of a village went out. Returns the entry's id."""
    village = tx.session.get(Village, village_id)
    if village is None or village.meeting_id != tx.meeting_id:
        raise Refused("roster.no_village", _l("Choose a village from this meeting's list."))
    query = sa.select(sa.func.count(Delegate.id)).where(Delegate.village_id == village_id, LISTED)
    people = tx.session.scalar(query) or 0
    if not people:
        raise _nobody()
    entry = _entry(tx, way, sent_on, note)
    entry.village_id = village_id
    _keep(tx, [entry], people=people)
    return entry.id


def send_to_all(tx: Tx, *, way: str, sent_on: date, note: str = "", villages: bool = True) -> int:
    """The invitations of everybody who had none yet went out. Returns how many people that is.

    One entry for each village, one for each person of no village; without ``villages`` only these.
    """
    everybody = unsent(tx.session, tx.meeting_id)
    waiting = [one for one in everybody if villages or one.village_id is None]
    if not waiting:
        raise _nobody()
    entries: dict[tuple[str, int], Dispatch] = {}
    for one in waiting:
        by_village = one.village_id is not None
        place = ("village", one.village_id or 0) if by_village else ("person", one.id)
        if place not in entries:
            entry = entries[place] = _entry(tx, way, sent_on, note)
            entry.village_id = one.village_id
            entry.delegate_id = None if by_village else one.id
    _keep(tx, list(entries.values()), people=len(waiting))
    return len(waiting)


def withdraw_sending(tx: Tx, *, dispatch_id: int) -> bool:
    """The entry was a mistake. Doing it again changes nothing."""
    entry = tx.session.get(Dispatch, dispatch_id)
    if entry is None or entry.meeting_id != tx.meeting_id:
        return False
    withdrawn = SendingWithdrawn(
        meeting_id=tx.meeting_id,
        way=entry.way,
        delegate_id=entry.delegate_id,
        village_id=entry.village_id,
    )
    tx.session.delete(entry)
    tx.emit(withdrawn)
    return True


def _entry(tx: Tx, way: str, sent_on: date, note: str) -> Dispatch:
    if way not in set(Way):
        raise Refused("roster.no_way", _l("Choose how the invitations went out."))
    today = clock.local(tx.now).date()
    if not today - LONGEST_AGO <= sent_on <= today:
        raise Refused(
            "roster.bad_day",
            _l("The day must be today (%(today)s) or earlier: only what has gone out is noted."),
            today=f"{today:%d/%m/%Y}",
        )
    note = text.clean(note)
    if text.graphemes(note) > NOTE_LETTERS:
        raise Refused(
            "roster.long_note",
            _l("The note is too long: at most %(limit)s letters."),
            limit=NOTE_LETTERS,
        )
    return Dispatch(
        meeting_id=tx.meeting_id,
        way=way,
        sent_on=sent_on,
        note=note,
        recorded_at=tx.now,
        recorded_by=tx.by.name,
    )


def _keep(tx: Tx, entries: list[Dispatch], *, people: int) -> None:
    tx.session.add_all(entries)
    tx.session.flush()
    one = entries[0] if len(entries) == 1 else None
    tx.emit(
        InvitationsSent(
            meeting_id=tx.meeting_id,
            people=people,
            way=entries[0].way,
            delegate_id=one.delegate_id if one else None,
            village_id=one.village_id if one else None,
        )
    )


def _nobody() -> Refused:
    return Refused(
        "roster.nobody_to_send",
        _l("There is nobody here whose invitation could have gone out. Look at the list."),
    )
