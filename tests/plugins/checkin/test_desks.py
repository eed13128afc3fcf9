"""Several desks at once, cut off and back, in any order: like a list on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
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

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.together import Together
from meeting.writing import Command
from plugins.checkin import cut_off, queries, service
from plugins.checkin.models import Absence, Presence
from plugins.checkin.rules import Outcome
from plugins.roster.api import Village

from .conftest import of_village

STOR = 1
PLACES = 3
DESKS = st.integers(0, 2)
PEOPLE = st.integers(0, 4)
REASONS = st.sampled_from(["", "Làng cử thêm"])


@dataclass
class Entry:
    """What a cut-off desk wrote down."""

    key: str
    person: int
    at: datetime
    tries: int = 0
    answer: Any = None


@dataclass
class Desk:
    """A clerk with a laptop."""

    by: Actor
    outbox: list[Entry] = field(default_factory=list)


class Door(RuleBasedStateMachine):
    """The real use cases beside a list on paper: who is in, since when, who for whom."""

    app: Flask
    clock: clock.Frozen
    people: list[int]

    @initialize()
    def begin(self) -> None:
        self.session = Session(self.app.extensions["meeting"].engine)
        village = self.session.get_one(Village, STOR)
        village.places = PLACES
        self.session.flush()
        self.desks = [Desk(Actor("device", n, f"Bàn {n}", "registrar")) for n in range(3)]
        self.came: dict[int, datetime] = {}
        self.stands_for: dict[int, int] = {}  # substitute → absent
        self.excused: set[int] = set()
        self.gone: set[int] = set()
        self.conflicts = 0
        self.keys = 0

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def attempt(self, desk: Desk, use_case: Callable[..., Any], key: str = "", **said: Any) -> Any:
        """As the one door does it. Returns the answer or a refusal's code."""
        self.clock.tick(seconds=1)
        command = Command(
            use_case=use_case, arguments=said, by=desk.by, meeting_id=1, key=key or None
        )
        registry = self.app.extensions["meeting"].registry
        Together(self.session.connection(), registry).do([command])
        self.session.expire_all()
        if isinstance(command.error, Refused):
            return command.error.code
        assert command.error is None, command.error
        return command.result

    def full(self) -> bool:
        return len(self.came) >= PLACES

    def covered(self, person: int) -> bool:
        return any(self.stands_for.get(one) == person for one in self.came)

    def let_in(self, delegate_id: int, at: datetime) -> None:
        self.came[delegate_id] = at
        self.excused.discard(delegate_id)

    # -- at the desk ---------------------------------------------------------------------------

    @rule(desk=DESKS, person=PEOPLE, reason=REASONS)
    def arrive(self, desk: int, person: int, reason: str) -> None:
        delegate_id = self.people[person]
        if reason:
            answer = self.attempt(
                self.desks[desk], service.admit_over_quota, delegate_id=delegate_id, reason=reason
            )
        else:
            answer = self.attempt(
                self.desks[desk], service.check_in, delegate_id=delegate_id, via="desk"
            )
        if delegate_id in self.came:
            expected = Outcome.BACK_AGAIN if delegate_id in self.gone else Outcome.ALREADY_IN
            assert (answer.outcome, answer.at) == (expected, self.came[delegate_id])
            self.gone.discard(delegate_id)
        elif not reason and self.covered(delegate_id):
            assert answer == "checkin.has_substitute"
        elif not reason and self.full():
            assert answer == "checkin.village_full"
        else:
            assert (answer.outcome, answer.over_quota) == (Outcome.ADMITTED, self.full())
            self.let_in(delegate_id, clock.now())

    @rule(desk=DESKS, reason=REASONS)
    def walk_in(self, desk: int, reason: str) -> None:
        said: dict[str, Any] = {"name": "Đinh Jrŭ", "village_id": STOR, "reason": reason}
        answer = self.attempt(self.desks[desk], service.walk_in, **said)
        if self.full() and not reason:
            assert answer == "checkin.village_full"
        else:
            assert answer.over_quota == self.full()
            self.let_in(answer.delegate_id, clock.now())

    @rule(desk=DESKS, person=PEOPLE, reason=REASONS)
    def substitute(self, desk: int, person: int, reason: str) -> None:
        absent = self.people[person]
        said: dict[str, Any] = {"delegate_id": absent, "name": "Đinh Thị Ŏnh", "reason": reason}
        answer = self.attempt(self.desks[desk], service.substitute, **said)
        if absent in self.came:
            assert answer == "checkin.is_here"
        elif self.covered(absent):
            assert answer == "checkin.has_substitute"
        elif self.full() and not reason:
            assert answer == "checkin.village_full"
        else:
            assert answer.outcome == Outcome.ADMITTED
            self.stands_for[answer.delegate_id] = absent
            self.let_in(answer.delegate_id, clock.now())

    @precondition(lambda self: self.came)
    @rule(desk=DESKS, data=st.data(), twice=st.booleans())
    def undo(self, desk: int, data: st.DataObject, twice: bool) -> None:
        delegate_id = data.draw(st.sampled_from(sorted(self.came)))
        assert self.attempt(self.desks[desk], service.undo, delegate_id=delegate_id) is True
        del self.came[delegate_id]
        self.gone.discard(delegate_id)
        if twice:
            assert self.attempt(self.desks[desk], service.undo, delegate_id=delegate_id) is False

    @precondition(lambda self: self.came)
    @rule(desk=DESKS, data=st.data())
    def go_home(self, desk: int, data: st.DataObject) -> None:
        delegate_id = data.draw(st.sampled_from(sorted(self.came)))
        left = self.attempt(self.desks[desk], service.leave, delegate_id=delegate_id)
        assert left is (delegate_id not in self.gone)
        self.gone.add(delegate_id)

    @rule(desk=DESKS, person=PEOPLE)
    def excuse(self, desk: int, person: int) -> None:
        delegate_id = self.people[person]
        said: dict[str, Any] = {"delegate_id": delegate_id, "reason": "đi rẫy xa"}
        answer = self.attempt(self.desks[desk], service.mark_absent, **said)
        if delegate_id in self.came:
            assert answer == "checkin.is_here"
        else:
            assert answer is (delegate_id not in self.excused)
            self.excused.add(delegate_id)

    # -- cut off -------------------------------------------------------------------------------

    @rule(desk=DESKS, person=PEOPLE)
    def write_down(self, desk: int, person: int) -> None:
        self.clock.tick(seconds=1)
        self.keys += 1
        at = clock.now().replace(microsecond=0)
        self.desks[desk].outbox.append(Entry(f"entry-{self.keys}", self.people[person], at))

    @rule(desk=DESKS)
    def upload(self, desk: int) -> None:
        """The connection is back: each entry once more, also those whose answer was lost."""
        for entry in self.desks[desk].outbox:
            answer = self.attempt(
                self.desks[desk],
                cut_off.record_arrival,
                key=entry.key,
                at_ms=int(entry.at.timestamp() * 1000),
                delegate_id=entry.person,
            )
            if entry.answer is not None:
                assert answer == entry.answer, "a repeat changes nothing and says the same"
                continue
            entry.answer = answer
            self.conflicts += bool(answer.conflict)
            if entry.person in self.came:
                assert answer.outcome == Outcome.ALREADY_IN
                self.came[entry.person] = min(self.came[entry.person], entry.at)
            else:
                assert answer.outcome == Outcome.ADMITTED
                if self.covered(entry.person):
                    assert answer.conflict == "checkin.has_substitute"
                elif self.full():
                    assert answer.conflict == "checkin.village_full"
                else:
                    assert answer.conflict == ""
                self.let_in(entry.person, entry.at)

    @rule(desk=DESKS)
    def forget_what_was_taken(self, desk: int) -> None:
        self.desks[desk].outbox = [one for one in self.desks[desk].outbox if one.answer is None]

    # -- what must hold ------------------------------------------------------------------------

    @invariant()
    def everybody_is_in_once_and_since_when_they_came(self) -> None:
        self.session.expire_all()
        rows = self.session.scalars(sa.select(Presence)).all()
        assert {one.delegate_id: one.at for one in rows} == self.came
        assert len(rows) == len(self.came)
        assert {one.delegate_id for one in rows if one.left_at} == self.gone
        assert set(self.session.scalars(sa.select(Absence.delegate_id))) == self.excused

    @invariant()
    def the_figures_add_up(self) -> None:
        table = queries.village_table(self.session, 1)
        row = next(one for one in table if one.village_id == STOR)
        missing = {p for p in self.invited() if p not in self.came and not self.covered(p)}
        assert row.present == len(self.came)
        assert row.missing == len(missing)
        assert row.excused == len(missing & self.excused)
        assert row.over == max(0, len(self.came) - PLACES)
        assert row.substitutes == sum(
            one in self.came and absent not in self.came for one, absent in self.stands_for.items()
        )
        assert row.left == len(self.gone)
        totals = queries.totals(self.session, 1)
        assert totals.present == sum(one.present for one in table)
        assert totals.everybody == len(self.came)
        assert sum(count for _, count in queries.arrival_curve(self.session, 1)) == len(self.came)

    @invariant()
    def nothing_a_cut_off_desk_did_is_lost(self) -> None:
        assert len(queries.open_conflicts(self.session, 1)) == self.conflicts

    def invited(self) -> list[int]:
        return self.people


@pytest.fixture
def machine(context: Flask, clock_at: clock.Frozen) -> type[Door]:
    found = of_village(STOR)
    return type("ThisDoor", (Door,), {"app": context, "clock": clock_at, "people": found})


def test_several_desks(machine: type[Door]) -> None:
    quick = settings(max_examples=25, stateful_step_count=30, deadline=None, derandomize=True)
    run_state_machine_as_test(machine, settings=quick)
