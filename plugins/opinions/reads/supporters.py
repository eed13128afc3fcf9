"""Who thinks so too, counted: how many an opinion has, and how many of each village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from plugins.opinions.models import Opinion, Support
from plugins.roster.api import people, villages


@dataclass(frozen=True)
class FromVillage:
    """How many of one village think so too. The village is empty for guests of none."""

    village: str
    count: int


def supporters(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """How many support each of these opinions; one that nobody supports is left out."""
    query = sa.select(Support.opinion_id, sa.func.count(Support.id))
    found = query.where(Support.opinion_id.in_(list(ids))).group_by(Support.opinion_id)
    return dict(session.execute(found).all())


def supporters_by_village(session: Session, opinion_id: int) -> Sequence[FromVillage]:
    """How many of each village support an opinion, in the order of the plan. No names."""
    opinion = session.get_one(Opinion, opinion_id)
    theirs = sa.select(Support.delegate_id).where(Support.opinion_id == opinion_id)
    known = people(session, opinion.meeting_id, list(session.scalars(theirs)))
    number = Counter(one.village_id for one in known.values())
    names = {one.id: one.label for one in villages(session, opinion.meeting_id)}
    order = [*names, *(one for one in number if one not in names)]
    return [FromVillage(names.get(one or 0, ""), number[one]) for one in order if number[one]]


def supported_by(session: Session, meeting_id: int, delegate_id: int) -> frozenset[int]:
    """The opinions that a delegate supports."""
    query = sa.select(Support.opinion_id).join(Opinion).where(Opinion.meeting_id == meeting_id)
    return frozenset(session.scalars(query.where(Support.delegate_id == delegate_id)))
