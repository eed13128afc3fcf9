"""Writing to a websocket without waiting: whole packets, in their order, or nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from types import SimpleNamespace

import gevent
import pytest
from gevent import socket

from meeting.lines import Line, framed

Pair = tuple[Line, socket.socket]
LARGE = 3_000_000  # bytes; no kernel takes that at once


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A line, and the phone at its other end."""
    ours, phone = socket.socketpair()
    with ours, phone:
        yield Line(SimpleNamespace(socket=ours, rfile=io.BytesIO())), phone


def read(phone: socket.socket, size: int) -> bytes:
    """So many bytes, however many pieces they come in."""
    found = bytearray()
    while len(found) < size:
        piece = phone.recv(65_536)
        assert piece, "hung up in the middle"
        found += piece
    return bytes(found)


def test_a_free_line_takes_a_packet_at_once(pair: Pair) -> None:
    line, phone = pair
    assert line.offer(b"one")
    assert line.offer(b"two")
    assert read(phone, 6) == b"onetwo"


def test_a_packet_that_was_begun_is_finished_before_the_next(pair: Pair) -> None:
    line, phone = pair
    begun = b"a" * LARGE
    assert line.offer(begun)
    assert not line.offer(b"b"), "the line is busy"
    after = gevent.spawn(line.write, b"c")
    assert read(phone, LARGE + 1) == begun + b"c"
    after.get(timeout=60)
    assert line.offer(b"d")


def test_who_waits_for_the_line_goes_first(pair: Pair) -> None:
    line, phone = pair
    line._turn.acquire()  # a packet is under way
    after = gevent.spawn(line.write, b"a")
    gevent.sleep(0)
    line._turn.release()  # it is done; who waited is woken, and does not run yet
    assert not line.offer(b"b")
    assert read(phone, 1) == b"a"
    after.get(timeout=60)
    assert line.offer(b"b")


def test_a_full_line_takes_nothing(pair: Pair) -> None:
    line, phone = pair
    waiting = gevent.spawn(line.write, b"a" * LARGE)
    gevent.sleep(0)
    assert not line.offer(b"b")
    assert read(phone, LARGE) == b"a" * LARGE
    waiting.get(timeout=60)


def test_a_line_whose_phone_is_gone_takes_nothing(pair: Pair) -> None:
    line, phone = pair
    phone.close()
    assert not line.offer(b"one")


def test_a_phone_that_goes_in_the_middle_of_a_packet_leaves_a_closed_line(pair: Pair) -> None:
    line, phone = pair
    assert line.offer(b"a" * LARGE)
    phone.close()
    gevent.sleep(0.01)
    assert not line.offer(b"b")


def test_a_frame_is_a_whole_text_frame_of_socket_io() -> None:
    frame = framed("state", {"html": "ơ̆"})
    assert frame[0] == 0x81
    assert frame[2:].decode() == '42["state",{"html":"\\u01a1\\u0306"}]'
    assert frame[1] == len(frame) - 2


def test_a_phone_that_takes_too_long_is_hung_up_on(pair: Pair) -> None:
    """Half a packet and then another one would be read as nonsense."""
    line, phone = pair
    line._socket.settimeout(0.1)
    with pytest.raises(TimeoutError):
        line.write(b"a" * LARGE)
    assert not line.offer(b"b")
    with pytest.raises(OSError):  # noqa: PT011 - whatever a closed line says
        line.write(b"c")
    came = bytearray()
    while piece := phone.recv(65_536):
        came += piece
    assert set(came) == {ord("a")}
    assert len(came) < LARGE


def test_a_writer_that_is_stopped_half_way_hangs_up(pair: Pair) -> None:
    line, phone = pair
    writer = gevent.spawn(line.write, b"a" * LARGE)
    gevent.sleep(0)
    writer.kill()
    came = bytearray()
    while piece := phone.recv(65_536):
        came += piece
    assert set(came) == {ord("a")}
    assert len(came) < LARGE
