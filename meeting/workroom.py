"""Files in the making: one at a time in the background, kept a day in the data folder.

How far a job is stands in memory; a note beside the file says it to other worker processes and
after a restart. The files hold names and codes: only the server's user may read them.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from meeting import clock
from meeting.errors import NotSaved

log = logging.getLogger(__name__)
KEPT = timedelta(hours=24)
MOST = 30  # files of one meeting
SILENT = timedelta(seconds=20)  # a job whose note is older was lost with its server
NOTE_EVERY = timedelta(seconds=1)
_ID = re.compile(r"[A-Za-z0-9_-]{16}")

State = Literal["working", "ready", "failed", "lost"]
Tell = Callable[[int, int], None]
Work = Callable[[Path, Tell], None]  # makes the file, tells how far it is


class WorkProblem(Exception):
    """Why a file could not be made, by a code that the page has words for."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One file: what it is, how far it is. Times are ISO, for the note."""

    id: str
    meeting_id: int
    kind: str
    name: str  # of the file somebody saves
    begun: str
    heard: str
    state: State = "working"
    done: int = 0
    total: int = 0
    problem: str = ""  # code of a failure that has words

    @property
    def begun_at(self) -> datetime:
        return datetime.fromisoformat(self.begun)


class Workroom:
    """The jobs of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jobs: dict[str, Job] = {}
        self._one_at_a_time = threading.Lock()
        self._ended: dict[str, threading.Event] = {}

    def begin(self, meeting_id: int, kind: str, name: str, work: Work) -> Job:
        """Begin a file; it goes on after the request. Raises NotSaved when the disk takes no note
        of it.
        """
        now = clock.now().isoformat()
        job = Job(
            id=secrets.token_urlsafe(12), meeting_id=meeting_id, kind=kind, name=name,
            begun=now, heard=now,
        )  # fmt: skip
        try:
            self._home(meeting_id).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._tidy(meeting_id)
            self._note(job)
        except OSError as error:
            self._jobs.pop(job.id, None)
            raise NotSaved("A file cannot be begun") from error
        self._ended[job.id] = threading.Event()
        threading.Thread(target=self._work, args=(job, work), daemon=True).start()
        return job

    def wait(self, job: Job, seconds: float) -> Job:
        """The job as it is when it has ended, or after some seconds."""
        ended = self._ended.get(job.id)
        if ended is not None:
            ended.wait(seconds)
        return self.find(job.meeting_id, job.id) or job

    def find(self, meeting_id: int, job_id: str) -> Job | None:
        """A job of this meeting, wherever it was begun."""
        if not _ID.fullmatch(job_id):
            return None
        job = self._jobs.get(job_id) or self._read(self._home(meeting_id) / f"{job_id}.json")
        if job is None or job.meeting_id != meeting_id:
            return None
        silent = clock.now() - datetime.fromisoformat(job.heard) > SILENT
        if job.state == "working" and job_id not in self._jobs and silent:
            return replace(job, state="lost")
        return job

    def recent(self, meeting_id: int) -> list[Job]:
        """What was made within a day, the newest first."""
        notes = self._home(meeting_id).glob("*.json")
        jobs = [job for path in notes if (job := self.find(meeting_id, path.stem))]
        return sorted(jobs, key=lambda job: job.begun, reverse=True)

    def file(self, job: Job) -> Path:
        """Where the file of a job lies."""
        return self._home(job.meeting_id) / f"{job.id}{Path(job.name).suffix}"

    # -- work -------------------------------------------------------------------------------------

    def _work(self, job: Job, work: Work) -> None:
        try:
            with self._one_at_a_time:
                work(self.file(job), lambda done, total: self._tell(job.id, done, total))
            self._note(self._now(job.id, state="ready"))
        except Exception as error:  # whatever it was, the page must not wait for ever
            log.exception("A file could not be made")
            problem = str(error) if isinstance(error, WorkProblem) else ""
            with suppress(OSError):
                self._note(self._now(job.id, state="failed", problem=problem))
        finally:
            self._ended.pop(job.id).set()

    def _tell(self, job_id: str, done: int, total: int) -> None:
        before = self._jobs[job_id]
        job = self._now(job_id, done=done, total=total)
        if clock.now() - datetime.fromisoformat(before.heard) > NOTE_EVERY:
            self._note(replace(job, heard=clock.now().isoformat()))

    def _now(self, job_id: str, **changes: Any) -> Job:
        self._jobs[job_id] = replace(self._jobs[job_id], **changes)
        return self._jobs[job_id]

    # -- files ------------------------------------------------------------------------------------

    def _home(self, meeting_id: int) -> Path:
        return self._folder / str(meeting_id)

    def _note(self, job: Job) -> None:
        self._jobs[job.id] = job
        note = json.dumps(asdict(job)).encode()
        keep(self._home(job.meeting_id) / f"{job.id}.json", note)

    @staticmethod
    def _read(path: Path) -> Job | None:
        try:
            return Job(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def _tidy(self, meeting_id: int) -> None:
        """Take away what is older than a day, and the oldest of too many."""
        jobs = [job for job in self.recent(meeting_id) if job.state != "working"]
        for job in self._outdated(jobs):
            self._jobs.pop(job.id, None)
            for path in (self.file(job), self._home(meeting_id) / f"{job.id}.json"):
                path.unlink(missing_ok=True)

    @staticmethod
    def _outdated(jobs: list[Job]) -> Iterator[Job]:
        for number, job in enumerate(jobs):
            if number >= MOST - 1 or clock.now() - job.begun_at > KEPT:
                yield job


def keep(path: Path, content: bytes) -> None:
    """All or nothing, for the server's user alone."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the new name durable too; Windows does that by itself and cannot open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
