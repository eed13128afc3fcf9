"""The limit of a broadcast in this language: one prepared frame and one ``send`` a phone, nothing
else. ``python -m tests.bench.bare_fan PORT NOTE``.
"""

from __future__ import annotations

import json
import select
import socket
import sys
from pathlib import Path

from geventwebsocket.websocket import Header

BACKLOG = 2048
UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n\r\n"
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def frame(text: str) -> bytes:
    """One text frame."""
    data = text.encode()
    return bytes(Header.encode_header(True, 1, b"", len(data), 0)) + data


def greeting(request: bytes) -> bytes:
    """What a phone waits for before it counts as ready: the answer to its join."""
    return UPGRADED + frame('430[{"now":0,"views":{},"refused":[]}]')


class Bare:
    """Phones by their sockets; any POST of n bytes sends every phone a state of that many."""

    def __init__(self, port: int) -> None:
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen(BACKLOG)
        self.port = self._listener.getsockname()[1]
        self._poll = select.epoll()
        self._poll.register(self._listener, select.EPOLLIN)
        self._lines: dict[int, socket.socket] = {}
        self._phones: set[int] = set()
        self._revision = 0

    def serve(self) -> None:
        """For ever."""
        while True:
            for number, _event in self._poll.poll():
                if number == self._listener.fileno():
                    self._accept()
                else:
                    self._read(number)

    def _accept(self) -> None:
        line, _address = self._listener.accept()
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines[line.fileno()] = line
        self._poll.register(line, select.EPOLLIN)

    def _read(self, number: int) -> None:
        line = self._lines[number]
        data = line.recv(65_536)
        if not data:
            self._phones.discard(number)
            self._poll.unregister(number)
            self._lines.pop(number).close()
        elif data.startswith(b"GET"):
            self._phones.add(number)
            line.send(greeting(data))
        elif data.startswith(b"POST"):
            line.send(ANSWER)
            self._broadcast(int(data.split(b"size=")[1]))

    def _broadcast(self, size: int) -> None:
        self._revision += 1
        state = {"view": "speakers.queue", "rev": self._revision, "html": "x" * size}
        packet = frame("42" + json.dumps(["state", state], separators=(",", ":")))
        for number in self._phones:
            self._lines[number].send(packet)


def main(port: str, note: str) -> None:
    """Listen, and say where."""
    bare = Bare(int(port))
    Path(note).write_text(str(bare.port))
    bare.serve()


main(*sys.argv[1:])
