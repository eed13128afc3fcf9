"""Templates of plugins keep to the shell: files come by ``needs``, villages by ``unit_word``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = re.compile(r"<(?:link|script|style)\b|\s(?:style|on[a-z]+)=")
CALLS = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)  # an argument may be called “only”
TEMPLATES = sorted(ROOT.glob("plugins/*/templates/*/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_files_are_asked_for_with_needs(template: Path) -> None:
    found = FORBIDDEN.findall(CALLS.sub("", template.read_text("utf-8")))
    assert found == [], "say {{ needs(…) }}: the policy of our pages forbids the rest"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_village_is_called_as_the_language_has_it(template: Path) -> None:
    said = "unit_label.singular" in template.read_text("utf-8")
    assert not said, "say {{ unit_word() }}: an English sentence speaks of a village"
