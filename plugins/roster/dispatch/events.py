"""What becomes of the log of sent invitations."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class InvitationsSent(Event):
    """Invitations went out, to one person or to many."""

    name = "roster.invitations_sent"
    title = _l("Invitations sent")
    people: int
    way: str
    delegate_id: int | None = None  # when it was one person's
    village_id: int | None = None  # when it was one village's


@dataclass(frozen=True, kw_only=True)
class SendingWithdrawn(Event):
    """An entry of the log was a mistake and is gone."""

    name = "roster.sending_withdrawn"
    title = _l("Entry of a sent invitation taken back")
    way: str
    delegate_id: int | None = None
    village_id: int | None = None
