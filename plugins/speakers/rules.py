"""What may happen to a turn, in what order people speak, and what the clock shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from meeting import text
from meeting.contract import Refused, _l

SUBJECT_LIMIT = 120  # letters as a reader counts them
NAME_LIMIT = 120
LONGEST_EXTENSION = 30 * 60  # seconds


class State(StrEnum):
    """Where a turn stands."""

    WAITING = "WAITING"
    SPEAKING = "SPEAKING"
    PAUSED = "PAUSED"
    SPOKEN = "SPOKEN"
    ABSENT = "ABSENT"
    WITHDRAWN = "WITHDRAWN"


RUNNING = frozenset({State.SPEAKING, State.PAUSED})


class Step(StrEnum):
    """What can be done to a turn."""

    CALL = "CALL"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    END = "END"
    PUT_BACK = "PUT_BACK"
    MARK_ABSENT = "MARK_ABSENT"
    WITHDRAW = "WITHDRAW"


_STEPS: dict[Step, tuple[frozenset[State], State]] = {
    Step.CALL: (frozenset({State.WAITING}), State.SPEAKING),
    Step.PAUSE: (frozenset({State.SPEAKING}), State.PAUSED),
    Step.RESUME: (frozenset({State.PAUSED}), State.SPEAKING),
    Step.END: (RUNNING, State.SPOKEN),
    Step.PUT_BACK: (RUNNING | {State.SPOKEN, State.ABSENT}, State.WAITING),
    Step.MARK_ABSENT: (RUNNING | {State.WAITING}, State.ABSENT),
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
    """Only somebody who has the floor can get more time."""
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


def waiting_already(speaker: str) -> Refused:
    """One waiting place a person."""
    return Refused(
        "speakers.already_waiting",
        _l("%(speaker)s is on the list already. Wait to be called."),
        speaker=speaker,
    )


def subject_line(typed: str) -> str:
    """What somebody wants to speak about, in one line; may be empty."""
    return _bounded(text.clean(typed), SUBJECT_LIMIT)


def speaker_name(typed: str) -> str:
    """The name of somebody who is not on the list of delegates."""
    name = _bounded(text.clean(typed), NAME_LIMIT)
    if not text.has_letter(name):
        raise Refused("speakers.no_name", _l("Write the name of the person who wants to speak."))
    return name


def _bounded(line: str, limit: int) -> str:
    if text.graphemes(line) > limit:
        raise Refused(
            "speakers.too_long",
            _l("This is too long: at most %(limit)s letters. Shorten it and send it again."),
            limit=limit,
        )
    return line


# -- order --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What somebody saw when they clicked: who had the floor (0: nobody), and who was next."""

    current: int
    first: int


def not_moved(seen: Seen, actual: Seen) -> None:
    """A click made on an old picture does nothing: another one was quicker."""
    if seen != actual:
        raise Refused(
            "speakers.moved",
            _l("The list has moved on since this page was shown. Look at it and choose again."),
        )


def place_at_front(positions: Sequence[int]) -> int:
    """A place before everybody who waits."""
    return min(positions, default=1) - 1


def place_at_end(positions: Sequence[int]) -> int:
    """A place after everybody who waits."""
    return max(positions, default=0) + 1


def moved(order: Sequence[int], turn_id: int, before_id: int) -> list[int]:
    """The order with one turn put before another, or at the end for 0. Both must be waiting."""
    rest = [one for one in order if one != turn_id]
    if turn_id not in order or (before_id and before_id not in order):
        raise Refused(
            "speakers.moved",
            _l("The list has moved on since this page was shown. Look at it and choose again."),
        )
    if before_id == turn_id:
        return list(order)
    at = rest.index(before_id) if before_id else len(rest)
    return [*rest[:at], turn_id, *rest[at:]]


def only_the_last(turn_id: int, last_id: int | None, speaker: str) -> None:
    """Of those who have spoken, only the last one can be put back."""
    if turn_id != last_id:
        raise Refused(
            "speakers.not_last",
            _l("Somebody has spoken after %(speaker)s. Write the name down again instead."),
            speaker=speaker,
        )


# -- clock --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The stored side of a clock: what was used before, and since when it has been running."""

    limit_seconds: int
    used_ms: int
    running_since: datetime | None  # None while paused


@dataclass(frozen=True)
class Clock:
    """What a screen counts down to: a target time, or a standing rest. Both may be in the past."""

    ends_at: datetime | None
    left_ms: int | None


def clock_of(timing: Timing) -> Clock:
    """The clock of a turn. It runs below zero and never cuts off; pauses do not count."""
    left = timing.limit_seconds * 1000 - timing.used_ms
    if timing.running_since is None:
        return Clock(None, left)
    return Clock(timing.running_since + timedelta(milliseconds=left), None)


def used_ms(timing: Timing, now: datetime) -> int:
    """How long somebody has spoken, pauses left out. A clock set back counts as no time at all."""
    if timing.running_since is None:
        return timing.used_ms
    return timing.used_ms + max(0, round((now - timing.running_since).total_seconds() * 1000))


def extension(seconds: int) -> int:
    """A sensible number of further seconds."""
    if not 1 <= seconds <= LONGEST_EXTENSION:
        raise Refused(
            "speakers.bad_extension",
            _l("Give between 1 second and %(minutes)s minutes more."),
            minutes=LONGEST_EXTENSION // 60,
        )
    return seconds


# -- settings -----------------------------------------------------------------------------------


def is_minutes(value: int) -> bool:
    """A speaking limit."""
    return 1 <= value <= 60


def is_seconds(value: int) -> bool:
    """A warning before the end."""
    return 0 <= value <= 600
