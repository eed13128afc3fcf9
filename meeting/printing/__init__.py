"""Paper out of the printer that hangs on this computer: CUPS where there is one, Windows' own else.

What is printed lies on disk before; whatever a printer does, nothing of the record depends on it.
"""

from __future__ import annotations

import shutil
import sys

from flask import current_app

from meeting.config import Config
from meeting.printing.cups import Cups
from meeting.printing.model import (
    COPIES,
    LONGEST_NAME,
    Job,
    NotPrinted,
    Order,
    Printer,
    PrintSystem,
    Stage,
    State,
    SystemProblem,
    Trouble,
    trouble_words,
)
from meeting.printing.problems import no_such_paper, no_system
from meeting.printing.windows import Windows
from meeting.settings import setting

__all__ = [
    "COPIES",
    "LONGEST_NAME",
    "Job",
    "NotPrinted",
    "Order",
    "PrintSystem",
    "Printer",
    "Stage",
    "State",
    "SystemProblem",
    "Trouble",
    "chosen_printer",
    "find_printers",
    "send",
    "state_of",
    "system",
    "trouble_words",
]


def system() -> PrintSystem | None:
    """What prints on this computer; None where nothing of the kind is installed."""
    if sys.platform == "win32":
        return Windows()
    lp, lpstat = shutil.which("lp"), shutil.which("lpstat")
    return Cups(lp, lpstat) if lp and lpstat else None


def find_printers() -> list[Printer]:
    """The printers of this computer, its default one first. Raises SystemProblem."""
    found = system()
    printers = found.printers() if found is not None else []
    return sorted(printers, key=lambda one: (not one.is_default, one.name.casefold()))


def chosen_printer(meeting_id: int) -> str:
    """The one the office has chosen for this meeting, else the installation's; "" for none."""
    config: Config = current_app.extensions["meeting"].config
    return str(setting("core.printer", meeting_id)) or config.printer


def send(order: Order) -> Job:
    """Hand a paper to a printer.

    Raises NotPrinted, whose sentence says why, and where the paper lies.
    """
    if not order.path.is_file():
        raise no_such_paper(order)
    found = system()
    if found is None:
        raise no_system(order)
    return found.send(order)


def state_of(job: Job) -> State:
    """How far it is, as far as this computer can tell."""
    found = system()
    return found.state(job) if found is not None else State(stage=Stage.UNKNOWN)
