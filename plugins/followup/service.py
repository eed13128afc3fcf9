"""What both lists do when something is ticked off."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from meeting.contract import Tx
from plugins.followup.events import StepDone
from plugins.followup.models import DoneReply, DoneStep


def step_done(tx: Tx, step: str, done_on: date, note: str) -> int:
    """A step is done. Said again, the later word on day and note stands. Returns the row's id."""
    query = sa.select(DoneStep).where(DoneStep.meeting_id == tx.meeting_id, DoneStep.step == step)
    row = tx.session.scalar(query) or DoneStep(meeting_id=tx.meeting_id, step=step)
    if note_down(tx, row, done_on, note):
        tx.emit(StepDone(meeting_id=tx.meeting_id, step=step, done_on=f"{done_on}", note=note))
    return row.id


def note_down(tx: Tx, row: DoneStep | DoneReply, done_on: date, note: str) -> bool:
    """Write on the row when and how it was done, and who says so. Returns whether that is new."""
    if row.id is not None and (row.done_on, row.note) == (done_on, note):
        return False
    row.done_on, row.note, row.recorded_at, row.recorded_by = done_on, note, tx.now, tx.by.name
    tx.session.add(row)
    tx.session.flush()
    return True
