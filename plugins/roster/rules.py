"""Rules of names and invitation codes, without database or web."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from meeting import codes, text

NAME_LETTERS = 80
DISTINCTION_LETTERS = 60
LONGEST_SEARCH = 100
CODE_LENGTH = 7
SECRET_LENGTH = 28  # 126 bits
# The first letter of a word, also after the apostrophe of H'Lĭnh and the hyphen of H-Nhi.
_FIRST_LETTER = re.compile(r"(?<![\w\u0300-\u036f])[^\W\d_]")
_ORGANISATIONS = (
    "hộ kinh doanh", "công ty", "htx", "hợp tác xã", "doanh nghiệp", "dntn", "cửa hàng", "cơ sở",
    "ubnd", "hđnd", "ubmttq", "mttq", "tnhh",
)  # fmt: skip
_SECRET = re.compile(rf"(?<![A-Z0-9])[{codes.LETTERS}]{{{SECRET_LENGTH}}}(?![A-Z0-9])")


def is_name(value: str) -> bool:
    """Whether this can be a person's name: it has a letter and is not longer than a line."""
    return text.has_letter(value) and not text.is_longer(value, NAME_LETTERS)


def usual_spelling(name: str) -> str:
    """How a name typed without capitals or in nothing else is usually written; empty when it is.

    A proposal only: ``Y Hlŏp`` and ``H'Lĭnh`` stay, organisations are written in their own ways.
    """
    cased = [letter for letter in name if letter.lower() != letter.upper()]
    small = bool(cased) and cased[0].islower()
    large = len(cased) > 1 and not any(letter.islower() for letter in cased)
    if not (small or large) or name.lower().startswith(_ORGANISATIONS):
        return ""
    usual = _FIRST_LETTER.sub(lambda found: found[0].upper(), name.lower())
    return "" if usual == name else usual


def new_code() -> str:
    """A random short code, ``ABCDEFG``."""
    return codes.new_code(CODE_LENGTH)


def new_secret() -> str:
    """A random secret for the QR. Capitals and digits: the QR stays small."""
    return codes.new_code(SECRET_LENGTH)


def shown(code: str) -> str:
    """The short code as people read it out: ``ABC-DEFG``."""
    return codes.in_halves(code)


def read_code(raw: str) -> str:
    """The code or secret in what was typed, scanned or pasted; empty when there can be none.

    Accepts lower case, spaces, dashes, look-alike letters, and any address that contains it.
    """
    value = unicodedata.normalize("NFKC", raw[:500]).upper()
    found = _SECRET.search(value)
    if found:
        return found[0]
    if "/" in value:
        value = re.split(r"[?#]", value)[0].rstrip("/").rpartition("/")[2]
    return codes.read_code(value, CODE_LENGTH, SECRET_LENGTH)


def is_secret(raw: str) -> bool:
    """Whether this holds a QR's secret rather than a code somebody typed."""
    return len(read_code(raw)) == SECRET_LENGTH


Typed = Sequence[frozenset[str]]  # word by word, what each may stand for


def typed_words(typed: str) -> Typed:
    """What stands in a search field, ready to be compared with search keys."""
    return [text.readings(word) for word in text.search_key(typed[:LONGEST_SEARCH]).split()]


def matches(words: Typed, search_key: str) -> bool:
    """Whether each word begins a word of this key."""
    known = search_key.split()
    return all(any(one.startswith(tuple(word)) for one in known) for word in words)


def rank(words: Typed, search_key: str) -> tuple[int, int]:
    """How near a name is to what was typed; smaller is nearer.

    People are known by their given name, the last word: it comes first, a whole word before a part.
    """
    given = (search_key.split() or [""])[-1]
    if any(given in word for word in words):
        return 0, len(search_key)
    if any(given.startswith(tuple(word)) for word in words):
        return 1, len(search_key)
    return 2, len(search_key)
