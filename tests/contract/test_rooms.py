"""Who may import whom, and how long a file may grow."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting.config import Config
from meeting.contract import Plugin
from meeting.loader import discover

from .rooms import (
    LONGEST_FILE,
    code_lines,
    core_breaches,
    long_functions,
    plugin_breaches,
    python_files,
)

ROOT = Path(__file__).parents[2]
PLUGINS = {plugin.name: plugin for plugin in discover(Config(safe_mode=True))}


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


def test_the_core_knows_no_plugin() -> None:
    breaches = {
        str(path.relative_to(ROOT)): found
        for path in python_files(ROOT / "meeting")
        if (found := core_breaches(path.read_text(), package_of(path)))
    }
    assert breaches == {}


@pytest.mark.parametrize("plugin", PLUGINS.values(), ids=list(PLUGINS))
def test_a_plugin_imports_only_what_it_may(plugin: Plugin) -> None:
    breaches = {}
    for path in python_files(ROOT / "plugins" / plugin.name):
        place = path.relative_to(ROOT / "plugins" / plugin.name).with_suffix("").parts
        part = ".".join(place)
        found = plugin_breaches(path.read_text(), plugin.name, part, plugin.requires, plugin.after)
        if found:
            breaches[str(path.relative_to(ROOT))] = found
    assert breaches == {}


@pytest.mark.parametrize(
    ("part", "source", "reported"),
    [
        ("rules", "import flask", True),
        ("rules", "from sqlalchemy import select", True),
        ("rules", "from dataclasses import dataclass", False),
        ("service", "from meeting.realtime import Realtime", True),
        ("service", "from meeting.contract import Tx", False),
        ("service", "from .views import routes", True),
        ("views", "from .service import call", False),
        ("desk.views", "from plugins.mine.usecases.thread import edit", False),
        ("desk.rules", "import flask", True),
        ("usecases.thread", "from plugins.mine.desk.views import page", True),
        ("reads.pieces", "from plugins.mine.usecases import thread", True),
        ("reads.pieces", "from plugins.mine.queries import opinion", False),
        ("service", "def f():\n    from plugins.stranger.api import x", True),
        ("service", "from plugins.needed.api import x", False),
        ("service", "from plugins.needed.models import X", True),
        ("service", "from plugins.maybe.api import x", True),
        ("service", "def f():\n    from plugins.maybe.api import x", False),
    ],
)
def test_planted_breaches_are_found(part: str, source: str, reported: bool) -> None:
    found = plugin_breaches(source, "mine", part, ("needed",), ("maybe",))
    assert bool(found) is reported


def test_a_planted_breach_of_the_core_is_found() -> None:
    assert core_breaches("def f():\n    import plugins.roster", "meeting")


@pytest.mark.parametrize("folder", ["meeting", "plugins"])
def test_files_and_functions_stay_short(folder: str) -> None:
    sources = {path: path.read_text() for path in python_files(ROOT / folder)}
    long_files = {str(p): n for p, s in sources.items() if (n := code_lines(s)) > LONGEST_FILE}
    long_bodies = {str(p): found for p, s in sources.items() if (found := list(long_functions(s)))}
    assert (long_files, long_bodies) == ({}, {})
