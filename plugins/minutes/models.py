"""What the secretary writes before the close, and the papers as they were made, word for word."""

from __future__ import annotations

from datetime import date, datetime

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
    """A paper that was made: the whole document as JSON, never changed, and its check sum.

    ``key`` names the addressee where a kind of paper is written to several. A masked one is what
    is posted in public.
    """

    __tablename__ = "minutes_version"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "paper", "key", "masked", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    paper: Mapped[str] = mapped_column(default="minutes")
    key: Mapped[str] = mapped_column(default="")
    masked: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")  # why another one was made; empty for the first
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class Registration(Model):
    """Number and date of a paper, as the records clerk gave them after signing (Decree 30, 15)."""

    __tablename__ = "minutes_registration"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    paper: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str]
    dated: Mapped[date]
    given_at: Mapped[datetime]
    given_by: Mapped[str]

    @property
    def shown(self) -> str:
        """What a form remembers of it."""
        return f"{self.number} {self.dated}"


class Reworded(Model):
    """A sentence form that this meeting uses in place of the usual one."""

    __tablename__ = "minutes_phrase"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(sa.Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class Correction(Model):
    """Other words for a paragraph of a paper: in the draft, or from a made version to the next.

    Of several paragraphs that say ``before`` one is meant: ``place`` among so many, from 0; where
    there are more or fewer by now it is not applied. ``version`` is the one it made, empty as long
    as it stands in the draft.
    """

    __tablename__ = "minutes_correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    paper: Mapped[str]
    key: Mapped[str]
    masked: Mapped[bool]
    before: Mapped[str] = mapped_column(sa.Text)
    after: Mapped[str] = mapped_column(sa.Text)
    place: Mapped[int] = mapped_column(default=0)
    among: Mapped[int] = mapped_column(default=1)
    version: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class Remark(Model):
    """What a reader of the draft wants changed, at the paragraph that says ``about``."""

    __tablename__ = "minutes_remark"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    paper: Mapped[str]
    key: Mapped[str]
    about: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
