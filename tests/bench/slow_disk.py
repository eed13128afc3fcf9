"""``python -m tests.bench.slow_disk …`` is ``doithoai …`` on a disk whose flush takes 5 ms more."""

from __future__ import annotations

from gevent import monkey

sleep = monkey.get_original("time", "sleep")  # the writer is a real thread and waits as one
monkey.patch_all()

import sqlalchemy as sa  # noqa: E402 - sockets are patched first, as the server does

from meeting.cli import main  # noqa: E402

FLUSH = 0.005


@sa.event.listens_for(sa.Engine, "commit")
def flush(_connection: sa.Connection) -> None:
    """Only the writer commits; readers roll back."""
    sleep(FLUSH)


main()
