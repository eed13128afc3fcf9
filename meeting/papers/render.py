"""Paper on request, made in another process so that no phone waits for it.

Setting a paper is seconds of pure computing. In the server's process it would hold the event loop
(a thread does not help: it holds the interpreter), so a child process does it: document in as JSON,
PDF or Word file out. `subprocess` is looked up at call time, which makes the wait cooperative under
gevent.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Literal

from meeting.papers import bundle
from meeting.papers.errors import PaperError
from meeting.papers.model import Document, to_json

TIMEOUT = 120.0  # seconds; 300 opinions take two, a hall laptop may be ten times slower
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
    try:
        done = subprocess.run(  # noqa: S603
            _command(form),
            input=to_json(document),
            capture_output=True,
            timeout=timeout,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise PaperError(f"the paper was not ready after {timeout:g} seconds") from error
    except OSError as error:
        raise PaperError(f"the paper could not be started: {error}") from error
    if done.returncode:
        raise PaperError(_last_line(done.stderr) or f"the paper ended with {done.returncode}")
    return done.stdout


def render_bundle(
    file: bundle.Bundle,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    form: Form = "pdf",
    *,
    timeout: float = TIMEOUT,
) -> bytes:
    """Several papers as one file; `progress` hears how far it is while it is made."""
    with tempfile.TemporaryFile() as complaints:
        try:
            child = subprocess.Popen(  # noqa: S603
                [*_command(form), "--bundle"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=_environment(),
            )
        except OSError as error:
            raise PaperError(f"the paper could not be started: {error}") from error
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(timeout, stop)
        watch.start()
        try:
            paper = _talk(child, bundle.to_json(file), progress, _STARTS[form])
        finally:
            watch.cancel()
            child.kill()
            code = child.wait()
        if late.is_set():
            raise PaperError(f"the paper was not ready after {timeout:g} seconds")
        if not _ENDS[form].search(paper[-64:]):
            complaints.seek(0)
            raise PaperError(_last_line(complaints.read()) or f"the paper ended with {code}")
        return paper


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


def _command(form: Form) -> list[str]:
    return [sys.executable, "-P", "-X", "utf8", "-m", "meeting.papers", *_OPTIONS[form]]


def _environment() -> dict[str, str]:
    """The package that runs here, also when it is not installed and another folder is current."""
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
