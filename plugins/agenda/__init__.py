"""The programme: its steps, where the meeting is in it, and how the time is shared out."""

from __future__ import annotations

from meeting.contract import Permission, Plugin, Setting, _l
from meeting.points import Talk
from plugins.agenda.events import EVENTS
from plugins.agenda.loading import load_plan
from plugins.agenda.paper import PAPERS
from plugins.agenda.rules import BATCH, EACH, is_batch_size

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
            "agenda.script", _l("Read the script of the MC"), frozenset({"secretary", "observer"})
        ),
    ),
    events=EVENTS,
    points={"agenda.talk": Talk},
    contributes={"roster.paper": PAPERS},
    load_plan=load_plan,
)
