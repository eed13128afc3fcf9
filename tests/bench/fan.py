"""From the secretary's click to 100, 300 and 1,000 phones, beside the limit: a loop that sends one
prepared frame to each socket. And what a phone costs in memory and in processor time.

A click costs the same however many phones there are: rules, a durable commit, one rendering. That
is measured with a single phone in the same rounds and taken off, of ours and of the limit's, so
that delivery stands beside delivery.
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
FULL = HALLS[-1]
SIZE = 1200  # bytes of the queue's fragment with four names and a clock
IDLE = 2  # phones while the memory of the empty hall is read
VIEW = "speakers.queue"
PARTS = ("p50", "p95", "p99", "last")


@dataclass
class Round:
    """What one round of clicks showed."""

    phones: int
    p50: float  # ms
    p95: float
    p99: float
    last: float  # ms until the last phone, in the middle of all clicks
    busy: float  # ms of the server's processor for one click
    memory: float  # MB while all are there

    def delivery(self, part: str, alone: Round) -> float:
        """A figure without what the click itself takes, which a single phone has shown."""
        return max(0.0, float(getattr(self, part)) - alone.p50)

    def delivering(self, alone: Round) -> float:
        """Milliseconds of processor for 1,000 deliveries."""
        return max(0.0, self.busy - alone.busy) / (self.phones - alone.phones) * 1000


@dataclass
class Turn:
    """One way, measured with a single phone and with the hall right after."""

    alone: Round
    hall: Round


def fan(folder: Path, _clients: int) -> Iterator[Result]:
    """Ours and the bare loop in turns, for each size of a hall."""
    site = prepare(folder, max(HALLS))
    bare = start_bare(folder, module="tests.bench.bare_fan")
    turns: list[list[Turn]] = []
    try:
        with served(site) as server:
            empty = [_click(server, site, IDLE), _click(bare, site, IDLE, bare=True)]
            for phones in HALLS:
                found = [
                    [_turn(server, site, phones), _turn(bare, site, phones, bare=True)]
                    for _ in range(ROUNDS)
                ]
                yield from _hall(phones, found, empty)
                turns += found
    finally:
        bare.kill()
    yield from _click_itself(turns)


def _hall(phones: int, turns: list[list[Turn]], empty: list[Round]) -> Iterator[Result]:
    for part in PARTS:
        ours, limit = medians(
            [[one.hall.delivery(part, one.alone) for one in both] for both in turns]
        )
        title = (
            f"delivery to {phones} phones, the click taken off; beside: bare send, {_name(part)}"
        )
        yield Result(title, ours, limit, "ms", "<= 2" if part == "p99" else "")
    for part in ("p50", "p99"):
        ours, limit = medians([[getattr(one.hall, part) for one in both] for both in turns])
        goal = "<= 2" if (phones, part) == (FULL, "p99") else ""
        yield Result(f"click and delivery to {phones} phones, {part}", ours, limit, "ms", goal)
    ours, limit = medians([[one.hall.delivering(one.alone) for one in both] for both in turns])
    yield Result(f"processor for 1,000 deliveries to {phones} phones", ours, limit, "ms", "<= 2")
    most = [max(both[way].hall.memory for both in turns) - empty[way].memory for way in (0, 1)]
    ours, limit = (megabytes * 1000 / phones for megabytes in most)
    yield Result(f"memory a phone, {phones} phones", ours, limit, "KB", "")


def _click_itself(turns: list[list[Turn]]) -> Iterator[Result]:
    """What is the same in every hall; the limit has neither rules nor a disk nor a template."""
    for part, unit in (("p50", "ms"), ("p99", "ms"), ("busy", "ms")):
        ours, limit = medians([[getattr(one.alone, part) for one in both] for both in turns])
        name = "processor" if part == "busy" else part
        title = f"the click itself, to one phone: rules, commit, rendering; beside: none, {name}"
        yield Result(title, ours, limit, unit, "")


def _name(part: str) -> str:
    return "last phone" if part == "last" else part


def _turn(server: Server, site: Site, phones: int, *, bare: bool = False) -> Turn:
    return Turn(_click(server, site, 1, bare=bare), _click(server, site, phones, bare=bare))


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
    each = quantiles(figures["each"], n=100, method="inclusive")
    return Round(
        phones=phones,
        p50=each[49] * 1000,
        p95=each[94] * 1000,
        p99=each[98] * 1000,
        last=last(figures),
        busy=figures["busy"] * 1000 / TIMES,
        memory=figures["memory"],
    )
