"""What was collected before the day, by topic or by village, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.plan import Plan
from plugins.opinions import queries
from plugins.opinions.models import Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import ROUTED_OUT, Channel, Outcome
from plugins.roster.api import Village

NONE = "-"  # key of the group of what has no topic, or no village


@dataclass(frozen=True)
class Line:
    """An opinion, with those that repeat it and were joined with it."""

    one: OpinionView
    joined: tuple[OpinionView, ...] = ()

    @property
    def everybody(self) -> tuple[OpinionView, ...]:
        """The opinion and its repetitions."""
        return (self.one, *self.joined)


@dataclass(frozen=True)
class Group:
    """The opinions of one topic or village; no title: of none."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many opinions, repetitions too."""
        return sum(len(one.everybody) for one in self.lines)


def collected(session: Session, meeting_id: int) -> list[OpinionView]:
    """Every opinion that came in before the day, in order of arrival."""
    query = sa.select(Opinion).where(
        Opinion.meeting_id == meeting_id, Opinion.channel == Channel.PRE_COLLECTED
    )
    rows = session.scalars(query.order_by(Opinion.number)).all()
    return queries.filled(session, meeting_id, rows)


def by_topic(found: Sequence[OpinionView], plan: Plan) -> list[Group]:
    """In the order of the plan's topics."""
    titles = {one.code: one.title for one in plan.categories}
    return _grouped(_lines(found), plan, titles, lambda one: one.category)


def by_village(
    found: Sequence[OpinionView], plan: Plan, villages: Sequence[Village]
) -> list[Group]:
    """In the order of the plan's villages."""
    titles = {str(one.id): one.heading for one in villages}
    return _grouped(_lines(found), plan, titles, lambda one: str(one.village_id or ""))


def _lines(found: Sequence[OpinionView]) -> list[Line]:
    """A repetition stands below the opinion it was joined with, if that is on the list too."""
    numbers = {one.number for one in found}
    joined: dict[int, list[OpinionView]] = {}
    for one in found:
        if one.outcome is Outcome.MERGED and one.merged_into in numbers:
            joined.setdefault(one.merged_into or 0, []).append(one)
    below = {one.number for some in joined.values() for one in some}
    return [
        Line(one, tuple(joined.get(one.number, ()))) for one in found if one.number not in below
    ]


def _grouped(
    lines: Sequence[Line],
    plan: Plan,
    titles: dict[str, str],
    key_of: Callable[[OpinionView], str],
) -> list[Group]:
    urgent = {word: at for at, word in enumerate(plan.asking.severities)}
    last = len(urgent)
    ranked = sorted(lines, key=lambda one: (urgent.get(one.one.severity, last), one.one.number))
    groups = []
    for key, title in (*titles.items(), (NONE, "")):
        known = [one for one in ranked if (key_of(one.one) or NONE) == key]
        if title == "":
            known += [one for one in ranked if (key_of(one.one) or NONE) not in {*titles, NONE}]
        if known:
            groups.append(Group(key, title, tuple(known)))
    return groups


@dataclass(frozen=True)
class Tally:
    """What is still to be done about what was collected."""

    all: int
    without_topic: int
    without_department: int
    unprepared: int  # given to a department that has not written its answer yet
    unseen: int  # given to a department that does not see it, for nobody has approved it


def is_unseen(one: OpinionView) -> bool:
    """Whether its department does not see it for want of approval, and might."""
    waits = bool(one.department) and not one.approved and one.outcome is None
    return waits and one.kind not in ROUTED_OUT


def tally(found: Sequence[OpinionView]) -> Tally:
    """Counts over everything that was not joined or settled already."""
    waiting = [one for one in found if one.outcome is None]
    return Tally(
        all=len(found),
        without_topic=sum(not one.category for one in waiting),
        without_department=sum(not one.department for one in waiting),
        unprepared=sum(bool(one.department) and not one.prepared for one in waiting),
        unseen=sum(is_unseen(one) for one in waiting),
    )
