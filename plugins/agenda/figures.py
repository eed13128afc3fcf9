"""The programme as screens show it: rows with their state, counts that each screen carries on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app
from sqlalchemy.orm import Session

from meeting import clock
from meeting.contract import setting
from meeting.models import Meeting
from meeting.points import Ending, Speech, Talk
from plugins.agenda import balance, paper, queries, rules
from plugins.agenda.balance import Balance, Elapsed, Finish
from plugins.agenda.rules import EACH, Ahead, Step

POINT, ENDING = "agenda.talk", "agenda.ending"


class State(StrEnum):
    """Where a step stands for somebody who reads the programme."""

    DONE = "done"
    NOW = "now"
    WITH = "with"  # of the loop that runs as one step
    NEXT = "next"
    TODO = "todo"


@dataclass(frozen=True, kw_only=True)
class Count:
    """Time that was counted, against what was planned."""

    elapsed: Elapsed
    planned_ms: int = 0
    now: datetime

    @property
    def ms(self) -> int:
        return self.elapsed.at(self.now)

    @property
    def words(self) -> str:
        """`14:48`, as the pages' script writes it."""
        minutes, seconds = divmod(self.ms // 1000, 60)
        return f"{minutes:02}:{seconds:02}"

    @property
    def minutes(self) -> int:
        return self.ms // balance.MINUTE

    @property
    def planned(self) -> int:
        return self.planned_ms // balance.MINUTE

    @property
    def is_over(self) -> bool:
        return 0 < self.planned_ms < self.ms


@dataclass(frozen=True, kw_only=True)
class Row:
    """A step in a list."""

    number: int
    step: Step
    state: State
    begins: str  # by the clock: as it really was, or as planned while nothing has begun
    count: Count


@dataclass(frozen=True, kw_only=True)
class Round:
    """How many have spoken since the last answers, where answers are given in rounds."""

    heard: int
    size: int

    @property
    def is_full(self) -> bool:
        return self.heard >= self.size


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Everything a screen may say of it."""

    rows: tuple[Row, ...]
    here: Row | None
    ahead: Ahead
    count: Count | None  # of the present step; of its whole loop where that runs as one
    round: Round | None
    finish: Finish | None
    balance: Balance
    waiting: int  # people who have not been heard yet, while they may be
    leaving: frozenset[int]  # the steps that would pass them over: asked once more
    ending: str | None  # endpoint of the page that ends the meeting, where there is one
    now: datetime

    @property
    def seen(self) -> int:
        """The time that runs, for a button to name; 0 for none."""
        span = self.here.step.running if self.here else None
        return span.id if span else 0

    @property
    def has_begun(self) -> bool:
        return any(row.step.has_begun for row in self.rows)

    @property
    def total(self) -> int:
        """Planned minutes of the whole."""
        return sum(row.step.minutes or 0 for row in self.rows)

    @property
    def main(self) -> Row | None:
        """The step that the one button leads to."""
        main = self.ahead.main
        return next((row for row in self.rows if main and row.step.id == main.id), None)

    @property
    def ends(self) -> datetime | None:
        """When it is over as far as one can tell."""
        return self.finish.at(self.now) if self.finish and self.here else None

    @property
    def shares(self) -> dict[str, Count]:
        """Reports, people, answers."""
        return {
            name: Count(elapsed=getattr(self.balance, name), now=self.now)
            for name in ("one_way", "people", "answers")
        }


def speeches(session: Session, meeting_id: int) -> list[Speech]:
    """What the plugins know that count speaking time."""
    registry = current_app.extensions["meeting"].registry
    talks: list[Talk] = registry.contributions(POINT, meeting_id)
    return [one for talk in talks for one in talk.speeches(session, meeting_id)]


def programme(session: Session, meeting_id: int) -> Programme:
    """The programme now."""
    steps = queries.steps(session, meeting_id)
    mode, now = setting("agenda.answer_mode", meeting_id), clock.now()
    ahead = rules.ahead(steps, mode)
    rows = tuple(_rows(session, meeting_id, steps, ahead, mode))
    said = speeches(session, meeting_id)
    since = rules.round_began(steps) if mode != EACH else None
    here = next((row for row in rows if row.state == State.NOW), None)
    registry = current_app.extensions["meeting"].registry
    left = rules.leaving(steps)
    waiting = queries.waiting(session, meeting_id, registry.contributions) if left else 0
    endings: list[Ending] = registry.contributions(ENDING, meeting_id)
    return Programme(
        rows=rows,
        here=here,
        ahead=ahead,
        count=_count(steps, here.step, mode, now) if here else None,
        round=_round(meeting_id, said, since) if since else None,
        finish=balance.finish(steps),
        balance=balance.balance(steps, said),
        waiting=waiting,
        leaving=left if waiting else frozenset(),
        ending=endings[0].endpoint if endings else None,
        now=now,
    )


def _round(meeting_id: int, said: Sequence[Speech], since: datetime) -> Round:
    size = setting("agenda.batch_size", meeting_id)
    return Round(heard=balance.heard(said, since), size=size)


def _count(steps: Sequence[Step], here: Step, mode: str, now: datetime) -> Count:
    together = _block(steps, here) if mode == EACH else (here,)
    spans = (span for one in together for span in one.spans)
    planned = balance.planned_ms(together)
    return Count(elapsed=balance.elapsed(spans), planned_ms=planned, now=now)


def _block(steps: Sequence[Step], step: Step) -> tuple[Step, ...]:
    return next(block for block in rules.blocks(steps) if step in block)


def _rows(
    session: Session, meeting_id: int, steps: Sequence[Step], ahead: Ahead, mode: str
) -> list[Row]:
    meeting, now = session.get_one(Meeting, meeting_id), clock.now()
    start = meeting.plan.session(meeting.session_index).schedule.start
    begun = any(one.has_begun for one in steps)
    planned = [""] * len(steps) if begun or start is None else list(paper.times(steps, start))
    return [
        Row(
            number=number,
            step=one,
            state=_state(one, _block(steps, one) if mode == EACH else (one,), ahead),
            begins=f"{clock.local(one.spans[0].started_at):%H:%M}" if one.spans else begins,
            count=Count(
                elapsed=balance.elapsed(one.spans), planned_ms=balance.planned_ms([one]), now=now
            ),
        )
        for number, (one, begins) in enumerate(zip(steps, planned, strict=True), start=1)
    ]


def _state(step: Step, together: Sequence[Step], ahead: Ahead) -> State:
    """A loop that runs as one step is done as one."""
    if step.running:
        return State.NOW
    if any(one.running for one in together):
        return State.WITH
    if ahead.main and step.id == ahead.main.id:
        return State.NEXT
    return State.DONE if any(one.has_begun for one in together) else State.TODO
