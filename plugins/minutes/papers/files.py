"""Papers as files: set by the paper room, kept on disk whole or not at all, remade when gone."""

from __future__ import annotations

import errno
import logging
import os
import re
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from meeting import clock, text
from meeting.contract import Refused, _l
from meeting.models import Meeting
from meeting.papers.bundle import Bundle
from meeting.papers.errors import PaperError
from meeting.papers.model import Document
from meeting.papers.render import Form, Press, render, render_bundle
from meeting.workroom import sync_folder

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # ten people who open the minutes at once wait for one rendering
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, kw_only=True)
class File:
    """A paper as a file: where it lies, what it says, and whether it may still change."""

    path: Path
    document: Document
    changing: bool = False

    @property
    def form(self) -> Form:
        """``pdf`` or ``docx``."""
        return "docx" if self.path.suffix == ".docx" else "pdf"


def kept(file: File, press: Press | None = None) -> Path:
    """The paper on disk, made now unless it is there. Raises Refused with what to do."""
    with _one_at_a_time:
        if file.changing or not _is_whole(file.path):
            _keep(file.path, printed(file.document, file.form, press))
    return file.path


def printed(document: Document, form: Form = "pdf", press: Press | None = None) -> bytes:
    """The document as PDF or for Word, set by the press of whoever sets many. Raises Refused when
    the paper room fails.
    """
    try:
        return press.render(document, form) if press else render(document, form)
    except PaperError as error:
        raise _not_printed(error) from error


def bound(bundle: Bundle) -> bytes:
    """Several papers as one PDF. Raises Refused when the paper room fails."""
    try:
        return render_bundle(bundle)
    except PaperError as error:
        raise _not_printed(error) from error


def _is_whole(path: Path) -> bool:
    """Whether a finished file lies there; what a failing disk left does not count."""
    begins, ends = (b"%PDF-", b"%%EOF") if path.suffix == ".pdf" else (b"PK", b"PK\x05\x06")
    try:
        with path.open("rb") as file:
            head = file.read(5)
            file.seek(-32, os.SEEK_END)
            return head.startswith(begins) and ends in file.read()
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
        sync_folder(path.parent)
    except OSError as error:
        log.exception("A paper could not be kept at %s", path)
        raise _not_kept(error) from error


def _not_printed(error: PaperError) -> Refused:
    log.error("A paper could not be made", exc_info=error)
    return Refused(
        "minutes.not_printed",
        _l(
            "The paper could not be made just now. Nothing is lost: the record is stored. "
            "Try again; if it fails again, tell the operator."
        ),
    )


def _not_kept(error: OSError) -> Refused:
    if error.errno in _FULL:
        return Refused(
            "minutes.disk_full",
            _l(
                "The disk of the server is full, so the file of this paper could not be kept. "
                "The record itself is stored. Free some space, then open the paper again."
            ),
        )
    return Refused(
        "minutes.not_kept",
        _l(
            "The file of this paper could not be written on the server's disk. The record "
            "itself is stored. Tell the operator, then open the paper again."
        ),
    )


def file_name(meeting: Meeting, *parts: str, form: Form = "pdf") -> str:
    """A name every system can keep: ``bien-ban-to-tung-2023-10-20-v1.pdf``."""
    day = meeting.opened_at or meeting.created_at
    first, *rest = parts
    named = [first, slug(meeting.plan.host.place_name), f"{clock.local(day):%Y-%m-%d}", *rest]
    return "-".join(filter(None, named)) + f".{form}"


def slug(words: str) -> str:
    """Small Latin letters and hyphens, for a part of a file's name."""
    return "-".join(re.findall(r"[a-z0-9]+", text.search_key(words)))
