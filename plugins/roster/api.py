"""What other plugins may use of the roster."""

from __future__ import annotations

from plugins.roster import quota_words
from plugins.roster.events import (
    DelegateAdded,
    DelegateChanged,
    DelegateRemoved,
    InvitationReissued,
    RosterImported,
    RosterLoaded,
)
from plugins.roster.importing.villages import Place, Villages
from plugins.roster.invitations import InvitationPage
from plugins.roster.models import Delegate, DelegateKind, Invitation, Village
from plugins.roster.queries import (
    LISTED,
    Person,
    lookup,
    namesakes,
    of_village,
    people,
    person,
    search,
    stamp_of,
    villages,
)
from plugins.roster.rules import is_secret, read_code, shown
from plugins.roster.service import (
    HONORIFICS,
    Details,
    InUse,
    add_person,
    enter,
    pass_to_another_phone,
    put_back,
    reissue,
    remove_person,
)
from plugins.roster.sheets import columns as sheet_columns
from plugins.roster.sheets.answer import MOST_SENT, list_file, sheets_of
from plugins.roster.sheets.charset import guesses, is_garbled
from plugins.roster.sheets.grid import Grid, Line
from plugins.roster.sheets.people import taken_apart
from plugins.roster.villages.address import village_address
from plugins.roster.villages.link import list_of_link, village_head
from plugins.roster.villages.queries import list_of_secret

__all__ = [
    "HONORIFICS",
    "LISTED",
    "MOST_SENT",
    "Delegate",
    "DelegateAdded",
    "DelegateChanged",
    "DelegateKind",
    "DelegateRemoved",
    "Details",
    "Grid",
    "InUse",
    "Invitation",
    "InvitationPage",
    "InvitationReissued",
    "Line",
    "Person",
    "Place",
    "RosterImported",
    "RosterLoaded",
    "Village",
    "Villages",
    "add_person",
    "enter",
    "guesses",
    "is_garbled",
    "is_secret",
    "list_file",
    "list_of_link",
    "list_of_secret",
    "lookup",
    "namesakes",
    "of_village",
    "pass_to_another_phone",
    "people",
    "person",
    "put_back",
    "quota_words",
    "read_code",
    "reissue",
    "remove_person",
    "search",
    "sheet_columns",
    "sheets_of",
    "shown",
    "stamp_of",
    "taken_apart",
    "village_address",
    "village_head",
    "villages",
]
