"""Sentence forms of the papers, which an office may reword for its meeting.

A form is plain Vietnamese with placeholders in braces: ``Chủ trì giao {department} trả lời.``
Nothing but the bare name of a placeholder is allowed in the braces.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

LONGEST = 2_000  # letters of one form


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence form (point ``minutes.phrase``): where it stands, its words, sample facts."""

    UNIQUE: ClassVar = "key"  # no two plugins declare one of the same

    key: str  # "opinions.pending"
    title: object
    form: str
    facts: Mapping[str, str] = field(default_factory=dict)  # placeholder -> sample
    needed: frozenset[str] = frozenset()  # placeholders that must not be left out


class UnknownPhrase(KeyError):
    """A paper asks for a sentence nobody has declared: a fault of the program."""


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is wrong with a form, and the placeholder it is about."""

    why: str  # "braces" | "unknown" | "missing" | "empty" | "long"
    name: str = ""


@dataclass(frozen=True)
class Phrases:
    """All forms of a meeting: as they are declared, and as the office has reworded them."""

    declared: Mapping[str, Phrase] = field(default_factory=dict)
    reworded: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, declared: Iterable[Phrase], reworded: Mapping[str, str] | None = None) -> Phrases:
        return cls({one.key: one for one in declared}, reworded or {})

    def form(self, key: str) -> str:
        """The words with their placeholders. A reworded form that no longer fits is passed over."""
        phrase = self.declared.get(key)
        if phrase is None:
            raise UnknownPhrase(key)
        own = self.reworded.get(key)
        return phrase.form if own is None or any(wrong(own, phrase)) else own

    def say(self, key: str, **facts: object) -> str:
        """The sentence with its facts."""
        return filled(self.form(key), facts)

    def sample(self, key: str, form: str | None = None) -> str:
        """The sentence with the sample facts, to show beside the field in which it is changed."""
        phrase = self.declared[key]
        return filled(self.form(key) if form is None else form, phrase.facts)


def filled(form: str, facts: Mapping[str, object]) -> str:
    """The form with its facts put in. Braces in a fact stay as they are."""
    return "".join(
        words + (str(facts.get(name, "")) if name is not None else "")
        for words, name in _pieces(form)
    )


def wrong(form: str, phrase: Phrase) -> Iterator[Wrong]:
    """Everything that keeps a form from being used."""
    if not form.strip():
        yield Wrong(why="empty")
        return
    if len(form) > LONGEST:
        yield Wrong(why="long")
    try:
        names = [name for _, name in _pieces(form) if name is not None]
    except ValueError:
        yield Wrong(why="braces")
        return
    for name in dict.fromkeys(names):
        if name not in phrase.facts:
            yield Wrong(why="unknown", name=name)
    for name in sorted(phrase.needed - set(names)):
        yield Wrong(why="missing", name=name)


def _pieces(form: str) -> Iterator[tuple[str, str | None]]:
    """Words and the placeholder behind them. Raises ValueError where braces do not pair."""
    for words, name, spec, conversion in string.Formatter().parse(form):
        if spec or conversion:
            raise ValueError("only a name may stand in braces")
        yield words, name
