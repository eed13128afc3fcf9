"""Static files: one folder under a versioned address, compressed once, cached by browsers for good.

The version is a digest of all files, so relative references inside style sheets keep working and a
new release is never mixed with an old one.
"""

from __future__ import annotations

import filecmp
import functools
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from meeting import clock

KEPT_DAYS = 30
LENGTH = 12  # of a version's name
# Folder inside the address → folder on disk
Sources = tuple[tuple[str, Path], ...]


@functools.lru_cache(maxsize=4)
def _digest(state: tuple[tuple[str, str, float, int], ...]) -> str:
    """A digest of the content of these files; the state only tells when to read them again."""
    digest = hashlib.sha256()
    for name, path, _, _ in state:
        digest.update(name.encode() + b"\0" + Path(path).read_bytes())
    return digest.hexdigest()[:LENGTH]


def version_of(sources: Sources) -> str:
    """The version of all static files together."""
    state = []
    for prefix, folder in sources:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                stat = path.stat()
                name = f"{prefix}{path.relative_to(folder).as_posix()}"
                state.append((name, str(path), stat.st_mtime, stat.st_size))
    return _digest(tuple(state))


def publish(sources: Sources, cache: Path) -> tuple[str, Path]:
    """Copy and compress the files into ``cache/<version>`` unless they are there. Returns both."""
    version = version_of(sources)
    target = cache / version
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=cache))
        for prefix, folder in sources:
            shutil.copytree(folder, work / prefix, dirs_exist_ok=True)
        _drop_openings(work)
        _compress(work, [one for one in cache.iterdir() if len(one.name) == LENGTH])
        try:
            os.rename(work, target)
        except OSError:  # another process was quicker
            shutil.rmtree(work)
        _forget_old(cache)
    return version, target


def _compress(folder: Path, earlier: list[Path]) -> None:
    """Compress what shrinks. What an earlier version had already is taken from there: that is most
    of a new release, and compressing takes a slow computer many seconds.
    """
    compressor = Compressor(quiet=True)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if compressor.should_compress(path.name):
            name = path.relative_to(folder)
            if not any(_taken_from(one / name, path) for one in earlier):
                compressor.compress(str(path))


def _taken_from(old: Path, path: Path) -> bool:
    """Whether the old file has the same content; then its compressed forms are beside this one."""
    try:
        if not filecmp.cmp(old, path, shallow=False):
            return False
        for end in (".br", ".gz"):
            if Path(f"{old}{end}").exists():
                shutil.copyfile(f"{old}{end}", f"{path}{end}")
    except OSError:  # not in that version, or removed meanwhile
        return False
    return True


def _drop_openings(folder: Path) -> None:
    """Take off what a file of ours opens with: phones do not pay for what developers read."""
    for path in (*folder.rglob("*.js"), *folder.rglob("*.css")):
        content = path.read_bytes()
        if "vendor" not in path.parts and content.startswith(b"/*"):
            path.write_bytes(content.partition(b"*/")[2].lstrip())


def _forget_old(cache: Path) -> None:
    """Remove versions that no running server can still be using."""
    limit = clock.now().timestamp() - KEPT_DAYS * 86400
    for old in cache.iterdir():
        if old.stat().st_mtime < limit:
            shutil.rmtree(old, ignore_errors=True)


def init_static(app: Flask, sources: Sources, cache: Path) -> None:
    """Serve the files before Flask is asked, and give templates ``static(name)``."""
    version, folder = publish(sources, cache)
    prefix = f"static/{version}/"

    def static(name: str) -> str:
        if not (folder / name).is_file():
            raise FileNotFoundError(f"There is no static file {name!r}")
        return f"/{prefix}{name}"

    app.jinja_env.globals["static"] = static
    app.extensions["static_version"] = version
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix=prefix,
        immutable_file_test=lambda *_: True,
    )
