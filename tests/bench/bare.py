"""The bases to compare with: the same server with a Flask page that does nothing, and the same
sockets with nothing behind them.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gevent import monkey

monkey.patch_all()

from flask import Flask  # noqa: E402 - sockets are patched first
from gevent.pywsgi import WSGIServer  # noqa: E402

from meeting.server import BACKLOG, Handler  # noqa: E402

page = Flask(__name__)
page.add_url_rule("/health", view_func=lambda: "ok")
STATE = "x" * 1500  # about what a phone's three live views weigh


def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Send one message to whoever connects and keep the line until they go."""
    line = environ.get("wsgi.websocket")
    if line is None:
        return page.wsgi_app(environ, start_response)
    line.send(STATE)
    while line.receive() is not None:
        pass
    return []


def main(port: str, note: str) -> None:
    """Listen as the product does."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(port)))
    listener.listen(BACKLOG)
    listener.setblocking(False)
    server = WSGIServer(listener, serve, handler_class=Handler, log=None)
    server.start()
    Path(note).write_text(str(listener.getsockname()[1]))
    server.serve_forever()


main(*sys.argv[1:])
