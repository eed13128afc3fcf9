"""Live views: each fragment rendered once per change, for everyone in its room, with its revision.

Knows nothing of sockets. A snapshot stays valid until an event touches its view; pages, pushes and
returning clients all get the same one.
"""

from __future__ import annotations

import contextvars
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, render_template
from flask_babel import force_locale

from meeting.db import db
from meeting.events import EVERYBODY, Event
from meeting.models import Meeting
from meeting.registry import Registry

if TYPE_CHECKING:
    from meeting.contract import LiveView

log = logging.getLogger(__name__)
KEPT = 2000  # snapshots in memory


class Topic(NamedTuple):
    """One live view of one meeting; ``key`` for views that exist once per person."""

    meeting_id: int
    view: str
    key: int | None = None

    @property
    def everybody(self) -> Topic:
        """The same view of all persons together."""
        return self._replace(key=None)


class Room(NamedTuple):
    """Those who see a topic in one language."""

    topic: Topic
    lang: str


def _topics(view: LiveView, event: Event) -> Sequence[Topic]:
    """The topics of a view that an event touches; none when it is about nobody's own view.

    What happens to the meeting itself touches everybody's: a topic without key.
    """
    if view.key is None:
        return [Topic(event.meeting_id, view.name)]
    try:
        keys = view.key(event)
    except Exception:  # the change is stored, whatever a view makes of it
        log.exception("The live view %s has no key for %s", view.name, event.name)
        return []
    several = (keys,) if isinstance(keys, int) else tuple(keys or ())
    if EVERYBODY in several or (not several and event.name.startswith("core.")):
        return [Topic(event.meeting_id, view.name)]
    return [Topic(event.meeting_id, view.name, key) for key in several]


@dataclass(frozen=True)
class Snapshot:
    """A rendered fragment; ``revision`` is the meeting's at the moment of reading."""

    revision: int
    html: str


class Live:
    """Keeps the newest snapshot of each room and knows which are out of date."""

    def __init__(self, app: Flask, registry: Registry) -> None:
        self._app, self._registry = app, registry
        self._touched: dict[Topic, int] = {}  # how often an event touched it
        self._snapshots: OrderedDict[Room, tuple[int, Snapshot]] = OrderedDict()
        self._news: deque[Topic] = deque()
        self.on_news: Callable[[set[Topic]], None] | None = None  # set by the socket layer

    def touch(self, events: list[Event]) -> None:
        """Mark the views these events touch. Cheap, and safe in the writer's thread."""
        for event in events:
            for view in self._registry.views_touched_by(event):
                for topic in _topics(view, event):
                    self._touched[topic] = self._touched.get(topic, 0) + 1
                    self._news.append(topic)

    def announce(self) -> None:
        """Hand the touched topics to the socket layer."""
        news = set()
        with suppress(IndexError):  # another thread may take the last one
            while self._news:
                news.add(self._news.popleft())
        if news and self.on_news is not None:
            self.on_news(news)

    def snapshot(self, room: Room) -> Snapshot:
        """The newest state of a room, rendered only if something touched it since last time."""
        generation = self._generation(room.topic)
        known = self._snapshots.get(room)
        if known is not None and known[0] == generation:
            return known[1]
        fresh = contextvars.Context().run(self._render, room)
        if known is not None and known[1].html == fresh.html:
            fresh = known[1]  # nothing to see: screens keep what they have
        self._snapshots[room] = (generation, fresh)
        self._snapshots.move_to_end(room)
        while len(self._snapshots) > KEPT:
            self._snapshots.popitem(last=False)
        return fresh

    def _generation(self, topic: Topic) -> int:
        """How often events touched a topic, its own and everybody's."""
        own = self._touched.get(topic, 0)
        return own if topic.key is None else own + self._touched.get(topic.everybody, 0)

    def _render(self, room: Room) -> Snapshot:
        """Read and render in a blank context and one read snapshot: no viewer can leak into it."""
        meeting_id, name, key = room.topic
        view = self._registry.views[name]
        with self._app.app_context(), force_locale(room.lang):
            session = db.session()  # the context's own: settings and switches are read by it too
            meeting = session.get_one(Meeting, meeting_id)
            arguments = (session, meeting_id) if view.key is None else (session, meeting_id, key)
            context = view.context(*arguments)
            html = render_template(view.template, meeting=meeting, **context)
            return Snapshot(meeting.revision, html)
