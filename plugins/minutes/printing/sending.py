"""Prints a paper that lies on disk, once for each form, whatever happens in between.

That a form prints is made durable before anything is sent; a form sent again, even after a power
cut, prints nothing and hears what became of the first.
"""

from __future__ import annotations

from pathlib import Path

from flask import g

from meeting import clock, printing
from meeting.contract import Refused, _, perform, run
from meeting.db import db
from meeting.printing import Order
from plugins.minutes.printing import queries, service
from plugins.minutes.printing.events import PaperPrinted
from plugins.minutes.printing.queries import Printed


def print_paper(path: Path, title: str, copies: int, *, two_sided: bool = False) -> PaperPrinted:
    """Print for the present request. The file must be complete and durable.

    Raises NotPrinted when the printer does not take it, Refused when this form has printed before
    or no printer is chosen.
    """
    printer = printing.chosen_printer(g.meeting.id)
    if not printer:
        raise Refused("minutes.no_printer", _("No printer is chosen. Choose one, then print."))
    ticket = service.Ticket()
    words = {"paper": title, "copies": copies, "two_sided": two_sided}
    first = perform(service.take_ticket, ticket=ticket, **words)
    if first != ticket.number:
        raise _again(first)
    order = Order(path=path, printer=printer, title=title, copies=copies, two_sided=two_sided)
    job = printing.send(order)
    sent = PaperPrinted(
        meeting_id=g.meeting.id,
        paper=title,
        printer=printer,
        copies=copies,
        job=job.number,
        ticket=ticket.number,
    )
    run(service.note_sent, by=g.actor, meeting_id=g.meeting.id, sent=sent)
    return sent


def _again(ticket: str) -> Refused:
    """What became of the first try."""
    sent = queries.by_ticket(db.session(), g.meeting.id, ticket)
    if sent is None:
        return Refused(
            "minutes.print_unsure",
            _(
                "This was sent once before, and it is not known whether it is printed. "
                "Look at the printer; if nothing comes, press again."
            ),
        )
    said = _("It has been sent to the printer already (%(time)s). Press again for more copies.")
    return Refused("minutes.printed_already", said, time=f"{clock.local(sent.at):%H:%M}")


def recent() -> list[Printed]:
    """The last papers of the present meeting that were printed, and how far each is."""
    papers = queries.sent(db.session(), g.meeting.id)
    db.session.remove()  # no read snapshot is held while the printing system is asked
    return queries.printed(papers, clock.now())
