"""What hangs on the hall screen: one opinion at a time, approved, not sensitive nor like one."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from meeting.contract import Tx
from plugins.opinions import queries, rules
from plugins.opinions.events import OpinionHidden, OpinionShown
from plugins.opinions.models import Opinion
from plugins.opinions.rules import State
from plugins.opinions.usecases.raising import heard_in_hall
from plugins.opinions.usecases.rows import about, case_of, opinion_of


def show(tx: Tx, *, opinion_id: int) -> None:
    """Put an opinion on the hall screen, in the place of any other."""
    opinion = opinion_of(tx, opinion_id)
    case = case_of(tx, opinion)
    rules.may_be_shown(replace(case, sensitive=_tells_a_secret(tx, opinion)))
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
    """Take it down when it must not hang there any more, and what says the same."""
    if opinion.state != State.APPROVED or _tells_a_secret(tx, opinion):
        hide(tx, opinion_id=opinion.id)
    if opinion.sensitive:
        for same in queries.joined_rows(tx.session, opinion.id):
            hide(tx, opinion_id=same.id)


def _tells_a_secret(tx: Tx, opinion: Opinion) -> bool:
    """Whether it is sensitive, or says the same as one that is."""
    joined = opinion.merged_into_id
    base = tx.session.get(Opinion, joined) if joined is not None else None
    return opinion.sensitive or (base is not None and base.sensitive)
