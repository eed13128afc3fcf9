"""The doctor looks at the printers: which there are, and whether the chosen one answers."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from meeting import printing
from meeting.config import Config
from meeting.db import db
from meeting.doctor_finding import Finding, bad, good, look
from meeting.meetings import present_meetings
from meeting.printing import Printer, SystemProblem, trouble_words


def printers(_config: Config) -> Iterator[Finding]:
    """Is there one to print slips and minutes on, and is the chosen one ready?"""
    chosen = _chosen()
    try:
        found = printing.find_printers()
    except SystemProblem as problem:
        yield (bad if chosen else look)(
            _("The printing service of this computer does not answer: %(why)s.", why=str(problem)),
            _("Start it (CUPS), or take the papers as PDF to a computer that has a printer."),
        )
        return
    if found:
        names = ", ".join(one.name for one in found)
        said = ngettext("Printer: %(names)s.", "Printers: %(names)s.", len(found), names=names)
        yield good(said)
    else:
        yield look(
            _("No printer is set up on this computer."),
            _("Connect one, or take the papers as PDF to a computer that has one."),
        )
    if chosen:
        yield _state(chosen, {one.name: one for one in found})
    elif found:
        yield good(_("No printer is chosen for the papers: they are printed from the browser."))


def _chosen() -> str:
    """For the meeting that is meant; before there is one, the installation's."""
    for meeting in present_meetings(db.session()):
        return printing.chosen_printer(meeting.id)
    return printing.chosen_printer(0)


def _state(name: str, found: dict[str, Printer]) -> Finding:
    printer = found.get(name)
    if printer is None:
        return bad(
            _("The printer chosen for the papers, “%(name)s”, is not there.", name=name),
            _("Switch it on, or choose another one: page “Printer”, or DOITHOAI_PRINTER."),
        )
    why = trouble_words(printer.trouble, printer.said)
    if printer.is_stopped or printer.is_closed:
        return bad(
            _("The printer for the papers, “%(name)s”, is stopped. %(why)s", name=name, why=why),
            _("Look after the printer, and let it go on in the computer's printer settings."),
        )
    if printer.trouble:
        return look(
            _("The printer for the papers, “%(name)s”, reports: %(why)s.", name=name, why=why),
            _("Look after the printer before the day."),
        )
    return good(_("Printer for the papers: %(name)s, ready.", name=name))
