"""Which village a spelling means: “Làng Stơr”, “stor”, “Khóm 01”; and which ones are near it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from meeting import text

# Words a village is spoken with, wherever the office is.
UNIT_WORDS = (
    "tổ dân phố", "khu dân cư", "khu phố", "khối phố", "tiểu khu", "làng", "thôn", "khóm", "ấp",
    "bản", "buôn", "bon", "xóm", "phum", "sóc", "khối", "khu", "tổ",
)  # fmt: skip
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[A-Za-zĐđ])\s*[.)/:-]\s*")
_AFTER = re.compile(r"\s*(?:[(:;,–]|\s-\s|\d+\s+(?:người|đại biểu|đ/c|đồng chí)).*$", re.IGNORECASE)
_MOST_SUGGESTED = 3
_NEAR = 0.7


@dataclass(frozen=True)
class Place:
    """A village as the comparing needs it."""

    id: int
    name: str
    label: str


def bare(raw: str) -> str:
    """A heading without its number and its count: “II. Làng Leng (06 người)” → “Làng Leng”."""
    return _AFTER.sub("", _NUMBERING.sub("", raw)).strip()


class Villages:
    """The villages of a meeting, to be found by what an office wrote."""

    def __init__(self, places: Iterable[Place], unit_words: Sequence[str] = ()) -> None:
        self.places = tuple(places)
        words = {word.lower() for word in (*unit_words, *UNIT_WORDS)}
        self._words = sorted(words, key=len, reverse=True)
        self._spelt = [spelt for word in self._words for spelt in (word, text.search_key(word))]
        self._found: dict[str, int | None] = {}  # a file says the same few thousands of times
        self._by_key: dict[str, int | None] = {}
        for place in self.places:
            for key in {self.key(place.name), self.key(place.label)}:
                same = self._by_key.get(key, place.id) == place.id
                self._by_key[key] = place.id if same else None  # two villages: neither

    def key(self, raw: str) -> str:
        """What two spellings of one village share: no unit word, no marks, no spaces, no zeros."""
        plain = text.search_key(self._without_word(text.clean(raw)))
        return "".join(word.lstrip("0") or "0" for word in plain.split())

    def _without_word(self, raw: str) -> str:
        lower = raw.lower()
        for spelt in self._spelt:
            rest = raw[len(spelt) :]
            if lower.startswith(spelt) and rest[:1] in {" ", ".", ":"} and rest.strip(" .:"):
                return rest.strip(" .:")
        return raw

    def find(self, raw: str) -> int | None:
        """The village that is meant, when no other can be."""
        if raw not in self._found:
            self._found[raw] = self._find(raw)
        return self._found[raw]

    def _find(self, raw: str) -> int | None:
        for spelt in (raw, bare(raw), raw.partition(" - ")[0]):
            found = self._by_key.get(self.key(spelt)) if spelt.strip() else None
            if found is not None:
                return found
        return None

    def has_word(self, raw: str) -> bool:
        """Whether it begins with a word for a village, marks and all (“Lăng” is a family)."""
        lower = text.clean(raw).lower()
        return any(lower.startswith(f"{word} ") for word in self._words)

    def inside(self, raw: str) -> int | None:
        """The one village whose name with its unit word stands in a title; None if none or more."""
        words = f" {text.search_key(raw)} "
        found = {place.id for place in self.places if f" {text.search_key(place.label)} " in words}
        return found.pop() if len(found) == 1 else None

    def near(self, raw: str) -> list[int]:
        """Villages it may be a spelling of, the nearest first: “Sơ Tơr” is near “Stơr”."""
        wanted = self.key(bare(raw))
        if not wanted:
            return []
        ranked = sorted(
            ((self._nearness(wanted, self.key(place.name)), -at, place.id)
             for at, place in enumerate(self.places)),
            reverse=True,
        )  # fmt: skip
        return [id_ for nearness, _, id_ in ranked if nearness >= _NEAR][:_MOST_SUGGESTED]

    @staticmethod
    def _nearness(one: str, other: str) -> float:
        ratio = difflib.SequenceMatcher(None, one, other).ratio()
        bones = _consonants(one), _consonants(other)
        return max(ratio, 0.9) if bones[0] == bones[1] and len(bones[0]) > 1 else ratio


def _consonants(key: str) -> str:
    """What remains when vowels are heard in many ways: k for c and q, i for y."""
    plain = regex.sub("[aeiouyw]", "", key.replace("q", "k").replace("c", "k").replace("kh", "k"))
    return regex.sub(r"(.)\1+", r"\1", plain)
