"""Which picture hangs on the wall, and what may be written under it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting import text
from meeting.contract import Refused, _l

MESSAGE_LIMIT = 120  # letters as a reader counts them
REMEMBERED = 20  # pictures one can go back through
SCALES = range(60, 151)  # per cent
MARGINS = range(16)  # per cent of the picture's width and height, at each edge
SILENCE = timedelta(seconds=25)  # a screen speaks up every ten


@dataclass(frozen=True)
class Candidate:
    """A scene that somebody contributed, and whether it wants to be seen now."""

    name: str
    order: int
    wants: bool


def by_preference(
    candidates: Iterable[Candidate], pinned: str | None, chosen: Collection[str] = ()
) -> Sequence[str]:
    """Scenes to try, the best first: the pinned one, then those that want, the highest order first.

    More than one, so that a scene which cannot be drawn leaves the wall to the next. ``chosen``: a
    screen's own set. Such a screen shows of it even what does not want to be seen, and other things
    only when nothing of the set can be drawn, the calmest first; it follows a pin within its set.
    """
    known = sorted(candidates, key=lambda one: (not one.wants, -one.order))
    if chosen:
        own = [one.name for one in known if one.name in chosen]
        calm = [one.name for one in reversed(known) if one.wants and one.name not in chosen]
        names = [*own, *calm]
        follows = pinned in own
    else:
        names = [one.name for one in known if one.wants]
        follows = any(one.name == pinned for one in known)
    if follows:
        names = [str(pinned), *(name for name in names if name != pinned)]
    return names


def in_force(set_at: datetime | None, *ends: datetime | None) -> bool:
    """Whether a pin or a message still holds: the close of the meeting ends what was set before."""
    return set_at is not None and all(end is None or set_at >= end for end in ends)


def not_late(seen: int | None, changes: int) -> None:
    """Refuse a click of somebody who has not seen what another has changed meanwhile."""
    if seen is not None and seen != changes:
        raise Refused(
            "display.moved",
            _l(
                "Somebody has changed the hall screen in the same moment. Look at what is on now, "
                "then press again if it is still needed."
            ),
        )


def remembered(history: Sequence[str], left: str) -> Sequence[str]:
    """The way back after leaving a picture; empty for what the meeting itself had chosen."""
    return (*history, left)[-REMEMBERED:]


def way_back(history: Sequence[str], known: Collection[str]) -> tuple[str, Sequence[str]] | None:
    """What was on before, and the way back from there; none when there is nothing."""
    for place in range(len(history) - 1, -1, -1):
        if not history[place] or history[place] in known:
            return history[place], history[:place]
    return None


def scene_name(wanted: str, known: Collection[str]) -> str:
    """A scene that exists."""
    if wanted not in known:
        raise Refused(
            "display.no_such_scene",
            _l("This picture does not exist any more. Reload the page and choose another one."),
        )
    return wanted


def scene_set(wanted: Iterable[str], known: Collection[str]) -> Sequence[str]:
    """A screen's own set in the order of the scenes; empty for all of them."""
    names = {scene_name(name, known) for name in wanted}
    return [] if names == set(known) else sorted(names)


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


def frame(scale: int, margin: int) -> tuple[int, int]:
    """Size of the letters and safe margin that leave a picture."""
    if scale not in SCALES:
        raise Refused(
            "display.scale",
            _l("Choose a size of the letters between %(least)s and %(most)s per cent."),
            least=SCALES[0],
            most=SCALES[-1],
        )
    if margin not in MARGINS:
        raise Refused(
            "display.margin",
            _l("Choose a margin between %(least)s and %(most)s per cent."),
            least=MARGINS[0],
            most=MARGINS[-1],
        )
    return scale, margin


def is_late(heard_at: datetime, now: datetime) -> bool:
    """Whether a screen has been silent for longer than it ever is while all is well."""
    return now - heard_at > SILENCE
