"""From anybody's text to letters that a font can print, none of them lost without a trace."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NO_BREAK = "\N{NO-BREAK SPACE}"
MAX_MARKS = 6  # marks drawn on one letter; a heap of them is an attack, not a language

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_NO_BREAKS = re.compile("[\u2007\u202f]")
_SPACES = re.compile(r"[^\S\n\xa0]+")
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]")


def printable(raw: str) -> str:
    """NFC text without what has no shape: controls, direction marks, joiners, variants.

    Direction marks go because on paper they can only make a reader see another order than the one
    recorded. Line feeds stay, other white space becomes one space, private use shows as U+FFFD.
    """
    if raw.isprintable() and "  " not in raw and not _VARIANTS.search(raw):
        return unicodedata.normalize("NFC", raw)  # as nearly every text is, and far quicker
    joined = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = _NO_BREAKS.sub(NO_BREAK, _LINE_ENDS.sub("\n", joined).replace("\t", " "))
    shaped = "".join(map(_shape, _VARIANTS.sub("", lines)))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", shaped))


@lru_cache(maxsize=4096)
def _shape(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Cf") and char != "\n":
        return ""
    return REPLACEMENT if category == "Co" else char


def is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def clusters(line: str) -> list[str]:
    """Letters, each with the combining marks on it, at most `MAX_MARKS` to one letter."""
    found: list[str] = []
    for char in line:
        if found and is_mark(char) and not found[-1].isspace() and len(found[-1]) <= MAX_MARKS:
            found[-1] += char
        else:
            found.append(char)
    return found
