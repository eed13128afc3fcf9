"""What a text says whose keyboard left Telex or VNI keys between the letters: for a hint. Pure."""

from __future__ import annotations

import unicodedata

import regex

LEAST = 2  # words; one alone may be anything
SHARE = 4  # and at least every fourth of all

_WORD = regex.compile(r"(?<![\p{L}\p{M}\d])\p{L}[\p{L}\p{M}\d]{1,11}(?![\p{L}\p{M}\d])")
_VOWELS = "aăâeêioôơuưy"
_MARKED = "ăâêôơư"
_RIMES = (
    "iêu|yêu|oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe"
    "|oi|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ươ|ưa|ưi|ưu|yê|[aăâeêioôơuưy]"
)
_SHAPE = (
    r"(?:qu|gi|ng?h?|gh?|kh|ph|th|tr|ch?|[bdđhklmprstvx])?(?:{})(?:ng|nh|ch|[cmnpt])?"  # in order
)
_SYLLABLE = regex.compile(_SHAPE.format(_RIMES))
_ONSET = regex.compile(rf"qu|gi(?=[{_VOWELS}])|[^{_VOWELS}]*")
_TONES = dict(zip("fsrxj21345", "\u0300\u0301\u0309\u0303\u0323" * 2, strict=True))
_ROOF, _HORN = dict(zip("aeo", "âêô", strict=True)), dict(zip("aou", "ăơư", strict=True))


def reading(text: str) -> str:
    """The text with its letters put right; empty when there is no reason to think of such keys."""
    changed, total = 0, 0

    def put_right(found: regex.Match[str]) -> str:
        nonlocal changed, total
        right = _word(found[0])
        total, changed = total + 1, changed + (right != found[0])
        return right

    right = str(_WORD.sub(put_right, unicodedata.normalize("NFC", text)))
    return right if changed >= LEAST and changed * SHARE >= total else ""


def _word(typed: str) -> str:
    """One word put right, if it is no syllable as it stands and is one then."""
    low = typed.lower()
    if _PLAIN_SYLLABLE.fullmatch(_plain(low)):
        return typed
    right = _typed_out(low)
    if not _SYLLABLE.fullmatch(_toneless(right)):
        return typed
    if typed.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if typed[0].isupper() else right


def _typed_out(low: str) -> str:
    """What the keys would have written had they been heard; nonsense from what were none."""
    begin = _ONSET.match(_toneless(low)).end()  # type: ignore[union-attr]
    onset, letters, tone = low[:begin], "", ""
    for key in low[begin:]:
        if key in _TONES and not tone:  # the second one takes it back
            tone = _TONES[key]
        elif key in "d9" and onset.startswith("d"):
            onset = "đ" + onset[1:]
        elif key in _ROOF and key in letters:
            letters = letters.replace(key, _ROOF[key])
        elif key == "6":
            letters = _last(letters, _ROOF)
        elif key in "w78":
            letters = letters.replace("uo", "ươ") if "uo" in letters else _last(letters, _HORN)
        else:
            letters += key
    onset = onset.replace("dd", "đ").replace("d9", "đ")
    return unicodedata.normalize("NFC", onset + _toned(letters, tone))


def _last(letters: str, marks: dict[str, str]) -> str:
    """The last letter that can bear it gets its mark."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in marks:
            return letters[:place] + marks[letters[place]] + letters[place + 1 :]
    return letters


def _toned(letters: str, tone: str) -> str:
    """With the tone over the letter that bears it: ``hòa``, ``toán``, ``đường``, ``ngoài``."""
    vowels = [place for place, one in enumerate(letters) if one in _VOWELS]
    if not tone or not vowels:
        return letters
    marked = [place for place in vowels if letters[place] in _MARKED]
    is_open = vowels[-1] == len(letters) - 1
    bearing = (marked or (vowels[(len(vowels) - 1) // 2 :] if is_open else vowels[-1:]))[
        -1 if marked else 0
    ]
    return letters[: bearing + 1] + tone + letters[bearing + 1 :]


def _toneless(text: str) -> str:
    """Without tones; roofs, horns and breves stay."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if one not in _TONES.values())
    return unicodedata.normalize("NFC", bare)


def _plain(text: str) -> str:
    """Without any mark."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(one for one in apart if not unicodedata.combining(one))


_PLAIN_SYLLABLE = regex.compile(_SHAPE.format(_plain(_RIMES)))
