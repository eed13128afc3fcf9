"""A speech opens its opinion by itself, and takes it along when it does not take place."""

from __future__ import annotations

from meeting.contract import Subscriber, run
from plugins.opinions import service
from plugins.speakers.api import SpeakerAbsent, SpeakerCalled, TurnPutBack


def open_opinion(event: SpeakerCalled) -> None:
    """Whoever gets the floor raises something: it stands ready for the words."""
    run(
        service.open_for_turn,
        by=service.OPENER,
        meeting_id=event.meeting_id,
        turn_id=event.turn_id,
    )


def drop_opinion(event: SpeakerAbsent | TurnPutBack) -> None:
    """Nobody spoke: what nobody has touched goes again."""
    run(
        service.drop_untouched,
        by=service.OPENER,
        meeting_id=event.meeting_id,
        turn_id=event.turn_id,
    )


SUBSCRIBERS = (
    Subscriber(SpeakerCalled, open_opinion),
    Subscriber(SpeakerAbsent, drop_opinion),
    Subscriber(TurnPutBack, drop_opinion),
)
