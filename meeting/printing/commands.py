"""The system's own programs: started without a shell, with a time limit, answering in English."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from meeting.printing.model import SystemProblem

# seconds; what answers at all does so in hundredths. A page waits for a look.
LOOKING, ASKING, SENDING = 3.0, 15.0, 60.0


@dataclass(frozen=True)
class Answer:
    """What a program said."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """Its last word, for a person."""
        lines = (self.err or self.out).strip().splitlines()
        return lines[-1].strip()[:200] if lines else ""


class TooSlow(SystemProblem):
    """The program had not answered when its time was over, and was ended."""


Run = Callable[[Sequence[str], Mapping[str, str], float], Answer]


def run(command: Sequence[str], extra: Mapping[str, str], seconds: float) -> Answer:
    """Run a program. ``extra`` is added to its environment. Raises SystemProblem.

    `subprocess` is looked up at call time, which makes the wait cooperative under gevent.
    """
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", **extra},
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlow(f"{command[0]} has not answered within {seconds:g} seconds") from error
    except (OSError, ValueError) as error:
        raise SystemProblem(f"{command[0]} could not be started: {error}") from error
    return Answer(done.returncode, done.stdout, done.stderr)
