"""What has to be done by when: before the day as a list to tick off."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Role, Slot, _l
from plugins.followup.dossier import IN_DOSSIER
from plugins.followup.events import EVENTS
from plugins.followup.views import routes, staff_card

plugin = Plugin(
    name="followup",
    title=_l("Deadlines"),
    requires=("opinions",),
    permissions=(
        Permission(
            "followup.read",
            _l("See what has to be done by when"),
            frozenset({Role.SECRETARY, Role.SUMMARISER, Role.CHAIR}),
        ),
        Permission("followup.manage", _l("Tick off what is done"), frozenset({Role.SECRETARY})),
    ),
    routes=routes,
    events=EVENTS,
    slots=(Slot("staff.home", staff_card, order=5),),
    menu=(MenuItem("followup.before", _l("Before the meeting"), "followup.read", order=5),),
    contributes={
        "core.dossier": (IN_DOSSIER,),
    },
)
