"""What printing tells the others."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class PaperPrinted(Event):
    """A printer has taken a paper. ``job``: the system's number of it, where it tells one."""

    name = "minutes.printed"
    title = _l("Paper sent to the printer")
    paper: str
    printer: str
    copies: int
    job: str
    ticket: str
