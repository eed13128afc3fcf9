"""Opinions from a sheet: choose it, look at what each row would do, answer, take over."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, _l, done, perform, requires, wants_json
from meeting.db import db
from plugins.opinions.collecting import drafts, reading
from plugins.opinions.collecting.matching import LEAVE_EMPTY, Proposal, State, spelling
from plugins.opinions.models import Collection
from plugins.opinions.views import routes
from plugins.roster.api import MOST_SENT, list_file, sheets_of

ROWS = 100  # of one page
_COLUMNS = (
    ("STT", 6), ("Họ và tên", 26), ("", 16), ("Nội dung", 70), ("Lĩnh vực", 26), ("Mức độ", 16),
    ("Nguồn", 24), ("Đơn vị trả lời", 26), ("Đơn thư số", 16),
)  # fmt: skip
STATES = {
    State.NEW: _l("New"),
    State.SAME: _l("Written down already"),
    State.DOUBTFUL: _l("To be answered"),
    State.ERROR: _l("Cannot be read"),
}
ERRORS = {
    "garbled": _l(
        "Letters of an old font (TCVN3 or VNI). Convert the file to Unicode with Unikey, save it "
        "and choose it again."
    ),
    "no_text": _l("Nothing is said in this row. Write it into the file and choose it again."),
    "long_text": _l("More than 4,000 letters. Cut it into two rows in the file."),
    "no_name": _l("No name in this row, and the plan does not accept opinions without a name."),
    "bad_name": _l("This is no name, or longer than 120 letters. Correct it in the file."),
    "long_reference": _l("The number of the petition is too long. Shorten it in the file."),
}
LISTS = {
    "village": _l("Village"),
    "topic": _l("Topic"),
    "severity": _l("How urgent"),
    "source": _l("Source"),
    "department": _l("Department"),
}


@routes.url_value_preprocessor
def _take_files(endpoint: str | None, _values: object) -> None:
    """Only this page takes more than a form may hold. Runs before anything reads the request."""
    if endpoint == f"{routes.name}.upload_collected":
        request.max_content_length = MOST_SENT


@routes.errorhandler(413)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    return render_template("opinions/collected_too_large.html", status=413), 413


@routes.get("/collected/import")
@requires("opinions.manage")
def import_collected() -> str:
    """Where a file is chosen, with the files somebody began with."""
    return _choose(None)


def _choose(refused: Refused | None) -> str:
    kept = drafts.waiting(db.session(), g.meeting.id)
    return render_template("opinions/collected_import.html", drafts=kept, refused=refused)


@routes.post("/collected/import")
@requires("opinions.manage")
def upload_collected() -> Response | tuple[str, int]:
    """Read a file; nothing is written down yet."""
    try:
        sent = request.files.get("file")
        entries = drafts.plain(_read(sheets_of(sent)))
        name = sent.filename or "" if sent else ""
        draft_id = perform(drafts.keep, file_name=name, entries=entries)
    except Refused as refused:
        if wants_json():
            raise
        return _choose(refused), 409
    return done(draft_id, _address(draft_id))


def _read(grids: list[Any]) -> list[reading.Entry]:
    villages = drafts.villages_of(db.session(), g.meeting)
    words = (g.meeting.plan.unit_label.singular,)
    found, has_head = reading.entries(grids, villages, words)
    if not has_head:
        raise Refused(
            "opinions.no_head",
            _l(
                "No column of opinions was found. Above the list there must be a row with "
                "“Nội dung” and “Họ và tên”. Write it in, save, and choose the file again."
            ),
        )
    if not found:
        raise Refused(
            "opinions.no_rows",
            _l("There is no opinion below the head of the list. Choose the file that holds them."),
        )
    if len(found) > drafts.MOST_ROWS:
        raise Refused(
            "opinions.too_many_rows",
            _l("The file has more than %(most)s opinions. Cut it into smaller ones."),
            most=drafts.MOST_ROWS,
        )
    return found


@routes.get("/collected/import/<int:draft_id>")
@requires("opinions.manage")
def show_collected_import(draft_id: int) -> str | Response:
    """What each row would do."""
    row = db.session.get(Collection, draft_id)
    if row is None or row.meeting_id != g.meeting.id:
        abort(404)
    if row.applied_at is not None:
        return done(None, _list(), _("This file was taken over already."))
    shown = drafts.preview(db.session(), g.meeting, row)
    page = max(1, request.args.get("page", 1, int))
    first = {State.ERROR: 0, State.DOUBTFUL: 1, State.NEW: 2, State.SAME: 3}
    ordered = sorted(shown.proposals, key=lambda one: first[one.state])
    return render_template(
        "opinions/collected_preview.html",
        draft=row,
        shown=shown,
        asked=_asked(shown),
        rows=ordered[(page - 1) * ROWS : page * ROWS],
        page=page,
        pages=-(-len(ordered) // ROWS),
        states=STATES,
        errors=ERRORS,
        lists=LISTS,
        leave_empty=LEAVE_EMPTY,
        place=lambda one: _place(shown, one),
    )


def _asked(shown: drafts.Preview) -> list[tuple[str, str, str, int, str]]:
    """Spellings nobody knows: field's name, list, spelling, rows, what was chosen before."""
    finder, counts = shown.finder, dict[str, list[Any]]()
    for one in shown.proposals:
        for kind in LISTS:
            said = getattr(one.entry, kind)
            waits = one.state in {State.NEW, State.DOUBTFUL} and said
            if waits and finder.known(kind, said) is None:
                name = spelling(kind, said)
                counts.setdefault(name, [kind, said, 0])[2] += 1
    return [
        (name, kind, said, count, finder.chosen.get(name, ""))
        for name, (kind, said, count) in counts.items()
    ]


def _place(shown: drafts.Preview, one: Proposal) -> str:
    found = dict(shown.finder.options["village"]).get(one.found.get("village", ""), "")
    return found or one.entry.village


@routes.post("/collected/import/<int:draft_id>")
@requires("opinions.manage")
def answer_collected_import(draft_id: int) -> Response:
    """Keep what was chosen; with the large button, write the rows down."""
    chosen = {
        name.removeprefix("means:")[:260]: value[:120]
        for name, value in request.form.items()
        if name.startswith("means:")
    }
    perform(drafts.answer, draft_id=draft_id, chosen=chosen)
    if request.form.get("do") != "take":
        return done(draft_id, _address(draft_id), _("Kept. Nothing is written down yet."))
    taken = perform(drafts.take_over, draft_id=draft_id)
    words = _(
        "Written down: %(added)s. Already there: %(same)s. Left out: %(left_out)s.",
        added=taken.added,
        same=taken.same,
        left_out=taken.left_out,
    )
    return done(taken, _list(), words)


@routes.post("/collected/import/<int:draft_id>/discard")
@requires("opinions.manage")
def discard_collected_import(draft_id: int) -> Response:
    """Forget a file."""
    perform(drafts.discard, draft_id=draft_id)
    to = url_for("opinions.import_collected", meeting_id=g.meeting.id)
    return done(draft_id, to, _("The file is forgotten."))


@routes.get("/collected/template.xlsx")
@requires("opinions.manage")
def collected_template() -> Response:
    """An empty sheet to be filled in, with this meeting's lists to choose from."""
    plan, villages = g.meeting.plan, drafts.villages_of(db.session(), g.meeting)
    unit = plan.unit_label.singular.capitalize()
    return list_file(
        "xlsx", "mau-y-kien-truoc-hoi-nghi", sheet="Ý kiến",
        titles=[
            f"Ý KIẾN, KIẾN NGHỊ TRƯỚC HỘI NGHỊ – {g.meeting.title}",
            "Mỗi ý kiến một dòng. Không ghi số căn cước, số điện thoại.",
        ],
        columns=[(label or unit, width) for label, width in _COLUMNS],
        rows=[],
        blank=60,
        choices={
            "2": [one.name for one in villages.places],
            "5": list(plan.asking.severities),
        },
    )  # fmt: skip


def _address(draft_id: int) -> str:
    here = {"meeting_id": g.meeting.id, "draft_id": draft_id}
    return url_for("opinions.show_collected_import", **here)


def _list() -> str:
    return url_for("opinions.collected", meeting_id=g.meeting.id)
