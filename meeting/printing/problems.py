"""Why a paper is not printed, each in a sentence with what to do next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from meeting.printing.model import NotPrinted, Order, Printer, trouble_words


def no_such_paper(order: Order) -> NotPrinted:
    """Somebody took the file away between its making and its printing."""
    return NotPrinted(
        "core.paper_gone",
        _l("The file to print is gone. Open the paper once more: it is made again."),
        order,
    )


def no_system(order: Order) -> NotPrinted:
    """Neither CUPS nor Windows."""
    return NotPrinted(
        "core.no_print_system",
        _l("This computer has nothing to print with. Print from the browser."),
        order,
    )


def deaf(order: Order) -> NotPrinted:
    """The program that serves the printers has stopped."""
    return NotPrinted(
        "core.print_system_deaf",
        _l(
            "The printing service of the server's computer does not run. "
            "Start it (CUPS) or that computer anew, or print from the browser."
        ),
        order,
    )


def no_such_printer(order: Order) -> NotPrinted:
    """It was renamed or taken away since it was chosen."""
    return NotPrinted(
        "core.no_such_printer",
        _l(
            "The server's computer has no printer “%(printer)s”. "
            "Choose another one, or print from the browser."
        ),
        order,
    )


def stopped(order: Order, printer: Printer) -> NotPrinted:
    """What is sent to it would wait until somebody starts it."""
    why = trouble_words(printer.trouble, printer.said)
    if not why:
        return NotPrinted(
            "core.printer_stopped",
            _l(
                "The printer “%(printer)s” is stopped. Let it go on in the computer's printer "
                "settings and press again, or print from the browser."
            ),
            order,
        )
    return NotPrinted(
        "core.printer_stopped",
        _l(
            "The printer “%(printer)s” is stopped: %(why)s. Mend that, let it go on in the "
            "computer's printer settings and press again, or print from the browser."
        ),
        order,
        why=why,
    )


def closed(order: Order, said: str) -> NotPrinted:
    """Its queue takes nothing."""
    return NotPrinted(
        "core.printer_closed",
        _l(
            "The printer “%(printer)s” takes no papers now (%(said)s). "
            "Choose another one, or print from the browser."
        ),
        order,
        said=said or "–",
    )


def too_slow(order: Order) -> NotPrinted:
    """Nobody knows whether it was taken."""
    return NotPrinted(
        "core.print_too_slow",
        _l(
            "The printer “%(printer)s” has not answered in time. Look whether it prints "
            "before you press again."
        ),
        order,
    )


def failed(order: Order, said: str) -> NotPrinted:
    """Anything else, in the system's own words."""
    return NotPrinted(
        "core.not_printed",
        _l(
            "The printer “%(printer)s” did not take the paper (%(said)s). "
            "Look after the printer and press again, or print from the browser."
        ),
        order,
        said=said or "–",
    )


def no_program(order: Order) -> NotPrinted:
    """Windows leaves printing a PDF to the program that opens it."""
    return NotPrinted(
        "core.no_print_program",
        _l(
            "No program of the server's computer prints PDF files by itself. Install one "
            "(SumatraPDF, Adobe Reader) as the one that opens PDF, or print from the browser."
        ),
        order,
    )
