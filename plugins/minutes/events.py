"""What the minutes tell the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """The secretary has saved her words for the minutes."""

    name = "minutes.draft_saved"
    title = _l("Draft of the minutes saved")
    revision: int


@dataclass(frozen=True, kw_only=True)
class MinutesMade(Event):
    """The meeting is closed and a version of its minutes is frozen."""

    name = "minutes.made"
    title = _l("Minutes made")
    version: int
    sha256: str
