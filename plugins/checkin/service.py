"""What can happen at the door, each in one transaction. Coming twice is no error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from meeting import text
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from meeting.models import MeetingState
from plugins.checkin.events import CheckedIn, CheckInUndone, PhoneIdentified, PhoneReleased
from plugins.checkin.models import Phone, Presence
from plugins.checkin.queries import presence, present_in_village
from plugins.checkin.rules import REASON_LETTERS, CheckInResult, Outcome, Via, is_full
from plugins.roster.api import Delegate, Invitation, Person, Village, enter, lookup

ON_PHONE = {
    "checkin.unknown_code": _l(
        "There is no invitation with this code. Look at the slip again, or ask at the "
        "reception desk."
    ),
    "checkin.other_meeting": _l(
        "This invitation is for another meeting. Please ask at the reception desk."
    ),
    "checkin.revoked_code": _l(
        "This code was replaced by a new one. Use the newer slip, or ask at the reception desk."
    ),
}
AT_DESK = {
    "checkin.unknown_code": _l(
        "There is no invitation with this code. Ask for the name and search it."
    ),
    "checkin.other_meeting": _l(
        "This invitation is for another meeting. Ask for the name and search it here."
    ),
    "checkin.revoked_code": _l(
        "This slip was replaced by a newer one. Ask who it is before you let them in."
    ),
}


def check_in(tx: Tx, *, delegate_id: int, via: str) -> CheckInResult:
    """A delegate has come. Already in: says since when and where."""
    delegate = _delegate(tx, delegate_id)
    there = presence(tx.session, delegate_id)
    if there is not None:
        return _result(delegate, there, Outcome.ALREADY_IN)
    _must_be_open(tx)
    full = _village_is_full(tx, delegate)
    if full and tx.setting("checkin.when_full") == "desk":
        raise _village_full(tx, delegate.village, via, delegate_id)
    return _admit(tx, delegate, via, over_quota=full)


def scan(tx: Tx, *, raw: str) -> CheckInResult:
    """The desk scanned or typed a code: find whose it is and check them in."""
    invitation = _by_code(tx, raw, AT_DESK)
    return check_in(tx, delegate_id=invitation.delegate_id, via=Via.DESK)


def admit_over_quota(tx: Tx, *, delegate_id: int, reason: str) -> CheckInResult:
    """The desk lets somebody in although their village is full, and says why."""
    delegate = _delegate(tx, delegate_id)
    there = presence(tx.session, delegate_id)
    if there is not None:
        return _result(delegate, there, Outcome.ALREADY_IN)
    _must_be_open(tx)
    full = _village_is_full(tx, delegate)
    return _admit(tx, delegate, Via.DESK, over_quota=full, reason=_reason(reason, delegate_id))


def walk_in(
    tx: Tx, *, name: str, village_id: int | None, honorific: str = "", reason: str | None = None
) -> CheckInResult:
    """Somebody without an invitation has come to the desk: onto the list and in."""
    _must_be_open(tx)
    if not tx.meeting.plan.attendance.walk_ins and not text.clean(reason or ""):
        raise Refused(
            "checkin.no_walk_ins",
            _l("Only invited people may come to this meeting. Write who allowed it and why."),
        )
    delegate = enter(
        tx, name=name, village_id=village_id, honorific=honorific, invited=False, walk_in=True
    )
    full = _village_is_full(tx, delegate)
    if full and not text.clean(reason or "") and tx.setting("checkin.when_full") == "desk":
        raise _village_full(tx, delegate.village, Via.DESK, None)
    why = _reason(reason, None) if text.clean(reason or "") else ""
    return _admit(tx, delegate, Via.DESK, over_quota=full, reason=why)


def undo(tx: Tx, *, delegate_id: int) -> bool:
    """Take a mistaken check-in back. Returns whether there was one; the journal keeps it."""
    delegate = _delegate(tx, delegate_id)
    there = presence(tx.session, delegate_id)
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


# -- phones --------------------------------------------------------------------------------


@allowed_when_closed  # replies are read on the phone after the meeting
def identify_by_code(tx: Tx, *, raw: str) -> int:
    """A phone shows an invitation's code or secret. Returns the delegate's id."""
    return _identified(tx, _by_code(tx, raw, ON_PHONE), Via.CODE)


def identify_by_name(tx: Tx, *, delegate_id: int) -> datetime:
    """A phone chooses a name from the list; only one that no phone speaks for yet.

    Returns since when it speaks for them: a form sent again is answered as before, and by that the
    caller sees whether another phone has the name meanwhile.
    """
    delegate = _delegate(tx, delegate_id)
    if not tx.setting("checkin.by_name"):
        raise Refused(
            "checkin.names_closed",
            _l(
                "Names cannot be chosen here. Type the code of your invitation, or ask at the desk."
            ),
        )
    invitation = delegate.invitation
    if _phone(tx, invitation) is not None:
        raise name_taken(delegate)
    _identified(tx, invitation, Via.POSTER)
    return tx.now


def name_taken(whose: Delegate | Person | None) -> Refused:
    """Why a name cannot be chosen: another phone speaks for it."""
    return Refused(
        "checkin.name_taken",
        _l(
            "A phone was already identified as %(name)s. If it is not yours, please come to "
            "the reception desk."
        ),
        name=whose.name if whose else "",
    )


@allowed_when_closed
def release_phone(tx: Tx) -> None:
    """The holder of this phone says it is somebody else's: the name is free to be chosen again."""
    if tx.by.delegate_id is None:
        return
    delegate = _delegate(tx, tx.by.delegate_id)
    phone = _phone(tx, delegate.invitation)
    if phone is not None:
        tx.session.delete(phone)
        tx.emit(
            PhoneReleased(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name)
        )


def _phone(tx: Tx, invitation: Invitation) -> Phone | None:
    return tx.session.scalar(sa.select(Phone).where(Phone.invitation_id == invitation.id))


def _identified(tx: Tx, invitation: Invitation, via: Via) -> int:
    if _phone(tx, invitation) is None:
        tx.session.add(Phone(invitation_id=invitation.id, at=tx.now, via=via))
        tx.emit(
            PhoneIdentified(
                meeting_id=tx.meeting_id,
                delegate_id=invitation.delegate_id,
                person=invitation.delegate.name,
                via=via,
            )
        )
    return invitation.delegate_id


# -- what all of them need -----------------------------------------------------------------


def _delegate(tx: Tx, delegate_id: int) -> Delegate:
    delegate = tx.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != tx.meeting_id:
        raise Refused(
            "checkin.unknown_person",
            _l("This person is not on the list of this meeting. Search for them again."),
        )
    return delegate


def _by_code(tx: Tx, raw: str, words: Mapping[str, object]) -> Invitation:
    """The valid invitation of this meeting behind what was scanned or typed."""
    invitation = lookup(tx.session, raw)
    if invitation is None:
        problem, whose = "checkin.unknown_code", None
    elif invitation.delegate.meeting_id != tx.meeting_id:
        problem, whose = "checkin.other_meeting", None
    elif invitation.revoked_at is not None:
        problem, whose = "checkin.revoked_code", invitation.delegate_id
    else:
        return invitation
    raise Refused(problem, words[problem], delegate_id=whose)


def _must_be_open(tx: Tx) -> None:
    if tx.meeting.state == MeetingState.PLANNED:
        raise Refused(
            "checkin.not_open",
            _l("Check-in has not begun: the meeting is not open yet. Please wait a moment."),
        )


def _village_is_full(tx: Tx, delegate: Delegate) -> bool:
    village = delegate.village
    if village is None or not delegate.people_side:
        return False
    return is_full(village.places, present_in_village(tx.session, village.id))


def _village_full(tx: Tx, village: Village | None, via: str, delegate_id: int | None) -> Refused:
    assert village is not None
    message = (
        _l(
            "%(village)s has %(present)s people here for %(places)s places. To let one more in, "
            "write the reason."
        )
        if via == Via.DESK
        else _l(
            "The %(places)s places of %(village)s are taken. Please come to the reception desk: "
            "the staff will see to it."
        )
    )
    return Refused(
        "checkin.village_full",
        message,
        village=village.heading,
        places=village.places,
        present=present_in_village(tx.session, village.id),
        delegate_id=delegate_id,
    )


def _reason(reason: str | None, delegate_id: int | None) -> str:
    cleaned = text.clean(reason or "")
    if not cleaned or text.graphemes(cleaned) > REASON_LETTERS:
        raise Refused(
            "checkin.reason_needed",
            _l("Write in a few words why one more is let in (at most %(limit)s letters)."),
            limit=REASON_LETTERS,
            delegate_id=delegate_id,
        )
    return cleaned


def _admit(
    tx: Tx, delegate: Delegate, via: str, *, over_quota: bool, reason: str = ""
) -> CheckInResult:
    at_desk = via == Via.DESK
    there = Presence(
        meeting_id=tx.meeting_id,
        delegate_id=delegate.id,
        at=tx.now,
        recorded_at=tx.now,
        via=via,
        desk=tx.by.name if at_desk else "",
        over_quota=over_quota,
        reason=reason,
        allowed_by=tx.by.name if over_quota and at_desk else "",
    )
    tx.session.add(there)
    tx.emit(
        CheckedIn(
            meeting_id=tx.meeting_id,
            delegate_id=delegate.id,
            village_id=delegate.village_id,
            person=delegate.name,
            via=via,
            over_quota=over_quota,
            reason=reason,
        )
    )
    return _result(delegate, there, Outcome.ADMITTED)


def _result(delegate: Delegate, there: Presence, outcome: Outcome) -> CheckInResult:
    return CheckInResult(
        outcome=outcome,
        delegate_id=delegate.id,
        person=delegate.name,
        village=delegate.village.label if delegate.village else "",
        at=there.at,
        desk=there.desk,
        over_quota=there.over_quota,
    )
