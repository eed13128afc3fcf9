"""A rehearsal for the office: a plan's meeting played against a real server."""

from meeting.contract import Plugin, _l
from plugins.rehearse.cli import rehearse

plugin = Plugin(
    name="rehearse",
    title=_l("Rehearsal"),
    requires=("agenda", "checkin", "display", "minutes", "opinions", "roster", "speakers"),
    switchable=False,
    commands=(rehearse,),
)
