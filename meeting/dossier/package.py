"""Packs what was gathered: workbook, manifest, check sums, one ZIP; runs in a process of its own.

The order of the files is always the same, and each is read in pieces, however large it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from meeting.dossier import words, workbook

_PIECE = 1024 * 1024
_FOLDERS = {"": 0, words.PAPERS: 1, words.TABLES: 2}
_LAST = (words.MANIFEST, words.SUMS)


def pack(request: dict[str, Any]) -> dict[str, Any]:
    """``request``: folder, title, sheets, manifest, part (the ZIP to write). Returns its size and
    check sum.
    """
    folder, part = Path(request["folder"]), Path(request["part"])
    workbook.write(folder / words.WORKBOOK, request["title"], request["sheets"])
    names = _names(folder)
    sums = {name: _sum(folder / name) for name in names}
    manifest = request["manifest"] | {
        "files": [
            {"name": name, "size": (folder / name).stat().st_size, "sha256": sums[name]}
            for name in names
        ]
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / words.MANIFEST).write_text(written, encoding="utf-8", newline="\n")
    sums[words.MANIFEST] = _sum(folder / words.MANIFEST)
    lines = "".join(f"{sums[name]}  {name}\n" for name in sums)
    (folder / words.SUMS).write_text(lines, encoding="utf-8", newline="\n")
    _zip(folder, [*names, *_LAST], part, datetime.fromisoformat(manifest["made_at"]))
    return {"size": part.stat().st_size, "sha256": _sum(part)}


def _names(folder: Path) -> list[str]:
    """Every file, those at the top first."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in found]
    return sorted(names, key=lambda name: (_FOLDERS.get(name.rpartition("/")[0], 9), name))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _zip(folder: Path, names: list[str], part: Path, made: datetime) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                about = zipfile.ZipInfo(name, made.timetuple()[:6])
                about.compress_type = zipfile.ZIP_DEFLATED
                about.external_attr = 0o600 << 16
                about.file_size = (folder / name).stat().st_size
                with (folder / name).open("rb") as source, archive.open(about, "w") as target:
                    while piece := source.read(_PIECE):
                        target.write(piece)
        file.flush()
        os.fsync(file.fileno())
