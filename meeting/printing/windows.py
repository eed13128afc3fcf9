"""Windows: its list of printers, and the program that opens PDF, asked to print (``PrintTo``).

Words of people reach PowerShell as environment variables, never as part of a command.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from meeting.printing import problems
from meeting.printing.commands import ASKING, SENDING, Run, TooSlow, run
from meeting.printing.model import (
    Job,
    Order,
    Printer,
    Stage,
    State,
    SystemProblem,
    Trouble,
)

log = logging.getLogger(__name__)
_POWERSHELL = ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command")
_UTF8 = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; "
_LIST = _UTF8 + (
    "ConvertTo-Json -Compress @(Get-CimInstance Win32_Printer | "
    "Select-Object Name, Default, WorkOffline, PrinterStatus, DetectedErrorState)"
)
_PRINT = _UTF8 + (
    "$ErrorActionPreference = 'Stop'; "
    "Start-Process -FilePath $env:PAPER_FILE -Verb PrintTo "
    "-ArgumentList ('\"' + $env:PAPER_PRINTER + '\"') -WindowStyle Hidden"
)
_STOPPED, _OFFLINE = 6, 7  # Win32_Printer.PrinterStatus
_TROUBLES = {  # Win32_Printer.DetectedErrorState
    4: Trouble.PAPER,
    6: Trouble.INK,
    7: Trouble.OPEN,
    8: Trouble.JAM,
    9: Trouble.OFFLINE,
}


class Windows:
    """The printing system of a Windows computer. ``run`` runs a program."""

    def __init__(self, run: Run = run) -> None:
        self._run = run

    def printers(self) -> list[Printer]:
        """All that are set up. Raises SystemProblem."""
        answer = self._run([*_POWERSHELL, _LIST], {}, ASKING)
        try:
            return [_printer(row) for row in json.loads(answer.out or "[]")]
        except (ValueError, TypeError, KeyError) as error:
            raise SystemProblem(answer.complaint or "PowerShell gave no list") from error

    def send(self, order: Order) -> Job:
        """Once for each copy: the program that prints knows no number. Raises NotPrinted."""
        try:
            self._look(order)
            for _copy in range(order.copies):
                self._print(order)
        except TooSlow as error:
            raise problems.too_slow(order) from error
        except SystemProblem as error:
            log.warning("Printing: %s", error)
            raise problems.failed(order, str(error)) from error
        return Job(order.printer)

    def state(self, job: Job) -> State:
        """Windows takes the paper and tells us nothing more."""
        return State(stage=Stage.UNKNOWN)

    def _look(self, order: Order) -> None:
        found = {one.name: one for one in self.printers()}.get(order.printer)
        if found is None or '"' in order.printer:
            raise problems.no_such_printer(order)
        if found.is_stopped or found.trouble:
            raise problems.stopped(order, found)

    def _print(self, order: Order) -> None:
        words = {"PAPER_FILE": str(order.path.absolute()), "PAPER_PRINTER": order.printer}
        answer = self._run([*_POWERSHELL, _PRINT], words, SENDING)
        if answer.code:
            log.warning("Printing: %s", answer.err)
            raise problems.no_program(order)


def _printer(row: dict[str, Any]) -> Printer:
    status, error = row.get("PrinterStatus"), row.get("DetectedErrorState")
    trouble = _TROUBLES.get(int(error or 0))
    if row.get("WorkOffline") or status == _OFFLINE:
        trouble = Trouble.OFFLINE
    return Printer(
        name=str(row["Name"]),
        is_default=bool(row.get("Default")),
        is_stopped=status == _STOPPED,
        trouble=trouble,
    )
