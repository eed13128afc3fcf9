"""Finds the line on which a key of a TOML file stands, so that an error can say it.

The standard library's reader gives no positions. This looks only at headers and at keys that begin
a line; anything finer is answered with the line of what contains it.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"))*)\s*=""")
_STEP = re.compile(r"[\s\"']")


def line_of(text: str, key: str) -> int | None:
    """Line of this key, or of the nearest table or list around it."""
    known = _index(text)
    while key:
        if key in known:
            return known[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return None


def _index(text: str) -> dict[str, int]:
    known: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix, quote = "", ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quote:  # inside a text of several lines
            quote = "" if quote in line else quote
            continue
        if header := _HEADER.match(line):
            prefix = _table(header[2], counts, listed=header[1] == "[[")
            known.setdefault(prefix, number)
        elif found := _KEY.match(line):
            key = _STEP.sub("", found[1])
            known.setdefault(f"{prefix}.{key}" if prefix else key, number)
        quote = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
    return known


def _table(name: str, counts: dict[str, int], *, listed: bool) -> str:
    """``sessions.venue`` after the second ``[[sessions]]`` is ``sessions[2].venue``."""
    path = ""
    steps = _STEP.sub("", name).split(".")
    for place, step in enumerate(steps):
        path = f"{path}.{step}" if path else step
        if listed and place == len(steps) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path += f"[{counts[path]}]"
    return path
