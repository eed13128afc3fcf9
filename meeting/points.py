"""Types of what plugins may add to each other's screens and papers without importing each other.

A contribution to a point that no installed plugin opened simply rests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from meeting.models import Meeting
    from meeting.papers.bundle import Sheet
    from meeting.papers.model import Block
    from meeting.writing import Tx


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Ends what still runs when the meeting is closed, in the same transaction (point
    ``core.closing``). What must not run then is refused before: ``minutes.check``.
    """

    end: Callable[[Tx], None]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A picture for the hall screen (point ``display.scene``).

    ``wants(session, meeting_id)`` says whether it should be shown now; among those that want, the
    highest ``order`` wins, unless the secretary has pinned one.
    """

    name: str  # "speakers.floor"
    title: object
    template: str
    context: Callable[[Session, int], Mapping[str, Any]]
    wants: Callable[[Session, int], bool]
    order: int
    shows: Callable[[Session, int], bool] | None = None  # is there anything yet? None: always


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the minutes (point ``minutes.section``), built from the record in order."""

    order: int
    build: Callable[[Session, int], Sequence[Block]]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that must be settled before the meeting can be closed, and the page to do it on.

    What only should be known (``blocks`` is false) is said there and stands against nothing.
    """

    message: str
    endpoint: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    blocks: bool = True


@dataclass(frozen=True, kw_only=True)
class CloseCheck:
    """Asks a plugin what stands against closing (point ``minutes.check``)."""

    check: Callable[[Session, int], Sequence[Problem]]


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One time somebody had the floor, for the balance of the programme.

    ``used_ms`` is what the clock counted up to ``running_since``; it stands while that is None.
    """

    by_people: bool  # of the people's side, not of the officials
    started_at: datetime
    ended_at: datetime | None  # None: has the floor now
    used_ms: int
    running_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Tells who has spoken how long at a meeting (point ``agenda.talk``)."""

    speeches: Callable[[Session, int], Sequence[Speech]]


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Tells how many still want to speak when their step ends (point ``agenda.leaving``)."""

    waiting: Callable[[Session, int], int]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """The page on which a meeting ends, behind the last step (point ``agenda.ending``)."""

    endpoint: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper on the page of those to print before the day (point ``roster.paper``)."""

    kind: str  # what forms and programs call it: "programme"
    title: object
    about: object  # a sentence below the title
    button: object  # "Make the programme"
    file_name: str  # Vietnamese words
    sheets: Callable[[Session, Meeting], Sequence[Sheet]]  # none: there is nothing to print
    in_pack: bool = True  # lies in the pack for a day without electricity, too
