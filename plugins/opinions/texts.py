"""What people type: how it is cleaned, how long it may be, and what looks wrong. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import pairwise

import regex

from meeting import text as words
from meeting.contract import Refused, _l

QUESTION_LIMIT = 4000  # letters as a reader counts them
ANSWER_LIMIT = 10_000
SUMMARY_LIMIT = 600
NAME_LIMIT = 120
NOTHING_RAISED = "Phát biểu, không nêu kiến nghị."  # in the minutes, whatever the screens speak


def question(raw: str) -> str:
    """The text of a question as it is stored."""
    return bounded(words.clean(raw, lines=True), QUESTION_LIMIT, required=True)


def answer(raw: str) -> str:
    """The text of an answer as it is stored. It may still be empty while somebody types."""
    return bounded(words.clean(raw, lines=True), ANSWER_LIMIT)


def summary(raw: str) -> str:
    """The secretary's short form for screens and minutes; empty when the text itself will do."""
    return bounded(words.clean(raw, lines=True), SUMMARY_LIMIT)


def bounded(value: str, limit: int, *, required: bool = False) -> str:
    if required and not value:
        raise Refused("opinions.empty", _l("Nothing is written yet. Type the question first."))
    length = words.graphemes(value)
    if length > limit:
        raise Refused(
            "opinions.too_long",
            _l(
                "The text has %(length)s letters; at most %(limit)s fit. "
                "Shorten it, or send it in two parts."
            ),
            length=length,
            limit=limit,
        )
    return value


def asker_name(raw: str) -> str:
    """A name typed by hand: anything with a letter in it."""
    name = words.clean(raw)
    if not words.has_letter(name) or words.graphemes(name) > NAME_LIMIT:
        raise Refused(
            "opinions.bad_name",
            _l("“%(name)s” is not a name. Write the name, or choose “no name given”."),
            name=name[:NAME_LIMIT],
        )
    return name


def official(raw: str) -> str:
    """A person with an office, or a body, in one line; may be empty while somebody types."""
    return bounded(words.clean(raw), NAME_LIMIT * 2)


def line(raw: str) -> str:
    """A short note in one line: a slip's number, a reference, where to reach somebody."""
    return bounded(words.clean(raw), NAME_LIMIT * 2)


def grouped(code: str) -> str:
    """The code of a stub as it is read out and copied: ``CFGH-2345``."""
    return f"{code[:4]}-{code[4:]}"


# What an opinion is found by


def search_key(parts: Iterable[str]) -> str:
    """All the words of an opinion without marks, each behind a blank, to look words up in."""
    return "".join(f" {words.search_key(part)}" for part in parts if part)


_SMALL = frozenset(
    ["la", "thi", "ma", "cua", "cho", "xin", "de", "nghi", "kien", "va", "cac", "nhung", "co"]
)


def pairs(text: str) -> frozenset[int]:
    """Pairs of neighbouring words, as numbers: a Vietnamese word is mostly two syllables."""
    plain = [word for word in words.search_key(text).split() if word not in _SMALL]
    # 31 bits fit an integer of every database; that two of a meeting's pairs fall together is rare
    # and makes two texts only a little more alike.
    return frozenset(zlib.crc32(" ".join(two).encode()) >> 1 for two in pairwise(plain))


# Letters and signs that old Vietnamese code pages put where Unicode has others. A person may write
# one of them; several inside words, and no letter only Unicode has, mean a text in the wrong code.
_FOREIGN = "ÄÅÆÇËÎÏÑÖØÛÜßäåæçëîïñöøûüÿ§µ®¸¶¨¹¬\u00ad"
_MISREAD = regex.compile(rf"(?<=\p{{L}})[{_FOREIGN}]|[{_FOREIGN}](?=\p{{L}})")
_UNICODE_ONLY = regex.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def in_wrong_code(text: str) -> bool:
    """Whether a text looks typed in TCVN3 or VNI. It is kept as it is; people are warned."""
    return len(_MISREAD.findall(text)) >= 2 and not _UNICODE_ONLY.search(text)


def initials(name: str) -> str:
    """A name as it is shown where names are not: ``Đinh Thị Hlŏp`` → ``Đ.T.H.``"""
    letters = (regex.match(r"\X", word) for word in name.split())
    return "".join(f"{found.group().upper()}." for found in letters if found)
