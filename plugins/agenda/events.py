"""What the programme tells the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class StepEvent(Event):
    """Something happened to a step."""

    item_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class StepStarted(StepEvent):
    """A step runs; the one before it has ended."""

    name = "agenda.started"
    title = _l("Step of the programme begun")
    kind: str


@dataclass(frozen=True, kw_only=True)
class StepEnded(StepEvent):
    """A step does not run any more."""

    name = "agenda.ended"
    title = _l("Step of the programme ended")
    seconds: int  # of this time; it may run again


@dataclass(frozen=True, kw_only=True)
class StepAdded(StepEvent):
    """The programme has one step more."""

    name = "agenda.added"
    title = _l("Step added to the programme")


@dataclass(frozen=True, kw_only=True)
class StepChanged(StepEvent):
    """Words, time or sort of a step are others."""

    name = "agenda.changed"
    title = _l("Step of the programme changed")


@dataclass(frozen=True, kw_only=True)
class StepMoved(StepEvent):
    """A step has another place."""

    name = "agenda.reordered"
    title = _l("Step of the programme moved")
    before_id: int  # the step that it stands over now


@dataclass(frozen=True, kw_only=True)
class StepRemoved(StepEvent):
    """A step that had not begun is gone."""

    name = "agenda.removed"
    title = _l("Step taken out of the programme")


@dataclass(frozen=True, kw_only=True)
class ProgrammeTakenOver(Event):
    """The whole programme was replaced."""

    name = "agenda.taken_over"
    title = _l("Programme taken over")
    source: str
    steps: int


EVENTS: tuple[type[Event], ...] = (
    StepStarted,
    StepEnded,
    StepAdded,
    StepChanged,
    StepMoved,
    StepRemoved,
    ProgrammeTakenOver,
)
