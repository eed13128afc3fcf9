"""Who is invited: villages and their places, delegates, invitation codes."""

from __future__ import annotations

from meeting.contract import Plugin, _l
from plugins.roster.events import DelegateAdded, DelegateChanged, InvitationReissued, RosterLoaded
from plugins.roster.loading import load_plan
from plugins.roster.queries import attendee_name

plugin = Plugin(
    name="roster",
    title=_l("Delegates"),
    events=(RosterLoaded, DelegateAdded, DelegateChanged, InvitationReissued),
    load_plan=load_plan,
    attendee_name=attendee_name,
)
