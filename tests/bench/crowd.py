"""The clients, in a process of their own: ``python -m tests.bench.crowd TASK`` reads its arguments
as JSON and prints its figures as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from tests.bench.wire import Line, Phone, connect

PATIENCE = 60  # seconds before a task gives up


async def load(port: int, cookie: str, requests: list[list[Any]], at_once: int) -> dict[str, Any]:
    """Send requests (``[path, fields or None]``) over some keep-alive connections."""
    lines = [await Line(port, cookie).open() for _ in range(at_once)]
    seconds: list[float] = []
    waiting = iter(requests)

    async def work(line: Line) -> None:
        for path, fields in waiting:
            begun = time.perf_counter()
            status, body = await (line.get(path) if fields is None else line.post(path, fields))
            seconds.append(time.perf_counter() - begun)
            if status != 200:
                raise RuntimeError(f"{path}: {status} {body[:300]!r}")

    begun = time.perf_counter()
    await asyncio.gather(*(work(line) for line in lines))
    took = time.perf_counter() - begun
    for line in lines:
        line.close()
    return {"rate": len(seconds) / took, "seconds": seconds}


async def broadcast(
    port: int,
    phones: list[list[Any]],  # [cookie, views]
    view: str,
    triggers: list[list[Any]],  # cookie, path, fields: each changes the view
    every: float,
    checkins: list[list[Any]] | None = None,  # cookie, path, fields
    rate: float = 50.0,
    stalled: list[Any] | None = None,  # [cookie, views, seconds]: one that stops to read
) -> dict[str, Any]:
    """The time from each trigger's first byte to its state on each phone."""
    crowd = [Phone(cookie, views) for cookie, views in phones]
    await connect(port, crowd)
    slow = await _stall(port, stalled) if stalled else None
    others = asyncio.create_task(_check_in(port, checkins or [], rate))
    arrivals: dict[Phone, float] = {}

    def seen(phone: Phone, state: dict[str, Any], now: float) -> None:
        if state["view"] == view:
            arrivals.setdefault(phone, now)

    for phone in crowd:
        phone.on_state = seen
    each: list[float] = []
    last: list[float] = []
    line = await Line(port, triggers[0][0]).open()
    for _cookie, path, fields in triggers:
        arrivals.clear()
        begun = time.perf_counter()
        status, body = await line.post(path, fields)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:300]!r}")
        while len(arrivals) < len(crowd):
            if time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"only {len(arrivals)} of {len(crowd)} phones got {path}")
            await asyncio.sleep(0.001)
        each += [now - begun for now in arrivals.values()]
        last.append(max(arrivals.values()) - begun)
        await asyncio.sleep(every)
    others.cancel()
    with suppress(asyncio.CancelledError):
        await others
    newest = crowd[0].revisions[view]
    caught_up = await _caught_up(slow, newest) if slow else 0.0
    return {"each": each, "last": last, "caught_up": caught_up}


async def _check_in(port: int, checkins: list[list[Any]], rate: float) -> None:
    """People come evenly while something else is measured."""
    if not checkins:
        return
    idle: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(16):
        idle.put_nowait(await Line(port, checkins[0][0]).open())
    busy: set[asyncio.Task[Any]] = set()

    async def one(line: Line, path: str, fields: dict[str, Any]) -> None:
        await line.post(path, fields)
        idle.put_nowait(line)

    begun = time.perf_counter()
    for number, (_cookie, path, fields) in enumerate(checkins):
        await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        task = asyncio.create_task(one(await idle.get(), path, fields))
        busy.add(task)
        task.add_done_callback(busy.discard)


async def _stall(port: int, stalled: list[Any]) -> Phone:
    cookie, views, seconds = stalled
    phone = Phone(cookie, views)
    await connect(port, [phone])
    if seconds:
        phone.transport.pause_reading()
        asyncio.get_running_loop().call_later(seconds, phone.transport.resume_reading)
    return phone


async def _caught_up(phone: Phone, newest: int) -> float:
    """Seconds until the one that stood still shows what the others show."""
    begun = time.perf_counter()
    while max(phone.revisions.values()) < newest:
        if time.perf_counter() - begun > PATIENCE:
            raise RuntimeError("the slow reader never got the newest state")
        await asyncio.sleep(0.01)
    return time.perf_counter() - begun


async def storm(port: int, phones: list[list[Any]], bare: bool) -> dict[str, Any]:
    """All come back at the moment the server answers; the time until the last has its state."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            probe = await Line(port).open()
            await probe.get("/health")
            break
        except (OSError, asyncio.IncompleteReadError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.005)
    begun = time.perf_counter()
    crowd = [Phone(cookie, views, bare=bare) for cookie, views in phones]
    await connect(port, crowd)
    return {"seconds": time.perf_counter() - begun}


TASKS: dict[str, Callable[..., Coroutine[Any, Any, dict[str, Any]]]] = {
    "load": load,
    "broadcast": broadcast,
    "storm": storm,
}


def start(task: str, **arguments: Any) -> subprocess.Popen[str]:
    """Start a crowd; ``finish`` waits for its figures."""
    line = [sys.executable, "-m", "tests.bench.crowd", task]
    process = subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(arguments))
    process.stdin.close()
    process.stdin = None
    return process


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The figures of a crowd. Raises RuntimeError with what it said when it failed."""
    out, err = process.communicate(timeout=4 * PATIENCE)
    if process.returncode:
        raise RuntimeError(err[-2000:])
    found: dict[str, Any] = json.loads(out)
    return found


def crowd(task: str, **arguments: Any) -> dict[str, Any]:
    """One task from start to end."""
    return finish(start(task, **arguments))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(TASKS[sys.argv[1]](**json.load(sys.stdin)))))  # noqa: T201
