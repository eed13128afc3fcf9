"""The close of a very long meeting and everything that is written after it, a letter to each who
asked; beside the letters, a process started for each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from meeting.db import db
from meeting.dossier import export
from meeting.models import Meeting
from meeting.papers.model import Document, Paragraph, plain
from meeting.papers.render import Press, render
from meeting.writing import run
from plugins.minutes.closing import checks, service
from plugins.minutes.papers import catalogue, files
from plugins.minutes.reading.service import correct
from plugins.minutes.rules import Entered
from tests.bench.papers import OPINIONS, raise_opinions, timed
from tests.bench.process import used
from tests.bench.result import Result, least
from tests.bench.site import BY, sample_app

LETTERS, ALONE = 50, 5
WORDS = Entered(chair="Ông A", secretary="Bà B", opening="Mở.", conclusion="Kết.", closing="Đọc.")


def closing(folder: Path, _clients: int) -> Iterator[Result]:
    """What is looked at again and again before the close, then the close, letters, the dossier."""
    app = sample_app(folder)
    core = app.extensions["meeting"]
    with app.app_context():
        run(raise_opinions, by=BY, meeting_id=1, count=OPINIONS, owed=True)
        run(service.save_draft, by=BY, meeting_id=1, revision=0, entered=WORDS)
        yield from looked_at(core.registry.contributions)
        elapsed, work = closed(core.config.data)
        title = f"from the tap on close to the PDF on the disk, {OPINIONS} opinions"
        yield Result(title, elapsed, 0.0, "s", "<= 60 s")
        yield Result("the same: processor time", work, 0.0, "s", "")
        yield from lettered()
        begun = used()
        with Session(db.engine) as session:
            here = session.get_one(Meeting, 1)
            export.make(session, core.registry, here, export.place_of(core.config.data, here))
        title = f"the dossier with {OPINIONS} letters as PDF and for Word: processor time"
        yield Result(title, used() - begun, 0.0, "s", "")
        db.session.remove()
    core.close()


def looked_at(contributed: Callable[..., list[Any]]) -> Iterator[Result]:
    """What the page of the close tells of the draft, with one correction waiting."""
    said = catalogue.raw(db.session(), meeting(), catalogue.OWN_MINUTES)
    longest = max((plain(b.words) for b in said.blocks if isinstance(b, Paragraph)), key=len)
    db.session.remove()
    run(correct, by=BY, meeting_id=1, before=longest, after=f"{longest} Hết.")
    drafted, settled = least(
        lambda: timed(lambda: checks.lost_corrections(db.session(), meeting()), 1),
        lambda: timed(lambda: checks.problems(db.session(), contributed, meeting()), 1),
    )
    title = "whether a correction still fits; beside: what stands against closing"
    yield Result(title, drafted, settled, "ms", "")
    db.session.remove()


def closed(data: Path) -> tuple[float, float]:
    """Seconds until the minutes lie there, and of processor time."""
    begun, before = time.perf_counter(), used()
    run(service.close, by=BY, meeting_id=1)
    minutes = catalogue.paper(db.session(), meeting(), catalogue.OWN_MINUTES)
    files.kept(catalogue.file(db.session(), data, meeting(), minutes))
    return time.perf_counter() - begun, used() - before


def lettered() -> Iterator[Result]:
    """Processor time of a letter."""
    kind = catalogue.kind_of(db.session(), meeting(), "written_reply")
    found = [paper for _, paper in catalogue.all_written(db.session(), meeting(), kind)]
    one, alone = least(
        lambda: timed(lambda: by_one_press(found[:LETTERS]), LETTERS),
        lambda: timed(lambda: [render(each) for each in found[:ALONE]], ALONE),
    )
    title = f"a letter among {LETTERS} set by one process; beside: a process for each"
    yield Result(title, one, alone, "ms", "<= 0.2")


def by_one_press(found: list[Document]) -> None:
    with Press() as press:
        for each in found:
            press.render(each)


def meeting() -> Meeting:
    return db.session.get_one(Meeting, 1)
