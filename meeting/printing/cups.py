"""Linux and macOS: CUPS, by its own programs ``lp`` and ``lpstat``."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from meeting.printing import problems
from meeting.printing.commands import ASKING, LOOKING, SENDING, Answer, TooSlow, run
from meeting.printing.model import (
    Job,
    NotPrinted,
    Order,
    Printer,
    Stage,
    State,
    SystemProblem,
    Trouble,
)
from meeting.text import clean

log = logging.getLogger(__name__)
LONGEST_TITLE = 100  # letters; CUPS takes 1023 bytes
_PRINTER = re.compile(r"^printer (?P<name>\S+) (?P<state>.*)$")
_CLOSED = re.compile(r"^(?P<name>\S+) not accepting requests since ")
_DEFAULT = re.compile(r"^system default destination: (?P<name>\S+)$", re.MULTILINE)
_REQUEST = re.compile(r"^request id is (?P<job>\S+) ", re.MULTILINE)
_UNTOLD = {"reason unknown", "none", "paused"}
# beginnings of printer-state-reasons, RFC 8011 and PWG 5100.9
_TROUBLES = {
    "media-empty": Trouble.PAPER,
    "media-needed": Trouble.PAPER,
    "input-tray-missing": Trouble.PAPER,
    "media-jam": Trouble.JAM,
    "cover-open": Trouble.OPEN,
    "door-open": Trouble.OPEN,
    "interlock-open": Trouble.OPEN,
    "toner-empty": Trouble.INK,
    "marker-supply-empty": Trouble.INK,
    "offline": Trouble.OFFLINE,
    "shutdown": Trouble.OFFLINE,
    "timed-out": Trouble.OFFLINE,
}


class Cups:
    """The printing system of this computer, or the one its client.conf or CUPS_SERVER names."""

    def __init__(self, lp: str, lpstat: str) -> None:
        self._lp, self._lpstat = lp, lpstat

    def printers(self) -> list[Printer]:
        """All it knows, also those that it found in the network. Raises SystemProblem."""
        self._must_run()
        default = _DEFAULT.search(self._ask("-d").out)
        closed = dict(_closed(self._ask("-a").out))
        known = {one.name: one for one in _printers(self._ask("-l", "-p").out, closed)}
        names = dict.fromkeys([*known, *self._ask("-e").out.split()])
        chosen = default["name"] if default else ""
        return [_marked(known.get(name, Printer(name=name)), chosen) for name in names]

    def send(self, order: Order) -> Job:
        """Through ``lp``. Raises NotPrinted."""
        try:
            self._look(order)
            answer = run(self._command(order), {}, SENDING)
        except TooSlow as error:
            raise problems.too_slow(order) from error
        except SystemProblem as error:
            log.warning("Printing: %s", error)
            raise problems.deaf(order) from error
        request = _REQUEST.search(answer.out)
        if answer.code or request is None:
            raise problems.failed(order, answer.complaint.removeprefix("lp: "))
        return Job(order.printer, request["job"])

    def state(self, job: Job) -> State:
        """How far it is: under way as long as CUPS lists it so."""
        try:
            waiting = self._look_at("-W", "not-completed", "-o", job.printer)
            said = _job(waiting, job.number)
            if said is None:
                return State(stage=self._ended(job))
            known = list(_printers(self._look_at("-p", job.printer), {}))
        except SystemProblem:
            return State(stage=Stage.UNKNOWN)
        printing = "job-printing" in said
        printer = known[0] if known else Printer(name=job.printer)
        return State(
            stage=Stage.PRINTING if printing and not printer.is_stopped else Stage.WAITING,
            is_stopped=printer.is_stopped,
            trouble=printer.trouble,
            said=printer.said,
        )

    def _ended(self, job: Job) -> Stage:
        said = _job(self._look_at("-W", "completed", "-o", job.printer), job.number)
        # else forgotten, or gone with its printer
        return Stage.UNKNOWN if said is None else Stage.DONE

    def _look(self, order: Order) -> None:
        """Refuse what would wait in a queue that nobody watches."""
        found = {one.name: one for one in self.printers()}.get(order.printer)
        refused: NotPrinted | None = None
        if found is None:
            refused = problems.no_such_printer(order)
        elif found.is_closed:
            refused = problems.closed(order, found.said)
        elif found.is_stopped:
            refused = problems.stopped(order, found)
        if refused is not None:
            raise refused

    def _command(self, order: Order) -> list[str]:
        title = clean(order.title)[:LONGEST_TITLE]
        sides = "two-sided-long-edge" if order.two_sided else "one-sided"
        return [
            *(self._lp, "-d", order.printer, "-n", str(order.copies), "-t", title),
            # the paper has its margins: nothing may shrink it into the printer's own
            *("-o", "media=A4", "-o", f"sides={sides}", "-o", "print-scaling=none"),
            *("--", str(order.path.absolute())),
        ]

    def _must_run(self) -> None:
        if "not running" in self._ask("-r").out:
            raise SystemProblem("CUPS is not running")

    def _look_at(self, *options: str) -> str:
        return run([self._lpstat, "-l", *options], {}, LOOKING).out

    def _ask(self, *options: str) -> Answer:
        return run([self._lpstat, *options], {}, ASKING)


def _marked(printer: Printer, default: str) -> Printer:
    return replace(printer, is_default=True) if printer.name == default else printer


def _closed(listing: str) -> Iterator[tuple[str, str]]:
    """Printers that take nothing, with the reason, from ``lpstat -a``."""
    for line, following in pairwise([*listing.splitlines(), ""]):
        if found := _CLOSED.match(line):
            yield found["name"], _reason(following)


def _printers(listing: str, closed: dict[str, str]) -> Iterator[Printer]:
    """From ``lpstat -l -p``: a line for each printer, what is known of it indented below."""
    for block in re.split(r"^(?=printer )", listing, flags=re.MULTILINE):
        head, *rest = block.splitlines() or [""]
        found = _PRINTER.match(head)
        if found is None:
            continue
        name = found["name"]
        alerts = next((line.partition(":")[2] for line in rest if "\tAlerts:" in line), "")
        reason = _reason(rest[0]) if rest and not rest[0].startswith("\tForm mounted") else ""
        yield Printer(
            name=name,
            is_stopped=found["state"].startswith("disabled"),
            is_closed=name in closed,
            trouble=_trouble(alerts),
            said=closed.get(name) or reason,
        )


def _reason(line: str) -> str:
    said = clean(line) if line.startswith("\t") else ""
    return "" if said.lower() in _UNTOLD else said[:200]


def _trouble(alerts: str) -> Trouble | None:
    for alert in alerts.split():
        for beginning, trouble in _TROUBLES.items():
            if alert.startswith(beginning):
                return trouble
    return None


def _job(listing: str, number: str) -> str | None:
    """What ``lpstat -l -o`` says of a job; None when it does not list it."""
    block: list[str] | None = None
    for line in listing.splitlines():
        if not line.startswith("\t"):
            if block is not None:
                break
            block = [] if line.split(maxsplit=1)[:1] == [number] else None
        elif block is not None:
            block.append(line)
    return None if block is None else " ".join(block)
