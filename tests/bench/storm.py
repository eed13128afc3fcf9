"""The power is back: how long until every phone shows the truth again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import crowd
from tests.bench.result import ROUNDS, Result, medians
from tests.bench.site import Server, Site, prepare, start, start_bare


def storm(folder: Path, clients: int) -> Iterator[Result]:
    """From the first answer to the last state; beside: the same lines, bare."""
    site = prepare(folder, clients)
    hall = start(site.data)
    bare = start_bare(folder)
    rounds = []
    for _ in range(ROUNDS):
        one_view = back(hall, lambda port: start(site.data, port), phones(site, own=False))
        whole = back(hall, lambda port: start(site.data, port), phones(site, own=True))
        nothing = back(bare, lambda port: start_bare(folder, port), phones(site, own=False), True)
        rounds.append((one_view, whole, nothing))
    hall.kill()
    bare.kill()
    one_view, whole, nothing = medians(rounds)
    title = f"{clients} phones back after a power cut"
    yield Result(f"{title}, the queue; beside: bare sockets", one_view, nothing, "ms", "")
    yield Result(f"{title}, queue and own views; beside: bare sockets", whole, nothing, "ms", "")


def phones(site: Site, *, own: bool) -> list[list[Any]]:
    """Cookies and views: what everybody sees, and what is different on each phone."""
    return [
        [one.cookie, ["speakers.queue", *(_own(one.delegate_id) if own else ())]]
        for one in site.phones
    ]


def _own(delegate_id: int) -> list[str]:
    return [f"checkin.mine:{delegate_id}", f"speakers.mine:{delegate_id}"]


def back(
    server: Server,
    start_again: Callable[[int], Server],
    those: list[list[Any]],
    bare: bool = False,
) -> float:
    """Cut the power, start again, and let all come back at once. Milliseconds."""
    server.kill()
    waiting = crowd.start("storm", port=server.port, phones=those, bare=bare)
    server.process = start_again(server.port).process
    return float(crowd.finish(waiting)["seconds"]) * 1000
