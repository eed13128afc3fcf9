"""What hangs on the hall screen: one opinion at a time, approved and not sensitive."""

from __future__ import annotations

import sqlalchemy as sa

from meeting.contract import Tx
from plugins.opinions import rules
from plugins.opinions.events import OpinionHidden, OpinionShown
from plugins.opinions.models import Opinion
from plugins.opinions.rules import State
from plugins.opinions.usecases.raising import heard_in_hall
from plugins.opinions.usecases.rows import about, case_of, opinion_of


def show(tx: Tx, *, opinion_id: int) -> None:
    """Put an opinion on the hall screen, in the place of any other."""
    opinion = opinion_of(tx, opinion_id)
    rules.may_be_shown(case_of(tx, opinion))
    if opinion.shown:
        return
    before = tx.session.scalar(
        sa.select(Opinion).where(Opinion.meeting_id == tx.meeting_id, Opinion.shown)
    )
    if before is not None:
        hide(tx, opinion_id=before.id)
        tx.session.flush()  # two are never shown, not even for a moment
    opinion.shown = True
    heard_in_hall(tx, opinion)
    tx.emit(about(tx, OpinionShown, opinion))


def hide(tx: Tx, *, opinion_id: int) -> None:
    """Take an opinion off the hall screen."""
    opinion = opinion_of(tx, opinion_id)
    if opinion.shown:
        opinion.shown = False
        tx.emit(about(tx, OpinionHidden, opinion))


def hide_if_unfit(tx: Tx, opinion: Opinion) -> None:
    """Take it down when it must not hang there any more."""
    if opinion.sensitive or opinion.state != State.APPROVED:
        hide(tx, opinion_id=opinion.id)
