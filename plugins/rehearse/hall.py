"""The scratch server of a rehearsal: started, cut off and started again like the real one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60


@dataclass
class Hall:
    """A server process over a scratch folder."""

    data: Path
    process: subprocess.Popen[bytes]
    http_port: int
    https_port: int

    @property
    def base(self) -> str:
        """Where its clients find it."""
        return f"http://127.0.0.1:{self.http_port}"

    def pairing_link(self, role: str) -> str:
        """A one-time token from the terminal."""
        return command(self.data, "pair", "--role", role).strip().rsplit("/", 1)[1]

    def cut(self) -> None:
        """Kill the server as a power cut does."""
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        """Start it at the same address, over what is on the disk."""
        self.process = _start(self.data, self.http_port, self.https_port)

    def stop(self) -> None:
        """Stop in order; a server that does not is killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def command(data: Path, *arguments: str) -> str:
    """Run ``doithoai`` over the scratch folder. Returns what it printed."""
    line = [sys.executable, "-m", "meeting", "--data", str(data), *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def _start(data: Path, http_port: int, https_port: int) -> subprocess.Popen[bytes]:
    note = data / "server.json"
    note.unlink(missing_ok=True)
    line = [sys.executable, "-m", "meeting", "--data", str(data), "run", "--host", "127.0.0.1"]
    ports = ["--port", str(http_port), "--https-port", str(https_port)]
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen([*line, *ports], stdout=log, stderr=log)  # noqa: S603 - ourselves
    deadline = time.monotonic() + START_SECONDS
    while not note.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError((data / "server.log").read_text(errors="replace")[-2000:])
        time.sleep(0.05)
    return process


@contextmanager
def hall(data: Path, plan: Path) -> Iterator[Hall]:
    """A server with the open meeting of a plan, for the length of a rehearsal."""
    data.mkdir(parents=True, exist_ok=True)
    command(data, "plan", "load", str(plan), "--open")
    process = _start(data, 0, 0)
    ports = json.loads((data / "server.json").read_text())
    running = Hall(data, process, ports["http_port"], ports["https_port"])
    try:
        yield running
    finally:
        running.stop()
