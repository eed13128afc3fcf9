"""Decisions of several hands in any order: each opinion stays what a sheet on paper would say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import hypothesis.strategies as st
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
from plugins.opinions import queries, rules, service
from plugins.opinions.deciding import Wish
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.rules import Asker, Kind, Outcome
from tests.conftest import MORNING

from .conftest import SECRETARY, Do

Stored = Callable[[], list[queries.OpinionView]]
WriteDown = Callable[..., int]

CHAIR = Actor("device", 2, "Chủ tịch", "chair")
WHICH = st.integers(0, 2)
DEPARTMENTS = ["", "DIA_CHINH_XD", "TU_PHAP"]
DUE = [None, date(2023, 10, 19), date(2023, 11, 1), date(2023, 12, 1)]
KINDS = ["", *Kind]
OUTCOMES = [*Outcome, "", "MAYBE"]


@dataclass
class Sheet:
    """What somebody with a pencil knows of one opinion."""

    approved: bool = False
    sensitive: bool = False
    shown: bool = False
    kind: str = ""
    department: str = ""
    answer: str = ""
    by: str = ""
    revision: int = 0  # of the answer
    prepared: int = 0  # revision of the prepared one
    outcome: str = ""
    into: int | None = None  # place of the one it was joined with
    due: date | None = None

    @property
    def fit(self) -> bool:
        return self.approved and not self.sensitive


class Decisions(RuleBasedStateMachine):
    """The real use cases beside the sheets."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        self.now = MORNING
        self.session = Session(self.app.extensions["meeting"].engine)
        self.sheets: list[Sheet] = []
        self.ids: list[int] = []
        for number in range(3):
            asker = Asker(name=f"Đinh {'ABCDE'[number]}")
            receipt = self.attempt(service.record, text="Hỏi", channel="VIA_SECRETARY", asker=asker)
            assert receipt.number == number + 1
            self.ids.append(receipt.id)
            self.sheets.append(Sheet())
            self.let_through(number, True)

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def attempt(self, use_case: Callable[..., Any], by: Actor = SECRETARY, **arguments: Any) -> Any:
        """Through a savepoint, as the one door does it. Returns the answer or a refusal's code."""
        self.now += timedelta(seconds=1)
        core = self.app.extensions["meeting"]
        tx = Tx(session=self.session, registry=core.registry, by=by, now=self.now, meeting_id=1)
        before = self.rows()
        try:
            with self.session.begin_nested():
                answer = use_case(tx, **arguments)
        except Refused as refusal:
            assert self.rows() == before, "a refusal changes nothing"
            return refusal.code
        assert (self.rows() != before) == bool(tx.events), "each change is told, and only those"
        return answer

    def rows(self) -> list[Any]:
        return [
            row
            for table in (Opinion.__table__, Entry.__table__)
            for row in self.session.execute(sa.select(table).order_by(table.c.id)).all()
        ]

    def pick(self, which: int) -> tuple[int, Sheet]:
        place = which % len(self.sheets)
        return self.ids[place], self.sheets[place]

    def on_screen_no_more(self, sheet: Sheet) -> None:
        sheet.shown = sheet.shown and sheet.fit

    # -- triage ---------------------------------------------------------------------------------

    @rule(which=WHICH, through=st.sampled_from([True, True, False]))
    def let_through(self, which: int, through: bool) -> None:
        opinion_id, sheet = self.pick(which)
        use_case = service.approve if through else service.withdraw_approval
        assert self.attempt(use_case, opinion_id=opinion_id) is None
        sheet.approved = through
        self.on_screen_no_more(sheet)

    @rule(which=WHICH, sensitive=st.sampled_from([False, False, True]))
    def mark(self, which: int, sensitive: bool) -> None:
        opinion_id, sheet = self.pick(which)
        answer = self.attempt(service.mark_sensitive, opinion_id=opinion_id, sensitive=sensitive)
        if sheet.sensitive and not sensitive and sheet.outcome == "REFERRED":
            assert answer == "opinions.referred"
        elif sheet.sensitive and not sensitive and sheet.kind in rules.ROUTED_OUT:
            assert answer == "opinions.protected"
        else:
            assert answer is None
            sheet.sensitive = sensitive
            self.on_screen_no_more(sheet)

    @rule(which=WHICH, kind=st.sampled_from(KINDS))
    def say_what_sort(self, which: int, kind: str) -> None:
        opinion_id, sheet = self.pick(which)
        assert self.attempt(service.set_kind, opinion_id=opinion_id, kind=kind) is None
        sheet.sensitive |= kind in rules.ROUTED_OUT and kind != sheet.kind
        sheet.kind = kind
        self.on_screen_no_more(sheet)

    @rule(which=WHICH, department=st.sampled_from(DEPARTMENTS))
    def assign(self, which: int, department: str) -> None:
        opinion_id, sheet = self.pick(which)
        answer = self.attempt(
            service.assign_department, CHAIR, opinion_id=opinion_id, department=department
        )
        if sheet.outcome == "PENDING" and not department:
            assert answer == "opinions.department_needed"
        else:
            assert answer is None
            sheet.department = department

    # -- answers --------------------------------------------------------------------------------

    @rule(
        which=WHICH,
        text=st.sampled_from(["", "Đã duyệt."]),
        by=st.sampled_from(["", "Lê Nam"]),
        late=st.sampled_from([False, False, True]),
    )
    def write_answer(self, which: int, text: str, by: str, late: bool) -> None:
        opinion_id, sheet = self.pick(which)
        seen = sheet.revision - late
        answer = self.attempt(
            service.record_answer, opinion_id=opinion_id, text=text, answered_by=by, seen=seen
        )
        if late:
            assert answer == "opinions.stale"
        elif sheet.outcome == "ANSWERED_ON_SPOT" and not (text and by):
            assert answer == "opinions.answer_needed"
        else:
            sheet.revision += 1
            assert answer == sheet.revision
            sheet.answer, sheet.by = text, by

    @rule(which=WHICH, late=st.sampled_from([False, False, True]))
    def a_department_prepares(self, which: int, late: bool) -> None:
        opinion_id, sheet = self.pick(which)
        answer = self.attempt(
            service.prepare,
            opinion_id=opinion_id,
            text="Đang làm.",
            full="",
            said_by="",
            seen=sheet.prepared - late,
        )
        if late:
            assert answer == "opinions.stale"
        else:
            sheet.prepared += 1
            assert answer == sheet.prepared

    @rule(which=WHICH)
    def what_was_prepared_is_said(self, which: int) -> None:
        opinion_id, sheet = self.pick(which)
        answer = self.attempt(service.use_prepared, opinion_id=opinion_id, seen=sheet.revision)
        if not sheet.prepared:
            assert answer == "opinions.not_prepared"
        else:
            sheet.revision += 1
            sheet.answer = "Đang làm."
            assert answer == sheet.revision
            sheet.by = self.view(opinion_id).answered_by
            assert sheet.by, "somebody said it"

    # -- outcomes -------------------------------------------------------------------------------

    @rule(
        which=WHICH,
        outcome=st.sampled_from(OUTCOMES),
        due=st.sampled_from(DUE),
        reason=st.sampled_from(["", "Chờ đo đạc"]),
        body=st.sampled_from(["", "UBND huyện"]),
        other=st.sampled_from([None, 1, 2, 3, 4]),
    )
    def decide(
        self, which: int, outcome: str, due: date | None, reason: str, body: str, other: int | None
    ) -> None:
        opinion_id, _sheet = self.pick(which)
        wish = Wish(
            outcome=outcome,
            due_date=due,
            due_reason=reason,
            competent_body=body,
            merged_into=other,
        )
        answer = self.attempt(service.set_outcome, CHAIR, opinion_id=opinion_id, wish=wish)
        why_not = self.why_not(which % len(self.sheets), wish)
        assert answer == (f"opinions.{why_not}" if why_not else None)
        if not why_not:
            self.note(which % len(self.sheets), wish)

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        self.decide(which, "", None, "", "", None)

    @rule(which=WHICH, due=st.sampled_from(DUE), reason=st.sampled_from(["", "Chờ đo đạc"]))
    def owe_a_letter(self, which: int, due: date | None, reason: str) -> None:
        self.decide(which, "OFF_TOPIC_WRITTEN", due, reason, "", None)

    @rule(which=WHICH, other=st.sampled_from([1, 2, 3, 4, None]))
    def join(self, which: int, other: int | None) -> None:
        opinion_id, sheet = self.pick(which)
        answer = self.attempt(service.join, opinion_id=opinion_id, number=other)
        wish = Wish(outcome="MERGED", merged_into=other)
        why_not = self.why_not(which % len(self.sheets), wish)
        if sheet.outcome not in ("", "MERGED"):
            why_not = "decided"
        assert answer == (f"opinions.{why_not}" if why_not else None)
        if not why_not:
            self.note(which % len(self.sheets), wish)

    def why_not(self, place: int, wish: Wish) -> str:
        """What stands against an outcome, the first thing first."""
        sheet, other = self.sheets[place], wish.merged_into
        if wish.outcome == "":
            return ""
        if wish.outcome == "MERGED" and other is not None and other > len(self.sheets):
            return "no_such_number"
        if wish.outcome == "MAYBE":
            return "no_outcome"
        if wish.outcome == "ANSWERED_ON_SPOT" and not (sheet.answer or wish.words_follow):
            return "no_answer"
        if wish.outcome == "ANSWERED_ON_SPOT" and not sheet.by:
            return "no_answerer"
        if wish.outcome == "PENDING" and not sheet.department:
            return "no_department"
        if wish.outcome == "BEYOND_AUTHORITY" and not wish.competent_body:
            return "no_competent_body"
        if wish.outcome in rules.DUE:
            return self.why_not_then(wish)
        return self.why_not_joined(place, other) if wish.outcome == "MERGED" else ""

    def why_not_then(self, wish: Wish) -> str:
        if wish.due_date is None:
            return "no_due_date"
        if wish.due_date < date(2023, 10, 20):
            return "due_too_early"
        late = wish.due_date > date(2023, 11, 10)  # fifteen working days by the plan
        return "late_without_reason" if late and not wish.due_reason else ""

    def why_not_joined(self, place: int, other: int | None) -> str:
        if other is None:
            return "no_link"
        if other == place + 1:
            return "own_link"
        return "link_merged" if self.sheets[other - 1].outcome == "MERGED" else ""

    def note(self, place: int, wish: Wish) -> None:
        sheet = self.sheets[place]
        sheet.outcome = wish.outcome
        sheet.due = wish.due_date if wish.outcome in rules.DUE else None
        sheet.into = None
        if wish.outcome == "REFERRED":
            sheet.sensitive = True
            self.on_screen_no_more(sheet)
        if wish.outcome == "MERGED" and wish.merged_into:
            sheet.into = wish.merged_into - 1
            for follower in self.sheets:
                if follower.into == place:
                    follower.into = sheet.into

    # -- the wall -------------------------------------------------------------------------------

    @rule(which=WHICH)
    def show(self, which: int) -> None:
        opinion_id, sheet = self.pick(which)
        answer = self.attempt(service.show, CHAIR, opinion_id=opinion_id)
        if sheet.sensitive:
            assert answer == "opinions.sensitive"
        elif not sheet.approved:
            assert answer == "opinions.not_approved"
        else:
            assert answer is None
            for one in self.sheets:
                one.shown = one is sheet

    @precondition(lambda self: any(sheet.shown for sheet in self.sheets))
    @rule(which=WHICH)
    def hide(self, which: int) -> None:
        opinion_id, sheet = self.pick(which)
        assert self.attempt(service.hide, opinion_id=opinion_id) is None
        sheet.shown = False

    # -- what always holds ----------------------------------------------------------------------

    def view(self, opinion_id: int) -> queries.OpinionView:
        found = queries.opinion(self.session, opinion_id)
        assert found is not None
        return found

    @invariant()
    def the_record_says_what_the_sheets_say(self) -> None:
        found = queries.all_opinions(self.session, 1)
        assert [one.id for one in found] == self.ids
        for place, (one, sheet) in enumerate(zip(found, self.sheets, strict=True)):
            assert one.number == place + 1
            assert (one.approved, one.sensitive, one.shown) == (
                sheet.approved,
                sheet.sensitive,
                sheet.shown,
            )
            assert (one.kind, one.department) == (sheet.kind, sheet.department)
            assert (one.answer, one.answered_by) == (sheet.answer, sheet.by)
            assert (one.outcome or "", one.due_date) == (sheet.outcome, sheet.due)
            into = None if sheet.into is None else sheet.into + 1
            assert one.merged_into == into

    @invariant()
    def nothing_unfit_hangs_on_the_wall(self) -> None:
        shown = queries.shown(self.session, 1)
        hanging = [place for place, sheet in enumerate(self.sheets) if sheet.shown]
        assert ([shown.number - 1] if shown else []) == hanging
        assert all(self.sheets[place].fit for place in hanging)

    @invariant()
    def what_was_joined_leads_to_one_that_was_not(self) -> None:
        for sheet in self.sheets:
            if sheet.into is not None:
                assert self.sheets[sheet.into].outcome != "MERGED"


def test_decisions_in_any_order(context: Flask, meeting_id: int) -> None:
    class OfThisApp(Decisions):
        app = context

    run_state_machine_as_test(
        OfThisApp,
        settings=settings(max_examples=30, stateful_step_count=40, deadline=None, derandomize=True),
    )


def test_those_joined_with_one_follow_it_when_it_is_joined_itself(
    do: Do, write_down: WriteDown, stored: Stored
) -> None:
    first, second = write_down(), write_down()
    write_down()
    for opinion_id, number in ((first, 2), (second, 3)):
        do(service.join, opinion_id=opinion_id, number=number)
    assert [one.merged_into for one in stored()] == [3, 3, None]
    do(service.set_outcome, opinion_id=second, wish=Wish(outcome=""))
    assert [one.merged_into for one in stored()] == [3, None, None]
