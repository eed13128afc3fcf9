"""What desks wrote down while they were cut off. It happened, so it is never refused.

What the rules refuse now becomes a ``Conflict`` for a person to settle; one person who was let in
at two desks is one presence, from the earlier time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from meeting import text
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from meeting.models import MeetingState
from plugins.checkin.events import CameBack, ConflictRaised, ConflictSettled
from plugins.checkin.models import Conflict, Presence
from plugins.checkin.refusals import (
    SAID_LETTERS,
    as_said,
    must_find_a_place,
    reason_of,
)
from plugins.checkin.rules import (
    REASON_LETTERS,
    ArrivalRecord,
    Outcome,
    Via,
    arrival_time,
    is_odd_time,
)
from plugins.checkin.service import admit, seat_of
from plugins.checkin.standing import Standing, standing
from plugins.roster.api import Delegate, Details, Person, Village, enter, lookup, namesakes


@allowed_when_closed  # too late is a conflict as well, not a loss
def record_arrival(  # noqa: PLR0913 - the fields of one entry, by name
    tx: Tx,
    *,
    at_ms: int,
    raw: str = "",
    delegate_id: int = 0,
    name: str = "",
    village_id: int = 0,
    honorific: str = "",
    distinction: str = "",
    reason: str = "",
    substitute_for: int = 0,
) -> ArrivalRecord:
    """Somebody came at ``at_ms`` (epoch, milliseconds) to a desk that could not ask the server.

    Known by the code ``raw``, by ``delegate_id``, or new with ``name`` and village, perhaps in the
    place of another delegate. Call it with the desk's own key: sent again it changes nothing.
    """
    said = text.clean(name)[:SAID_LETTERS] or as_said(raw)
    at = arrival_time(_moment(at_ms, tx.now), tx.now)
    if tx.meeting.state == MeetingState.CLOSED:
        return _nobody(tx, "core.closed", said, at, delegate_id or None)
    if raw or delegate_id:
        who, conflict = _known(tx, raw, delegate_id)
        if who is None:
            return _nobody(tx, conflict, said, at, None)
        return _arrived(tx, who, at, reason, conflict)
    try:
        newcomer = Newcomer(name, village_id, honorific, distinction, substitute_for)
        return _new(tx, at, newcomer, reason)
    except Refused as refused:  # a name that cannot be kept
        return _nobody(tx, refused.code, said, at, None)


def _moment(at_ms: int, now: datetime) -> datetime:
    """The desk's time; now, when no such time exists."""
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return now


def _known(tx: Tx, raw: str, delegate_id: int) -> tuple[Standing | None, str]:
    """Whose code or number this is in this meeting, and what is wrong with it."""
    if delegate_id:
        who = standing(tx.session, tx.meeting_id, delegate_id, removed=True)
        gone = who is None or who.delegate.removed_at is not None
        return who, "checkin.unknown_person" if gone else ""
    invitation = lookup(tx.session, raw)
    if invitation is None:
        return None, "checkin.unknown_code"
    who = standing(tx.session, tx.meeting_id, invitation.delegate_id, removed=True)
    if who is None:
        return None, "checkin.other_meeting"
    return who, "checkin.revoked_code" if invitation.revoked_at else ""


@dataclass(frozen=True)
class Newcomer:
    """Somebody who was not on the desk's copy of the list."""

    name: str
    village_id: int
    honorific: str
    distinction: str
    substitute_for: int


def _new(tx: Tx, at: datetime, who: Newcomer, reason: str) -> ArrivalRecord:
    absent = standing(tx.session, tx.meeting_id, who.substitute_for, removed=True)
    seat = _place_of(tx, who) if absent is None else seat_of(absent.delegate, who.honorific)
    delegate = enter(tx, name=who.name, **seat)
    newcomer = standing(tx.session, tx.meeting_id, delegate.id)
    assert newcomer is not None  # just entered
    return _arrived(tx, newcomer, at, reason, _doubt(tx, newcomer, absent, reason))


def _place_of(tx: Tx, who: Newcomer) -> Details:
    village = tx.session.get(Village, who.village_id)
    of_here = village is not None and village.meeting_id == tx.meeting_id
    return Details(
        village_id=who.village_id if of_here else None,
        honorific=who.honorific,
        distinction=who.distinction,
        invited=False,
        walk_in=True,
    )


def _doubt(tx: Tx, who: Standing, absent: Standing | None, reason: str) -> str:
    """What may be wrong with somebody a cut-off desk wrote down anew."""
    attendance = tx.meeting.plan.attendance
    if absent is not None:
        if absent.presence is not None or absent.substitute is not None:
            return "checkin.has_substitute"
        return "" if attendance.substitutes or reason else "checkin.no_substitutes"
    others = namesakes(tx.session, who.delegate) if who.has_namesake else []
    if any(_may_be_one(who.delegate, other) for other in others):
        return "checkin.same_name"
    return "" if attendance.walk_ins or reason else "checkin.no_walk_ins"


def _may_be_one(newcomer: Delegate, other: Person) -> bool:
    """Whether two of one name may be one person: of one village, and nothing tells them apart."""
    told, known = (text.search_key(one.distinction) for one in (newcomer, other))
    return newcomer.village_id == other.village_id and told == known


def _arrived(tx: Tx, who: Standing, at: datetime, reason: str, conflict: str) -> ArrivalRecord:
    delegate, there = who.delegate, who.presence
    raised = partial(_raise, tx, said=delegate.name, at=at, delegate_id=delegate.id)
    if there is not None and there.left_at is not None and there.left_at <= at:
        outcome = Outcome.BACK_AGAIN
        there.left_at = None
        tx.emit(CameBack(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name))
    elif there is not None:
        outcome = Outcome.ALREADY_IN
        conflict = conflict or _seen_before(tx, there, at)
    else:
        outcome = Outcome.ADMITTED
        why = text.clean(reason)[:REASON_LETTERS]
        conflict = conflict or _refused_now(tx, who, why, at)
        admit(tx, who, Via.DESK, over_quota=who.village_is_full, reason=why, at=at)
    if conflict:
        raised(code=conflict)
    return ArrivalRecord(outcome, delegate.id, delegate.name, conflict)


def _seen_before(tx: Tx, there: Presence, at: datetime) -> str:
    """Of two desks that saw somebody come, the first holds; a clock gone wrong is not the first."""
    if is_odd_time(at, None, tx.now):
        return "checkin.odd_time"
    # A name is enough to tell desks apart: no two devices in use share one (devices.own_name).
    two = there.desk != tx.by.name
    if at < there.at:
        there.at, there.desk, there.via = at, tx.by.name, Via.DESK
    return "checkin.two_desks" if two else ""


def _refused_now(tx: Tx, who: Standing, reason: str, at: datetime) -> str:
    """The code of what the rules would say now; empty when they agree."""
    if tx.meeting.state == MeetingState.PLANNED:
        return "checkin.not_open"
    if who.substitute is not None:
        return "checkin.has_substitute"
    try:
        must_find_a_place(tx, who, Via.DESK, reason)
    except Refused as refused:
        return refused.code
    return "checkin.odd_time" if is_odd_time(at, tx.meeting.opened_at, tx.now) else ""


def _nobody(tx: Tx, code: str, said: str, at: datetime, delegate_id: int | None) -> ArrivalRecord:
    whose = tx.session.get(Delegate, delegate_id) if delegate_id else None
    if whose is not None and whose.meeting_id != tx.meeting_id:
        whose = None
    known = whose.id if whose else None
    _raise(tx, code=code, said=said or (whose.name if whose else ""), at=at, delegate_id=known)
    return ArrivalRecord(None, known, said, code)


def _raise(tx: Tx, *, code: str, said: str, at: datetime, delegate_id: int | None) -> None:
    conflict = Conflict(
        meeting_id=tx.meeting_id,
        code=code,
        delegate_id=delegate_id,
        said=said,
        at=at,
        recorded_at=tx.now,
        desk=tx.by.name,
        settled_at=None,
    )
    tx.session.add(conflict)
    tx.session.flush()
    tx.emit(
        ConflictRaised(
            meeting_id=tx.meeting_id,
            conflict_id=conflict.id,
            code=code,
            said=said,
            desk=tx.by.name,
        )
    )


@allowed_when_closed
def settle(tx: Tx, *, conflict_id: int, settlement: str) -> bool:
    """Say what a conflict came to. Returns whether it was still open."""
    conflict = tx.session.get(Conflict, conflict_id)
    if conflict is None or conflict.meeting_id != tx.meeting_id:
        raise Refused("checkin.no_conflict", _l("There is no such entry. Open the list again."))
    if conflict.settled_at is not None:
        return False
    conflict.settlement = reason_of(settlement, None)
    conflict.settled_at, conflict.settled_by = tx.now, tx.by.name
    tx.emit(
        ConflictSettled(
            meeting_id=tx.meeting_id, conflict_id=conflict_id, settlement=conflict.settlement
        )
    )
    return True
