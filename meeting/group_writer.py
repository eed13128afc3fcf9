"""SQLite's writer: one real thread outside the gevent loop that commits all waiting commands
together.

A disk flush costs the same for one command as for fifty, so those that arrive during a flush share
the next one; and the loop that serves the screens never waits for the disk. The only module that
knows how a gevent process gets a real thread.
"""

from __future__ import annotations

import logging
from typing import Any

import gevent
import sqlalchemy as sa
from flask import Flask
from gevent.event import Event as Signal
from gevent.monkey import get_original
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import configure_mappers

from meeting.errors import NotSaved
from meeting.registry import Registry
from meeting.together import Together
from meeting.writing import Command, Publish

log = logging.getLogger(__name__)
_start_new_thread = get_original("_thread", "start_new_thread")
_SimpleQueue = get_original("queue", "SimpleQueue")
BATCH = 200  # commands in one transaction at most, so that the first does not wait for long


class _Waiting:
    """A command and the greenlet (or thread) that waits for it."""

    def __init__(self, command: Command | None) -> None:
        self.command = command
        self._signal = Signal()
        self._watcher = gevent.get_hub().loop.async_()
        self._watcher.start(self._signal.set)

    def wait(self) -> None:
        self._signal.wait()
        self._watcher.stop()
        self._watcher.close()

    def release(self) -> None:
        """Wake the waiter; called in the writer's thread."""
        self._watcher.send()


class GroupWriter:
    """Owns the only writing connection of the site."""

    def __init__(self, app: Flask, engine: sa.Engine, registry: Registry, publish: Publish) -> None:
        self._app = app
        self._engine, self._registry, self._publish = engine, registry, publish
        self._queue: Any = _SimpleQueue()
        self._running = False

    def execute(self, command: Command) -> None:
        """Queue the command and return when its outcome is durable."""
        if not self._running:  # started late: a process may fork between set-up and first use
            self._running = True
            configure_mappers()
            _start_new_thread(self._loop, ())
        self._hand_over(_Waiting(command))

    def _hand_over(self, waiting: _Waiting) -> None:
        """What the loop begins in one turn goes over together, at its end: then both threads do not
        fight for the interpreter over each request, and more commands share a commit.
        """
        gevent.get_hub().loop.run_callback(self._queue.put, waiting)
        waiting.wait()

    def close(self) -> None:
        """Finish what waits, then stop the thread and let the file go."""
        if self._running:
            self._hand_over(_Waiting(None))
            self._running = False
        self._engine.dispose()

    def _loop(self) -> None:
        while True:
            batch = [self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            self._commit([waiting.command for waiting in batch if waiting.command])
            for waiting in batch:
                waiting.release()
            if any(waiting.command is None for waiting in batch):
                return

    def _commit(self, commands: list[Command]) -> None:
        if not commands:
            return
        try:
            # the context gives use cases their words: what the journal keeps is in Vietnamese
            with self._app.app_context(), self._engine.begin() as connection:
                Together(connection, self._registry).do(commands)
        except Exception as error:  # the thread must live on; each waiter is told
            self._nothing_stored(commands, error)
        else:
            self._publish([event for command in commands for event in command.events])

    def _nothing_stored(self, commands: list[Command], error: Exception) -> None:
        """The store has failed them all; or one of them left what cannot be stored, which must not
        be the others' loss.
        """
        if len(commands) > 1 and not isinstance(error, OperationalError):
            for command in commands:
                self._commit([command])
            return
        log.error("A group of %d changes could not be stored", len(commands), exc_info=error)
        for command in commands:
            known = isinstance(error, DBAPIError)
            command.error = NotSaved(_first_cause(error)) if known else error


def _first_cause(error: BaseException) -> str:
    """What the store said first: a full disk takes the savepoint away too, which hides it."""
    while error.__context__ is not None and isinstance(error.__context__, DBAPIError):
        error = error.__context__
    return str(error)
