"""Tables of the roster: villages, people invited or come, and the codes that name them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meeting.db import Model
from meeting.plan.parts import DelegateKind

__all__ = [
    "Delegate",
    "DelegateKind",
    "Dispatch",
    "ImportDraft",
    "Invitation",
    "Village",
    "VillageList",
    "Way",
]


class Village(Model):
    """A hamlet-level unit. ``label`` carries its unit word: “làng Stơr”, but “Khóm 1”."""

    __tablename__ = "roster_village"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    code: Mapped[str]
    name: Mapped[str]
    label: Mapped[str]
    search_key: Mapped[str]
    position: Mapped[int]  # in the order of the plan
    places: Mapped[int | None]  # None: the plan counts only the whole

    @property
    def heading(self) -> str:
        """The label at the head of a list: ``Làng Stơr``."""
        return self.label[:1].upper() + self.label[1:]


class Delegate(Model):
    """A person on the list: invited beforehand, or added at the desk on the day."""

    __tablename__ = "roster_delegate"
    __table_args__ = (
        sa.Index("ix_roster_delegate_meeting", "meeting_id", "village_id"),
        sa.Index("ix_roster_delegate_name", "meeting_id", "search_key"),
        sa.Index("ix_roster_delegate_substitute", "substitute_for_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    village_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_village.id"))
    name: Mapped[str]
    honorific: Mapped[str] = mapped_column(default="")  # "Ông", "Bà" or not known
    office_title: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default=DelegateKind.CITIZEN)
    group: Mapped[str] = mapped_column(default="")  # title of the plan's group of invitees
    people_side: Mapped[bool] = mapped_column(default=True)  # counts among the people's delegates
    invited: Mapped[bool] = mapped_column(default=True)
    walk_in: Mapped[bool] = mapped_column(default=False)
    substitute_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    field: Mapped[str] = mapped_column(default="")  # whose field of work they speak for (S4-02)
    distinction: Mapped[str] = mapped_column(default="")  # what the desk asks of namesakes
    search_key: Mapped[str]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # taken off the list; what they did stays in the record

    village: Mapped[Village | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship(
        primaryjoin="and_(Invitation.delegate_id == Delegate.id, Invitation.revoked_at.is_(None))",
        uselist=False,
        viewonly=True,
    )

    @property
    def invitation_id(self) -> int:
        """Which invitation is in force: what a clicker saw; 0 for none."""
        return self.invitation.id if self.invitation else 0

    @property
    def code(self) -> str:
        """The short code that can be typed; empty while none is in force."""
        return self.invitation.code if self.invitation else ""

    @property
    def secret(self) -> str:
        """The long code in the QR; empty while none is in force."""
        return self.invitation.secret if self.invitation else ""


class Invitation(Model):
    """What proves who somebody is: a short code to type and a long one in the QR.

    Both are kept as they are, because a lost slip is printed again; they open a delegate's page and
    nothing else. Issuing anew revokes the one before, which stays known as revoked.
    """

    __tablename__ = "roster_invitation"
    __table_args__ = (
        sa.Index(
            "uq_roster_invitation_valid",
            "delegate_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
        sa.Index("ix_roster_invitation_delegate", "delegate_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    delegate_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    code: Mapped[str] = mapped_column(unique=True)
    secret: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    holder: Mapped[int] = mapped_column(default=0)  # counts up when another phone takes over

    delegate: Mapped[Delegate] = relationship()


class Way(StrEnum):
    """How an invitation went out."""

    HAND = "HAND"
    VILLAGE_HEAD = "VILLAGE_HEAD"
    POST = "POST"
    MESSAGE = "MESSAGE"
    PHONE = "PHONE"


class Dispatch(Model):
    """An invitation that went out: to one person, or to a village for all its people (S0-15)."""

    __tablename__ = "roster_dispatch"
    __table_args__ = (
        sa.CheckConstraint("(delegate_id IS NULL) <> (village_id IS NULL)", name="one_addressee"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    delegate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_delegate.id"))
    village_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_village.id"))
    way: Mapped[str]
    sent_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class VillageList(Model):
    """The private page on which a village names its own people (S0-19, S1-29)."""

    __tablename__ = "roster_village_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_village.id"), unique=True)
    secret: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]  # the village says: this is our list
    closed_at: Mapped[datetime | None]  # the office says: it is final
    closed_by: Mapped[str] = mapped_column(default="")

    village: Mapped[Village] = relationship()


class ImportDraft(Model):
    """A file of people as it was read, until somebody confirms what it would change."""

    __tablename__ = "roster_import_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    file_name: Mapped[str]
    rows: Mapped[Any] = mapped_column(sa.JSON)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    applied_at: Mapped[datetime | None]
