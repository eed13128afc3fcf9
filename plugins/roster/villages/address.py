"""Where a village makes its list: today's address of its private page."""

from __future__ import annotations

from flask import current_app
from sqlalchemy.orm import Session

from meeting.net import phone_address
from plugins.roster.models import Village
from plugins.roster.villages.queries import list_of_village


def village_address(session: Session, village: Village) -> str | None:
    """The full address for a link, a message or a QR; nothing while the village has no link."""
    own = list_of_village(session, village.id)
    if own is None:
        return None
    values = {"meeting_id": village.meeting_id, "secret": own.secret}
    address = current_app.url_map.bind("").build("roster.village_page", values)
    return phone_address() + address
