"""In what order those who wait are called: by hand, by the rule of the meeting. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from heapq import heapify, heappop, heapreplace

from meeting.contract import Refused, _l
from plugins.speakers.rules import Way

# A delegate by id; somebody who is not on the list by the letters of the name, and the village.
Person = int | tuple[str, int | None]


class Rule(StrEnum):
    """How those whom nobody has placed by hand follow each other."""

    REGISTERED = "REGISTERED"
    TOPIC = "TOPIC"
    FAIR = "FAIR"


RULES: dict[str, object] = {  # in words that everybody in the hall understands
    Rule.REGISTERED.value: _l("Whoever asked first speaks first."),
    Rule.TOPIC.value: _l("One topic after the other; within a topic, whoever asked first."),
    Rule.FAIR.value: _l(
        "A village that has spoken least goes first; within it, the person who has spoken least."
    ),
}


class Kind(StrEnum):
    """Why somebody wants the floor."""

    NORMAL = "NORMAL"
    FOLLOW_UP = "FOLLOW_UP"  # to the answer they were given


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One who waits, with what decides about their place."""

    id: int
    position: int  # who asked first has the lowest
    person: Person
    village_id: int | None  # those without a village are one group
    topic: int = 0  # where their topic stands in the plan
    kind: Kind = Kind.NORMAL
    way: Way = Way.SECRETARY  # how the wish came in
    placed: int | None = None  # by hand: before all others, in this order
    deferred_at: datetime | None = None  # by hand: behind all others, in this order

    @property
    def asked(self) -> tuple[int, int]:
        """As registered."""
        return self.position, self.id


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How often whom the hall has heard, whoever has the floor now included, and whom last.

    ``again``: what that person was heard with was a follow-up already.
    """

    villages: Mapping[int | None, int] = field(default_factory=dict)
    people: Mapping[Person, int] = field(default_factory=dict)
    last: Person | None = None
    again: bool = False


def ordered(waiting: Iterable[Waiting], rule: Rule, heard: Heard) -> list[Waiting]:
    """Those who wait, the next one first.

    Placed by hand; then the one who spoke last and follows up, by phone once; then by rule; then
    deferred by hand.
    """
    in_line = sorted(waiting, key=lambda one: one.asked)
    placed = sorted(
        (one for one in in_line if one.placed is not None), key=lambda one: one.placed or 0
    )
    free = [one for one in in_line if one.placed is None]
    deferred = [(one.deferred_at, *one.asked, one) for one in free if one.deferred_at is not None]
    rest = [one for one in free if one.deferred_at is None]
    follow_ups = [one for one in rest if _follows_up(one, heard)]
    front = [*placed, *follow_ups]
    rest = [one for one in rest if not _follows_up(one, heard)]
    behind = [one[-1] for one in sorted(deferred)]
    return [*front, *_by_rule(rest, rule, heard, front), *behind]


def _follows_up(one: Waiting, heard: Heard) -> bool:
    """A phone goes first once: else whoever has the floor could keep it. A hand may do it again."""
    if one.kind != Kind.FOLLOW_UP or one.person != heard.last:
        return False
    return one.way != Way.PHONE or not heard.again


def _by_rule(
    rest: list[Waiting], rule: Rule, heard: Heard, front: Sequence[Waiting]
) -> list[Waiting]:
    if rule == Rule.TOPIC:
        return sorted(rest, key=lambda one: (one.topic, one.asked))
    if rule == Rule.FAIR:
        return _fair(rest, heard, front)
    return rest


def _fair(rest: list[Waiting], heard: Heard, front: Sequence[Waiting]) -> list[Waiting]:
    """One after the other, from the village with the fewest turns so far.

    A turn so far is one spoken, or one that stands above in this very list. Within a village, and
    between villages with equally many: the person who has spoken least, then who asked first.
    """
    turns = dict(heard.villages)
    for one in front:
        turns[one.village_id] = turns.get(one.village_id, 0) + 1
    queues: dict[int | None, list[Waiting]] = {}
    by_person = sorted(rest, key=lambda one: (heard.people.get(one.person, 0), one.asked))
    for one in reversed(by_person):
        queues.setdefault(one.village_id, []).append(one)  # the next one of a village at its end

    def entry(village: int | None) -> tuple[tuple[int, int, int, int], int | None]:
        head = queues[village][-1]
        return (turns.get(village, 0), heard.people.get(head.person, 0), *head.asked), village

    heap = [entry(village) for village in queues]
    heapify(heap)
    found = []
    while heap:
        village = heap[0][1]
        found.append(queues[village].pop())
        turns[village] = turns.get(village, 0) + 1
        if queues[village]:
            heapreplace(heap, entry(village))
        else:
            heappop(heap)
    return found


# -- by hand ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What somebody saw when they clicked: who had the floor (0: nobody), and who was next."""

    current: int
    first: int


def not_moved(seen: Seen, actual: Seen) -> None:
    """A click made on an old picture does nothing: another one was quicker."""
    if seen != actual:
        raise _moved_on()


def same_order(seen: str, actual: Sequence[int]) -> None:
    """Who changes the order must have seen the one there is: ``3 5 9``."""
    if seen.split() != [str(one) for one in actual]:
        raise _moved_on()


def _moved_on() -> Refused:
    return Refused(
        "speakers.moved",
        _l("The list has moved on since this page was shown. Look at it and choose again."),
    )


def place_at_front(placed: Iterable[int]) -> int:
    """A place by hand before everybody who has one."""
    return min(placed, default=1) - 1


def moved(order: Sequence[int], turn_id: int, before_id: int) -> list[int]:
    """The order with one turn put before another, or at the end for 0. Both must be waiting."""
    if turn_id not in order or (before_id and before_id not in order):
        raise _moved_on()
    if before_id == turn_id:
        return list(order)
    rest = [one for one in order if one != turn_id]
    at = rest.index(before_id) if before_id else len(rest)
    return [*rest[:at], turn_id, *rest[at:]]


def frozen(order: Sequence[int], turn_id: int, placed: Iterable[int]) -> list[int]:
    """Who holds a place by hand after a move: all from the top to the moved one.

    Those who had such a place before (``placed``) keep one behind it.
    """
    held = {turn_id, *placed}
    last = max(at for at, one in enumerate(order) if one in held)
    return list(order[: last + 1])


def only_the_last(turn_id: int, last_id: int | None, speaker: str) -> None:
    """Of those who have spoken, only the last one can be put back."""
    if turn_id != last_id:
        raise Refused(
            "speakers.not_last",
            _l("Somebody has spoken after %(speaker)s. Write the name down again instead."),
            speaker=speaker,
        )
