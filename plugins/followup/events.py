"""What the list of things to do tells the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class StepDone(Event):
    """Something before the day is done."""

    name = "followup.done"
    title = _l("Done before the meeting")
    step: str
    done_on: str  # 2026-02-06
    note: str


@dataclass(frozen=True, kw_only=True)
class StepReopened(Event):
    """It was not done after all."""

    name = "followup.reopened"
    title = _l("Not done after all")
    step: str


EVENTS: tuple[type[Event], ...] = (StepDone, StepReopened)
