"""Websocket lines, and one packet for a whole hall: framed once, written straight to each line that
is free.

python-socketio would queue the packet for each client, wake a greenlet for it and frame it there,
three times the work. A line that is busy, or is no websocket yet, still takes that way, so that
the order of packets holds. With server.py the only module that knows gevent-websocket.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import gevent
from engineio.packet import MESSAGE, Packet
from gevent.lock import BoundedSemaphore
from gevent.socket import SHUT_RDWR
from gevent.ssl import SSLSocket
from geventwebsocket.websocket import Header, WebSocket
from socketio.packet import EVENT
from socketio.packet import Packet as Message

MOST_READS = 100  # a second on one websocket: some forty packets, where a page sends five


class Line:
    """What a websocket reads from and writes to. Who talks without pause waits: the hall comes
    first.

    Without this the bytes of one phone that floods its line are read before anybody else's.
    """

    def __init__(self, handler: Any) -> None:
        self.handler = handler
        self._socket = handler.socket
        self._read = handler.rfile.read
        self._second, self._reads = 0, 0
        self._turn = BoundedSemaphore()  # one packet at a time, each of them whole
        # the rest of an encrypted packet cannot be taken up by somebody else
        self._divides = not isinstance(self._socket, SSLSocket)

    def read(self, size: int) -> bytes:
        """The next bytes; the head of a packet takes two or three reads."""
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._reads = second, 0
        self._reads += 1
        if self._reads > MOST_READS:
            gevent.sleep(1)
        return bytes(self._read(size))

    def write(self, data: bytes) -> None:
        """Write all of it, however long that takes; hang up when that fails half way."""
        with self._turn:
            try:
                self._socket.sendall(data)
            except BaseException:  # too late, or whoever wrote was stopped
                self._hang_up()
                raise

    def offer(self, data: bytes) -> bool:
        """Write without waiting; false, with nothing written, while the line is busy or broken."""
        if not self._divides or self._turn.locked() or self._turn.linkcount():
            return False  # somebody writes, or is the next to
        try:
            sent = self._socket.send(data, timeout=0.0)
        except OSError:  # full, or gone: the slow way finds out which
            return False
        if sent < len(data):
            self._turn.acquire()
            gevent.spawn(self._write_rest, data[sent:])
        return True

    def _write_rest(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError:
            self._hang_up()
        finally:
            self._turn.release()

    def _hang_up(self) -> None:
        """What follows half a packet could not be understood. The phone comes back by itself."""
        with suppress(OSError):
            self._socket.shutdown(SHUT_RDWR)  # closing alone waits for whoever still reads
        self._socket.close()


def lay(websocket: WebSocket, handler: Any) -> None:
    """Let a websocket that was just opened use a line."""
    line = Line(handler)
    websocket.stream, websocket.raw_write = line, line.write


def framed(event: str, data: Any) -> bytes:
    """A Socket.IO event as the bytes of one websocket frame."""
    message = Message(EVENT, data=[event, data], namespace="/").encode()
    payload: bytes = Packet(MESSAGE, message).encode().encode()
    head: bytes = bytes(Header.encode_header(True, WebSocket.OPCODE_TEXT, b"", len(payload), 0))
    return head + payload


class FanOut:
    """Writes one event to many clients of a python-socketio server."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def send(self, event: str, data: Any, sids: Iterable[str]) -> list[str]:
        """Write to all whose line is free at this moment. Returns the others."""
        frame = framed(event, data)
        return [sid for sid in sids if not self._offer(sid, frame)]

    def _offer(self, sid: str, frame: bytes) -> bool:
        line = self._free_line(sid)
        return line is not None and line.offer(frame)

    def _free_line(self, sid: str) -> Line | None:
        """A client's line if nothing waits to be written to it."""
        server = self._server
        engine_sid = server.manager.eio_sid_from_sid(sid, "/")
        engine = server.eio.sockets.get(engine_sid)
        if engine is None or not engine.upgraded or engine.closing or engine.queue.qsize():
            return None
        websocket = server.environ.get(engine_sid, {}).get("wsgi.websocket")
        line = getattr(websocket, "stream", None)  # none once it is closed
        return line if isinstance(line, Line) else None
