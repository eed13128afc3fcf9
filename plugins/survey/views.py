"""The page on which the survey forms are counted."""

from __future__ import annotations

from flask import Blueprint, current_app, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting.contract import Refused, _, can, done, perform, requires, wants_json
from meeting.db import db
from plugins.survey import paper, queries, rules, service
from plugins.survey.queries import Saved
from plugins.survey.rules import Asked, Typed

routes = Blueprint("survey", __name__)

KEPT = rules.LONGEST * 2  # signs of a field; a number has four


@routes.get("/")
@requires("survey.read")
def page() -> str:
    """The counts, and the form for whoever enters them."""
    return _page()


@routes.post("/counts")
@requires("survey.count")
def save() -> Response | tuple[str, int]:
    """The counts are these."""
    typed = _typed(queries.asked(g.meeting.plan))
    try:
        saved = perform(service.save, typed=typed, seen=_seen())
    except Refused as refused:
        if wants_json():
            raise
        return _page(typed, refused), 409
    return done(saved, url_for("survey.page", meeting_id=g.meeting.id), _("Saved."))


def _typed(asked: Asked) -> Typed:
    def kept(name: str) -> str:
        return request.form.get(name, "")[:KEPT]

    return Typed(
        handed_out=kept("handed_out"),
        returned=kept("returned"),
        valid=kept("valid"),
        answers=tuple(
            tuple(kept(f"answer-{row}-{column}") for column in range(len(asked.choices)))
            for row in range(len(asked.items))
        ),
    )


def _seen() -> int:
    """The revision the form was made from; an unreadable one is none that ever was."""
    found = rules.number(request.form.get("seen", ""))
    return -1 if found is None else found


def _page(typed: Typed | None = None, refused: Refused | None = None) -> str:
    asked = queries.asked(g.meeting.plan)
    saved = queries.saved(db.session(), g.meeting)
    shown = typed or (saved.counts.typed() if saved else Typed())
    changed = refused is not None and refused.code == "survey.changed"
    return render_template(
        "survey/page.html",
        asked=asked,
        owner=paper.owner(g.meeting.plan),
        saved=saved,
        typed=shown,
        sums=[_sum(line) for line in shown.answers] or [0] * len(asked.items),
        problems=_problems(shown, asked, refused),
        beside=saved.counts if saved and changed else None,
        seen=_now_seen(saved, refused),
        fixed=saved is not None and saved.stands_in_minutes(g.meeting),
        kept=KEPT,
        is_wrong=_is_wrong,
        tally_kind=paper.TALLY_KIND,
        tally_offered=_offered(saved),
    )


def _offered(saved: Saved | None) -> bool:
    """Whether whoever counts can take the tally from here: it lies among the papers."""
    registry = current_app.extensions["meeting"].registry
    papers = "minutes" in registry.plugins and "minutes" not in registry.switched_off(g.meeting.id)
    counted = saved is not None and saved.counts.counted
    return counted and papers and can(g.actor, "survey.count")


def _now_seen(saved: Saved | None, refused: Refused | None) -> int:
    """What the form shows now; after a refusal for another reason, still what it showed."""
    if refused is not None and refused.code != "survey.changed":
        return _seen()
    return saved.revision if saved else 0


def _problems(typed: Typed, asked: Asked, refused: Refused | None) -> list[str]:
    """Why nothing was saved: all of it, not only the first."""
    if refused is None:
        return []
    _counts, found = rules.problems(typed, asked)
    if refused.code not in {one.code for one in found}:
        found = [refused, *(found if refused.code == "survey.changed" else [])]
    return [one.message for one in found]


def _is_wrong(typed: str, name: str) -> bool:
    """Whether a field holds no number; an answer that nobody chose may be empty."""
    if name.startswith("answer-") and not typed.strip():
        return False
    return rules.number(typed) is None


def _sum(line: tuple[str, ...]) -> int:
    return sum(rules.number(one) or 0 for one in line)
