"""The page on which an office words the sentences of its papers."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import text
from meeting.contract import Refused, _, done, perform, requires, wants_json
from meeting.db import db
from meeting.phrases import Phrase
from plugins.minutes.phrases import service
from plugins.minutes.routes import routes
from plugins.minutes.writing import record


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A sentence on the page: as it is used, with an example."""

    phrase: Phrase
    form: str
    sample: str
    reworded: bool
    message: object = ""


@routes.get("/phrases")
@requires("minutes.reword")
def phrases() -> str:
    """Every sentence with the words this meeting uses."""
    return _page()


@routes.post("/phrases")
@requires("minutes.reword")
def reword() -> Response | tuple[str, int]:
    """Use other words; an empty field brings the usual ones back."""
    key, form = request.form.get("phrase", ""), request.form.get("words", "")
    try:
        used = perform(service.reword, phrase=key, form=form)
    except Refused as refused:
        of_the_words = refused.code.startswith("minutes.") and refused.code != "minutes.no_phrase"
        if wants_json() or not of_the_words:
            raise
        return _page(key, form, refused), 409
    to = url_for("minutes.phrases", meeting_id=g.meeting.id, _anchor=_place(key))
    return done(used, to, _("The papers say it so from now on."))


def _page(key: str = "", typed: str = "", refused: Refused | None = None) -> str:
    contributed = current_app.extensions["meeting"].registry.contributions
    wanted = request.args.get("q", "")
    sought = text.search_key(wanted)
    known = record.telling(db.session(), contributed, g.meeting).phrases
    shown = [
        Shown(
            phrase=phrase,
            form=typed if refused and phrase.key == key else known.form(phrase.key),
            sample=known.sample(phrase.key),
            reworded=known.form(phrase.key) != phrase.form,
            message=refused.message if refused and phrase.key == key else "",
        )
        for phrase in known.declared.values()
        if phrase.key == key or sought in text.search_key(f"{phrase.title} {phrase.form}")
    ]
    return render_template("minutes/phrases.html", shown=shown, place=_place, wanted=wanted)


def _place(key: str) -> str:
    """Where a sentence stands on the page."""
    return key.replace(".", "-")
