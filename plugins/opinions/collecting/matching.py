"""What each row of a file would do: a new opinion, nothing, or wait for an answer. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from meeting import text
from meeting.plan import Plan
from plugins.opinions import texts
from plugins.opinions.collecting.reading import Entry
from plugins.opinions.collecting.sources import sources
from plugins.roster.api import Villages

LISTS = ("village", "topic", "severity", "source", "department")
LEAVE_EMPTY = "-"  # chosen for a spelling: nothing of the list


class State(StrEnum):
    """What a row would do."""

    NEW = "new"
    SAME = "same"
    DOUBTFUL = "doubtful"
    ERROR = "error"


@dataclass(frozen=True)
class Proposal:
    """A row with what was found for it."""

    entry: Entry
    state: State
    why: str = ""  # of an error
    unknown: tuple[str, ...] = ()  # lists in which a word was not found
    found: Mapping[str, str] = field(default_factory=dict)  # list → id or code

    @property
    def marks(self) -> tuple[str, str]:
        """What the same row has again, with its village as written and as found."""
        one = self.entry
        place = self.found.get("village") or text.search_key(one.village)
        return mark_of(one.name, text.search_key(one.village), one.text), mark_of(
            one.name, place, one.text
        )


def mark_of(name: str, place: str, said: str) -> str:
    """The same for two rows that say the same of the same person. ``place``: id or spelling."""
    told = "\n".join((text.search_key(name), place, text.search_key(said)))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


class Finder:
    """Finds what a spelling means in the lists of a meeting; what was chosen for it counts."""

    def __init__(self, plan: Plan, villages: Villages, chosen: Mapping[str, str]) -> None:
        self.villages, self.chosen = villages, chosen
        self.options: dict[str, list[tuple[str, str]]] = {
            "village": [(str(one.id), one.label) for one in villages.places],
            "topic": [(one.code, one.title) for one in plan.categories],
            "severity": [(one, one) for one in plan.asking.severities],
            "source": [(one, one) for one in sources(plan)],
            "department": [(one.code, one.name) for one in plan.departments],
        }
        self._keys = {
            kind: {text.search_key(word): code for code, title in some for word in (title, code)}
            for kind, some in self.options.items()
        }

    def known(self, kind: str, said: str) -> str | None:
        """The id or code that a spelling has by itself."""
        if kind == "village":
            found = self.villages.find(said)
            return None if found is None else str(found)
        return self._keys[kind].get(text.search_key(said))

    def find(self, kind: str, said: str) -> str | None:
        """Id or code; empty for nothing of the list; None: somebody must say."""
        if not said:
            return ""
        own = self.known(kind, said)
        if own is not None:
            return own
        chosen = self.chosen.get(spelling(kind, said), "")
        if chosen == LEAVE_EMPTY:
            return ""
        return chosen if chosen in {code for code, _title in self.options[kind]} else None


def spelling(kind: str, said: str) -> str:
    """What one choice for all rows of a spelling is kept under."""
    return f"{kind}:{text.clean(said).lower()[:200]}"


def compare(
    rows: Sequence[Entry],
    finder: Finder,
    marks: Iterable[str],
    *,
    nameless: bool,
) -> list[Proposal]:
    """What each row would do. ``marks``: of what is there already."""
    seen = set(marks)
    proposals = []
    for entry in rows:
        one = _proposal(entry, finder, nameless=nameless)
        if one.state is not State.ERROR and seen & set(one.marks):
            one = replace(one, state=State.SAME, unknown=())
        if one.state is State.NEW:
            seen.update(one.marks)
        proposals.append(one)
    return proposals


def _proposal(entry: Entry, finder: Finder, *, nameless: bool) -> Proposal:
    why = _wrong(entry, nameless=nameless)
    if why:
        return Proposal(entry, State.ERROR, why)
    found = {kind: finder.find(kind, getattr(entry, kind)) for kind in LISTS}
    unknown = tuple(kind for kind in LISTS if found[kind] is None)
    known = {kind: code for kind, code in found.items() if code}
    return Proposal(entry, State.DOUBTFUL if unknown else State.NEW, "", unknown, known)


def _wrong(entry: Entry, *, nameless: bool) -> str:
    """What no choice can mend."""
    if entry.garbled:
        return "garbled"
    if not text.has_letter(entry.text):
        return "no_text"
    if text.is_longer(entry.text, texts.QUESTION_LIMIT):
        return "long_text"
    if not entry.name:
        return "" if nameless else "no_name"
    if not text.has_letter(entry.name) or text.is_longer(entry.name, texts.NAME_LIMIT):
        return "bad_name"
    return "long_reference" if text.is_longer(entry.reference, texts.NAME_LIMIT * 2) else ""
