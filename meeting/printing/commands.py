"""The system's own programs: started without a shell, with a time limit, answering in English."""

from __future__ import annotations

import io
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from meeting.printing.model import SystemProblem

# seconds; what answers at all does so in hundredths. A page waits for a look.
LOOKING, ASKING, SENDING = 3.0, 15.0, 60.0
MOST = 4 * 1024 * 1024  # bytes; the state of a thousand printers has a tenth of that
_PIECE = 64 * 1024


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

    One that says more than any has to say is ended too: a broken one would fill the memory.
    """
    try:
        child = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8", **extra},
        )
    except (OSError, ValueError) as error:
        raise SystemProblem(f"{command[0]} could not be started: {error}") from error
    said, until = _Said(child), time.monotonic() + seconds
    try:
        child.wait(seconds)
        out, err = said.words(until)
    except subprocess.TimeoutExpired as error:
        child.kill()
        child.wait()
        raise TooSlow(f"{command[0]} has not answered within {seconds:g} seconds") from error
    if said.is_too_much:
        raise SystemProblem(f"{command[0]} does not stop talking")
    return Answer(child.returncode, out, err)


class _Said:
    """What a program writes, read while it runs: up to a limit, past which it is ended."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.is_too_much = False
        self._child = child
        self._found: tuple[list[bytes], list[bytes]] = ([], [])
        pipes = zip((child.stdout, child.stderr), self._found, strict=True)
        self._readers = [
            threading.Thread(target=self._read, args=one, daemon=True) for one in pipes
        ]
        for one in self._readers:
            one.start()

    def _read(self, pipe: io.BufferedReader, found: list[bytes]) -> None:
        left = MOST
        with pipe:
            while piece := pipe.read1(_PIECE):
                found.append(piece)
                left -= len(piece)
                if left < 0:
                    self.is_too_much = True
                    self._child.kill()
                    return

    def words(self, until: float) -> list[str]:
        """Both, as text, once all who write have ended. Raises TimeoutExpired."""
        for one in self._readers:
            one.join(max(0.0, until - time.monotonic()))
            if one.is_alive():  # a program that it started holds on to its end
                raise subprocess.TimeoutExpired(self._child.args, until)
        return [b"".join(one).decode("utf-8", "replace") for one in self._found]
