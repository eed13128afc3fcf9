"""The chair's private notes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model


class Note(Model):
    """What the chair noted on an opinion: for the chair's devices alone, on no paper."""

    __tablename__ = "chair_note"
    __table_args__ = (sa.UniqueConstraint("opinion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    opinion_id: Mapped[int] = mapped_column(
        sa.ForeignKey("opinions_opinion.id", ondelete="CASCADE")
    )
    text: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)  # how often it was saved
    device_id: Mapped[int | None]  # which of the chair's devices saved it last
    saved_at: Mapped[datetime]
