"""The reading page: a paper in large letters, each paragraph with its corrections and remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from meeting.points import PaperKind
from plugins.minutes.models import Correction
from plugins.minutes.papers import catalogue
from plugins.minutes.papers.corrections import passed_over, waiting, with_changes
from plugins.minutes.papers.versions import MINUTES
from plugins.minutes.reading import queries, service
from plugins.minutes.routes import routes

_PLACE = re.compile(r"p([1-9][0-9]{0,5})")


@routes.get("/read")
@requires("minutes.papers")
def read() -> str:
    """The paper as it stands, to be read on a screen or read aloud before it is signed."""
    return _page()


@routes.post("/read/correct")
@requires("minutes.correct")
def correct() -> Response | tuple[str, int]:
    """Other words for a paragraph; refused when it says something else by now."""
    form = request.form
    try:
        number = perform(
            service.correct,
            **_which(form),
            before=_as_sent(form.get("before", "")),
            after=form.get("after", ""),
            at=_at(form),
        )
    except Refused as refused:
        if wants_json() or refused.code not in {"minutes.paragraph_moved", "minutes.too_long"}:
            raise
        return _page(refused=refused, typed=form.get("after", "")), 409
    return done(number, _address(form), _("Corrected."))


@routes.post("/read/withdraw")
@requires("minutes.correct")
def withdraw() -> Response:
    """Take a correction back."""
    correction_id = request.form.get("correction_id", 0, type=int)
    perform(service.withdraw, correction_id=correction_id)
    return done(correction_id, _address(request.form), _("Taken back."))


@routes.post("/read/remark")
@requires("minutes.remark")
def remark() -> Response:
    """Ask the secretary to change a paragraph of the draft."""
    about, words = _as_sent(request.form.get("about", "")), request.form.get("words", "")
    number = perform(service.remark, about=about, words=words)
    return done(number, _address(request.form), _("The secretary sees it."))


@routes.post("/read/settle")
@requires("minutes.correct")
def settle() -> Response:
    """A remark is dealt with."""
    remark_id = request.form.get("remark_id", 0, type=int)
    perform(service.settle, remark_id=remark_id)
    return done(remark_id, _address(request.form), _("Done."))


@routes.post("/read/version")
@requires("minutes.correct")
def make_next() -> Response:
    """Another version with the corrections, and why."""
    which = _which(request.form)
    made = perform(
        service.make_next,
        paper=which["paper"],
        addressee=which["addressee"],
        reason=request.form.get("reason", ""),
    )
    return done(made, _address(request.form), _("Version %(number)s is made.", number=made.version))


def _page(refused: Refused | None = None, typed: str = "") -> str:
    session, asked = db.session(), _which(request.values)
    kind = catalogue.kind_of(session, g.meeting, asked["paper"])
    masked = asked["masked"] and kind.masked
    paper = catalogue.paper(session, g.meeting, kind, asked["addressee"])
    found = waiting(session, g.meeting.id, kind.name, paper.key, masked=masked)
    base = queries.before_corrections(session, g.meeting, kind, paper.key, masked=masked)
    return render_template(
        "minutes/read.html",
        paper=paper,
        document=with_changes(base, found),
        masked=masked,
        made=paper.version,
        waiting=found,
        passed_over=passed_over(base, found),
        unposted=[] if masked else _unposted(kind, paper, found),
        corrections=queries.history(session, g.meeting.id, kind.name, paper.key),
        remarks=queries.remarks(session, g.meeting.id) if kind.name == MINUTES else [],
        refused=refused,
        typed=typed,
    )


def _unposted(
    kind: PaperKind, paper: catalogue.Paper, found: Sequence[Correction]
) -> list[Correction]:
    """Corrections that what is posted does not take over: its paragraph has initials, say."""
    if not (kind.masked and found):
        return []
    posted = queries.before_corrections(db.session(), g.meeting, kind, paper.key, masked=True)
    return passed_over(posted, found)


def _which(values: Any) -> dict[str, Any]:
    """Which paper is read, from the address or the form."""
    return {
        "paper": values.get("paper", MINUTES),
        "addressee": values.get("addressee", ""),
        "masked": values.get("masked") == "1",
    }


def _address(form: Any) -> str:
    """Back to the paragraph somebody came from."""
    which, at = _which(form), _at(form)
    return url_for(
        "minutes.read",
        meeting_id=g.meeting.id,
        paper=which["paper"],
        addressee=which["addressee"] or None,
        masked=1 if which["masked"] else None,
        _anchor=None if at is None else f"p{at + 1}",
    )


def _at(form: Any) -> int | None:
    """The paragraph's place in the paper: the page names them p1, p2 …"""
    found = _PLACE.fullmatch(form.get("place", ""))
    return int(found[1]) - 1 if found else None


def _as_sent(words: str) -> str:
    """A paragraph as it went out: forms send line ends their own way."""
    return words.replace("\r\n", "\n")
