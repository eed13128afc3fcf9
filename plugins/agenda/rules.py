"""What may happen to the steps of a programme, and which comes next. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from meeting import text
from meeting.contract import Refused, _l
from meeting.plan.parts import AgendaKind

TITLE_LIMIT = 400  # letters as a reader counts them
WHO_LIMIT = 200
NOTE_LIMIT = 1000
MOST_MINUTES = 600
MOST_STEPS = 60
_FIGURE = re.compile(r"[0-9]{1,4}")
EACH, BATCH = "each", "batch"

# People ask and are answered, again and again: steps of these kinds side by side are one loop.
LOOP = frozenset({AgendaKind.SPEAKING, AgendaKind.ANSWERS, AgendaKind.FOLLOW_UP})


@dataclass(frozen=True, kw_only=True)
class Span:
    """One time a step ran; it runs while there is no end."""

    id: int
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the programme with all the times it ran."""

    id: int
    kind: AgendaKind
    title: str
    who: str = ""
    minutes: int | None = None
    note: str = ""
    revision: int = 0
    spans: tuple[Span, ...] = ()

    @property
    def has_begun(self) -> bool:
        return bool(self.spans)

    @property
    def running(self) -> Span | None:
        """The time it runs now."""
        return next((one for one in self.spans if one.ended_at is None), None)

    @property
    def in_loop(self) -> bool:
        return self.kind in LOOP


# -- running the programme ------------------------------------------------------------------------


def may_begin(kind: AgendaKind, *, meeting_open: bool) -> None:
    """Only the welcome comes before the meeting is open."""
    if not meeting_open and kind != AgendaKind.WELCOME:
        raise Refused(
            "agenda.not_open",
            _l(
                "The meeting is not open yet. Open it on the overview; "
                "before that only the welcome can begin."
            ),
        )


def not_moved(seen: int, actual: int) -> None:
    """A click made on an old picture does nothing; both are the span that runs, 0 for none."""
    if seen != actual:
        raise Refused(
            "agenda.moved",
            _l("The programme has moved on since this page was shown. Look at it, choose again."),
        )


@dataclass(frozen=True)
class Ahead:
    """What the one button offers, and what else is likely."""

    main: Step | None
    also: tuple[Step, ...] = ()


def blocks(steps: Sequence[Step]) -> list[tuple[Step, ...]]:
    """The programme in order, a loop as one block."""
    found: list[tuple[Step, ...]] = []
    for step in steps:
        if step.in_loop and found and found[-1][0].in_loop:
            found[-1] = (*found[-1], step)
        else:
            found.append((step,))
    return found


def present(steps: Sequence[Step]) -> Step | None:
    """The step that runs now."""
    return next((one for one in steps if one.running), None)


def latest(steps: Sequence[Step]) -> Step | None:
    """The step that runs, or the one that ran last."""
    begun = [one for one in steps if one.spans]
    return max(begun, key=lambda one: max((s.started_at, s.id) for s in one.spans), default=None)


def ahead(steps: Sequence[Step], mode: str) -> Ahead:
    """What comes after the present step.

    Inside a loop it goes round when answers are given in rounds; otherwise answers belong to the
    speaking itself, and the next thing is what follows the loop.
    """
    here = latest(steps)
    if here is None:
        return Ahead(steps[0] if steps else None)
    order = blocks(steps)
    at = next(number for number, block in enumerate(order) if here in block)
    on = _after(order[at + 1 :])
    again = () if here.running else (here,)
    place = order[at].index(here)
    ring = (*order[at][place + 1 :], *order[at][:place])
    if mode == BATCH and ring:
        main, *others = *ring, *on
        return Ahead(main, (*again, *others))
    return Ahead(on[0] if on else None, (*again, *ring))


def _after(order: Sequence[tuple[Step, ...]]) -> tuple[Step, ...]:
    """The first step below that is still to come; a loop can be entered again and again."""
    for block in order:
        if block[0].in_loop or not block[0].has_begun:
            return block[:1]
    return ()


def leaving(steps: Sequence[Step]) -> frozenset[int]:
    """The steps with which people stop being heard: all others, while or after they speak."""
    here = latest(steps)
    if here is None or not here.in_loop:
        return frozenset()
    loop = next(block for block in blocks(steps) if here in block)
    return frozenset(one.id for one in steps if one not in loop)


def nobody_waits(waiting: int) -> None:
    """Who still wants to speak is not passed over by one click."""
    if waiting:
        raise Refused(
            "agenda.people_wait",
            _l("%(number)s people have not been heard yet. Choose the step again and confirm it."),
            number=waiting,
        )


def round_began(steps: Sequence[Step]) -> datetime | None:
    """Since when people have been speaking without an answer; none unless they speak now."""
    now = present(steps)
    if now is None or now.kind != AgendaKind.SPEAKING:
        return None
    spans = sorted((span.started_at, span.id, one.kind) for one in steps for span in one.spans)
    began = None
    for started_at, _id, kind in reversed(spans):
        if kind != AgendaKind.SPEAKING:
            break
        began = started_at
    return began


# -- editing --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A step as somebody typed it."""

    title: str
    kind: str
    who: str = ""
    minutes: str = ""
    note: str = ""


def title_line(typed: str) -> str:
    """What happens in a step."""
    title = _bounded(text.clean(typed), TITLE_LIMIT)
    if not text.has_letter(title):
        raise Refused("agenda.no_title", _l("Write what happens in this step."))
    return title


def who_line(typed: str) -> str:
    """Who leads a step; may be empty."""
    return _bounded(text.clean(typed), WHO_LIMIT)


def note_text(typed: str) -> str:
    """What the staff should think of; may be empty."""
    return _bounded(text.clean(typed, lines=True), NOTE_LIMIT)


def _bounded(words: str, limit: int) -> str:
    if text.graphemes(words) > limit:
        raise Refused(
            "agenda.too_long",
            _l("This is too long: at most %(limit)s letters. Shorten it and save it again."),
            limit=limit,
        )
    return words


def kind_of(typed: str) -> AgendaKind:
    """What sort of step it is."""
    if typed not in set(AgendaKind):
        raise Refused("agenda.no_kind", _l("Choose what sort of step this is."))
    return AgendaKind(typed)


def minutes_of(typed: str) -> int | None:
    """Planned minutes; nothing typed: the plan does not say."""
    figure = text.clean(typed)
    if not figure:
        return None
    if not _FIGURE.fullmatch(figure) or not 1 <= int(figure) <= MOST_MINUTES:
        raise Refused(
            "agenda.bad_minutes",
            _l("Give whole minutes between 1 and %(most)s, or leave the field empty."),
            most=MOST_MINUTES,
        )
    return int(figure)


def room_for_more(count: int) -> None:
    """A programme that nobody could read helps nobody."""
    if count >= MOST_STEPS:
        raise Refused(
            "agenda.too_many",
            _l("A programme has at most %(most)s steps. Join some of them into one."),
            most=MOST_STEPS,
        )


def not_changed(seen: int, actual: int) -> None:
    """Nobody saves over what somebody else has written meanwhile."""
    if seen != actual:
        raise Refused(
            "agenda.changed",
            _l("Somebody else has changed this step meanwhile. Compare, then save it again."),
        )


def placed(order: Sequence[int], item_id: int, before_id: int) -> list[int]:
    """The order with a new step put before another, or at the end for 0."""
    if before_id and before_id not in order:
        raise _other_order()
    at = order.index(before_id) if before_id else len(order)
    return [*order[:at], item_id, *order[at:]]


def moved_up(order: Sequence[int], item_id: int, above_id: int) -> list[int]:
    """The order with a step put over the one that the clicker saw directly above it.

    A repeated click finds it there already; anything else between the two is another order.
    """
    pair = [above_id, item_id]
    at = next((i for i in range(len(order)) if sorted(order[i : i + 2]) == sorted(pair)), None)
    if at is None or item_id == above_id:
        raise _other_order()
    return [*order[:at], item_id, above_id, *order[at + 2 :]]


def _other_order() -> Refused:
    return Refused(
        "agenda.other_order",
        _l("The order of the steps was changed meanwhile. Look at it and choose again."),
    )


def may_remove(step: Step) -> None:
    """What has begun belongs to the record."""
    if step.has_begun:
        raise Refused(
            "agenda.has_begun",
            _l("“%(title)s” has begun already, so it stays in the programme."),
            title=step.title,
        )


def may_replace(steps: Sequence[Step]) -> None:
    """A whole programme is taken over only before the first step."""
    if any(one.has_begun for one in steps):
        raise Refused(
            "agenda.under_way",
            _l("The programme has begun. Change, add and move its steps one by one instead."),
        )


# -- settings -------------------------------------------------------------------------------------


def is_batch_size(value: int) -> bool:
    """Opinions of one round."""
    return 2 <= value <= 50
