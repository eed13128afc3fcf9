"""The hall screens: one picture for everybody, from other plugins, chosen by the meeting."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, _l
from meeting.points import Scene
from plugins.display.events import EVENTS
from plugins.display.live import SCENES, VIEWS
from plugins.display.views import routes

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
    menu=(MenuItem("display.control", _l("Hall screen"), "display.control", 40),),
    homes={"screen": "display.stage"},
    points={"display.scene": Scene},
    contributes={"display.scene": tuple(SCENES)},
)
