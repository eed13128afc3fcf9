"""How long things took: a step against its plan, reports against people speaking. Pure.

Figures are what has been counted, and the instant since which one goes on counting; so each screen
can count by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from meeting.plan.parts import AgendaKind
from meeting.points import Speech
from plugins.agenda.rules import LOOP, Span, Step, blocks, latest

# One speaks and all listen: what the office should keep short.
ONE_WAY = frozenset(
    {
        AgendaKind.OPENING,
        AgendaKind.RULES,
        AgendaKind.REPORT,
        AgendaKind.GUESTS,
        AgendaKind.CONCLUSION,
    }
)
MINUTE = 60_000  # ms


def _ms(start: datetime, end: datetime) -> int:
    """A clock set back counts as no time at all."""
    return max(0, round((end - start).total_seconds() * 1000))


@dataclass(frozen=True)
class Elapsed:
    """Milliseconds counted before ``since``; it stands while that is None."""

    ms: int = 0
    since: datetime | None = None

    def at(self, now: datetime) -> int:
        """The whole at an instant."""
        return max(0, self.ms + (_ms(self.since, now) if self.since else 0))


def elapsed(spans: Iterable[Span]) -> Elapsed:
    """How long a step has run."""
    ms, since = 0, None
    for span in spans:
        if span.ended_at is None:
            since = span.started_at
        else:
            ms += _ms(span.started_at, span.ended_at)
    return Elapsed(ms, since)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Reports and speeches of the office, the people's speeches, and what they were answered."""

    one_way: Elapsed
    people: Elapsed
    answers: Elapsed


def balance(steps: Sequence[Step], speeches: Sequence[Speech]) -> Balance:
    """Who has had how much of the time.

    What somebody of the people says inside a step is the people's time and not the step's; the rest
    of the loop is answering, where people speak from the first of them on.
    """
    of_people = [one for one in speeches if one.by_people]
    asked = min((one.started_at for one in of_people), default=None)
    running = (one.running_since for one in of_people if one.running_since)
    return Balance(
        one_way=_without(steps, of_people, ONE_WAY),
        people=Elapsed(sum(one.used_ms for one in of_people), next(running, None)),
        answers=_without(_since(asked, steps), of_people, LOOP),
    )


def _since(asked: datetime | None, steps: Sequence[Step]) -> list[Step]:
    """The steps; those where people speak without the wait for the first of them."""
    return [
        replace(one, spans=_cut(one.spans, asked)) if one.kind == AgendaKind.SPEAKING else one
        for one in steps
    ]


def _cut(spans: Sequence[Span], asked: datetime | None) -> tuple[Span, ...]:
    """What ran from an instant on; nothing of it while nobody has asked."""
    if asked is None:
        return ()
    return tuple(
        replace(span, started_at=max(span.started_at, asked))
        for span in spans
        if span.ended_at is None or span.ended_at > asked
    )


def _without(
    steps: Sequence[Step], speeches: Sequence[Speech], kinds: frozenset[AgendaKind]
) -> Elapsed:
    """The time of all steps of these kinds less what people said in it; stands while they speak."""
    spans = [span for one in steps if one.kind in kinds for span in one.spans]
    inside = [one for one in speeches if any(_within(span, one.started_at) for span in spans)]
    whole = elapsed(spans)
    ms = whole.ms - sum(one.used_ms for one in inside)
    speaking = next((one.running_since for one in inside if one.running_since), None)
    if whole.since is None or speaking is None:
        return Elapsed(ms, whole.since)
    return Elapsed(ms + _ms(whole.since, speaking))


def _within(span: Span, instant: datetime) -> bool:
    return span.started_at <= instant and (span.ended_at is None or instant < span.ended_at)


def heard(speeches: Iterable[Speech], since: datetime | None) -> int:
    """How many of the people have finished speaking since an instant."""
    if since is None:
        return 0
    return sum(1 for one in speeches if one.by_people and one.ended_at and one.started_at >= since)


@dataclass(frozen=True)
class Finish:
    """When the programme ends as far as one can tell: the later of now and ``due``, plus the rest.

    ``due`` is when the present step, or its whole loop, has used its planned time.
    """

    due: datetime | None
    rest_ms: int

    def at(self, now: datetime) -> datetime:
        return max(now, self.due or now) + timedelta(milliseconds=self.rest_ms)


def finish(steps: Sequence[Step]) -> Finish | None:
    """What is left of the programme; nothing before it has begun."""
    here = latest(steps)
    if here is None:
        return None
    order = blocks(steps)
    at = next(number for number, block in enumerate(order) if here in block)
    rest = sum(_left(block) for block in order[at + 1 :])
    whole = elapsed(span for one in order[at] for span in one.spans)
    if whole.since is None:
        return Finish(None, rest)
    return Finish(whole.since + timedelta(milliseconds=planned_ms(order[at]) - whole.ms), rest)


def _left(block: Sequence[Step]) -> int:
    """What a block below still needs; a single step that was brought forward needs nothing."""
    if not block[0].in_loop and block[0].has_begun:
        return 0
    used = elapsed(span for one in block for span in one.spans)
    return max(0, planned_ms(block) - used.ms)


def planned_ms(block: Iterable[Step]) -> int:
    return sum(one.minutes or 0 for one in block) * MINUTE
