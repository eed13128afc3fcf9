"""Use cases of opinions: rows and events, and that a refusal changes neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting.access import ANONYMOUS, Actor
from meeting.clock import Frozen
from meeting.contract import Refused, run
from meeting.db import db
from meeting.meetings import change_setting, close_meeting
from plugins.opinions import queries, service
from plugins.opinions.deciding import Wish
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Asker, Channel, Outcome
from plugins.roster.api import Delegate, add_person, villages
from plugins.speakers.api import call_next, request_turn
from tests.plugins.opinions.test_rules import KEPT

pytestmark = pytest.mark.usefixtures("context")
Do = Callable[..., Any]
Journal = Callable[[], list[str]]
WriteDown = Callable[..., int]
PENDING = Wish(outcome="PENDING", department="DIA_CHINH_XD", due_date=date(2023, 11, 10))


def view(opinion_id: int) -> OpinionView:
    found = queries.opinion(db.session(), opinion_id)
    assert found is not None
    return found


def rows() -> list[tuple[Any, ...]]:
    """Everything stored, to compare before and after."""
    tables = (Opinion.__table__, Entry.__table__)
    return [tuple(row) for table in tables for row in db.session.execute(sa.select(table))]


def refused(do: Do, journal: Journal, code: str, use_case: Callable[..., Any], **args: Any) -> None:
    """The use case is refused with this code; rows stay, the journal says it was tried."""
    before, told = rows(), journal()
    with pytest.raises(Refused) as found:
        do(use_case, **args)
    assert found.value.code == code
    assert rows() == before
    assert journal() == [*told, code]


# Arrival


def test_a_question_from_a_phone(do: Do, bum: Actor, journal: Journal) -> None:
    receipt = do(service.ask, by=bum, text="  Bao giờ đổ  bê tông? ", category="GIAO_THONG_CT")
    found = view(receipt.id)
    assert (receipt.number, found.number) == (1, 1)
    assert (found.text, found.category) == ("Bao giờ đổ bê tông?", "GIAO_THONG_CT")
    assert (found.addressed, found.village) == ("Ông Đinh Bưm", "làng Stơr")
    assert found.channel is Channel.PHONE
    assert not found.approved
    assert journal() == ["opinions.asked"]


def test_what_people_type_is_stored_as_they_typed_it(do: Do, bum: Actor) -> None:
    for text in KEPT:
        assert view(do(service.ask, by=bum, text=f"  {text}\u200b ").id).text == text


def test_numbers_have_no_gaps_after_refusals(do: Do, bum: Actor, write_down: WriteDown) -> None:
    write_down()
    with pytest.raises(Refused):
        do(service.ask, by=bum, text="")
    with pytest.raises(Refused):
        do(service.ask, by=bum, text="Có chữ", category="KHONG_CO")
    write_down()
    assert [one.number for one in queries.all_opinions(db.session(), 1)] == [1, 2]


def test_the_same_form_sent_twice_is_one_opinion(do: Do, bum: Actor, journal: Journal) -> None:
    first = do(service.ask, by=bum, text="Xin cái giếng", key="k1")
    again = do(service.ask, by=bum, text="Xin cái giếng", key="k1")
    assert again == first
    assert len(queries.all_opinions(db.session(), 1)) == 1
    assert journal() == ["opinions.asked"]


def test_refusals_of_a_phone(do: Do, bum: Actor, journal: Journal, meeting_id: int) -> None:
    refused(do, journal, "opinions.empty", service.ask, by=bum, text=" \u200b ")
    refused(do, journal, "opinions.too_long", service.ask, by=bum, text="a" * 4001)
    refused(do, journal, "opinions.not_known", service.ask, by=ANONYMOUS, text="Hỏi")
    refused(
        do, journal, "opinions.unknown_category", service.ask, by=bum, text="Hỏi", category="XX"
    )
    do(change_setting, name="opinions.phone_limit", value=1)
    do(service.ask, by=bum, text="Câu thứ nhất")
    refused(do, journal, "opinions.too_many", service.ask, by=bum, text="Câu thứ hai")
    do(change_setting, name="opinions.phone", value=False)
    refused(do, journal, "opinions.phone_off", service.ask, by=bum, text="Câu thứ ba")
    do(close_meeting)
    with pytest.raises(Refused) as closed:
        do(service.ask, by=bum, text="Muộn rồi")
    assert closed.value.code == "core.closed"


def test_the_secretary_writes_down_a_slip_with_a_free_name(do: Do, context: Flask) -> None:
    leng = next(one for one in villages(db.session(), 1) if one.name == "Leng")
    asker = Asker(name="Đinh  Grơ̆ng", village_id=leng.id)
    receipt = do(service.record, text="Hết thuốc", channel="VIA_SECRETARY", asker=asker)
    found = view(receipt.id)
    assert (found.name, found.village, found.delegate_id) == ("Đinh Grơ̆ng", "làng Leng", None)


def test_a_speech_belongs_to_the_one_who_has_the_floor(do: Do, bum: Actor) -> None:
    turn_id = do(request_turn, speaker_name="Nông Văn Khách")
    do(call_next, seen=0, turn_id=turn_id)
    asker = Asker(turn_id=turn_id)
    receipt = do(service.record, text="Xin hỏi", channel="DIRECT", asker=asker, approved=True)
    found = view(receipt.id)
    assert (found.turn_id, found.name) == (turn_id, "Nông Văn Khách")
    assert found.approved


def test_one_turn_may_raise_several_opinions(do: Do, bum: Actor) -> None:
    turn_id = do(request_turn, speaker_name="Nông Văn Khách")
    for text in ("Việc thứ nhất", "Việc thứ hai"):
        do(service.record, text=text, channel="DIRECT", asker=Asker(turn_id=turn_id))
    found = queries.all_opinions(db.session(), 1)
    assert [(one.turn_id, one.text) for one in found] == [
        (turn_id, "Việc thứ nhất"),
        (turn_id, "Việc thứ hai"),
    ]


def test_an_anonymous_slip(do: Do, write_down: WriteDown) -> None:
    found = view(write_down(asker=Asker(anonymous=True)))
    assert (found.name, found.village, found.delegate_id) == ("", "", None)


def test_refusals_of_the_desk(do: Do, journal: Journal, meeting_id: int) -> None:
    def no(code: str, **values: Any) -> None:
        wish = {"text": "Hỏi", "channel": "DIRECT", "asker": Asker(name="Ai đó"), **values}
        refused(do, journal, f"opinions.{code}", service.record, **wish)

    no("empty", text="")
    no("no_channel", channel="PHONE")
    no("no_channel", channel="")
    no("no_asker", asker=Asker())
    no("bad_name", asker=Asker(name="…"))
    no("no_such_person", asker=Asker(delegate_id=99999))
    no("no_such_turn", asker=Asker(turn_id=99999))
    no("no_such_village", asker=Asker(name="Ai đó", village_id=99999))
    no("unknown_category", category="KHONG_CO")


def test_people_and_turns_of_another_meeting_are_strangers(do: Do, context: Flask) -> None:
    from meeting.meetings import create_meeting
    from meeting.plan import load_plan_file, shipped_plans

    by = Actor.system("test")
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    other = run(create_meeting, by=by, plan=plan)
    stranger = run(add_person, by=by, meeting_id=other, name="Người lạ", village_id=None)
    for asker in (Asker(delegate_id=stranger), Asker(name="A", village_id=_village_of(other))):
        with pytest.raises(Refused):
            do(service.record, text="Hỏi", channel="DIRECT", asker=asker)
    mine = do(service.record, text="Hỏi", channel="DIRECT", asker=Asker(name="A")).id
    with pytest.raises(Refused) as found:
        run(service.approve, by=by, meeting_id=other, opinion_id=mine)
    assert found.value.code == "opinions.no_such_opinion"


def _village_of(meeting_id: int) -> int:
    return villages(db.session(), meeting_id)[0].id


# Triage


def test_approval_is_set_not_toggled(do: Do, write_down: WriteDown, journal: Journal) -> None:
    opinion_id = write_down()
    for _ in range(2):
        do(service.approve, opinion_id=opinion_id)
    assert view(opinion_id).approved
    for _ in range(2):
        do(service.withdraw_approval, opinion_id=opinion_id)
    assert not view(opinion_id).approved
    assert journal() == ["opinions.asked", "opinions.approved", "opinions.approval_withdrawn"]


def test_a_sensitive_topic_is_masked_from_the_start(do: Do, write_down: WriteDown) -> None:
    assert view(write_down(category="CAN_BO")).sensitive
    plain = write_down(category="DIEN_NUOC")
    assert not view(plain).sensitive
    do(service.approve, opinion_id=plain)
    do(service.show, opinion_id=plain)
    args = {"text": "Cán bộ đòi tiền", "summary": "", "category": "CAN_BO", "seen": 1}
    do(service.edit, opinion_id=plain, **args)
    assert view(plain).sensitive
    assert not view(plain).shown


def test_one_opinion_at_a_time_is_on_the_hall_screen(
    do: Do, write_down: WriteDown, journal: Journal
) -> None:
    first, second = write_down(approved=True), write_down(approved=True)
    do(service.show, opinion_id=first)
    do(service.show, opinion_id=first)
    do(service.show, opinion_id=second)
    shown = queries.shown(db.session(), 1)
    assert shown is not None
    assert shown.id == second
    assert not view(first).shown
    assert journal()[4:] == ["opinions.shown", "opinions.hidden", "opinions.shown"]
    do(service.hide, opinion_id=second)
    assert not queries.is_shown(db.session(), 1)


def test_what_is_unfit_for_the_hall(do: Do, write_down: WriteDown, journal: Journal) -> None:
    opinion_id = write_down()
    refused(do, journal, "opinions.not_approved", service.show, opinion_id=opinion_id)
    do(service.approve, opinion_id=opinion_id)
    do(service.show, opinion_id=opinion_id)
    do(service.mark_sensitive, opinion_id=opinion_id, sensitive=True)
    assert not view(opinion_id).shown
    refused(do, journal, "opinions.sensitive", service.show, opinion_id=opinion_id)


def test_withdrawing_approval_takes_it_off_the_hall_screen(do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down(approved=True)
    do(service.show, opinion_id=opinion_id)
    do(service.withdraw_approval, opinion_id=opinion_id)
    assert not view(opinion_id).shown


def test_the_database_itself_keeps_the_hall_clean(do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down()
    core = db.session.get_bind()
    engine = sa.create_engine(core.engine.url)
    with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.update(Opinion).where(Opinion.id == opinion_id).values(shown=True))
    engine.dispose()


def test_the_asker_can_be_corrected(do: Do, bum: Actor, write_down: WriteDown) -> None:
    opinion_id = write_down()
    do(service.correct_asker, opinion_id=opinion_id, asker=Asker(delegate_id=bum.id))
    assert view(opinion_id).name == "Đinh Bưm"
    do(service.correct_asker, opinion_id=opinion_id, asker=Asker(name="Đinh Sŭk"))
    assert (view(opinion_id).name, view(opinion_id).delegate_id) == ("Đinh Sŭk", None)


# Text and answer


def test_editing_keeps_what_came_first(do: Do, write_down: WriteDown, journal: Journal) -> None:
    opinion_id = write_down("duong lay loi")
    revision = do(
        service.edit,
        opinion_id=opinion_id,
        text="Đường lầy lội",
        summary="Đường",
        category="GIAO_THONG_CT",
        seen=1,
    )
    found = view(opinion_id)
    assert revision == 2
    assert (found.text, found.first_text) == ("Đường lầy lội", "duong lay loi")
    assert (found.summary, found.brief) == ("Đường", "Đường")
    refused(
        do,
        journal,
        "opinions.stale",
        service.edit,
        opinion_id=opinion_id,
        text="Khác",
        summary="",
        category="",
        seen=1,
    )


def test_the_answer_and_a_stale_one(do: Do, write_down: WriteDown, journal: Journal) -> None:
    opinion_id = write_down()
    answer = {"opinion_id": opinion_id, "answered_by": "Trần Xuân Nam"}
    assert do(service.record_answer, text="Sẽ khảo sát", seen=0, **answer) == 1
    assert do(service.record_answer, text="Sẽ khảo sát trong tháng", seen=1, **answer) == 2
    refused(do, journal, "opinions.stale", service.record_answer, text="Câu khác", seen=1, **answer)
    found = view(opinion_id)
    assert (found.answer, found.answered_by) == ("Sẽ khảo sát trong tháng", "Trần Xuân Nam")
    assert journal() == [
        "opinions.asked",
        "opinions.answered",
        "opinions.answered",
        "opinions.stale",
    ]


# Outcome


def answered(do: Do, opinion_id: int) -> None:
    do(service.record_answer, opinion_id=opinion_id, text="Rồi", answered_by="Nam", seen=0)


def test_every_outcome(do: Do, write_down: WriteDown) -> None:
    first = write_down()
    wishes = [
        Wish(outcome="ANSWERED_ON_SPOT"),
        PENDING,
        Wish(outcome="BEYOND_AUTHORITY", competent_body="Hạt Kiểm lâm"),
        Wish(outcome="OFF_TOPIC_WRITTEN", due_date=date(2023, 11, 10)),
        Wish(outcome="NOTED"),
        Wish(outcome="MERGED", merged_into=1),
        Wish(outcome="REFERRED"),
    ]
    for wish in wishes:
        opinion_id = write_down()
        answered(do, opinion_id)
        do(service.set_outcome, opinion_id=opinion_id, wish=wish)
        found = view(opinion_id)
        assert found.outcome == Outcome(wish.outcome)
        assert found.sensitive == (wish.outcome == "REFERRED")
        if wish.outcome == "PENDING":
            assert (found.department, found.due_date) == ("DIA_CHINH_XD", date(2023, 11, 10))
        if wish.outcome == "MERGED":
            assert found.merged_into == 1
    assert [one.id for one in queries.all_opinions(db.session(), 1) if not one.outcome] == [first]
    assert queries.joined_with(db.session(), first) == [7]


def test_an_outcome_can_be_changed_and_taken_back(
    do: Do, write_down: WriteDown, journal: Journal
) -> None:
    opinion_id = write_down()
    do(service.set_outcome, opinion_id=opinion_id, wish=PENDING)
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))
    assert view(opinion_id).due_date is None
    for _ in range(2):
        do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome=""))
    assert view(opinion_id).outcome is None
    assert journal().count("opinions.outcome_set") == 3


def test_refused_outcomes(do: Do, write_down: WriteDown, journal: Journal) -> None:
    opinion_id = write_down()

    def no(code: str, **wish: Any) -> None:
        refused(
            do,
            journal,
            f"opinions.{code}",
            service.set_outcome,
            opinion_id=opinion_id,
            wish=Wish(**wish),
        )

    no("no_answer", outcome="ANSWERED_ON_SPOT")
    no("no_department", outcome="PENDING", due_date=date(2023, 11, 10))
    no("unknown_department", outcome="PENDING", department="X", due_date=date(2023, 11, 10))
    no("no_due_date", outcome="PENDING", department="DIA_CHINH_XD")
    no("due_too_early", outcome="OFF_TOPIC_WRITTEN", due_date=date(2023, 10, 1))
    no("no_competent_body", outcome="BEYOND_AUTHORITY")
    no("no_link", outcome="MERGED")
    no("own_link", outcome="MERGED", merged_into=1)
    no("no_such_number", outcome="MERGED", merged_into=77)
    no("no_outcome", outcome="SOMETHING")


def test_what_an_outcome_stands_on_cannot_be_pulled_away(
    do: Do, write_down: WriteDown, journal: Journal
) -> None:
    pending, spoken, referred = write_down(), write_down(), write_down()
    do(service.set_outcome, opinion_id=pending, wish=PENDING)
    refused(
        do,
        journal,
        "opinions.department_needed",
        service.assign_department,
        opinion_id=pending,
        department="",
    )
    answered(do, spoken)
    do(service.set_outcome, opinion_id=spoken, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    refused(
        do,
        journal,
        "opinions.answer_needed",
        service.record_answer,
        opinion_id=spoken,
        text="",
        answered_by="Nam",
        seen=1,
    )
    do(service.set_outcome, opinion_id=referred, wish=Wish(outcome="REFERRED"))
    refused(
        do,
        journal,
        "opinions.referred",
        service.mark_sensitive,
        opinion_id=referred,
        sensitive=False,
    )


def test_joining_never_goes_in_a_circle(do: Do, write_down: WriteDown, journal: Journal) -> None:
    first, second = write_down(), write_down()
    do(service.set_outcome, opinion_id=second, wish=Wish(outcome="MERGED", merged_into=1))
    refused(
        do,
        journal,
        "opinions.link_merged",
        service.set_outcome,
        opinion_id=first,
        wish=Wish(outcome="MERGED", merged_into=2),
    )


def test_departments(do: Do, write_down: WriteDown, journal: Journal) -> None:
    opinion_id = write_down()
    for _ in range(2):
        do(service.assign_department, opinion_id=opinion_id, department="TU_PHAP")
    assert view(opinion_id).department == "TU_PHAP"
    assert view(opinion_id).department_name
    do(service.assign_department, opinion_id=opinion_id, department="")
    assert view(opinion_id).department == ""
    assert journal() == ["opinions.asked", "opinions.assigned", "opinions.assigned"]


def test_the_due_date_counts_from_the_day_the_meeting_is_held(
    do: Do, context: Flask, clock_at: Frozen
) -> None:
    from meeting.models import Meeting

    meeting = db.session.get(Meeting, 1)
    assert meeting is not None
    offers = queries.due_offers(meeting, clock_at())
    assert offers[Outcome.PENDING][0].day == date(2023, 11, 10)


def test_everybody_is_named_as_on_the_list(do: Do, bum: Actor, context: Flask) -> None:
    do(service.ask, by=bum, text="Hỏi")
    person = db.session.get(Delegate, bum.id)
    assert person is not None
    mine = queries.of_delegate(db.session(), 1, person.id)
    assert [one.name for one in mine] == ["Đinh Bưm"]
