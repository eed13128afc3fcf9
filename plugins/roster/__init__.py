"""Who is invited: villages and their places, delegates, invitation codes."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Slot, _l
from meeting.points import Paper

# Importing views mounts their pages.
from plugins.roster import export_views, person_views, views  # noqa: F401
from plugins.roster.dispatch import views as dispatch_views  # noqa: F401
from plugins.roster.dispatch.events import InvitationsSent, SendingWithdrawn
from plugins.roster.dossier import IN_DOSSIER, SHEETS
from plugins.roster.events import (
    DelegateAdded,
    DelegateChanged,
    DelegateRemoved,
    InvitationReissued,
    InvitationRevoked,
    RosterImported,
    RosterLoaded,
)
from plugins.roster.importing import views as import_views  # noqa: F401
from plugins.roster.invitations import InvitationPage
from plugins.roster.loading import load_plan, load_sample
from plugins.roster.papers import views as paper_views  # noqa: F401
from plugins.roster.queries import attendee_name
from plugins.roster.routes import routes
from plugins.roster.service import InUse
from plugins.roster.villages import office
from plugins.roster.villages import views as village_views  # noqa: F401
from plugins.roster.villages.events import VILLAGE_LIST_EVENTS
from plugins.roster.villages.live import VILLAGES

OFFICE = frozenset({"secretary"})  # beside owner and organiser, who may do everything
CLERKS = OFFICE | {"registrar"}

plugin = Plugin(
    name="roster",
    title=_l("Delegates"),
    permissions=(
        Permission(
            "roster.read",
            _l("Read the list of delegates"),
            CLERKS | {"summariser", "chair", "answerer", "observer"},
        ),
        Permission("roster.correct", _l("Correct a name, show and renew a code"), CLERKS),
        Permission("roster.manage", _l("Make the list, its papers and codes"), OFFICE),
    ),
    routes=routes,
    events=(
        RosterLoaded,
        RosterImported,
        DelegateAdded,
        DelegateChanged,
        DelegateRemoved,
        InvitationReissued,
        InvitationRevoked,
        *VILLAGE_LIST_EVENTS,
        InvitationsSent,
        SendingWithdrawn,
    ),
    views=(VILLAGES,),
    slots=(Slot("staff.home", office.staff_card, 5),),
    menu=(
        MenuItem("roster.people", _l("Delegates"), "roster.read", 10),
        MenuItem("roster.papers", _l("Papers to print"), "roster.manage", 14),
    ),
    points={
        "roster.invitation_page": InvitationPage,
        "roster.in_use": InUse,
        "roster.paper": Paper,
    },
    load_plan=load_plan,
    load_sample=load_sample,
    attendee_name=attendee_name,
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
    },
)
