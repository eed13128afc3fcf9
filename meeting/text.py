"""Names and sentences as people here type them: storing, searching, sorting and counting.

Follows the rules for dirty input: nothing a person wrote is dropped except what no reader can see.
"""

from __future__ import annotations

import unicodedata

import regex

# Invisible characters that only break search and layout: zero width, bidi overrides, byte order
# mark, tags, and the blanks that Unicode counts as letters. Not the soft hyphen: TCVN3 has a letter
# there.
_INVISIBLE = regex.compile(
    "[\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u061c\u180e"
    "\u115f\u1160\u3164\uffa0\U000e0000-\U000e007f]"
)
# Putting marks in order takes the square of their number on one letter: a form of nothing else
# would stop the server for minutes. Unicode's own remedy (UAX #15, stream-safe text) parts them.
_APART = "\u034f"
_TALL = regex.compile(rf"[\p{{M}}--{_APART}]{{30}}(?=[\p{{M}}--{_APART}])", flags=regex.V1)
# And what XML, so what an office file, cannot hold.
_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}--[\n\t]]", flags=regex.V1)
# Compiled once: to look a pattern up in the library's own cache takes longer than to use it.
_GRAPHEME = regex.compile(r"\X")
_BLANK_LINES = regex.compile(r"\n{3,}")
_PUNCTUATION = regex.compile(r"[^\w\s]|_")
_VNI_MARK = regex.compile(r"(?<=\w)\d")
_TELEX_TONE = regex.compile(r"(?<=[aeiouyw]\w*)[sfrxj](?=\w{0,2}$)")
_TELEX_LETTER = regex.compile(r"([aeod])\1|(?<=[aou])w")
# Words of two syllables that a title must not be broken in, and what a number is the name of.
_UNBROKEN = regex.compile(
    r"(?i)\b(nhân dân|ủy ban|hội đồng|hội nghị|đối thoại|trao đổi|địa bàn|phát biểu|kinh tế|xã hội"
    r"|quốc phòng|an ninh|chính quyền|địa phương|đại biểu|chương trình|kết luận|ý kiến|trả lời"
    r"|câu hỏi|kiến nghị|(?:phường|quận|khu phố|khóm|ấp|thôn|tổ) \d+)\b"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TOWER = 8  # signs; no letter of any language here has so many
_ICELANDIC = regex.compile("[þÞæÆ]")
_ETH = regex.compile(r"(?<!\p{Ll})\u00d0|\u00f0")  # after a small letter Ð is TCVN3's é: kÐm
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_ALPHABET = "aăâbƀcdđeĕêfghiĭjklmnoŏôơpqrstuŭưvwxyz"
_FOLD = str.maketrans({"đ": "d", "ð": "d", "ƀ": "b", "\u00a0": " "})


class Addressed:
    """Somebody with a name and a form of address: ``Ông``, ``Bà``, or none that is known."""

    name: str
    honorific: str

    @property
    def addressed(self) -> str:
        """At the beginning of a sentence, a line or a cell: ``Bà Đinh Thị Hlŏp``."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def addressed_inside(self) -> str:
        """Inside a sentence: ``Mời bà Đinh Thị Hlŏp``."""
        return f"{self.honorific_inside} {self.name}".strip()

    @property
    def honorific_inside(self) -> str:
        """The form of address alone, inside a sentence: ``Mời bà vào``."""
        return self.honorific.lower()


def clean(value: str, *, lines: bool = False) -> str:
    """Bring text into the form that is stored: NFC, no invisible characters, single spaces,
    trimmed.

    ``lines`` keeps line breaks (opinions, answers); otherwise they become spaces (names, titles).
    Combining marks that have no composed form, such as Bahnar ``ơ̆``, stay.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = str(_CONTROL.sub("", _INVISIBLE.sub("", value)))
    value = unicodedata.normalize("NFC", _TALL.sub(rf"\g<0>{_APART}", value))
    if not _ICELANDIC.search(value):  # Ð/ð are what old keyboards give for Đ/đ
        value = _ETH.sub(lambda found: "Đ" if found[0] == "\u00d0" else "đ", value)
    if not lines:
        return " ".join(value.split())
    kept = [" ".join(line.split()) for line in value.split("\n")]
    return str(_BLANK_LINES.sub("\n\n", "\n".join(kept))).strip()


def search_key(value: str) -> str:
    """Lower case without marks or punctuation: ``Đinh Thị Hlŏp`` and ``dinh thi hlop`` give the
    same.
    """
    bare = _without_marks(value.lower().translate(_FOLD))  # first: see _TALL
    plain = _without_marks(unicodedata.normalize("NFD", bare))
    return " ".join(_PUNCTUATION.sub("", plain.translate(_FOLD)).split())


def _without_marks(value: str) -> str:
    return "".join(one for one in value if not unicodedata.combining(one) and one != _APART)


def readings(word: str) -> frozenset[str]:
    """What a word of a search key may stand for when the keyboard did not help: Telex and VNI
    leftovers (``nguyeenx``, ``d9u7o7ng2``) besides the word as it is.
    """
    found = {word}
    if word.isalnum() and not word.isalpha() and not word.isdigit():
        found.add(_VNI_MARK.sub("", word))  # VNI; “1” of “Khóm 1” is a word of its own
    for one in tuple(found):
        toneless = _TELEX_TONE.sub("", one, count=1)
        found |= {toneless, _TELEX_LETTER.sub(r"\1", toneless)}
    return frozenset(found)


def is_formula(value: object) -> bool:
    """Whether a spreadsheet program might carry a text out instead of showing it."""
    return isinstance(value, str) and value.startswith(_FORMULA)


def has_letter(value: str) -> bool:
    """The only thing a name must have."""
    return any(letter.isalpha() for letter in value)


def graphemes(value: str) -> int:
    """Letters as a reader counts them: ``Hơ̆n`` has three.

    A letter under a tower of marks counts for more, so that a limit on letters limits the size.
    """
    return sum(1 + len(letter) // TOWER for letter in _GRAPHEME.findall(value))


def is_longer(value: str, limit: int) -> bool:
    """Whether it has more letters than that. Letters are counted only where signs leave a doubt."""
    return len(value) > limit and graphemes(value) > limit


def _letter_rank(grapheme: str) -> tuple[float, int]:
    """Place of one letter in the alphabet, and the place of its tone."""
    decomposed = unicodedata.normalize("NFD", grapheme.lower())
    tone = next((_TONES.index(mark) + 1 for mark in decomposed if mark in _TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(m for m in decomposed if m not in _TONES))
    if letter in _ALPHABET:
        return _ALPHABET.index(letter), tone
    if letter[:1] in _ALPHABET:  # ơ̆ and its like follow their base letter
        return _ALPHABET.index(letter[0]) + 0.5, tone
    return -1.0 if letter == " " else 100.0 + ord(letter[0]), tone


def collation_key(value: str) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Vietnamese dictionary order: letters first (a ă â … d đ …), tones only between equals."""
    ranks = [_letter_rank(grapheme) for grapheme in _GRAPHEME.findall(value)]
    return tuple(letter for letter, _ in ranks), tuple(tone for _, tone in ranks)


def sort_key(name: str) -> tuple[object, ...]:
    """Order of people in a list: by given name (the last word), then by the words before it."""
    words = name.split()
    return collation_key(words[-1] if words else ""), collation_key(" ".join(words[:-1]))


def unbroken(line: str) -> str:
    """A title whose usual words of two syllables stay on one line: ``Ủy ban nhân dân``."""
    return str(_UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0"), line))
