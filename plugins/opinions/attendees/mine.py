"""The attendee's own page: send a question, see what became of those sent before."""

from __future__ import annotations

from flask import g, render_template, url_for

from meeting.contract import Refused, _, attendee, done, perform, setting
from plugins.opinions import service, texts
from plugins.opinions.forms import QuestionForm
from plugins.opinions.views import Page, routes


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
