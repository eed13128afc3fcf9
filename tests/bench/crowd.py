"""The clients, in a process of their own: ``python -m tests.bench.crowd TASK`` reads its arguments
as JSON and prints its figures as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from tests.bench import process
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
    pid: int = 0,  # the server's, to say what it used while all are there
) -> dict[str, Any]:
    """The time from each trigger's first byte to its state on each phone."""
    crowd = [Phone(cookie, views) for cookie, views in phones]
    await connect(port, crowd)
    slow = await _stall(port, stalled) if stalled else None
    others = asyncio.create_task(_check_in(port, checkins or [], rate))
    arrivals: dict[Phone, float] = {}

    def seen(phone: Phone, changed: str, now: float) -> None:
        if changed == view:
            arrivals.setdefault(phone, now)

    for phone in crowd:
        phone.on_state = seen
    each: list[float] = []
    last: list[float] = []
    line = await Line(port, triggers[0][0]).open()
    idle = process.busy(pid) if pid else 0.0
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
    used = {"busy": process.busy(pid) - idle, "memory": process.memory(pid)} if pid else {}
    others.cancel()
    with suppress(asyncio.CancelledError):
        await others
    newest = crowd[0].revisions[view]
    caught_up = await _caught_up(slow, newest) if slow else 0.0
    return {"each": each, "last": last, "caught_up": caught_up, **used}


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


async def hour(
    port: int,
    phones: list[list[Any]],  # [cookie, token, views]
    speeches: list[list[Any]],  # cookie, token, speaker's name
    checkins: list[list[Any]],  # cookie, path, fields
    returns: list[int],  # each time every phone comes back out of a pocket, by its number
) -> dict[str, Any]:
    """One hour of a meeting at speed, with everybody there; all hang up at its end."""
    answered = 0
    crowd = [Phone(cookie, views) for cookie, _token, views in phones]
    await connect(port, crowd, at_once=50)
    for cookie, path, fields in checkins:
        line = await Line(port, cookie).open()
        await _posted(line, path, fields)
        line.close()
        answered += 1
    for cookie, token, name in speeches:
        answered += await _speech(port, cookie, token, name)
    for number in returns:
        for phone in crowd:
            phone.transport.close()
        crowd = [Phone(cookie, views) for cookie, _token, views in phones]
        await connect(port, crowd, at_once=50)
        answered += await _look_and_ask(port, phones, number)
    for phone in crowd:
        phone.transport.close()
    return {"answered": answered}


async def _speech(port: int, cookie: str, token: str, name: str) -> int:
    line = await Line(port, cookie).open()
    fields = {"csrf_token": token}
    asked = await _posted(line, "/m/1/speakers/request", {**fields, "speaker_name": name})
    turn = f"/m/1/speakers/turns/{asked}/"
    await _posted(line, turn + "floor", {**fields, "seen": 0})
    for act in ("pause", "resume", "extend", "end"):
        await _posted(line, turn + act, {**fields, "seconds": 60})
    line.close()
    return 6


async def _look_and_ask(port: int, phones: list[list[Any]], turn: int) -> int:
    """Everybody opens the page again, and one in twenty, each time others, sends a question."""
    for number, (cookie, token, _views) in enumerate(phones):
        line = await Line(port, cookie).open()
        status, body = await line.get("/m/1/")
        if status != 200:
            raise RuntimeError(f"{status} {body[:300]!r}")
        if (number + turn) % 20 == 0:
            fields = {"csrf_token": token, "text": f"Bao giờ sửa đường? ({os.urandom(4).hex()})"}
            await _posted(line, "/m/1/opinions/mine", fields)
        line.close()
    return len(phones)


async def _posted(line: Line, path: str, fields: dict[str, Any]) -> Any:
    status, body = await line.post(path, fields)
    if status != 200:
        raise RuntimeError(f"{path}: {status} {body[:300]!r}")
    return json.loads(body)["result"]


TASKS: dict[str, Callable[..., Coroutine[Any, Any, dict[str, Any]]]] = {
    "load": load,
    "broadcast": broadcast,
    "storm": storm,
    "hour": hour,
}


def start(task: str, **arguments: Any) -> subprocess.Popen[str]:
    """Start a crowd; ``finish`` waits for its figures."""
    line = [sys.executable, "-m", "tests.bench.crowd", task]
    child = subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    child.stdin.write(json.dumps(arguments))
    child.stdin.close()
    child.stdin = None
    return child


def finish(child: subprocess.Popen[str]) -> dict[str, Any]:
    """The figures of a crowd. Raises RuntimeError with what it said when it failed."""
    out, err = child.communicate(timeout=10 * PATIENCE)
    if child.returncode:
        raise RuntimeError(err[-2000:])
    found: dict[str, Any] = json.loads(out)
    return found


def crowd(task: str, **arguments: Any) -> dict[str, Any]:
    """One task from start to end."""
    return finish(start(task, **arguments))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(TASKS[sys.argv[1]](**json.load(sys.stdin)))))  # noqa: T201
