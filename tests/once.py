"""What the applications of a process need not do again: each test makes one of its own, and most
of the time of that goes into compiling addresses, of its first page into compiling templates.
"""

from __future__ import annotations

from types import CodeType, MethodType
from typing import Any

import sqlalchemy as sa
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule
from whitenoise import WhiteNoise


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


_ADDRESS = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


def compile_addresses() -> None:
    """Let every application have what was compiled of the same rule."""
    compile_one = Rule.compile
    known: dict[object, dict[str, Any]] = {}

    def compile_once(self: Rule) -> None:
        key = (self.rule, self.subdomain, repr(self.defaults))
        if key not in known:
            compile_one(self)
            known[key] = {name: getattr(self, name) for name in _ADDRESS}
            return
        vars(self).update(known[key])
        self._build = MethodType(known[key]["_build"].__func__, self)
        self._build_unknown = MethodType(known[key]["_build_unknown"].__func__, self)

    Rule.compile = compile_once  # type: ignore[method-assign]


def read_static_files() -> None:
    """Let every application have the headers of the same published files: they never change."""
    read_all = WhiteNoise.update_files_dictionary
    known: dict[tuple[str, str], dict[str, Any]] = {}

    def read_once(self: Any, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            read_all(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    WhiteNoise.update_files_dictionary = read_once


def do_not_wait_for_the_disk(engine: sa.Engine) -> None:
    """No test cuts the power of its own process; servers of tests are started as anywhere."""
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def on_connect(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")
