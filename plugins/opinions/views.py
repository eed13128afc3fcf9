"""The attendee's page, the secretary's desk and the register. One opinion's page: ``page.py``."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import text as words
from meeting.contract import Refused, _, attendee, can, done, perform, requires, setting
from meeting.db import db
from plugins.opinions import queries, service, texts
from plugins.opinions.forms import AskerForm, QuestionForm, RecordForm
from plugins.opinions.rules import Asker
from plugins.roster.api import Person, search, villages
from plugins.roster.api import people as people_of

routes = Blueprint("opinions", __name__)
PAGE = 50
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


# The secretary's desk


@routes.get("/")
@requires("opinions.manage")
def desk() -> str:
    """Type a question at the top; the live list of all below."""
    return _desk(_record_form())


@routes.post("/")
@requires("opinions.manage")
def record() -> Page:
    """Write down what was spoken, or what stands on a slip."""
    form = _record_form()
    try:
        receipt = perform(
            service.record,
            text=form.text.data or "",
            channel=form.channel.data or "",
            asker=found_in_list(form),
            category=form.category.data or "",
            approved=bool(form.approved.data) and can(g.actor, "opinions.approve"),
        )
    except Refused as refused:
        form.refuse(refused)
        return _desk(form, offered(form)), 409
    message = _("Written down as opinion %(number)s.", number=receipt.number)
    return done(receipt, url_for("opinions.desk", meeting_id=g.meeting.id), message)


@routes.get("/people")
@requires("opinions.manage")
def people() -> str:
    """Rows of people whose name begins with what is typed."""
    typed = request.args.get("name", "")
    found = search(db.session(), g.meeting.id, typed, FOUND) if typed.strip() else []
    return render_template("opinions/_people.html", people=found, chosen=None)


def _desk(form: RecordForm, found: list[Person] | None = None) -> str:
    return render_template(
        "opinions/desk.html", form=form, people=found or [], limit=texts.QUESTION_LIMIT
    )


def _record_form() -> RecordForm:
    form = RecordForm()
    form.offer(g.meeting.plan, village_choices())
    return form


def village_choices() -> list[tuple[str, str]]:
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


# Everybody on the staff


@routes.get("/all")
@requires("opinions.read")
def register() -> str:
    """All opinions in order of arrival, a page at a time."""
    after = request.args.get("after", 0, int)
    found = queries.page(db.session(), g.meeting.id, after, PAGE + 1)
    return render_template(
        "opinions/register.html",
        opinions=found[:PAGE],
        more=len(found) > PAGE,
        first=after <= 0,
    )
