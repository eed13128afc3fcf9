"""The door: who has come, against the places their village has."""

from __future__ import annotations

from meeting.contract import Plugin, Setting, _l
from plugins.checkin.events import CheckedIn, CheckInUndone, PhoneIdentified, PhoneReleased
from plugins.checkin.live import VIEWS
from plugins.checkin.rules import WHEN_FULL

plugin = Plugin(
    name="checkin",
    title=_l("Reception"),
    requires=("roster",),
    settings=(
        Setting(
            "checkin.when_full",
            "desk",
            _l(
                "When a village is full: “desk” sends phones to the desk, where staff give a "
                "reason; “warn” lets people in and only counts them as over."
            ),
            WHEN_FULL.__contains__,
        ),
        Setting("checkin.by_name", True, _l("Phones may choose their village and name.")),
        Setting("checkin.wifi_name", "", _l("Name of the hall's Wi-Fi, for the QR on the screen.")),
        Setting("checkin.wifi_password", "", _l("Password of the hall's Wi-Fi; empty: open.")),
    ),
    views=VIEWS,
    events=(CheckedIn, CheckInUndone, PhoneIdentified, PhoneReleased),
)
