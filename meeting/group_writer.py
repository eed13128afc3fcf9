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


class _Bundle:
    """The commands that one loop begins in one turn. They go over together and come back together:
    so the two threads do not fight for the interpreter over each, and more share a commit.
    """

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.last = False  # the writer stops after it
        self._done = Signal()
        self._watcher = gevent.get_hub().loop.async_()
        self._watcher.start(self._finish)

    def wait(self) -> None:
        """For those (greenlets) whose commands are in it."""
        self._done.wait()

    def release(self) -> None:
        """Wake those who wait; called in the writer's thread."""
        self._watcher.send()

    def _finish(self) -> None:
        self._watcher.stop()
        self._watcher.close()
        self._done.set()


class GroupWriter:
    """Owns the only writing connection of the site."""

    def __init__(self, app: Flask, engine: sa.Engine, registry: Registry, publish: Publish) -> None:
        self._app = app
        self._engine, self._registry, self._publish = engine, registry, publish
        self._queue: Any = _SimpleQueue()
        self._running = False
        self._begun: dict[Any, _Bundle] = {}  # by loop, until its turn ends

    def execute(self, command: Command) -> None:
        """Queue the command and return when its outcome is durable."""
        if not self._running:  # started late: a process may fork between set-up and first use
            self._running = True
            configure_mappers()
            _start_new_thread(self._loop, ())
        bundle = self._bundle()
        bundle.commands.append(command)
        bundle.wait()

    def _bundle(self) -> _Bundle:
        """That of this loop's present turn."""
        loop = gevent.get_hub().loop
        if loop not in self._begun:
            self._begun[loop] = _Bundle()
            loop.run_callback(self._hand_over, loop)
        return self._begun[loop]

    def _hand_over(self, loop: Any) -> None:
        self._queue.put(self._begun.pop(loop))

    def close(self) -> None:
        """Finish what waits, then stop the thread and let the file go."""
        if self._running:
            bundle = self._bundle()
            bundle.last = True
            bundle.wait()
            self._running = False
        self._engine.dispose()

    def _loop(self) -> None:
        while True:
            bundles = [self._queue.get()]
            while sum(len(one.commands) for one in bundles) < BATCH and not self._queue.empty():
                bundles.append(self._queue.get_nowait())
            self._commit([command for one in bundles for command in one.commands])
            for one in bundles:
                one.release()
            if any(one.last for one in bundles):
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
