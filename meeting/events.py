"""What a use case tells the world once its change is durable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

EVERYBODY: Final = -1  # in the place of a key: the event touches everybody's own view


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclasses are frozen dataclasses of ids and plain values.

    ``name`` is in the past tense behind the plugin's prefix (``speakers.called``); ``title`` says
    it in words for the journal. Published after the commit: a reader always finds the change in the
    database.
    """

    name: ClassVar[str]
    title: ClassVar[object]
    meeting_id: int

    def facts(self) -> dict[str, Any]:
        """The values that go into the journal."""
        return {name: value for name, value in vars(self).items() if name != "meeting_id"}
