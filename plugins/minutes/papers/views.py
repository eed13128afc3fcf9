"""The papers of a meeting: the minutes, the list of all papers, each as PDF and for Word."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from flask import (
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from meeting import clock, text
from meeting.contract import Refused, _, can, done, perform, requires, wants_json
from meeting.db import db
from meeting.models import MeetingState
from meeting.papers.render import Form
from meeting.points import PaperKind
from plugins.minutes.papers import catalogue, files, service
from plugins.minutes.papers.catalogue import Paper
from plugins.minutes.papers.versions import newest
from plugins.minutes.printing import offer
from plugins.minutes.routes import routes

_FIELDS = {
    "minutes.wrong_number": "number",
    "minutes.number_moved": "number",
    "minutes.no_date": "dated",
    "minutes.wrong_day": "dated",
}
_MEDIA: dict[Form, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@routes.get("/")
@requires("minutes.read")
def index() -> str:
    """The minutes when they are made, the way to them before."""
    return render_template("minutes/index.html", **offer.shown())


_FEW = 12  # letters that one looks through without a search
_SHOWN = 40  # of very many, at first


@dataclass(frozen=True, kw_only=True)
class NotGiven:
    """A number that was refused: of which paper, what was typed, and what is wrong with it."""

    paper: str
    addressee: str
    number: str
    dated: str
    field: str
    message: str


@routes.get("/papers")
@requires("minutes.papers")
def papers() -> str:
    """Every kind of paper of this meeting."""
    return _papers()


def _papers(refused: NotGiven | None = None) -> str:
    session = db.session()
    found = catalogue.kinds(session, g.meeting)
    closed = g.meeting.state == MeetingState.CLOSED
    waits = {kind.name: catalogue.waits_for(session, g.meeting, kind) for kind in found}
    if closed:  # papers for the day itself are not what one comes for any more
        found.sort(key=lambda kind: kind.order < catalogue.OWN_MINUTES.order)
    return render_template(
        "minutes/papers.html",
        ready=[
            catalogue.paper(session, g.meeting, kind)
            for kind in found
            if not kind.several and (closed or not kind.after_close)
        ],
        several=[kind for kind in found if kind.several and (closed or not kind.after_close)],
        later=[kind for kind in found if kind.after_close and not closed],
        waits=waits,
        closed=closed,
        today=clock.local(clock.now()).date(),
        refused=refused,
        **offer.shown(),
    )


@routes.get("/papers/<name>")
@requires("minutes.papers")
def letters(name: str) -> str:
    """The papers of one kind, one an addressee; ``?q=`` names whom, ``?all=1`` shows all."""
    return _letters(catalogue.kind_of(db.session(), g.meeting, name))


def _letters(kind: PaperKind, refused: NotGiven | None = None) -> str:
    found = catalogue.papers(db.session(), g.meeting, kind)
    wanted = request.values.get("q", "")
    key = text.search_key(wanted)
    fitting = [one for one in found if key in text.search_key(one.to)]
    shown = fitting if request.args.get("all") else fitting[:_SHOWN]
    left = len(fitting) - len(shown)
    if refused:  # it is on the page, whichever page it was typed on
        shown = [
            *shown,
            *(one for one in found if one.key == refused.addressee and one not in shown),
        ]
    return render_template(
        "minutes/letters.html",
        kind=kind,
        found=found,
        shown=shown,
        left=left,
        few=_FEW,
        wanted=wanted,
        today=clock.local(clock.now()).date(),
        refused=refused,
        **offer.shown(),
    )


@routes.get("/papers/<name>/file.<any(pdf, docx):form>")
@requires("minutes.read")
def paper_file(name: str, form: str) -> Response:
    """One paper; ``?addressee=`` names whose, ``?masked=1`` asks for what is posted.

    Read by those who read all papers, and by whom its kind is given to.
    """
    kind = catalogue.kind_of(db.session(), g.meeting, name)
    own = bool(kind.permission) and can(g.actor, kind.permission)
    if not (own or can(g.actor, "minutes.papers")):
        abort(403)
    key, masked = request.args.get("addressee", ""), request.args.get("masked") == "1"
    paper = catalogue.paper(db.session(), g.meeting, kind, key, masked=masked)
    return send_paper(paper, cast("Form", form))


@routes.get("/papers/<name>/all.pdf")
@requires("minutes.papers")
def all_letters(name: str) -> Response:
    """All papers of a kind in one file, each on pages of its own: to print them in one go."""
    kind = catalogue.kind_of(db.session(), g.meeting, name)
    bundle = catalogue.all_in_one(db.session(), g.meeting, kind)
    db.session.remove()  # no read snapshot is held while the papers are set: it takes seconds
    name = files.file_name(g.meeting, kind.file_name, "tat-ca")
    answer = send_file(io.BytesIO(files.bound(bundle)), _MEDIA["pdf"], download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@routes.get("/minutes.pdf")
@requires("minutes.read")
def pdf() -> Response:
    """The minutes as PDF."""
    refuse_before_the_close()
    return send_paper(catalogue.paper(db.session(), g.meeting, catalogue.OWN_MINUTES))


@routes.get("/preview.pdf")
@requires("minutes.papers")
def preview() -> Response:
    """The draft as PDF, marked as one and kept nowhere."""
    if newest(db.session(), g.meeting.id) is not None:
        return redirect(url_for("minutes.pdf", meeting_id=g.meeting.id), 303)
    document = catalogue.written(db.session(), g.meeting, catalogue.OWN_MINUTES)
    db.session.remove()  # no read snapshot is held while the paper is set: it takes seconds
    name = files.file_name(g.meeting, "bien-ban", "du-thao")
    answer = send_file(io.BytesIO(files.printed(document)), _MEDIA["pdf"], download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@routes.post("/papers/<name>/number")
@requires("minutes.number")
def register(name: str) -> Response | tuple[str, int]:
    """Number and date from the register; what the paper says is kept from then on."""
    addressee = request.form.get("addressee", "")
    number, dated = request.form.get("number", ""), request.form.get("dated", "")
    wish = {"paper": name, "addressee": addressee, "number": number}
    try:
        given = perform(service.register, **wish, dated=_day(dated), seen=request.form.get("seen"))
    except Refused as refused:
        field = _FIELDS.get(refused.code)
        if field is None or wants_json():
            raise
        said = NotGiven(**wish, dated=dated, field=field, message=str(refused.message))
        kind = catalogue.kind_of(db.session(), g.meeting, name)
        return (_letters(kind, said) if kind.several else _papers(said)), 409
    kind = catalogue.kind_of(db.session(), g.meeting, name)
    _warn_of_the_same_number(kind, addressee)
    to = (
        url_for("minutes.letters", meeting_id=g.meeting.id, name=name)
        if kind.several
        else url_for("minutes.papers", meeting_id=g.meeting.id)
    )
    return done(given, to, _("The number is given; the paper is kept as it is."))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _warn_of_the_same_number(kind: PaperKind, key: str) -> None:
    given = catalogue.paper(db.session(), g.meeting, kind, key).registration
    if given and catalogue.same_number(db.session(), g.meeting, given):
        flash(
            _(
                "Another paper of this year bears the number %(number)s too. Compare with the "
                "register.",
                number=given.number,
            ),
            "warning",
        )


def refuse_before_the_close() -> None:
    """Raises Refused as long as there are no minutes."""
    if newest(db.session(), g.meeting.id) is None:
        raise Refused(
            "minutes.not_made",
            _("There are no minutes yet. They are made when the secretary closes the meeting."),
        )


def kept(paper: Paper, form: Form = "pdf") -> Path:
    """The paper on disk."""
    data = current_app.extensions["meeting"].config.data
    file = catalogue.file(db.session(), data, g.meeting, paper, form)
    db.session.remove()  # no read snapshot is held while the paper is set: it takes seconds
    return files.kept(file)


def send_paper(paper: Paper, form: Form = "pdf") -> Response:
    """The paper under a name of its own: a PDF opens in the browser, Word's file is saved."""
    version = paper.version
    parts = (
        paper.kind.file_name,
        files.slug(paper.key),
        "niem-yet" if paper.masked else "",
        f"v{version.number}" if version else clock.local(clock.now()).strftime("%Hh%M"),
    )
    name = files.file_name(g.meeting, *parts, form=form)
    content = kept(paper, form).read_bytes()
    answer = send_file(
        io.BytesIO(content), _MEDIA[form], as_attachment=form == "docx", download_name=name
    )
    if version is None:
        answer.headers["Cache-Control"] = "no-store"
    return answer
