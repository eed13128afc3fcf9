"""What the secretary enters for the minutes: how it is cleaned, what is missing, who signs."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields

from meeting import text
from plugins.minutes.wording import HONORIFICS

LONGEST = 20_000  # letters of one text; a conclusion has some two thousand
LONGEST_NAME = 200
REQUIRED = ("chair", "secretary", "conclusion")
_NAMES = frozenset({"chair", "secretary"})
_OFFICE = re.compile(r"\s+[-–—]\s+|[,;(]")
_OWN_LABEL = re.compile(r"(?:\d{1,3}|[a-zđ])[.)]\s|[-–—+•*]\s?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """The words of the minutes that no record holds; people with their office."""

    chair: str = ""
    secretary: str = ""
    opening: str = ""
    conclusion: str = ""
    closing: str = ""

    def cleaned(self) -> Entered:
        """As it is stored."""
        return Entered(
            **{
                name: text.clean(value, lines=name not in _NAMES)
                for name, value in asdict(self).items()
            }
        )

    def exceeded(self) -> int | None:
        """The limit that one of the texts exceeds, if one does."""
        for name, value in asdict(self).items():
            limit = LONGEST_NAME if name in _NAMES else LONGEST
            if text.graphemes(value) > limit:
                return limit
        return None

    def missing(self) -> list[str]:
        """Names of the fields without which the minutes cannot be signed."""
        return [name for name in REQUIRED if not text.has_letter(getattr(self, name))]

    def differences(self, other: Entered) -> list[str]:
        """Names of the fields in which two versions differ."""
        return [
            field.name
            for field in fields(self)
            if getattr(self, field.name) != getattr(other, field.name)
        ]


def signer_name(who: str) -> str:
    """The bare name that stands under a signature: ``Ông Lê Nam - Chủ tịch`` gives ``Lê Nam``."""
    for honorific in HONORIFICS:
        if who.lower().startswith(honorific + " "):
            who = who[len(honorific) :]
            break
    return _OFFICE.split(who.strip(), maxsplit=1)[0].strip()


def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text, without empty lines."""
    return [line.strip() for line in words.split("\n") if line.strip()]


def labelled(lines: list[str]) -> bool:
    """Whether somebody numbered these paragraphs themselves."""
    return any(_OWN_LABEL.match(line) for line in lines)
