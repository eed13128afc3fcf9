"""What other plugins may use of the queue."""

from __future__ import annotations

from plugins.speakers.events import (
    QueueReordered,
    SpeakerAbsent,
    SpeakerCalled,
    SpeakerExtended,
    SpeakerFinished,
    SpeakerPaused,
    SpeakerResumed,
    TurnEvent,
    TurnPutBack,
    TurnRequested,
    TurnWithdrawn,
)
from plugins.speakers.models import Turn
from plugins.speakers.queries import TurnView, absent, current, of_delegate, spoken, turn, waiting
from plugins.speakers.rules import RUNNING, State
from plugins.speakers.service import (
    call_next,
    end,
    extend,
    give_floor,
    mark_absent,
    move,
    pause,
    put_back_last,
    request_turn,
    resume,
    withdraw,
)

__all__ = [
    "RUNNING",
    "QueueReordered",
    "SpeakerAbsent",
    "SpeakerCalled",
    "SpeakerExtended",
    "SpeakerFinished",
    "SpeakerPaused",
    "SpeakerResumed",
    "State",
    "Turn",
    "TurnEvent",
    "TurnPutBack",
    "TurnRequested",
    "TurnView",
    "TurnWithdrawn",
    "absent",
    "call_next",
    "current",
    "end",
    "extend",
    "give_floor",
    "mark_absent",
    "move",
    "of_delegate",
    "pause",
    "put_back_last",
    "request_turn",
    "resume",
    "spoken",
    "turn",
    "waiting",
    "withdraw",
]
