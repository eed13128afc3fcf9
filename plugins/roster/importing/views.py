"""A list from a file: choose it, look at what it would change, answer what is asked, confirm."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, _l, done, perform, requires, wants_json
from meeting.db import db
from plugins.roster import queries, quota_words
from plugins.roster.importing import drafts, service
from plugins.roster.importing import words as import_words
from plugins.roster.importing.drafts import Draft, Preview
from plugins.roster.importing.matching import Proposal, State
from plugins.roster.models import ImportDraft
from plugins.roster.routes import routes
from plugins.roster.rules import usual_spelling
from plugins.roster.sheets import files, process

LARGEST_REQUEST = files.LARGEST_FILE + 64 * 1024  # the file and the form around it
ROWS = 50  # of one page
ASKED = "asked"  # the filter for rows that wait for an answer
_ASKING = {State.DOUBTFUL, State.ERROR}


@routes.url_value_preprocessor
def _take_files(endpoint: str | None, _values: object) -> None:
    """Only this page takes more than a form may hold. Runs before anything reads the request."""
    if endpoint == f"{routes.name}.upload_list":
        request.max_content_length = LARGEST_REQUEST


@routes.errorhandler(413)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Refused before it was read, so nothing is known of the sender but the address."""
    return render_template("roster/import_too_large.html", status=413), 413


@routes.get("/import")
@requires("roster.manage")
def import_list() -> str:
    """Where a file is chosen, with the files somebody began with."""
    return _upload_page(None)


def _upload_page(refused: Refused | None) -> str:
    unfinished = drafts.open_drafts(db.session(), g.meeting.id)
    return render_template("roster/import.html", drafts=unfinished, refused=refused)


@routes.post("/import")
@requires("roster.manage")
def upload_list() -> Response | tuple[str, int]:
    """Read a file; nothing on the list changes yet."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refused("roster.no_file", _l("Choose a file first."))
        try:
            read = process.read(file.stream.read(LARGEST_REQUEST), _context())
        except files.FileProblem as problem:
            raise import_words.refusal_of(problem.code) from problem
        draft_id = perform(service.keep_draft, file_name=file.filename, sheets=read["sheets"])
    except Refused as refused:
        if wants_json():
            raise
        return _upload_page(refused), 409
    return done(draft_id, _address(draft_id))


def _context() -> dict[str, Any]:
    """What a reader must know of this meeting."""
    villages = drafts.villages_of(db.session(), g.meeting)
    return {
        "villages": [[one.id, one.name, one.label] for one in villages.places],
        "unit_words": [g.meeting.plan.unit_label.singular],
        "groups": [one.name for one in g.meeting.plan.groups],
    }


def _address(draft_id: int, **values: Any) -> str:
    here = {"meeting_id": g.meeting.id, "draft_id": draft_id}
    return url_for("roster.show_import", **{**here, **values})


@routes.get("/import/<int:draft_id>")
@requires("roster.manage")
def show_import(draft_id: int) -> str | Response:
    """What the file would change, row by row."""
    row = db.session.get(ImportDraft, draft_id)
    if row is None or row.meeting_id != g.meeting.id:
        abort(404)
    if row.applied_at is not None:
        to = url_for("roster.people", meeting_id=g.meeting.id)
        return done(None, to, _("This file has been imported already."))
    return _preview_page(row, None)


def _preview_page(row: ImportDraft, refused: Refused | None) -> str:
    draft = Draft.of(row.rows)
    shown = drafts.preview(db.session(), g.meeting, draft)
    proposals, state, page = _page(shown)
    return render_template(
        "roster/import_preview.html",
        draft=row,
        content=draft,
        shown=shown,
        counts=shown.comparison.counts(),
        total=sum(sheet["total"] or 0 for _at, sheet in draft.used()),
        states=import_words.STATES,
        badges=import_words.BADGES,
        words=import_words.Words(shown),
        notes=import_words.NOTES,
        rows=proposals[(page - 1) * ROWS : page * ROWS],
        found=len(proposals),
        state=state,
        page=page,
        pages=-(-len(proposals) // ROWS),
        unusual=drafts.unusual(shown),
        usual_spelling=usual_spelling,
        quota=_quota(shown, draft),
        refused=refused,
        all_sheets=drafts.ALL_SHEETS,
    )


def _page(shown: Preview) -> tuple[list[Proposal], str, int]:
    """The rows of the filter; at first those that wait for an answer, if there are any."""
    everything = shown.comparison.proposals
    asked = [one for one in everything if one.state in _ASKING]
    state = request.values.get("state", ASKED if asked else "all")
    if state == ASKED:
        everything = asked
    elif state in set(State):
        everything = [one for one in everything if one.state == state]
    else:
        state = "all"
    pages = max(1, -(-len(everything) // ROWS))
    return everything, state, min(max(1, request.values.get("page", 1, int)), pages)


def _quota(shown: Preview, draft: Draft) -> list[tuple[str, int, int | None, Any]]:
    """Villages of the file with the people they would have, against their places."""
    counts = drafts.after(shown, draft.remove)
    touched = {one.row.village_id for one in shown.comparison.proposals}
    return [
        (one.heading, counts.get(one.id, 0), one.places,
         quota_words.of_places(one.places, counts.get(one.id, 0)))
        for one in queries.villages(db.session(), g.meeting.id)
        if one.id in touched
    ]  # fmt: skip


@routes.post("/import/<int:draft_id>")
@requires("roster.manage")
def answer_import(draft_id: int) -> Response | tuple[str, int]:
    """Keep what was chosen on the page; with the large button, import."""
    try:
        perform(service.answer, draft_id=draft_id, **_answers())
        if request.form.get("do") != "apply":
            to = _address(draft_id, state=request.form.get("state"), page=request.form.get("page"))
            return done(draft_id, to, _("Your choices are kept. Nothing is imported yet."))
        result = perform(service.apply_draft, draft_id=draft_id, seen=request.form.get("seen", ""))
    except Refused as refused:
        row = db.session.get(ImportDraft, draft_id)
        if wants_json() or row is None or row.applied_at is not None:
            raise
        return _preview_page(row, refused), 409
    return done(result, url_for("roster.people", meeting_id=g.meeting.id), _told(result))


def _answers() -> dict[str, Any]:
    """What the page asked about, and what was said: villages, rows, people to take off."""
    form = request.form
    ticked = set(form.getlist("remove"))
    asked = [one for one in form.getlist("missing") if one.isdecimal() and len(one) < 10]
    return {
        "villages": _named(form.items(), "village:"),
        "rows": _named(form.items(), "row:"),
        "remove": {int(one): one in ticked for one in asked},
        "usual": {"usual": True, "as_written": False}.get(form.get("do", "")),
    }


def _named(items: Any, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix)[:300]: value[:20]
        for name, value in items
        if name.startswith(prefix)
    }


def _told(result: service.Imported) -> str:
    words = _(
        "Imported: %(added)s added, %(changed)s corrected, %(removed)s taken off, "
        "%(same)s were on the list already.",
        added=result.added,
        changed=result.changed,
        removed=result.removed,
        same=result.same,
    )
    left_out = _("%(count)s rows were left out.", count=result.left_out) if result.left_out else ""
    return f"{words} {left_out}".strip()


@routes.post("/import/<int:draft_id>/sheet")
@requires("roster.manage")
def choose_import_sheet(draft_id: int) -> Response:
    """Take the names of another sheet of the file."""
    perform(service.choose_sheet, draft_id=draft_id, sheet=request.form.get("sheet", -2, int))
    return done(draft_id, _address(draft_id))


@routes.post("/import/<int:draft_id>/discard")
@requires("roster.manage")
def discard_import(draft_id: int) -> Response:
    """Forget a file."""
    perform(service.discard, draft_id=draft_id)
    to = url_for("roster.import_list", meeting_id=g.meeting.id)
    return done(draft_id, to, _("The file is forgotten. The list is as it was."))
