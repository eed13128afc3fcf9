"""The one door for writes.

A use case is a plain function ``f(tx, *, …)``. ``run`` executes it in one transaction; its journal
rows are written with it, and its events leave after the commit is durable. On SQLite one writer
thread runs those that wait and commits them together (``meeting.group_writer``); on PostgreSQL each
has its own transaction (``meeting.direct_writer``). A refused or failed use case changes nothing
and publishes nothing.
"""

from __future__ import annotations

import functools
import hashlib
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from meeting.access import Actor
from meeting.db import Model, db, table_of
from meeting.errors import Refused
from meeting.events import Event
from meeting.models import Meeting
from meeting.settings import read_setting

if TYPE_CHECKING:
    from meeting.registry import Registry

P = ParamSpec("P")
T = TypeVar("T")


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
            raise no_meeting()
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
        self.session.connection().execute(into(model), list(rows))


def no_meeting() -> Refused:
    """Why nothing can be changed in it."""
    return Refused("core.no_meeting", _l("This meeting does not exist. Open the list of meetings."))


@functools.cache
def into(model: type[Model]) -> sa.Insert:
    """The statement that writes rows of a table which never become objects."""
    return sa.insert(table_of(model))


UseCase = Callable[Concatenate[Tx, P], T]


def allowed_when_closed(use_case: UseCase[P, T]) -> UseCase[P, T]:
    """Mark a use case that may still change a closed meeting, e.g. a reply sent afterwards."""
    use_case.allowed_when_closed = True  # type: ignore[attr-defined]
    return use_case


@functools.cache
def _answer_type(use_case: Callable[..., Any]) -> TypeAdapter[Any]:
    return TypeAdapter(typing.get_type_hints(use_case)["return"])


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

    @property
    def name(self) -> str:
        """The use case's, in full."""
        return f"{self.use_case.__module__}.{self.use_case.__qualname__}"

    @cached_property
    def submission(self) -> str:
        """What is remembered of a form: the same key with other content is another form.

        So two buttons of one page, or a text edited before it is sent again, are each heard.
        """
        if not self.key:
            return ""
        parts = (self.key, self.name, self.by.kind, self.by.id, self.meeting_id)
        content = repr((*parts, sorted(self.arguments.items())))
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def answer_type(self) -> TypeAdapter[Any]:
        """How the answer is kept for a repeated form: by the use case's return annotation."""
        return _answer_type(self.use_case)


class Writer(typing.Protocol):
    """Executes commands durably, one after another as far as anyone can tell."""

    def execute(self, command: Command) -> None: ...

    def close(self) -> None: ...


Publish = Callable[[list[Event]], None]


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
