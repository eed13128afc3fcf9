"""Check-ins against a page that does nothing, and against what the disk itself can commit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.crowd import crowd
from tests.bench.result import ROUNDS, Result, medians, p99
from tests.bench.site import Device, Site, prepare, served, start_bare

AT_ONCE = 16
DESK, PHONE = 320, 320  # check-ins a round
HEALTHY = 1600  # requests a round
COMMITS = 800  # a round


def desk_requests(site: Site, whom: list[Device]) -> list[list[Any]]:
    """One tap at the reception desk for each."""
    token = site.staff["registrar"].token
    return [
        ["/m/1/checkin/desk/in", {"csrf_token": token, "delegate_id": one.delegate_id}]
        for one in whom
    ]


def commits(folder: Path) -> float:
    """Durable commits a second of one small row, by nothing but SQLite as we set it up."""
    base = sqlite3.connect(folder / "commits.db", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE IF NOT EXISTS presence (delegate_id INTEGER, at TEXT, desk TEXT)")
    begun = time.perf_counter()
    for number in range(COMMITS):
        base.execute("INSERT INTO presence VALUES (?, '2023-10-20 07:30:00', 'Bàn 1')", (number,))
    took = time.perf_counter() - begun
    base.close()
    return COMMITS / took


def checkin(folder: Path, _clients: int) -> Iterator[Result]:
    """Device, permission, rules, presence, journal and submission key, answered once durable."""
    site = prepare(folder, ROUNDS * DESK)
    cookie = site.staff["registrar"].cookie
    rounds = []
    bare = start_bare(folder)
    with served(site) as server:
        ask = {"cookie": cookie, "at_once": AT_ONCE}
        for number in range(ROUNDS):
            whom = site.phones[number * DESK : (number + 1) * DESK]
            before, bare_before = server.cpu(), bare.cpu()
            ours = crowd("load", port=server.port, requests=desk_requests(site, whom), **ask)
            base = crowd("load", port=bare.port, requests=[["/health", None]] * HEALTHY, **ask)
            figures = (ours["rate"], base["rate"], p99(ours["seconds"]), p99(base["seconds"]))
            busy = (server.cpu() - before) / DESK, (bare.cpu() - bare_before) / HEALTHY
            rounds.append((*figures, commits(folder), *busy))
    bare.kill()
    rate, empty, slowest, slowest_empty, disk, work, work_empty = medians(rounds)
    title = f"check-ins at the desk, {AT_ONCE} at once"
    yield Result(f"{title}; beside: an empty Flask page", rate, empty, "/s", ">= 0.15")
    yield Result(f"{title}, p99; beside: the same", slowest, slowest_empty, "ms", "<= 4")
    yield Result(f"{title}; beside: bare commits to this disk", rate, disk, "/s", "")
    yield Result("the server's work for a check-in; beside: the page", work, work_empty, "ms", "")
