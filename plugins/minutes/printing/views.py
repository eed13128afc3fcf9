"""Pages of printing: the minutes out of the printer, how far it is, and which printer it is."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import printing
from meeting.contract import Refused, _, came_from, done, perform, requires, wants_json
from meeting.db import db
from plugins.minutes.papers import catalogue
from plugins.minutes.papers.catalogue import Paper
from plugins.minutes.papers.views import kept, refuse_before_the_close
from plugins.minutes.printing import sending, service
from plugins.minutes.printing.offer import COPIES
from plugins.minutes.routes import routes

_KNOWN = {"minutes.printed_already"}  # no failure: it was done


@routes.post("/print")
@requires("minutes.print")
def print_minutes() -> Response:
    """Print the minutes in force."""
    refuse_before_the_close()
    return _print(catalogue.paper(db.session(), g.meeting, catalogue.OWN_MINUTES))


@routes.post("/papers/<name>/print")
@requires("minutes.print")
def print_paper(name: str) -> Response:
    """Print any paper; ``addressee`` names whose, ``masked=1`` asks for what is posted."""
    kind = catalogue.kind_of(db.session(), g.meeting, name)
    key, masked = request.form.get("addressee", ""), request.form.get("masked") == "1"
    return _print(catalogue.paper(db.session(), g.meeting, kind, key, masked=masked))


def _print(paper: Paper) -> Response:
    title = _title(paper)
    return print_kept(kept(paper), title)


def _title(paper: Paper) -> str:
    """What the paper is called in the printer's queue and on the page."""
    kind, to = paper.kind, ""
    if kind.several:  # only the record knows to whom it goes
        every = catalogue.papers(db.session(), g.meeting, kind)
        to = next((one.to for one in every if one.key == paper.key), "")
    words = f"{kind.title}: {to}" if to else str(kind.title)
    if paper.version is None:
        return words
    return str(_("%(paper)s, version %(number)s", paper=words, number=paper.version.number))


def print_kept(path: Path, title: str) -> Response:
    """Answer the form of minutes/printing/_print.html for a paper that lies on disk."""
    to = came_from() or url_for("minutes.index", meeting_id=g.meeting.id)
    copies = request.form.get("copies", COPIES, type=int)
    try:
        sent = sending.print_paper(
            path, title, copies, two_sided=request.form.get("two_sided") == "1"
        )
    except Refused as refused:
        if wants_json():
            raise
        flash(refused.message, "info" if refused.code in _KNOWN else "danger")
        return done(None, to)
    said = _(
        "Sent to the printer %(printer)s: %(copies)s copies.",
        printer=sent.printer,
        copies=sent.copies,
    )
    return done(sent, to, said)


@routes.get("/print/state")
@requires("minutes.print")
def print_state() -> str:
    """The last papers that were printed, and how far each is: pages ask while one is under way."""
    return render_template("minutes/printing/_state.html", prints=sending.recent())


@routes.get("/printer")
@requires("minutes.print")
def printer() -> str:
    """The printers of the server's computer, to choose the one for the papers."""
    return _printer_page()


@routes.post("/printer")
@requires("minutes.print")
def choose_printer() -> Response | tuple[str, int]:
    """Choose it."""
    name = request.form.get("printer", "")
    if name and name not in {one.name for one in _found()[0]}:
        message = _("This printer is not there any more. Choose one of these.")
        if wants_json():
            raise Refused("minutes.no_such_printer", message)
        return _printer_page(message=message), 409
    perform(service.choose_printer, name=name)
    return done(None, url_for("minutes.index", meeting_id=g.meeting.id), _("Saved."))


def _printer_page(message: str = "") -> str:
    found, problem = _found()
    return render_template(
        "minutes/printing/printer.html",
        found=found,
        problem=problem,
        chosen=printing.chosen_printer(g.meeting.id),
        words=printing.trouble_words,
        installed=current_app.extensions["meeting"].config.printer,
        message=message,
    )


def _found() -> tuple[list[printing.Printer], bool]:
    """The printers, and whether the printing system is deaf."""
    try:
        return printing.find_printers(), False
    except printing.SystemProblem:
        return [], True
