"""Tables of the door: who has come, who will not, whose phone is whose, what stands open."""

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
    recorded_at: Mapped[datetime]  # later than ``at`` when a desk was cut off
    via: Mapped[str]
    desk: Mapped[str] = mapped_column(default="")  # name of the staff device; empty: own phone
    over_quota: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    allowed_by: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None]  # went home, until they come in again


class Absence(Model):
    """Somebody invited who said that they will not come, or whose village said so."""

    __tablename__ = "checkin_absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_delegate.id"), unique=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    noted_by: Mapped[str]


class Conflict(Model):
    """What a cut-off desk did that the rules refuse now. It happened; a person settles it."""

    __tablename__ = "checkin_conflict"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    code: Mapped[str]  # the refusal's: "checkin.village_full"
    delegate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    said: Mapped[str]  # the name or the code's end as the desk had it
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    desk: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(default="")


class Phone(Model):
    """A phone that was identified with an invitation. Issuing the invitation anew lets it go."""

    __tablename__ = "checkin_phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_invitation.id"), unique=True)
    at: Mapped[datetime]
    via: Mapped[str]
