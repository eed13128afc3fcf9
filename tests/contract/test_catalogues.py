"""Vietnamese is complete: every message of the code is in the catalogue, translated and not
doubtful.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PARTS = [
    "meeting",
    *(f"plugins/{path.parent.name}" for path in sorted(ROOT.glob("plugins/*/__init__.py"))),
]


@pytest.mark.parametrize("part", PARTS)
def test_every_message_is_translated(part: str, tmp_path: Path) -> None:
    template = tmp_path / "messages.pot"
    sources = [ROOT / part] + ([ROOT / "templates"] if part == "meeting" else [])
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", "-k", "_l", "-F"]
    subprocess.run(
        [*command, ROOT / "pyproject.toml", "-o", template, *sources],
        check=True,
        capture_output=True,
    )
    with template.open("rb") as file:
        used = {str(message.id) for message in read_po(file) if message.id}
    catalogue = ROOT / part / "locales/vi/LC_MESSAGES/messages.po"
    if not used:
        return
    with catalogue.open("rb") as file:
        found = {str(m.id): m for m in read_po(file, locale="vi") if m.id}
    missing = sorted(key for key in used if key not in found or not found[key].string)
    doubtful = sorted(key for key, message in found.items() if message.fuzzy)
    assert (missing, doubtful) == ([], [])


def test_one_message_has_one_translation() -> None:
    """Catalogues are chained: a message two plugins share must read the same in both."""
    said: dict[str, dict[str, str]] = {}
    for part in PARTS:
        catalogue = ROOT / part / "locales/vi/LC_MESSAGES/messages.po"
        if not catalogue.exists():
            continue
        with catalogue.open("rb") as file:
            for message in read_po(file, locale="vi"):
                if message.id and message.string:
                    said.setdefault(str(message.id), {})[part] = str(message.string)
    assert {key: found for key, found in said.items() if len(set(found.values())) > 1} == {}
