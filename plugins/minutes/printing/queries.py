"""What was printed, read back from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from meeting.models import JournalEntry
from meeting.printing import Job, Stage, State, state_of, trouble_words
from plugins.minutes.printing.events import PaperPrinted

SHOWN = 3
FRESH = timedelta(hours=2)  # how long anybody asks a printer about a paper


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A paper that a printer has taken."""

    at: datetime
    by: str
    paper: str
    printer: str
    copies: int
    job: str
    ticket: str


@dataclass(frozen=True)
class Printed:
    """A paper that a printer has taken, and how far it is; None where nobody asks any more."""

    sent: Sent
    state: State | None

    @property
    def is_under_way(self) -> bool:
        """Whether to ask again."""
        return self.state is not None and self.state.is_under_way

    @property
    def is_held_up(self) -> bool:
        """Whether somebody must look after the printer."""
        held = self.state is not None and (self.state.is_stopped or self.state.trouble is not None)
        return held and self.is_under_way

    @property
    def why(self) -> str:
        """What keeps the printer, as far as it says."""
        return trouble_words(self.state.trouble, self.state.said) if self.state else ""


def sent(session: Session, meeting_id: int, limit: int = SHOWN) -> list[Sent]:
    """The papers sent to a printer, newest first."""
    query = (
        sa.select(JournalEntry)
        .where(JournalEntry.meeting_id == meeting_id, JournalEntry.event == PaperPrinted.name)
        .order_by(JournalEntry.id.desc())
        .limit(limit)
    )
    return list(_readable(session.scalars(query)))


def _readable(rows: Iterable[JournalEntry]) -> Iterator[Sent]:
    """What an older program or another hand wrote into a restored journal may say less."""
    for row in rows:
        with suppress(ValidationError):
            yield _sent().validate_python({**row.facts, "at": row.at, "by": row.by_name})


@cache
def _sent() -> TypeAdapter[Sent]:
    return TypeAdapter(Sent)


def by_ticket(session: Session, meeting_id: int, ticket: str) -> Sent | None:
    """What came of one try to print; None while nothing has, or when it failed."""
    return next((one for one in sent(session, meeting_id, 100) if one.ticket == ticket), None)


def printed(papers: list[Sent], now: datetime) -> list[Printed]:
    """How far each is. Asks the printing system, so outside any transaction; of one that knows
    nothing of a paper it asks no further: a page waits for it.
    """
    found = []
    answers = True
    for one in papers:
        asked = answers and bool(one.job) and now - one.at < FRESH
        state = state_of(Job(one.printer, one.job)) if asked else None
        answers = answers and (state is None or state.stage != Stage.UNKNOWN)
        found.append(Printed(one, state))
    return found
