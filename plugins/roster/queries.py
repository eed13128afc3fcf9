"""Reads of the roster."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from meeting import text
from meeting.db import db
from plugins.roster import rules
from plugins.roster.models import Delegate, Invitation, Village


@dataclass(frozen=True)
class Person(text.Addressed):
    """A delegate as other plugins show them."""

    id: int
    name: str
    honorific: str
    village: str
    village_id: int | None
    office_title: str
    kind: str
    village_label: str = ""  # with its unit word
    people_side: bool = True
    field: str = ""  # of work, that an official speaks for
    distinction: str = ""  # what tells them from a namesake

    @property
    def label(self) -> str:
        """Who it is for a stranger: ``Đinh Bưm, làng Stơr``."""
        return ", ".join(filter(None, (self.name, self.village_label or self.office_title)))


def as_person(delegate: Delegate, village: Village | None) -> Person:
    """A row as other plugins see it."""
    return Person(
        id=delegate.id,
        name=delegate.name,
        honorific=delegate.honorific,
        village=village.name if village else "",
        village_id=delegate.village_id,
        office_title=delegate.office_title,
        kind=delegate.kind,
        village_label=village.label if village else "",
        people_side=delegate.people_side,
        field=delegate.field,
        distinction=delegate.distinction,
    )


LISTED = Delegate.removed_at.is_(None)  # who was taken off the list counts nowhere


def _with_villages(meeting_id: int) -> sa.Select[Delegate, Village]:
    return (
        sa.select(Delegate, Village)
        .outerjoin(Village, Delegate.village_id == Village.id)
        .where(Delegate.meeting_id == meeting_id)
    )


def person(session: Session, delegate_id: int) -> Person | None:
    """One delegate."""
    delegate = session.get(Delegate, delegate_id)
    return as_person(delegate, delegate.village) if delegate else None


def people(
    session: Session, meeting_id: int, ids: Iterable[int] | None = None
) -> dict[int, Person]:
    """Delegates of a meeting by id: all on the list, or those asked for."""
    query = _with_villages(meeting_id)
    query = query.where(LISTED if ids is None else Delegate.id.in_(list(ids)))
    return {
        delegate.id: as_person(delegate, village) for delegate, village in session.execute(query)
    }


def villages(session: Session, meeting_id: int) -> list[Village]:
    """The villages in the order of the plan."""
    query = sa.select(Village).where(Village.meeting_id == meeting_id).order_by(Village.position)
    return list(session.scalars(query))


def delegates(session: Session, meeting_id: int) -> list[Delegate]:
    """Everybody, village by village, by given name; those without a village come last."""
    query = (
        sa.select(Delegate)
        .where(Delegate.meeting_id == meeting_id, LISTED)
        .options(joinedload(Delegate.village))
    )
    return sorted(session.scalars(query), key=_place)


def _place(delegate: Delegate) -> tuple[object, ...]:
    village = delegate.village
    return village is None, village.position if village else 0, text.sort_key(delegate.name)


def of_village(session: Session, village_id: int) -> list[Person]:
    """The people of one village by given name."""
    village = session.get(Village, village_id)
    query = sa.select(Delegate).where(Delegate.village_id == village_id, LISTED)
    found = sorted(session.scalars(query), key=lambda one: text.sort_key(one.name))
    return [as_person(one, village) for one in found]


def search(session: Session, meeting_id: int, typed: str, limit: int = 20) -> list[Person]:
    """People whose name (or village) has words that begin with each typed word, marks left out."""
    words = rules.typed_words(typed)
    if not words:
        return []
    found = []
    for delegate, village in session.execute(_with_villages(meeting_id).where(LISTED)):
        haystack = f"{delegate.search_key} {village.search_key if village else ''}"
        if rules.matches(words, haystack):
            found.append((rules.rank(words, delegate.search_key), delegate, village))
    found.sort(key=lambda one: (one[0], one[1].id))
    return [as_person(delegate, village) for _, delegate, village in found[:limit]]


def namesakes(session: Session, delegate: Delegate) -> list[Person]:
    """Others of the meeting with the same name, written with or without marks."""
    query = _with_villages(delegate.meeting_id).where(
        LISTED, Delegate.search_key == delegate.search_key, Delegate.id != delegate.id
    )
    return [as_person(one, village) for one, village in session.execute(query)]


def lookup(session: Session, raw: str) -> Invitation | None:
    """The invitation with this code or secret, of whichever meeting, revoked or not."""
    wanted = rules.read_code(raw)
    if not wanted:
        return None
    column = Invitation.code if len(wanted) == rules.CODE_LENGTH else Invitation.secret
    return session.scalar(
        sa.select(Invitation).where(column == wanted).options(joinedload(Invitation.delegate))
    )


def valid_invitation(session: Session, delegate_id: int) -> Invitation | None:
    """The invitation in force."""
    return session.scalar(
        sa.select(Invitation).where(
            Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None)
        )
    )


def _stamp(invitation: Invitation) -> str:
    return hashlib.sha256(f"{invitation.secret}:{invitation.holder}".encode()).hexdigest()[:16]


def stamp_of(delegate_id: int) -> str:
    """What a delegate's phone keeps to prove who holds it; ends when a new code is issued."""
    invitation = valid_invitation(db.session(), delegate_id)
    return _stamp(invitation) if invitation else ""


def attendee_name(session: Session, meeting_id: int, delegate_id: int, stamp: str) -> str | None:
    """The name of the delegate a phone belongs to, while its stamp is good."""
    invitation = valid_invitation(session, delegate_id)
    if invitation is None or not hmac.compare_digest(_stamp(invitation), stamp):
        return None
    delegate = invitation.delegate
    return delegate.name if delegate.meeting_id == meeting_id else None
