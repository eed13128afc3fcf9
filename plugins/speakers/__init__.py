"""The speaking queue: who waits, who has the floor, and the clock."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Setting, _l
from meeting.points import Closing
from plugins.speakers import phone  # noqa: F401 - mounts its pages
from plugins.speakers.cards import SLOTS
from plugins.speakers.dossier import IN_DOSSIER, SHEETS
from plugins.speakers.events import EVENTS
from plugins.speakers.live import CHECK, LEAVING, VIEWS
from plugins.speakers.loading import load_plan
from plugins.speakers.order import RULES
from plugins.speakers.scene import FLOOR
from plugins.speakers.service import end_at_close
from plugins.speakers.speeches import TALK
from plugins.speakers.statistics_views import STATISTICS
from plugins.speakers.timing import is_minutes, is_seconds
from plugins.speakers.views import routes

plugin = Plugin(
    name="speakers",
    title=_l("Speakers"),
    requires=("roster",),
    after=("checkin", "agenda"),
    settings=(
        Setting("speakers.minutes", 5, _l("Minutes a speaker has"), is_minutes),
        Setting(
            "speakers.warn_seconds",
            30,
            _l("Seconds before the end at which the clock changes its colour"),
            is_seconds,
        ),
        Setting("speakers.open", True, _l("Phones may ask for the floor")),
        Setting(
            "speakers.present_only",
            True,
            _l("Only those who are checked in may ask for the floor"),
        ),
        Setting("speakers.order", "REGISTERED", _l("Who comes next"), choices=RULES),
        Setting(
            "speakers.follow_up",
            True,
            _l("Whoever has spoken may follow up the answer, also while the list is closed"),
        ),
        Setting(
            "speakers.start_by_hand",
            False,
            _l("The clock waits for “Begin” while people walk to the microphone"),
        ),
        Setting("speakers.bell", False, _l("A bell sounds when the time is over")),
    ),
    permissions=(
        Permission("speakers.manage", _l("Run the speaking queue"), frozenset({"secretary"})),
        Permission(
            "speakers.register",
            _l("Write people down who want to speak"),
            frozenset({"registrar", "secretary"}),
        ),
        Permission(
            "speakers.statistics",
            _l("See who has spoken how long"),
            frozenset({"chair", "observer", "secretary"}),
        ),
    ),
    routes=routes,
    events=EVENTS,
    views=(*VIEWS, STATISTICS),
    slots=SLOTS,
    menu=(
        MenuItem("speakers.desk", _l("Run the meeting"), "speakers.manage", 20),
        MenuItem("speakers.register", _l("Register speakers"), "speakers.register", 21),
        MenuItem("speakers.statistics", _l("Speaking statistics"), "speakers.statistics", 28),
    ),
    homes={"secretary": "speakers.desk"},
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
        "agenda.leaving": (LEAVING,),
        "agenda.talk": (TALK,),
        "core.closing": (Closing(end=end_at_close),),
        "display.scene": (FLOOR,),
        "minutes.check": (CHECK,),
    },
    load_plan=load_plan,
)
