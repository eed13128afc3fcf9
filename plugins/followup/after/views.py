"""The board of what is owed after the meeting, as a file too, and its card on the overview."""

from __future__ import annotations

from typing import Any

from flask import Response as File
from flask import g, render_template, request, url_for
from werkzeug.wrappers import Response

from meeting import clock
from meeting.contract import Refused, _, done, perform, requires
from meeting.db import db
from meeting.models import MeetingState
from plugins.followup.after import queries, rules, service
from plugins.followup.after.queries import Announced, Line
from plugins.followup.after.wording import COLUMNS, STANDINGS, TO_DO
from plugins.followup.before.service import take_back as step_not_done
from plugins.followup.routes import date_words, routes, ticked
from plugins.followup.rules import NOTE_LETTERS, OPEN
from plugins.opinions.api import MASKED, UNNAMED, meeting_day
from plugins.roster.api import list_file


@routes.get("/after")
@requires("followup.read")
def after() -> str:
    """What is owed to whom and by when, late ones first; ``of`` shows what one has to do."""
    return _page()


@routes.post("/after/done")
@requires("followup.manage")
def note_reply() -> Response | tuple[str, int]:
    """Somebody was answered."""
    opinion_id = request.form.get("opinion", 0, type=int)
    said = _("Noted. Whoever raised it reads it on their phone.")
    return ticked(_page, _list(), said, service.note_reply, opinion_id=opinion_id)


@routes.post("/after/issued")
@requires("followup.manage")
def announce() -> Response | tuple[str, int]:
    """What the office issues after the meeting is issued."""
    step = request.form.get("step", "")
    return ticked(_page, _list(), _("Noted as done."), service.announce, step=step)


@routes.post("/after/issued/<int:done_id>/take-back")
@requires("followup.manage")
def take_announcement_back(done_id: int) -> Response:
    """It was a mistake."""
    return done(perform(step_not_done, done_id=done_id), _list(), _("Taken back."))


@routes.post("/after/<int:reply_id>/take-back")
@requires("followup.manage")
def take_reply_back(reply_id: int) -> Response:
    """It was a mistake."""
    return done(perform(service.take_back, reply_id=reply_id), _list(), _("Taken back."))


@routes.get("/after.xlsx")
@requires("followup.read")
def after_file() -> File:
    """The whole list as an .xlsx; without the words of what is sensitive, for files travel."""
    now = clock.now()
    when, lines = clock.local(now), queries.lines(db.session(), g.meeting, now)
    return list_file(
        "xlsx",
        "theo-doi-tra-loi",
        sheet="Theo dõi trả lời",
        titles=[
            f"THEO DÕI TRẢ LỜI SAU HỘI NGHỊ – {g.meeting.title}",
            f"{len(lines)} ý kiến, lập lúc {when:%H:%M} ngày {when:%d/%m/%Y}",
        ],
        columns=COLUMNS,
        rows=[[number, *_row(one)] for number, one in enumerate(lines, 1)],
    )


def _row(one: Line) -> list[Any]:
    opinion, noted = one.opinion, one.done
    assert opinion.outcome is not None, "only what is decided is owed"
    return [
        opinion.number,
        "" if opinion.sensitive else opinion.addressed or UNNAMED,
        MASKED if opinion.sensitive else opinion.brief,
        TO_DO[opinion.outcome],
        one.owner,
        f"{one.due:%d/%m/%Y}" if one.due else "",
        f"{noted.done_on:%d/%m/%Y}" if noted else "",
        noted.note if noted else "",
        STANDINGS[one.standing],
    ]


def staff_card() -> str:
    """After the close, on the staff's overview: what is still to do."""
    if g.meeting.state != MeetingState.CLOSED:
        return ""
    lines, issued = _both()
    waiting = [one for one in lines if one.standing in OPEN and one.due is not None]
    return render_template(
        "followup/_after_card.html",
        tally=_tally(lines, issued),
        issue=next((one for one in issued if one.standing in OPEN), None),
        reply=next(iter(waiting), None),
        date_words=date_words,
    )


def _both() -> tuple[list[Line], list[Announced]]:
    now = clock.now()
    lines = queries.lines(db.session(), g.meeting, now)
    return lines, queries.announced(db.session(), g.meeting, now)


def _tally(lines: list[Line], issued: list[Announced]) -> rules.Tally:
    return rules.tally([*(one.standing for one in issued), *(one.standing for one in lines)])


def _page(refused: Refused | None = None) -> str:
    lines, issued = _both()
    now, of = clock.now(), request.args.get("of", "")
    return render_template(
        "followup/after.html",
        lines=[one for one in lines if of in ("", one.owner)],
        issued=[] if of else issued,
        tally=_tally(lines, issued),
        owed=len(lines),
        owners=sorted({one.owner for one in lines} - {""}),
        of=of,
        closed=g.meeting.state == MeetingState.CLOSED,
        today=clock.local(now).date(),
        earliest=meeting_day(g.meeting, now),
        refused=refused,
        typed=request.form,
        date_words=date_words,
        note_letters=NOTE_LETTERS,
    )


def _list() -> str:
    """The list as it was, one's part of it."""
    return url_for("followup.after", meeting_id=g.meeting.id, of=request.args.get("of") or None)
