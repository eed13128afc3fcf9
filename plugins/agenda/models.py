"""The tables of the programme: its steps, and each time one of them ran."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model

_RUNNING = sa.text("ended_at IS NULL")


class AgendaItem(Model):
    """A step. ``note`` is for the staff and shown nowhere in public."""

    __tablename__ = "agenda_item"
    # an old page must not name another step: SQLite would give the id of one that is gone again
    __table_args__ = (
        sa.Index("ix_agenda_item_meeting", "meeting_id", "position"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    position: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]  # of the plan's AgendaKind
    who: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)  # counts its changes by hand


class AgendaSpan(Model):
    """One time a step ran: it may run again and again. One runs at a time in a meeting."""

    __tablename__ = "agenda_span"
    __table_args__ = (
        sa.Index(
            "uq_agenda_span_running",
            "meeting_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        sa.Index("ix_agenda_span_item", "item_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"))
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
