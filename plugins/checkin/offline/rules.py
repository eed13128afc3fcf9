"""What a cut-off desk may say: the entries of its upload, read with suspicion, and what its copy
of the list holds of a code.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

MOST_ENTRIES = 200  # in one upload; a desk sends a few dozen at a time
LONGEST_TEXT = 500
LARGEST_NUMBER = 2**31 - 1
SECRET_DIGITS = 32  # of the SHA-256 of a QR's secret: nobody can compute 126 bits back
# Of the SHA-256 of a short code: all codes can be tried in a second, so the copy keeps too little
# to name one. Enough to tell the people of a list apart; a lost tablet is left with 50,000 guesses.
CODE_DIGITS = 4
_ID = re.compile(r"[0-9A-Za-z-]{16,64}")
_TEXTS = ("raw", "name", "honorific", "distinction", "reason")
_NUMBERS = ("delegate_id", "village_id", "substitute_for")


@dataclass(frozen=True)
class Entry:
    """One arrival as a desk wrote it down while it was cut off."""

    id: str  # made by the desk: the same entry again is the same arrival
    at_ms: int
    facts: dict[str, Any] = field(default_factory=dict)  # the arguments of record_arrival


def digest(value: str, digits: int) -> str:
    """What the copy holds instead of a code or secret."""
    return hashlib.sha256(value.encode()).hexdigest()[:digits] if value else ""


def read_entry(given: object) -> Entry | None:
    """An entry of an upload; None when it cannot have been made by a desk."""
    if not isinstance(given, dict) or not _is_whole(given.get("at")):
        return None
    name = given.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        return None
    facts = {one: given.get(one, "") for one in _TEXTS}
    numbers = {one: given.get(one, 0) for one in _NUMBERS}
    if not all(isinstance(one, str) and len(one) <= LONGEST_TEXT for one in facts.values()):
        return None
    if not all(_is_whole(one) and one <= LARGEST_NUMBER for one in numbers.values()):
        return None
    if not (facts["raw"] or facts["name"] or numbers["delegate_id"]):
        return None
    return Entry(name, given["at"], {**facts, **numbers})


def id_of(given: object) -> str:
    """By which name to answer for an entry that could not be read."""
    name = given.get("id") if isinstance(given, dict) else None
    return name[:64] if isinstance(name, str) else ""


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
