"""The hall screen: the opinion that the chair or the secretary put there, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.contract import Actor, Event, Subscriber, Tx, _, _l, run, setting
from meeting.db import db
from meeting.models import JournalEntry
from meeting.plan.parts import AgendaKind
from meeting.points import Scene
from plugins.opinions import queries, service
from plugins.opinions.events import OpinionShown
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Outcome
from plugins.opinions.texts import initials
from plugins.speakers.api import SpeakerCalled, current

TALK = {AgendaKind.SPEAKING, AgendaKind.ANSWERS, AgendaKind.FOLLOW_UP}


@dataclass(frozen=True)
class Owed:
    """What is still to come, or was decided instead of an answer: by whom, before which day."""

    what: str
    who: str = ""
    due: str = ""


def question(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The opinion on the hall screen; the clock of whoever speaks meanwhile."""
    found = queries.shown(session, meeting_id)
    short = queries.plan_of(session, meeting_id).privacy.public_names == "INITIALS"
    asker = replace(found, name=initials(found.name)) if found and short else found
    return {
        "opinion": found,
        "who": asker.addressed if asker and asker.name else "",
        "turn": current(session, meeting_id),
        "phone": setting("opinions.phone", meeting_id),
    }


def answer(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The same opinion with its answer, or with who owes it.

    What is only prepared nobody has said yet: it stays off the wall, whoever pins the picture.
    """
    about = question(session, meeting_id)
    found = about["opinion"]
    if found is not None and found.outcome is None:
        found = replace(found, answer="", answered_by="")
    return {**about, "opinion": found, "owed": owed(found) if found else None}


def owed(one: OpinionView) -> Owed | None:
    """What the hall is told of an outcome. A complaint is sensitive and never gets here."""
    if one.outcome is Outcome.PENDING:
        return Owed(_("To be answered by"), one.department_name, _day(one.due_date))
    if one.outcome is Outcome.BEYOND_AUTHORITY:
        return Owed(_("Beyond the commune's authority; passed on to"), one.competent_body)
    if one.outcome is Outcome.OFF_TOPIC_WRITTEN:
        return Owed(_("To be answered in writing"), due=_day(one.due_date))
    if one.outcome is Outcome.NOTED:
        return Owed(_("The chair has taken note of it"))
    if one.outcome is Outcome.MERGED:
        return Owed(_("Same as opinion %(number)s", number=one.merged_into))
    return None


def _day(due: date | None) -> str:
    return f"{due:%d/%m/%Y}" if due else ""


def is_settled(session: Session, meeting_id: int) -> bool:
    """Whether the opinion on the screen has its outcome: a prepared answer waits for that."""
    found = queries.shown(session, meeting_id)
    return found is not None and found.outcome is not None


SCENES = (
    Scene(
        name="opinions.question",
        title=_l("Question"),
        template="opinions/_scene_question.html",
        context=question,
        wants=queries.is_shown,
        order=60,
        shows=queries.is_shown,
    ),
    Scene(
        name="opinions.answer",
        title=_l("Answer"),
        template="opinions/_scene_answer.html",
        context=answer,
        wants=is_settled,
        order=65,
        shows=is_settled,
    ),
)


def clear_screen(tx: Tx, *, before: int) -> None:
    """Take off the wall the opinion that was put there before an entry of the journal."""
    shown = queries.shown(tx.session, tx.meeting_id)
    if shown is not None and _newest(tx.session, OpinionShown.name, tx.meeting_id) < before:
        service.hide(tx, opinion_id=shown.id)


def make_way(event: Event) -> None:
    """The meeting goes on: the next one is called, or a step that is not for questions begins.

    This is heard a moment later. What somebody has put on the wall meanwhile, they put there
    knowing of it, and it stays: the journal says which came first.
    """
    if getattr(event, "kind", "") not in TALK:
        entry = _newest(db.session(), event.name, event.meeting_id, event.facts())
        system = Actor.system("opinions")
        run(clear_screen, by=system, meeting_id=event.meeting_id, before=entry)


def _newest(
    session: Session, name: str, meeting_id: int, facts: Mapping[str, Any] | None = None
) -> int:
    """The latest entry of an event, 0 for none."""
    query = (
        sa.select(JournalEntry.id, JournalEntry.facts)
        .where(JournalEntry.meeting_id == meeting_id, JournalEntry.event == name)
        .order_by(JournalEntry.id.desc())
    )
    found = (row.id for row in session.execute(query) if facts in (None, row.facts))
    return next(found, 0)


SUBSCRIBERS = (Subscriber(SpeakerCalled, make_way), Subscriber("agenda.started", make_way))
