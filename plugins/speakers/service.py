"""What can be done to the queue, each in one transaction."""

from __future__ import annotations

from typing import TypeVar

from meeting import text
from meeting.contract import Refused, Tx, _l
from meeting.models import MeetingState
from plugins.roster.api import Delegate, Village, person
from plugins.speakers import queries, rules
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
from plugins.speakers.rules import RUNNING, Seen, State, Step

E = TypeVar("E", bound=TurnEvent)


def request_turn(
    tx: Tx,
    *,
    delegate_id: int | None = None,
    speaker_name: str = "",
    village_id: int | None = None,
    subject: str = "",
) -> int:
    """Ask for the floor: attendees for themselves, staff for any delegate or for a name.

    Returns the turn's id.
    """
    delegate_id = _whose(tx, delegate_id)
    turn = Turn(meeting_id=tx.meeting_id, asked_at=tx.now, subject=rules.subject_line(subject))
    if delegate_id is None:
        turn.speaker_name = rules.speaker_name(speaker_name)
        turn.village_id = _village_id(tx, village_id)
    else:
        turn.delegate_id = delegate_id
    rules.may_ask(_wish(tx, turn))
    places = [one.position for one in queries.waiting_turns(tx.session, tx.meeting_id)]
    turn.position = rules.place_at_end(places)
    tx.session.add(turn)
    tx.session.flush()
    tx.emit(_event(tx, TurnRequested, turn))
    return turn.id


def _whose(tx: Tx, delegate_id: int | None) -> int | None:
    """For whom the floor is asked: a phone asks for its holder only."""
    if not tx.by.is_staff:
        if tx.by.delegate_id is None or delegate_id not in (None, tx.by.delegate_id):
            raise _stranger()
        return tx.by.delegate_id
    if delegate_id is None:
        return None
    delegate = tx.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != tx.meeting_id:
        raise Refused(
            "speakers.no_such_person",
            _l("This person is not on the list of delegates. Search for the name again."),
        )
    return delegate_id


def _stranger() -> Refused:
    return Refused(
        "speakers.not_yours",
        _l("You can only do this for yourself. Say who you are first, or ask the reception desk."),
    )


def _village_id(tx: Tx, village_id: int | None) -> int | None:
    village = tx.session.get(Village, village_id) if village_id else None
    return village.id if village and village.meeting_id == tx.meeting_id else None


def _wish(tx: Tx, turn: Turn) -> rules.Wish:
    return rules.Wish(
        speaker=_speaker(tx, turn),
        by_staff=tx.by.is_staff,
        list_open=tx.setting("speakers.open"),
        meeting_open=tx.meeting.state == MeetingState.OPEN,
        present=_is_present(tx, turn.delegate_id),
        waiting_already=_is_waiting(tx, turn),
    )


def _is_present(tx: Tx, delegate_id: int | None) -> bool:
    if delegate_id is None or not tx.setting("speakers.present_only"):
        return True
    off = tx.registry.switched_off(tx.meeting_id, tx.session)
    if "checkin" not in tx.registry.plugins or "checkin" in off:
        return True
    return queries.is_present(tx.session, delegate_id)


def _is_waiting(tx: Tx, turn: Turn) -> bool:
    """The same person twice; a name counts as the same person when it reads the same."""
    if turn.delegate_id is not None:
        return queries.is_waiting(tx.session, turn.delegate_id)
    key = text.search_key(turn.speaker_name)
    return any(
        text.search_key(one.speaker_name) == key and one.village_id == turn.village_id
        for one in queries.waiting_turns(tx.session, tx.meeting_id)
        if one.delegate_id is None
    )


def withdraw(tx: Tx, *, turn_id: int) -> None:
    """Leave the list; a phone only its holder's own place."""
    turn = _turn(tx, turn_id)
    if not tx.by.is_staff and (tx.by.delegate_id is None or turn.delegate_id != tx.by.delegate_id):
        raise _stranger()
    if _take(tx, Step.WITHDRAW, turn):
        turn.ended_at = tx.now
        tx.emit(_event(tx, TurnWithdrawn, turn))


def call_next(tx: Tx, *, seen: int, turn_id: int) -> int:
    """Give the floor to the next one; whoever has it is done. Returns the turn's id.

    ``seen``: the turn the clicker saw as running, 0 for none; ``turn_id``: the one seen as next.
    """
    waiting = queries.waiting_turns(tx.session, tx.meeting_id)
    first = waiting[0].id if waiting else 0
    rules.not_moved(Seen(seen, turn_id), Seen(_running_id(tx), first))
    return _give(tx, _turn(tx, turn_id))


def give_floor(tx: Tx, *, turn_id: int, seen: int) -> int:
    """Give the floor to somebody out of order; ``seen`` as for ``call_next``."""
    turn = _turn(tx, turn_id)
    rules.not_moved(Seen(seen, turn_id), Seen(_running_id(tx), turn_id))
    return _give(tx, turn)


def _give(tx: Tx, turn: Turn) -> int:
    if tx.meeting.state != MeetingState.OPEN:
        raise Refused(
            "speakers.meeting_not_open",
            _l("The meeting is not open yet. Open it on the overview, then give the floor."),
        )
    before = queries.running_turn(tx.session, tx.meeting_id)
    if rules.after(Step.CALL, State(turn.state), _speaker(tx, turn)) is not None:
        if before is not None:
            end(tx, turn_id=before.id)
        turn.state = State.SPEAKING
        turn.called_at = turn.running_since = tx.now
        turn.ended_at, turn.used_ms = None, 0
        turn.limit_seconds = tx.setting("speakers.minutes") * 60
        turn.warn_seconds = tx.setting("speakers.warn_seconds")
        tx.emit(_event(tx, SpeakerCalled, turn))
    return turn.id


def pause(tx: Tx, *, turn_id: int) -> None:
    """Stop the clock."""
    turn = _turn(tx, turn_id)
    if _take(tx, Step.PAUSE, turn):
        turn.used_ms = rules.used_ms(turn.timing, tx.now)
        turn.running_since = None
        tx.emit(_event(tx, SpeakerPaused, turn))


def resume(tx: Tx, *, turn_id: int) -> None:
    """Let the clock run on."""
    turn = _turn(tx, turn_id)
    if _take(tx, Step.RESUME, turn):
        turn.running_since = tx.now
        tx.emit(_event(tx, SpeakerResumed, turn))


def end(tx: Tx, *, turn_id: int) -> None:
    """The speaker is done."""
    turn = _turn(tx, turn_id)
    if _take(tx, Step.END, turn):
        used = _stop(tx, turn)
        tx.session.flush()  # two never have the floor, not even for a moment
        tx.emit(_event(tx, SpeakerFinished, turn, seconds=used // 1000))


def extend(tx: Tx, *, turn_id: int, seconds: int) -> None:
    """Give the speaker more time."""
    turn = _turn(tx, turn_id)
    rules.running(State(turn.state), _speaker(tx, turn))
    turn.limit_seconds += rules.extension(seconds)
    tx.emit(_event(tx, SpeakerExtended, turn, seconds=seconds))


def put_back_last(tx: Tx, *, turn_id: int) -> None:
    """Back to the front: the present speaker, the last one who spoke, or one who was absent."""
    turn = _turn(tx, turn_id)
    speaker = _speaker(tx, turn)
    if turn.state == State.SPOKEN:
        last = queries.last_spoken(tx.session, tx.meeting_id)
        rules.only_the_last(turn.id, last.id if last else None, speaker)
    was_running = turn.state in RUNNING
    if turn.state != State.WAITING and _is_waiting(tx, turn):
        raise rules.waiting_already(speaker)
    if _take(tx, Step.PUT_BACK, turn):
        if was_running:
            _stop(tx, turn)
        places = [one.position for one in _others_waiting(tx, turn)]
        turn.position = rules.place_at_front(places)
        turn.called_at = turn.ended_at = None
        tx.emit(_event(tx, TurnPutBack, turn))


def mark_absent(tx: Tx, *, turn_id: int) -> None:
    """Somebody does not answer when called."""
    turn = _turn(tx, turn_id)
    was_running = turn.state in RUNNING
    if _take(tx, Step.MARK_ABSENT, turn):
        if was_running:
            _stop(tx, turn)
        turn.ended_at = tx.now
        tx.emit(_event(tx, SpeakerAbsent, turn))


def move(tx: Tx, *, turn_id: int, before_id: int) -> None:
    """Change the order by hand: before another one who waits, or to the end for 0."""
    turn = _turn(tx, turn_id)
    waiting = queries.waiting_turns(tx.session, tx.meeting_id)
    before = [one.id for one in waiting]
    order = rules.moved(before, turn_id, before_id)
    if order == before:
        return
    for one in waiting:
        one.position = order.index(one.id) + 1
    tx.emit(_event(tx, QueueReordered, turn, before_id=before_id))


# -- shared -------------------------------------------------------------------------------------


def _turn(tx: Tx, turn_id: int) -> Turn:
    turn = tx.session.get(Turn, turn_id)
    if turn is None or turn.meeting_id != tx.meeting_id:
        raise Refused(
            "speakers.no_such_turn",
            _l("This place in the list does not exist. Reload the page and choose again."),
        )
    return turn


def _take(tx: Tx, step: Step, turn: Turn) -> bool:
    """Take a step if it leads anywhere. Returns whether anything changed."""
    state = rules.after(step, State(turn.state), _speaker(tx, turn))
    if state is None:
        return False
    turn.state = state
    return True


def _stop(tx: Tx, turn: Turn) -> int:
    """Stop the clock for good; what was spoken is added up. Returns it in milliseconds."""
    used = rules.used_ms(turn.timing, tx.now)
    turn.used_ms, turn.running_since, turn.ended_at = used, None, tx.now
    turn.spoken_ms += used
    return used


def _others_waiting(tx: Tx, turn: Turn) -> list[Turn]:
    waiting = queries.waiting_turns(tx.session, tx.meeting_id)
    return [one for one in waiting if one.id != turn.id]


def _running_id(tx: Tx) -> int:
    turn = queries.running_turn(tx.session, tx.meeting_id)
    return turn.id if turn else 0


def _speaker(tx: Tx, turn: Turn) -> str:
    """Who a turn belongs to, in words for refusals and the journal."""
    found = person(tx.session, turn.delegate_id) if turn.delegate_id else None
    return found.label if found else turn.speaker_name


def _event(tx: Tx, kind: type[E], turn: Turn, **facts: int) -> E:
    return kind(
        meeting_id=tx.meeting_id,
        turn_id=turn.id,
        delegate_id=turn.delegate_id,
        speaker=_speaker(tx, turn),
        **facts,
    )
