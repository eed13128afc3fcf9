"""What can happen at the door, each in one transaction. Coming twice is no error."""

from __future__ import annotations

from datetime import datetime

from meeting import text
from meeting.contract import Refused, Tx, _l
from plugins.checkin.events import (
    AbsenceCleared,
    AbsenceNoted,
    CameBack,
    CheckedIn,
    CheckInUndone,
    WentHome,
)
from plugins.checkin.models import Absence, Presence
from plugins.checkin.refusals import (
    AT_DESK,
    invitation_of,
    must_be_open,
    must_find_a_place,
    nobody_came_for,
    optional_reason,
    reason_of,
    standing_of,
)
from plugins.checkin.rules import CheckInResult, Outcome, Via
from plugins.checkin.standing import Standing
from plugins.roster.api import Delegate, Details, enter, namesakes


def check_in(tx: Tx, *, delegate_id: int, via: str) -> CheckInResult:
    """A delegate has come. Already in: says since when and where."""
    who = standing_of(tx, delegate_id)
    if who.presence is not None:
        return _here_before(tx, who, who.presence)
    must_be_open(tx)
    nobody_came_for(who, via)
    over = must_find_a_place(tx, who, via, "")
    return admit(tx, who, via, over_quota=over)


def scan(tx: Tx, *, raw: str) -> CheckInResult:
    """The desk scanned or typed a code: find whose it is and check them in."""
    invitation = invitation_of(tx, raw, AT_DESK)
    return check_in(tx, delegate_id=invitation.delegate_id, via=Via.DESK)


def admit_over_quota(tx: Tx, *, delegate_id: int, reason: str) -> CheckInResult:
    """The desk lets somebody in although their village is full or somebody came for them."""
    who = standing_of(tx, delegate_id)
    if who.presence is not None:
        return _here_before(tx, who, who.presence)
    must_be_open(tx)
    why = reason_of(reason, delegate_id)
    over = must_find_a_place(tx, who, Via.DESK, why)
    return admit(tx, who, Via.DESK, over_quota=over, reason=why)


def walk_in(  # noqa: PLR0913 - what the desk writes down, by name
    tx: Tx,
    *,
    name: str,
    village_id: int | None,
    honorific: str = "",
    reason: str | None = None,
    distinction: str = "",
    via: str = Via.DESK,
) -> CheckInResult:
    """Somebody without an invitation has come to the desk: onto the list and in."""
    must_be_open(tx)
    why = optional_reason(reason, None)
    if not tx.meeting.plan.attendance.walk_ins and not why:
        raise Refused(
            "checkin.no_walk_ins",
            _l("Only invited people may come to this meeting. Write who allowed it and why."),
        )
    delegate = enter(
        tx,
        name=name,
        village_id=village_id,
        honorific=honorific,
        distinction=distinction,
        invited=False,
        walk_in=True,
    )
    who = standing_of(tx, delegate.id)
    over = must_find_a_place(tx, who, via, why, new=True)
    return admit(tx, who, via, over_quota=over, reason=why)


def substitute(
    tx: Tx, *, delegate_id: int, name: str, honorific: str = "", reason: str | None = None
) -> CheckInResult:
    """Somebody comes in the place of ``delegate_id`` (“đi thay”): both names stay, one seat."""
    replaced = standing_of(tx, delegate_id)
    must_be_open(tx)
    why = optional_reason(reason, delegate_id)
    _may_be_replaced(tx, replaced, why)
    delegate = enter(tx, name=name, **seat_of(replaced.delegate, honorific))
    who = standing_of(tx, delegate.id)
    over = must_find_a_place(tx, who, Via.DESK, why, new=True)
    return admit(tx, who, Via.DESK, over_quota=over, reason=why)


def _may_be_replaced(tx: Tx, who: Standing, reason: str) -> None:
    absent = who.delegate
    if who.presence is not None:
        raise Refused(
            "checkin.is_here",
            _l("%(name)s is here already, so nobody can come in their place."),
            name=absent.name,
            delegate_id=absent.id,
        )
    nobody_came_for(who, Via.DESK)
    if not tx.meeting.plan.attendance.substitutes and not reason:
        raise Refused(
            "checkin.no_substitutes",
            _l("This meeting takes no substitutes. Write who allowed it and why."),
            delegate_id=absent.id,
        )


def seat_of(absent: Delegate, honorific: str) -> Details:
    """What a substitute takes over from the person whose seat they take."""
    return Details(
        village_id=absent.village_id,
        honorific=honorific,
        kind=absent.kind,
        group=absent.group,
        people_side=absent.people_side,
        field=absent.field,
        invited=False,
        substitute_for_id=absent.id,
    )


def undo(tx: Tx, *, delegate_id: int) -> bool:
    """Take a mistaken check-in back. Returns whether there was one; the journal keeps it."""
    who = standing_of(tx, delegate_id)
    delegate, there = who.delegate, who.presence
    if there is None:
        return False
    tx.session.delete(there)
    tx.emit(
        CheckInUndone(
            meeting_id=tx.meeting_id,
            delegate_id=delegate_id,
            village_id=delegate.village_id,
            person=delegate.name,
            via=there.via,
            desk=there.desk,
        )
    )
    return True


def leave(tx: Tx, *, delegate_id: int) -> bool:
    """Somebody goes home. Their place stays counted; coming again brings them back."""
    who = standing_of(tx, delegate_id)
    if who.presence is None or who.presence.left_at is not None:
        return False
    who.presence.left_at = tx.now
    tx.emit(WentHome(meeting_id=tx.meeting_id, delegate_id=delegate_id, person=who.delegate.name))
    return True


# -- those who will not come ---------------------------------------------------------------


def mark_absent(tx: Tx, *, delegate_id: int, reason: str) -> bool:
    """Somebody is excused. Said again, the newer reason holds. Returns whether anything changed."""
    who = standing_of(tx, delegate_id)
    delegate, known = who.delegate, who.absence
    if who.presence is not None:
        raise Refused(
            "checkin.is_here",
            _l("%(name)s is here. Take the check-in back first if that is a mistake."),
            name=delegate.name,
            delegate_id=delegate_id,
        )
    why = reason_of(reason, delegate_id)
    if known is not None and known.reason == why:
        return False
    if known is None:
        known = Absence(meeting_id=tx.meeting_id, delegate_id=delegate_id)
        tx.session.add(known)
    known.reason, known.at, known.noted_by = why, tx.now, tx.by.name
    tx.emit(
        AbsenceNoted(
            meeting_id=tx.meeting_id, delegate_id=delegate_id, person=delegate.name, reason=why
        )
    )
    return True


def clear_absence(tx: Tx, *, delegate_id: int) -> bool:
    """Somebody who was excused is expected again."""
    who = standing_of(tx, delegate_id)
    if who.absence is None:
        return False
    tx.session.delete(who.absence)
    tx.emit(
        AbsenceCleared(meeting_id=tx.meeting_id, delegate_id=delegate_id, person=who.delegate.name)
    )
    return True


# -- what all of them need -----------------------------------------------------------------


def admit(
    tx: Tx,
    who: Standing,
    via: str,
    *,
    over_quota: bool,
    reason: str = "",
    at: datetime | None = None,
) -> CheckInResult:
    """Write a presence down; ``at`` when a cut-off desk saw them earlier than now."""
    of_staff = Via(via).of_staff
    row = {
        "meeting_id": tx.meeting_id,
        "delegate_id": who.person.id,
        "at": at or tx.now,
        "recorded_at": tx.now,
        "via": via,
        "desk": tx.by.name if of_staff else "",
        "over_quota": over_quota,
        "reason": reason,
        "allowed_by": tx.by.name if over_quota and of_staff else "",
    }
    tx.insert(Presence, row)  # the rush at the door is here
    there = Presence(**row)
    if who.absence is not None:
        tx.session.delete(who.absence)
    _tell(tx, who, there)
    return result_of(tx, who, there, Outcome.ADMITTED)


def _tell(tx: Tx, who: Standing, there: Presence) -> None:
    tx.emit(
        CheckedIn(
            meeting_id=tx.meeting_id,
            delegate_id=who.person.id,
            village_id=who.person.village_id,
            person=who.person.name,
            via=there.via,
            over_quota=there.over_quota,
            reason=there.reason,
            substitute_for=_replaced(tx, who),
            came_at=there.at.isoformat() if there.at != there.recorded_at else "",
        )
    )


def _here_before(tx: Tx, who: Standing, there: Presence) -> CheckInResult:
    if there.left_at is None:
        return result_of(tx, who, there, Outcome.ALREADY_IN)
    there.left_at = None
    whom = who.person
    tx.emit(CameBack(meeting_id=tx.meeting_id, delegate_id=whom.id, person=whom.name))
    return result_of(tx, who, there, Outcome.BACK_AGAIN)


def _replaced(tx: Tx, who: Standing) -> str:
    """The name of the person whose seat this one takes."""
    if who.substitute_for_id is None:
        return ""
    absent = tx.session.get(Delegate, who.substitute_for_id)
    return absent.name if absent else ""


def result_of(tx: Tx, who: Standing, there: Presence, outcome: Outcome) -> CheckInResult:
    """What is said about a presence."""
    whom = who.person
    others = namesakes(tx.session, who.delegate) if who.has_namesake else []
    return CheckInResult(
        outcome=outcome,
        delegate_id=whom.id,
        person=whom.name,
        village=whom.village_label,
        at=there.at,
        desk=there.desk,
        over_quota=there.over_quota,
        via=there.via,
        honorific=whom.honorific,
        distinction=whom.distinction,
        substitute_for=_replaced(tx, who),
        namesakes=tuple(_told_apart(one.label, one.distinction) for one in others),
    )


def _told_apart(label: str, distinction: str) -> str:
    return text.clean(", ".join(filter(None, (label, distinction))))
