"""What both lists read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from plugins.followup.models import DoneStep


def done_steps(session: Session, meeting_id: int) -> dict[str, DoneStep]:
    """What was ticked off, by the key of its step."""
    query = sa.select(DoneStep).where(DoneStep.meeting_id == meeting_id)
    return {one.step: one for one in session.scalars(query)}
