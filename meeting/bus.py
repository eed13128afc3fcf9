"""Events after the commit: first in first out, each subscriber isolated from the others."""

from __future__ import annotations

import contextvars
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from gevent.lock import Semaphore

from meeting.events import Event
from meeting.live import Live
from meeting.registry import Registry

log = logging.getLogger(__name__)


@dataclass
class Bus:
    """Carries events from the writer to subscribers and live views."""

    app: Flask
    registry: Registry
    live: Live

    def __post_init__(self) -> None:
        self._queue: deque[Event] = deque()
        self._turn = Semaphore(1)
        self._due = False  # somebody is on the way to drain
        self.background: Callable[[Callable[[], None]], object] | None = None

    def publish(self, events: list[Event]) -> None:
        """Take over committed events, in commit order. Called in the writer's thread."""
        self.live.touch(events)
        self._queue.extend(events)

    def drain(self) -> None:
        """Let subscribers and screens know. A server sets ``background`` so that no user waits for
        it; those who came together are told of together.
        """
        if self.background is None:
            self._drain()
        elif not self._due:
            self._due = True
            self.background(self._drain)

    def _drain(self) -> None:
        self._due = False
        self.live.announce()  # screens do not wait for subscribers, nor for one that writes
        while self._queue and self._turn.acquire(blocking=False):
            try:
                while self._queue:
                    self._dispatch(self._queue.popleft())
            finally:
                self._turn.release()

    def _dispatch(self, event: Event) -> None:
        for plugin, subscriber in self.registry.subscribers_of(event):
            context = contextvars.Context()  # no request, no session of the one who clicked
            try:
                context.run(self._call, plugin, subscriber.handle, event)
            except Exception:  # the others must hear it all the same
                log.exception("Plugin %r failed on %s", plugin, event.name)

    def _call(self, plugin: str, handle: Callable[[Event], None], event: Event) -> None:
        with self.app.app_context():
            if self.registry.is_on(plugin, event.meeting_id):
                handle(event)
