"""Rules of the page on which a village names its own people; no database, no web."""

from __future__ import annotations

from difflib import SequenceMatcher

MOST = 100  # names a village may enter where the plan gives it no places
SAME_NAME = 0.6  # how alike two names are when one is the other, better spelt
SAME_GIVEN_NAME = 0.5  # the last word, by which people are known


def is_full(places: int | None, people: int) -> bool:
    """Whether the village itself may add nobody more; the office still can."""
    return people >= (MOST if places is None else places)


def is_other_person(before: str, after: str) -> bool:
    """Whether a changed name looks like somebody else rather than a corrected spelling.

    Takes search keys: marks and capitals do not count. An added or dropped word is a correction.
    """
    old, new = before.split(), after.split()
    if set(old) <= set(new) or set(new) <= set(old):  # also when one is empty
        return False
    if _likeness(old[-1], new[-1]) < SAME_GIVEN_NAME:
        return True
    return _likeness("".join(old), "".join(new)) < SAME_NAME


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
