"""What both lists share: how something to do stands today, and what is noted of it: pure."""

from __future__ import annotations

from enum import StrEnum

from meeting import text
from meeting.contract import Refused, _l

NOTE_LETTERS = 200


class Standing(StrEnum):
    """How something to do stands today."""

    DONE = "done"
    DONE_LATE = "done_late"
    LATE = "late"
    TODAY = "today"
    OPEN = "open"


OPEN = frozenset({Standing.LATE, Standing.TODAY, Standing.OPEN})


def noted_words(typed: str) -> str:
    """A line on how it was done: the channel, the number of the letter."""
    note = text.clean(typed)
    if text.graphemes(note) > NOTE_LETTERS:
        raise Refused(
            "followup.long_note",
            _l("The note is too long: at most %(limit)s letters."),
            limit=NOTE_LETTERS,
        )
    return note
