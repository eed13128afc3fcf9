"""The measurements. Each yields rows that set our way beside another, taken in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from flask import Flask
from gevent.pool import Pool

from meeting import create_app
from meeting.access import Actor
from meeting.config import Config
from meeting.contract import Tx
from meeting.group_writer import GroupWriter
from meeting.meetings import create_meeting, load_sample, open_meeting
from meeting.migrate import upgrade
from meeting.models import JournalEntry
from meeting.plan import load_plan_file, load_sample_file, shipped_plans, shipped_samples
from meeting.writing import Command, run

ROUNDS = 5
BY = Actor.system("bench")


@dataclass(frozen=True)
class Result:
    """One row of the table."""

    measure: str
    ours: float
    beside: float
    unit: str
    goal: str

    def row(self) -> tuple[str, ...]:
        """The cells."""
        ratio = self.ours / self.beside if self.beside else float("nan")
        figures = (f"{self.ours:,.1f} {self.unit}", f"{self.beside:,.1f} {self.unit}")
        return self.measure, *figures, f"{ratio:.2f}", self.goal


def in_turns(*ways: Callable[[], float]) -> list[float]:
    """Medians of several ways, measured in turns so that the machine's moods meet all alike."""
    rounds = [[way() for way in ways] for _ in range(ROUNDS)]
    return [median(column) for column in zip(*rounds, strict=True)]


def sample_app(folder: Path) -> Flask:
    """The sample meeting in a scratch folder."""
    app = create_app(Config(data=folder, testing=True))
    core = app.extensions["meeting"]
    upgrade(core.engine, core.registry)
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        meeting_id = run(create_meeting, by=BY, plan=plan)
        sample = load_sample_file(shipped_samples()["to-tung-2023"])
        run(load_sample, by=BY, meeting_id=meeting_id, sample=sample)
        run(open_meeting, by=BY, meeting_id=meeting_id)
    return app


def note(tx: Tx, *, number: int) -> None:
    """A small durable change: what a check-in costs at least."""
    tx.session.scalar(sa.select(sa.func.max(JournalEntry.id)))
    tx.session.add(
        JournalEntry(
            meeting_id=1, at=tx.now, by_kind="bench", by_name="", event="bench", facts={"n": number}
        )
    )


def writes(folder: Path) -> Iterator[Result]:
    """Grouped commits against one commit for each change, on a disk that flushes in 5 ms."""
    app = sample_app(folder)
    core = app.extensions["meeting"]

    @sa.event.listens_for(core.engine, "commit")
    def slow_disk(_connection: sa.Connection) -> None:
        time.sleep(0.005)

    def rate(writer: GroupWriter, count: int, at_once: int) -> float:
        pool = Pool(at_once)

        def one(number: int) -> None:
            command = Command(
                use_case=note, arguments={"number": number}, by=BY, meeting_id=1, key=None
            )
            writer.execute(command)

        begun = time.perf_counter()
        for number in range(count):
            pool.spawn(one, number)
        pool.join()
        return count / (time.perf_counter() - begun)

    with app.app_context():
        for at_once in (16, 64):
            ours, single = in_turns(
                lambda at_once=at_once: rate(core.writer, at_once * 20, at_once),  # type: ignore[misc]
                lambda: rate(core.writer, 60, 1),
            )
            title = f"durable changes, {at_once} waiting, disk +5 ms, beside one by one"
            yield Result(title, ours, single, "/s", ">= 4")
    core.close()


MEASURES: dict[str, Callable[[Path], Iterator[Result]]] = {"writes": writes}

