"""What a printer is asked, and what it answers, whatever system it hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from meeting.errors import Refused

LONGEST_NAME = 127  # letters; CUPS takes no more
COPIES = range(1, 21)  # an office signs three to five; more is a slip of the finger


class Trouble(StrEnum):
    """What keeps a printer from printing, as far as people can mend it."""

    PAPER = "PAPER"
    JAM = "JAM"
    OPEN = "OPEN"
    INK = "INK"
    OFFLINE = "OFFLINE"


_WORDS = {
    Trouble.PAPER: _l("out of paper"),
    Trouble.JAM: _l("paper is jammed"),
    Trouble.OPEN: _l("a cover is open"),
    Trouble.INK: _l("out of toner or ink"),
    Trouble.OFFLINE: _l("switched off or not connected"),
}


@dataclass(frozen=True, kw_only=True)
class Printer:
    """One printer as its system sees it now. ``said``: its own words, also when all is well."""

    name: str
    is_default: bool = False
    is_stopped: bool = False  # takes papers, prints none
    is_closed: bool = False  # takes no papers
    trouble: Trouble | None = None
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """A paper to print. Printer and title are anybody's words: they are never part of a command."""

    path: Path
    printer: str
    title: str
    copies: int = 1
    two_sided: bool = False


@dataclass(frozen=True)
class Job:
    """A paper that a printer has taken; without number where the system tells none."""

    printer: str
    number: str = ""


class Stage(StrEnum):
    """How far a paper is."""

    WAITING = "WAITING"
    PRINTING = "PRINTING"
    DONE = "DONE"  # has left the queue: somebody may have taken it out there
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, kw_only=True)
class State:
    """How far a paper is, and what keeps its printer."""

    stage: Stage
    is_stopped: bool = False
    trouble: Trouble | None = None
    said: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether to ask again."""
        return self.stage in {Stage.WAITING, Stage.PRINTING}


class PrintSystem(Protocol):
    """What prints on a computer. Asking raises SystemProblem when it does not answer."""

    def printers(self) -> list[Printer]: ...

    def send(self, order: Order) -> Job: ...

    def state(self, job: Job) -> State: ...


class SystemProblem(Exception):
    """The system that prints does not answer; its text is for the log and the doctor."""


class NotPrinted(Refused):
    """A printer did not take a paper. Says why, what to do, and where the paper lies."""

    def __init__(self, code: str, sentence: object, order: Order, **facts: object) -> None:
        super().__init__(code, sentence, printer=order.printer, **facts)
        self.path = order.path.absolute()

    @property
    def message(self) -> str:
        """The sentence, and where the paper lies."""
        if not self.path.is_file():
            return super().message
        kept = _(
            "The paper is made and kept at %(path)s: it can be opened and printed at any time.",
            path=self.path,
        )
        return f"{super().message} {kept}"


def trouble_words(trouble: Trouble | None, said: str = "") -> str:
    """What is wrong with a printer: in our words, else in the system's; empty when nothing is."""
    return str(_WORDS[trouble]) if trouble else said
