"""Check-ins against the cheapest request the same server can answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.crowd import crowd
from tests.bench.result import ROUNDS, Result, medians, p99
from tests.bench.site import Device, Site, prepare, served

AT_ONCE = 16
DESK, PHONE = 320, 320  # check-ins a round
HEALTHY = 1600  # requests a round


def desk_requests(site: Site, whom: list[Device]) -> list[list[Any]]:
    """One tap at the reception desk for each."""
    token = site.staff["registrar"].token
    return [
        ["/m/1/checkin/desk/in", {"csrf_token": token, "delegate_id": one.delegate_id}]
        for one in whom
    ]


def checkin(folder: Path, _clients: int) -> Iterator[Result]:
    """Device, permission, rules, presence, journal and submission key, answered once durable."""
    site = prepare(folder, ROUNDS * DESK)
    cookie = site.staff["registrar"].cookie
    rounds = []
    with served(site) as server:
        ask = {"port": server.port, "cookie": cookie, "at_once": AT_ONCE}
        for number in range(ROUNDS):
            whom = site.phones[number * DESK : (number + 1) * DESK]
            ours = crowd("load", requests=desk_requests(site, whom), **ask)
            base = crowd("load", requests=[["/health", None]] * HEALTHY, **ask)
            figures = (ours["rate"], base["rate"], p99(ours["seconds"]), p99(base["seconds"]))
            rounds.append(figures)
    rate, healthy, slowest, slowest_healthy = medians(rounds)
    title = f"check-ins at the desk, {AT_ONCE} at once; beside: GET /health"
    yield Result(title, rate, healthy, "/s", ">= 0.25")
    yield Result(f"{title}, p99", slowest, slowest_healthy, "ms", "<= 4")
