"""Meetings of the five shipped plans with their invented opinions, as the office leaves them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app

from meeting import clock
from meeting.access import Actor
from meeting.contract import Tx
from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.models import Meeting
from meeting.plan import Plan, load_plan_file, shipped_plans
from meeting.writing import run
from plugins.minutes.writing.record import Contributed
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.rules import Asker, Outcome
from plugins.opinions.usecases.intake import Details
from plugins.roster.api import add_person, villages
from tests.e2e.thirty import COLLECTED, THIRTY, Raised

BY = Actor.system("test")
BODIES = ("Công ty", "Hộ kinh doanh", "Doanh nghiệp")


def act(meeting_id: int, use_case: Callable[..., Any], **values: Any) -> Any:
    """A use case in a meeting, as the office."""
    return run(use_case, by=BY, meeting_id=meeting_id, **values)


def opened(name: str) -> int:
    """The open meeting of a plan in which nobody has said anything. Returns its id."""
    plan = load_plan_file(shipped_plans()[name])
    meeting_id = run(create_meeting, by=BY, plan=plan)
    run(open_meeting, by=BY, meeting_id=meeting_id)
    return meeting_id


def in_form(tx: Tx, *, form: str) -> None:
    """The minutes of the meeting in another form."""
    data = {**tx.meeting.plan.model_dump(), "minutes": {"form": form}}
    tx.meeting.plan_json = Plan.model_validate(data).model_dump_json()


def hold(name: str) -> int:
    """The meeting of a plan with everything that was raised in it. Returns its id."""
    meeting_id = opened(name)
    plan = meeting(meeting_id).plan
    numbers: dict[int, int] = {}
    for place, one in enumerate(THIRTY):
        if one.plan == name:
            numbers[place] = raise_(meeting_id, plan, one, numbers)
    return meeting_id


def raise_(meeting_id: int, plan: Plan, one: Raised, numbers: dict[int, int]) -> int:
    """An opinion with its thread and its outcome. Returns its number."""
    session = db.session()
    home = next(
        (v.id for v in villages(session, meeting_id) if one.village in (v.name, v.label)), None
    )
    home = home if one.village else None
    asker = Asker(anonymous=True, village_id=home)
    if one.who:
        honorific = "" if one.who.startswith(BODIES) else "Bà" if " Thị " in one.who else "Ông"
        details = {"village_id": home, "honorific": honorific}
        person = act(meeting_id, add_person, name=one.who, **details)
        asker = Asker(delegate_id=person)
    about = Details(source=_first(plan.asking.pre_collection_sources), severity=_urgency(one, plan))
    receipt = act(
        meeting_id,
        service.record,
        text=one.text,
        channel=one.channel,
        asker=asker,
        category=one.topic,
        approved=True,
        details=about if one.channel == COLLECTED else Details(),
    )
    discuss(meeting_id, plan, one, receipt.id)
    settle(meeting_id, plan, one, receipt.id, numbers)
    return int(receipt.number)


def _first(words: tuple[str, ...]) -> str:
    return words[0] if words else ""


def _urgency(one: Raised, plan: Plan) -> str:
    return plan.asking.severities[len(one.text) % len(plan.asking.severities)]


def discuss(meeting_id: int, plan: Plan, one: Raised, opinion_id: int) -> None:
    """What was said about it."""
    said = []
    if one.asked_back:
        said += [("CLARIFICATION", one.asked_back[0], ""), ("REPLY", one.asked_back[1], "")]
    if one.answer:
        chair = plan.session(meeting(meeting_id).session_index).chair
        said.append(("ANSWER", one.answer, chair.full))
    if one.follow_up:
        said.append(("FOLLOW_UP", one.follow_up, ""))
    for kind, words, by in said:
        entry = {"kind": kind, "text": words, "said_by": by, "full": ""}
        act(meeting_id, service.add_entry, opinion_id=opinion_id, **entry)


def settle(
    meeting_id: int, plan: Plan, one: Raised, opinion_id: int, numbers: dict[int, int]
) -> None:
    """Its outcome, with what that needs."""
    department = plan.department_for(one.topic) or plan.departments[0]
    due = clock.local(clock.now()).date() + timedelta(days=14)
    is_owed = one.outcome in {Outcome.PENDING, Outcome.BEYOND_AUTHORITY}
    wish = Wish(
        outcome=one.outcome,
        department=department.code if is_owed else None,
        due_date=due,
        competent_body=one.body,
        merged_into=numbers.get(one.same),
    )
    act(meeting_id, service.set_outcome, opinion_id=opinion_id, wish=wish)
    if one.sensitive:
        act(
            meeting_id,
            service.mark_sensitive,
            opinion_id=opinion_id,
            sensitive=True,
        )


def contributions() -> Contributed:
    """What plugins contribute to a point."""
    found: Contributed = current_app.extensions["meeting"].registry.contributions
    return found


def meeting(meeting_id: int) -> Meeting:
    """The meeting as it is stored."""
    return db.session().get_one(Meeting, meeting_id)
