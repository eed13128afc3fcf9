"""Turning pages, what stood before a tap, and two notes at once: without Flask."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.chair import rules
from plugins.chair.rules import Chip, Only, Stand, Wanted


def chips(*numbers: int, settled: tuple[int, ...] = ()) -> list[Chip]:
    return [Chip(id=one, number=one, settled=one in settled) for one in numbers]


def one(number: int, *, there: bool = True) -> Chip:
    return Chip(id=number if there else 0, number=number)


@pytest.mark.parametrize(
    ("at", "step", "found"),
    [
        (None, 0, 2),  # the first that is open
        (one(4), 0, 4),
        (one(3, there=False), 0, 4),  # taken back: the one behind it
        (one(99, there=False), 0, 5),
        (one(2), 1, 4),
        (one(5), 1, 5),  # at the end one stays
        (one(4), -1, 2),
        (one(1), -1, 1),
        (one(3), 1, 4),  # one that the filter leaves out
        (one(9), 1, 9),
        (one(0, there=False), -1, 1),
    ],
)
def test_where_one_turns_to(at: Chip | None, step: int, found: int) -> None:
    chosen = rules.chosen(chips(1, 2, 4, 5, settled=(1,)), at=at, step=step)
    assert chosen is not None
    assert chosen.number == found


def test_nothing_to_turn_to() -> None:
    assert rules.chosen([], at=None) is None
    assert rules.chosen([], at=one(3, there=False)) is None
    assert rules.chosen([], at=one(3)) == one(3), "the filter leaves all out, the page stays"


def test_the_numbers_around() -> None:
    many = chips(*range(1, 2001))
    place = rules.place(many, many[999])
    assert (place.index, place.count) == (1000, 2000)
    assert [chip.number for chip in place.around] == list(range(996, 1005))
    assert place.before == many[998]
    assert place.after == many[1000]
    assert [chip.number for chip in rules.place(many, many[0]).around] == list(range(1, 10))
    assert [chip.number for chip in rules.place(many, many[-1]).around] == list(range(1992, 2001))
    left_out = rules.place(chips(1, 2, 4), one(3))
    assert left_out.index is None
    assert (left_out.before, left_out.after) == (one(2), one(4))
    assert left_out.around[left_out.middle] == one(4)


def test_who_waits_longest_comes_first() -> None:
    early = Chip(id=7, number=7, since="2023-10-20T08:00")
    late = Chip(id=2, number=2, since="2023-10-20T09:00")
    place = rules.place(sorted([late, early], key=lambda chip: chip.place), late)
    assert (place.before, place.after) == (early, None)


def test_a_filter_in_an_address() -> None:
    wanted = Wanted(topic="DAT_DAI", only=Only.OPEN)
    assert wanted.address == {"topic": "DAT_DAI", "only": "open"}
    assert wanted.but(village=3, topic="") == {"village": 3, "only": "open"}
    assert Wanted().address == {}


def test_how_it_stood_goes_through_a_cookie() -> None:
    stand = Stand(outcome="PENDING", department="X", due_date=date(2023, 11, 10), merged_into=3)
    assert Stand.from_plain(stand.plain()) == stand
    assert stand.stamp != Stand().stamp
    assert Stand.from_plain(Stand().plain()) == Stand()


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [("", "a", "a"), ("a", "ab", "ab"), ("ab", "a", "ab"), ("a", "b", "a\n\nb"), ("a", "", "a")],
)
def test_nothing_of_two_notes_is_lost(theirs: str, mine: str, both: str) -> None:
    assert rules.joined(theirs, mine) == both
