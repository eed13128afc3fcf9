"""What both lists do when something is ticked off."""

from __future__ import annotations

from datetime import date

from meeting.contract import Tx
from plugins.followup.models import DoneReply, DoneStep


def note_down(tx: Tx, row: DoneStep | DoneReply, done_on: date, note: str) -> bool:
    """Write on the row when and how it was done, and who says so. Returns whether that is new."""
    if row.id is not None and (row.done_on, row.note) == (done_on, note):
        return False
    row.done_on, row.note, row.recorded_at, row.recorded_by = done_on, note, tx.now, tx.by.name
    tx.session.add(row)
    tx.session.flush()
    return True
