"""What the use cases of the queue share: finding a turn, taking a step, telling about it."""

from __future__ import annotations

from typing import Any, TypeVar

from meeting.contract import Refused, Tx, _l
from plugins.roster.api import person
from plugins.speakers import queries, rules, timing
from plugins.speakers.events import TurnEvent
from plugins.speakers.lineup import person_of
from plugins.speakers.models import Turn
from plugins.speakers.rules import State, Step

E = TypeVar("E", bound=TurnEvent)


def turn_of(tx: Tx, turn_id: int) -> Turn:
    """A turn of this meeting."""
    turn = tx.session.get(Turn, turn_id)
    if turn is None or turn.meeting_id != tx.meeting_id:
        raise Refused(
            "speakers.no_such_turn",
            _l("This place in the list does not exist. Reload the page and choose again."),
        )
    return turn


def take(tx: Tx, step: Step, turn: Turn) -> bool:
    """Take a step if it leads anywhere. Returns whether anything changed."""
    state = rules.after(step, State(turn.state), speaker_of(tx, turn))
    if state is None:
        return False
    turn.state = state
    if state != State.WAITING:
        turn.placed, turn.deferred_at = None, None
    return True


def stop(tx: Tx, turn: Turn) -> int:
    """Stop the clock for good; what was spoken is added up. Returns it in milliseconds."""
    used = timing.used_ms(turn.timing, tx.now)
    turn.used_ms, turn.running_since, turn.ended_at = used, None, tx.now
    turn.paused_for = ""
    turn.spoken_ms += used
    return used


def is_waiting(tx: Tx, turn: Turn) -> bool:
    """Whether the same person waits already."""
    if turn.delegate_id is not None:
        return queries.is_waiting(tx.session, turn.delegate_id)
    return any(
        _who(one) == _who(turn)
        for one in queries.waiting_turns(tx.session, tx.meeting_id)
        if one.delegate_id is None
    )


def _who(turn: Turn) -> object:
    return person_of(turn.delegate_id, turn.speaker_name, turn.village_id)


def speaker_of(tx: Tx, turn: Turn) -> str:
    """Who a turn belongs to, in words for refusals and the journal."""
    found = person(tx.session, turn.delegate_id) if turn.delegate_id else None
    return found.label if found else turn.speaker_name


def event(tx: Tx, kind: type[E], turn: Turn, **facts: Any) -> E:
    """What happened to a turn."""
    return kind(
        meeting_id=tx.meeting_id,
        turn_id=turn.id,
        delegate_id=turn.delegate_id,
        speaker=speaker_of(tx, turn),
        **facts,
    )


def stranger() -> Refused:
    """A phone acts for its holder only."""
    return Refused(
        "speakers.not_yours",
        _l("You can only do this for yourself. Say who you are first, or ask the reception desk."),
    )
