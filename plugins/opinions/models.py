"""Tables of the opinions: a row for each thing raised, and the thread of what was said about it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model
from plugins.opinions.rules import EntryKind, State

_SHOWN = sa.text("shown")


class Opinion(Model):
    """One thing raised. What was said about it, the question included, is in its entries.

    The asker's name is kept only when no delegate stands for it. The rules that must never break
    are here too: a number once a meeting, one opinion on the hall screen, nothing unapproved or
    sensitive there, and no outcome without what belongs to it.
    """

    __tablename__ = "opinions_opinion"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "number"),
        sa.Index(
            "uq_opinions_opinion_shown",
            "meeting_id",
            unique=True,
            sqlite_where=_SHOWN,
            postgresql_where=_SHOWN,
        ),
        sa.Index("ix_opinions_opinion_delegate_id", "delegate_id"),
        sa.CheckConstraint(
            "NOT shown OR (state = 'APPROVED' AND NOT sensitive)", name="shown_is_fit"
        ),
        sa.CheckConstraint(
            "outcome <> 'PENDING' OR (department <> '' AND due_date IS NOT NULL)",
            name="pending_is_owed",
        ),
        sa.CheckConstraint(
            "outcome <> 'OFF_TOPIC_WRITTEN' OR due_date IS NOT NULL", name="letter_is_due"
        ),
        sa.CheckConstraint(
            "outcome <> 'BEYOND_AUTHORITY' OR competent_body <> ''", name="passed_on_to_somebody"
        ),
        sa.CheckConstraint(
            "outcome <> 'MERGED' OR (merged_into_id IS NOT NULL AND merged_into_id <> id)",
            name="merged_into_another",
        ),
        sa.CheckConstraint("outcome <> 'REFERRED' OR sensitive", name="referred_is_sensitive"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    number: Mapped[int]  # in order of arrival, without gaps
    channel: Mapped[str]
    state: Mapped[str] = mapped_column(default=State.NEW)
    shown: Mapped[bool] = mapped_column(default=False)  # on the hall screen now
    sensitive: Mapped[bool] = mapped_column(default=False)
    turn_id: Mapped[int | None] = mapped_column(sa.ForeignKey("speakers_turn.id"))
    delegate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    asker: Mapped[str] = mapped_column(default="")
    village_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_village.id"))
    category: Mapped[str] = mapped_column(default="")  # code in the plan
    summary: Mapped[str] = mapped_column(default="")  # short form for screens and minutes
    department: Mapped[str] = mapped_column(default="")  # code in the plan
    outcome: Mapped[str | None]
    due_date: Mapped[date | None]
    competent_body: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opinions_opinion.id"))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class Entry(Model):
    """A piece of an opinion's thread. ``revision`` counts how often its text was saved."""

    __tablename__ = "opinions_entry"
    __table_args__ = (
        sa.Index("ix_opinions_entry_opinion_id", "opinion_id"),
        sa.Index(
            "uq_opinions_entry_question",
            "opinion_id",
            unique=True,
            sqlite_where=sa.text(f"kind = '{EntryKind.QUESTION}'"),
            postgresql_where=sa.text(f"kind = '{EntryKind.QUESTION}'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinions_opinion.id"))
    kind: Mapped[str]
    text: Mapped[str]
    first_text: Mapped[str]  # as it came, before anybody tidied it
    said_by: Mapped[str] = mapped_column(default="")  # who spoke, when it was not the asker
    saved_by: Mapped[str]  # who typed it last
    revision: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    saved_at: Mapped[datetime]
