"""Clients as thin as they can be, so that what is measured is the server: HTTP and WebSocket by
hand on asyncio.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import struct
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
STATE = re.compile(rb'42\["state",\{"view":"([\w.:]+)","rev":(\d+)')


class Line:
    """One keep-alive HTTP connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._port = port
        self._head = f"Host: {HOST}:{port}\r\nCookie: {cookie}\r\nAccept: application/json\r\n"

    async def open(self) -> Line:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(HOST, self._port)
        return self

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        self._writer.write(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        return await self._answer()

    async def post(self, path: str, fields: dict[str, Any]) -> tuple[int, bytes]:
        """Send a form with a fresh submission key."""
        body = urlencode({"key": os.urandom(16).hex(), **fields})
        head = f"POST {path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        self._writer.write((head + kind + body).encode())
        return await self._answer()

    async def _answer(self) -> tuple[int, bytes]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = next(
            line.partition(":")[2]
            for line in head.split("\r\n")
            if line.lower().startswith("content-length:")
        )
        return int(head.split()[1]), await self._reader.readexactly(int(length))

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


class Phone(asyncio.Protocol):
    """One WebSocket: joins its views over Socket.IO, or only listens on a bare server."""

    def __init__(self, cookie: str, views: list[str], *, bare: bool = False) -> None:
        self._cookie, self._views, self._bare = cookie, views, bare
        self._buffer, self._upgraded = bytearray(), False
        self.ready: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.on_state: Callable[[Phone, str, float], None] = lambda *_: None  # view, time
        self.revisions: dict[str, int] = {}
        self.received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        path = "/" if self._bare else "/socket.io/?EIO=4&transport=websocket"
        transport.write(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            f"Cookie: {self._cookie}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self.received += len(data)
        if not self._upgraded:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert self._buffer.startswith(b"HTTP/1.1 101"), bytes(self._buffer[:200])
            del self._buffer[: end + 4]
            self._upgraded = True
        while (frame := self._frame()) is not None:
            self._message(frame)

    def _frame(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        assert buffer[0] == 0x81, f"not a whole text frame: {bytes(buffer[:40])!r}"
        size, start = buffer[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return None
        frame = bytes(buffer[start : start + size])
        del buffer[: start + size]
        return frame

    def _message(self, frame: bytes) -> None:
        if state := STATE.match(frame):  # the head is enough: a phone's own work is not measured
            view = state[1].decode()
            self.revisions[view] = int(state[2])
            self.on_state(self, view, time.perf_counter())
            return
        text = frame.decode()
        if self._bare:
            self.ready.set_result(time.perf_counter())
        elif text.startswith("0"):
            self._send("40")
        elif text.startswith("40"):
            wish = {"meeting": 1, "views": dict.fromkeys(self._views, -1), "lang": "vi"}
            self._send("420" + json.dumps(["join", wish]))
        elif text.startswith("43"):
            answer = json.loads(text[text.index("[") :])[0]
            assert not answer["refused"], answer["refused"]
            self.revisions = {view: one["rev"] for view, one in answer["views"].items()}
            self.ready.set_result(time.perf_counter())
        elif text == "2":
            self._send("3")

    def _send(self, text: str) -> None:
        data = text.encode()
        size = (
            bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        )
        self.transport.write(b"\x81" + size + b"\0\0\0\0" + data)  # a mask of zeros changes nothing

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the server hung up"))
            self.ready.exception()


async def connect(port: int, phones: list[Phone], *, at_once: int = 500) -> None:
    """Connect all and wait until each has its state."""
    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(at_once)

    async def one(phone: Phone) -> None:
        async with gate:
            await loop.create_connection(lambda: phone, HOST, port)
            await phone.ready

    await asyncio.gather(*(one(phone) for phone in phones))
