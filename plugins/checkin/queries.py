"""Reads of the door: who is here, and the village table."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.models import Meeting
from plugins.checkin.models import Phone, Presence
from plugins.checkin.rules import Totals, Via, VillageCount, is_full
from plugins.roster.api import Delegate, Invitation, villages


def presence(session: Session, delegate_id: int) -> Presence | None:
    """When and how a delegate came."""
    return session.scalar(sa.select(Presence).where(Presence.delegate_id == delegate_id))


def is_present(session: Session, delegate_id: int) -> bool:
    """Whether a delegate is here."""
    return presence(session, delegate_id) is not None


def present_ids(session: Session, meeting_id: int) -> set[int]:
    """Everybody who is here."""
    query = sa.select(Presence.delegate_id).where(Presence.meeting_id == meeting_id)
    return set(session.scalars(query))


def presences(session: Session, meeting_id: int) -> dict[int, Presence]:
    """Presence by delegate."""
    query = sa.select(Presence).where(Presence.meeting_id == meeting_id)
    return {one.delegate_id: one for one in session.scalars(query)}


def with_phone(session: Session, meeting_id: int) -> set[int]:
    """Delegates whose invitation a phone already uses."""
    query = (
        sa.select(Delegate.id)
        .join(Invitation, Invitation.delegate_id == Delegate.id)
        .join(Phone, Phone.invitation_id == Invitation.id)
        .where(Delegate.meeting_id == meeting_id, Invitation.revoked_at.is_(None))
    )
    return set(session.scalars(query))


def phone_since(session: Session, delegate_id: int) -> datetime | None:
    """Since when a phone speaks for a delegate."""
    query = (
        sa.select(Phone.at)
        .join(Invitation, Phone.invitation_id == Invitation.id)
        .where(Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None))
    )
    return session.scalar(query)


def phone_via(session: Session, delegate_id: int) -> str:
    """How a delegate's phone said whose it is."""
    query = (
        sa.select(Phone.via)
        .join(Invitation, Phone.invitation_id == Invitation.id)
        .where(Invitation.delegate_id == delegate_id, Invitation.revoked_at.is_(None))
    )
    return session.scalar(query) or Via.CODE.value


def present_in_village(session: Session, village_id: int) -> int:
    """People's delegates of a village who are here. Officials who live there take no place."""
    query = (
        sa.select(sa.func.count(Presence.id))
        .join(Delegate, Delegate.id == Presence.delegate_id)
        .where(Delegate.village_id == village_id, Delegate.people_side.is_(True))
    )
    return session.scalar(query) or 0


Figures = tuple[int, int, int]  # invited, present, missing
_NOBODY: Figures = (0, 0, 0)


def _figures(session: Session, meeting_id: int) -> dict[tuple[bool, int | None], Figures]:
    """Counts by side (the people's or not) and village."""
    here = sa.case((Presence.id.is_not(None), 1), else_=0)
    asked = sa.case((Delegate.invited.is_(True), 1), else_=0)
    awaited = sa.case((sa.and_(Delegate.invited.is_(True), Presence.id.is_(None)), 1), else_=0)
    query = (
        sa.select(
            Delegate.people_side,
            Delegate.village_id,
            sa.func.sum(asked),
            sa.func.sum(here),
            sa.func.sum(awaited),
        )
        .outerjoin(Presence, Presence.delegate_id == Delegate.id)
        .where(Delegate.meeting_id == meeting_id)
        .group_by(Delegate.people_side, Delegate.village_id)
    )
    return {(side, place): (a, b, c) for side, place, a, b, c in session.execute(query)}


def village_table(session: Session, meeting_id: int) -> list[VillageCount]:
    """The people's delegates village by village; those of no village in a last line."""
    figures = _figures(session, meeting_id)
    rows: list[VillageCount] = []
    for village in villages(session, meeting_id):
        invited, present, missing = figures.get((True, village.id), _NOBODY)
        rows.append(
            VillageCount(
                village_id=village.id,
                village=village.name,
                places=village.places,
                invited=invited,
                present=present,
                missing=missing,
            )
        )
    others = figures.get((True, None))
    if others is not None:
        rows.append(_of_no_village(others))
    return rows


def full_villages(session: Session, meeting_id: int) -> dict[int, VillageCount]:
    """Villages whose places are all taken."""
    return {
        row.village_id: row
        for row in village_table(session, meeting_id)
        if row.village_id is not None and is_full(row.places, row.present)
    }


def _of_no_village(figures: Figures) -> VillageCount:
    invited, present, missing = figures
    return VillageCount(
        village_id=None,
        village="",
        places=None,
        invited=invited,
        present=present,
        missing=missing,
    )


def totals(session: Session, meeting_id: int) -> Totals:
    """The hall as a whole."""
    table = village_table(session, meeting_id)
    officials = [f for (side, _), f in _figures(session, meeting_id).items() if not side]
    present = sum(row.present for row in table)
    official = sum(f[1] for f in officials)
    meeting = session.get(Meeting, meeting_id)
    assert meeting is not None
    low, high = meeting.plan.expected()
    counts_all = getattr(meeting.plan.quota, "counts", "PEOPLE") == "ALL"
    places = [row.places for row in table if row.places is not None]
    return Totals(
        places=sum(places) if places else None,
        invited=sum(row.invited for row in table),
        present=present,
        missing=sum(row.missing for row in table),
        over=sum(row.over for row in table),
        officials_invited=sum(f[0] for f in officials),
        officials_present=official,
        officials_missing=sum(f[2] for f in officials),
        low=low,
        high=high,
        counted=present + (official if counts_all else 0),
    )
