"""Types of what plugins may add to each other's screens and papers without importing each other.

A contribution to a point that no installed plugin opened simply rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from sqlalchemy.orm import Session

from meeting.phrases import Phrases

if TYPE_CHECKING:
    from meeting.models import Meeting
    from meeting.papers.bundle import Sheet
    from meeting.papers.model import Annex, Block, Document
    from meeting.plan import Plan
    from meeting.writing import Tx

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Ends what still runs when the meeting is closed, in the same transaction (point
    ``core.closing``). What must not run then is refused before: ``minutes.check``.
    """

    end: Callable[[Tx], None]


@dataclass(frozen=True, kw_only=True)
class InDossier:
    """Which tables of a plugin are part of a meeting's record, and which are not (point
    ``core.dossier``). A table that is named nowhere stays out. Words are Vietnamese: a dossier is
    read without this program.
    """

    tables: Mapping[str, str] = field(default_factory=dict)  # name → what it holds
    left_out: Mapping[str, str] = field(default_factory=dict)  # name → why
    ids: Mapping[str, str] = field(default_factory=dict)  # a fact of the journal → its table
    actors: Mapping[str, str] = field(default_factory=dict)  # who acts: kind → table of the id
    settings_left_out: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)  # a fact of the journal → in words
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # … → its codes in words
    shown: Mapping[str, str] = field(default_factory=dict)  # one of `ids` → column that names it


@dataclass(frozen=True, kw_only=True)
class DossierSheet:
    """A sheet of the dossier's workbook (point ``core.dossier_sheet``).

    ``rows`` gives the head, then a row each: texts, numbers, instants, days; Vietnamese.
    """

    order: int
    title: str  # at most 31 letters, no sign a sheet's name must not have
    rows: Callable[[Session, Meeting], Sequence[Sequence[object]]]


@dataclass(frozen=True, kw_only=True)
class DossierFiles:
    """Papers that lie in the dossier (point ``core.dossier_files``): plain file names and bytes,
    made one after another.
    """

    files: Callable[[Session, Meeting], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A picture for the hall screen (point ``display.scene``).

    ``wants(session, meeting_id)`` says whether it should be shown now; among those that want, the
    highest ``order`` wins, unless the secretary has pinned one.
    """

    UNIQUE: ClassVar = "name"  # no two plugins contribute one of the same

    name: str  # "speakers.floor"
    title: object
    template: str
    context: Callable[[Session, int], Mapping[str, Any]]
    wants: Callable[[Session, int], bool]
    order: int
    shows: Callable[[Session, int], bool] | None = None  # is there anything yet? None: always


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is asked of whoever writes a paper or a part of one from the record.

    ``masked`` asks for the version that is posted in public: initials and village instead of
    names, nothing of what is sensitive. ``meetings`` are those the paper tells of: its own, or one
    for each session of a plan; a section is asked only of those that use its plugin.
    """

    session: Session
    meeting: Meeting
    paper: str = "minutes"
    masked: bool = False
    phrases: Phrases = field(default_factory=Phrases)
    meetings: tuple[Meeting, ...] = ()  # none named: its own
    known: dict[tuple[str, int], Any] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.meetings:
            object.__setattr__(self, "meetings", (self.meeting,))

    @property
    def each(self) -> tuple[Telling, ...]:
        """The same of one meeting after another."""
        return tuple(replace(self, meeting=one, meetings=(one,)) for one in self.meetings)

    @property
    def untold(self) -> tuple[str, ...]:
        """Sessions of the plan that it does not tell of."""
        told = {one.session_index for one in self.meetings}
        return tuple(one.name for index, one in enumerate(self.plan.sessions) if index not in told)

    @property
    def plan(self) -> Plan:
        """The plan of the meeting."""
        return self.meeting.plan

    @property
    def form(self) -> str:
        """How the minutes are built: ``narrative``, ``table`` or ``one_village``."""
        return self.plan.minutes.form

    def once(self, what: str, read: Callable[[], T]) -> T:
        """What several sections tell of, read by the first: ``once("raffle.draws", …)``."""
        key = what, self.meeting.id
        if key not in self.known:
            self.known[key] = read()
        return self.known[key]  # type: ignore[no-any-return]

    def say(self, key: str, **facts: object) -> str:
        """A sentence in the form this meeting uses: ``say("opinions.noted")``."""
        return self.phrases.say(key, **facts)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a paper (point ``minutes.section``), built from the record in order.

    An annex among what it builds goes behind the text of the paper.
    """

    order: int
    build: Callable[[Telling], Sequence[Block | Annex]]
    of: str = "minutes"  # the paper


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One paper to one addressee."""

    document: Document
    key: str = ""  # names the addressee within the kind, for ever; empty for the only one
    to: str = ""  # as lists show it: "Bà Đinh Thị Hlŏp, làng Leng"


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """A kind of paper that is written from the record (point ``minutes.paper``).

    ``write`` gives one letter an addressee; none when there is nothing to write.
    """

    UNIQUE: ClassVar = "name"

    name: str  # "conclusion_notice"
    title: object
    about: object  # a sentence below the title
    file_name: str  # "thong-bao-ket-luan"
    order: int
    write: Callable[[Telling], Sequence[Letter]]
    numbered: bool = True  # the records clerk gives number and date after signing
    masked: bool = False  # there is a version to be posted
    several: bool = False  # one letter to each of many addressees, none with an annex
    after_close: bool = True  # what it tells is known only when the meeting is closed
    permission: str = ""  # whoever has it reads this paper, beside those who read all of them
    plan_name: str = ""  # its `DocumentKind` of the plan, for number and signature, if not its name
    offered: Callable[[Meeting], bool] | None = None  # None: at every meeting
    meetings: Callable[[Session, Meeting], Sequence[Meeting]] | None = None  # None: tells its own
    waits: Callable[[Session, Meeting], Problem | None] | None = None  # why it is not written here


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that must be settled before the meeting can be closed, and the page to do it on.

    What only should be known (``blocks`` is false) is said there and stands against nothing.
    """

    message: str
    endpoint: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    blocks: bool = True
    count: int = 1  # of how many things it speaks


@dataclass(frozen=True, kw_only=True)
class CloseCheck:
    """Asks a plugin what stands against closing (point ``minutes.check``)."""

    check: Callable[[Session, int], Sequence[Problem]]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """That whoever raised an opinion was answered after the meeting, or that it was passed on."""

    done_on: date
    note: str  # how, or the number of the letter; the asker reads it


@dataclass(frozen=True, kw_only=True)
class Replies:
    """Who was answered afterwards (point ``opinions.replies``): of the opinions with these ids, by
    their id.
    """

    given: Callable[[Session, Sequence[int]], Mapping[int, Reply]]


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

    UNIQUE: ClassVar = "kind"

    kind: str  # what forms and programs call it: "programme"
    title: object
    about: object  # a sentence below the title
    button: object  # "Make the programme"
    file_name: str  # Vietnamese words
    sheets: Callable[[Session, Meeting], Sequence[Sheet]]  # none: there is nothing to print
    in_pack: bool = True  # lies in the pack for a day without electricity, too
    only_pdf: bool = False  # is cut along its lines: Word would move them
