"""Which encoding a text file is in, and whether letters come from the fonts of before Unicode.

TCVN3 (``NguyÔn V¨n``) and VNI (``Nguyeãn Vaên``) put Vietnamese signs in place of other
letters. Both are recognised, neither is repaired: a repair that errs would write a wrong name.
"""

from __future__ import annotations

import unicodedata

import regex

_VOWELS = "aeiouyAEIOUYăâêôơưĂÂÊÔƠƯöÖ"
# Signs and letters that stand inside a word in these fonts and in no word of Vietnamese or Bahnar.
_TCVN3 = regex.compile(
    r"[\p{L}\xad](?:[\xa7\xad\xae\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xa9\xaa\xab\xac\xc6\xd7\xf7\xde\xfe\xdf\xe6"
    r"\xc7\xcb\xce\xcf\xd6\xd8\xdc\xe7\xeb\xee\xef\xd1\xf1\xe4\xe5])(?!['’])|(?<!\S)[\xa7\xae\xad]\p{L}"
)
_VNI = regex.compile(
    rf"[{_VOWELS}][\xf8\xfb\xef\xe4\xe5\xeb\xd8\xdb\xcf\xc4\xc5\xcb\xcc\xce\xee\xe6\xf6\xd6\xd1\xf1]"
    r"|[\xd1\xf1][aeiouy\xf6\xd6]|[aA][\xf9\xf5\xe1\xe0\xe3\xe2\xea\xe9\xe8\xfa\xfc]"
    r"|[eE][\xf9\xf5\xe1\xe0\xe3\xe2]|[oO]\xe2",
    regex.IGNORECASE,
)
# Spacing signs beside a letter (a˘), and Bahnar of old fonts: lơ\m, ch^ng, [ok.
_SIGNS = regex.compile(
    r"\p{L}[\u02d8\u02c6\u02dc\\^]|[\u02d8\u02c6\u02dc\\^]\p{L}|(?<!\S)\[\p{L}+(?![^\[]*\])"
)
_PLAIN = (
    ("µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË¡¢", "a"), ("®§", "d"), ("ÌÐÎÏÑªÒÕÓÔÖ£", "e"), ("×ÝØÜÞ", "i"),
    ("ßãáâä«åèæçé¬êíëìî¤¥", "o"), ("ïóñòô\xadõøö÷ù¦", "u"), ("úýûüþ", "y"),
)  # fmt: skip
_TCVN3_LETTERS = str.maketrans({sign: letter for signs, letter in _PLAIN for sign in signs})
_VNI_LETTERS = str.maketrans({"Ñ": "d", "ñ": "d", "Ö": "u", "ö": "u", "Ô": "o", "ô": "o"})
_VNI_SIGNS = regex.compile(r"(?<=[aeiouyAEIOUY])[^\x00-\x7f]")
_REPLACEMENT = "\ufffd"
_WORD = regex.compile(r"\S*[^\x00-\x7f]\S*")
_FEW = 0.1  # share of strange words below which an encoding is believed


def is_garbled(value: str) -> bool:
    """Whether these letters are of a font from before Unicode, or were lost on the way."""
    return (
        _REPLACEMENT in value
        or bool(_TCVN3.search(value))
        or bool(_VNI.search(value))
        or bool(_SIGNS.search(value))
    )


def guesses(value: str) -> tuple[str, str]:
    """What the head of a column may say in the old fonts, without marks. Never used for a name."""
    vni = _VNI_SIGNS.sub("", value.translate(_VNI_LETTERS))
    return value.translate(_TCVN3_LETTERS), str(vni)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; letters that are not Unicode's stay as they look."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff"), name
    wide = _without_mark(data)
    if wide:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _one_byte(data)


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    head = data[:2000]
    if head[1::2].count(0) > len(head) // 6:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 6 else ""


def _one_byte(data: bytes) -> tuple[str, str]:
    """Windows-1258 when that gives Vietnamese words; otherwise as the old fonts' letters look."""
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    if _strangeness(vietnamese) <= _FEW:
        return vietnamese, "cp1258"
    return data.decode("latin-1"), "old fonts"


def _strangeness(text: str) -> float:
    """The share of words with marks that are no Vietnamese."""
    words = _WORD.findall(text[:200_000])
    strange = sum(1 for word in words if is_garbled(word) or _lost_mark(word))
    return strange / len(words) if words else 0.0


def _lost_mark(word: str) -> bool:
    """A tone on a consonant, or two on one letter: bytes read as what they are not."""
    plain = unicodedata.normalize("NFD", word)
    return bool(regex.search(r"[^\p{L}\p{M}]\p{M}|[bcdghklmnpqrstvxđ]\p{M}|^\p{M}", plain.lower()))
