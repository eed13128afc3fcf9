"""The page of the papers before the day, and their way from a button to a PDF."""

from __future__ import annotations

import io
import time

from flask import Response as FlaskResponse
from flask import abort, current_app, g, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from meeting import clock, text
from meeting.contract import Refused, _l, done, requires, wants_json
from meeting.db import db
from meeting.points import Paper
from plugins.roster import queries
from plugins.roster.dispatch.queries import send_until
from plugins.roster.papers import choices, facts
from plugins.roster.papers.jobs import Job, Workroom, workroom
from plugins.roster.routes import routes

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PATIENCE = 1.5  # seconds a form waits; a paper that is ready by then opens at once
TITLES = {
    "invitations": _l("Personal invitations"),
    "villages": _l("Invitations to the villages"),
    "sign-in": _l("Sign-in sheets"),
    "money": _l("Blank list for money"),
    "questions": _l("Question slips"),
    "pack": _l("Paper pack"),
}


@routes.get("/papers")
@requires("roster.manage")
def papers() -> str:
    """Every paper with its choices, and what was made lately."""
    return _page()


@routes.post("/papers")
@requires("roster.manage")
def make_paper() -> Response | tuple[str, int]:
    """Begin a paper; a short one opens at once, a long one shows how far it is."""
    wish = _wish()
    gathered = facts.gather(db.session(), g.meeting)
    time.sleep(0)  # others first: see facts
    try:
        bundle = choices.bundle_of(gathered, wish, _others(wish))
    except Refused as refused:
        if wants_json():
            raise
        return _page(refused.message), 409
    db.session.remove()  # no read snapshot is held while the paper is set
    room = _room()
    job = room.wait(room.start(g.meeting.id, wish.kind, _file_name(wish), bundle), PATIENCE)
    if job.state == "ready":
        return done(job.id, _address("roster.paper_file", job, form=wish.form))
    return done(job.id, _address("roster.paper", job))


@routes.get("/papers/<job_id>")
@requires("roster.manage")
def paper(job_id: str) -> str:
    """How far a paper is; it asks again by itself, with script or without."""
    return render_template(
        "roster/paper.html",
        job=_job(job_id),
        titles=_titles(),
        percent=_percent,
        form_of=_form_of,
    )


@routes.get("/papers/<job_id>.<any(pdf, docx):form>")
@requires("roster.manage")
def paper_file(job_id: str, form: str) -> FlaskResponse:
    """The PDF, or the file for Word."""
    job = _job(job_id)
    path = _room().file(job)
    if job.state != "ready" or path.suffix != f".{form}" or not path.is_file():
        abort(404)
    content = io.BytesIO(path.read_bytes())
    answer = send_file(content, MEDIA[form], as_attachment=form == "docx", download_name=job.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _wish() -> choices.Wish:
    form = request.form
    return choices.Wish(
        kind=form.get("kind", ""),
        whom=form.get("whom", choices.ALL),
        per_page=form.get("per_page", 1, int),
        pages=form.get("pages", 10, int),
        form="docx" if form.get("format") == "docx" else "pdf",
    )


def _page(message: str = "") -> str:
    meeting_id = g.meeting.id
    return render_template(
        "roster/papers.html",
        message=message,
        villages=queries.villages(db.session(), meeting_id),
        all=choices.ALL,
        officials=choices.OFFICIALS,
        most_pages=choices.MOST_PAGES,
        papers=_papers(),
        jobs=_room().recent(meeting_id),
        send_by=send_until(g.meeting),
        titles=_titles(),
        begun=_begun,
        form_of=_form_of,
    )


def _papers() -> list[Paper]:
    """Papers of other plugins that this meeting uses."""
    registry = current_app.extensions["meeting"].registry
    found: list[Paper] = registry.contributions("roster.paper", g.meeting.id)
    return found


def _titles() -> dict[str, object]:
    """Every kind of paper as people call it."""
    return {**TITLES, **{one.kind: one.title for one in _papers()}}


def _others(wish: choices.Wish) -> dict[str, choices.Other]:
    """The papers of other plugins that a wish asks for."""
    session = db.session()
    return {
        one.kind: choices.Other(
            file_name=one.file_name,
            sheets=tuple(one.sheets(session, g.meeting)),
            in_pack=one.in_pack,
        )
        for one in _papers()
        if wish.kind in (one.kind, choices.PACK)
    }


def _begun(job: Job) -> str:
    """`07:30`, for the list of papers made lately."""
    return f"{clock.local(job.begun_at):%H:%M}"


def _form_of(job: Job) -> str:
    return job.name.rpartition(".")[2]


def _percent(job: Job) -> int:
    return round(100 * job.done / job.total) if job.total else 0


def _room() -> Workroom:
    return workroom(current_app.extensions["meeting"].config.data)


def _job(job_id: str) -> Job:
    job = _room().find(g.meeting.id, job_id)
    if job is None:
        abort(404)
    return job


def _address(endpoint: str, job: Job, form: str | None = None) -> str:
    return url_for(endpoint, meeting_id=g.meeting.id, job_id=job.id, form=form)


def _file_name(wish: choices.Wish) -> str:
    """`giay-moi-to-tung-2023-10-20.pdf`: a name every system can keep."""
    named = {one.kind: one.file_name for one in _papers()}
    title = named.get(wish.kind) or choices.KINDS[wish.kind][0]
    plain = text.search_key(f"{title} {g.meeting.plan.host.place_name}").encode("ascii", "ignore")
    day = clock.local(clock.now())
    return "-".join([*plain.decode().split(), f"{day:%Y-%m-%d}"]) + f".{wish.form}"
