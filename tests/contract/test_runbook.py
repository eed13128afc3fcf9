"""The guides for the meeting day say what the pages say: words in bold are looked up in the
catalogues, commands in the program.
"""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from meeting.cli import cli

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "docs/runbook.md", ROOT / "docs/huong-dan.md"]
LETTERS = re.compile(r"[^\x00-\x7f…“”–]")


def shown() -> set[str]:
    """Everything the pages say in Vietnamese, with line breaks and markup as a reader sees them."""
    found: set[str] = set()
    for catalogue in [
        *ROOT.glob("meeting/locales/vi/LC_MESSAGES/messages.po"),
        *ROOT.glob("plugins/*/locales/vi/LC_MESSAGES/messages.po"),
    ]:
        with catalogue.open("rb") as file:
            for message in read_po(file, locale="vi"):
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                found.update(re.sub(r"%\(\w+\)s", "…", str(text)) for text in texts)
    return found


def is_shown(words: str, everything: set[str]) -> bool:
    """Whether one message holds these words; an ellipsis stands for what changes."""
    pieces = [piece.strip() for piece in words.split("…") if piece.strip()]
    return any(all(piece in text for piece in pieces) for text in everything)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_words_in_bold_stand_on_the_pages(guide: Path) -> None:
    bold = set(re.findall(r"\*\*(.+?)\*\*", guide.read_text(), re.S))
    vietnamese = {" ".join(words.split()) for words in bold if LETTERS.search(words)}
    assert len(vietnamese) > 10
    everything = shown()
    assert sorted(words for words in vietnamese if not is_shown(words, everything)) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_exists(guide: Path) -> None:
    context = click.Context(cli)
    used = re.findall(r"bin/doithoai (?:--data \S+ )?(\w+)(?: (check|load)\b)?", guide.read_text())
    assert used
    for name, part in used:
        command = cli.get_command(context, name)
        assert command is not None, name
        assert not part or part in getattr(command, "commands", {})
