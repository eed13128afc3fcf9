"""A whole meeting on PostgreSQL, from the plan to the printed minutes, and its history undone."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused, run
from meeting.db import Model, db
from meeting.live import Room, Topic
from meeting.migrate import downgrade, histories
from meeting.models import JournalEntry, Meeting, MeetingState
from plugins.checkin.api import totals
from plugins.checkin.service import check_in, scan, undo, walk_in
from plugins.minutes.closing import service
from plugins.minutes.papers import catalogue, files
from plugins.minutes.papers.versions import newest
from plugins.minutes.queries import desk
from plugins.minutes.rules import Entered
from plugins.opinions import api as opinions
from plugins.roster.api import Delegate
from plugins.speakers import api as speakers
from tests.conftest import fill, site

SECRETARY = Actor("device", 1, "Thư ký", "secretary")
Do = Callable[..., Any]


@pytest.fixture
def app(
    postgresql_database: str, tmp_path: Path, static_cache: Path, clock_at: clock.Frozen
) -> Iterator[Flask]:
    """All plugins and the opened sample meeting, with its context pushed."""
    app = site(tmp_path, static_cache, database=postgresql_database)
    assert fill(app) == 1
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["meeting"].close()


def do(use_case: Callable[..., Any], *, by: Actor = SECRETARY, **arguments: Any) -> Any:
    return run(use_case, by=by, meeting_id=1, **arguments)


def everybody() -> list[Delegate]:
    query = sa.select(Delegate).where(Delegate.village_id.is_not(None)).order_by(Delegate.id)
    return list(db.session.scalars(query))


def arrive() -> tuple[int, int]:
    """Two people come in by their codes, and one by mistake. Returns the ids of the two."""
    first, second, third = (one.id for one in everybody()[:3])
    do(check_in, delegate_id=first, via="desk")
    code = db.session.get_one(Delegate, second).code
    do(scan, raw=code.lower())
    assert do(scan, raw=code).outcome == "ALREADY_IN"
    do(check_in, delegate_id=third, via="desk")
    assert do(undo, delegate_id=third)
    assert totals(db.session(), 1).present == 2
    return first, second


def comes(name: str) -> str:
    """Somebody of the first village comes without an invitation. Returns why they are refused."""
    try:
        do(walk_in, name=name, village_id=everybody()[0].village_id)
    except Refused as refused:
        return refused.code
    return ""


def speak(delegate_id: int) -> int:
    """Somebody asks for the floor, has it and gives it back. Returns the turn's id."""
    phone = Actor("delegate", delegate_id, "")
    turn_id: int = do(speakers.request_turn, by=phone)
    with pytest.raises(Refused, match="waiting"):
        do(speakers.request_turn, by=phone)
    do(speakers.call_next, seen=0, turn_id=turn_id)
    do(speakers.pause, turn_id=turn_id)
    do(speakers.resume, turn_id=turn_id)
    do(speakers.end, turn_id=turn_id)
    return turn_id


def answer(opinion_id: int) -> None:
    do(opinions.approve, opinion_id=opinion_id)
    do(opinions.show, opinion_id=opinion_id)
    do(
        opinions.record_answer,
        opinion_id=opinion_id,
        text="Xã đã bố trí vốn sửa đường.",
        answered_by="Chủ tịch UBND xã",
        seen=0,
    )
    wish = opinions.Wish(outcome="ANSWERED_ON_SPOT")
    do(opinions.set_outcome, opinion_id=opinion_id, wish=wish)


def close() -> None:
    meeting = db.session.get_one(Meeting, 1)
    entered = desk(db.session(), meeting).entered
    words = Entered(
        chair=entered.chair or "Ông Nguyễn Văn Thử - Chủ tịch",
        secretary=entered.secretary or "Bà Trần Thị Diễn - công chức",
        conclusion="Giao công chức địa chính kiểm tra.",
    )
    revision = do(service.save_draft, revision=0, entered=words)
    do(service.close, seen=revision)


def test_a_whole_meeting(app: Flask, tmp_path: Path) -> None:
    speaker, asker = arrive()
    came = [comes(f"Đinh Văn Khách {number}") for number in range(5)]
    assert came == [""] * 4 + ["checkin.village_full"]  # two of six places were taken
    turn_id = speak(speaker)
    spoken = do(
        opinions.record,
        text="Đường vào làng lầy lội?",
        channel="DIRECT",
        asker=opinions.Asker(turn_id=turn_id),
    )
    phone = Actor("delegate", asker, "")
    sent = do(opinions.ask, by=phone, text="Nước sạch ở đâu?", key="một")
    assert do(opinions.ask, by=phone, text="Nước sạch ở đâu?", key="một") == sent
    with pytest.raises(Refused, match=r"minutes\.not_ready"):
        do(service.close)
    answer(spoken.id)
    answer(sent.id)

    close()

    db.session.remove()
    assert db.session.get_one(Meeting, 1).state == MeetingState.CLOSED
    with pytest.raises(Refused, match=r"core\.closed"):
        do(speakers.request_turn, by=phone)
    version = newest(db.session(), 1)
    assert version is not None
    meeting = db.session.get_one(Meeting, 1)
    paper = catalogue.file(
        db.session(),
        tmp_path,
        meeting,
        catalogue.paper(db.session(), meeting, catalogue.OWN_MINUTES),
    )
    reader = PdfReader(io.BytesIO(files.kept(paper).read_bytes()))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    printed = unicodedata.normalize("NFC", words)
    names = [db.session.get_one(Delegate, one).name for one in (speaker, asker)]
    for expected in (*names, "Đường vào làng lầy lội?", "Nước sạch ở đâu?", "Xã đã bố trí vốn"):
        assert expected in printed


def test_every_screen_shows_it(app: Flask) -> None:
    speaker, asker = arrive()
    turn_id = speak(speaker)
    do(speakers.put_back_last, turn_id=turn_id)
    do(speakers.call_next, seen=0, turn_id=turn_id)
    sent = do(opinions.ask, by=Actor("delegate", asker, ""), text="Nước sạch ở đâu?")
    answer(sent.id)
    core = app.extensions["meeting"]
    revision = db.session.get_one(Meeting, 1).revision
    for view in core.registry.views.values():
        keys = [speaker, asker, sent.id] if view.key else [None]
        for key in keys:
            shown = core.live.snapshot(Room(Topic(1, view.name, key), "vi"))
            assert shown.revision == revision, view.name


def test_the_journal_tells_all_of_it(app: Flask) -> None:
    speak(arrive()[0])
    told = list(db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)))
    assert told[-8:] == [
        "speakers.requested",
        "speakers.already_waiting",
        "speakers.called",
        "opinions.asked",  # a speech opens its opinion
        "opinions.approved",
        "speakers.paused",
        "speakers.resumed",
        "speakers.finished",
    ]


def test_every_history_goes_back_to_nothing(app: Flask) -> None:
    core = app.extensions["meeting"]
    db.session.remove()
    for history in reversed(list(histories(core.registry))):
        downgrade(core.engine, history)
    left = set(sa.inspect(core.engine).get_table_names())
    assert left.isdisjoint(Model.metadata.tables)
    assert left == set()
