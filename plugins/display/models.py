"""The tables of the hall screens: what staff decided, and how each screen shows it."""

from __future__ import annotations

from collections.abc import Sequence
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
    history: Mapped[str] = mapped_column(default="")  # what was on before, a line each
    changes: Mapped[int] = mapped_column(default=0)  # counts up, so that a late click is noticed

    @property
    def past(self) -> Sequence[str]:
        """What was on before, the newest last; an empty name stands for the autopilot."""
        return self.history.split("\n")[:-1]

    @past.setter
    def past(self, names: Sequence[str]) -> None:
        self.history = "".join(f"{name}\n" for name in names)


class HallScreen(Model):
    """How one device shows the pictures, in whatever meeting. No row: all of them, as they are."""

    __tablename__ = "display_screen"
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"), primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))  # brought there
    scenes: Mapped[str] = mapped_column(default="")  # names of its own set; empty: all
    scale: Mapped[int] = mapped_column(default=100)  # per cent of the letters' size
    margin: Mapped[int] = mapped_column(default=0)  # per cent the projector cuts off at each edge
    tested_at: Mapped[datetime | None]  # since when it shows the test picture

    @property
    def chosen(self) -> Sequence[str]:
        """Names of its own set; none for all."""
        return self.scenes.split()
