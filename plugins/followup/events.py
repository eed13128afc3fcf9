"""What the lists of things to do tell the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l
from plugins.opinions.api import OpinionEvent


@dataclass(frozen=True, kw_only=True)
class StepDone(Event):
    """Something on one of the lists is done."""

    name = "followup.done"
    title = _l("Something to do is done")
    step: str
    done_on: str  # 2026-02-06
    note: str


@dataclass(frozen=True, kw_only=True)
class StepReopened(Event):
    """It was not done after all."""

    name = "followup.reopened"
    title = _l("Not done after all")
    step: str


@dataclass(frozen=True, kw_only=True)
class ReplyNoted(OpinionEvent):
    """Whoever raised it was answered after the meeting, or it was passed on."""

    name = "followup.replied"
    title = _l("Answered after the meeting")
    done_on: str  # 2026-02-06
    note: str


@dataclass(frozen=True, kw_only=True)
class ReplyTakenBack(OpinionEvent):
    """It was not answered after all."""

    name = "followup.reply_taken_back"
    title = _l("Not answered after all")


EVENTS: tuple[type[Event], ...] = (StepDone, StepReopened, ReplyNoted, ReplyTakenBack)
