"""What the survey tells the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class TallySaved(Event):
    """The counts of the survey forms were entered or changed."""

    name = "survey.saved"
    title = _l("Survey counts saved")
    revision: int
    handed_out: int
    returned: int
    valid: int
    answers: str  # "60-5-1-0; 58-6-2-0": item by item, choice by choice


EVENTS: tuple[type[Event], ...] = (TallySaved,)
