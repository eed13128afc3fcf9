"""Noting after the close that somebody was answered, and taking that back."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from meeting import clock
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from meeting.models import MeetingState
from plugins.followup.after import queries, rules
from plugins.followup.events import ReplyNoted, ReplyTakenBack
from plugins.followup.models import DoneReply
from plugins.followup.rules import noted_words
from plugins.followup.service import note_down, step_done
from plugins.opinions.api import OpinionView, askers_joined, meeting_day, opinion


@allowed_when_closed
def note_reply(tx: Tx, *, opinion_id: int, done_on: date, note: str = "") -> int:
    """Somebody was answered, or it was passed on. Said again, the later word stands. Returns the
    row's id. Raises Refused before the close, or when nothing is owed.
    """
    _closed(tx)
    owed = _owed(tx, opinion_id)
    done_on, note = _noted(tx, done_on, note)
    row = _row(tx, opinion_id) or DoneReply(meeting_id=tx.meeting_id, opinion_id=opinion_id)
    if note_down(tx, row, done_on, note):
        tx.emit(ReplyNoted(**_whose(tx, owed), done_on=f"{done_on}", note=note))
    return row.id


@allowed_when_closed
def take_back(tx: Tx, *, reply_id: int) -> bool:
    """It was not answered after all. Doing it again changes nothing."""
    row = tx.session.get(DoneReply, reply_id)
    if row is None or row.meeting_id != tx.meeting_id:
        return False
    owed = opinion(tx.session, row.opinion_id)
    assert owed is not None, "a reply goes with its opinion"
    tx.emit(ReplyTakenBack(**_whose(tx, owed)))
    tx.session.delete(row)
    return True


@allowed_when_closed
def announce(tx: Tx, *, step: str, done_on: date, note: str = "") -> int:
    """What the office issues after the meeting is issued. Returns the row's id. Raises Refused
    before the close.
    """
    _closed(tx)
    if step not in {one.what.key for one in queries.announced(tx.session, tx.meeting, tx.now)}:
        raise Refused("followup.nothing_owed", _l("Nothing is owed here. Look at the list again."))
    done_on, note = _noted(tx, done_on, note)
    return step_done(tx, step, done_on, note)


def _closed(tx: Tx) -> None:
    if tx.meeting.state != MeetingState.CLOSED:
        raise Refused(
            "followup.not_closed",
            _l("Replies are noted after the close. Until then the outcome itself is changed."),
        )


def _noted(tx: Tx, done_on: date, note: str) -> tuple[date, str]:
    today = clock.local(tx.now).date()
    day = rules.replied_day(done_on, meeting_day(tx.meeting, tx.now), today)
    return day, noted_words(note)


def _owed(tx: Tx, opinion_id: int) -> OpinionView:
    found = opinion(tx.session, opinion_id)
    if found is None or found.meeting_id != tx.meeting_id or found.outcome not in queries.OWED:
        raise Refused("followup.nothing_owed", _l("Nothing is owed here. Look at the list again."))
    return found


def _whose(tx: Tx, one: OpinionView) -> dict[str, Any]:
    return {
        "meeting_id": tx.meeting_id,
        "opinion_id": one.id,
        "delegate_id": one.delegate_id,
        "also": tuple(askers_joined(tx.session, one.id)),
    }


def _row(tx: Tx, opinion_id: int) -> DoneReply | None:
    query = sa.select(DoneReply).where(DoneReply.opinion_id == opinion_id)
    return tx.session.scalar(query)
