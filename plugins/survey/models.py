"""The tables of a survey: counts only, nothing of who ticked what."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model


class Tally(Model):
    """The forms of a meeting; ``revision`` counts the savings."""

    __tablename__ = "survey_tally"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    revision: Mapped[int]
    handed_out: Mapped[int]
    returned: Mapped[int]
    valid: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str]


class Answer(Model):
    """How often one choice of one item was ticked; both are places in the plan, from 0."""

    __tablename__ = "survey_answer"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    choice: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ticked: Mapped[int]
