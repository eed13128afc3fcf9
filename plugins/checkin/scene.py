"""The hall screen while people arrive: two QR codes and the village table filling up."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import _l, setting
from meeting.net import phone_address
from meeting.points import Scene
from plugins.checkin import queries, rules


def context(session: Session, meeting_id: int) -> dict[str, Any]:
    """Addresses of the pictures rather than the pictures: the fragment stays small."""
    wifi_name = setting("checkin.wifi_name", meeting_id)
    password = setting("checkin.wifi_password", meeting_id)
    address = phone_address()
    return {
        "address": address,
        "address_version": _version(address),
        "wifi_name": wifi_name,
        "wifi_version": _version(rules.wifi(wifi_name, password)),
        "rows": queries.village_table(session, meeting_id),
        "totals": queries.totals(session, meeting_id),
    }


def _version(said: str) -> str:
    """Changes with what a QR says, so that no screen keeps an old picture."""
    return hashlib.sha256(said.encode()).hexdigest()[:8]


WELCOME = Scene(
    name="checkin.welcome",
    title=_l("Welcome and check-in"),
    template="checkin/_scene_welcome.html",
    context=context,
    wants=lambda _session, _meeting_id: True,
    order=0,
)
