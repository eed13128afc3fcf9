"""To whom a reply is owed: a person with everything they are to be answered, in one letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.opinions import texts
from plugins.opinions.minutes import persons
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome

# Always answered in writing, and what is only when somebody left word where a letter reaches them.
_OWED = {Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN}
_ON_REQUEST = {Outcome.ANSWERED_ON_SPOT, Outcome.NOTED, Outcome.BEYOND_AUTHORITY}

Person = int | tuple[str, int | None]


@dataclass(frozen=True)
class Owed:
    """Something a person asked, and the opinion whose outcome answers it: their own, or the one it
    was joined with.
    """

    asked: OpinionView
    settled_by: OpinionView


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a letter."""

    key: str
    opinions: Sequence[Owed]

    @property
    def first(self) -> OpinionView:
        """The first thing they asked."""
        return self.opinions[0].asked

    @property
    def label(self) -> str:
        """``Bà Đinh Thị Hlŏp, làng Leng``."""
        return ", ".join(filter(None, (self.titled(inside=False), self.first.village)))

    @property
    def you(self) -> str:
        """How the letter addresses them: ``bà``, ``ông (bà)``, ``quý đơn vị``."""
        if persons.is_body(self.first.name):
            return "quý đơn vị"
        honorific, _ = self._split()
        return honorific.lower()

    def titled(self, *, inside: bool) -> str:
        """With the form of address; ``Ông (Bà)`` where nobody noted which."""
        if persons.is_body(self.first.name):
            return self.first.name
        honorific, name = self._split()
        return f"{honorific.lower() if inside else honorific} {name}"

    def _split(self) -> tuple[str, str]:
        typed, name = persons.split(self.first.name)
        known = self.first.honorific or typed
        honorific = known if known.lower() in {"ông", "bà"} else "Ông (Bà)"
        return f"{honorific[0].upper()}{honorific[1:]}", name


def addressees(found: Sequence[OpinionView]) -> list[Addressee]:
    """Everybody who is owed a letter, in the order in which they asked. Nobody writes to nobody."""
    by_number = {one.number: one for one in found}
    theirs: dict[Person, list[Owed]] = {}
    first: dict[Person, int] = {}
    for one in found:
        first.setdefault(_person(one), one.number)
        settled_by = by_number.get(one.merged_into or 0, one)
        if one.name and is_owed(one, settled_by):
            theirs.setdefault(_person(one), []).append(Owed(one, settled_by))
    return [Addressee(_key(first[one]), opinions) for one, opinions in theirs.items()]


def _key(first: int) -> str:
    """The same for ever, also in the meeting restored from its dossier: there rows of the database
    have other numbers, opinions have not.
    """
    return f"opinion-{first}"


def is_owed(one: OpinionView, settled_by: OpinionView) -> bool:
    """Whether a letter goes out: the outcome promises one, or they left an address for one.

    Who is guided to file a complaint is told how. Whoever repeats that of another is not: a letter
    would tell them what became of a protected one.
    """
    if persons.is_routed_out(one):
        return True
    if persons.is_routed_out(settled_by):
        return False
    asked = one.text != texts.NOTHING_RAISED
    wanted = asked and bool(one.contact) and settled_by.outcome in _ON_REQUEST
    untold = settled_by.outcome is Outcome.BEYOND_AUTHORITY and settled_by.told_on is None
    return settled_by.outcome in _OWED or untold or wanted


def _person(one: OpinionView) -> Person:
    """Whoever is on the list is one of it, others are one by name and village."""
    if one.delegate_id is not None:
        return one.delegate_id
    return unicodedata.normalize("NFC", one.name).casefold(), one.village_id
