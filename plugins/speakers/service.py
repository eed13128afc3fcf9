"""What can be done to the queue, each in one transaction."""

from __future__ import annotations

from plugins.speakers.arriving import admit_and_request
from plugins.speakers.asking import ask_follow_up, come_back, request_turn, withdraw
from plugins.speakers.floor import (
    ask_back,
    call_next,
    end,
    end_at_close,
    extend,
    give_floor,
    mark_absent,
    note_language,
    pause,
    put_back_last,
    remind,
    resume,
)
from plugins.speakers.ordering import follow_rule, move

__all__ = [
    "admit_and_request",
    "ask_back",
    "ask_follow_up",
    "call_next",
    "come_back",
    "end",
    "end_at_close",
    "extend",
    "follow_rule",
    "give_floor",
    "mark_absent",
    "move",
    "note_language",
    "pause",
    "put_back_last",
    "remind",
    "request_turn",
    "resume",
    "withdraw",
]
