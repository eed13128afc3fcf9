"""“I think so too”: once a person and opinion, counted by village."""

from __future__ import annotations

import sqlalchemy as sa

from meeting.contract import Refused, Tx, _l
from plugins.opinions import rules
from plugins.opinions.events import OpinionSupported
from plugins.opinions.models import Opinion, Support
from plugins.opinions.usecases.rows import about, case_of, opinion_of


def support(tx: Tx, *, opinion_id: int) -> None:
    """An attendee says “I think so too”. A second time changes nothing."""
    delegate_id, opinion = _who(tx), opinion_of(tx, opinion_id)
    own = opinion.delegate_id == delegate_id
    rules.may_be_supported(case_of(tx, opinion), own=own, on=tx.setting("opinions.support"))
    if _found(tx, opinion, delegate_id) is None:
        tx.session.add(Support(opinion_id=opinion.id, delegate_id=delegate_id, at=tx.now))
        tx.emit(about(tx, OpinionSupported, opinion, by=delegate_id, supports=True))


def take_back(tx: Tx, *, opinion_id: int) -> None:
    """They think otherwise now."""
    delegate_id, opinion = _who(tx), opinion_of(tx, opinion_id)
    found = _found(tx, opinion, delegate_id)
    if found is not None:
        tx.session.delete(found)
        tx.emit(about(tx, OpinionSupported, opinion, by=delegate_id, supports=False))


def _who(tx: Tx) -> int:
    if tx.by.delegate_id is None:
        raise Refused(
            "opinions.not_known",
            _l("Say who you are first: scan your invitation, or choose your name."),
        )
    return tx.by.delegate_id


def _found(tx: Tx, opinion: Opinion, delegate_id: int) -> Support | None:
    return tx.session.scalar(
        sa.select(Support).where(
            Support.opinion_id == opinion.id, Support.delegate_id == delegate_id
        )
    )
