"""What the use cases share: rows of this meeting, the facts the rules look at, entries, events."""

from __future__ import annotations

import sqlalchemy as sa

from meeting.contract import Refused, Tx, _l
from plugins.opinions import queries
from plugins.opinions.events import OpinionEvent
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.rules import Case, EntryKind, Outcome, State


def opinion_of(tx: Tx, opinion_id: int) -> Opinion:
    """An opinion of this meeting."""
    opinion = tx.session.get(Opinion, opinion_id)
    if opinion is None or opinion.meeting_id != tx.meeting_id:
        raise Refused(
            "opinions.no_such_opinion", _l("There is no such opinion. Go back to the list.")
        )
    return opinion


def numbered(tx: Tx, number: int) -> Opinion:
    """The opinion with this number."""
    query = sa.select(Opinion).where(Opinion.meeting_id == tx.meeting_id, Opinion.number == number)
    found = tx.session.scalar(query)
    if found is None:
        raise Refused(
            "opinions.no_such_number",
            _l("There is no opinion number %(number)s. Look the number up in the list."),
            number=number,
        )
    return found


def case_of(tx: Tx, opinion: Opinion) -> Case:
    """An opinion as far as the rules look at it."""
    question = queries.entry(tx.session, opinion.id, EntryKind.QUESTION)
    answer = queries.entry(tx.session, opinion.id, EntryKind.ANSWER)
    return Case(
        number=opinion.number,
        text=question.text if question else "",
        approved=opinion.state == State.APPROVED,
        sensitive=opinion.sensitive,
        kind=opinion.kind,
        answer=answer.text if answer else "",
        answered_by=answer.said_by if answer else "",
        department=opinion.department,
        outcome=Outcome(opinion.outcome) if opinion.outcome else None,
    )


def write(
    tx: Tx, opinion: Opinion, kind: EntryKind, text: str, said_by: str = "", full: str = ""
) -> Entry:
    """Add a piece to the thread."""
    entry = Entry(
        opinion_id=opinion.id,
        kind=kind,
        text=text,
        full=full,
        first_text=text,
        said_by=said_by,
        saved_by=tx.by.name,
        revision=1,
        at=tx.now,
        saved_at=tx.now,
    )
    tx.session.add(entry)
    tx.session.flush()
    return entry


def rewrite(tx: Tx, entry: Entry, text: str, said_by: str = "", full: str = "") -> None:
    """Save a piece of the thread anew."""
    entry.text, entry.said_by, entry.full = text, said_by, full
    entry.saved_by, entry.saved_at = tx.by.name, tx.now
    entry.revision += 1


def about(tx: Tx, kind: type[OpinionEvent], opinion: Opinion, **facts: object) -> OpinionEvent:
    """An event about an opinion. Those whose opinion was joined with it are told, too."""
    return kind(
        meeting_id=opinion.meeting_id,
        opinion_id=opinion.id,
        delegate_id=opinion.delegate_id,
        also=tuple(queries.askers_joined(tx.session, opinion.id)),
        **facts,
    )
