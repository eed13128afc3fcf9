"""Compares the people of a file with those on the list: new, changed, the same, or doubtful.

Two rules hold whatever the file says: a row becomes at most one person, and a person is meant by at
most one row. What is not certain is asked, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from meeting.text import Addressed
from plugins.roster.importing.names import a_letter_apart, loses_marks, name_key, plain
from plugins.roster.importing.reading import Row

T = TypeVar("T")
STEP = 100  # rows between two pauses
_MOST_NEAR = 100  # people of one village that a misspelt name is compared with


class State(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"  # waits for somebody to say who it is
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Known(Addressed):
    """Somebody on the list, or taken off it."""

    id: int
    name: str
    village_id: int | None = None
    honorific: str = ""
    office_title: str = ""
    group: str = ""
    kind: str = ""
    field: str = ""
    distinction: str = ""
    code: str = ""
    people_side: bool = True
    removed: bool = False
    expected: bool = True  # was invited beforehand, and did not only turn up


@dataclass(frozen=True)
class Change:
    """One thing that would be written over another."""

    field: str
    old: str
    new: str


@dataclass
class Proposal:
    """What a row would do, and what somebody has to say about it."""

    row: Row
    state: State
    delegate_id: int | None = None
    changes: tuple[Change, ...] = ()
    why: str = ""  # of a doubt or an error
    candidates: tuple[int, ...] = ()  # who it may be
    choice: str = ""


@dataclass
class Comparison:
    """A file against the list."""

    proposals: list[Proposal]
    missing: list[int]  # on the list, of the villages in the file, not in the file

    def counts(self) -> dict[State, int]:
        """How many rows of each state."""
        return {state: sum(one.state == state for one in self.proposals) for state in State}


def compare(
    rows: Sequence[Row],
    known: Iterable[Known],
    choices: Mapping[str, str],
    pause: Callable[[], None] = lambda: None,
) -> Comparison:
    """What each row would do. ``choices``: by key of the row, what somebody said about it.

    ``pause`` is called between steps of a long list.
    """
    work = _Work({one.id: one for one in known}, choices, pause)
    for row in work.in_steps(rows):
        work.begin(row)
    work.follow_choices()
    work.by_code()
    work.by_name(name_key)
    work.by_name(plain, certain=False)
    work.settle_rest()
    return Comparison(work.in_order(rows), work.missing(rows))


@dataclass
class _Work:
    people: dict[int, Known]
    choices: Mapping[str, str]
    pause: Callable[[], None]
    done: dict[str, Proposal] = field(default_factory=dict)
    open: dict[str, Row] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    also: dict[str, str] = field(default_factory=dict)  # name and village → the row that has it
    named: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    neighbours: dict[int | None, list[Known]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for _, one in self.in_steps(sorted(self.people.items())):
            self.named[name_key(one.name)].append(one)
            if not one.removed:
                self.neighbours[one.village_id].append(one)

    def in_steps(self, many: Iterable[T]) -> Iterator[T]:
        """One after the other, with a pause now and then."""
        for number, one in enumerate(many, 1):
            if number % STEP == 0:
                self.pause()
            yield one

    def begin(self, row: Row) -> None:
        choice = self.choices.get(row.key, "")
        if choice == "skip" or row.skipped:
            self.done[row.key] = Proposal(row, State.SKIPPED, choice=choice, why=row.problem)
        elif row.problem and not (row.problem == "garbled" and choice == "as_is"):
            self.done[row.key] = Proposal(row, State.ERROR, why=row.problem)
        else:
            self.open[row.key] = row

    def follow_choices(self) -> None:
        """Who was said to be the same person is, as long as that person is there."""
        for key, row in list(self.open.items()):
            what, _, number = self.choices.get(key, "").partition(":")
            if what == "same" and number.isdecimal() and self._is_free(int(number)):
                self._match(row, int(number), choice=self.choices[key])

    def _is_free(self, id_: int) -> bool:
        return id_ in self.people and id_ not in self.taken

    def by_code(self) -> None:
        """A code names its holder, unless the row then has another's name: cells were moved."""
        holders = {one.code: one.id for one in self.people.values() if one.code and not one.removed}
        for row in list(self.open.values()):
            holder = holders.get(row.code) if row.code else None
            if holder is None or holder in self.taken or self.choices.get(row.key) == "new":
                continue
            if plain(self.people[holder].name) == plain(row.name):
                self._match(row, holder)
            else:
                self._doubt(row, "code", (holder,))

    def by_name(self, key_of: object, *, certain: bool = True) -> None:
        """People of one name in one village, each row with the person it agrees with best."""
        assert callable(key_of)
        rows: dict[object, list[Row]] = defaultdict(list)
        for row in self.in_steps(self.open.values()):
            if self.choices.get(row.key) != "new":
                rows[key_of(row.name), row.village_id].append(row)
        there: dict[object, list[Known]] = defaultdict(list)
        for id_, one in self.in_steps(sorted(self.people.items())):
            if not one.removed and id_ not in self.taken:
                there[key_of(one.name), one.village_id].append(one)
        for place, some in self.in_steps(rows.items()):
            if certain:
                self._pair(some, there.get(place, []))
            else:
                self._pair_spellings(some, there.get(place, []))

    def _pair(self, rows: list[Row], people: list[Known]) -> None:
        pairs = sorted(
            (bool(_changes(row, one)), -_agreement(row, one), at, one.id)
            for at, row in enumerate(rows)
            for one in people
        )
        for _, _, at, id_ in pairs:
            row = rows[at]
            if row.key not in self.open or id_ in self.taken:
                continue
            if len(people) > len(rows) and _changes(row, self.people[id_]):
                self._doubt(row, "several", tuple(one.id for one in people))
            else:
                self._match(row, id_)

    def _pair_spellings(self, rows: list[Row], people: list[Known]) -> None:
        """The same letters with other marks: typed without them, or another name altogether."""
        for row in rows:
            left = [one for one in people if one.id not in self.taken]
            if not left:
                continue
            plain = [
                o for o in left if loses_marks(row.name, o.name) or loses_marks(o.name, row.name)
            ]
            if len(left) == 1 and plain:
                self._match(row, plain[0].id)
            else:
                self._doubt(row, "marks", tuple(one.id for one in left))

    def settle_rest(self) -> None:
        """Who is nobody on the list is new, unless somebody much like them is left over."""
        for key, row in self.in_steps(list(self.open.items())):
            if self.choices.get(key) == "new":
                self._is_twin_in_file(row, name_key(row.name))  # the next one of that name is
                self._new(row, "new")
                continue
            why, candidates = self._resembling(row)
            if why:
                self._doubt(row, why, candidates)
            else:
                self._new(row)

    def _resembling(self, row: Row) -> tuple[str, tuple[int, ...]]:
        name = name_key(row.name)
        namesakes = self.named.get(name, [])
        twins = [o.id for o in namesakes if o.village_id == row.village_id and not o.removed]
        if twins or self._is_twin_in_file(row, name):
            return "twice", tuple(twins)
        same = [one for one in namesakes if one.id not in self.taken]
        removed = tuple(one.id for one in same if one.removed and one.village_id == row.village_id)
        if removed:
            return "removed", removed
        elsewhere = tuple(one.id for one in same if not one.removed)
        if elsewhere:
            return "other_village", elsewhere
        near = self._near(row)
        return ("near", near) if near else ("", ())

    def _is_twin_in_file(self, row: Row, name: str) -> bool:
        """A second row of one name and village, with nothing that tells the two apart."""
        place = f"{name}|{row.village_id}|{plain(row.distinction)}"
        return self.also.setdefault(place, row.key) != row.key

    def _near(self, row: Row) -> tuple[int, ...]:
        """People of the same village whose name is a letter away."""
        there = self.neighbours.get(row.village_id, [])
        neighbours = [one for one in there if one.id not in self.taken]
        if row.village_id is None or len(neighbours) > _MOST_NEAR:
            return ()
        wanted = plain(row.name)
        return tuple(one.id for one in neighbours if a_letter_apart(wanted, plain(one.name)))

    def _match(self, row: Row, id_: int, choice: str = "") -> None:
        one = self.people[id_]
        changes = _changes(row, one)
        state = State.CHANGED if changes or one.removed else State.SAME
        self._close(Proposal(row, state, id_, changes, choice=choice))
        self.taken.add(id_)

    def _new(self, row: Row, choice: str = "") -> None:
        self._close(Proposal(row, State.NEW, choice=choice))

    def _doubt(self, row: Row, why: str, candidates: tuple[int, ...]) -> None:
        self._close(Proposal(row, State.DOUBTFUL, why=why, candidates=candidates))

    def _close(self, proposal: Proposal) -> None:
        self.open.pop(proposal.row.key, None)
        self.done[proposal.row.key] = proposal

    def in_order(self, rows: Sequence[Row]) -> list[Proposal]:
        return [self.done[row.key] for row in rows]

    def missing(self, rows: Sequence[Row]) -> list[int]:
        """Who was invited from the villages of this file and is not in it.

        Nobody of whom a row might still speak is called missing.
        """
        covered = {row.village_id for row in rows if not row.problem}
        waiting = {plain(one.row.name) for one in self.done.values() if one.delegate_id is None}
        maybe = {id_ for one in self.done.values() for id_ in one.candidates}
        return [
            one.id
            for one in self.people.values()
            if one.expected
            and not one.removed
            and one.village_id in covered
            and one.id not in self.taken | maybe
            and plain(one.name) not in waiting
        ]


def _agreement(row: Row, one: Known) -> int:
    """How many things a row says of somebody are so; what differs counts against."""
    said = (
        (row.distinction, one.distinction),
        (row.office_title, one.office_title),
        (row.honorific, one.honorific),
        (row.group.name if row.group else "", one.group),
        (row.name, one.name),
    )
    return sum((1 if new.casefold() == old.casefold() else -1) for new, old in said if new or old)


def _changes(row: Row, one: Known) -> tuple[Change, ...]:
    """What the row says otherwise. An empty cell says nothing."""
    found = []
    if name_key(row.name) != name_key(one.name) and not loses_marks(row.name, one.name):
        found.append(Change("name", one.name, row.name))
    for attribute in ("honorific", "office_title", "field", "distinction"):
        new, old = getattr(row, attribute), getattr(one, attribute)
        if new and new.casefold() != old.casefold():
            found.append(Change(attribute, old, new))
    if row.village_id is not None and row.village_id != one.village_id:
        found.append(Change("village", str(one.village_id or ""), str(row.village_id)))
    if row.group is not None and (row.group.name, row.group.kind) != (one.group, one.kind):
        found.append(Change("group", one.group, row.group.name))
    return tuple(found)
