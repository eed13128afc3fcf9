"""Has a file read or written by a process of its own, so that no phone waits for it.

``subprocess`` is looked up at call time, which makes the wait cooperative under gevent.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from plugins.roster.sheets.files import FileProblem
from plugins.roster.sheets.grid import Grid, Line

log = logging.getLogger(__name__)
TIMEOUT = 60.0  # seconds; 5,000 rows take two, a hall laptop may be ten times slower
_ROOT = Path(__file__).resolve().parents[3]


def read(data: bytes, context: dict[str, Any]) -> dict[str, Any]:
    """The sheets of a file with their people. Raises FileProblem."""
    answer: dict[str, Any] = json.loads(_run({"do": "read", **context}, data))
    if "problem" in answer:
        raise FileProblem(answer["problem"])
    return answer


def read_grids(data: bytes) -> list[Grid]:
    """The sheets of a file as plain text. Raises FileProblem."""
    answer = json.loads(_run({"do": "grids"}, data))
    if "problem" in answer:
        raise FileProblem(answer["problem"])
    return [
        Grid(one["name"], [_line(kept) for kept in one["lines"]], one["hidden"])
        for one in answer["sheets"]
    ]


def _line(kept: dict[str, Any]) -> Line:
    return Line(**{**kept, "from_above": set(kept["from_above"]), "notes": set(kept["notes"])})


def write(request: dict[str, Any]) -> bytes:
    """A list as a file. Raises FileProblem when it could not be made."""
    return _run({"do": "write", **request}, b"")


def _run(request: dict[str, Any], data: bytes) -> bytes:
    command = [sys.executable, "-P", "-X", "utf8", "-m", "plugins.roster.sheets"]
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=json.dumps(request).encode() + b"\n" + data,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired as error:
        raise FileProblem("too_slow") from error
    except OSError as error:
        log.exception("No process for a spreadsheet")
        raise FileProblem("failed") from error
    if done.returncode:
        log.error(
            "A spreadsheet could not be worked on: %s", done.stderr.decode("utf-8", "replace")
        )
        raise FileProblem("failed")
    return done.stdout
