"""Makes a meeting's dossier: gathers record, journal, sheets and papers, and has them packed.

Reading is done here, in one snapshot; what only computes (workbook, check sums, ZIP) is done by a
process of its own, so that no phone waits for it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from meeting import __version__, clock, text
from meeting.dossier import journal, record, words, workbook
from meeting.dossier.__main__ import FULL
from meeting.dossier.manifest import FORMAT, PROGRAM, About, Manifest
from meeting.dossier.pace import paced
from meeting.dossier.shape import Shape, shape_of
from meeting.errors import Refused
from meeting.i18n import DEFAULT
from meeting.migrate import histories, position
from meeting.models import Meeting
from meeting.points import DossierFiles, DossierSheet
from meeting.registry import Registry
from meeting.workroom import sync_folder

log = logging.getLogger(__name__)
SHEET, FILES = "core.dossier_sheet", "core.dossier_files"
DISK_FULL = "core.dossier_disk_full"
ABANDONED = 3600.0  # seconds
TIMEOUT = 600.0  # seconds for the packing; a large dossier takes five
_ROOT = Path(__file__).resolve().parents[2]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A dossier on the disk."""

    path: Path
    size: int
    sha256: str


def place_of(data: Path, meeting: Meeting) -> Path:
    """Where a meeting's dossier lies; the newest takes the place of the one before."""
    return data / "papers" / str(meeting.id) / file_name(meeting)


def sum_beside(path: Path) -> Path:
    """The file beside a dossier that has its check sum, as ``sha256sum -c`` reads it."""
    return path.with_name(f"{path.name}.sha256")


def file_name(meeting: Meeting) -> str:
    """A name every system can keep: ``ho-so-to-tung-2023-10-20.zip``."""
    day = meeting.opened_at or meeting.created_at
    return f"ho-so-{ascii_name(meeting.plan.host.place_name)}-{clock.local(day):%Y-%m-%d}.zip"


def ascii_name(title: str) -> str:
    """Words as a part of a file name: ``xã Tơ Tung`` gives ``xa-to-tung``."""
    plain = text.search_key(title).encode("ascii", "ignore").decode()
    return "-".join(plain.split())[:80] or "khong-ten"


def make(
    session: Session,
    registry: Registry,
    meeting: Meeting,
    target: Path,
    tell: Tell = lambda _done, _total: None,
) -> Made:
    """Write the dossier, whole or not at all; ``tell`` hears how many papers are in it so far.

    Raises Refused with what to do.
    """
    mark = secrets.token_hex(4)
    folder, part, beside = (
        target.with_name(f".{target.name}.{mark}{end}") for end in ("", ".part", ".sum")
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        folder.mkdir(mode=0o700)
        with force_locale(DEFAULT):
            request = _gather(session, registry, meeting, folder, tell)
        session.rollback()  # no read snapshot is held while it is packed
        request |= {"folder": str(folder), "part": str(part)}
        answer = _packed(request)
        line = f"{answer['sha256']}  {target.name}\n"
        beside.write_text(line, encoding="utf-8", newline="\n")
        _put(target, part, beside)
    except OSError as error:
        log.exception("A dossier could not be kept at %s", target)
        raise not_kept(full=error.errno in FULL) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for left in (part, beside):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return Made(path=target, **answer)


def _put(target: Path, part: Path, beside: Path) -> None:
    """Both in their places. A power cut between leaves no check sum, never that of another file."""
    sum_beside(target).unlink(missing_ok=True)
    part.replace(target)
    beside.replace(sum_beside(target))
    sync_folder(target.parent)


def _sweep(target: Path) -> None:
    """Take away what a power cut has left half made: it holds everybody's data."""
    for path in target.parent.glob(f".{target.name}.*"):
        if clock.now().timestamp() - path.stat().st_mtime > ABANDONED:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _gather(
    session: Session, registry: Registry, meeting: Meeting, folder: Path, tell: Tell
) -> dict[str, Any]:
    """Everything into a folder but what is asked of the packer: workbook, manifest, ZIP."""
    shape = shape_of(registry)
    tables = record.read(session, shape, meeting.id)
    manifest = _manifest(session, registry, shape, meeting, tables)
    (folder / words.TABLES).mkdir()
    for name, rows in tables.items():
        _write(folder / words.TABLES / f"{name}.json", record.written(rows))
        time.sleep(0)  # others first
    _write(folder / words.JOURNAL, journal.lines(session, registry, meeting))
    plan = json.dumps(json.loads(meeting.plan_json), ensure_ascii=False, indent=1)
    _write(folder / words.PLAN, [plan, "\n"])
    _write(folder / words.READ_FIRST, [_read_first(meeting, shape, manifest)])
    (folder / words.PAPERS).mkdir()
    found: list[DossierFiles] = registry.contributions(FILES, meeting.id, session)
    papers = (paper for one in found for paper in one.files(session, meeting))
    for number, (name, content) in enumerate(papers, 1):
        (folder / words.PAPERS / name).write_bytes(content)
        tell(number, 0)
    sheets = _sheets(session, registry, meeting)
    return {"title": meeting.title, "sheets": sheets, "manifest": manifest.plain()}


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(lines)


def _manifest(
    session: Session,
    registry: Registry,
    shape: Shape,
    meeting: Meeting,
    tables: record.Record,
) -> Manifest:
    connection = session.connection()
    stands = {one.owner: position(connection, one) for one in histories(registry)}
    return Manifest(
        format=FORMAT,
        program=PROGRAM,
        version=__version__,
        made_at=clock.local(clock.now()),
        meeting=About(
            title=meeting.title,
            place=meeting.plan.host.place_name,
            session=meeting.session_index,
            state=meeting.state,
            opened_at=meeting.opened_at and clock.local(meeting.opened_at),
            closed_at=meeting.closed_at and clock.local(meeting.closed_at),
        ),
        plan_sha256=hashlib.sha256(meeting.plan_json.encode()).hexdigest(),
        migrations={owner: revision for owner, revision in stands.items() if revision},
        rows={name: len(rows) for name, rows in tables.items()},
        left_out=dict(shape.left_out),
    )


def _read_first(meeting: Meeting, shape: Shape, manifest: Manifest) -> str:
    about = manifest.meeting
    folders = "\n".join(f"  {name:<14}{what}" for name, what in words.FOLDERS.items())
    holds = "\n".join(
        f"  {table.name + '.json':<30}{shape.holds[table.name]} ({manifest.rows[table.name]} dòng)"
        for table in shape.tables
    )
    left_out = "\n".join(f"  {name:<30}{why}" for name, why in sorted(shape.left_out.items()))
    opened, closed, made = (
        f"{one:%H:%M %d/%m/%Y}" if one else words.NOT_YET
        for one in (about.opened_at, about.closed_at, manifest.made_at)
    )
    said = words.ABOUT.format(
        title=meeting.heading, place=meeting.plan.host.name, opened=opened, closed=closed,
        made=made, version=manifest.version, folders=folders, holds=holds, left_out=left_out,
        tables=words.TABLES, papers=words.PAPERS, sums=words.SUMS,
    )  # fmt: skip
    return said.replace("\n", "\r\n")  # Windows' old editor shows nothing else as lines


def _sheets(session: Session, registry: Registry, meeting: Meeting) -> list[dict[str, Any]]:
    """Each plugin's sheets in order, the journal last."""
    found: list[DossierSheet] = registry.contributions(SHEET, meeting.id, session)
    sheets = []
    for one in sorted([*found, journal.sheet(registry)], key=lambda sheet: sheet.order):
        rows = [
            [workbook.plain(value) for value in row] for row in paced(one.rows(session, meeting))
        ]
        sheets.append({"title": one.title, "rows": rows})
        time.sleep(0)  # others first
    return sheets


def _packed(request: dict[str, Any]) -> dict[str, Any]:
    """Have it packed by another process. Raises Refused."""
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", "meeting.dossier"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired as error:
        raise not_kept(full=False) from error
    if done.returncode:
        log.error("A dossier could not be packed: %s", done.stderr.decode("utf-8", "replace"))
        raise not_kept(full=False)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "problem" in answer:
        raise not_kept(full=True)
    return answer


def not_kept(*, full: bool) -> Refused:
    """Why there is no dossier, and what to do."""
    if full:
        return Refused(
            DISK_FULL,
            _l(
                "The disk of the server is full, so the dossier could not be made. The record "
                "itself is stored. Free some space, then make it again."
            ),
        )
    return Refused(
        "core.dossier_not_made",
        _l(
            "The dossier could not be written on the server's disk. The record itself is stored. "
            "Try again; if it fails again, tell the operator."
        ),
    )
