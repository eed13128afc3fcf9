"""Fragments of the queue, and what stands against closing."""

from __future__ import annotations

from flask import Flask

from meeting import clock
from meeting.db import db
from meeting.live import Room, Topic
from plugins.speakers import live, service

from .conftest import do, phone


def fragment(app: Flask, view: str, key: int | None = None) -> str:
    html: str = app.extensions["meeting"].live.snapshot(Room(Topic(1, view, key), "vi")).html
    return html


def test_the_queue_counts_everybody_and_names_ten(hall: list[int], app: Flask) -> None:
    for number in range(60):
        do(service.request_turn, speaker_name=f"Người có một cái tên rất dài thứ {number}")
    html = fragment(app, "speakers.queue")
    assert 'data-order="1 2 3' in html
    assert html.count("<li ") == live.SHOWN
    assert "và 50 người nữa" in html
    assert len(html.encode()) < 8 * 1024


def test_clocks_are_targets(hall: list[int], app: Flask, clock_at: clock.Frozen) -> None:
    do(service.request_turn, phone(hall[0]))
    do(service.call_next, turn_id=1, seen=0)
    target = clock.epoch_ms(clock_at()) + 300_000
    for view in ("speakers.queue", "speakers.now", "speakers.desk"):
        assert f'data-ends="{target}"' in fragment(app, view), view
    assert f'data-ends="{target}"' in fragment(app, "speakers.mine", hall[0])
    clock_at.tick(seconds=100)
    do(service.pause, turn_id=1)
    for view in ("speakers.queue", "speakers.now", "speakers.desk"):
        assert 'data-left="200000"' in fragment(app, view), view


def test_a_personal_fragment_follows_its_person(hall: list[int], app: Flask) -> None:
    assert 'data-state="free"' in fragment(app, "speakers.mine", hall[0])
    do(service.request_turn, phone(hall[0]))
    assert 'data-state="waiting"' in fragment(app, "speakers.mine", hall[0])
    do(service.call_next, turn_id=1, seen=0)
    assert 'data-state="called"' in fragment(app, "speakers.mine", hall[0])
    do(service.end, turn_id=1)
    assert "Bác đã phát biểu." in fragment(app, "speakers.mine", hall[0])


def test_a_running_turn_stands_against_closing(hall: list[int]) -> None:
    assert list(live.CHECK.check(db.session(), 1)) == []
    do(service.request_turn, speaker_name="Đinh Hơ̆n")
    do(service.call_next, turn_id=1, seen=0)
    (problem,) = live.CHECK.check(db.session(), 1)
    assert "Đinh Hơ̆n" in str(problem.message)
    assert problem.endpoint == "speakers.desk"
    assert problem.blocks


def test_who_was_not_called_is_named_before_closing(hall: list[int]) -> None:
    for number in range(live.NAMED + 2):
        do(service.request_turn, speaker_name=f"Đinh Chờ {number}")
    (problem,) = live.CHECK.check(db.session(), 1)
    assert not problem.blocks
    said = str(problem.message)
    assert said.startswith(f"{live.NAMED + 2} ")
    assert f"Đinh Chờ {live.NAMED - 1}; …" in said
