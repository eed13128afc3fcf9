"""Whose phone is whose: by the invitation's code, or by a name chosen from the list.

The code is the stronger proof: it takes a name back from a phone that merely chose it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from meeting.contract import Refused, Tx, _l, allowed_when_closed
from plugins.checkin.events import PhoneIdentified, PhoneReleased
from plugins.checkin.models import Phone
from plugins.checkin.refusals import (
    ON_PHONE,
    chosen_from_list,
    invitation_of,
    name_taken,
    standing_of,
)
from plugins.checkin.rules import Via
from plugins.roster.api import Delegate, Invitation, pass_to_another_phone


@allowed_when_closed  # replies are read on the phone after the meeting
def identify_by_code(tx: Tx, *, raw: str) -> int:
    """A phone shows an invitation's code or secret. Returns the delegate's id."""
    invitation = invitation_of(tx, raw, ON_PHONE)
    phone = _phone(tx, invitation)
    if phone is not None and phone.via == Via.POSTER and not _is_holder(tx, invitation):
        _let_go(tx, phone, invitation.delegate)
        pass_to_another_phone(invitation)
    return _identified(tx, invitation, Via.CODE)


def identify_by_name(tx: Tx, *, delegate_id: int) -> datetime:
    """A phone chooses a name from the list; only one that no phone speaks for yet.

    Returns since when it speaks for them: a form sent again is answered as before, and by that the
    caller sees whether another phone has the name meanwhile.
    """
    delegate = chosen_from_list(tx, delegate_id).delegate
    invitation = delegate.invitation
    if not tx.setting("checkin.by_name") or invitation is None:
        raise Refused(
            "checkin.names_closed",
            _l(
                "Names cannot be chosen here. Type the code of your invitation, or ask at the desk."
            ),
        )
    if _phone(tx, invitation) is not None:
        raise name_taken(delegate)
    _identified(tx, invitation, Via.POSTER)
    return tx.now


@allowed_when_closed
def release_phone(tx: Tx) -> None:
    """The holder of this phone says it is somebody else's: the name is free to be chosen again."""
    if tx.by.delegate_id is None:
        return
    delegate = standing_of(tx, tx.by.delegate_id).delegate
    phone = _phone(tx, delegate.invitation) if delegate.invitation else None
    if phone is not None:
        _let_go(tx, phone, delegate)


def _is_holder(tx: Tx, invitation: Invitation) -> bool:
    """Whether it is the phone itself that now shows the code as well."""
    return tx.by.delegate_id == invitation.delegate_id


def _phone(tx: Tx, invitation: Invitation) -> Phone | None:
    return tx.session.scalar(sa.select(Phone).where(Phone.invitation_id == invitation.id))


def _let_go(tx: Tx, phone: Phone, delegate: Delegate) -> None:
    tx.session.delete(phone)
    tx.session.flush()
    tx.emit(PhoneReleased(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name))


def _identified(tx: Tx, invitation: Invitation, via: Via) -> int:
    known = _phone(tx, invitation)
    if known is None:
        tx.session.add(Phone(invitation_id=invitation.id, at=tx.now, via=via))
        tx.emit(
            PhoneIdentified(
                meeting_id=tx.meeting_id,
                delegate_id=invitation.delegate_id,
                person=invitation.delegate.name,
                via=via,
            )
        )
    elif via == Via.CODE:
        known.via = via
    return invitation.delegate_id
