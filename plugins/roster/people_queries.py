"""Reads for the page of all people: search with filters, namesakes, who speaks for a field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from meeting import text
from plugins.roster import rules
from plugins.roster.dispatch.queries import Sent, sent
from plugins.roster.models import Delegate
from plugins.roster.queries import delegates, lookup


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody looks for on the list."""

    typed: str = ""  # a name, what tells a namesake apart, a village, or a code
    village_id: int = 0  # 0: all
    unsent: bool = False  # only those who have not got an invitation


@dataclass(frozen=True, kw_only=True)
class Found:
    """People of the list, and what a row says of them beside their own data."""

    people: list[Delegate]
    everybody: list[Delegate]  # whether they fit the wish or not
    ranked: bool  # by how near they are to what was typed, not village by village
    sent: dict[int, Sent]
    names: Counter[str] = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        """How many of all have got no invitation yet."""
        return sum(1 for one in self.everybody if one.invited and one.id not in self.sent)

    def is_namesake(self, delegate: Delegate) -> bool:
        """Whether somebody else of the meeting has this name."""
        return self.names[delegate.search_key] > 1


def find(session: Session, meeting_id: int, wish: Wish) -> Found:
    """Those on the list who fit the wish."""
    everybody = delegates(session, meeting_id)
    have = sent(session, meeting_id)
    some = [
        one
        for one in everybody
        if wish.village_id in (0, one.village_id)
        and not (wish.unsent and (one.id in have or not one.invited))
    ]
    ranked = bool(wish.typed.strip())
    if ranked:
        some = _matching(session, some, wish.typed)
    names = Counter(one.search_key for one in everybody)
    return Found(people=some, everybody=everybody, ranked=ranked, sent=have, names=names)


def _matching(session: Session, some: list[Delegate], typed: str) -> list[Delegate]:
    """The holder of a code, also of one that has ended; else names that fit, the nearest first."""
    invitation = lookup(session, typed)
    if invitation is not None:
        return [one for one in some if one.id == invitation.delegate_id]
    words = rules.typed_words(typed)
    if not words:
        return []
    fit = [one for one in some if rules.matches(words, _words_of(one))]
    return sorted(fit, key=lambda one: (rules.rank(words, one.search_key), one.id))


def _words_of(one: Delegate) -> str:
    """Everything a search looks at."""
    village = one.village.search_key if one.village else ""
    return f"{one.search_key} {village} {text.search_key(one.distinction)}"


def taken_off(session: Session, meeting_id: int) -> list[Delegate]:
    """Those who were taken off the list, the last first."""
    query = (
        sa.select(Delegate)
        .where(Delegate.meeting_id == meeting_id, Delegate.removed_at.is_not(None))
        .options(joinedload(Delegate.village))
        .order_by(Delegate.removed_at.desc())
    )
    return list(session.scalars(query))
