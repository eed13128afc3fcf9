"""What the head of a village sends before the day, by the village's private link."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting import text as words
from meeting.contract import Refused, Tx, _l
from meeting.models import MeetingState
from meeting.plan import Plan
from plugins.opinions import service
from plugins.opinions.collecting import lists
from plugins.opinions.collecting.sources import of_village_head
from plugins.opinions.models import Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker, Channel
from plugins.opinions.service import Details
from plugins.opinions.usecases.intake import Receipt
from plugins.roster.api import Village, list_of_secret

MOST = 60  # opinions of one village: more are handed in on a sheet


def sent(session: Session, plan: Plan, village: Village) -> list[OpinionView]:
    """What this village has sent, the newest first."""
    source = of_village_head(plan)
    found = lists.collected(session, village.meeting_id)
    return [one for one in found if one.village_id == village.id and one.source == source][::-1]


def send(
    tx: Tx, *, secret: str, text: str, category: str = "", severity: str = "", name: str = ""
) -> Receipt:
    """One more opinion; whose it is may be left out."""
    own = list_of_secret(tx.session, tx.meeting_id, secret)
    if own is None:
        raise Refused(
            "opinions.no_such_link",
            _l("This link is not in force. Ask the office for the new one."),
        )
    if own.closed_at is not None or tx.meeting.state != MeetingState.PLANNED:
        raise Refused(
            "opinions.village_closed",
            _l("Opinions are not taken on this page any more. Hand them to the office."),
        )
    source = of_village_head(tx.meeting.plan)
    _within(tx, own.village_id, source)
    named = words.clean(name)
    asker = Asker(name=named, anonymous=not named, village_id=own.village_id)
    return service.record(
        tx,
        text=text,
        channel=Channel.PRE_COLLECTED,
        asker=asker,
        category=category,
        details=Details(source=source, severity=severity),
    )


def _within(tx: Tx, village_id: int, source: str) -> None:
    query = sa.select(sa.func.count(Opinion.id)).where(
        Opinion.meeting_id == tx.meeting_id,
        Opinion.village_id == village_id,
        Opinion.source == source,
    )
    if (tx.session.scalar(query) or 0) >= MOST:
        raise Refused(
            "opinions.village_full",
            _l("%(most)s opinions were sent on this page. Hand further ones to the office."),
            most=MOST,
        )
