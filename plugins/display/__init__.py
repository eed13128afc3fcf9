"""The hall screens: one picture for everybody, from other plugins, chosen by the meeting."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, _l
from meeting.points import Scene

# Importing views mounts their pages.
from plugins.display import screen_views, views  # noqa: F401
from plugins.display.dossier import IN_DOSSIER
from plugins.display.events import EVENTS
from plugins.display.live import SCENES, SLOTS, VIEWS
from plugins.display.routes import routes

plugin = Plugin(
    name="display",
    title=_l("Hall screen"),
    permissions=(
        Permission("display.show", _l("Show the hall screen"), frozenset({"screen", "secretary"})),
        Permission("display.control", _l("Choose what the hall sees"), frozenset({"secretary"})),
    ),
    routes=routes,
    events=EVENTS,
    views=VIEWS,
    slots=SLOTS,
    menu=(MenuItem("display.control", _l("Hall screen"), "display.control", 40),),
    homes={"screen": "display.stage"},
    points={"display.scene": Scene},
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "display.scene": tuple(SCENES),
    },
)
