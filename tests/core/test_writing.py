"""The one door for writes: durable, all or nothing, silent on failure, harmless when repeated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting.access import Actor
from meeting.db import db
from meeting.errors import NotSaved, Refused
from meeting.meetings import MeetingOpened, change_setting, close_meeting
from meeting.models import JournalEntry, Meeting, Submission
from meeting.together import Together
from meeting.writing import Command, Tx, run

from .conftest import MakeSite
from .notice import Notice, NoticePinned, Pinned, Subscriber, build, pin


@pytest.fixture
def site(either_site: MakeSite) -> Iterator[Flask]:
    """Every test here holds on SQLite and on PostgreSQL."""
    app = either_site(build())
    with app.app_context():
        yield app


BY = Actor("device", 7, "Bàn thư ký", "secretary")


def texts() -> list[str]:
    db.session.remove()
    return list(db.session.scalars(sa.select(Notice.text).order_by(Notice.id)))


def journal(event: str) -> list[JournalEntry]:
    db.session.remove()
    return list(db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == event)))


def revision() -> int:
    db.session.remove()
    return db.session.get_one(Meeting, 1).revision


def test_a_change_is_stored_with_its_journal_row(site: Flask) -> None:
    before = revision()
    assert run(pin, by=BY, meeting_id=1, text="mời vào") == Pinned(1, "mời vào")
    assert texts() == ["mời vào"]
    (entry,) = journal("notice.pinned")
    assert (entry.by_kind, entry.by_id, entry.by_name) == ("device", 7, "Bàn thư ký")
    assert entry.facts == {"text": "mời vào", "delegate_id": None}
    assert revision() == before + 1


def test_a_refusal_changes_nothing_and_is_journalled(site: Flask) -> None:
    before = revision()
    with pytest.raises(Refused, match=r"notice\.too_long"):
        run(pin, by=BY, meeting_id=1, text="x" * 21)
    assert texts() == []
    assert journal("notice.pinned") == []
    (entry,) = journal("notice.too_long")
    assert entry.refused
    assert entry.facts["longest"] == "20"
    assert revision() == before


def test_a_bug_changes_nothing_and_the_writer_goes_on(site: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        run(pin, by=BY, meeting_id=1, text="bug")
    run(pin, by=BY, meeting_id=1, text="sau đó")
    assert texts() == ["sau đó"]


def test_the_same_form_twice_gets_the_first_answer(site: Flask) -> None:
    first = run(pin, by=BY, meeting_id=1, key="k1", text="một")
    again = run(pin, by=BY, meeting_id=1, key="k1", text="một")
    assert again == first
    assert isinstance(again, Pinned)
    assert texts() == ["một"]
    assert len(journal("notice.pinned")) == 1


def test_the_same_key_with_other_content_is_another_form(site: Flask) -> None:
    run(pin, by=BY, meeting_id=1, key="k1", text="một")
    run(pin, by=BY, meeting_id=1, key="k1", text="hai")
    assert texts() == ["một", "hai"]


def test_a_refused_form_may_be_sent_again(site: Flask) -> None:
    with pytest.raises(Refused):
        run(pin, by=BY, meeting_id=1, key="k2", text="x" * 21)
    run(pin, by=BY, meeting_id=1, key="k2", text="ngắn")
    assert texts() == ["ngắn"]


def test_a_meeting_that_does_not_exist_takes_nothing(site: Flask) -> None:
    with pytest.raises(Refused) as refused:
        run(pin, by=BY, meeting_id=99, text="một")
    assert refused.value.code == "core.no_meeting"
    (entry,) = journal("core.no_meeting")
    assert entry.meeting_id is None


def pin_a_word(tx: Tx) -> Pinned:
    return pin(tx, text=str(MeetingOpened.title))


def test_what_is_stored_is_in_vietnamese_whoever_clicks(site: Flask) -> None:
    with site.test_request_context("/?lang=en"):
        assert str(MeetingOpened.title) == "Meeting opened"
        run(pin_a_word, by=BY, meeting_id=1)
    assert texts() == ["Mở hội nghị"]


def test_a_broken_database_rule_becomes_a_refusal(site: Flask) -> None:
    run(pin, by=BY, meeting_id=1, text="một")
    with pytest.raises(Refused) as refused:
        run(pin, by=BY, meeting_id=1, text="một")
    assert refused.value.code == "core.conflict"
    assert texts() == ["một"]


def test_a_closed_meeting_takes_nothing_more(site: Flask) -> None:
    run(close_meeting, by=BY, meeting_id=1)
    with pytest.raises(Refused) as refused:
        run(pin, by=BY, meeting_id=1, text="muộn")
    assert refused.value.code == "core.closed"


def test_reading_sessions_cannot_write(site: Flask) -> None:
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
        db.session.execute(sa.text("UPDATE meeting SET title = 'x'"))


def in_threads(app: Flask, calls: list[dict[str, Any]]) -> list[Any]:
    """Run use cases at the same time, one thread each; returns results and exceptions in order."""
    answers: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def call(index: int, arguments: dict[str, Any]) -> None:
        with app.app_context():
            gate.wait()
            try:
                answers[index] = run(by=BY, meeting_id=1, **arguments)
            except Exception as error:
                answers[index] = error

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_many_at_once_are_all_stored(site: Flask) -> None:
    calls = [{"use_case": pin, "text": f"n{number}"} for number in range(30)]
    answers = in_threads(site, calls)
    assert all(isinstance(answer, Pinned) for answer in answers)
    assert sorted(texts()) == sorted(str(call["text"]) for call in calls)
    assert len(journal("notice.pinned")) == 30


def test_one_failure_does_not_touch_its_neighbours(site: Flask) -> None:
    calls = [{"use_case": pin, "text": t} for t in ("a", "bug", "x" * 99, "b", "a", "c")]
    answers = in_threads(site, calls)
    assert sorted(texts()) == ["a", "b", "c"]
    assert sum(isinstance(answer, Pinned) for answer in answers) == 3


def test_the_same_key_at_once_is_done_once(site: Flask) -> None:
    answers = in_threads(site, [{"use_case": pin, "text": "một", "key": "same"}] * 8)
    assert set(answers) == {Pinned(1, "một")}
    db.session.remove()
    assert db.session.scalar(sa.select(sa.func.count(Submission.key))) == 1


def pin_what_no_journal_takes(tx: Tx, *, text: str) -> Pinned:
    tx.emit(NoticePinned(meeting_id=1, text=object()))  # type: ignore[arg-type]
    return pin(tx, text=text)


def test_what_cannot_be_journalled_is_not_the_neighbours_loss(site: Flask) -> None:
    calls: list[dict[str, Any]] = [{"use_case": pin, "text": f"n{number}"} for number in range(9)]
    calls[4] = {"use_case": pin_what_no_journal_takes, "text": "lạ"}
    answers = in_threads(site, calls)
    assert "JSON" in str(answers.pop(4))
    assert all(isinstance(answer, Pinned) for answer in answers)
    assert sorted(texts()) == [f"n{number}" for number in range(9) if number != 4]
    assert len(journal("notice.pinned")) == 8


def command(use_case: Callable[..., Any], key: str | None = None, **arguments: Any) -> Command:
    return Command(use_case=use_case, by=BY, meeting_id=1, key=key, arguments=arguments)


def test_in_a_group_each_finds_what_those_before_it_did(site: Flask) -> None:
    before = revision()
    group = [
        command(pin, text="một", key="k1"),
        command(pin, text="một", key="k1"),
        command(pin, text="quá dài với mức hai mươi chữ"),
        command(change_setting, name="notice.longest", value=3),
        command(pin, text="bốn chữ"),
        command(pin, text="hai"),
        command(close_meeting),
        command(pin, text="ba"),
    ]
    core = site.extensions["meeting"]
    with core.engine.begin() as connection:
        Together(connection, core.registry).do(group)

    assert [getattr(one.error, "code", one.error) for one in group] == (
        [None, None, "notice.too_long", None, "notice.too_long", None, None, "core.closed"]
    )
    assert group[1].result == group[0].result == Pinned(1, "một")
    assert [len(one.events) for one in group] == [1, 0, 0, 1, 0, 1, 1, 0]
    assert texts() == ["một", "hai"]
    db.session.remove()
    told = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id.desc()))
    assert list(told.fetchmany(7))[::-1] == [
        "notice.pinned",
        "notice.too_long",
        "core.setting_changed",
        "notice.too_long",
        "notice.pinned",
        "core.meeting_closed",
        "core.closed",
    ]
    assert revision() == before + 4


def fill_disk(tx: Tx) -> None:
    """Make SQLite itself say that the disk is full."""
    pages = tx.session.scalar(sa.text("PRAGMA page_count"))
    tx.session.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
    for number in range(200):
        tx.session.add(Notice(meeting_id=1, text=f"{number}" * 5000))
        tx.session.flush()


def free_disk(app: Flask) -> None:
    with app.extensions["meeting"].engine.connect() as connection:
        connection.execute(sa.text("PRAGMA max_page_count = 1000000"))


def test_a_full_disk_acknowledges_nothing_and_recovers(make_site: MakeSite) -> None:
    app = make_site(build())
    with app.app_context():
        with pytest.raises(NotSaved, match="full"):
            run(fill_disk, by=BY, meeting_id=1)
        free_disk(app)
        assert texts() == []
        run(pin, by=BY, meeting_id=1, text="lại được")
        assert texts() == ["lại được"]


def test_subscribers_hear_in_order_after_the_commit(either_site: MakeSite) -> None:
    heard: list[str] = []

    def listen(event: NoticePinned) -> None:
        assert event.text in texts(), "an event arrives before its change"
        heard.append(event.text)
        if event.text == "một":
            run(pin, by=BY, meeting_id=1, text="do một")

    def stumble(_event: NoticePinned) -> None:
        raise RuntimeError("a broken neighbour")

    subscribers = (Subscriber(NoticePinned, stumble), Subscriber("notice.pinned", listen))
    app = either_site(build(subscribers=subscribers))
    with app.app_context():
        run(pin, by=BY, meeting_id=1, text="một")
        run(pin, by=BY, meeting_id=1, text="hai")
    assert heard == ["một", "do một", "hai"]


def test_a_refusal_publishes_nothing(either_site: MakeSite) -> None:
    heard: list[object] = []
    app = either_site(build(subscribers=(Subscriber("notice.pinned", heard.append),)))
    with app.app_context(), pytest.raises(Refused):
        run(pin, by=BY, meeting_id=1, text="x" * 21)
    assert heard == []
