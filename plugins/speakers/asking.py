"""Asking for the floor, following up an answer, coming back, and taking the wish back."""

from __future__ import annotations

from meeting.contract import Refused, Tx, _l, uses
from meeting.models import MeetingState
from plugins.roster.api import HONORIFICS, Delegate, Village
from plugins.speakers import lineup, queries, rules
from plugins.speakers.events import SpeakerCameBack, TurnRequested, TurnWithdrawn
from plugins.speakers.models import Turn
from plugins.speakers.order import Kind
from plugins.speakers.rules import State, Step
from plugins.speakers.turns import event, is_waiting, speaker_of, stranger, take, turn_of


def request_turn(  # noqa: PLR0913 - the fields of one form
    tx: Tx, *, delegate_id: int | None = None, speaker_name: str = "",
    honorific: str = "", village_id: int | None = None, subject: str = "", topic: str = "",
    way: str | None = None,
) -> int:  # fmt: skip
    """Ask for the floor: attendees for themselves, staff for any delegate or for a name.

    ``way`` is how the wish reached the staff (DESK, SECRETARY, HAND). Returns the turn's id.
    """
    turn = _wished(tx, _whose(tx, delegate_id), subject, way)
    turn.topic = rules.known_topic(topic, lineup.topics_of(tx.session, tx.meeting_id))
    if turn.delegate_id is None:
        turn.speaker_name = rules.speaker_name(speaker_name)
        turn.honorific = honorific if honorific in HONORIFICS else ""
        turn.village_id = _village_id(tx, village_id)
    rules.may_ask(_wish(tx, turn))
    return _line_up(tx, turn)


def ask_follow_up(
    tx: Tx, *, delegate_id: int | None = None, turn_id: int | None = None, subject: str = "",
    way: str | None = None,
) -> int:  # fmt: skip
    """Ask again after the answer one was given; phones for their holder, also on a closed list.

    Staff name the person, or the turn in which somebody spoke who is no delegate.
    """
    before = _speech_before(tx, delegate_id, turn_id)
    turn = _wished(tx, _whose(tx, before.delegate_id if before else delegate_id), subject, way)
    if before is not None:
        turn.speaker_name, turn.honorific = before.speaker_name, before.honorific
        turn.village_id = before.village_id
        turn.topic = before.topic
    turn.kind = Kind.FOLLOW_UP
    rules.may_follow_up(
        _wish(tx, turn),
        allowed=tx.setting("speakers.follow_up"),
        has_spoken=before is not None and before.state == State.SPOKEN,
    )
    return _line_up(tx, turn)


def _speech_before(tx: Tx, delegate_id: int | None, turn_id: int | None) -> Turn | None:
    """The speech that was answered, if there is one."""
    if turn_id is not None:
        return _own(tx, turn_of(tx, turn_id))
    whose = _whose(tx, delegate_id)
    if whose is None:
        raise _no_such_person()
    return queries.last_spoken_by(tx.session, whose)


def _own(tx: Tx, turn: Turn) -> Turn:
    """A turn that a phone may speak of: its holder's. Staff may speak of any."""
    if not tx.by.is_staff and (tx.by.delegate_id is None or turn.delegate_id != tx.by.delegate_id):
        raise stranger()
    return turn


def _wished(tx: Tx, delegate_id: int | None, subject: str, way: str | None) -> Turn:
    return Turn(
        meeting_id=tx.meeting_id,
        delegate_id=delegate_id,
        asked_at=tx.now,
        subject=rules.subject_line(subject),
        way=rules.way_in(way, by_staff=tx.by.is_staff),
    )


def _line_up(tx: Tx, turn: Turn) -> int:
    turn.position = lineup.next_position(tx.session, tx.meeting_id)
    tx.session.add(turn)
    tx.session.flush()
    tx.emit(event(tx, TurnRequested, turn))
    return turn.id


def _whose(tx: Tx, delegate_id: int | None) -> int | None:
    """For whom the floor is asked: a phone asks for its holder only."""
    if not tx.by.is_staff:
        if tx.by.delegate_id is None or delegate_id not in (None, tx.by.delegate_id):
            raise stranger()
        return tx.by.delegate_id
    if delegate_id is None:
        return None
    delegate = tx.session.get(Delegate, delegate_id)
    if delegate is None or delegate.meeting_id != tx.meeting_id:
        raise _no_such_person()
    return delegate_id


def _no_such_person() -> Refused:
    return Refused(
        "speakers.no_such_person",
        _l("This person is not on the list of delegates. Search for the name again."),
    )


def _village_id(tx: Tx, village_id: int | None) -> int | None:
    village = tx.session.get(Village, village_id) if village_id else None
    return village.id if village and village.meeting_id == tx.meeting_id else None


def _wish(tx: Tx, turn: Turn) -> rules.Wish:
    return rules.Wish(
        speaker=speaker_of(tx, turn),
        by_staff=tx.by.is_staff,
        list_open=tx.setting("speakers.open"),
        meeting_open=tx.meeting.state == MeetingState.OPEN,
        present=_is_present(tx, turn.delegate_id),
        waiting_already=is_waiting(tx, turn),
    )


def _is_present(tx: Tx, delegate_id: int | None) -> bool:
    if delegate_id is None or not tx.setting("speakers.present_only"):
        return True
    if not uses("checkin", tx.meeting_id, tx.session):
        return True
    return queries.is_present(tx.session, delegate_id)


def come_back(tx: Tx, *, turn_id: int) -> None:
    """Here after all: who was called in vain waits again where the rule puts them, once a turn."""
    turn = _own(tx, turn_of(tx, turn_id))
    if turn.state == State.ABSENT:
        rules.may_come_back(_wish(tx, turn), before=turn.came_back_at is not None)
    if take(tx, Step.COME_BACK, turn):
        turn.ended_at, turn.came_back_at = None, tx.now
        tx.emit(event(tx, SpeakerCameBack, turn))


def withdraw(tx: Tx, *, turn_id: int) -> None:
    """Leave the list; a phone only its holder's own place."""
    turn = _own(tx, turn_of(tx, turn_id))
    if take(tx, Step.WITHDRAW, turn):
        turn.ended_at = tx.now
        tx.emit(event(tx, TurnWithdrawn, turn))
