"""How satisfied people are: paper forms without a name, counted by their owner."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Role, _l
from plugins.survey.dossier import IN_DOSSIER, SHEETS
from plugins.survey.events import EVENTS
from plugins.survey.live import CHECK, SLOTS, VIEWS
from plugins.survey.paper import KINDS, PAPERS, SECTION
from plugins.survey.views import routes

_COUNT = frozenset({Role.SECRETARY, Role.SURVEYOR})

plugin = Plugin(
    name="survey",
    title=_l("Satisfaction survey"),
    permissions=(
        Permission(
            "survey.read",
            _l("See the counts of the survey"),
            _COUNT | {Role.SUMMARISER, Role.CHAIR, Role.OBSERVER},
        ),
        Permission("survey.count", _l("Enter the counts of the survey"), _COUNT),
    ),
    routes=routes,
    events=EVENTS,
    views=VIEWS,
    slots=SLOTS,
    menu=(MenuItem("survey.page", _l("Satisfaction survey"), "survey.read", order=75),),
    homes={Role.SURVEYOR: "survey.page"},
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
        "minutes.section": (SECTION,),
        "minutes.check": (CHECK,),
        "minutes.paper": KINDS,
        "roster.paper": PAPERS,
    },
)
