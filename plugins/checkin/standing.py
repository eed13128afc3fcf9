"""What the door knows about somebody at the moment they come: read in one go, decided by rules."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager

from plugins.checkin.models import Absence, Presence
from plugins.checkin.rules import is_full
from plugins.roster.api import LISTED, Delegate, Village


@dataclass(frozen=True)
class Standing:
    """A delegate, and everything that decides whether they may come in."""

    delegate: Delegate
    presence: Presence | None
    absence: Absence | None
    substitute: Delegate | None  # who came in their place
    of_village: int  # how many of their village are here
    has_namesake: bool

    @property
    def village_is_full(self) -> bool:
        """Whether one more of this village is one too many. Officials take no place."""
        village = self.delegate.village
        if village is None or not self.delegate.people_side:
            return False
        return is_full(village.places, self.of_village)


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


def _statement() -> sa.Select[Delegate, int | None, int | None, int | None, int, bool]:
    """Built once: a rush at the door asks it for everybody. Most of them have come for the first
    time, so of what may be there besides only the number is asked.
    """
    stand_in, here = aliased(Delegate), aliased(Presence)
    came = sa.exists().where(here.delegate_id == stand_in.id).correlate(stand_in)
    return (
        sa.select(Delegate, Presence.id, Absence.id, stand_in.id, _of_village(), _namesake())
        .outerjoin(Village, Village.id == Delegate.village_id)
        .options(contains_eager(Delegate.village))
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


def standing(
    session: Session, meeting_id: int, delegate_id: int, *, removed: bool = False
) -> Standing | None:
    """How somebody of this meeting's list stands; with ``removed`` also who was taken off it."""
    asked = {"delegate_id": delegate_id, "meeting_id": meeting_id}
    found = session.execute(_ANYBODY if removed else _LISTED, asked).first()
    if found is None:
        return None
    delegate, presence, absence, substitute, of_village, has_namesake = found
    return Standing(
        delegate=delegate,
        presence=session.get(Presence, presence) if presence else None,
        absence=session.get(Absence, absence) if absence else None,
        substitute=session.get(Delegate, substitute) if substitute else None,
        of_village=of_village,
        has_namesake=has_namesake,
    )
