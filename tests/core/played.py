"""A meeting in which every plugin has something to remember, for the tests of the dossier."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask

from meeting import clock
from meeting.access import Actor, new_token, token_hash
from meeting.contract import Refused, run
from meeting.db import db
from meeting.meetings import change_setting
from meeting.models import Meeting
from meeting.pairing import offer_pairing, pair
from meeting.plan import Plan, load_plan_file, shipped_plans
from plugins.agenda import queries as agenda_queries
from plugins.agenda import service as agenda
from plugins.agenda.rules import Typed
from plugins.chair.service import save_note
from plugins.checkin import phones
from plugins.checkin import service as door
from plugins.display import service as display
from plugins.followup.after.service import note_reply
from plugins.followup.before import queries as steps_before
from plugins.followup.before.service import tick_off
from plugins.minutes.closing import service as minutes
from plugins.minutes.rules import Entered
from plugins.opinions import api as opinions
from plugins.opinions.usecases import answerers
from plugins.opinions.usecases.support import support
from plugins.roster import api as roster
from plugins.roster.dispatch.service import send_to_village
from plugins.roster.models import Delegate
from plugins.speakers import api as speakers
from plugins.survey import service as survey
from plugins.survey.rules import Typed as Counted
from tests.conftest import SAMPLE

HOSTILE = '=cmd|"/c calc"!A1 <img src=x onerror=alert(1)> & Hlŏp ơ̆'
WIFI = "mat-khau-wifi-bi-mat"
NOTE = "ghi chép riêng của chủ trì 4711"
Do = Callable[..., Any]


def plan_of_everything() -> Plan:
    """The sample plan with the survey that it leaves out."""
    plan = load_plan_file(shipped_plans()[SAMPLE])
    survey = plan.survey.model_copy(update={"on": True})
    return plan.model_copy(update={"plugins": {}, "survey": survey})


def everybody() -> list[Delegate]:
    """The people's delegates."""
    query = sa.select(Delegate).where(Delegate.village_id.is_not(None)).order_by(Delegate.id)
    return list(db.session.scalars(query))


def play(app: Flask, frozen: clock.Frozen) -> list[str]:
    """The open sample meeting, from the door to the close. Returns what must not get out."""
    link, secret = new_token(), new_token()
    run(
        offer_pairing, by=Actor.system("test"), role="secretary", name="Thư ký",
        token_digest=token_hash(link),
    )  # fmt: skip
    number = run(pair, by=Actor.system("test"), link=link, device_digest=token_hash(secret))
    office = Actor("device", number, "Thư ký", "secretary")

    def do(use_case: Callable[..., Any], *, by: Actor = office, **arguments: Any) -> Any:
        frozen.tick(seconds=7)
        return run(use_case, by=by, meeting_id=1, **arguments)

    do(change_setting, name="checkin.wifi_password", value=WIFI)
    do(change_setting, name="opinions.support", value=True)
    _before_the_day(do)
    speaker, asker = _at_the_door(do)
    _programme(do)
    _opinions(do, speaker, asker, office)
    if db.session.get_one(Meeting, 1).plan.survey.on:
        _survey(do)
    _close(do)
    return [WIFI, NOTE, secret, token_hash(secret), token_hash(link)]


def _before_the_day(do: Do) -> None:
    first = everybody()[0]
    do(send_to_village, village_id=first.village_id, way="HAND", sent_on=date(2023, 10, 12))
    step = steps_before.steps(db.session.get_one(Meeting, 1))[0]
    do(tick_off, step=step.key, done_on=date(2023, 10, 10), note="đã báo loa")


def _at_the_door(do: Do) -> tuple[int, int]:
    one, two, three, four, five, six = (each.id for each in everybody()[:6])
    do(door.check_in, delegate_id=one, via="desk")
    code = db.session.get_one(Delegate, two).code
    do(phones.identify_by_code, by=Actor("anonymous"), raw=code)
    do(door.check_in, by=Actor("delegate", two, ""), delegate_id=two, via="code")
    do(door.mark_absent, delegate_id=three, reason="ốm")
    do(door.substitute, delegate_id=four, name=HOSTILE)
    do(door.check_in, delegate_id=five, via="desk")
    do(door.leave, delegate_id=five)
    village = db.session.get_one(Delegate, one).village_id
    for number in range(4):  # until its places are taken
        with suppress(Refused):
            do(door.walk_in, name=f"Đinh Văn Khách {number}", village_id=village)
    do(door.admit_over_quota, delegate_id=six, reason="già yếu, đến sớm")
    seen = db.session.get_one(Delegate, six).invitation_id
    do(roster.reissue, delegate_id=six, seen=seen)
    return one, two


def _programme(do: Do) -> None:
    gone = do(agenda.add, typed=Typed(title="Bước thừa", kind="REPORT"))
    do(agenda.remove, item_id=gone)
    one, two, *_others = agenda_queries.items(db.session(), 1)
    first, second = one.id, two.id
    do(agenda.move_up, item_id=second, above_id=first)
    span = do(agenda.start, item_id=first, seen=0)
    do(agenda.start, item_id=second, seen=span, leave=True)
    do(display.show_message, message="Mời bà con vào hội trường")


def _opinions(do: Do, speaker: int, asker: int, office: Actor) -> None:
    phone, other = Actor("delegate", asker, ""), Actor("delegate", speaker, "")
    sent = do(opinions.ask, by=phone, text="Nước sạch ở đâu?\nLàng tôi chưa có.")
    turn = do(speakers.request_turn, by=other)
    do(speakers.call_next, seen=0, turn_id=turn)
    do(speakers.end, turn_id=turn)
    spoken = next(one for one in opinions.all_opinions(db.session(), 1) if one.turn_id == turn)
    do(
        opinions.edit, opinion_id=spoken.id, text=HOSTILE * 3, seen=spoken.text_revision,
        summary="Đường vào làng lầy lội",
    )  # fmt: skip
    do(opinions.approve, opinion_id=sent.id)
    do(support, by=other, opinion_id=sent.id)
    do(save_note, opinion_id=spoken.id, text=NOTE, seen=0)
    department = db.session.get_one(Meeting, 1).plan.departments[0].code
    do(answerers.seat, device_id=office.id, department=department)
    late = do(opinions.record, text="Ruộng thiếu nước", channel="VIA_SECRETARY", asker=_nobody())
    joined = do(opinions.record, text="Ruộng khô", channel="VIA_SECRETARY", asker=_nobody())
    wish = opinions.Wish(outcome="MERGED", merged_into=joined.number)
    do(opinions.set_outcome, opinion_id=late.id, wish=wish)  # one that points to a later row
    do(
        opinions.record_answer, opinion_id=sent.id, text="Xã sẽ khoan giếng.",
        answered_by="Chủ tịch UBND xã", seen=0,
    )  # fmt: skip
    do(opinions.set_outcome, opinion_id=sent.id, wish=opinions.Wish(outcome="ANSWERED_ON_SPOT"))
    owed = opinions.Wish(outcome="PENDING", department=department, due_date=date(2023, 11, 3))
    do(opinions.set_outcome, opinion_id=spoken.id, wish=owed)
    do(opinions.set_outcome, opinion_id=joined.id, wish=opinions.Wish(outcome="NOTED"))


def _nobody() -> opinions.Asker:
    return opinions.Asker(name="", anonymous=True)


def _survey(do: Do) -> None:
    asked = db.session.get_one(Meeting, 1).plan.survey
    line = ("5", "2", *["0"] * (len(asked.choices) - 2))
    counts = Counted(handed_out="9", returned="8", valid="7", answers=(line,) * len(asked.items))
    do(survey.save, typed=counts, seen=0)


def _close(do: Do) -> None:
    words = Entered(
        chair="Ông Trần Xuân Nam - Chủ tịch UBND xã",
        secretary="Bà Lê Thị Thu Hà - công chức",
        conclusion="Giao công chức địa chính kiểm tra.",
    )
    revision = do(minutes.save_draft, revision=0, entered=words)
    do(minutes.close, seen=revision)
    owed = next(one for one in opinions.all_opinions(db.session(), 1) if one.due_date)
    do(note_reply, opinion_id=owed.id, done_on=date(2023, 10, 20), note=HOSTILE)
