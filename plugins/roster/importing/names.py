"""When two spellings are one name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from meeting import text

_TONES = "\u0300\u0309\u0303\u0301\u0323"


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """The same for ``Hoà`` and ``Hòa``, for any case; not for ``Lan`` and ``Lân``."""
    words = []
    for word in unicodedata.normalize("NFD", text.clean(name).casefold()).split():
        tone = "".join(mark for mark in word if mark in _TONES)
        words.append("".join(letter for letter in word if letter not in _TONES) + tone)
    return " ".join(words)


def _marks(name: str) -> int:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d\u0335"))
    return sum(1 for letter in plain if unicodedata.combining(letter))


def loses_marks(new: str, old: str) -> bool:
    """Whether one name is the other typed without marks: what the list has is better."""
    return plain(new) == plain(old) and _marks(new) == 0 < _marks(old)


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """The name without marks, remembered: a list is compared with a file many times."""
    return text.search_key(name)


def a_letter_apart(one: str, other: str) -> bool:
    """Whether one letter was typed otherwise, left out, or put in."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    same_length = len(shorter) == len(longer)
    return shorter[at + same_length :] == longer[at + 1 :]
