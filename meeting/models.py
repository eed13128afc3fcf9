"""The tables of the core: meetings, devices, settings, the journal and the memory of answered
forms.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from meeting.db import Model
from meeting.plan import Plan


class MeetingState(StrEnum):
    """A meeting goes one way: planned, open on the day, closed with its minutes."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class Meeting(Model):
    """One dialogue conference (one session of a plan)."""

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    plan_json: Mapped[str]
    session_index: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default=MeetingState.PLANNED)
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def heading(self) -> str:
        """The title; before it the session's name, where a plan has several."""
        name = self.plan.session(self.session_index).name
        return f"{name[:1].upper()}{name[1:]} · {self.title}" if name else self.title

    @property
    def plan(self) -> Plan:
        """The plan this meeting was made from."""
        return _plan(self.plan_json)


@lru_cache(maxsize=16)
def _plan(plan_json: str) -> Plan:
    """A stored plan, read once: each request asks for it, and it never changes."""
    return Plan.model_validate_json(plan_json)


class MeetingPlugin(Model):
    """A plugin switched off for one meeting; no row means on."""

    __tablename__ = "meeting_plugin"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[bool]


class SettingValue(Model):
    """A setting changed for one meeting, over the plugin's default."""

    __tablename__ = "setting_value"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


class Device(Model):
    """A laptop, tablet or screen of the staff, known by a secret in its cookie."""

    __tablename__ = "device"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    paired_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    # written now and then; what is newer is in memory (meeting/devices.py)
    seen_at: Mapped[datetime | None]
    seen_from: Mapped[str | None]


class PairingLink(Model):
    """A one-time link, or the short code in its place, that gives a device its role."""

    __tablename__ = "pairing_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str]
    name: Mapped[str]
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))  # where it is shown
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("device.id"))


class JournalEntry(Model):
    """Who did what and when. Written in the transaction of the change; refused attempts too."""

    __tablename__ = "journal_entry"
    __table_args__ = (sa.Index("ix_journal_entry_meeting", "meeting_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    at: Mapped[datetime]
    by_kind: Mapped[str]
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    event: Mapped[str]
    facts: Mapped[dict[str, Any]]
    refused: Mapped[bool] = mapped_column(default=False)


class Submission(Model):
    """The answer given to a form, so that the same form sent twice gets the same answer."""

    __tablename__ = "submission"
    key: Mapped[str] = mapped_column(primary_key=True)  # digest of the form's key and content
    use_case: Mapped[str]
    result: Mapped[Any] = mapped_column(sa.JSON)
    at: Mapped[datetime]
