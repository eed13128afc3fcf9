"""The documentation is read against the code: what exists is described, and the reverse."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from meeting.cli import cli
from meeting.config import Config
from meeting.contract import Plugin
from meeting.loader import check, discover
from meeting.papers.model import plain
from meeting.phrases import Phrases
from meeting.plan import load_plan_file, shipped_plans
from meeting.points import Telling
from meeting.text import Addressed
from plugins.minutes.papers.rules import lines

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/plugin-guide.md").read_text()
PLUGINS = discover(Config(safe_mode=True))


def test_the_guide_names_every_field_of_the_contract_and_no_other() -> None:
    described = re.findall(r"^\| `(\w+)` \|", GUIDE, re.M)
    assert described == [field.name for field in fields(Plugin)]


def test_the_guide_names_every_place_and_point() -> None:
    pages = "".join(
        path.read_text()
        for folder in ("templates", "plugins")
        for path in ROOT.glob(f"{folder}/**/*.html")
    )
    opened = {*re.findall(r'slots\("([\w.]+)"', pages)}
    opened |= {point for plugin in PLUGINS for point in plugin.points}
    assert sorted(name for name in opened if f"`{name}`" not in GUIDE) == []


def test_the_guides_first_example_is_a_plugin() -> None:
    source = GUIDE.split("```python")[1].split("```")[0]
    names: dict[str, object] = {"__name__": "raffle_example"}
    exec(compile(source, "plugin-guide.md", "exec"), names)  # noqa: S102 - our own guide
    plugin = names["plugin"]
    assert isinstance(plugin, Plugin)
    check([plugin])


class Winner(Addressed):
    name = "Đinh Thị Hlŏp"
    honorific = "Bà"


def test_the_guides_papers_are_written() -> None:
    source = next(one for one in GUIDE.split("```python") if "CONTRIBUTES" in one).split("```")[0]
    names: dict[str, Any] = {"_l": str, "Session": object, "winner_of": lambda *_: Winner()}
    exec(compile(source, "plugin-guide.md", "exec"), names)  # noqa: S102 - our own guide
    contributes: dict[str, tuple[Any, ...]] = names["CONTRIBUTES"]
    check([*PLUGINS, Plugin(name="raffle", title="Raffle", contributes=contributes)])
    meeting: Any = SimpleNamespace(id=1, plan=load_plan_file(shipped_plans()["to-tung-2023"]))
    telling = Telling(
        session=None,  # type: ignore[arg-type]
        meeting=meeting,
        phrases=Phrases.of(contributes["minutes.phrase"]),
    )
    _heading, said = contributes["minutes.section"][0].build(telling)
    assert plain(said.words).endswith("người trúng thưởng là bà Đinh Thị Hlŏp.")
    [letter] = contributes["minutes.paper"][0].write(telling)
    assert "Bà Đinh Thị Hlŏp đã nhận quà." in lines(letter.document)
    assert contributes["minutes.check"][0].check(None, 1) == []


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_every_declared_name_is_on_the_plugins_page(plugin: Plugin) -> None:
    page = (ROOT / f"docs/plugins/{plugin.name}.md").read_text()
    declared = [
        item.name
        for kind in ("settings", "permissions", "events", "views")
        for item in getattr(plugin, kind)
    ]
    assert [name for name in declared if f"`{name}`" not in page] == []


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_every_refusal_is_on_the_plugins_page(plugin: Plugin) -> None:
    page = (ROOT / f"docs/plugins/{plugin.name}.md").read_text()
    sources = "\n".join(path.read_text() for path in (ROOT / "plugins" / plugin.name).rglob("*.py"))
    codes = set(re.findall(rf'Refused\(\s*"({plugin.name}\.\w+)"', sources))
    assert sorted(code for code in codes if f"`{code}`" not in page) == []


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_page_names_nothing_that_is_gone(plugin: Plugin) -> None:
    page = (ROOT / f"docs/plugins/{plugin.name}.md").read_text()
    everything = "\n".join(path.read_text() for path in ROOT.glob("plugins/**/*.py"))
    named = set(re.findall(rf"`({plugin.name}\.[a-z_]+)`", page))
    endpoints = {name for name in named if f"def {name.partition('.')[2]}" in everything}
    assert sorted(n for n in named - endpoints if f'"{n}"' not in everything) == []


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in cli.commands if f"doithoai {name}" not in readme] == []


def test_the_readme_names_every_make_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^(\w+):.*## ", makefile, re.M)
    readme = (ROOT / "README.md").read_text()
    assert [name for name in targets if f"make {name}" not in readme and name != "help"] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/adr").glob("*.md")), ids=lambda path: path.stem
)
def test_every_decision_has_the_same_form(path: Path) -> None:
    headings = re.findall(r"^\*\*(\w+)\.\*\*", path.read_text(), re.M)
    assert headings == ["Decision", "Why", "Consequence"]
