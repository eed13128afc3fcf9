"""What the door says when it lets nobody in: one code and one sentence for each case."""

from __future__ import annotations

from collections.abc import Mapping

from meeting import text
from meeting.contract import Refused, Tx, _l
from meeting.models import MeetingState
from plugins.checkin.rules import REASON_LETTERS, Via, WhenFull, may_exceed
from plugins.checkin.standing import Standing, standing
from plugins.roster.api import Delegate, Invitation, Person, is_secret, lookup

SAID_LETTERS = 60
LONGEST_SCAN = 500
ON_PHONE = {
    "checkin.unknown_code": _l(
        "There is no invitation with this code. Look at the slip again, or ask at the "
        "reception desk."
    ),
    "checkin.other_meeting": _l(
        "This invitation is for another meeting. Please ask at the reception desk."
    ),
    "checkin.revoked_code": _l(
        "This code is no longer valid. Use the newer slip, or ask at the reception desk."
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
        "This slip was cancelled or replaced. Ask who it is before you let them in."
    ),
}


def standing_of(tx: Tx, delegate_id: int) -> Standing:
    """How a delegate who is on this meeting's list stands, or a refusal."""
    found = standing(tx.session, tx.meeting_id, delegate_id)
    if found is None:
        raise _unknown_person()
    return found


def chosen_from_list(tx: Tx, delegate_id: int) -> Standing:
    """Somebody who chose their name. Officials stand in no village's list: the desk knows them."""
    found = standing_of(tx, delegate_id)
    if found.delegate.village_id is None:
        raise _unknown_person()
    return found


def _unknown_person() -> Refused:
    return Refused(
        "checkin.unknown_person",
        _l("This person is not on the list of this meeting. Search for them again."),
    )


def invitation_of(tx: Tx, raw: str, words: Mapping[str, object]) -> Invitation:
    """The valid invitation of this meeting behind what was scanned or typed, or a refusal."""
    invitation = lookup(tx.session, raw)
    if invitation is None:
        problem, whose = "checkin.unknown_code", None
    elif invitation.delegate.meeting_id != tx.meeting_id:
        problem, whose = "checkin.other_meeting", None
    elif invitation.revoked_at is not None:
        problem, whose = "checkin.revoked_code", invitation.delegate_id
    else:
        return invitation
    raise Refused(problem, words[problem], delegate_id=whose, said=as_said(raw))


def as_said(raw: str) -> str:
    """What is kept of something scanned or typed: of a QR's secret, and of any address, which may
    pair a device, only its end.
    """
    said = text.clean(raw[:LONGEST_SCAN])
    return f"…{said[-4:]}" if is_secret(raw) or "/" in said else said[:SAID_LETTERS]


def must_be_open(tx: Tx) -> None:
    """Nobody comes in before the meeting is open."""
    if tx.state == MeetingState.PLANNED:
        raise Refused(
            "checkin.not_open",
            _l("Check-in has not begun: the meeting is not open yet. Please wait a moment."),
        )


def village_full(tx: Tx, who: Standing, via: str, *, new: bool = False) -> Refused:
    """Why somebody of a full village is not let in, and what to do at this place."""
    village = who.delegate.village
    assert village is not None
    if not Via(via).of_staff:
        message = _l(
            "The %(places)s places of %(village)s are taken. Please come to the reception desk: "
            "the staff will see to it."
        )
    elif may_exceed(tx.setting("checkin.when_full"), tx.by.role):
        message = _l(
            "%(village)s has %(present)s people here for %(places)s places. To let one more in, "
            "write the reason."
        )
    else:
        message = _l(
            "%(village)s has %(present)s people here for %(places)s places. Only the secretary "
            "or the office may let one more in: please call them."
        )
    return Refused(
        "checkin.village_full",
        message,
        village=village.heading,
        places=village.places,
        present=who.of_village,
        delegate_id=None if new else who.delegate.id,
        name=who.delegate.name,
    )


def must_find_a_place(tx: Tx, who: Standing, via: str, reason: str, *, new: bool = False) -> bool:
    """Whether this is one over the places; a refusal when that is not for this place to allow.

    ``new``: they were just written down and are forgotten again when refused.
    """
    if not who.village_is_full:
        return False
    policy = tx.setting("checkin.when_full")
    if policy == WhenFull.WARN:
        return True
    allowed = bool(reason) and Via(via).of_staff and may_exceed(policy, tx.by.role)
    if not allowed:
        raise village_full(tx, who, via, new=new)
    return True


def nobody_came_for(who: Standing, via: str) -> None:
    """Somebody is not let in while another person sits in their seat already."""
    other = who.substitute
    if other is None:
        return
    message = (
        _l("%(other)s came in place of %(name)s. Take that back, or let %(name)s in with a reason.")
        if Via(via).of_staff
        else _l(
            "%(other)s came in your place already. Please come to the reception desk: the staff "
            "will see to it."
        )
    )
    raise Refused(
        "checkin.has_substitute",
        message,
        name=who.delegate.name,
        other=other.name,
        delegate_id=who.delegate.id,
        substitute_id=other.id,
    )


def reason_of(reason: str | None, delegate_id: int | None) -> str:
    """The reason as it is kept, or a refusal when there is none."""
    cleaned = text.clean(reason or "")
    if not cleaned or text.graphemes(cleaned) > REASON_LETTERS:
        raise Refused(
            "checkin.reason_needed",
            _l("Write the reason in a few words (at most %(limit)s letters)."),
            limit=REASON_LETTERS,
            delegate_id=delegate_id,
        )
    return cleaned


def optional_reason(reason: str | None, delegate_id: int | None) -> str:
    """The reason if one was written."""
    return reason_of(reason, delegate_id) if text.clean(reason or "") else ""


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
