"""The attendee's page, and what several pages need to find out who asks.

The list and the form that writes down: ``desk.py``; one opinion: ``page.py``.
"""

from __future__ import annotations

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import text as words
from meeting.contract import Refused, _, attendee, done, perform, setting
from meeting.db import db
from plugins.opinions import service, texts
from plugins.opinions.forms import AskerForm, QuestionForm
from plugins.opinions.rules import Asker
from plugins.roster.api import Person, search, villages
from plugins.roster.api import people as people_of

routes = Blueprint("opinions", __name__)
FOUND = 8

Page = Response | str | tuple[str, int]


# The attendee's phone


@routes.get("/mine")
@attendee
def mine() -> str:
    """The form for a question, and what became of those sent before."""
    return _mine(QuestionForm.for_plan(g.meeting.plan))


@routes.post("/mine")
@attendee
def ask() -> Page:
    """Send a question."""
    form = QuestionForm.for_plan(g.meeting.plan)
    try:
        receipt = perform(service.ask, text=form.text.data or "", category=form.category.data or "")
    except Refused as refused:
        form.refuse(refused)
        return _mine(form), 409
    message = _("Received. Your question has number %(number)s.", number=receipt.number)
    return done(receipt, url_for("opinions.mine", meeting_id=g.meeting.id), message)


def _mine(form: QuestionForm) -> str:
    phone = setting("opinions.phone", g.meeting.id)
    return render_template("opinions/mine.html", form=form, open=phone, limit=texts.QUESTION_LIMIT)


# Who asks: what the forms of several pages share


def village_choices() -> list[tuple[str, str]]:
    """The villages as choices of a field."""
    known = villages(db.session(), g.meeting.id)
    return [("", _("Not known")), *((str(one.id), one.label) for one in known)]


def namesakes(form: AskerForm) -> list[Person]:
    """People of the list who are called exactly what was typed, of the chosen village if any."""
    key = words.search_key(form.name.data or "")
    if not key or form.delegate_id.data:
        return []
    found = search(db.session(), g.meeting.id, key, FOUND)
    return [
        one
        for one in found
        if words.search_key(one.name) == key
        and form.village.data in ("", None, str(one.village_id))
    ]


def offered(form: AskerForm) -> list[Person]:
    """The people to choose from when a form comes back: the chosen one, or the namesakes."""
    chosen = form.delegate_id.data
    if not chosen:
        return namesakes(form)
    return list(people_of(db.session(), g.meeting.id, [chosen]).values())


def found_in_list(form: AskerForm) -> Asker:
    """Who was chosen; a name that fits exactly one person of the list is that person."""
    asker = form.asker()
    if not asker.name or request.form.get("as_typed"):
        return asker
    found = namesakes(form)
    if len(found) > 1:
        raise Refused(
            "opinions.several_people",
            _("Several people have this name. Choose one, or keep the name as typed."),
        )
    return Asker(delegate_id=found[0].id) if found else asker
