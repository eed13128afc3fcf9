"""Templates of plugins keep to the shell: files come into the head by ``needs`` alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = re.compile(r"<(?:link|script|style)\b|\s(?:style|on[a-z]+)=")
TEMPLATES = sorted(ROOT.glob("plugins/*/templates/*/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_files_are_asked_for_with_needs(template: Path) -> None:
    found = FORBIDDEN.findall(template.read_text("utf-8"))
    assert found == [], "say {{ needs(…) }}: the policy of our pages forbids the rest"
