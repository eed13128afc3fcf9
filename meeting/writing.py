"""The one door for writes.

A use case is a plain function ``f(tx, *, …)``. ``run`` executes it in one transaction; its journal
rows are written with it, and its events leave after the commit is durable. On SQLite one writer
thread runs those that wait, each in its savepoint, and commits them together; on PostgreSQL each
has its own. A refused or failed use case changes nothing and publishes nothing.
"""

from __future__ import annotations

import contextvars
import functools
import hashlib
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from flask_babel import lazy_gettext as _l
from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import Actor
from meeting.db import Model, db, table_of
from meeting.errors import NotSaved, Refused
from meeting.events import Event
from meeting.kept import COUNTS
from meeting.models import JournalEntry, Meeting, MeetingState, Submission
from meeting.settings import read_setting

if TYPE_CHECKING:
    from meeting.registry import Registry

P = ParamSpec("P")
T = TypeVar("T")
LOCKS = 0x6474  # our own range of PostgreSQL's advisory locks
# What the door itself asks and writes for each use case; objects would cost several times as much
_BEFORE = sa.select(
    sa.select(Meeting.state).where(Meeting.id == sa.bindparam("meeting_id")).scalar_subquery(),
    sa.select(Submission.key).where(Submission.key == sa.bindparam("key")).scalar_subquery(),
    sa.select(Submission.result).where(Submission.key == sa.bindparam("key")).scalar_subquery(),
)
_MEETING = table_of(Meeting)
_COUNT_UP = (
    sa.update(_MEETING)
    .where(_MEETING.c.id == sa.bindparam("meeting"))
    .values(revision=_MEETING.c.revision + 1)
    .execution_options(**{COUNTS: True})
)


@dataclass(kw_only=True)
class Tx:
    """What a use case works with: a session, the meeting, who asks, and the instant."""

    session: Session
    registry: Registry
    by: Actor
    now: datetime
    meeting_id: int
    state: str | None = None  # the meeting's when the use case began
    events: list[Event] = field(default_factory=list)

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting this change belongs to, with its plan."""
        found = self.session.get(Meeting, self.meeting_id)
        if found is None:
            raise _no_meeting()
        return found

    def setting(self, name: str) -> Any:
        """A setting's value in this meeting."""
        return read_setting(self.session, self.registry, self.meeting_id, name)

    def emit(self, event: Event) -> None:
        """Say that something happened: to the journal with the change, to the world after it."""
        self.events.append(event)

    def insert(self, model: type[Model], *rows: dict[str, Any]) -> None:
        """Write rows that need not become objects: a third of the cost, for what comes in a rush.

        At once, so before objects that were added and not flushed.
        """
        self.session.connection().execute(_into(model), list(rows))


def _no_meeting() -> Refused:
    return Refused("core.no_meeting", _l("This meeting does not exist. Open the list of meetings."))


@functools.cache
def _into(model: type[Model]) -> sa.Insert:
    return sa.insert(table_of(model))


UseCase = Callable[Concatenate[Tx, P], T]


def allowed_when_closed(use_case: UseCase[P, T]) -> UseCase[P, T]:
    """Mark a use case that may still change a closed meeting, e.g. a reply sent afterwards."""
    use_case.allowed_when_closed = True  # type: ignore[attr-defined]
    return use_case


@functools.cache
def _result_type(use_case: Callable[..., Any]) -> TypeAdapter[Any]:
    """How this use case's answer is kept for a repeated form: by its return annotation."""
    return TypeAdapter(typing.get_type_hints(use_case)["return"])


def _full_name(use_case: Callable[..., Any]) -> str:
    return f"{use_case.__module__}.{use_case.__qualname__}"


@dataclass(kw_only=True)
class Command:
    """One call of a use case on its way through the door."""

    use_case: Callable[..., Any]
    arguments: dict[str, Any]
    by: Actor
    meeting_id: int
    key: str | None
    result: Any = None
    error: Exception | None = None
    events: list[Event] = field(default_factory=list)

    @cached_property
    def submission(self) -> str:
        """What is remembered of a form: the same key with other content is another form.

        So two buttons of one page, or a text edited before it is sent again, are each heard.
        """
        if not self.key:
            return ""
        parts = (self.key, _full_name(self.use_case), self.by.kind, self.by.id, self.meeting_id)
        content = repr((*parts, sorted(self.arguments.items())))
        return hashlib.sha256(content.encode()).hexdigest()

    def attempt(self, session: Session, registry: Registry) -> None:
        """Do it inside a savepoint. A refusal is kept as the outcome and journalled.

        Raises OperationalError when the store itself fails: then nothing of the batch can be
        trusted.
        """
        session.expunge_all()  # what a neighbour of the batch loaded or lost is not ours to see
        try:
            with session.begin_nested():
                self._do(session, registry)
        except OperationalError:
            raise
        except IntegrityError:
            self.error = Refused(
                "core.conflict",
                _l("Somebody changed this at the same moment. Look at the screen and try again."),
            )
        except Exception as error:
            self.error = error
        if isinstance(self.error, Refused):
            session.execute(_into(JournalEntry), self._refusal(session, self.error))

    def _do(self, session: Session, registry: Registry) -> None:
        asked = {"meeting_id": self.meeting_id, "key": self.submission}
        state, answered, result = session.connection().execute(_BEFORE, asked).one()
        if answered is not None:
            self.result = _result_type(self.use_case).validate_python(result)
            return
        tx = Tx(
            session=session,
            registry=registry,
            by=self.by,
            now=clock.now(),
            meeting_id=self.meeting_id,
            state=state,
        )
        self._refuse_when_closed(state)
        self.result = self.use_case(tx, **self.arguments)
        session.flush()
        self._remember(tx)
        self.events = tx.events

    def _refuse_when_closed(self, state: str | None) -> None:
        if not self.meeting_id or getattr(self.use_case, "allowed_when_closed", False):
            return
        if state is None:
            raise _no_meeting()
        if state == MeetingState.CLOSED:
            raise Refused(
                "core.closed",
                _l("The meeting is closed and its minutes are made. Nothing here can be changed."),
            )

    def _remember(self, tx: Tx) -> None:
        """Write the journal, count the meeting's revision up, and keep the answer for a repeated
        form.
        """
        if tx.events:
            told = ((one.name, one.meeting_id, one.facts()) for one in tx.events)
            tx.insert(JournalEntry, *(self._entry(*one, at=tx.now) for one in told))
            tx.session.connection().execute(_COUNT_UP, {"meeting": self.meeting_id})
        if self.key:
            answer = _result_type(self.use_case).dump_python(self.result, mode="json")
            name = _full_name(self.use_case)
            row = {"key": self.submission, "use_case": name, "result": answer, "at": tx.now}
            tx.insert(Submission, row)

    def _entry(
        self, event: str, meeting_id: int | None, facts: dict[str, Any], at: datetime
    ) -> dict[str, Any]:
        """A row of the journal."""
        return {
            "meeting_id": meeting_id or None,
            "at": at,
            "by_kind": self.by.kind,
            "by_id": self.by.id,
            "by_name": self.by.name,
            "event": event,
            "facts": facts,
            "refused": False,
        }

    def _refusal(self, session: Session, refused: Refused) -> dict[str, Any]:
        facts = {name: str(value) for name, value in refused.facts.items()}
        known = session.scalar(sa.select(Meeting.id).where(Meeting.id == self.meeting_id))
        facts = {"use_case": _full_name(self.use_case), **facts}
        return self._entry(refused.code, known, facts, at=clock.now()) | {"refused": True}


class Writer(typing.Protocol):
    """Executes commands durably, one after another as far as anyone can tell."""

    def execute(self, command: Command) -> None: ...

    def close(self) -> None: ...


Publish = Callable[[list[Event]], None]


class DirectWriter:
    """PostgreSQL: an ordinary transaction per use case, one at a time within a meeting.

    The lock gives a use case the same guarantee as SQLite's one writer: nobody changes this meeting
    while it looks and writes. Meetings do not wait for each other.
    """

    def __init__(self, app: Flask, engine: sa.Engine, registry: Registry, publish: Publish) -> None:
        self._app = app
        self._engine, self._registry, self._publish = engine, registry, publish

    def execute(self, command: Command) -> None:
        """Run the command in its own transaction and publish its events."""
        try:
            # as on SQLite no request is in sight: what the journal keeps is in Vietnamese
            contextvars.Context().run(self._commit, command)
        except DBAPIError as error:
            raise NotSaved(str(error.orig)) from error
        self._publish(command.events)

    def _commit(self, command: Command) -> None:
        lock = sa.select(sa.func.pg_advisory_xact_lock(LOCKS, command.meeting_id))
        with self._app.app_context(), Session(self._engine) as session:
            session.execute(lock)
            command.attempt(session, self._registry)
            session.commit()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def run(
    use_case: Callable[Concatenate[Tx, P], T],
    *,
    by: Actor,
    meeting_id: int = 0,
    key: str | None = None,
    **arguments: Any,
) -> T:
    """Execute a use case and return its answer once it is durable.

    ``key`` is the form's submission key: with the same content again it gives the first answer and
    changes nothing. Raises Refused when a rule said no, NotSaved when the store could not keep it.
    """
    command = Command(
        use_case=use_case, arguments=arguments, by=by, meeting_id=meeting_id, key=key or None
    )
    core = current_app.extensions["meeting"]
    db.session.remove()  # no read snapshot is held while waiting, and the next read sees the change
    core.writer.execute(command)
    core.bus.drain()
    if command.error is not None:
        raise command.error
    return typing.cast(T, command.result)


def perform(use_case: Callable[Concatenate[Tx, P], T], **arguments: Any) -> T:
    """``run`` for the present request: its meeting, its actor, its form's submission key."""
    meeting = g.get("meeting")
    key = request.form.get("key", "")[:64]
    meeting_id = meeting.id if meeting is not None else 0
    return run(use_case, by=g.actor, meeting_id=meeting_id, key=key, **arguments)
