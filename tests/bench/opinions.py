"""Two thousand opinions in one meeting beside twenty: what the secretary and the chair wait for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import requests

from meeting import create_app
from meeting.config import Config
from meeting.contract import Tx
from meeting.writing import run
from plugins.opinions.api import (
    Asker,
    Wish,
    approve,
    assign_department,
    record,
    record_answer,
    set_outcome,
)
from plugins.rehearse.rules import invent_answer, invent_question
from tests.bench.crowd import crowd
from tests.bench.result import ROUNDS, Result, medians
from tests.bench.site import BY, Server, Site, prepare, served

MANY, FEW = 2000, 20
TIMES = 12  # each thing a round
DESK, CHAIR, CLOSE = "/m/1/opinions/", "/m/1/chair/", "/m/1/minutes/close"
TOPICS = ("GIAO_THONG_CT", "DAT_DAI")
NEWEST = 6  # an opinion that is on the first page of the secretary's list, counted from the end
EVERY = 0.02  # seconds between two decisions
Hall = tuple[Server, Site, int]  # and the number of the opinion that is opened and decided on

# What is asked for: what it is called in the table, whose it is, where
ASKED = (
    ("secretary's list, first page", "secretary", DESK),
    ("list of one topic", "secretary", f"{DESK}?show=all&topic={TOPICS[0]}"),
    ("search for a word of many", "secretary", f"{DESK}?show=all&q=lay"),
    ("search for a word of none", "secretary", f"{DESK}?show=all&q=khonghecotunay"),
    ("what one may be joined with", "secretary", f"{DESK}{{newest}}/similar"),
    ("chair's tablet", "chair", f"{CHAIR}?at={{newest}}"),
    ("chair's tablet, without an outcome", "chair", f"{CHAIR}?only=open"),
    ("what stands against closing", "secretary", CLOSE),
)
# What an open page shows anew: its name, whose it is, and the views; the first one is awaited
SEEN = (
    ("the secretary's list", "secretary", ("opinions.desk_list",)),
    (
        "the chair's tablet",
        "chair",
        ("chair.counts", "chair.floor", "chair.opinion:{newest}", "chair.decide:{newest}"),
    ),
    ("what stands against closing", "secretary", ("minutes.checks",)),
)


def raise_opinions(tx: Tx, *, count: int) -> None:
    """As a long day leaves them: the newest wait, of the others every second one is settled."""
    categories = [one.code for one in tx.meeting.plan.categories]
    departments = [one.code for one in tx.meeting.plan.departments]
    for number in range(1, count + 1):
        random = Random(number)
        words = " ".join(invent_question(number, random) for _ in range(random.randint(1, 3)))
        made = record(
            tx,
            text=words,
            channel="VIA_SECRETARY",
            asker=Asker(name=f"Bà Đinh Thị Hỏi {number}", village_id=1 + number % 10),
            category=categories[number % len(categories)],
        )
        if number % 4:
            approve(tx, opinion_id=made.id)
        if number % 3:
            assign_department(
                tx, opinion_id=made.id, department=departments[number % len(departments)]
            )
        if number <= count - FEW and number % 2:
            answer = invent_answer(number, random)
            record_answer(tx, opinion_id=made.id, text=answer, answered_by="Chủ trì", seen=0)
            set_outcome(tx, opinion_id=made.id, wish=Wish(outcome="ANSWERED_ON_SPOT"))


def opinions(folder: Path, _clients: int) -> Iterator[Result]:
    """Two meetings on two servers, asked in turns for the same things."""
    with ExitStack() as stack:
        halls = []
        for count in (MANY, FEW):
            site = filled(folder / str(count), count)
            halls.append((stack.enter_context(served(site)), site, count - NEWEST))
        for what, role, path in ASKED:
            title = f"{what}: the server's work for {MANY:,} opinions; beside: {FEW}"
            many, few = in_halls(halls, work, role, path)
            yield Result(title, many, few, "ms", "<= 2")
        title = f"a decision at the list, durable, {MANY:,} opinions; beside: {FEW}"
        many, few = in_halls(halls, decision)
        yield Result(title, many, few, "ms", "<= 2")
        for what, role, views in SEEN:
            title = f"from a decision to {what}, {MANY:,} opinions; beside: {FEW}"
            many, few = in_halls(halls, arrival, role, views)
            yield Result(title, many, few, "ms", "<= 2")
        for what, role, path in (ASKED[0], ASKED[5], ASKED[7]):
            title = f"{what}: size of the page, {MANY:,} opinions; beside: {FEW}"
            many, few = (size(hall, role, path) for hall in halls)
            yield Result(title, many, few, "KB", "<= 1.1")


def filled(folder: Path, count: int) -> Site:
    """A meeting with that many opinions."""
    folder.mkdir()
    site = prepare(folder, 0)
    app = create_app(Config(data=folder, testing=True))
    with app.app_context():
        run(raise_opinions, by=BY, meeting_id=1, count=count)
    app.extensions["meeting"].close()
    return site


def in_halls(halls: list[Hall], measure: Any, *arguments: Any) -> list[float]:
    """The median of rounds in which both halls have their turn."""
    return medians([[measure(hall, *arguments) for hall in halls] for _ in range(ROUNDS)])


def work(hall: Hall, role: str, path: str) -> float:
    """Milliseconds of processor time for one page: others on the machine hardly change it."""
    server, site, newest = hall
    wanted = [[path.format(newest=newest), None]] * TIMES
    before = server.cpu()
    crowd("load", port=server.port, cookie=site.staff[role].cookie, requests=wanted, at_once=1)
    return (server.cpu() - before) / TIMES


def decision(hall: Hall) -> float:
    """Milliseconds until a topic given by one key is on the disk and the desk has its answer."""
    server, site, newest = hall
    desk = site.staff["secretary"]
    path, fields = f"{DESK}decide/{newest}", {"csrf_token": desk.token}
    keys = [[path, {**fields, "do": f"topic:{one}"}] for one in islice(cycle(TOPICS), TIMES)]
    found = crowd("load", port=server.port, cookie=desk.cookie, requests=keys, at_once=1)
    return float(median(found["seconds"])) * 1000


def arrival(hall: Hall, role: str, views: tuple[str, ...]) -> float:
    """Milliseconds from the click to the first of these views, drawn anew, on an open page."""
    server, site, newest = hall
    desk = site.staff["secretary"]
    acts = [f"{DESK}{newest}/{act}" for act in islice(cycle(("withdraw", "approve")), TIMES)]
    fields = {"csrf_token": desk.token}
    shown = [view.format(newest=newest) for view in views]
    found = crowd(
        "broadcast",
        port=server.port,
        phones=[[site.staff[role].cookie, shown]],
        view=shown[0],
        triggers=[[desk.cookie, path, fields] for path in acts],
        every=EVERY,
    )
    return float(median(found["each"])) * 1000


def size(hall: Hall, role: str, path: str) -> float:
    """Kilobytes of the page as it is drawn, before it is compressed."""
    server, site, newest = hall
    address = f"http://127.0.0.1:{server.port}{path.format(newest=newest)}"
    answer = requests.get(address, headers={"Cookie": site.staff[role].cookie}, timeout=30)
    answer.raise_for_status()
    return len(answer.content) / 1000
