"""What printing leaves in the record: whose form prints, what was sent, which printer it is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from meeting.contract import Refused, Tx, _l, allowed_when_closed
from meeting.meetings import change_setting
from meeting.printing import COPIES
from plugins.minutes.printing.events import PaperPrinted

PRINTER = "core.printer"


@dataclass(frozen=True)
class Ticket:
    """One try to print. Left out of its ``repr``, the number is no part of what a form says: the
    same form sent twice is the same form, and gets the number of the first try.
    """

    number: str = field(default_factory=lambda: secrets.token_hex(8), repr=False)


@allowed_when_closed
def take_ticket(tx: Tx, *, paper: str, copies: int, two_sided: bool, ticket: Ticket) -> str:
    """Durably, before anything goes to a printer: which try prints this form.

    Returns the ticket's number, or that of the try that came first.
    """
    if copies not in COPIES:
        raise Refused(
            "minutes.copies",
            _l("Print between %(least)s and %(most)s copies."),
            least=COPIES[0],
            most=COPIES[-1],
        )
    return ticket.number


@allowed_when_closed
def note_sent(tx: Tx, *, sent: PaperPrinted) -> None:
    """The printer has taken it."""
    tx.emit(sent)


@allowed_when_closed
def choose_printer(tx: Tx, *, name: str) -> None:
    """From now on papers of this meeting come out of this printer; "" for the installation's."""
    change_setting(tx, name=PRINTER, value=name)
