"""What the doctor says about one thing: a grade, a sentence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How grave it is, by the sign that is printed."""

    GOOD = "✓"
    LOOK = "!"  # the meeting can be held, but look at it
    BAD = "✗"  # mend it before the day


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing."""

    grade: Grade
    sentence: str
    advice: str = ""


def good(sentence: str) -> Finding:
    """In order."""
    return Finding(Grade.GOOD, sentence)


def look(sentence: str, advice: str) -> Finding:
    """Bearable, with what to do."""
    return Finding(Grade.LOOK, sentence, advice)


def bad(sentence: str, advice: str) -> Finding:
    """Not bearable, with what to do."""
    return Finding(Grade.BAD, sentence, advice)
