"""The server of the hall: one gevent process, plain HTTP for phones and HTTPS for staff.

Not ``socketio.run``: that leaves Nagle's delay on (a factor of 280 on keep-alive answers) and a
short listen backlog. gevent-websocket is required, because the fallback that python-engineio would
take silently corrupts the stream of slow readers. With lines.py the only module that knows either.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gevent
from flask import Flask
from gevent.event import Event
from gevent.pywsgi import WSGIServer
from gevent.ssl import PROTOCOL_TLS_SERVER, SSLContext
from geventwebsocket.handler import WebSocketHandler

from meeting.config import Config
from meeting.devices import save_sights
from meeting.errors import StartupProblem
from meeting.lines import FanOut, lay
from meeting.net import staff_address
from meeting.running import note
from meeting.tls_own import server_files

log = logging.getLogger(__name__)
BACKLOG = 2048  # a whole hall reconnects at the same second
STOP_SECONDS = 5
SEND_BUFFER = 65_536  # bytes; what waits in the kernel for a slow phone is old before it arrives
PING_INTERVAL, PING_TIMEOUT = 25, 20
KEEP_SECONDS = 60  # between two looks at the address and at what is to be saved
SILENT_SECONDS = 75  # a line on which nothing moves that long is given up; pings are more frequent


class Handler(WebSocketHandler):  # type: ignore[misc] # the library has no types
    """Answers leave at once, and a connection that breaks is no error."""

    def __init__(self, sock: socket.socket, address: Any, server: Any, rfile: Any = None) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        super().__init__(sock, address, server, rfile)

    def handle_one_request(self) -> Any:
        """In turn with the others, also when the next request lies there already."""
        gevent.sleep(0)
        return super().handle_one_request()

    def upgrade_connection(self) -> Any:
        answer = super().upgrade_connection()
        opened = self.environ.get("wsgi.websocket")
        if opened is not None:
            lay(opened, self)
        return answer

    @property
    def logger(self) -> logging.Logger:
        """gevent-websocket wants one; ours is quiet."""
        return log

    def log_request(self) -> None:
        """No access log: it would name who asked what."""

    def handle_error(self, kind: Any, value: Any, trace: Any) -> None:
        if not isinstance(value, (ConnectionError, TimeoutError)):
            super().handle_error(kind, value, trace)


class Listener(WSGIServer):
    """Who connects and says nothing does not hold a line for ever."""

    def do_handle(self, *args: Any) -> None:
        args[0].settimeout(SILENT_SECONDS)
        super().do_handle(*args)

    def wrap_socket_and_handle(self, client_socket: Any, address: Any) -> None:
        """A browser that does not like the certificate hangs up: no error of ours."""
        try:
            super().wrap_socket_and_handle(client_socket, address)
        except OSError as error:
            log.debug("A secure line was not opened: %s", error)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises StartupProblem when the port is taken or not allowed."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would share a port that is in use
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise StartupProblem(
            f"Port {port} cannot be used ({error}). Another program may use it, "
            "or the server runs already; choose another with --port or --https-port."
        ) from error
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener


def attach_sockets(app: Flask) -> None:
    """Make Socket.IO part of the application and let events go on in the background."""
    core = app.extensions["meeting"]
    core.realtime.init_app(
        async_mode="gevent",
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
        cors_allowed_origins=None,  # the page's own origin only
        manage_session=False,
        http_compression=False,
        max_http_buffer_size=16_384,  # clients send wishes, never content
    )
    core.realtime.fan_out = FanOut(core.realtime.io.server)
    core.bus.background = gevent.spawn


class Server:
    """The two listeners, bound first: a port in use is found before anything else."""

    def __init__(self, config: Config, host: str = "0.0.0.0") -> None:  # noqa: S104
        self._plain = _listen(host, config.http_port)
        self._secure = _listen(host, config.https_port)
        self.config = replace(
            config,
            http_port=self._plain.getsockname()[1],
            https_port=self._secure.getsockname()[1],
        )
        self._servers: list[WSGIServer] = []
        self._certificate: tuple[tuple[Path, int], ...] = ()

    def mount(self, app: Flask) -> None:
        """Put the application behind both listeners."""
        attach_sockets(app)
        self._context = SSLContext(PROTOCOL_TLS_SERVER)
        self.renew_certificate()
        options: dict[str, Any] = {"handler_class": Handler, "log": None, "error_log": log}
        self._app = app
        self._servers = [
            Listener(self._plain, app, **options),
            Listener(self._secure, app, ssl_context=self._context, **options),
        ]

    def renew_certificate(self) -> None:
        """Show the certificate for today's addresses from the next connection on.

        Raises StartupProblem when the office's own certificate is no good.
        """
        files = server_files(self.config)
        state = tuple((path, path.stat().st_mtime_ns) for path in files)
        if state == self._certificate:
            return
        self._context.load_cert_chain(*files)
        if self._certificate:
            address = staff_address(self.config)
            log.warning("The certificate was made anew. Staff open %s", address)
        self._certificate = state

    def start(self) -> None:
        """Begin to accept, and leave a note in the data folder for programs that look for us."""
        for server in self._servers:
            server.start()
        ports = {"http_port": self.config.http_port, "https_port": self.config.https_port}
        told = note(self.config.data)
        draft = told.with_suffix(".new")
        draft.write_text(json.dumps({"pid": os.getpid(), **ports}))
        draft.replace(told)  # whoever waits for it never reads half of it
        self._keeper = gevent.spawn(self._keep)

    def _keep(self) -> None:
        """Once a minute: is the address another one, and which devices have been seen?"""
        while True:
            gevent.sleep(KEEP_SECONDS)
            try:
                self.renew_certificate()
            except Exception:  # the certificate that is in use stays in use
                log.exception("The certificate could not be renewed")
            self._save_sights()

    def _save_sights(self) -> None:
        with self._app.app_context():
            save_sights()

    def serve_until(self, stop: Event) -> None:
        """Serve until told to stop, then finish what is under way."""
        stop.wait()
        self._keeper.kill()
        for server in self._servers:
            server.stop_accepting()
        for server in self._servers:
            server.stop(timeout=STOP_SECONDS)
        note(self.config.data).unlink(missing_ok=True)
        self._save_sights()
        self._app.extensions["meeting"].close()


def on_stop_signal(stop: Callable[[], object]) -> None:
    """Ctrl-C and SIGTERM end the server in order."""
    for name in ("SIGINT", "SIGTERM"):
        gevent.signal_handler(getattr(signal, name), stop)
