"""Servers that start at once: a process that has imported the product waits, and each server is a
fork of it. Importing takes ten times as long as all else a server does before it answers.
"""

from __future__ import annotations

import atexit
import functools
import gc
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path


class Child:
    """A server that was forked, looked after as ``subprocess.Popen`` does."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._nursery = nursery
        self._ends = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """The exit code, once there is one."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end. Raises TimeoutExpired."""
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"server {self.pid}", timeout or 0)
        return code

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._ends], [], [], timeout)[0]:
            self.returncode = self._nursery.ask({"ended": self.pid})
            os.close(self._ends)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """A signal, unless it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._ends, number)

    def kill(self) -> None:
        """At once."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that waits, as its parent sees it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
            text=True,
        )
        atexit.register(self._process.communicate)

    def start(self, arguments: list[str], log: Path) -> Child:
        """A new process that runs ``doithoai`` with these arguments."""
        wish = {"arguments": arguments, "log": str(log), "environment": dict(os.environ)}
        return Child(self, self.ask(wish))

    def ask(self, wish: Mapping[str, object]) -> int:
        """One question, one number."""
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            self._process.stdin.write(json.dumps(wish) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


@functools.cache
def nursery() -> Nursery:
    """That of this test process."""
    return Nursery()


def attend() -> dict[str, str | list[str]] | None:
    """Answer the parent till it is gone; returns what to run, in the process that is to run it."""
    waitpid = os.waitpid
    from gevent import monkey

    monkey.patch_all()  # before anything else is imported, as ``doithoai run`` does
    from gevent.os import fork

    import meeting.migrate
    import meeting.server  # noqa: F401
    from meeting.config import Config
    from meeting.loader import discover

    discover(Config())
    gc.collect()
    gc.freeze()
    while line := sys.stdin.readline():
        wish: dict[str, str | list[str]] = json.loads(line)
        if ended := wish.get("ended"):
            print(os.waitstatus_to_exitcode(waitpid(int(str(ended)), 0)[1]))  # noqa: T201
            continue
        pid = fork()
        if pid == 0:
            return wish
        print(pid)  # noqa: T201
    return None


def become(wish: dict[str, str | list[str]]) -> None:
    """Be the command: with its own output, environment and arguments."""
    from meeting.cli import main

    log = os.open(str(wish["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, place in enumerate((nothing, log, log)):
        os.dup2(place, number)
    os.close(nothing)
    os.close(log)
    os.environ.clear()
    os.environ.update(wish["environment"])  # type: ignore[arg-type]
    sys.argv = ["doithoai", *wish["arguments"]]
    main()


if __name__ == "__main__" and (wish := attend()):
    become(wish)
