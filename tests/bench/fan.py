"""From the secretary's click to 100, 300 and 1,000 phones, beside the limit: a loop that sends one
prepared frame to each socket. And what a phone costs in memory and in processor time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.bench import crowd
from tests.bench.broadcast import EVERY, TIMES, clicks, last
from tests.bench.result import ROUNDS, Result, medians
from tests.bench.site import Server, Site, prepare, served, start_bare

HALLS = (100, 300, 1000)  # phones
SIZE = 1200  # bytes of the queue's fragment with four names and a clock
IDLE = 2  # phones while the memory of the empty hall is read
VIEW = "speakers.queue"


@dataclass
class Round:
    """What one round of clicks showed."""

    p50: float  # ms
    p95: float
    p99: float
    last: float  # ms until the last phone, in the middle of all clicks
    busy: float  # ms of the server's processor for 1,000 deliveries
    memory: float  # MB while all are there


def fan(folder: Path, _clients: int) -> Iterator[Result]:
    """Ours and the bare loop in turns, for each size of a hall."""
    site = prepare(folder, max(HALLS))
    bare = start_bare(folder, module="tests.bench.bare_fan")
    try:
        with served(site) as server:
            empty = [_click(server, site, IDLE), _click(bare, site, IDLE, bare=True)]
            for phones in HALLS:
                yield from _hall(server, bare, site, phones, empty)
    finally:
        bare.kill()


def _hall(
    server: Server, bare: Server, site: Site, phones: int, empty: list[Round]
) -> Iterator[Result]:
    rounds = [
        [_click(server, site, phones), _click(bare, site, phones, bare=True)] for _ in range(ROUNDS)
    ]
    for name, goal in (("p50", ""), ("p95", ""), ("p99", "<= 2"), ("last", "")):
        ours, limit = medians([[getattr(one, name) for one in both] for both in rounds])
        title = "last phone" if name == "last" else name
        yield Result(
            f"click to {phones} phones; beside: bare send, {title}", ours, limit, "ms", goal
        )
    ours, limit = medians([[one.busy for one in both] for both in rounds])
    yield Result(f"processor for 1,000 deliveries to {phones} phones", ours, limit, "ms", "<= 2")
    most = [max(both[way].memory for both in rounds) - empty[way].memory for way in (0, 1)]
    ours, limit = (megabytes * 1000 / phones for megabytes in most)
    yield Result(f"memory a phone, {phones} phones", ours, limit, "KB", "")


def _click(server: Server, site: Site, phones: int, *, bare: bool = False) -> Round:
    """The secretary stops the clock and lets it run on, again and again."""
    figures = crowd.crowd(
        "broadcast",
        port=server.port,
        phones=[[one.cookie, [VIEW]] for one in site.phones[:phones]],
        view=VIEW,
        triggers=_bare_clicks() if bare else clicks(site, TIMES),
        every=EVERY,
        pid=server.process.pid,
    )
    return _read(figures, phones)


def _bare_clicks() -> list[list[Any]]:
    return [["", "/", {"size": SIZE}]] * TIMES


def _read(figures: dict[str, Any], phones: int) -> Round:
    each = quantiles(figures["each"], n=100)
    return Round(
        p50=each[49] * 1000,
        p95=each[94] * 1000,
        p99=each[98] * 1000,
        last=last(figures),
        busy=figures["busy"] * 1000 / (TIMES * phones / 1000),
        memory=figures["memory"],
    )
