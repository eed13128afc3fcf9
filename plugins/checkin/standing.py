"""What the door knows about somebody at the moment they come: read in one go, decided by rules."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from plugins.checkin.models import Absence, Presence
from plugins.checkin.rules import is_full
from plugins.roster.api import LISTED, Delegate, Person, Village


@dataclass(frozen=True)
class Standing:
    """A delegate, and everything that decides whether they may come in."""

    session: Session
    person: Person
    places: int | None  # of their village
    substitute_for_id: int | None
    presence: Presence | None
    absence: Absence | None
    substitute: Delegate | None  # who came in their place
    of_village: int  # how many of their village are here
    has_namesake: bool

    @cached_property
    def delegate(self) -> Delegate:
        """With all that the list says of them."""
        return self.session.get_one(Delegate, self.person.id)

    @property
    def village_is_full(self) -> bool:
        """Whether one more of this village is one too many. Officials take no place."""
        if self.person.village_id is None or not self.person.people_side:
            return False
        return is_full(self.places, self.of_village)


def _of_village() -> sa.ScalarSelect[int]:
    """How many people's delegates of the same village are here."""
    neighbour, here = aliased(Delegate), aliased(Presence)
    return (
        sa.select(sa.func.count(here.id))
        .join(neighbour, neighbour.id == here.delegate_id)
        .where(
            neighbour.meeting_id == Delegate.meeting_id,  # with the village: there is an index
            neighbour.village_id == Delegate.village_id,
            neighbour.people_side.is_(True),
        )
        .correlate(Delegate)
        .scalar_subquery()
    )


def _namesake() -> sa.ColumnElement[bool]:
    other = aliased(Delegate)
    same = (
        other.meeting_id == Delegate.meeting_id,
        other.search_key == Delegate.search_key,
        other.id != Delegate.id,
        other.removed_at.is_(None),
    )
    return sa.exists().where(*same).correlate(Delegate)


def _of_themselves() -> list[sa.SQLColumnExpression[Any]]:
    """What the list says of a person and their village, in columns."""
    return [
        Delegate.id,
        Delegate.name,
        Delegate.honorific,
        sa.func.coalesce(Village.name, "").label("village"),
        Delegate.village_id,
        Delegate.office_title,
        Delegate.kind,
        sa.func.coalesce(Village.label, "").label("village_label"),
        Delegate.people_side,
        Delegate.field,
        Delegate.distinction,
        Village.places,
        Delegate.substitute_for_id,
    ]


def _statement() -> sa.Select[*tuple[Any, ...]]:
    """Built once: a rush at the door asks it for everybody. Most of them have come for the first
    time and need nothing more, so plain columns are read, and of what may be there the number.
    """
    stand_in, here = aliased(Delegate), aliased(Presence)
    came = sa.exists().where(here.delegate_id == stand_in.id).correlate(stand_in)
    return (
        sa.select(
            *_of_themselves(),
            Presence.id.label("presence_id"),
            Absence.id.label("absence_id"),
            stand_in.id.label("stand_in_id"),
            _of_village().label("of_village"),
            _namesake().label("has_namesake"),
        )
        .outerjoin(Village, Village.id == Delegate.village_id)
        .outerjoin(Presence, Presence.delegate_id == Delegate.id)
        .outerjoin(Absence, Absence.delegate_id == Delegate.id)
        .outerjoin(stand_in, sa.and_(stand_in.substitute_for_id == Delegate.id, came))
        .where(
            Delegate.id == sa.bindparam("delegate_id"),
            Delegate.meeting_id == sa.bindparam("meeting_id"),
        )
    )


_ANYBODY = _statement()
_LISTED = _ANYBODY.where(LISTED)
_OF_PERSON = [one.name for one in fields(Person)]


def standing(
    session: Session, meeting_id: int, delegate_id: int, *, removed: bool = False
) -> Standing | None:
    """How somebody of this meeting's list stands; with ``removed`` also who was taken off it."""
    asked = {"delegate_id": delegate_id, "meeting_id": meeting_id}
    session.flush()  # what this use case has done so far counts
    found = session.connection().execute(_ANYBODY if removed else _LISTED, asked).first()
    if found is None:
        return None
    return Standing(
        session=session,
        person=Person(**{name: getattr(found, name) for name in _OF_PERSON}),
        places=found.places,
        substitute_for_id=found.substitute_for_id,
        presence=session.get(Presence, found.presence_id) if found.presence_id else None,
        absence=session.get(Absence, found.absence_id) if found.absence_id else None,
        substitute=session.get(Delegate, found.stand_in_id) if found.stand_in_id else None,
        of_village=found.of_village,
        has_namesake=found.has_namesake,
    )
