"""Codes that people read off paper and type: their letters, and how one is made and read."""

from __future__ import annotations

import re
import secrets

# No vowels and no D or W: a Vietnamese keyboard (Telex) rewrites them while a scanner "types".
# And no letter that is mistaken for another on a creased slip (0 O, 1 I, 2 Z, 5 S, 8 B, U V).
LETTERS = "CFGHJKLMNPQRTVX23456789"
_READ_AS = str.maketrans("O0ISZBU1", "QQL528VL")


def new_code(length: int) -> str:
    """A random code of so many letters."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def read_code(typed: str, *lengths: int) -> str:
    """The code of one of these lengths that somebody meant; empty when it can be none.

    Accepts lower case, spaces, dashes and look-alike letters.
    """
    letters = re.sub(r"[^A-Z0-9]", "", typed[:500].upper()).translate(_READ_AS)
    return letters if len(letters) in lengths and set(letters) <= set(LETTERS) else ""


def in_halves(code: str) -> str:
    """A code as people read it out: ``ABC-DEFG``."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
