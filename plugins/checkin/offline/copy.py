"""The copy of the list that a desk keeps for the minutes without network: what the door needs to
know of each person, and nothing that would open an invitation.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.clock import epoch_ms
from meeting.contract import setting
from meeting.meetings import revision_of
from meeting.models import Meeting
from plugins.checkin import queries
from plugins.checkin.models import Absence, Presence
from plugins.checkin.offline.rules import CODE_DIGITS, SECRET_DIGITS, digest
from plugins.checkin.rules import may_exceed
from plugins.roster.api import LISTED, Delegate, Invitation, Village, villages


def copy(session: Session, meeting: Meeting, role: str) -> dict[str, Any]:
    """Everything a desk needs to go on alone."""
    plan, policy = meeting.plan, setting("checkin.when_full", meeting.id)
    revision = revision_of(session, meeting.id)
    return {
        "meeting": {"id": meeting.id, "state": meeting.state, "revision": revision},
        "rules": {
            "when_full": policy,
            "may_exceed": may_exceed(policy, role),
            "walk_ins": plan.attendance.walk_ins,
            "substitutes": plan.attendance.substitutes,
        },
        "villages": [_village(one) for one in villages(session, meeting.id)],
        "people": _people(session, meeting.id),
    }


def _village(village: Village) -> dict[str, Any]:
    return {
        "id": village.id,
        "label": village.label,
        "heading": village.heading,
        "key": village.search_key,
        "places": village.places,
    }


def _people(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    here = queries.presences(session, meeting_id)
    query = (
        sa.select(Delegate, Invitation)
        .outerjoin(
            Invitation,
            sa.and_(Invitation.delegate_id == Delegate.id, Invitation.revoked_at.is_(None)),
        )
        .where(Delegate.meeting_id == meeting_id, LISTED)
        .order_by(Delegate.id)
    )
    absent = set(
        session.scalars(sa.select(Absence.delegate_id).where(Absence.meeting_id == meeting_id))
    )
    return [
        {**_person(delegate, invitation, here.get(delegate.id)), "absent": delegate.id in absent}
        for delegate, invitation in session.execute(query)
    ]


def _person(
    delegate: Delegate, invitation: Invitation | None, presence: Presence | None
) -> dict[str, Any]:
    return {
        "id": delegate.id,
        "name": delegate.name,
        "honorific": delegate.honorific,
        "village": delegate.village_id,
        "office": delegate.office_title,
        "side": delegate.people_side,
        "distinction": delegate.distinction,
        "key": delegate.search_key,
        "instead": delegate.substitute_for_id,
        "secret": digest(invitation.secret, SECRET_DIGITS) if invitation else "",
        "code": digest(invitation.code, CODE_DIGITS) if invitation else "",
        "at": epoch_ms(presence.at) if presence else None,
        "desk": presence.desk if presence else "",
        "left": bool(presence and presence.left_at),
    }
