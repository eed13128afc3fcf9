"""What the door says when it lets nobody in: one code and one sentence for each case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text
from meeting.contract import Refused, Tx, _l
from meeting.models import MeetingState
from plugins.checkin.models import Presence
from plugins.checkin.queries import present_in_village
from plugins.checkin.rules import REASON_LETTERS, Via, WhenFull, is_full, may_exceed
from plugins.roster.api import Delegate, Invitation, Person, is_secret, lookup

SAID_LETTERS = 60
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


def the_delegate(tx: Tx, delegate_id: int) -> Delegate:
    """The delegate of this meeting who is on the list, or a refusal."""
    delegate = tx.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != tx.meeting_id or delegate.removed_at is not None:
        raise Refused(
            "checkin.unknown_person",
            _l("This person is not on the list of this meeting. Search for them again."),
        )
    return delegate


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
    """What is kept of something scanned or typed: of a QR's secret only its end."""
    said = text.clean(raw)
    return f"…{said[-4:]}" if is_secret(raw) else said[:SAID_LETTERS]


def must_be_open(tx: Tx) -> None:
    """Nobody comes in before the meeting is open."""
    if tx.meeting.state == MeetingState.PLANNED:
        raise Refused(
            "checkin.not_open",
            _l("Check-in has not begun: the meeting is not open yet. Please wait a moment."),
        )


def village_is_full(session: Session, delegate: Delegate) -> bool:
    """Whether one more of this village is one too many. Officials take no place."""
    village = delegate.village
    if village is None or not delegate.people_side:
        return False
    return is_full(village.places, present_in_village(session, village.id))


def village_full(tx: Tx, delegate: Delegate, via: str, *, new: bool = False) -> Refused:
    """Why somebody of a full village is not let in, and what to do at this place."""
    village = delegate.village
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
        present=present_in_village(tx.session, village.id),
        delegate_id=None if new else delegate.id,
    )


def must_find_a_place(
    tx: Tx, delegate: Delegate, via: str, reason: str, *, new: bool = False
) -> bool:
    """Whether this is one over the places; a refusal when that is not for this place to allow.

    ``new``: they were just written down and are forgotten again when refused.
    """
    if not village_is_full(tx.session, delegate):
        return False
    policy = tx.setting("checkin.when_full")
    if policy == WhenFull.WARN:
        return True
    allowed = bool(reason) and Via(via).of_staff and may_exceed(policy, tx.by.role)
    if not allowed:
        raise village_full(tx, delegate, via, new=new)
    return True


def substitute_of(session: Session, delegate_id: int) -> Delegate | None:
    """Who came in somebody's place."""
    query = (
        sa.select(Delegate)
        .join(Presence, Presence.delegate_id == Delegate.id)
        .where(Delegate.substitute_for_id == delegate_id)
    )
    return session.scalars(query).first()


def has_substitute(delegate: Delegate, other: Delegate, at: datetime | None, via: str) -> Refused:
    """Why somebody is not let in: another person sits in their seat already."""
    message = (
        _l("%(other)s came in place of %(name)s. Take that back, or let %(name)s in with a reason.")
        if Via(via).of_staff
        else _l(
            "%(other)s came in your place already. Please come to the reception desk: the staff "
            "will see to it."
        )
    )
    return Refused(
        "checkin.has_substitute",
        message,
        name=delegate.name,
        other=other.name,
        delegate_id=delegate.id,
        substitute_id=other.id,
        at=at,
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
