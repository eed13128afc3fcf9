"""A day of eight hours at speed: does the server hold at its end what it held at its beginning?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.checkin import desk_requests
from tests.bench.crowd import crowd
from tests.bench.result import Result
from tests.bench.site import Device, Server, Site, prepare, served

HOURS = 8
SPEECHES = 12  # an hour, five minutes each
RETURNS = 6  # an hour: a phone that slept comes back
ARRIVALS = 15  # an hour


def day(folder: Path, clients: int) -> Iterator[Result]:
    """Memory of the server after each hour, with nobody connected; the first hour warms it up."""
    site = prepare(folder, clients + HOURS * ARRIVALS, waiting=0)
    guests = site.phones[clients:]
    held = []
    with served(site) as server:
        _end_first_speech(server, site)
        for number in range(HOURS):
            come = guests[number * ARRIVALS : (number + 1) * ARRIVALS]
            _hour(server, site, clients, number, come)
            held.append(server.memory())
    title = f"a day of {HOURS} h, {clients} phones: memory"
    yield Result(f"{title} at its end; beside: after an hour", held[-1], held[0], "MB", "<= 1.1")
    late = (held[-1] - held[HOURS // 2]) / (HOURS - 1 - HOURS // 2)
    yield Result(f"{title} gained an hour in its second half", late, 0.0, "MB", "bounded")


def _end_first_speech(server: Server, site: Site) -> None:
    secretary = site.staff["secretary"]
    path, fields = f"/m/1/speakers/turns/{site.turn}/end", {"csrf_token": secretary.token}
    crowd("load", port=server.port, cookie=secretary.cookie, requests=[[path, fields]], at_once=1)


def _hour(server: Server, site: Site, clients: int, number: int, come: list[Device]) -> None:
    secretary, desk = site.staff["secretary"], site.staff["registrar"]
    crowd(
        "hour",
        port=server.port,
        phones=[[one.cookie, one.token, _views(one)] for one in site.phones[:clients]],
        speeches=[
            [secretary.cookie, secretary.token, f"Ông Đinh Nói {number}.{speech}"]
            for speech in range(SPEECHES)
        ],
        checkins=[[desk.cookie, *one] for one in desk_requests(site, come)],
        returns=list(range(number * RETURNS, (number + 1) * RETURNS)),
    )


def _views(one: Device) -> list[str]:
    """What the page of an attendee shows."""
    own = [f"checkin.mine:{one.delegate_id}", f"speakers.mine:{one.delegate_id}"]
    return ["speakers.queue", *own]
