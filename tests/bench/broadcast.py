"""From a button to the last phone: quiet, while people check in, and beside one that does not
read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.checkin import desk_requests
from tests.bench.crowd import crowd
from tests.bench.result import ROUNDS, Result, medians, p99
from tests.bench.site import Device, Server, Site, prepare, served

TIMES, EVERY = 20, 0.15  # broadcasts a round, seconds between two
RATE = 50  # check-ins a second meanwhile
ARRIVALS = round(TIMES * EVERY * RATE * 2)
STALL = 5.0  # seconds without reading
LONG_LIST = 150  # who wait to speak: their desk is the largest view there is


def broadcast(folder: Path, clients: int) -> Iterator[Result]:
    """Each way in turns with its base, on the same server."""
    site = prepare(folder, clients + 2 * ROUNDS * ARRIVALS, waiting=LONG_LIST)
    guests = iter(site.phones[clients:])
    for disk, slow in (("", False), (", disk +5 ms", True)):
        rounds = []
        with served(site, slow_disk=slow) as server:
            for _ in range(ROUNDS):
                quiet = press(server, site, clients)
                busy = press(server, site, clients, arriving=list(islice(guests, ARRIVALS)))
                rounds.append((p99(busy["each"]), p99(quiet["each"]), last(busy), last(quiet)))
        title = f"button to {clients} phones, {RATE} check-ins/s{disk}; beside: none"
        now, before, final, final_before = medians(rounds)
        yield Result(f"{title}, p99", now, before, "ms", "<= 1.5")
        yield Result(f"{title}, last phone", final, final_before, "ms", "")
    with served(site) as server:
        yield from slow_reader(server, site, clients)


def slow_reader(server: Server, site: Site, clients: int) -> Iterator[Result]:
    """A device with a large page stops to read; the same device reading is the base."""
    rounds = []
    for _ in range(ROUNDS):
        reading = press(server, site, clients, stall=0.0)
        before = server.memory()
        stalled = press(server, site, clients, stall=STALL)
        figures = (p99(stalled["each"]), p99(reading["each"]), server.memory() - before)
        rounds.append((*figures, stalled["caught_up"]))
    others, base, grown, caught_up = medians(rounds)
    yield Result(
        f"the other {clients} phones, one reader stalled {STALL:.0f} s; beside: it reads, p99",
        *(others, base, "ms", "<= 2"),
    )
    yield Result("server memory gained by the stall", grown, 0.0, "MB", "bounded")
    yield Result("stalled reader shows the newest state after", caught_up, 0.0, "s", "")


def press(
    server: Server,
    site: Site,
    clients: int,
    *,
    arriving: list[Device] | None = None,
    stall: float | None = None,
) -> dict[str, Any]:
    """The secretary stops the clock and lets it run on, again and again."""
    secretary, desk = site.staff["secretary"], site.staff["registrar"]
    times = TIMES if stall is None else round(STALL / EVERY * 1.2)
    staff = [[desk.cookie, ["checkin.table", "speakers.queue"]]] * 3
    return crowd(
        "broadcast",
        port=server.port,
        phones=[[one.cookie, ["speakers.queue"]] for one in site.phones[:clients]] + staff,
        view="speakers.queue",
        triggers=clicks(site, times),
        every=EVERY,
        checkins=[[desk.cookie, *one] for one in desk_requests(site, arriving or [])],
        rate=RATE,
        stalled=None if stall is None else [secretary.cookie, ["speakers.desk"], stall],
    )


def clicks(site: Site, times: int) -> list[list[Any]]:
    """The secretary's buttons, to press in this order; an even number."""
    secretary = site.staff["secretary"]
    fields = {"csrf_token": secretary.token}
    return [
        [secretary.cookie, f"/m/1/speakers/turns/{site.turn}/{act}", fields]
        for _ in range(times // 2)
        for act in ("pause", "resume")
    ]


def last(figures: dict[str, Any]) -> float:
    """Milliseconds until the last phone had it, in the middle of all presses."""
    return float(median(figures["last"]) * 1000)
