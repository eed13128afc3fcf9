"""What the applications of a process need not do again: each test makes one of its own, and most
of the time of that goes into compiling addresses, of its first page into compiling templates.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

import sqlalchemy as sa
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class _Memory(BytecodeCache):
    """Compiled templates; one whose source has changed is compiled anew."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what is known of a template with this very source."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None
        self._known[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = _Memory()


def compile_addresses() -> None:
    """Let every application have the functions that build an address of the same rule."""
    compile_one: Callable[..., Any] = Rule._compile_builder
    known: dict[object, Any] = {}

    def compile_once(self: Rule, append_unknown: bool = True) -> Any:
        key = (self.rule, *self._trace, repr(self.defaults), append_unknown)
        if key not in known:
            known[key] = compile_one(self, append_unknown)
        return known[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]


def do_not_wait_for_the_disk(engine: sa.Engine) -> None:
    """No test cuts the power of its own process; servers of tests are started as anywhere."""
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def on_connect(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")
