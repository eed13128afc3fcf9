"""Paper on request, made in another process so that no phone waits for it.

Setting a paper is seconds of pure computing. In the server's process it would hold the event loop
(a thread does not help: it holds the interpreter), so a child process does it: document in as JSON,
PDF out. `subprocess` is looked up at call time, which makes the wait cooperative under gevent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from meeting.papers.errors import PaperError
from meeting.papers.model import Document, to_json

TIMEOUT = 120.0  # seconds; 300 opinions take two, a hall laptop may be ten times slower
_ROOT = Path(__file__).resolve().parents[2]


def render(document: Document, *, timeout: float = TIMEOUT) -> bytes:
    """The paper as PDF. Raises `PaperError` when it cannot be made in time or at all."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", "meeting.papers"]
    # The package that runs here, also when it is not installed and another folder is current.
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=to_json(document),
            capture_output=True,
            timeout=timeout,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired as error:
        raise PaperError(f"the paper was not ready after {timeout:g} seconds") from error
    except OSError as error:
        raise PaperError(f"the paper could not be started: {error}") from error
    if done.returncode:
        raise PaperError(_last_line(done.stderr) or f"the paper ended with {done.returncode}")
    return done.stdout


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
