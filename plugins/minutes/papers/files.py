"""Minutes as PDF files: made from the frozen document, kept on disk, made again when gone."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

from meeting import clock, text
from meeting.contract import Refused, _l
from meeting.models import Meeting
from meeting.papers.errors import PaperError
from meeting.papers.model import Document
from meeting.papers.render import render
from plugins.minutes import wording
from plugins.minutes.models import Version
from plugins.minutes.papers.versions import frozen

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # ten people who open the minutes at once wait for one rendering
_FULL = {errno.ENOSPC, errno.EDQUOT}


def place_of(data: Path, version: Version) -> Path:
    """Where a version's PDF is kept."""
    folder = data / "papers" / str(version.meeting_id)
    return folder / f"bien-ban-v{version.number}.pdf"


def kept(data: Path, version: Version) -> Path:
    """The version's PDF on disk, made now unless it is there. Raises Refused with what to do."""
    path = place_of(data, version)
    with _one_at_a_time:
        if not _is_whole(path):
            _keep(path, printed(_sealed(version)))
    return path


def printed(document: Document) -> bytes:
    """The document as PDF. Raises Refused when the paper room fails."""
    try:
        return render(document)
    except PaperError as error:
        log.exception("Minutes could not be printed")
        raise Refused(
            "minutes.not_printed",
            _l(
                "The paper could not be made just now. Nothing is lost: the record is stored. "
                "Try again; if it fails again, tell the operator."
            ),
        ) from error


def _sealed(version: Version) -> Document:
    """The document with its check sum at the foot of the last page."""
    line = wording.CHECKSUM_LINE.format(number=version.number, sha256=version.sha256)
    return replace(frozen(version), closing_line=line)


def _is_whole(path: Path) -> bool:
    """Whether a finished PDF lies there; what a failing disk left does not count."""
    try:
        with path.open("rb") as file:
            head = file.read(5)
            file.seek(-32, os.SEEK_END)
            return head == b"%PDF-" and b"%%EOF" in file.read()
    except OSError:
        return False


def _keep(path: Path, content: bytes) -> None:
    """Write all or nothing, and durably."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        log.exception("Minutes could not be kept at %s", path)
        raise _not_kept(error) from error


def _sync_folder(folder: Path) -> None:
    """Make the new name durable too; Windows does that by itself and cannot open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_kept(error: OSError) -> Refused:
    if error.errno in _FULL:
        return Refused(
            "minutes.disk_full",
            _l(
                "The disk of the server is full, so the PDF could not be kept. The minutes "
                "themselves are stored. Free some space, then open them again."
            ),
        )
    return Refused(
        "minutes.not_kept",
        _l(
            "The PDF could not be written on the server's disk. The minutes themselves are "
            "stored. Tell the operator, then open them again."
        ),
    )


def file_name(meeting: Meeting, suffix: str) -> str:
    """A name every system can keep: ``bien-ban-to-tung-2023-10-20-v1.pdf``."""
    day = meeting.opened_at or meeting.created_at
    place = text.search_key(meeting.plan.host.place_name)
    plain = place.encode("ascii", "ignore").decode().split()
    return "-".join(["bien-ban", *plain, f"{clock.local(day):%Y-%m-%d}", suffix]) + ".pdf"
