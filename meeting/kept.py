"""What nearly every request asks and hardly anything changes: the core's own small tables, kept in
memory until they change.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from meeting.db import db

T = TypeVar("T")
SECONDS = 1.0  # how old a change that another program made may be before it is seen
COUNTS = "only_counts"  # option of a statement that changes nothing that is kept here
_READ = "kept"  # what a writing transaction has read of these tables; None once it changes them
_CHANGE = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) \"?(?:meeting|meeting_plugin|setting_value|device)\b",
    re.IGNORECASE,
)


class Kept:
    """A meeting's head, switches and settings, and who a device is.

    Who empties it: any statement of the writing engine that changes one of these tables, the moment
    its transaction has ended, before anybody is told that it did. So no use case has to think of
    it. What another program changes beside a running server is seen after ``SECONDS``.

    On PostgreSQL, where several servers share the database, a request keeps its answers only for
    itself.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._known: dict[Hashable, tuple[float, Any]] = {}
        self._shared = engine.dialect.name == "sqlite"
        event.listen(engine, "begin", self._begun)
        event.listen(engine, "after_cursor_execute", self._notice)
        event.listen(engine, "checkin", self._ended)

    def get(self, key: Hashable, read: Callable[[Session], T]) -> T:
        """What is known by this key, else what ``read`` finds. None is asked again each time."""
        if not self._shared:
            mine: dict[Hashable, T] = db.session().info.setdefault("kept", {})
            if key not in mine:
                mine[key] = read(db.session())
            return mine[key]
        known = self._known  # emptied meanwhile, it is another one: what was read goes with the old
        found = known.get(key)
        if found is not None and found[0] > time.monotonic():
            return found[1]  # type: ignore[no-any-return]
        with Session(db.engine) as fresh:  # the request's own may look at an older state
            value = read(fresh)
        if value is not None:
            known[key] = (time.monotonic() + SECONDS, value)
        return value

    def _begun(self, connection: sa.Connection) -> None:
        connection.info[_READ] = {}

    def _notice(
        self,
        connection: sa.Connection,
        _cursor: Any,
        statement: str,
        _parameters: Any,
        context: Any,
        _many: bool,
    ) -> None:
        """In the writer's thread: this transaction changes what is kept."""
        if _CHANGE.match(statement) and COUNTS not in context.execution_options:
            connection.info[_READ] = None

    def _ended(self, _connection: Any, record: Any) -> None:
        """In the writer's thread: a transaction is over, and its connection given back."""
        if record.info.pop(_READ, {}) is None:
            self._known = {}


def within(connection: sa.Connection, key: Hashable, read: Callable[[], T]) -> T:
    """For use cases, which must know it as it is in their transaction: read once in it, and each
    time from when it has changed any of these tables.
    """
    known = connection.info.get(_READ)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]  # type: ignore[no-any-return]


def kept() -> Kept:
    """That of this application."""
    found: Kept = current_app.extensions["meeting"].kept
    return found
