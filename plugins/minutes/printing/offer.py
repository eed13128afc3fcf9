"""How a page offers to print: with what minutes/printing/_print.html needs to be shown."""

from __future__ import annotations

from typing import Any

from flask import g, request

from meeting import printing
from meeting.contract import can
from plugins.minutes.printing import sending

COPIES = 3  # an office signs three to five


def shown() -> dict[str, Any]:
    """For the present request. What the printers say is asked only for who may use them."""
    may_print = can(g.actor, "minutes.print")
    return {
        "may_print": may_print,
        "printer": printing.chosen_printer(g.meeting.id) if may_print else "",
        "prints": sending.recent() if may_print else [],
        "copies": COPIES,
        "print_now": request.args.get("print") == "now",
    }
