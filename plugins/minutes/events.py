"""What the minutes tell the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """The secretary has saved her words for the minutes."""

    name = "minutes.draft_saved"
    title = _l("Draft of the minutes saved")
    revision: int


@dataclass(frozen=True, kw_only=True)
class MinutesMade(Event):
    """The meeting is closed and a version of its minutes is frozen."""

    name = "minutes.made"
    title = _l("Minutes made")
    version: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PaperMade(Event):
    """A version of another paper is frozen."""

    name = "minutes.paper_made"
    title = _l("Paper made")
    paper: str
    key: str
    version: int
    sha256: str
    reason: str = ""  # of a later version


@dataclass(frozen=True, kw_only=True)
class NumberGiven(Event):
    """The records clerk has given a paper its number and date."""

    name = "minutes.number_given"
    title = _l("Number given to a paper")
    paper: str
    key: str
    number: str
    dated: str


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """A paragraph of a paper got other words."""

    name = "minutes.corrected"
    title = _l("Paper corrected")
    paper: str
    key: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Remarked(Event):
    """A reader of the draft asks for a change, or it is dealt with."""

    name = "minutes.remarked"
    title = _l("Remark on the draft of the minutes")
    remark_id: int
    words: str
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class PhraseChanged(Event):
    """A sentence of the papers got other words."""

    name = "minutes.phrase_changed"
    title = _l("Sentence of the papers reworded")
    phrase: str
    form: str


EVENTS = (DraftSaved, MinutesMade, PaperMade, NumberGiven, Corrected, Remarked, PhraseChanged)
