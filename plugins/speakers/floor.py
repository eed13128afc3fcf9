"""Giving the floor, running the clock, ending a speech, putting somebody back."""

from __future__ import annotations

from meeting.contract import Refused, Tx, _l
from meeting.models import MeetingState
from plugins.speakers import lineup, order, queries, rules, timing
from plugins.speakers.events import (
    ChairAskedBack,
    LanguageNoted,
    SpeakerAbsent,
    SpeakerCalled,
    SpeakerExtended,
    SpeakerFinished,
    SpeakerPaused,
    SpeakerReminded,
    SpeakerResumed,
    TurnPutBack,
)
from plugins.speakers.models import Turn
from plugins.speakers.order import Seen
from plugins.speakers.rules import CHAIR, RUNNING, State, Step
from plugins.speakers.turns import event, is_waiting, speaker_of, stop, take, turn_of


def call_next(tx: Tx, *, seen: int, turn_id: int) -> int:
    """Give the floor to the next one; whoever has it is done. Returns the turn's id.

    ``seen``: the turn the clicker saw as running, 0 for none; ``turn_id``: the one seen as next.
    """
    waiting = lineup.line(tx.session, tx.meeting_id)
    first = waiting[0] if waiting else 0
    order.not_moved(Seen(seen, turn_id), Seen(_running_id(tx), first))
    return _give(tx, turn_of(tx, turn_id))


def give_floor(tx: Tx, *, turn_id: int, seen: int) -> int:
    """Give the floor to somebody out of order; ``seen`` as for ``call_next``."""
    turn = turn_of(tx, turn_id)
    order.not_moved(Seen(seen, turn_id), Seen(_running_id(tx), turn_id))
    return _give(tx, turn)


def _running_id(tx: Tx) -> int:
    turn = queries.running_turn(tx.session, tx.meeting_id)
    return turn.id if turn else 0


def _give(tx: Tx, turn: Turn) -> int:
    if tx.meeting.state != MeetingState.OPEN:
        raise Refused(
            "speakers.meeting_not_open",
            _l("The meeting is not open yet. Open it on the overview, then give the floor."),
        )
    before = queries.running_turn(tx.session, tx.meeting_id)
    if rules.after(Step.CALL, State(turn.state), speaker_of(tx, turn)) is not None:
        if before is not None:
            end(tx, turn_id=before.id)
        take(tx, Step.CALL, turn)
        turn.called_at, turn.ended_at, turn.used_ms = tx.now, None, 0
        turn.running_since = tx.now
        if tx.setting("speakers.start_by_hand"):  # people walk to the microphone first
            turn.state, turn.running_since = State.PAUSED, None
        turn.limit_seconds = tx.setting("speakers.minutes") * 60
        turn.warn_seconds = tx.setting("speakers.warn_seconds")
        tx.emit(event(tx, SpeakerCalled, turn))
    return turn.id


def pause(tx: Tx, *, turn_id: int) -> None:
    """Stop the clock."""
    turn = turn_of(tx, turn_id)
    if take(tx, Step.PAUSE, turn):
        _stand(tx, turn)
        tx.emit(event(tx, SpeakerPaused, turn))


def _stand(tx: Tx, turn: Turn) -> None:
    turn.used_ms = timing.used_ms(turn.timing, tx.now)
    turn.running_since = None


def ask_back(tx: Tx, *, turn_id: int) -> None:
    """The chair has a question to the speaker: the clock stands meanwhile."""
    turn = turn_of(tx, turn_id)
    if take(tx, Step.PAUSE, turn):
        _stand(tx, turn)
    if turn.paused_for != CHAIR:
        turn.paused_for = CHAIR
        tx.emit(event(tx, ChairAskedBack, turn))


def resume(tx: Tx, *, turn_id: int) -> None:
    """Let the clock run on, or begin."""
    turn = turn_of(tx, turn_id)
    if take(tx, Step.RESUME, turn):
        turn.running_since, turn.paused_for = tx.now, ""
        tx.emit(event(tx, SpeakerResumed, turn))


def end(tx: Tx, *, turn_id: int) -> None:
    """The speaker is done."""
    turn = turn_of(tx, turn_id)
    if take(tx, Step.END, turn):
        used = stop(tx, turn)
        tx.session.flush()  # two never have the floor, not even for a moment
        tx.emit(event(tx, SpeakerFinished, turn, seconds=used // 1000))


def end_at_close(tx: Tx) -> None:
    """The meeting is closed: a speech is over; who only walked to the microphone was not heard."""
    turn = queries.running_turn(tx.session, tx.meeting_id)
    if turn is None:
        return
    if turn.timing.has_begun or is_waiting(tx, turn):
        end(tx, turn_id=turn.id)
    else:
        put_back_last(tx, turn_id=turn.id)


def extend(tx: Tx, *, turn_id: int, seconds: int) -> None:
    """Give the speaker more time."""
    turn = turn_of(tx, turn_id)
    rules.running(State(turn.state), speaker_of(tx, turn))
    turn.limit_seconds += timing.extension(seconds)
    tx.emit(event(tx, SpeakerExtended, turn, seconds=seconds))


def remind(tx: Tx, *, turn_id: int) -> None:
    """The chair has asked the speaker to keep to the point; the clock runs on."""
    turn = turn_of(tx, turn_id)
    rules.running(State(turn.state), speaker_of(tx, turn))
    turn.reminders += 1
    tx.emit(event(tx, SpeakerReminded, turn, count=turn.reminders))


def note_language(tx: Tx, *, turn_id: int, language: str, interpreter: str) -> None:
    """In which language somebody speaks, and who interprets: of the speech, not of the person."""
    turn = turn_of(tx, turn_id)
    noted = rules.language_line(language), rules.interpreter_line(interpreter)
    if noted != (turn.language, turn.interpreter):
        turn.language, turn.interpreter = noted
        tx.emit(event(tx, LanguageNoted, turn, language=noted[0], interpreter=noted[1]))


def put_back_last(tx: Tx, *, turn_id: int) -> None:
    """Back to the front: the present speaker, the last one who spoke, or one who was absent."""
    turn = turn_of(tx, turn_id)
    speaker = speaker_of(tx, turn)
    if turn.state == State.SPOKEN:
        last = queries.last_spoken(tx.session, tx.meeting_id)
        order.only_the_last(turn.id, last.id if last else None, speaker)
    was_running = turn.state in RUNNING
    if turn.state != State.WAITING and is_waiting(tx, turn):
        raise rules.waiting_already(speaker)
    places = lineup.hand_places(queries.waiting_turns(tx.session, tx.meeting_id))
    if take(tx, Step.PUT_BACK, turn):
        if was_running:
            stop(tx, turn)
        turn.placed, turn.deferred_at = order.place_at_front(places.values()), tx.now
        turn.ended_at = None
        tx.emit(event(tx, TurnPutBack, turn))


def mark_absent(tx: Tx, *, turn_id: int, seen: int | None = None) -> None:
    """Somebody does not answer when called; the time that was waited for them is nobody's.

    ``seen``: the turn the clicker saw as running, 0 for none; programs need not say. Whom another
    has called meanwhile is not sent away while they speak.
    """
    turn = turn_of(tx, turn_id)
    was_running = turn.state in RUNNING
    if seen is not None and turn.state != State.ABSENT:
        order.not_moved(
            Seen(turn_id if seen == turn_id else 0, turn_id),
            Seen(turn_id if was_running else 0, turn_id),
        )
    if take(tx, Step.MARK_ABSENT, turn):
        turn.used_ms, turn.running_since, turn.paused_for = 0, None, ""
        turn.ended_at = tx.now
        tx.emit(event(tx, SpeakerAbsent, turn))
