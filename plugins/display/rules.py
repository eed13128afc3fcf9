"""Which picture hangs on the wall, and what may be written under it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from meeting import text
from meeting.contract import Refused, _l

MESSAGE_LIMIT = 120  # letters as a reader counts them


@dataclass(frozen=True)
class Candidate:
    """A scene that somebody contributed, and whether it wants to be seen now."""

    name: str
    order: int
    wants: bool


def by_preference(candidates: Iterable[Candidate], pinned: str | None) -> Sequence[str]:
    """Scenes to try, the best first: the pinned one, then those that want, the highest order first.

    More than one, so that a scene which cannot be drawn leaves the wall to the next.
    """
    known = list(candidates)
    wanting = sorted((one for one in known if one.wants), key=lambda one: -one.order)
    names = [one.name for one in wanting]
    if any(one.name == pinned for one in known):
        names = [str(pinned), *(name for name in names if name != pinned)]
    return names


def in_force(set_at: datetime | None, closed_at: datetime | None) -> bool:
    """Whether a pin or a message still holds: the close of the meeting ends what was set before."""
    return set_at is not None and (closed_at is None or set_at >= closed_at)


def scene_name(wanted: str, known: Collection[str]) -> str:
    """A scene that exists."""
    if wanted not in known:
        raise Refused(
            "display.no_such_scene",
            _l("This picture does not exist any more. Reload the page and choose another one."),
        )
    return wanted


def message_line(typed: str) -> str:
    """A line for the hall."""
    line = text.clean(typed)
    if not line:
        raise Refused("display.no_message", _l("Write what the hall shall read."))
    if text.graphemes(line) > MESSAGE_LIMIT:
        raise Refused(
            "display.message_too_long",
            _l("The hall can read at most %(limit)s letters at a glance. Make it shorter."),
            limit=MESSAGE_LIMIT,
        )
    return line
