"""The chair's tablet: who speaks, and the approved opinions one at a time."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Role, _l
from plugins.chair.decisions import routes
from plugins.chair.dossier import IN_DOSSIER
from plugins.chair.live import VIEWS

_CHAIR = frozenset({Role.CHAIR})

plugin = Plugin(
    name="chair",
    title=_l("Chair's tablet"),
    requires=("roster", "speakers", "opinions"),
    permissions=(
        Permission("chair.read", _l("Open the chair's tablet"), _CHAIR),
        Permission("chair.act", _l("Give the floor and fill the hall screen as chair"), _CHAIR),
    ),
    routes=routes,
    views=VIEWS,
    menu=(MenuItem("chair.tablet", _l("Chair"), "chair.read", order=35),),
    homes={Role.CHAIR: "chair.tablet"},
    contributes={
        "core.dossier": (IN_DOSSIER,),
    },
)
