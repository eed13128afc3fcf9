"""Fills the roster of a new meeting from its plan, and a try-out meeting with invented people."""

from __future__ import annotations

from meeting import text
from meeting.contract import Tx
from meeting.plan import Plan
from plugins.roster.models import Village


def load_plan(tx: Tx, plan: Plan) -> None:
    """The villages of this meeting's session, in the plan's order and with their places."""
    for position, village in enumerate(plan.session(tx.meeting.session_index).villages):
        tx.session.add(
            Village(
                meeting_id=tx.meeting_id,
                code=village.code,
                name=village.name,
                label=plan.village_name(village),
                search_key=text.search_key(village.name),
                position=position,
                places=plan.places(village),
            )
        )
    tx.session.flush()
