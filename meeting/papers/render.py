"""Paper on request, made in another process so that no phone waits for it.

Setting a paper is seconds of pure computing. In the server's process it would hold the event loop
(a thread does not help: it holds the interpreter), so a child process does it: document in as JSON,
PDF or Word file out, one paper or many. `subprocess` is looked up at call time, which makes the
wait cooperative under gevent.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Literal

from meeting.papers import bundle
from meeting.papers.errors import PaperError
from meeting.papers.model import Document, to_json

TIMEOUT = 120.0  # seconds; 300 opinions take two, a hall laptop may be ten times slower
MOST_PAPERS = 100  # of one child: what it keeps of fonts and letters does not grow for ever
# Children. Impatient readers wait, and the phones have a processor left. Not one: a dossier keeps
# its seat while it waits for whoever keeps a paper on the disk.
AT_ONCE = 3
_SEATS = threading.BoundedSemaphore(AT_ONCE)
_ROOT = Path(__file__).resolve().parents[2]

Form = Literal["pdf", "docx"]
_OPTIONS: dict[Form, list[str]] = {"pdf": [], "docx": ["--word"]}
_STARTS: dict[Form, bytes] = {"pdf": b"%PDF-", "docx": b"PK\x03\x04"}
_ENDS: dict[Form, re.Pattern[bytes]] = {  # what a file that is whole ends with
    "pdf": re.compile(rb"%%EOF\s*\Z"),
    "docx": re.compile(rb"PK\x05\x06.{18}\Z", re.DOTALL),
}


def render(document: Document, form: Form = "pdf", *, timeout: float = TIMEOUT) -> bytes:
    """The paper as a file. Raises `PaperError` when it cannot be made in time or at all."""
    with Press(timeout) as press:
        return press.render(document, form)


class Press:
    """Sets paper after paper: to start a child takes longer than most of them do.

    For one thread. A child that is late or breaks is ended, and the next paper gets another.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout  # for each paper
        self._child: _Child | None = None
        self._papers = 0

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._end()

    @property
    def child(self) -> int | None:
        """The number of the process that works, if there is one."""
        return self._child.process.pid if self._child else None

    def render(self, document: Document, form: Form = "pdf") -> bytes:
        """The paper as a file. Raises `PaperError` when it cannot be made in time or at all."""
        given = to_json(document)
        if self._papers == MOST_PAPERS:
            self._end()
        self._child = self._child or _Child()
        self._papers += 1
        try:
            with self._child.watched(self._timeout):
                answer = self._child.set(given, form)
        except PaperError:
            self._end()
            raise
        if answer is None:
            raise PaperError(self._end())
        made, content = answer
        if not made:
            raise PaperError(content.decode())
        return content

    def _end(self) -> str:
        """What the child complained of."""
        child, self._child, self._papers = self._child, None, 0
        return child.end() if child else ""


def render_bundle(
    file: bundle.Bundle,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    form: Form = "pdf",
    *,
    timeout: float = TIMEOUT,
) -> bytes:
    """Several papers as one file; `progress` hears how far it is while it is made."""
    given = bundle.to_json(file)
    child = _Child("--bundle", *_OPTIONS[form])
    try:
        with child.watched(timeout):
            paper = _talk(child.process, given, progress, _STARTS[form])
    finally:
        complaint = child.end()
    if not _ENDS[form].search(paper[-64:]):
        raise PaperError(complaint)
    return paper


class _Child:
    """A rendering process and what it complains of; it has waited for a seat, which its end gives
    up.
    """

    def __init__(self, *options: str) -> None:
        _SEATS.acquire()
        try:
            with ExitStack() as undo:
                undo.callback(_SEATS.release)
                self._complaints = undo.enter_context(tempfile.TemporaryFile())
                self.process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-P", "-X", "utf8", "-m", "meeting.papers", *options],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._complaints,
                    env=_environment(),
                )
                undo.pop_all()  # it runs: its end closes the file and gives the seat up
        except OSError as error:
            raise PaperError(f"the paper could not be started: {error}") from error

    @contextmanager
    def watched(self, timeout: float) -> Iterator[None]:
        """Kills it when it is not ready in time. Raises `PaperError` then."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        watch = threading.Timer(timeout, stop)
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            if late.is_set():
                raise PaperError(f"the paper was not ready after {timeout:g} seconds")

    def set(self, given: bytes, form: Form) -> tuple[bool, bytes] | None:
        """Whether one of many papers could be made, with the file or why not; None if it broke."""
        asked, told = self.process.stdin, self.process.stdout
        assert asked
        assert told
        with suppress(OSError):  # it ended meanwhile
            asked.write(f"{form} {len(given)}\n".encode() + given)
            asked.flush()
        said = told.readline().split()
        if len(said) != 2:
            return None
        content = told.read(int(said[1]))
        return (said[0] == b"ok", content) if len(content) == int(said[1]) else None

    def end(self) -> str:
        """End it; what it said last of what went wrong."""
        self.process.kill()
        code = self.process.wait()
        _SEATS.release()
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            with suppress(OSError):  # what it has not read is lost with it
                pipe.close()
        with self._complaints as complaints:
            complaints.seek(0)
            return _last_line(complaints.read()) or f"the paper ended with {code}"


def _talk(
    child: subprocess.Popen[bytes],
    given: bytes,
    progress: Callable[[int, int], None],
    start: bytes,
) -> bytes:
    """Hand over the papers, listen to how far they are, take the file."""
    assert child.stdin
    assert child.stdout
    with child.stdout as out:
        try:
            child.stdin.write(given)
            child.stdin.close()
        except BrokenPipeError:
            return b""  # it ended before it began; what it complained of is told
        return _answer(out, progress, start)


def _answer(out: IO[bytes], progress: Callable[[int, int], None], start: bytes) -> bytes:
    for said in iter(out.readline, b""):
        if said.startswith(start):
            return said + out.read()
        done, _, total = said.partition(b" ")
        progress(int(done), int(total))
    return b""


def _environment() -> dict[str, str]:
    """The package that runs here, also when it is not installed and another folder is current."""
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
