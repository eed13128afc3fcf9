"""What the queue tells the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class TurnEvent(Event):
    """Something happened to a turn."""

    turn_id: int
    delegate_id: int | None
    speaker: str


@dataclass(frozen=True, kw_only=True)
class TurnRequested(TurnEvent):
    """Somebody asked for the floor, or was written down for it."""

    name = "speakers.requested"
    title = _l("Asked for the floor")


@dataclass(frozen=True, kw_only=True)
class SpeakerCalled(TurnEvent):
    """Somebody was given the floor; the clock runs."""

    name = "speakers.called"
    title = _l("Given the floor")


@dataclass(frozen=True, kw_only=True)
class SpeakerPaused(TurnEvent):
    """The clock stands."""

    name = "speakers.paused"
    title = _l("Speech paused")


@dataclass(frozen=True, kw_only=True)
class SpeakerResumed(TurnEvent):
    """The clock runs again."""

    name = "speakers.resumed"
    title = _l("Speech resumed")


@dataclass(frozen=True, kw_only=True)
class SpeakerExtended(TurnEvent):
    """The speaker got more time."""

    name = "speakers.extended"
    title = _l("Speaking time extended")
    seconds: int


@dataclass(frozen=True, kw_only=True)
class SpeakerFinished(TurnEvent):
    """The speaker is done."""

    name = "speakers.finished"
    title = _l("Finished speaking")
    seconds: int  # spoken, pauses left out


@dataclass(frozen=True, kw_only=True)
class TurnPutBack(TurnEvent):
    """Somebody who had been called waits again, before all others."""

    name = "speakers.put_back"
    title = _l("Put back to the front of the list")


@dataclass(frozen=True, kw_only=True)
class SpeakerAbsent(TurnEvent):
    """Somebody was not there when called."""

    name = "speakers.absent"
    title = _l("Absent when called")


@dataclass(frozen=True, kw_only=True)
class TurnWithdrawn(TurnEvent):
    """Somebody does not want to speak any more."""

    name = "speakers.withdrawn"
    title = _l("Withdrew from the list")


@dataclass(frozen=True, kw_only=True)
class QueueReordered(TurnEvent):
    """Somebody was moved to another place by hand."""

    name = "speakers.reordered"
    title = _l("Order of the list changed")
    before_id: int  # 0: to the end


EVENTS: tuple[type[TurnEvent], ...] = (
    TurnRequested,
    SpeakerCalled,
    SpeakerPaused,
    SpeakerResumed,
    SpeakerExtended,
    SpeakerFinished,
    TurnPutBack,
    SpeakerAbsent,
    TurnWithdrawn,
    QueueReordered,
)
