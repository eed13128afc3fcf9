"""An opinion comes before the chair and into the hall: let through, taken up, laid back."""

from __future__ import annotations

from meeting.contract import Tx
from meeting.models import MeetingState
from plugins.opinions.collecting.lists import collected, is_unseen
from plugins.opinions.events import OpinionApproved, OpinionDetailed, OpinionRaised
from plugins.opinions.models import Opinion
from plugins.opinions.rules import Channel, State
from plugins.opinions.usecases.rows import about, opinion_of


def approve(tx: Tx, *, opinion_id: int) -> None:
    """Let an opinion through to the chair."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.state != State.APPROVED:
        opinion.state = State.APPROVED
        tx.emit(about(tx, OpinionApproved, opinion))


def approve_given(tx: Tx) -> int:
    """Let through what was collected before the day and given to a department, which may read it
    only then. Returns how many.
    """
    found = [one for one in collected(tx.session, tx.meeting_id) if is_unseen(one)]
    for one in found:
        approve(tx, opinion_id=one.id)
    return len(found)


def call_up(tx: Tx, *, opinion_id: int) -> None:
    """An opinion collected before the day is taken up in the hall now."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.raised_at is None:
        opinion.raised_at = tx.now
        approve(tx, opinion_id=opinion_id)
        tx.emit(about(tx, OpinionRaised, opinion))


def heard_in_hall(tx: Tx, opinion: Opinion) -> None:
    """What is shown, spoken about or answered while the meeting runs is thereby taken up."""
    if tx.state == MeetingState.OPEN:
        call_up(tx, opinion_id=opinion.id)


def lay_back(tx: Tx, *, opinion_id: int) -> None:
    """It was not taken up after all: one collected before the day waits again."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.channel == Channel.PRE_COLLECTED and opinion.raised_at is not None:
        opinion.raised_at = None
        tx.emit(about(tx, OpinionDetailed, opinion))
