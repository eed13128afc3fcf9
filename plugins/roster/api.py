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
from plugins.roster.sheets.answer import list_file
from plugins.roster.villages.address import village_address

__all__ = [
    "HONORIFICS",
    "LISTED",
    "Delegate",
    "DelegateAdded",
    "DelegateChanged",
    "DelegateKind",
    "DelegateRemoved",
    "Details",
    "InUse",
    "Invitation",
    "InvitationPage",
    "InvitationReissued",
    "Person",
    "RosterImported",
    "RosterLoaded",
    "Village",
    "add_person",
    "enter",
    "is_secret",
    "list_file",
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
    "shown",
    "stamp_of",
    "village_address",
    "villages",
]
