"""What may happen to a turn, and who may ask for one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from meeting import text
from meeting.contract import Refused, _l

SUBJECT_LIMIT = 120  # letters as a reader counts them
NAME_LIMIT = 120
LANGUAGE_LIMIT = 40


class State(StrEnum):
    """Where a turn stands."""

    WAITING = "WAITING"
    SPEAKING = "SPEAKING"
    PAUSED = "PAUSED"
    SPOKEN = "SPOKEN"
    ABSENT = "ABSENT"
    WITHDRAWN = "WITHDRAWN"


RUNNING = frozenset({State.SPEAKING, State.PAUSED})
HEARD = RUNNING | {State.SPOKEN}  # whom the hall has heard, or is hearing


class Way(StrEnum):
    """How a wish for the floor came in."""

    PHONE = "PHONE"
    DESK = "DESK"
    SECRETARY = "SECRETARY"
    HAND = "HAND"


CHAIR = "CHAIR"  # a pause in which the chair asks back


class Step(StrEnum):
    """What can be done to a turn."""

    CALL = "CALL"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    END = "END"
    PUT_BACK = "PUT_BACK"
    MARK_ABSENT = "MARK_ABSENT"
    COME_BACK = "COME_BACK"
    WITHDRAW = "WITHDRAW"


_STEPS: dict[Step, tuple[frozenset[State], State]] = {
    Step.CALL: (frozenset({State.WAITING}), State.SPEAKING),
    Step.PAUSE: (frozenset({State.SPEAKING}), State.PAUSED),
    Step.RESUME: (frozenset({State.PAUSED}), State.SPEAKING),
    Step.END: (RUNNING, State.SPOKEN),
    Step.PUT_BACK: (RUNNING | {State.SPOKEN, State.ABSENT}, State.WAITING),
    Step.MARK_ABSENT: (RUNNING | {State.WAITING}, State.ABSENT),
    Step.COME_BACK: (frozenset({State.ABSENT}), State.WAITING),
    Step.WITHDRAW: (frozenset({State.WAITING}), State.WITHDRAWN),
}


def after(step: Step, state: State, speaker: str) -> State | None:
    """The state a step leads to; None when the turn is there already, so that a repeat is harmless.

    Raises Refused when the step cannot be taken from this state.
    """
    sources, target = _STEPS[step]
    if state == target:
        return None
    if state not in sources:
        raise _impossible(state, speaker)
    return target


def _impossible(state: State, speaker: str) -> Refused:
    if state == State.WAITING:
        return Refused(
            "speakers.not_called",
            _l("%(speaker)s is still waiting. Give them the floor first."),
            speaker=speaker,
        )
    if state in RUNNING:
        return Refused(
            "speakers.has_floor",
            _l("%(speaker)s has the floor already. The secretary can end or put back the turn."),
            speaker=speaker,
        )
    if state == State.SPOKEN:
        return Refused(
            "speakers.has_spoken",
            _l("%(speaker)s has spoken already. Ask for the floor again if there is more to say."),
            speaker=speaker,
        )
    return Refused(
        "speakers.not_listed",
        _l("%(speaker)s is not on the list any more. Write the name down again."),
        speaker=speaker,
    )


def running(state: State, speaker: str) -> None:
    """Only somebody who has the floor can get more time, or a reminder."""
    if state not in RUNNING:
        raise _impossible(state, speaker)


# -- asking -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Somebody's wish for the floor, with what decides about it."""

    speaker: str
    by_staff: bool
    list_open: bool
    meeting_open: bool
    present: bool  # true as well when presence is not asked for
    waiting_already: bool


def may_ask(wish: Wish) -> None:
    """One waiting place a person; phones only while the list is open; those present only."""
    if wish.waiting_already:
        raise waiting_already(wish.speaker)
    if not wish.by_staff and not wish.meeting_open:
        raise Refused(
            "speakers.not_open",
            _l("The meeting is not open yet. Ask for the floor once it has begun."),
        )
    if not wish.by_staff and not wish.list_open:
        raise Refused(
            "speakers.list_closed",
            _l("The list of speakers is closed. Raise your hand, or hand your question in."),
        )
    if not wish.present:
        raise Refused(
            "speakers.not_present",
            _l("%(speaker)s is not checked in. Check in at the reception desk first."),
            speaker=wish.speaker,
        )


def may_follow_up(wish: Wish, *, allowed: bool, has_spoken: bool) -> None:
    """To the answer one was given: whether the list is open or not."""
    if not allowed:
        raise Refused(
            "speakers.no_follow_up",
            _l("This meeting takes no further questions to an answer. Ask for the floor again."),
        )
    if not has_spoken:
        raise Refused(
            "speakers.not_spoken",
            _l("%(speaker)s has not spoken yet. Ask for the floor first."),
            speaker=wish.speaker,
        )
    may_ask(replace(wish, list_open=True))


def may_come_back(wish: Wish, *, before: bool) -> None:
    """Called in vain and here after all: once a turn, for who stood on the list already."""
    if before:
        raise Refused(
            "speakers.came_back_before",
            _l("%(speaker)s has come back once already. Raise a hand, or tell the secretary."),
            speaker=wish.speaker,
        )
    may_ask(replace(wish, list_open=True))


def waiting_already(speaker: str) -> Refused:
    """One waiting place a person."""
    return Refused(
        "speakers.already_waiting",
        _l("%(speaker)s is on the list already. Wait to be called."),
        speaker=speaker,
    )


def way_in(way: str | None, *, by_staff: bool) -> Way:
    """How a wish came in: a phone is a phone; of staff it is the secretary unless they say."""
    if not by_staff:
        return Way.PHONE
    return Way(way) if way in {Way.DESK, Way.HAND} else Way.SECRETARY


def known_topic(code: str, known: Collection[str]) -> str:
    """A topic of the plan, or none."""
    if code and code not in known:
        raise Refused(
            "speakers.no_such_topic",
            _l("This topic is not in the plan of this meeting. Choose one of the list, or none."),
        )
    return code


def subject_line(typed: str) -> str:
    """What somebody wants to speak about, in one line; may be empty."""
    return _bounded(text.clean(typed), SUBJECT_LIMIT)


def speaker_name(typed: str) -> str:
    """The name of somebody who is not on the list of delegates."""
    name = _bounded(text.clean(typed), NAME_LIMIT)
    if not text.has_letter(name):
        raise Refused("speakers.no_name", _l("Write the name of the person who wants to speak."))
    return name


def language_line(typed: str) -> str:
    """In which language somebody speaks, in a few words; may be empty."""
    return _bounded(text.clean(typed), LANGUAGE_LIMIT)


def interpreter_line(typed: str) -> str:
    """Who interprets; may be empty."""
    return _bounded(text.clean(typed), NAME_LIMIT)


def _bounded(line: str, limit: int) -> str:
    if text.graphemes(line) > limit:
        raise Refused(
            "speakers.too_long",
            _l("This is too long: at most %(limit)s letters. Shorten it and send it again."),
            limit=limit,
        )
    return line
