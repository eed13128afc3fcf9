"""The table of turns: every right to speak, from the wish for it to its end."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model
from plugins.speakers.order import Kind
from plugins.speakers.rules import State, Way
from plugins.speakers.timing import Timing

_RUNNING = sa.text("state IN ('PAUSED', 'SPEAKING')")
_WAITING = sa.text("state = 'WAITING'")


class Turn(Model):
    """A right to speak. Name and form of address are kept only for somebody who is no delegate.

    ``position`` is as registered; ``placed`` and ``deferred_at`` say that somebody changed it by
    hand: first those placed, in this order, and last those deferred, in the order of the instants.
    Of those placed, the ones that were moved themselves have the instant too; the others were held
    when somebody below them was moved.

    ``used_ms`` is what the clock has counted before ``running_since``; ``spoken_ms`` sums up all
    the times the turn was given the floor, for it may be put back and called again.
    """

    __tablename__ = "speakers_turn"
    __table_args__ = (
        sa.Index(
            "uq_speakers_turn_running",
            "meeting_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        sa.Index(
            "uq_speakers_turn_waiting",
            "delegate_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        sa.Index("ix_speakers_turn_meeting", "meeting_id", "state"),
        sa.CheckConstraint("delegate_id IS NOT NULL OR speaker_name <> ''", name="somebody"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    delegate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    speaker_name: Mapped[str] = mapped_column(default="")
    honorific: Mapped[str] = mapped_column(default="")  # "Ông", "Bà" or not known
    village_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_village.id"))
    subject: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=State.WAITING)
    kind: Mapped[str] = mapped_column(default=Kind.NORMAL)
    way: Mapped[str] = mapped_column(default=Way.SECRETARY)
    topic: Mapped[str] = mapped_column(default="")  # code of the plan's topic
    position: Mapped[int]
    placed: Mapped[int | None]
    deferred_at: Mapped[datetime | None]
    came_back_at: Mapped[datetime | None]  # called in vain before, and here after all
    asked_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    limit_seconds: Mapped[int] = mapped_column(default=0)  # set when called, longer when extended
    warn_seconds: Mapped[int] = mapped_column(default=0)
    used_ms: Mapped[int] = mapped_column(default=0)
    running_since: Mapped[datetime | None]
    spoken_ms: Mapped[int] = mapped_column(default=0)
    paused_for: Mapped[str] = mapped_column(default="")  # CHAIR: the chair asks back
    reminders: Mapped[int] = mapped_column(default=0)  # to keep to the point
    language: Mapped[str] = mapped_column(default="")
    interpreter: Mapped[str] = mapped_column(default="")

    @property
    def timing(self) -> Timing:
        """The stored side of the clock, for the rules."""
        return Timing(
            limit_seconds=self.limit_seconds,
            used_ms=self.used_ms,
            running_since=self.running_since,
        )
