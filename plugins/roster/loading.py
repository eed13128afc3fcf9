"""Fills the roster of a new meeting from its plan, and a try-out meeting with invented people."""

from __future__ import annotations

import sqlalchemy as sa

from meeting import text
from meeting.contract import Tx
from meeting.plan import Plan, Sample
from meeting.plan.parts import Group, Person
from plugins.roster.events import RosterLoaded
from plugins.roster.models import Delegate, DelegateKind, Village
from plugins.roster.service import Details, fill, put
from plugins.roster.villages.service import give_links


def load_plan(tx: Tx, plan: Plan) -> None:
    """The villages of this session with their places and links, and the people the plan names."""
    for position, village in enumerate(plan.session(tx.meeting.session_index).villages):
        tx.session.add(
            Village(
                meeting_id=tx.meeting_id,
                code=village.code,
                name=village.name,
                label=plan.village_name(village),
                search_key=text.search_key(village.name),
                position=position,
                places=plan.places(village),
            )
        )
    tx.session.flush()
    give_links(tx)
    named = _named_people(plan, tx.meeting.session_index)
    for person in named:
        details = Details(kind=DelegateKind.OFFICIAL, office_title=person.title)
        details["honorific"] = person.honorific  # "Ông (Bà)" leaves it open
        put(tx, person.name, details)
    tx.emit(RosterLoaded(meeting_id=tx.meeting_id, people=len(named)))


def _named_people(plan: Plan, index: int) -> list[Person]:
    """Those the plan names for this session: not the chair or secretary of another one."""
    at: list[set[Person]] = [set(), set()]  # here, elsewhere
    for other in range(plan.session_count):
        session = plan.session(other)
        at[other != index] |= {session.chair, *session.secretaries}
    return [person for person in plan.people if person not in at[1] - at[0]]


def load_sample(tx: Tx, sample: Sample) -> None:
    """Everybody who is invited in the sample. Those who only turn up on the day are not on it."""
    plan = tx.meeting.plan
    places = _villages(tx)
    known = _officials(tx)
    for one in sample.officials:
        details = Details(honorific=one.honorific, office_title=one.title)
        details.update(_of_group(plan.group(one.group)))
        if one.name in known:  # the plan named them already
            fill(tx, known[one.name], one.name, details)
        else:
            put(tx, one.name, details)
    for guest in sample.delegates:
        if guest.village not in places:
            continue  # invited to another session of this plan
        details = Details(honorific=guest.honorific, office_title=guest.office_title)
        details["village_id"] = places[guest.village]
        details["distinction"] = guest.distinction
        details.update(_of_group(plan.group(guest.group)))
        put(tx, guest.name, details)
    count = len(sample.officials) + len(sample.delegates)
    tx.emit(RosterLoaded(meeting_id=tx.meeting_id, people=count))


def _of_group(group: Group | None) -> Details:
    if group is None:
        return Details()
    return Details(kind=group.kind, group=group.name, people_side=group.people_side)


def _villages(tx: Tx) -> dict[str, int]:
    """Ids by name and by code."""
    query = sa.select(Village).where(Village.meeting_id == tx.meeting_id)
    found = tx.session.scalars(query).all()
    return {village.code: village.id for village in found} | {
        village.name: village.id for village in found
    }


def _officials(tx: Tx) -> dict[str, Delegate]:
    query = sa.select(Delegate).where(
        Delegate.meeting_id == tx.meeting_id, Delegate.kind == DelegateKind.OFFICIAL
    )
    return {delegate.name: delegate for delegate in tx.session.scalars(query)}
