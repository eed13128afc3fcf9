"""The table of the hall screens: what staff decided about the picture, one row a meeting."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model


class Stage(Model):
    """The pinned scene and the message line of a meeting. No row: autopilot and no line."""

    __tablename__ = "display_stage"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    pinned: Mapped[str] = mapped_column(default="")  # name of a scene; empty: autopilot
    pinned_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(default="")
    message_at: Mapped[datetime | None]
