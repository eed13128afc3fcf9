"""Composite glyphs of a TrueType face: reading how the font stacks its own marks, and adding some.

Works on the face that ReportLab has parsed. Only outlines and metrics are touched; ReportLab copies
what a paper uses into the embedded subset.
"""

from __future__ import annotations

import math
import struct
import unicodedata
from typing import Any, NamedTuple

from reportlab.pdfbase.ttfonts import (
    GF_ARG_1_AND_2_ARE_WORDS,
    GF_ARGS_ARE_XY_VALUES,
    GF_MORE_COMPONENTS,
    GF_ROUND_XY_TO_GRID,
    GF_USE_MY_METRICS,
    GF_WE_HAVE_INSTRUCTIONS,
    TTFontFace,
)

from meeting.papers.letters import MAX_MARKS, is_mark

_GAP = 97 / 2048  # the font's own distance from Ŏ to its breve, in ems
_LEAN = 0.7  # share of the italic angle by which the font leans its own marks
_ABOVE = {228, 230, 232, 234}  # canonical combining classes
_BELOW = {202, 218, 220, 222, 233, 240}
_DOTTED_CIRCLE = "\N{DOTTED CIRCLE}"  # carries a mark that has no letter
_LIMITS = 32  # length of table maxp
_SIMPLE_PART = (
    GF_ARG_1_AND_2_ARE_WORDS
    | GF_ARGS_ARE_XY_VALUES
    | GF_ROUND_XY_TO_GRID
    | GF_MORE_COMPONENTS
    | GF_USE_MY_METRICS
    | GF_WE_HAVE_INSTRUCTIONS
)


class Box(NamedTuple):
    """Ink of a glyph in font units."""

    left: int
    bottom: int
    right: int
    top: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def waist(self) -> float:
        return (self.bottom + self.top) / 2

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.left + dx, self.bottom + dy, self.right + dx, self.top + dy)

    def joined(self, other: Box) -> Box:
        low = map(min, self[:2], other[:2])
        high = map(max, self[2:], other[2:])
        return Box(*low, *high)


class Part(NamedTuple):
    """One component of a composite glyph and how far it is moved."""

    glyph: int
    dx: int
    dy: int


class GlyphMaker:
    """Adds composite glyphs to a parsed face."""

    def __init__(self, face: TTFontFace) -> None:
        self._face: Any = face  # works on its tables, which have no types
        self._units: int = struct.unpack(">H", self._table("head")[18:20])[0]
        self._lean = -math.tan(math.radians(self._face.italicAngle)) * _LEAN
        self._make_room()

    def add(self, cluster: str, code: int) -> None:
        """Make `code` print the letter `cluster[0]` with its marks."""
        face = self._face
        parts = self._place(cluster)
        record = self._record(parts)
        advance, _ = face.hmetrics[parts[0].glyph]
        left = struct.unpack(">h", record[2:4])[0]
        face.charToGlyph[code] = len(face.hmetrics)
        face.charWidths[code] = face._pdfScale(advance)
        face.hmetrics.append((advance, left & 0xFFFF))
        face.glyphPos.append(face.glyphPos[-1] + len(record))
        face.table["glyf"]["length"] += len(record)
        face._ttf_data += record

    def _make_room(self) -> None:
        """Move the outlines to the end of the file in memory, and raise its declared limits."""
        face = self._face
        outlines = self._table("glyf")[: face.glyphPos[-1]]
        data = bytearray(face._ttf_data)
        start = face.table["maxp"]["offset"]
        points, contours = struct.unpack_from(">HH", data, start + 6)
        parts = MAX_MARKS + 2
        struct.pack_into(">HH", data, start + 10, min(points * parts, 0xFFFF), contours * parts)
        struct.pack_into(">HH", data, start + _LIMITS - 4, parts, 4)
        face.table["glyf"].update(offset=len(data), length=len(outlines))
        face._ttf_data = bytes(data) + outlines

    def _place(self, cluster: str) -> list[Part]:
        """The letter, then every mark where it belongs, stacked away from the letter."""
        base, marks = cluster[0], cluster[1:]
        if is_mark(base):
            base, marks = _DOTTED_CIRCLE, cluster
        letter = unicodedata.normalize("NFD", base)[0]
        body = self._box(self._body(base))
        parts = [Part(self._glyph(base), 0, 0)]
        for mark in marks:
            glyph = self._glyph(mark)
            home = self._home(letter, mark)
            lift = self._lift(mark, home, body)
            ink = home.moved(round(self._lean * lift), lift)
            own = self._box(glyph)
            parts.append(Part(glyph, ink.left - own.left, ink.bottom - own.bottom))
            body = body.joined(ink)
        return parts

    def _body(self, base: str) -> int:
        """The glyph whose ink a mark must clear: the horn of ơ and ư stands beside it."""
        taken = unicodedata.normalize("NFD", base)
        above = [mark for mark in taken[1:] if unicodedata.combining(mark) in _ABOVE]
        bare = unicodedata.normalize("NFC", "".join([taken[0], *above]))
        return self._glyph(bare if len(bare) == 1 and self._glyph(bare) else base)

    def _home(self, letter: str, mark: str) -> Box:
        """Where the font itself puts the mark on this letter, else centred over or under it."""
        own = self._box(self._glyph(mark))
        whole = unicodedata.normalize("NFC", letter + mark)
        parts = self._parts(self._glyph(whole)) if len(whole) == 1 else []
        if len(parts) > 1:
            model = self._box(parts[-1].glyph).moved(parts[-1].dx, parts[-1].dy)
            return own.moved(round(model.middle - own.middle), model.bottom - own.bottom)
        body = self._box(self._glyph(letter))
        lean = self._lean * (own.waist - body.waist)
        return own.moved(round(body.middle + lean - own.middle), 0)

    def _lift(self, mark: str, home: Box, body: Box) -> int:
        gap = round(self._units * _GAP)
        side = unicodedata.combining(mark)
        if side in _ABOVE:
            return max(0, body.top + gap - home.bottom)
        if side in _BELOW:
            return min(0, body.bottom - gap - home.top)
        return 0

    def _record(self, parts: list[Part]) -> bytes:
        """The composite as bytes of table glyf."""
        ink = self._box(parts[0].glyph)
        body = b""
        for position, part in enumerate(parts):
            ink = ink.joined(self._box(part.glyph).moved(part.dx, part.dy))
            flags = GF_ARG_1_AND_2_ARE_WORDS | GF_ARGS_ARE_XY_VALUES
            flags |= GF_USE_MY_METRICS if position == 0 else 0
            flags |= GF_MORE_COMPONENTS if position < len(parts) - 1 else 0
            body += struct.pack(">HHhh", flags, *part)
        return struct.pack(">hhhhh", -1, *ink) + body

    def _parts(self, glyph: int) -> list[Part]:
        """Components of a composite glyph; none when it is drawn in one piece."""
        outline, parts = self._outline(glyph), list[Part]()
        if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
            return parts
        at, flags = 10, GF_MORE_COMPONENTS
        while flags & GF_MORE_COMPONENTS:
            flags, component = struct.unpack_from(">HH", outline, at)
            if flags & ~_SIMPLE_PART:
                return []  # scaled or anchored to a point: not a model for our placing
            shape = ">hh" if flags & GF_ARG_1_AND_2_ARE_WORDS else ">bb"
            parts.append(Part(component, *struct.unpack_from(shape, outline, at + 4)))
            at += 4 + struct.calcsize(shape)
        return parts

    def _table(self, tag: str) -> bytes:
        place = self._face.table[tag]
        found: bytes = self._face._ttf_data[place["offset"] : place["offset"] + place["length"]]
        return found

    def _glyph(self, char: str) -> int:
        found: int = self._face.charToGlyph.get(ord(char), 0)
        return found

    def _outline(self, glyph: int) -> bytes:
        start, end = self._face.glyphPos[glyph : glyph + 2]
        offset = self._face.table["glyf"]["offset"]
        found: bytes = self._face._ttf_data[offset + start : offset + end]
        return found

    def _box(self, glyph: int) -> Box:
        outline = self._outline(glyph)
        return Box(*struct.unpack_from(">4h", outline, 2)) if outline else Box(0, 0, 0, 0)
