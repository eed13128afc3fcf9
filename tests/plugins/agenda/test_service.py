"""What can be done to the programme: rows, events, and that a refusal changes neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import close_meeting, create_meeting
from meeting.models import JournalEntry, Meeting
from meeting.plan import Plan, defaults, load_plan_file, shipped_plans
from meeting.writing import run
from plugins.agenda import queries, service
from plugins.agenda.models import AgendaItem, AgendaSpan
from plugins.agenda.rules import Step, Typed

Act = Callable[..., Any]
Programme = Callable[[], list[Step]]
BY = Actor.system("test")


def events() -> list[str]:
    """What the journal says of the programme."""
    query = sa.select(JournalEntry.event).where(
        JournalEntry.event.like("agenda.%"), JournalEntry.refused.is_(False)
    )
    return list(db.session.scalars(query.order_by(JournalEntry.id)))


def refusal(act: Act, use_case: Callable[..., Any], **arguments: Any) -> str:
    """The code of a refusal that changed nothing."""
    before = state()
    with pytest.raises(Refused) as refused:
        act(use_case, **arguments)
    assert state() == before
    return refused.value.code


def state() -> object:
    db.session.remove()
    rows = db.session.execute(sa.select(AgendaItem.__table__).order_by(AgendaItem.id)).all()
    spans = db.session.execute(sa.select(AgendaSpan.__table__).order_by(AgendaSpan.id)).all()
    return rows, spans, events()


# -- running ---------------------------------------------------------------------------------------


def test_starting_a_step_ends_the_one_before(
    act: Act, ids: dict[str, int], programme: Programme, clock_at: clock.Frozen
) -> None:
    first = act(service.start, item_id=ids["WELCOME"], seen=0)
    clock_at.tick(minutes=20)
    second = act(service.start, item_id=ids["OPENING"], seen=first)
    found = {str(step.kind): step for step in programme()}
    assert found["WELCOME"].spans[0].ended_at == clock_at.at
    assert found["OPENING"].running is not None
    assert found["OPENING"].running.id == second
    assert events() == ["agenda.started", "agenda.ended", "agenda.started"]
    ended = db.session.scalar(sa.select(JournalEntry).where(JournalEntry.event == "agenda.ended"))
    assert ended is not None
    assert ended.facts["seconds"] == 20 * 60


def test_a_step_runs_again_and_again(
    act: Act, ids: dict[str, int], programme: Programme, clock_at: clock.Frozen
) -> None:
    seen = 0
    for kind in ("SPEAKING", "ANSWERS", "SPEAKING", "ANSWERS"):
        seen = act(service.start, item_id=ids[kind], seen=seen)
        clock_at.tick(minutes=5)
    speaking = next(step for step in programme() if step.kind == "SPEAKING")
    assert [(s.ended_at or clock_at.at) - s.started_at for s in speaking.spans] == [
        timedelta(minutes=5)
    ] * 2


def test_the_same_click_twice_and_a_late_one(act: Act, ids: dict[str, int]) -> None:
    first = act(service.start, item_id=ids["OPENING"], seen=0)
    assert act(service.start, item_id=ids["OPENING"], seen=0) == first
    assert refusal(act, service.start, item_id=ids["REPORT"], seen=0) == "agenda.moved"
    assert refusal(act, service.start, item_id=ids["REPORT"], seen=-1) == "agenda.moved"
    act(service.start, item_id=ids["REPORT"], seen=first)
    assert refusal(act, service.start, item_id=ids["OPENING"], seen=first) == "agenda.moved"


def test_ending_without_a_next_one_and_again(
    act: Act, ids: dict[str, int], programme: Programme, clock_at: clock.Frozen
) -> None:
    span = act(service.start, item_id=ids["REPORT"], seen=0)
    clock_at.tick(minutes=3)
    act(service.end, span_id=span)
    clock_at.tick(minutes=3)
    act(service.end, span_id=span)  # the late one changes nothing
    report = next(step for step in programme() if step.kind == "REPORT")
    assert report.running is None
    assert events().count("agenda.ended") == 1
    assert refusal(act, service.end, span_id=999) == "agenda.no_such_step"


def test_before_the_meeting_only_the_welcome_begins(context: Flask, clock_at: clock.Frozen) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    meeting_id = run(create_meeting, by=BY, plan=plan)
    ids = {str(one.kind): one.id for one in queries.steps(db.session(), meeting_id)}

    def act(use_case: Callable[..., Any], **arguments: Any) -> Any:
        return run(use_case, by=BY, meeting_id=meeting_id, **arguments)

    span = act(service.start, item_id=ids["WELCOME"], seen=0)
    assert refusal(act, service.start, item_id=ids["OPENING"], seen=span) == "agenda.not_open"
    assert refusal(act, service.start, item_id=1, seen=span) == "agenda.no_such_step"  # another's
    assert refusal(act, service.end, span_id=999) == "agenda.no_such_step"


def test_the_close_ends_the_step(
    act: Act, ids: dict[str, int], programme: Programme, clock_at: clock.Frozen
) -> None:
    span = act(service.start, item_id=ids["CLOSING"], seen=0)
    clock_at.tick(minutes=4)
    act(close_meeting)
    clock_at.tick(hours=2)
    assert queries.running_span(db.session(), 1) is None
    closing = next(step for step in programme() if step.kind == "CLOSING")
    assert closing.running is None
    assert closing.spans[0].ended_at == clock_at.at - timedelta(hours=2)
    assert refusal(act, service.start, item_id=ids["REPORT"], seen=span) == "core.closed"


def test_the_database_allows_one_running_step(context: Flask, ids: dict[str, int]) -> None:
    engine = context.extensions["meeting"].engine
    row = {"meeting_id": 1, "started_at": clock.now()}
    with Session(engine) as session:
        session.add(AgendaSpan(item_id=ids["WELCOME"], **row))
        session.add(AgendaSpan(item_id=ids["OPENING"], **row))
        with pytest.raises(IntegrityError):
            session.flush()


# -- editing ---------------------------------------------------------------------------------------


def test_a_step_is_added_where_it_was_put(act: Act, programme: Programme) -> None:
    before = programme()
    typed = Typed(title=" Văn nghệ ", kind="OPENING", who="Đội", minutes=" 5 ", note="a\nb")
    new = act(service.add, typed=typed, before_id=before[2].id)
    last = act(service.add, typed=Typed(title="Chụp ảnh", kind="CLOSING"))
    order = [one.id for one in programme()]
    assert order == [*(b.id for b in before[:2]), new, *(b.id for b in before[2:]), last]
    step = next(one for one in programme() if one.id == new)
    assert (step.title, step.who, step.minutes, step.note) == ("Văn nghệ", "Đội", 5, "a\nb")
    assert events() == ["agenda.added", "agenda.added"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (Typed(title=" ", kind="REPORT"), "agenda.no_title"),
        (Typed(title="a", kind=""), "agenda.no_kind"),
        (Typed(title="a", kind="REPORT", minutes="nhiều"), "agenda.bad_minutes"),
        (Typed(title="a" * 401, kind="REPORT"), "agenda.too_long"),
    ],
)
def test_odd_steps_are_refused(act: Act, ids: dict[str, int], typed: Typed, code: str) -> None:
    assert refusal(act, service.add, typed=typed) == code
    assert refusal(act, service.change, item_id=ids["REPORT"], seen=0, typed=typed) == code


def test_a_programme_has_an_end(act: Act, programme: Programme) -> None:
    for number in range(60 - len(programme())):
        act(service.add, typed=Typed(title=f"Bước thêm {number}", kind="GUESTS"))
    assert refusal(act, service.add, typed=Typed(title="a", kind="GUESTS")) == "agenda.too_many"


def test_a_change_counts_on_what_was_seen(act: Act, ids: dict[str, int]) -> None:
    item = ids["REPORT"]
    act(service.change, item_id=item, seen=0, typed=Typed(title="Báo cáo", kind="REPORT"))
    typed = Typed(title="Báo cáo khác", kind="REPORT")
    assert refusal(act, service.change, item_id=item, seen=0, typed=typed) == "agenda.changed"
    act(service.change, item_id=item, seen=1, typed=Typed(title="Báo cáo", kind="REPORT"))
    assert events() == ["agenda.changed"]  # the same words again are no change
    assert refusal(act, service.change, item_id=999, seen=0, typed=typed) == "agenda.no_such_step"


def test_a_running_step_can_be_corrected(
    act: Act, ids: dict[str, int], programme: Programme
) -> None:
    act(service.start, item_id=ids["REPORT"], seen=0)
    typed = Typed(title="Báo cáo tóm tắt", kind="REPORT", minutes="25")
    act(service.change, item_id=ids["REPORT"], seen=0, typed=typed)
    report = next(step for step in programme() if step.kind == "REPORT")
    assert (report.title, report.minutes) == ("Báo cáo tóm tắt", 25)
    assert report.running is not None


def test_moving_up_twice_is_moving_up_once(act: Act, programme: Programme) -> None:
    first, second, *rest = [one.id for one in programme()]
    for _ in range(2):
        act(service.move_up, item_id=second, above_id=first)
    assert [one.id for one in programme()] == [second, first, *rest]
    assert events() == ["agenda.reordered"]
    assert refusal(act, service.move_up, item_id=rest[1], above_id=first) == "agenda.other_order"
    assert refusal(act, service.move_up, item_id=999, above_id=first) == "agenda.no_such_step"


def test_what_has_begun_is_not_taken_out(
    act: Act, ids: dict[str, int], programme: Programme
) -> None:
    act(service.remove, item_id=ids["GUESTS"])
    act(service.remove, item_id=ids["GUESTS"])
    assert ids["GUESTS"] not in [one.id for one in programme()]
    assert events() == ["agenda.removed"]
    act(service.start, item_id=ids["REPORT"], seen=0)
    assert refusal(act, service.remove, item_id=ids["REPORT"]) == "agenda.has_begun"


def test_the_programme_of_the_plan_and_the_usual_one(act: Act, programme: Programme) -> None:
    planned = [one.title for one in programme()]
    for one in programme():
        act(service.remove, item_id=one.id)
    assert act(service.take_over, source="standard") == 10  # without the survey's two steps
    usual = [one["title"] for one in defaults.agenda(survey=False)]
    assert [one.title for one in programme()] == usual
    act(service.take_over, source="plan")
    assert [one.title for one in programme()] == planned


def test_the_programme_of_another_meeting_with_its_notes(
    act: Act, ids: dict[str, int], programme: Programme
) -> None:
    typed = Typed(title="Khai mạc trọng thể", kind="OPENING", note="Mang cờ")
    act(service.change, item_id=ids["OPENING"], seen=0, typed=typed)
    plan = load_plan_file(shipped_plans()["kiem-tan-2023"])
    other = run(create_meeting, by=BY, plan=plan)
    assert [one.id for one in queries.others(db.session(), other)] == [1]
    run(service.take_over, by=BY, meeting_id=other, source="1")
    taken = queries.steps(db.session(), other)
    assert [(s.title, s.note) for s in taken] == [(s.title, s.note) for s in programme()]
    assert {one.id for one in taken}.isdisjoint(one.id for one in programme())


def test_only_before_the_first_step(act: Act, ids: dict[str, int]) -> None:
    for source in ("", "999", "1", "9" * 5000, "survey"):
        assert refusal(act, service.take_over, source=source) == "agenda.nothing_to_take"
    act(service.start, item_id=ids["WELCOME"], seen=0)
    assert refusal(act, service.take_over, source="standard") == "agenda.under_way"


def test_the_plan_says_how_people_are_answered(context: Flask) -> None:
    stated = load_plan_file(shipped_plans()["to-tung-2023"]).model_dump()
    stated["asking"] |= {"answer_mode": "batch", "batch_size": 7}
    meeting_id = run(create_meeting, by=BY, plan=Plan.model_validate(stated))
    stated["settings"] = {"agenda": {"batch_size": 3}}
    own = run(create_meeting, by=BY, plan=Plan.model_validate(stated))
    from meeting.settings import setting

    assert setting("agenda.answer_mode", meeting_id) == "batch"
    assert setting("agenda.batch_size", meeting_id) == 7
    assert setting("agenda.batch_size", own) == 3
    assert db.session.get_one(Meeting, own).plan.asking.batch_size == 7
