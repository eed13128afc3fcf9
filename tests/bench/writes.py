"""Grouped commits against one commit for each change, on a disk that flushes in 5 ms."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from gevent.pool import Pool

from meeting.contract import Tx
from meeting.group_writer import GroupWriter
from meeting.models import JournalEntry
from meeting.writing import Command
from tests.bench.result import Result, in_turns
from tests.bench.site import BY, sample_app


def note(tx: Tx, *, number: int) -> None:
    """A small durable change: what a check-in costs at least."""
    tx.session.scalar(sa.select(sa.func.max(JournalEntry.id)))
    tx.session.add(
        JournalEntry(
            meeting_id=1, at=tx.now, by_kind="bench", by_name="", event="bench", facts={"n": number}
        )
    )


def rate(writer: GroupWriter, count: int, at_once: int) -> float:
    """Durable changes a second."""
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


def writes(folder: Path, _clients: int) -> Iterator[Result]:
    """16 and 64 that wait at the same time, beside one after the other."""
    app = sample_app(folder)
    core = app.extensions["meeting"]

    @sa.event.listens_for(core.engine, "commit")
    def slow_disk(_connection: sa.Connection) -> None:
        time.sleep(0.005)

    with app.app_context():
        for at_once in (16, 64):
            ours, single = in_turns(
                lambda at_once=at_once: rate(core.writer, at_once * 20, at_once),  # type: ignore[misc]
                lambda: rate(core.writer, 60, 1),
            )
            title = f"durable changes, {at_once} waiting, disk +5 ms; beside: one by one"
            yield Result(title, ours, single, "/s", ">= 4")
    core.close()
