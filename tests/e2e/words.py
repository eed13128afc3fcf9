"""What the interface says, so that tests press the buttons people see and follow the wording."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]


@functools.cache
def _catalogue() -> dict[str, str]:
    said = {}
    plugins = ROOT.glob("plugins/*/locales/vi/*/*.po")
    for path in [*ROOT.glob("meeting/locales/vi/*/*.po"), *plugins]:
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                first = message.id[0] if isinstance(message.id, tuple) else message.id
                string = message.string
                string = string[0] if isinstance(string, tuple) else string
                said[str(first)] = str(string)
    return said


def vi(message: str, **values: object) -> str:
    """The Vietnamese of a message. Raises KeyError for one that is not used any more."""
    said = _catalogue()[message]
    return said % values if values else said


def like(message: str) -> re.Pattern[str]:
    """A pattern for a message with values that the test does not know."""
    return re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(vi(message))))
