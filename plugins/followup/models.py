"""What was done: before the day, and after it for those who raised something."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model


class DoneStep(Model):
    """A step that somebody ticked off. Taken back, the row goes; the journal keeps both."""

    __tablename__ = "followup_step"
    # an old page must not take back another tick: SQLite would give an id again
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "step"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    step: Mapped[str]  # rules.Step.key
    done_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class DoneReply(Model):
    """Whoever raised something was answered, or it was passed on. Taken back, the row goes."""

    __tablename__ = "followup_reply"
    __table_args__ = (sa.UniqueConstraint("opinion_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinions_opinion.id"))
    done_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")  # number of the letter; the asker reads it
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
