"""Sockets: screens join live views, get each new state once, and catch up by themselves after a
gap.

The only module that imports flask_socketio. Sockets carry state to screens, never commands.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import gevent
from flask import Flask, request
from flask_socketio import SocketIO

from meeting import clock
from meeting.access import Actor, can, identify, is_private_line, known_meeting
from meeting.i18n import DEFAULT, LANGUAGES
from meeting.live import Live, Room, Topic
from meeting.registry import Registry

if TYPE_CHECKING:
    from meeting.lines import FanOut

log = logging.getLogger(__name__)
BEHIND = 8  # packets waiting for a client before it gets the newest state instead of each one
CATCH_UP_SECONDS = 0.5
MOST_VIEWS = 30  # a page never shows more


class Realtime:
    """Knows who looks at what and pushes the newest state to them."""

    def __init__(self, app: Flask, registry: Registry, live: Live, *, window: float) -> None:
        self._app, self._registry, self._live, self._window = app, registry, live, window
        self.io = SocketIO()
        self._members: dict[Room, set[str]] = defaultdict(set)
        self._rooms_with: dict[Topic, set[Room]] = defaultdict(set)  # by own topic and everybody's
        self._rooms_of: dict[str, set[Room]] = defaultdict(set)
        self._actors: dict[str, Actor] = {}
        self._pushed_at: dict[Room, float] = {}
        self._waiting: set[Room] = set()
        self._behind: dict[str, set[Room]] = defaultdict(set)
        self.fan_out: FanOut | None = None  # set by the server: writes to whose line is free
        live.on_news = self.announce

    def init_app(self, **options: Any) -> None:
        """Attach to the application with python-socketio's options."""
        self.io.init_app(self._app, **options)
        self.io.on_event("join", self._on_join)
        self.io.on_event("time", self._on_time)
        self.io.on_event("disconnect", self._on_disconnect)

    @property
    def _server(self) -> Any:
        """python-socketio's own server, which the stubs of flask_socketio leave out."""
        return self.io.server  # type: ignore[attr-defined]

    # What clients ask

    def _on_time(self, *_: object) -> int:
        return clock.epoch_ms(clock.now())

    def _on_join(self, wish: object = None, *_: object) -> dict[str, Any]:
        """``{meeting, views: {name: revision}, lang}`` → the states that are newer, and what is
        refused.
        """
        meeting_id, wanted, lang = _read_wish(wish)
        sid: str = request.sid  # type: ignore[attr-defined]
        actor = identify(meeting_id)  # from the database: a revoked device learns nothing more
        self._actors[sid] = actor
        rooms: dict[str, Room] = {}
        for name in wanted:
            topic = self._topic(meeting_id, name)
            if topic is not None and self._may_see(actor, topic):
                rooms[name] = Room(topic, lang)
        self._move(sid, set(rooms.values()))  # first: what changes from here on is pushed
        for room in rooms.values():
            self._state(room)  # may wait for the database, while others push; the next lines do not
        states = {name: state for name, room in rooms.items() if (state := self._state(room))}
        newer = {name: state for name, state in states.items() if state["rev"] != wanted[name]}
        refused = [name for name in wanted if name not in rooms]
        return {"now": self._on_time(), "views": newer, "refused": refused}

    def _on_disconnect(self, *_: object) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]
        self._move(sid, set())
        self._actors.pop(sid, None)
        self._behind.pop(sid, None)

    def _topic(self, meeting_id: int, name: str) -> Topic | None:
        view, _, key = name.partition(":")
        declared = self._registry.views.get(view)
        if known_meeting(meeting_id) is None:
            return None
        if declared is None or not self._registry.is_on(view.partition(".")[0], meeting_id):
            return None
        if (declared.key is None) == bool(key) or (key and not _is_id(key)):
            return None
        return Topic(meeting_id, view, int(key) if key else None)

    def _may_see(self, actor: Actor, topic: Topic) -> bool:
        view = self._registry.views[topic.view]
        if view.permission is not None:
            theirs = not view.own or (actor.kind == "device" and actor.id == topic.key)
            return theirs and can(actor, view.permission) and is_private_line()
        return topic.key is None or topic.key == actor.delegate_id

    def _move(self, sid: str, rooms: set[Room]) -> None:
        before = self._rooms_of.pop(sid, set())
        for room in before - rooms:
            self._members[room].discard(sid)
            if not self._members[room]:
                self._forget(room)
        if rooms:
            self._rooms_of[sid] = rooms
        for room in rooms - before:
            self._members[room].add(sid)
            self._rooms_with[room.topic].add(room)
            self._rooms_with[room.topic.everybody].add(room)

    def _forget(self, room: Room) -> None:
        """Nobody looks at it any more."""
        del self._members[room]
        self._pushed_at.pop(room, None)
        for topic in {room.topic, room.topic.everybody}:
            self._rooms_with[topic].discard(room)
            if not self._rooms_with[topic]:
                del self._rooms_with[topic]

    # What is pushed

    def announce(self, topics: set[Topic]) -> None:
        """Push these topics to those who look at them: at once, then at most once a window."""
        rooms = {room for topic in topics for room in self._rooms_with.get(topic, ())}
        for room in rooms - self._waiting:
            window = max(self._window, self._registry.views[room.topic.view].pace)
            elapsed = time.monotonic() - self._pushed_at.get(room, -window)
            self._waiting.add(room)
            gevent.spawn_later(max(0.0, window - elapsed), self._push, room)

    def _push(self, room: Room) -> None:
        self._waiting.discard(room)
        if room not in self._members:
            return  # everybody has left
        self._pushed_at[room] = time.monotonic()
        self._show_out(room)
        state = self._state(room)
        if state is None:
            return
        rest = [sid for sid in self._members.get(room, ()) if room not in self._behind.get(sid, ())]
        if self.fan_out is not None:
            rest = self.fan_out.send("state", state, rest)
        self._queue(room, state, rest)

    def _queue(self, room: Room, state: dict[str, Any], sids: list[str]) -> None:
        """For lines that are busy; who is too far behind gets the newest state later instead."""
        far = {sid for sid in sids if self._backlog(sid) > BEHIND}
        for sid in far:
            self._fell_behind(sid, room)
        near = [sid for sid in sids if sid not in far]
        if near:  # one emit for all: the packet is encoded once
            self._server.emit("state", state, to=near)

    def _show_out(self, room: Room) -> None:
        """What is for one person goes to phones that speak for them now: a code may have ended."""
        if room.topic.key is None:
            return
        for sid in list(self._members.get(room, ())):
            environ = self._server.get_environ(sid, "/")
            if environ is None:
                continue  # just leaving
            with self._app.request_context(environ):
                stays = self._may_see(identify(room.topic.meeting_id), room.topic)
            if not stays:
                self._move(sid, self._rooms_of[sid] - {room})

    def _fell_behind(self, sid: str, room: Room) -> None:
        if not self._behind:
            gevent.spawn_later(CATCH_UP_SECONDS, self._catch_up)
        self._behind[sid].add(room)

    def _catch_up(self) -> None:
        """Give those who fell behind the newest state once their line is free again."""
        for sid in list(self._behind):
            if sid not in self._rooms_of:
                del self._behind[sid]
            elif self._backlog(sid) <= 1:
                rooms = self._behind.pop(sid)
                for room in rooms:
                    self._show_out(room)
                still = rooms & self._rooms_of.get(sid, set())  # what it looked at may be over
                for state in filter(None, map(self._state, still)):
                    self.io.emit("state", state, to=sid)
        if self._behind:
            gevent.spawn_later(CATCH_UP_SECONDS, self._catch_up)

    def _state(self, room: Room) -> dict[str, Any] | None:
        """The newest state; none when the view fails, which must not stop the others."""
        try:
            snapshot = self._live.snapshot(room)
        except Exception:
            log.exception("The live view %s could not be rendered", room.topic.view)
            return None
        return {"view": _wire_name(room.topic), "rev": snapshot.revision, "html": snapshot.html}

    def _backlog(self, sid: str) -> int:
        """Packets that wait to be written to this client."""
        server = self._server
        line = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))
        return line.queue.qsize() if line is not None else 0

    def connected_devices(self) -> set[int]:
        """The paired devices that look at something at this moment."""
        return {one.id for one in self._actors.values() if one.kind == "device" and one.id}

    def evict(self, device_id: int) -> None:
        """Show a revoked device the door: its pages reload, its lines are closed."""
        for sid, actor in list(self._actors.items()):
            if actor.kind == "device" and actor.id == device_id:
                self._move(sid, set())
                self.io.emit("evicted", {}, to=sid)
                self._server.disconnect(sid)


def _is_id(key: str) -> bool:
    """Whether this can be the number of a row; databases know no longer ones."""
    return key.isdecimal() and len(key) < 10


def _wire_name(topic: Topic) -> str:
    return topic.view if topic.key is None else f"{topic.view}:{topic.key}"


def _read_wish(wish: object) -> tuple[int, dict[str, int], str]:
    """Read a join message; whatever is malformed counts as not asked for."""
    if not isinstance(wish, dict):
        return 0, {}, DEFAULT
    meeting, views, lang = wish.get("meeting"), wish.get("views"), wish.get("lang")
    meeting_id = meeting if isinstance(meeting, int) and 0 < meeting < 2**31 else 0
    pairs = list(views.items())[:MOST_VIEWS] if isinstance(views, dict) else []
    wanted = {
        name: revision if isinstance(revision, int) else 0
        for name, revision in pairs
        if isinstance(name, str) and len(name) < 80
    }
    return meeting_id, wanted, lang if isinstance(lang, str) and lang in LANGUAGES else DEFAULT
