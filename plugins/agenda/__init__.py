"""The programme: its steps, where the meeting is in it, and how the time is shared out."""

from __future__ import annotations

from meeting.contract import MenuItem, Permission, Plugin, Setting, _l
from meeting.points import Closing, Ending, Leaving, Talk
from plugins.agenda.dossier import IN_DOSSIER, SHEETS
from plugins.agenda.events import EVENTS
from plugins.agenda.live import SLOTS, VIEWS
from plugins.agenda.loading import load_plan
from plugins.agenda.paper import KINDS, PAPERS, SECTION
from plugins.agenda.rules import BATCH, EACH, is_batch_size
from plugins.agenda.scene import SCENES
from plugins.agenda.service import end_at_close
from plugins.agenda.views import routes

plugin = Plugin(
    name="agenda",
    title=_l("Programme"),
    after=("roster", "checkin"),
    settings=(
        Setting(
            "agenda.answer_mode",
            EACH,
            _l("How people are answered"),
            choices={
                EACH: _l("Each one at once"),
                BATCH: _l("After a round of several opinions"),
            },
        ),
        Setting("agenda.batch_size", 5, _l("Opinions of one round"), is_batch_size),
    ),
    permissions=(
        Permission("agenda.run", _l("Begin and end the steps"), frozenset({"secretary"})),
        Permission("agenda.edit", _l("Change the programme"), frozenset({"secretary"})),
        Permission(
            "agenda.script",
            _l("Read the script of the MC"),
            frozenset({"secretary", "mc", "observer"}),
        ),
    ),
    routes=routes,
    events=EVENTS,
    views=VIEWS,
    slots=SLOTS,
    menu=(
        MenuItem("agenda.programme", _l("Programme"), "agenda.run", 22),
        MenuItem("agenda.read_script", _l("Script of the MC"), "agenda.script", 23),
    ),
    homes={"mc": "agenda.read_script"},
    points={"agenda.talk": Talk, "agenda.leaving": Leaving, "agenda.ending": Ending},
    contributes={
        "core.dossier": (IN_DOSSIER,),
        "core.dossier_sheet": SHEETS,
        "core.closing": (Closing(end=end_at_close),),
        "roster.paper": PAPERS,
        "display.scene": SCENES,
        "minutes.section": (SECTION,),
        "minutes.paper": KINDS,
    },
    load_plan=load_plan,
)
