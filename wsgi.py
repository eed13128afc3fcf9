"""For hosting behind another server, in one process with gevent's worker: ``wsgi:app``.

A hall's laptop uses ``doithoai run``.
"""

from meeting import create_app
from meeting.server import attach_sockets

app = create_app()
attach_sockets(app)
