"""PostgreSQL's writer: an ordinary transaction per use case, one at a time within a meeting."""

from __future__ import annotations

import contextvars

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from meeting.errors import NotSaved
from meeting.registry import Registry
from meeting.together import Together
from meeting.writing import Command, Publish

LOCKS = 0x6474  # our own range of PostgreSQL's advisory locks


class DirectWriter:
    """The lock gives a use case the same guarantee as SQLite's one writer: nobody changes this
    meeting while it looks and writes. Meetings do not wait for each other.
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
        with self._app.app_context(), self._engine.begin() as connection:
            connection.execute(lock)
            Together(connection, self._registry).do([command])

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()
