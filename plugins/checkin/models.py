"""Tables of the door: who is here, and which delegates have a phone that speaks for them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model


class Presence(Model):
    """A delegate who has come. One row a delegate, whatever happens at how many desks."""

    __tablename__ = "checkin_presence"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_delegate.id"), unique=True)
    at: Mapped[datetime]
    via: Mapped[str]
    desk: Mapped[str] = mapped_column(default="")  # name of the staff device; empty: own phone
    over_quota: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    allowed_by: Mapped[str] = mapped_column(default="")


class Phone(Model):
    """A phone that was identified with an invitation. Issuing the invitation anew lets it go."""

    __tablename__ = "checkin_phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_invitation.id"), unique=True)
    at: Mapped[datetime]
    via: Mapped[str]
