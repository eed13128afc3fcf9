"""What the last tap did, kept with the tablet for a moment, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import session

from meeting import clock
from plugins.chair.rules import Stand
from plugins.opinions.api import OpinionView

_PLACE = "chair_tapped"
OFFERED_SECONDS = 90  # on pages opened since; the one where it was tapped keeps the line
KEPT_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Tap:
    """One decision on one opinion, said in words."""

    opinion_id: int
    number: int
    said: str
    way: str  # back: "stand", "show", "hide", "stop", "withdraw"; "": there is none
    before: Stand
    seen: str  # how it stood after the tap
    had_answer: bool
    was_raised: bool  # in the hall before the tap
    turn_id: int  # on the list of speakers since the tap; 0: none


def remember(
    meeting_id: int,
    before: OpinionView,
    after: OpinionView,
    said: str,
    way: str,
    turn_id: int = 0,
) -> None:
    """Keep it for the line with the way back."""
    session[_PLACE] = {
        "meeting": meeting_id,
        "at": int(clock.now().timestamp()),
        "opinion_id": before.id,
        "number": before.number,
        "said": said,
        "way": way,
        "before": Stand.of(before).plain(),
        "seen": Stand.of(after).stamp,
        "had_answer": before.answer_revision > 0,
        "was_raised": before.raised_at is not None,
        "turn_id": turn_id,
    }


def last(meeting_id: int, seconds: int) -> Tap | None:
    """What was tapped last here, if that is not longer ago."""
    kept: dict[str, Any] | None = session.get(_PLACE)
    if not kept or kept["meeting"] != meeting_id:
        return None
    if clock.now().timestamp() - kept["at"] > seconds:
        return None
    values = {name: kept[name] for name in Tap.__annotations__ if name != "before"}
    return Tap(before=Stand.from_plain(kept["before"]), **values)
