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
class SpeakerCameBack(TurnEvent):
    """Somebody who was not there when called is, and has the old place again."""

    name = "speakers.came_back"
    title = _l("Here after all, in the old place again")


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


@dataclass(frozen=True, kw_only=True)
class RuleFollowed(Event):
    """All places by hand are undone: the rule of the meeting decides again."""

    name = "speakers.rule_followed"
    title = _l("Order of the list by the rule again")
    turns: int  # whose place by hand was undone


@dataclass(frozen=True, kw_only=True)
class ChairAskedBack(TurnEvent):
    """The chair has a question to the speaker; the clock stands."""

    name = "speakers.asked_back"
    title = _l("The chair asked back")


@dataclass(frozen=True, kw_only=True)
class SpeakerReminded(TurnEvent):
    """The speaker was asked to keep to the point."""

    name = "speakers.reminded"
    title = _l("Reminded to keep to the point")
    count: int  # of this speech


@dataclass(frozen=True, kw_only=True)
class LanguageNoted(TurnEvent):
    """In which language the speech was, and who interpreted."""

    name = "speakers.language_noted"
    title = _l("Language of the speech noted")
    language: str
    interpreter: str


EVENTS: tuple[type[Event], ...] = (
    TurnRequested,
    SpeakerCalled,
    SpeakerPaused,
    SpeakerResumed,
    SpeakerExtended,
    SpeakerFinished,
    TurnPutBack,
    SpeakerAbsent,
    SpeakerCameBack,
    TurnWithdrawn,
    QueueReordered,
    RuleFollowed,
    ChairAskedBack,
    SpeakerReminded,
    LanguageNoted,
)
