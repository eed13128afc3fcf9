"""Opens a dossier that somebody hands in: nothing in it is believed before it is checked.

Nothing is unpacked to the disk, and no more is read than a real dossier needs.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import time
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, Any

from flask_babel import lazy_gettext as _l
from pydantic import ValidationError

from meeting.dossier import words
from meeting.dossier.manifest import FORMAT, Manifest
from meeting.dossier.record import parsed
from meeting.errors import Refused

LARGEST_FILE = 256 * 1024 * 1024  # bytes of a dossier; a meeting with 1,000 people has some ten
LARGEST_INSIDE = 1024 * 1024 * 1024
LARGEST_RECORD = 64 * 1024 * 1024  # of all tables together
LARGEST_MANIFEST = 4 * 1024 * 1024
MOST_FILES = 20_000
MOST_VALUES = 4_000_000  # of one table; empty ones take little of a file and all of the memory
_LARGEST_INDEX = 4 * 1024 * 1024
_PIECE = 1024 * 1024
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others unpack without bounds
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*){0,3}")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, UnicodeDecodeError),  # what is packed another way, a name in no letters
)
_BEGIN = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_SIZE = 22


@dataclass(frozen=True)
class Dossier:
    """A dossier whose every file is as it was when it was made."""

    sha256: str
    manifest: Manifest = field(repr=False)
    tables: dict[str, Any] = field(repr=False)  # as they were read: not checked any further


def read(file: IO[bytes]) -> Dossier:
    """What the file holds. Raises Refused with what is wrong."""
    whole = _sum_of(file)
    _refuse_huge_index(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(archive, whole)
    except _BROKEN as error:
        raise _not_whole() from error


def _sum_of(file: IO[bytes]) -> str:
    file.seek(0, io.SEEK_END)
    if file.tell() > LARGEST_FILE:
        raise _too_large()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _refuse_huge_index(file: IO[bytes]) -> None:
    """Before a list of millions of files is read. Raises Refused."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_SIZE - 0xFFFF))
    tail = file.read()
    found = tail.rfind(_END)
    if found < 0 or len(tail) < found + _END_SIZE:
        file.seek(0)
        if file.read(len(_BEGIN)) == _BEGIN:  # the copy was broken off
            raise _not_whole()
        raise Refused(
            "core.dossier_not_zip",
            _l("This file is no dossier. Choose the file “ho-so-….zip” as it was made."),
        )
    _, index = struct.unpack("<HL", tail[found + 10 : found + 16])
    if index > _LARGEST_INDEX or tail.rfind(b"PK\x06\x07", 0, found) == found - 20 >= 0:
        raise _too_large()
    file.seek(0)


def _read(archive: zipfile.ZipFile, whole: str) -> Dossier:
    inside = _listed(archive)
    manifest = _manifest(archive, inside)
    named = {one.name: one for one in manifest.files}
    if len(named) != len(manifest.files) or set(named) | {words.MANIFEST, words.SUMS} != set(
        inside
    ):
        raise _altered(words.MANIFEST)
    tables = {}
    for name, one in named.items():
        is_table = name.startswith(f"{words.TABLES}/")
        content = _checked(archive, inside[name], one.sha256, keep=is_table)
        if is_table:
            tables[name.removeprefix(f"{words.TABLES}/").removesuffix(".json")] = _table(
                name, content
            )
        time.sleep(0)  # others first
    return Dossier(whole, manifest, tables)


def _listed(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by their names. Raises Refused."""
    found = archive.infolist()
    if len(found) > MOST_FILES or sum(one.file_size for one in found) > LARGEST_INSIDE:
        raise _too_large()
    inside = {one.filename: one for one in found}
    if len(inside) < len(found):
        raise _altered(words.MANIFEST)
    for name, one in inside.items():
        if not _NAME.fullmatch(name) or one.flag_bits & 1:  # another place, or locked
            raise _altered(name)
        if one.compress_type not in _PACKED:
            raise _altered(name)
    record = (one.file_size for name, one in inside.items() if name.startswith(words.TABLES))
    if sum(record) > LARGEST_RECORD:
        raise _too_large()
    return inside


def _manifest(archive: zipfile.ZipFile, inside: dict[str, zipfile.ZipInfo]) -> Manifest:
    about = inside.get(words.MANIFEST)
    if about is None:
        raise Refused(
            "core.dossier_not_ours",
            _l(
                "This file is no dossier of this program: it has no manifest.json. Choose the "
                "file “ho-so-….zip” as it was made."
            ),
        )
    if about.file_size > LARGEST_MANIFEST:
        raise _too_large()
    try:
        plain = parsed(archive.read(about))
        newer = isinstance(plain, dict) and isinstance(plain.get("format"), int)
        if newer and plain["format"] > FORMAT:
            raise newer_program(str(plain.get("version", "")))
        return Manifest.model_validate(plain)
    except (ValueError, ValidationError) as error:
        raise _altered(words.MANIFEST) from error


def _checked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, sha256: str, *, keep: bool) -> bytes:
    """A file, read in pieces; its content if it is to be kept. Raises Refused."""
    found, kept = hashlib.sha256(), []
    with archive.open(one) as file:
        while piece := file.read(_PIECE):
            found.update(piece)
            if keep:
                kept.append(piece)
            time.sleep(0)  # others first
    if found.hexdigest() != sha256:
        raise _altered(one.filename)
    return b"".join(kept)


def _table(name: str, content: bytes) -> list[Any]:
    if sum(content.count(sign) for sign in b"{[,") > MOST_VALUES:
        raise _too_large()
    try:
        rows = parsed(content)
    except ValueError as error:
        raise _altered(name) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _altered(name)
    return rows


def _not_whole() -> Refused:
    return Refused(
        "core.dossier_not_whole",
        _l("The file is damaged and cannot be read to its end. Copy it again from where it is."),
    )


def _too_large() -> Refused:
    return Refused(
        "core.dossier_too_large",
        _l("This file is larger inside than a dossier of this program ever is. It was not read."),
    )


def _altered(name: str) -> Refused:
    return Refused(
        "core.dossier_altered",
        _l(
            "“%(name)s” in this dossier is not as it was when the dossier was made. Nothing was "
            "restored. Use another copy of the dossier."
        ),
        name=name[:80],
    )


def newer_program(version: str) -> Refused:
    """The dossier knows more than this program does."""
    return Refused(
        "core.dossier_newer",
        _l(
            "This dossier was made by a newer version of the program (%(version)s). Install that "
            "version or newer, then restore it there."
        ),
        version=version[:20],
    )
