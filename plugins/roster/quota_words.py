"""How over- and under-use of places is said: the same words on every page and for every quota."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from meeting.contract import _
from meeting.plan import Plan


@dataclass(frozen=True)
class Standing:
    """How a number of people stands to what was planned, in words; empty when nothing was."""

    state: str  # "", "under", "full" or "over"
    words: str
    kind: str = ""  # of the badge that shows the words: success, danger or plain

    def __str__(self) -> str:
        return self.words


NOTHING = Standing("", "")


class Speaker(Protocol):
    """Somebody on the list who may speak for a field of work."""

    @property
    def name(self) -> str: ...
    @property
    def field(self) -> str: ...


@dataclass(frozen=True)
class FieldLine:
    """A field of work that sends one official, and who was sent."""

    field: str
    people: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """One is asked for."""
        if not self.people:
            return Standing("under", _("nobody yet"))
        return of_places(1, len(self.people))


def of_places(places: int | None, people: int) -> Standing:
    """A village's people against its places: “còn 2 chỗ”, “đủ”, “thừa 1”."""
    if places is None:
        return NOTHING
    if people < places:
        return Standing("under", _("%(count)s places free", count=places - people))
    if people == places:
        return Standing("full", _("places all taken"), "success")
    return Standing("over", _("%(count)s too many", count=people - places), "danger")


def expected(plan: Plan, session_index: int = 0) -> str:
    """What the plan expects in all: “120–150”, “khoảng 80”; empty when it names no number."""
    low, high = plan.expected(session_index)
    if low is None or high is None:
        return ""
    number = str(low) if low == high else f"{low}–{high}"
    if plan.quota.kind in {"expected_range", "expected_total"}:
        return str(_("about %(number)s", number=number))
    return number


def of_whole(plan: Plan, people: int, session_index: int = 0) -> Standing:
    """All who count against what the plan expects: “thiếu 5 so với kế hoạch (khoảng 120–150)”."""
    low, high = plan.expected(session_index)
    if low is None or high is None:
        return NOTHING
    number = expected(plan, session_index)
    if people < low:
        words = _("%(count)s fewer than planned (%(number)s)", count=low - people, number=number)
        return Standing("under", words)
    if people > high:
        words = _("%(count)s more than planned (%(number)s)", count=people - high, number=number)
        return Standing("over", words, "danger")
    return Standing("full", _("as planned (%(number)s)", number=number), "success")


def counted(plan: Plan, people: int, officials: int, speakers: int = 0) -> int:
    """Those whom the plan's numbers are about.

    ``people`` are delegates of the people, ``speakers`` the officials who speak for a field.
    """
    quota = plan.quota
    if quota.kind == "one_per_field":
        return people + speakers
    return people + (officials if getattr(quota, "counts", "PEOPLE") == "ALL" else 0)


def who_counts(plan: Plan) -> str:
    """The same as a line under a table; empty when nobody is counted."""
    quota = plan.quota
    if quota.kind == "none":
        return ""
    if quota.kind == "one_per_field":
        return str(_("Counted: officials who speak for a field, and the people's delegates."))
    if getattr(quota, "counts", "PEOPLE") == "ALL":
        return str(_("Counted: everybody on the list, officials too."))
    return str(_("Counted: the people's delegates. Officials and guests are not."))


def of_fields(plan: Plan, listed: Iterable[Speaker]) -> list[FieldLine]:
    """Field by field who speaks for it; empty where the plan does not ask for that."""
    quota = plan.quota
    if quota.kind != "one_per_field":
        return []
    people = list(listed)
    return [
        FieldLine(field, tuple(one.name for one in people if one.field == field))
        for field in quota.fields
    ]
