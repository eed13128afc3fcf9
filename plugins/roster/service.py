"""What can be done to the list of delegates, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from meeting import text
from meeting.contract import Refused, Tx, _l
from plugins.roster import rules
from plugins.roster.events import (
    DelegateAdded,
    DelegateChanged,
    DelegateRemoved,
    InvitationReissued,
    InvitationRevoked,
)
from plugins.roster.models import Delegate, DelegateKind, Invitation, Village
from plugins.roster.queries import valid_invitation

HONORIFICS = ("Ông", "Bà")
TITLE_LETTERS = 120


class Details(TypedDict, total=False):
    """What may be said of a person beside the name."""

    village_id: int | None
    honorific: str
    office_title: str
    kind: str
    group: str
    people_side: bool
    invited: bool
    walk_in: bool
    substitute_for_id: int | None
    field: str
    distinction: str


@dataclass(frozen=True, kw_only=True)
class InUse:
    """Says why somebody must stay on the list (point ``roster.in_use``); None when nothing does."""

    refuse: Callable[[Session, int], Refused | None]


def add_person(tx: Tx, *, name: str, **details: Unpack[Details]) -> int:
    """Put somebody on the list and issue their code. Returns the delegate's id."""
    return enter(tx, name=name, **details).id


def enter(tx: Tx, *, name: str, **details: Unpack[Details]) -> Delegate:
    """``add_person`` as a step of a larger use case, which goes on with the row."""
    delegate = put(tx, name, details)
    tx.emit(DelegateAdded(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name))
    return delegate


def put(tx: Tx, name: str, details: Details) -> Delegate:
    """A new row with its invitation; the caller says what happened."""
    delegate = Delegate(meeting_id=tx.meeting_id, added_at=tx.now)
    fill(tx, delegate, name, details)
    tx.session.add(delegate)
    tx.session.flush()
    _issue(tx, delegate)
    return delegate


def change_person(tx: Tx, *, delegate_id: int, name: str, **details: Unpack[Details]) -> None:
    """Correct what the list says about somebody."""
    delegate = the_delegate(tx, delegate_id)
    fill(tx, delegate, name, details)
    tx.emit(
        DelegateChanged(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name)
    )


def spell_usually(tx: Tx, *, delegate_id: int, seen: str) -> str:
    """Write a name as names are usually written, because somebody said so. Returns the name.

    ``seen``: the name the clicker looked at; another one stays as it is.
    """
    delegate = the_delegate(tx, delegate_id)
    usual = rules.usual_spelling(delegate.name)
    if usual and delegate.name == seen:
        change_person(tx, delegate_id=delegate_id, name=usual)
    return delegate.name


def reissue(tx: Tx, *, delegate_id: int, seen: int) -> int:
    """Give somebody a new code and end the old one, for a lost or misused invitation.

    ``seen`` is the invitation the clicker looked at: a second click does not end the new one.
    Returns the id of the new invitation.
    """
    delegate = the_delegate(tx, delegate_id)
    _end(tx, delegate_id, seen)
    fresh = _issue(tx, delegate)
    tx.emit(
        InvitationReissued(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name)
    )
    return fresh.id


def revoke(tx: Tx, *, delegate_id: int, seen: int) -> bool:
    """End somebody's code without a new one. Returns whether there was one in force."""
    delegate = the_delegate(tx, delegate_id)
    if not _end(tx, delegate_id, seen):
        return False
    tx.emit(
        InvitationRevoked(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name)
    )
    return True


def _end(tx: Tx, delegate_id: int, seen: int) -> bool:
    valid = valid_invitation(tx.session, delegate_id)
    if valid is None:
        return False
    if valid.id != seen:
        raise Refused(
            "roster.already_reissued",
            _l(
                "A new code was issued a moment ago. Look at the page again before issuing another."
            ),
        )
    valid.revoked_at = tx.now
    tx.session.flush()
    return True


def pass_to_another_phone(invitation: Invitation) -> None:
    """The phone that spoke for its holder until now does not any more; the code stays."""
    invitation.holder += 1


def remove_person(tx: Tx, *, delegate_id: int) -> bool:
    """Take somebody off the list; their code ends. Returns whether they were on it."""
    delegate = the_delegate(tx, delegate_id)
    if delegate.removed_at is not None:
        return False
    for point in tx.registry.contributions("roster.in_use", tx.meeting_id):
        refused = point.refuse(tx.session, delegate_id)
        if refused is not None:
            raise refused
    delegate.removed_at = tx.now
    valid = valid_invitation(tx.session, delegate_id)
    if valid is not None:
        valid.revoked_at = tx.now
    tx.emit(
        DelegateRemoved(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name)
    )
    return True


def put_back(tx: Tx, *, delegate_id: int) -> bool:
    """Somebody who was taken off the list is on it again, with a new code."""
    delegate = the_delegate(tx, delegate_id)
    if delegate.removed_at is None:
        return False
    delegate.removed_at = None
    _issue(tx, delegate)
    tx.emit(DelegateAdded(meeting_id=tx.meeting_id, delegate_id=delegate.id, person=delegate.name))
    return True


def the_delegate(tx: Tx, delegate_id: int) -> Delegate:
    """The delegate of this meeting with this id, or a refusal."""
    delegate = tx.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != tx.meeting_id:
        raise Refused(
            "roster.no_delegate",
            _l("This person is not on this meeting's list. Search for them again."),
        )
    return delegate


def fill(tx: Tx, delegate: Delegate, name: str, details: Details) -> None:
    """Write checked values into a row; what is not given stays as it is."""
    name = text.clean(name)
    if not rules.is_name(name):
        raise Refused(
            "roster.bad_name",
            _l("A name needs at least one letter, and at most %(limit)s. Please write it again."),
            limit=rules.NAME_LETTERS,
        )
    delegate.name, delegate.search_key = name, text.search_key(name)
    if "village_id" in details:
        delegate.village_id = _village_id(tx, details["village_id"])
    if "honorific" in details:
        honorific = details["honorific"]
        delegate.honorific = honorific if honorific in HONORIFICS else ""
    if "office_title" in details:
        delegate.office_title = _short(details["office_title"])
    if "distinction" in details:
        delegate.distinction = _short(details["distinction"], rules.DISTINCTION_LETTERS)
    if "field" in details:
        delegate.field = _short(details["field"])
    if "kind" in details:
        delegate.kind = _kind(details["kind"])
        delegate.people_side = details.get("people_side", DelegateKind(delegate.kind).of_the_people)
    for field in ("group", "invited", "walk_in", "substitute_for_id"):
        if field in details:
            setattr(delegate, field, details[field])


def _short(value: str, limit: int = TITLE_LETTERS) -> str:
    value = text.clean(value)
    if text.is_longer(value, limit):
        raise Refused(
            "roster.long_title",
            _l("“%(start)s…” is too long: at most %(limit)s letters."),
            start=value[:20],
            limit=limit,
        )
    return value


def _kind(value: str) -> str:
    if value not in set(DelegateKind):
        raise Refused("roster.no_kind", _l("Choose what kind of delegate this is."))
    return value


def _village_id(tx: Tx, village_id: int | None) -> int | None:
    if village_id is None:
        return None
    village = tx.session.get(Village, village_id)
    if village is None or village.meeting_id != tx.meeting_id:
        raise Refused("roster.no_village", _l("Choose a village from this meeting's list."))
    return village.id


def _issue(tx: Tx, delegate: Delegate) -> Invitation:
    invitation = Invitation(
        delegate_id=delegate.id,
        code=_unused(tx, rules.new_code, Invitation.code),
        secret=_unused(tx, rules.new_secret, Invitation.secret),
        issued_at=tx.now,
        revoked_at=None,
    )
    tx.session.add(invitation)
    tx.session.flush()
    return invitation


def _unused(tx: Tx, make: Callable[[], str], column: InstrumentedAttribute[str]) -> str:
    """A code nobody on this site ever had."""
    while True:
        code = make()
        if tx.session.scalar(sa.select(column).where(column == code)) is None:
            return code
