"""What the papers say of a meeting, read from the roster in short steps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import clock, text
from meeting.models import Meeting
from meeting.papers.wording import opening, person
from meeting.plan import Plan
from meeting.plan.model import Session as PlanSession
from plugins.roster import invitations, queries, rules
from plugins.roster.models import Delegate, Invitation, Village
from plugins.roster.villages.address import village_address

STEP = 50  # people at a time; between two steps the server answers others


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody on the list; without a code when it was ended and none issued anew."""

    name: str
    honorific: str
    village_id: int | None
    village: str  # with its unit word
    office: str
    group: str
    people_side: bool
    invited: bool
    code: str
    address: str

    @property
    def addressed(self) -> str:
        """`Ông Đinh Bưm`; `Ông (Bà) Đinh Bưm` when nobody noted which."""
        return person(self.name, self.honorific or None)  # type: ignore[arg-type]

    @property
    def of(self) -> str:
        """Office and village: `Chi hội trưởng Hội Nông dân, làng Stơr`."""
        return ", ".join(filter(None, (self.office, self.village)))


@dataclass(frozen=True, kw_only=True)
class Home:
    """A village as papers name it."""

    id: int
    label: str  # "làng Stơr"
    head: str  # "Trưởng làng"
    places: int | None
    address: str | None  # of its private page, when it has one

    @property
    def heading(self) -> str:
        return opening(self.label)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One meeting."""

    title: str
    plan: Plan
    session: PlanSession
    year: int  # of the meeting, for the date line that the records clerk fills in
    villages: tuple[Home, ...]
    guests: tuple[Guest, ...]  # by village, by given name

    def of_village(self, village: Home) -> list[Guest]:
        """The people's side of a village."""
        return [one for one in self.guests if one.village_id == village.id and one.people_side]

    @property
    def officials(self) -> list[Guest]:
        return [one for one in self.guests if not one.people_side]

    @property
    def elsewhere(self) -> list[Guest]:
        """People of no village: enterprises, groups."""
        return [one for one in self.guests if one.people_side and one.village_id is None]

    @property
    def unit(self) -> str:
        """The unit word at the head of a column: `Làng`."""
        return opening(self.plan.unit_label.singular)


def gather(session: Session, meeting: Meeting) -> Facts:
    """Everything the papers of this meeting say."""
    plan = meeting.plan
    own = plan.session(meeting.session_index)
    day = own.schedule.date or clock.local(clock.now()).date()
    homes = tuple(_homes(session, plan, meeting.id))
    places = {home.id: number for number, home in enumerate(homes)}

    keyed = []
    for number, guest in enumerate(_guests(session, meeting.id)):
        at = places.get(guest.village_id or 0, len(places))
        keyed.append(((at, text.sort_key(guest.name), number), guest))
        if number % STEP == 0:
            time.sleep(0)
    keyed.sort(key=itemgetter(0))
    return Facts(
        title=meeting.title,
        plan=plan,
        session=own,
        year=day.year,
        villages=homes,
        guests=tuple(guest for _, guest in keyed),
    )


def _homes(session: Session, plan: Plan, meeting_id: int) -> Iterator[Home]:
    heads = {village.code: plan.village_head(village) for village in plan.villages}
    for village in queries.villages(session, meeting_id):
        yield Home(
            id=village.id,
            label=village.label,
            head=heads.get(village.code, plan.unit_label.head),
            places=village.places,
            address=village_address(session, village),
        )
        time.sleep(0)


def _guests(session: Session, meeting_id: int) -> Iterator[Guest]:
    """Plain columns: rows of the whole model would take ten times as long."""
    valid = sa.and_(Invitation.delegate_id == Delegate.id, Invitation.revoked_at.is_(None))
    query = (
        sa.select(
            Delegate.name, Delegate.honorific, Delegate.village_id, Village.label,
            Delegate.office_title, Delegate.group, Delegate.people_side, Delegate.invited,
            Invitation.code, Invitation.secret,
        )
        .outerjoin(Village, Delegate.village_id == Village.id)
        .outerjoin(Invitation, valid)
        .where(Delegate.meeting_id == meeting_id, queries.LISTED)
        .order_by(Delegate.id)
    )  # fmt: skip
    to = invitations.address_maker(meeting_id)
    for row in session.execute(query):
        name, honorific, village_id, label, office, group, side, invited, code, secret = row
        yield Guest(
            name=name,
            honorific=honorific,
            village_id=village_id,
            village=label or "",
            office=office or (group if not label else ""),
            group=group,
            people_side=side,
            invited=invited,
            code=rules.shown(code) if code else "",
            address=to(secret) if secret else "",
        )
