"""What the secretary writes before the close, and the minutes as they were made, word for word."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model


class Draft(Model):
    """The secretary's words while the meeting runs; ``revision`` counts the savings."""

    __tablename__ = "minutes_draft"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    revision: Mapped[int]
    chair: Mapped[str]
    secretary: Mapped[str]
    opening: Mapped[str]
    conclusion: Mapped[str]
    closing: Mapped[str]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]


class Version(Model):
    """Minutes that were made: the whole document as JSON, never changed, and its check sum."""

    __tablename__ = "minutes_version"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
