"""The list of opinions as a reader wants it: filtered, in an order, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text as words
from meeting.contract import _l
from meeting.plan import Plan
from plugins.opinions import queries
from plugins.opinions.desk import finding
from plugins.opinions.models import Opinion, Support
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Channel, State
from plugins.roster.api import Delegate

PAGE = 20
_CURSOR = re.compile(r"(-?\d{1,9})\.(\d{1,9})", re.ASCII)
Word = TypeVar("Word", bound=StrEnum)
NONE = "-"  # as a topic or department: of those that have none
BEYOND = 2**31 - 1  # no opinion has this number


class Shown(StrEnum):
    """Which part of the list."""

    WAITING = "waiting"
    OPEN = "open"
    SETTLED = "settled"
    ALL = "all"


class Order(StrEnum):
    """What stands first."""

    NEWEST = "newest"
    NUMBER = "number"
    TOPIC = "topic"
    URGENCY = "urgency"
    SUPPORT = "support"

    @property
    def label(self) -> object:
        """The order in words."""
        return _ORDERS[self]


_ORDERS: dict[Order, object] = {
    Order.NEWEST: _l("Newest first"),
    Order.NUMBER: _l("By number"),
    Order.TOPIC: _l("Sorted by topic"),
    Order.URGENCY: _l("Most urgent first"),
    Order.SUPPORT: _l("Most supported first"),
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader wants to see.

    ``after``: where the page before ended. ``upto``: nothing newer than this number, so that what
    arrives meanwhile does not move what is being read. ``blind``: the reader may not read what is
    sensitive, so no search and no filter may tell of it.
    """

    shown: Shown = Shown.OPEN
    order: Order = Order.NEWEST
    search: str = ""
    topic: str = ""
    village: int = 0
    department: str = ""
    channel: str = ""
    severity: str = ""
    after: str = ""
    upto: int = 0
    blind: bool = False
    usual: tuple[Shown, Order] = (Shown.OPEN, Order.NEWEST)  # what the bare address shows

    @property
    def filters(self) -> int:
        """How many filters are set beside the part of the list and the search."""
        return sum(
            map(bool, (self.topic, self.village, self.department, self.channel, self.severity))
        )

    @property
    def telling(self) -> bool:
        """Whether the wish itself would tell what is in an opinion."""
        return bool(self.search or self.topic or self.village or self.severity)

    def query(self, **changed: Any) -> dict[str, Any]:
        """The address of this list, or of one that differs in something; always from its start."""
        other = replace(self, **{"after": "", "upto": 0, **changed})
        values = {
            "show": other.shown.value if other.shown is not other.usual[0] else "",
            "sort": other.order.value if other.order is not other.usual[1] else "",
            "q": other.search,
            "topic": other.topic,
            "village": other.village,
            "department": other.department,
            "channel": other.channel,
            "severity": other.severity,
            "after": other.after,
            "upto": other.upto,
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def of(cls, asked: Any, *, shown: Shown, order: Order, blind: bool = False) -> Self:
        """The wish in an address; what makes no sense there counts as not said."""
        return cls(
            shown=_one_of(Shown, asked.get("show"), shown),
            order=_one_of(Order, asked.get("sort"), order),
            search=words.clean(asked.get("q", ""))[:100],
            topic=asked.get("topic", ""),
            village=asked.get("village", 0, int),
            department=asked.get("department", ""),
            channel=asked.get("channel", ""),
            severity=asked.get("severity", ""),
            after=asked.get("after", ""),
            upto=min(asked.get("upto", 0, int), BEYOND),
            blind=blind,
            usual=(shown, order),
        )


def _one_of(kind: type[Word], said: str | None, usual: Word) -> Word:
    return kind(said) if said in set(kind) else usual


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many there are of each part of the list."""

    waiting: int
    open: int
    settled: int
    all: int
    newer: int  # that arrived after what the reader sees
    latest: int  # the highest number there is


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A page of the list."""

    wish: Wish
    opinions: Sequence[OpinionView]
    tally: Tally
    after: str  # where the next page begins; empty on the last one


def listing(session: Session, meeting_id: int, wish: Wish, size: int = PAGE) -> Listing:
    """A page of the list. Only what is on it is loaded."""
    plan = queries.plan_of(session, meeting_id)
    conditions = [Opinion.meeting_id == meeting_id, *_filters(wish)]
    if wish.search:
        conditions.append(finding.found(session, conditions, wish.search))
    rank = _rank(wish, plan)
    query = (
        sa.select(Opinion, rank.label("rank"))
        .outerjoin(Delegate, Delegate.id == Opinion.delegate_id)
        .where(*conditions, _PARTS[wish.shown], *_window(wish, rank))
        .order_by(*_order(wish, rank))
        .limit(size + 1)
    )
    found = session.execute(query).all()
    last = found[size - 1] if len(found) > size else None
    return Listing(
        wish=wish,
        opinions=queries.filled(session, meeting_id, [row for row, _rank in found[:size]]),
        tally=_tally(session, conditions, wish),
        after=f"{last[1]}.{last[0].number}" if last else "",
    )


def waiting(session: Session, meeting_id: int, size: int) -> list[OpinionView]:
    """The newest that nobody has let through yet."""
    query = (
        sa.select(Opinion)
        .where(Opinion.meeting_id == meeting_id, _PARTS[Shown.WAITING])
        .order_by(Opinion.number.desc())
        .limit(size)
    )
    return queries.filled(session, meeting_id, session.scalars(query).all())


_PARTS: dict[Shown, sa.ColumnElement[bool]] = {
    Shown.WAITING: sa.and_(Opinion.outcome.is_(None), Opinion.state == State.NEW),
    Shown.OPEN: Opinion.outcome.is_(None),
    Shown.SETTLED: Opinion.outcome.is_not(None),
    Shown.ALL: sa.true(),
}


def _filters(wish: Wish) -> list[sa.ColumnElement[bool]]:
    """Conditions of the wish on an opinion and, beside it, its delegate."""
    found: list[sa.ColumnElement[bool]] = []
    if wish.blind and wish.telling:
        found.append(Opinion.sensitive.is_(False))
    if wish.topic:
        found.append(Opinion.category == ("" if wish.topic == NONE else wish.topic))
    if wish.department:
        found.append(Opinion.department == ("" if wish.department == NONE else wish.department))
    if wish.village:
        of_person = sa.func.coalesce(Delegate.village_id, Opinion.village_id)
        found.append(of_person == wish.village)
    if wish.channel in set(Channel):
        found.append(Opinion.channel == wish.channel)
    if wish.severity:
        found.append(Opinion.severity == wish.severity)
    return found


def _rank(wish: Wish, plan: Plan) -> sa.ColumnElement[int]:
    """What the order looks at before the number; the lowest stands first."""
    rank: sa.ColumnElement[int] = sa.literal(0)
    if wish.order is Order.TOPIC:
        rank = _place(Opinion.category, [one.code for one in plan.categories])
    elif wish.order is Order.URGENCY:
        rank = _place(Opinion.severity, plan.asking.severities)
    elif wish.order is Order.SUPPORT:
        count = sa.select(sa.func.count(Support.id)).where(Support.opinion_id == Opinion.id)
        rank = 0 - count.correlate(Opinion).scalar_subquery()
    if wish.blind and wish.order in {Order.TOPIC, Order.URGENCY}:
        return sa.case((Opinion.sensitive, 1000), else_=rank)
    return rank


def _place(column: Any, codes: Sequence[str]) -> sa.ColumnElement[int]:
    """Where a value stands in the plan's list; what is not there comes last."""
    if not codes:
        return sa.literal(0)
    return sa.case({code: place for place, code in enumerate(codes)}, value=column, else_=999)


def _order(wish: Wish, rank: sa.ColumnElement[int]) -> list[sa.ColumnElement[Any]]:
    """By rank, then by number. A rank that is the same for all is left out: the database then reads
    no more rows than a page has.
    """
    number = Opinion.number.asc() if wish.order is Order.NUMBER else Opinion.number.desc()
    return [number] if isinstance(rank, sa.BindParameter) else [rank, number]


def _window(wish: Wish, rank: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
    """From where the page before ended, to what the reader has seen."""
    found: list[sa.ColumnElement[bool]] = []
    if wish.upto:
        found.append(Opinion.number <= wish.upto)
    cursor = _CURSOR.fullmatch(wish.after)
    if cursor is not None:
        before, last = map(int, cursor.groups())
        beyond = Opinion.number > last if wish.order is Order.NUMBER else Opinion.number < last
        found.append(sa.or_(rank > before, sa.and_(rank == before, beyond)))
    return found


def _tally(session: Session, conditions: Sequence[sa.ColumnElement[bool]], wish: Wish) -> Tally:
    """How many fit the filters, by part of the list."""
    count = sa.func.count(Opinion.id)
    newer = sa.and_(_PARTS[wish.shown], Opinion.number > (wish.upto or BEYOND))
    query = (
        sa.select(
            count.filter(_PARTS[Shown.WAITING]),
            count.filter(_PARTS[Shown.OPEN]),
            count.filter(_PARTS[Shown.SETTLED]),
            count,
            count.filter(newer),
            sa.func.coalesce(sa.func.max(Opinion.number), 0),
        )
        .outerjoin(Delegate, Delegate.id == Opinion.delegate_id)
        .where(*conditions)
    )
    found = session.execute(query).one()
    names = ("waiting", "open", "settled", "all", "newer", "latest")
    return Tally(**dict(zip(names, found, strict=True)))
