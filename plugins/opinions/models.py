"""Tables of the opinions: a row for each thing raised, the thread of what was said about it, who
supports it, and which device belongs to which department.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model
from plugins.opinions.rules import OPENER, EntryKind, State

_SHOWN = sa.text("shown")
_WITH_RECEIPT = sa.text("receipt <> ''")


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
        sa.Index("ix_opinions_opinion_turn_id", "turn_id"),
        # To count the parts of the list without reading the rows.
        sa.Index("ix_opinions_opinion_parts", "meeting_id", "outcome", "state", "number"),
        sa.Index("ix_opinions_opinion_merged_into_id", "merged_into_id"),
        sa.Index(
            "uq_opinions_opinion_receipt",
            "receipt",
            unique=True,
            sqlite_where=_WITH_RECEIPT,
            postgresql_where=_WITH_RECEIPT,
        ),
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
    honorific: Mapped[str] = mapped_column(default="")  # of this name: "Ông", "Bà" or not known
    village_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_village.id"))
    contact: Mapped[str] = mapped_column(default="")  # where a reply reaches who gave no name
    receipt: Mapped[str] = mapped_column(default="")  # code on the stub of an anonymous slip
    slip: Mapped[str] = mapped_column(default="")  # the number printed on the slip
    source: Mapped[str] = mapped_column(default="")  # who collected it before the meeting
    severity: Mapped[str] = mapped_column(default="")  # word of the plan's list
    reference: Mapped[str] = mapped_column(default="")  # of a petition that is under way
    kind: Mapped[str] = mapped_column(default="")  # rules.Kind; empty: nobody has said
    category: Mapped[str] = mapped_column(default="")  # code in the plan
    summary: Mapped[str] = mapped_column(default="")  # short form for screens and minutes
    department: Mapped[str] = mapped_column(default="")  # code in the plan
    outcome: Mapped[str | None]
    due_date: Mapped[date | None]
    due_reason: Mapped[str] = mapped_column(default="")  # why it is later than the rules offer
    competent_body: Mapped[str] = mapped_column(default="")
    expected: Mapped[str] = mapped_column(default="")  # when that body is to act, in words
    told_on: Mapped[date | None]  # when the asker was told that it was passed on
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opinions_opinion.id"))
    asked_at: Mapped[datetime]
    raised_at: Mapped[datetime | None]  # in the hall; one collected before may never be
    department_called_at: Mapped[datetime | None]  # the chair wants its department to answer now
    search_key: Mapped[str] = mapped_column(default="", deferred=True)  # all words, without marks
    pairs: Mapped[int] = mapped_column(default=0)  # how many of the question are kept in Pair
    decided_at: Mapped[datetime | None]


class Entry(Model):
    """A piece of an opinion's thread. ``revision`` counts how often its text was saved.

    ``text`` is what the minutes print; an answer may have its ``full`` wording beside it.
    """

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
        sa.Index(
            "uq_opinions_entry_prepared",
            "opinion_id",
            unique=True,
            sqlite_where=sa.text(f"kind = '{EntryKind.PREPARED}'"),
            postgresql_where=sa.text(f"kind = '{EntryKind.PREPARED}'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinions_opinion.id"))
    kind: Mapped[str]
    text: Mapped[str]
    full: Mapped[str] = mapped_column(default="")
    first_text: Mapped[str]  # as it came, before anybody tidied it
    said_by: Mapped[str] = mapped_column(default="")  # who spoke, when it was not the asker
    saved_by: Mapped[str]  # who typed it last
    revision: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    saved_at: Mapped[datetime]

    @property
    def is_typed(self) -> bool:
        """Whether somebody saved it. With a speech an opinion opens with what it was asked for."""
        return self.saved_by != OPENER.name


class Pair(Model):
    """Two neighbouring words of a question, as a number: others that say the same share them.

    Kept instead of counted anew, so that a meeting of thousands of opinions answers at once.
    """

    __tablename__ = "opinions_pair"
    __table_args__ = (sa.Index("ix_opinions_pair_pair", "pair", "opinion_id"),)
    opinion_id: Mapped[int] = mapped_column(
        sa.ForeignKey("opinions_opinion.id", ondelete="CASCADE"), primary_key=True
    )
    pair: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Support(Model):
    """A delegate's “I think so too”, once an opinion."""

    __tablename__ = "opinions_support"
    __table_args__ = (sa.UniqueConstraint("opinion_id", "delegate_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinions_opinion.id"))
    delegate_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    at: Mapped[datetime]


class Answerer(Model):
    """Whose device this is at a meeting: the department that answers on it."""

    __tablename__ = "opinions_answerer"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"), primary_key=True)
    department: Mapped[str]  # code in the plan


class Collection(Model):
    """A file of opinions collected before the day. Once taken over it keeps only marks of its rows,
    by which the same file is known again.
    """

    __tablename__ = "opinions_collection"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    file_name: Mapped[str]
    rows: Mapped[Any] = mapped_column(sa.JSON)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    applied_at: Mapped[datetime | None]
