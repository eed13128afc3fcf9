"""Several clickers on old pictures, in any order: the queue stays what a list on paper would be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from flask import Flask
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from meeting.contract import Refused, Tx
from plugins.speakers import queries, service
from plugins.speakers.models import Turn
from tests.conftest import MORNING

from .conftest import SECRETARY

CLICKERS = st.integers(0, 2)
PEOPLE = st.integers(0, 4)


class Queue(RuleBasedStateMachine):
    """The real use cases beside a list on paper: who waits, who speaks, for how long."""

    app: Flask
    people: list[int]

    @initialize()
    def begin(self) -> None:
        self.now = MORNING
        self.session = Session(self.app.extensions["meeting"].engine)
        self.waiting: list[int] = []
        self.speaking = 0
        self.paused = False
        self.spoken_ms: dict[int, int] = {}
        self.delegate: dict[int, int] = {}
        self.finished: list[int] = []
        self.absent: set[int] = set()
        self.pictures = [(0, 0), (0, 0), (0, 0)]

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def attempt(self, use_case: Callable[..., Any], **arguments: Any) -> Any:
        """Through a savepoint, as the one door does it. Returns the answer or a refusal's code."""
        self.tick(1)  # two things never happen in the same instant
        tx = Tx(
            session=self.session,
            registry=self.app.extensions["meeting"].registry,
            by=SECRETARY,
            now=self.now,
            meeting_id=1,
        )
        try:
            with self.session.begin_nested():
                return use_case(tx, **arguments)
        except Refused as refusal:
            return refusal.code

    def stop_speaking(self) -> None:
        self.finished.append(self.speaking)
        self.speaking = 0

    @rule(person=PEOPLE)
    def ask(self, person: int) -> None:
        delegate_id = self.people[person]
        answer = self.attempt(service.request_turn, delegate_id=delegate_id)
        if any(self.delegate[one] == delegate_id for one in self.waiting):
            assert answer == "speakers.already_waiting"
        else:
            self.delegate[answer] = delegate_id
            self.spoken_ms[answer] = 0
            self.waiting.append(answer)

    @rule(clicker=CLICKERS)
    def look(self, clicker: int) -> None:
        self.pictures[clicker] = (self.speaking, self.waiting[0] if self.waiting else 0)

    @rule(clicker=CLICKERS)
    def click_next(self, clicker: int) -> None:
        seen, first = self.pictures[clicker]
        fresh = (seen, first) == (self.speaking, self.waiting[0] if self.waiting else 0)
        answer = self.attempt(service.call_next, seen=seen, turn_id=first)
        if not first:
            assert answer in {"speakers.no_such_turn", "speakers.moved"}
        elif not fresh:
            assert answer == "speakers.moved"
        else:
            assert answer == first
            if self.speaking:
                self.stop_speaking()
            self.speaking, self.paused = self.waiting.pop(0), False

    @precondition(lambda self: self.speaking)
    @rule(paused=st.booleans())
    def pause_or_resume(self, paused: bool) -> None:
        use_case = service.pause if paused else service.resume
        assert self.attempt(use_case, turn_id=self.speaking) is None
        self.paused = paused

    @precondition(lambda self: self.speaking)
    @rule(twice=st.booleans())
    def click_end(self, twice: bool) -> None:
        turn_id = self.speaking
        assert self.attempt(service.end, turn_id=turn_id) is None
        self.stop_speaking()
        if twice:
            assert self.attempt(service.end, turn_id=turn_id) is None

    @precondition(lambda self: self.delegate)
    @rule(data=st.data())
    def click_back(self, data: st.DataObject) -> None:
        turn_id = data.draw(st.sampled_from(sorted(self.delegate)))
        answer = self.attempt(service.put_back_last, turn_id=turn_id)
        last = self.finished[-1] if self.finished else 0
        allowed = turn_id in {self.speaking, last} | self.absent
        waits = {self.delegate[one] for one in self.waiting}
        if turn_id in self.waiting:
            assert answer is None
        elif not allowed:
            assert answer in {
                "speakers.not_last",
                "speakers.not_listed",
                "speakers.already_waiting",
            }
        elif self.delegate[turn_id] in waits:
            assert answer == "speakers.already_waiting"
        else:
            assert answer is None
            self.waiting.insert(0, turn_id)
            self.absent.discard(turn_id)
            if turn_id == self.speaking:
                self.speaking = 0
            elif turn_id in self.finished:
                self.finished.remove(turn_id)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), withdrawn=st.booleans())
    def leave(self, data: st.DataObject, withdrawn: bool) -> None:
        turn_id = data.draw(st.sampled_from(self.waiting))
        use_case = service.withdraw if withdrawn else service.mark_absent
        assert self.attempt(use_case, turn_id=turn_id) is None
        self.waiting.remove(turn_id)
        if not withdrawn:
            self.absent.add(turn_id)

    @precondition(lambda self: len(self.waiting) > 1)
    @rule(data=st.data())
    def move_up(self, data: st.DataObject) -> None:
        turn_id = data.draw(st.sampled_from(self.waiting))
        before = data.draw(st.sampled_from(self.waiting))
        seen = " ".join(map(str, self.waiting))
        assert self.attempt(service.move, turn_id=turn_id, before_id=before, seen=seen) is None
        if turn_id != before:
            self.waiting.remove(turn_id)
            self.waiting.insert(self.waiting.index(before), turn_id)

    @rule(seconds=st.integers(1, 400))
    def wait(self, seconds: int) -> None:
        self.tick(seconds * 1000)

    def tick(self, ms: int) -> None:
        self.now += timedelta(milliseconds=ms)
        if self.speaking and not self.paused:
            self.spoken_ms[self.speaking] += ms

    @invariant()
    def the_list_on_paper_says_the_same(self) -> None:
        self.session.expire_all()
        current = queries.running_turn(self.session, 1)
        assert (current.id if current else 0) == self.speaking
        assert [one.id for one in queries.waiting_turns(self.session, 1)] == self.waiting
        for turn_id, expected in self.spoken_ms.items():
            row = self.session.get_one(Turn, turn_id)
            if turn_id != self.speaking:
                assert row.spoken_ms == expected


@pytest.fixture
def machine(context: Flask, hall: list[int]) -> type[Queue]:
    return type("HallQueue", (Queue,), {"app": context, "people": hall})


def test_impatient_clickers(machine: type[Queue]) -> None:
    quick = settings(max_examples=25, stateful_step_count=25, deadline=None, derandomize=True)
    run_state_machine_as_test(machine, settings=quick)
