"""Ticking off what is done before the day, and taking that back."""

from __future__ import annotations

from datetime import date

from meeting import clock
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from plugins.followup.before import queries, rules
from plugins.followup.events import StepReopened
from plugins.followup.models import DoneStep
from plugins.followup.rules import noted_words
from plugins.followup.service import step_done


@allowed_when_closed  # noted later, with its day
def tick_off(tx: Tx, *, step: str, done_on: date, note: str = "") -> int:
    """A step is done. Said again, the later word on day and note stands. Returns the row's id."""
    if step not in {one.key for one in queries.steps(tx.meeting)}:
        raise Refused(
            "followup.no_such_step",
            _l("This is not on the list any more: the plan was changed. Look at the list again."),
        )
    done_on = rules.noted_day(done_on, clock.local(tx.now).date())
    note = noted_words(note)
    return step_done(tx, step, done_on, note)


@allowed_when_closed  # what was issued after the meeting, too
def take_back(tx: Tx, *, done_id: int) -> bool:
    """It was not done after all. Doing it again changes nothing."""
    row = tx.session.get(DoneStep, done_id)
    if row is None or row.meeting_id != tx.meeting_id:
        return False
    tx.emit(StepReopened(meeting_id=tx.meeting_id, step=row.step))
    tx.session.delete(row)
    return True
