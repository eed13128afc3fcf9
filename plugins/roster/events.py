"""What the roster tells the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class RosterLoaded(Event):
    """Villages or a whole list of people were loaded at once."""

    name = "roster.loaded"
    title = _l("List of delegates loaded")
    people: int


@dataclass(frozen=True, kw_only=True)
class RosterImported(Event):
    """A file of people was imported: new ones came onto the list, others were corrected."""

    name = "roster.imported"
    title = _l("List imported from a file")
    file_name: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class DelegateAdded(Event):
    """Somebody was added to the list."""

    name = "roster.delegate_added"
    title = _l("Person added to the list")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class DelegateChanged(Event):
    """A person's name, village or office was corrected."""

    name = "roster.delegate_changed"
    title = _l("Person's data corrected")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class DelegateRemoved(Event):
    """A person was taken off the list."""

    name = "roster.delegate_removed"
    title = _l("Person taken off the list")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    """A person's code was ended, and no new one issued yet."""

    name = "roster.invitation_revoked"
    title = _l("Invitation code ended")
    delegate_id: int
    person: str


@dataclass(frozen=True, kw_only=True)
class InvitationReissued(Event):
    """A person got a new code; the old one does not open anything any more."""

    name = "roster.invitation_reissued"
    title = _l("Invitation issued anew")
    delegate_id: int
    person: str
