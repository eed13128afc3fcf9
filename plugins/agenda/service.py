"""What can be done to the programme, each in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from meeting.contract import Refused, Tx, _l
from meeting.models import MeetingState
from meeting.plan import defaults
from meeting.plan.parts import AgendaItem as Planned
from meeting.plan.parts import AgendaKind
from plugins.agenda import queries, rules
from plugins.agenda.events import (
    ProgrammeTakenOver,
    StepAdded,
    StepChanged,
    StepEnded,
    StepEvent,
    StepMoved,
    StepRemoved,
    StepStarted,
)
from plugins.agenda.models import AgendaItem, AgendaSpan
from plugins.agenda.rules import Typed

E = TypeVar("E", bound=StepEvent)
PLAN, STANDARD = "plan", "standard"  # beside ids of meetings, where a programme may come from


# -- running the programme ------------------------------------------------------------------------


def start(tx: Tx, *, item_id: int, seen: int, leave: bool = False) -> int:
    """Begin a step, for the first time or again; the one that runs is over. Returns the time's id.

    ``seen``: the time (span) that the clicker saw running, 0 for none. Of a step that runs already
    nothing is begun twice. ``leave``: also while people wait who have not been heard.
    """
    item = _item(tx, item_id)
    before = queries.running_span(tx.session, tx.meeting_id)
    if before is not None and before.item_id == item.id:
        return before.id
    rules.not_moved(seen, before.id if before else 0)
    rules.may_begin(AgendaKind(item.kind), meeting_open=tx.meeting.state == MeetingState.OPEN)
    if not leave and item.id in rules.leaving(queries.steps(tx.session, tx.meeting_id)):
        rules.nobody_waits(queries.waiting(tx.session, tx.meeting_id, tx.registry.contributions))
    if before is not None:
        _end(tx, before)
    span = AgendaSpan(item_id=item.id, meeting_id=tx.meeting_id, started_at=tx.now)
    tx.session.add(span)
    tx.session.flush()
    tx.emit(_event(tx, StepStarted, item, kind=item.kind))
    return span.id


def end(tx: Tx, *, span_id: int) -> None:
    """The step that the clicker saw running is over, and none follows yet."""
    span = tx.session.get(AgendaSpan, span_id)
    if span is None or span.meeting_id != tx.meeting_id:
        raise _no_such_step()
    if span.ended_at is None:
        _end(tx, span)


def end_at_close(tx: Tx) -> None:
    """The meeting is closed, and with it the step that runs."""
    span = queries.running_span(tx.session, tx.meeting_id)
    if span is not None:
        _end(tx, span)


def _end(tx: Tx, span: AgendaSpan) -> None:
    span.ended_at = max(tx.now, span.started_at)
    tx.session.flush()  # two never run, not even for a moment
    seconds = int((span.ended_at - span.started_at).total_seconds())
    tx.emit(_event(tx, StepEnded, _item(tx, span.item_id), seconds=seconds))


# -- editing --------------------------------------------------------------------------------------


def add(tx: Tx, *, typed: Typed, before_id: int = 0) -> int:
    """One step more, before another or at the end for 0. Returns its id."""
    rows = queries.items(tx.session, tx.meeting_id)
    rules.room_for_more(len(rows))
    item = AgendaItem(meeting_id=tx.meeting_id, position=len(rows) + 1)
    _write(item, typed)
    tx.session.add(item)
    tx.session.flush()
    order = [one.id for one in rows]
    _arrange([*rows, item], rules.placed(order, item.id, before_id))
    tx.emit(_event(tx, StepAdded, item))
    return item.id


def change(tx: Tx, *, item_id: int, seen: int, typed: Typed) -> None:
    """Other words, time or sort; ``seen`` is the revision that was on the form."""
    item = _item(tx, item_id)
    rules.not_changed(seen, item.revision)
    if _write(item, typed):
        item.revision += 1
        tx.emit(_event(tx, StepChanged, item))


def _write(item: AgendaItem, typed: Typed) -> bool:
    """Put typed values into a row. Returns whether anything is another now."""
    wanted = {
        "title": rules.title_line(typed.title),
        "kind": rules.kind_of(typed.kind).value,
        "who": rules.who_line(typed.who),
        "minutes": rules.minutes_of(typed.minutes),
        "note": rules.note_text(typed.note),
    }
    before = {name: getattr(item, name) for name in wanted}
    for name, value in wanted.items():
        setattr(item, name, value)
    return wanted != before


def move_up(tx: Tx, *, item_id: int, above_id: int) -> None:
    """Put a step over the one that was shown directly above it."""
    item = _item(tx, item_id)
    rows = queries.items(tx.session, tx.meeting_id)
    order = [one.id for one in rows]
    wanted = rules.moved_up(order, item_id, above_id)
    if wanted != order:
        _arrange(rows, wanted)
        tx.emit(_event(tx, StepMoved, item, before_id=above_id))


def remove(tx: Tx, *, item_id: int) -> None:
    """Take out a step that has not begun. Taking it out again changes nothing."""
    step = queries.step(tx.session, tx.meeting_id, item_id)
    if step is None:
        return
    rules.may_remove(step)
    item = _item(tx, item_id)
    tx.emit(_event(tx, StepRemoved, item))
    tx.session.delete(item)


def take_over(tx: Tx, *, source: str) -> int:
    """Replace the programme by the plan's, the usual one, or that of another meeting.

    Returns the number of steps.
    """
    rules.may_replace(queries.steps(tx.session, tx.meeting_id))
    wanted = _wanted(tx, source)
    tx.session.execute(sa.delete(AgendaItem).where(AgendaItem.meeting_id == tx.meeting_id))
    fill(tx, wanted)
    count = len(queries.items(tx.session, tx.meeting_id))
    tx.emit(ProgrammeTakenOver(meeting_id=tx.meeting_id, source=source, steps=count))
    return count


def fill(tx: Tx, wanted: Iterable[Planned | AgendaItem]) -> None:
    """Write the steps of a programme; only another meeting's carry notes."""
    for position, one in enumerate(wanted, start=1):
        item = AgendaItem(
            meeting_id=tx.meeting_id,
            position=position,
            title=one.title,
            kind=str(one.kind),
            who=one.who,
            minutes=one.minutes,
            note=getattr(one, "note", ""),
        )
        tx.session.add(item)
    tx.session.flush()


def _wanted(tx: Tx, source: str) -> list[Planned | AgendaItem]:
    plan = tx.meeting.plan
    if source == PLAN and plan.agenda:
        return list(plan.agenda)
    if source == STANDARD:
        usual = defaults.agenda(survey=plan.survey.on)
        return [Planned.model_validate(one) for one in usual]
    others = {str(one.id): one.id for one in queries.others(tx.session, tx.meeting_id)}
    rows = queries.items(tx.session, others[source]) if source in others else []
    if not rows:
        raise Refused(
            "agenda.nothing_to_take",
            _l("There is no such programme. Choose one of those on the page."),
        )
    return list(rows)


# -- shared ---------------------------------------------------------------------------------------


def _item(tx: Tx, item_id: int) -> AgendaItem:
    item = tx.session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != tx.meeting_id:
        raise _no_such_step()
    return item


def _no_such_step() -> Refused:
    return Refused(
        "agenda.no_such_step",
        _l("This step is not in the programme any more. Reload the page and choose again."),
    )


def _arrange(rows: Sequence[AgendaItem], order: Sequence[int]) -> None:
    for row in rows:
        row.position = order.index(row.id) + 1


def _event(tx: Tx, event: type[E], item: AgendaItem, **facts: Any) -> E:
    return event(meeting_id=tx.meeting_id, item_id=item.id, step=item.title, **facts)
