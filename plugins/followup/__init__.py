"""What has to be done by when: before the day, and afterwards for those who raised something."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Role, Slot, _l
from meeting.points import Replies
from plugins.followup.after import views as after
from plugins.followup.after.queries import told
from plugins.followup.before import views as before
from plugins.followup.dossier import IN_DOSSIER, SHEETS
from plugins.followup.events import EVENTS
from plugins.followup.routes import routes

plugin = Plugin(
    name="followup",
    title=_l("Deadlines"),
    requires=("opinions", "roster"),
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
    slots=(
        Slot("staff.home", before.staff_card, order=5),
        Slot("staff.home", after.staff_card, order=6),
    ),
    menu=(
        MenuItem("followup.before", _l("Before the meeting"), "followup.read", order=5),
        MenuItem("followup.after", _l("After the meeting"), "followup.read", order=85),
    ),
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
        "opinions.replies": (Replies(given=told),),
    },
)
