"""What other plugins may use of the roster."""

from __future__ import annotations

from plugins.roster.events import DelegateAdded, DelegateChanged, InvitationReissued, RosterLoaded
from plugins.roster.invitations import InvitationPage
from plugins.roster.models import Delegate, DelegateKind, Invitation, Village
from plugins.roster.queries import (
    Person,
    find_code,
    lookup,
    of_village,
    people,
    person,
    search,
    stamp_of,
    villages,
)
from plugins.roster.rules import is_secret, read_code, shown
from plugins.roster.service import HONORIFICS, add_person, enter, reissue

__all__ = [
    "HONORIFICS",
    "Delegate",
    "DelegateAdded",
    "DelegateChanged",
    "DelegateKind",
    "Invitation",
    "InvitationPage",
    "InvitationReissued",
    "Person",
    "RosterLoaded",
    "Village",
    "add_person",
    "enter",
    "find_code",
    "is_secret",
    "lookup",
    "of_village",
    "people",
    "person",
    "read_code",
    "reissue",
    "search",
    "shown",
    "stamp_of",
    "villages",
]
