"""Several clickers on old pictures, in any order: the queue stays what a list on paper would be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
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

from meeting.access import Actor
from meeting.contract import Refused, Tx
from meeting.db import db
from meeting.meetings import change_setting
from plugins.roster.api import Delegate, villages
from plugins.roster.queries import of_village
from plugins.speakers import lineup, queries, service, timing
from plugins.speakers.models import Turn
from plugins.speakers.order import Rule
from plugins.speakers.queries import TurnView
from plugins.speakers.timing import Timing
from tests.conftest import MORNING

from .conftest import SECRETARY, phone
from .paper import HEARD, RUNNING, WHY_NOT, Line, Paper

STAFF = [SECRETARY, Actor("device", 2, "Thư ký hai", "secretary"), Actor("device", 3, "", "chair")]
STRANGERS = ["Yă Kră", "Nông Văn Páo"]
CLICKERS = st.integers(0, len(STAFF) - 1)
CLOCK = ["pause", "resume", "resume", "ask_back", "ask_back", "remind", "extend"]
LOOKS = st.sampled_from([True, True, False])
PEOPLE = st.integers(0, 5)
TOPICS = st.integers(-1, 2)
RULES = [one.value for one in Rule]


@dataclass
class Picture:
    """What somebody's screen showed when they looked last."""

    running: int = 0
    order: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.order[0] if self.order else 0


class Queue(RuleBasedStateMachine):
    """The real use cases beside the list on paper."""

    app: Flask
    people: list[tuple[int, int | None]]  # delegates with their villages
    topics: list[str]

    @initialize(
        by_rule=st.sampled_from(RULES),
        by_hand=st.booleans(),
        early=st.lists(st.tuples(PEOPLE, TOPICS), max_size=8),
    )
    def begin(self, by_rule: str, by_hand: bool, early: list[tuple[int, int]]) -> None:
        self.now = MORNING
        self.session = Session(self.app.extensions["meeting"].engine)
        self.paper = Paper()
        self.pictures = [Picture() for _ in STAFF]
        self.set_rule(by_rule)
        self.put("speakers.start_by_hand", by_hand)
        self.paper.start_by_hand = by_hand
        for person, topic in early:
            self.phone_asks(person, topic)

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def attempt(self, use_case: Callable[..., Any], by: Actor = SECRETARY, **arguments: Any) -> Any:
        """Through a savepoint, as the one door does it. Returns the answer or a refusal's code."""
        self.tick(1)  # two things never happen in the same instant
        core = self.app.extensions["meeting"]
        tx = Tx(session=self.session, registry=core.registry, by=by, now=self.now, meeting_id=1)
        before = self.rows()
        try:
            with self.session.begin_nested():
                answer = use_case(tx, **arguments)
        except Refused as refusal:
            assert self.rows() == before, "a refusal changes nothing"
            return refusal.code
        self.told = bool(tx.events)
        if use_case is not change_setting:
            assert (self.rows() != before) == self.told, "each change is told, and only those"
        return answer

    def rows(self) -> list[Any]:
        table = Turn.__table__
        return list(self.session.execute(sa.select(table).order_by(table.c.id)).all())

    def tick(self, ms: int) -> None:
        self.now += timedelta(milliseconds=ms)
        self.paper.tick(ms)

    def put(self, name: str, value: object) -> None:
        assert self.attempt(change_setting, name=name, value=value) is None

    @rule(seconds=st.integers(1, 400))
    def wait(self, seconds: int) -> None:
        self.tick(seconds * 1000)

    # -- asking ---------------------------------------------------------------------------------

    @rule(person=PEOPLE, topic=TOPICS)
    def phone_asks(self, person: int, topic: int) -> None:
        delegate_id, village = self.people[person]
        code = self.topics[topic] if topic >= 0 else ""
        answer = self.attempt(service.request_turn, phone(delegate_id), topic=code)
        line = Line(delegate_id, village, topic if topic >= 0 else 99, by_phone=True)
        self.asked(line, answer, None if self.paper.is_open else "speakers.list_closed")

    @rule(person=PEOPLE, way=st.sampled_from(["DESK", "HAND", None]))
    def staff_write_down(self, person: int, way: str | None) -> None:
        delegate_id, village = self.people[person]
        answer = self.attempt(service.request_turn, delegate_id=delegate_id, way=way)
        self.asked(Line(delegate_id, village), answer, None)

    @rule(who=st.sampled_from(STRANGERS))
    def a_stranger_raises_a_hand(self, who: str) -> None:
        village = self.people[0][1]
        answer = self.attempt(
            service.request_turn, speaker_name=who, village_id=village, way="HAND"
        )
        self.asked(Line(who, village), answer, None)

    @rule(person=PEOPLE, by_phone=st.booleans())
    def follow_up(self, person: int, by_phone: bool) -> None:
        """Open or closed: the list does not matter."""
        delegate_id, village = self.people[person]
        by = phone(delegate_id) if by_phone else SECRETARY
        answer = self.attempt(service.ask_follow_up, by, delegate_id=delegate_id)
        spoken = self.paper.last_spoken_of(delegate_id)
        topic = self.paper.lines[spoken].topic if spoken else 99
        line = Line(delegate_id, village, topic, follows_up=True, by_phone=by_phone)
        self.asked(line, answer, None if spoken else "speakers.not_spoken", first=True)

    def asked(self, line: Line, answer: Any, why_not: str | None, first: bool = False) -> None:
        if first and why_not:
            assert answer == why_not
        elif self.paper.waits(line.person):
            assert answer == "speakers.already_waiting"
        elif why_not:
            assert answer == why_not
        else:
            assert isinstance(answer, int)
            self.paper.lines[answer] = line

    # -- the floor ------------------------------------------------------------------------------

    def seen(self, clicker: int, looks: bool) -> Picture:
        """What a clicker sees: the list as it is for those who look, else an old picture."""
        if looks:
            self.pictures[clicker] = Picture(self.paper.running, self.paper.order())
        return self.pictures[clicker]

    @rule(clicker=CLICKERS, looks=LOOKS)
    def click_next(self, clicker: int, looks: bool) -> None:
        seen = self.seen(clicker, looks)
        answer = self.attempt(
            service.call_next, STAFF[clicker], seen=seen.running, turn_id=seen.first
        )
        if (seen.running, seen.first) != (self.paper.running, (self.paper.order() or [0])[0]):
            assert answer == "speakers.moved"
        elif not seen.first:
            assert answer == "speakers.no_such_turn"
        else:
            assert answer == seen.first
            self.paper.call(seen.first, 300)

    @precondition(lambda self: self.paper.lines)
    @rule(clicker=CLICKERS, looks=LOOKS, data=st.data())
    def click_out_of_order(self, clicker: int, looks: bool, data: st.DataObject) -> None:
        turn_id, seen = self.any_turn(data), self.seen(clicker, looks).running
        state = self.paper.lines[turn_id].state
        answer = self.attempt(service.give_floor, STAFF[clicker], turn_id=turn_id, seen=seen)
        if seen != self.paper.running:
            assert answer == "speakers.moved"
        elif state == "WAITING":
            assert answer == turn_id
            self.paper.call(turn_id, 300)
        else:
            assert answer == (turn_id if state == "SPEAKING" else WHY_NOT[state])

    def any_turn(self, data: st.DataObject) -> int:
        """One that somebody may still have on a screen; most look at who speaks or spoke last."""
        near = [*filter(None, [self.paper.running]), *self.paper.finished[-1:]]
        return int(data.draw(st.sampled_from([*near, *near, *sorted(self.paper.lines)])))

    @precondition(lambda self: self.paper.lines)
    @rule(data=st.data(), act=st.sampled_from(CLOCK))
    def click_on_the_clock(self, data: st.DataObject, act: str) -> None:
        turn_id = self.any_turn(data)
        more: dict[str, Any] = {"seconds": 60} if act == "extend" else {}
        answer = self.attempt(getattr(service, act), turn_id=turn_id, **more)
        line = self.paper.lines[turn_id]
        if line.state not in RUNNING:
            assert answer == WHY_NOT[line.state]
            return
        assert answer is None
        if act in {"pause", "ask_back"}:
            line.state, line.asked_back = "PAUSED", line.asked_back or act == "ask_back"
        elif act == "resume":
            line.state, line.asked_back = "SPEAKING", False
        elif act == "remind":
            line.reminders += 1
        else:
            line.limit += 60

    @precondition(lambda self: self.paper.lines)
    @rule(data=st.data(), act=st.sampled_from(["end", "mark_absent", "withdraw"]))
    def click_away(self, data: st.DataObject, act: str) -> None:
        turn_id = self.any_turn(data)
        answer = self.attempt(getattr(service, act), turn_id=turn_id)
        sources, target = {
            "end": (RUNNING, "SPOKEN"),
            "mark_absent": (RUNNING | {"WAITING"}, "ABSENT"),
            "withdraw": ({"WAITING"}, "WITHDRAWN"),
        }[act]
        state = self.paper.lines[turn_id].state
        if state not in sources:
            assert answer == (None if state == target else WHY_NOT[state])
            return
        assert answer is None
        if act == "end":
            self.paper.end(turn_id)
        elif act == "mark_absent":
            self.paper.mark_absent(turn_id)
        else:
            self.paper.leave(turn_id, target)

    @precondition(lambda self: self.paper.lines)
    @rule(data=st.data(), person=PEOPLE)
    def a_phone_withdraws(self, data: st.DataObject, person: int) -> None:
        turn_id, (delegate_id, _village) = self.any_turn(data), self.people[person]
        line = self.paper.lines[turn_id]
        answer = self.attempt(service.withdraw, phone(delegate_id), turn_id=turn_id)
        if line.person != delegate_id:
            assert answer == "speakers.not_yours"
        elif line.state == "WAITING":
            assert answer is None
            self.paper.leave(turn_id, "WITHDRAWN")
        else:
            assert answer == (None if line.state == "WITHDRAWN" else WHY_NOT[line.state])

    @precondition(lambda self: self.paper.lines)
    @rule(data=st.data(), person=PEOPLE, honest=st.sampled_from([True, True, False]))
    def a_phone_comes_back(self, data: st.DataObject, person: int, honest: bool) -> None:
        """Most press their own button; some send the number of another's turn."""
        absent = [one for one, line in self.paper.lines.items() if line.state == "ABSENT"]
        turn_id = data.draw(st.sampled_from(absent or sorted(self.paper.lines)))
        line = self.paper.lines[turn_id]
        mine = line.person if honest and isinstance(line.person, int) else self.people[person][0]
        answer = self.attempt(service.come_back, phone(mine), turn_id=turn_id)
        if line.person != mine:
            assert answer == "speakers.not_yours"
        elif line.state != "ABSENT":
            assert answer == (None if line.state == "WAITING" else WHY_NOT[line.state])
        elif line.came_back:
            assert answer == "speakers.came_back_before"
        elif self.paper.waits(line.person):
            assert answer == "speakers.already_waiting"
        else:
            assert answer is None
            self.paper.come_back(turn_id)

    @precondition(lambda self: self.paper.lines)
    @rule(data=st.data())
    def click_back(self, data: st.DataObject) -> None:
        turn_id = self.any_turn(data)
        line = self.paper.lines[turn_id]
        answer = self.attempt(service.put_back_last, turn_id=turn_id)
        if line.state == "WAITING":
            assert answer is None
        elif line.state == "SPOKEN" and turn_id != self.paper.finished[-1]:
            assert answer == "speakers.not_last"
        elif self.paper.waits(line.person):
            assert answer == "speakers.already_waiting"
        elif line.state == "WITHDRAWN":
            assert answer == "speakers.not_listed"
        else:
            assert answer is None
            self.paper.put_back(turn_id)

    @precondition(lambda self: self.paper.lines)
    @rule(data=st.data(), language=st.sampled_from(["", "tiếng Ba Na"]))
    def note(self, data: st.DataObject, language: str) -> None:
        turn_id = self.any_turn(data)
        who = "Đinh Grơ̆ng" if language else ""
        answer = self.attempt(
            service.note_language, turn_id=turn_id, language=language, interpreter=who
        )
        assert answer is None
        self.paper.lines[turn_id].language = (language, who)

    # -- the order ------------------------------------------------------------------------------

    @precondition(lambda self: self.paper.lines)
    @rule(clicker=CLICKERS, looks=LOOKS, data=st.data())
    def move(self, clicker: int, looks: bool, data: st.DataObject) -> None:
        order = self.seen(clicker, looks).order
        turn_id = data.draw(st.sampled_from(order or sorted(self.paper.lines)))
        before_id = data.draw(st.sampled_from([*order, 0]))
        seen = " ".join(map(str, order))
        answer = self.attempt(
            service.move, STAFF[clicker], turn_id=turn_id, before_id=before_id, seen=seen
        )
        if order != self.paper.order() or not order:
            assert answer == "speakers.moved"
        else:
            assert answer is None
            assert self.told == self.paper.move(turn_id, before_id)

    @rule()
    def back_to_the_rule(self) -> None:
        assert self.attempt(service.follow_rule) is None
        self.paper.follow_rule()

    @rule(by_rule=st.sampled_from(RULES))
    def set_rule(self, by_rule: str) -> None:
        self.put("speakers.order", by_rule)
        self.paper.rule = by_rule

    @rule(is_open=st.booleans())
    def open_or_close_the_list(self, is_open: bool) -> None:
        self.put("speakers.open", is_open)
        self.paper.is_open = is_open

    # -- what holds always ----------------------------------------------------------------------

    @invariant()
    def the_order_is_the_same_everywhere(self) -> None:
        self.session.expire_all()
        running = queries.running_turn(self.session, 1)
        assert (running.id if running else 0) == self.paper.running
        order = self.paper.order()
        shown = queries.waiting(self.session, 1)
        assert [one.id for one in shown] == order
        for one in shown:
            assert self.marks(one) == self.paper.marks(one.id)
        for last in shown[-1:]:
            assert queries.ahead(self.session, last) == len(order) - 1

    def marks(self, one: TurnView) -> set[str]:
        marks = {
            "front": one.placed,
            "end": one.deferred,
            "first": one.first_speech,
            "first of village": one.first_of_village,
        }
        return {mark for mark, holds in marks.items() if holds}

    @invariant()
    def every_line_is_in_the_book(self) -> None:
        """One has the floor, nobody waits twice, nothing is lost, and pauses do not count."""
        rows = {row.id: row for row in self.rows()}
        assert sum(row.state in RUNNING for row in rows.values()) <= 1
        waiting = [line.person for line in self.paper.lines.values() if line.state == "WAITING"]
        assert len(waiting) == len(set(waiting))
        assert rows.keys() == self.paper.lines.keys()
        for one, line in self.paper.lines.items():
            self.is_written(rows[one], line)

    def is_written(self, row: Any, line: Line) -> None:
        known = (row.state, row.reminders, row.language, row.interpreter, row.paused_for)
        assert known == (
            line.state,
            line.reminders,
            *line.language,
            "CHAIR" if line.asked_back else "",
        )
        if line.state in HEARD:
            assert row.limit_seconds == line.limit
        clock = Timing(
            limit_seconds=row.limit_seconds, used_ms=row.used_ms, running_since=row.running_since
        )
        this_time = timing.used_ms(clock, self.now) if line.state in RUNNING else 0
        assert row.spoken_ms + this_time == line.ms
        if line.state in RUNNING:
            assert this_time == line.this_ms


@pytest.fixture
def machine(context: Flask, hall: list[int]) -> type[Queue]:
    named = villages(db.session(), 1)
    people: list[tuple[int, int | None]] = [
        (one.id, village.id)
        for village in named[:3]
        for one in of_village(db.session(), village.id)[:2]
    ]
    official = db.session.scalars(sa.select(Delegate).where(Delegate.village_id.is_(None))).first()
    assert official is not None
    people[-1] = (official.id, None)
    topics = list(lineup.topics_of(db.session(), 1))
    db.session.remove()
    return type("HallQueue", (Queue,), {"app": context, "people": people, "topics": topics})


def test_impatient_clickers(machine: type[Queue]) -> None:
    quick = settings(max_examples=30, stateful_step_count=50, deadline=None, derandomize=True)
    run_state_machine_as_test(machine, settings=quick)
