"""Static files: what a release compresses, and what it takes over from the one before."""

from __future__ import annotations

import gzip
from pathlib import Path

from meeting.static import publish


def test_a_release_compresses_only_what_has_changed(tmp_path: Path) -> None:
    source, cache = tmp_path / "source", tmp_path / "cache"
    (source / "vendor").mkdir(parents=True)
    same, changed = source / "vendor" / "same.js", source / "changed.js"
    same.write_text("same();\n" * 500)
    changed.write_text("before();\n" * 500)
    _, first = publish((("", source),), cache)
    kept = first / "vendor" / "same.js.br"
    kept.write_bytes(b"the very file")

    changed.write_text("behind();\n" * 500)
    _, second = publish((("", source),), cache)
    assert second != first
    assert (second / "vendor" / "same.js.br").read_bytes() == b"the very file"
    assert gzip.decompress((second / "vendor" / "same.js.gz").read_bytes()) == same.read_bytes()
    packed = (second / "changed.js.gz").read_bytes()
    assert gzip.decompress(packed) == changed.read_bytes()
    assert (second / "changed.js.br").read_bytes() != (first / "changed.js.br").read_bytes()
