"""What a cut-off desk wrote down arrives later: kept as it happened, and what is odd is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import close_meeting, create_meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin import queries
from plugins.checkin.cut_off import record_arrival, settle
from plugins.checkin.models import Presence
from plugins.checkin.rules import ArrivalRecord, Outcome
from plugins.checkin.service import check_in, substitute
from plugins.roster.api import Delegate, add_person, remove_person

from .conftest import Act, last_entry, of_village

STOR = 1
TABLET = Actor("device", 8, "Bàn 2", "registrar")
Record = Callable[..., ArrivalRecord]


@pytest.fixture
def record(act: Act) -> Record:
    """An entry of the second desk, ten minutes ago."""

    def upload(**said: Any) -> ArrivalRecord:
        at = said.pop("at", clock.now() - timedelta(minutes=10))
        answer: ArrivalRecord = act(
            record_arrival, by=TABLET, at_ms=int(at.timestamp() * 1000), **said
        )
        return answer

    return upload


@pytest.fixture(autouse=True)
def later(clock_at: clock.Frozen) -> None:
    """Ten minutes after the meeting was opened, so that there was time to be cut off."""
    clock_at.tick(minutes=30)


def there(delegate_id: int) -> Presence:
    found = queries.presence(db.session(), delegate_id)
    assert found is not None
    return found


def open_codes() -> list[str]:
    return [one.code for one in queries.open_conflicts(db.session(), 1)]


def test_the_real_time_and_the_desk_are_kept(record: Record) -> None:
    delegate_id = of_village(STOR)[0]
    answer = record(delegate_id=delegate_id)
    assert answer == ArrivalRecord(Outcome.ADMITTED, delegate_id, "Đinh Bưm", "")
    presence = there(delegate_id)
    assert presence.recorded_at - presence.at == timedelta(minutes=10)
    assert (presence.desk, presence.via) == ("Bàn 2", "desk")
    assert last_entry().facts["came_at"] == presence.at.isoformat()
    assert open_codes() == []


def test_a_repeat_changes_nothing(record: Record) -> None:
    said = {"name": "Đinh Jrŭ", "village_id": STOR, "key": "uuid-1", "at": clock.now()}
    first = record(**said)
    assert record(**said) == first
    assert db.session.scalar(sa.select(sa.func.count(Presence.id))) == 1


def test_a_clock_gone_wrong_does_not_replace_a_good_time(act: Act, record: Record) -> None:
    delegate_id = of_village(STOR)[0]
    act(check_in, by=TABLET, delegate_id=delegate_id, via="desk")
    answer = record(delegate_id=delegate_id, at=clock.now() - timedelta(days=8000))
    assert (answer.outcome, answer.conflict) == (Outcome.ALREADY_IN, "checkin.odd_time")
    assert there(delegate_id).at == clock.now()
    assert open_codes() == ["checkin.odd_time"]


def test_two_desks_that_let_the_same_person_in_are_one_presence_and_a_note(
    act: Act, record: Record
) -> None:
    delegate_id = of_village(STOR)[0]
    act(check_in, delegate_id=delegate_id, via="desk")
    answer = record(delegate_id=delegate_id)
    assert (answer.outcome, answer.conflict) == (Outcome.ALREADY_IN, "checkin.two_desks")
    assert there(delegate_id).at == clock.now() - timedelta(minutes=10), "the first one holds"
    assert there(delegate_id).desk == "Bàn 2"
    assert open_codes() == ["checkin.two_desks"]


def test_a_later_time_does_not_move_an_arrival(act: Act, record: Record) -> None:
    delegate_id = of_village(STOR)[0]
    act(check_in, delegate_id=delegate_id, via="desk")
    record(delegate_id=delegate_id, at=clock.now() + timedelta(hours=3))
    assert there(delegate_id).desk == "Bàn đón tiếp 1"


def test_a_village_that_is_full_meanwhile_is_asked_about(act: Act, record: Record) -> None:
    for delegate_id in of_village(STOR):
        act(check_in, delegate_id=delegate_id, via="desk")
    one_more = record(name="Đinh Jrŭ", village_id=STOR)
    assert (one_more.outcome, one_more.conflict) == (Outcome.ADMITTED, "checkin.village_full")
    assert one_more.delegate_id is not None
    assert there(one_more.delegate_id).over_quota
    with_reason = record(name="Hyek", village_id=STOR, reason="Làng cử thêm")
    assert with_reason.conflict == "", "the desk decided and said why"
    assert with_reason.delegate_id is not None
    assert there(with_reason.delegate_id).allowed_by == "Bàn 2"


def test_a_slip_that_ended_meanwhile_lets_in_and_is_asked_about(act: Act, record: Record) -> None:
    secret = db.session.get_one(Delegate, 20).secret
    act(remove_person, delegate_id=20)
    answer = record(raw=secret)
    assert (answer.delegate_id, answer.conflict) == (20, "checkin.revoked_code")
    assert there(20)


@pytest.mark.parametrize(
    ("said", "code", "kept"),
    [
        ({"raw": "CFG-2345"}, "checkin.unknown_code", "CFG-2345"),
        ({"delegate_id": 99999, "name": "Ai đó"}, "checkin.unknown_person", "Ai đó"),
        ({"name": "!!!", "village_id": STOR}, "roster.bad_name", "!!!"),
        ({"name": "x" * 500, "village_id": STOR}, "roster.bad_name", "x" * 60),
    ],
)
def test_what_names_nobody_is_kept_as_it_was_said(
    record: Record, said: dict[str, Any], code: str, kept: str
) -> None:
    answer = record(**said)
    assert (answer.outcome, answer.conflict) == (None, code)
    [conflict] = queries.open_conflicts(db.session(), 1)
    assert (conflict.code, conflict.said, conflict.desk) == (code, kept, "Bàn 2")
    assert db.session.scalar(sa.select(sa.func.count(Presence.id))) == 0


def test_people_of_another_meeting_stay_there(act: Act, record: Record) -> None:
    other = act(create_meeting, plan=load_plan_file(shipped_plans()["to-tung-2023"]))
    stranger = act(add_person, meeting_id=other, name="Hyek", village_id=None)
    secret = db.session.get_one(Delegate, stranger).secret
    assert record(delegate_id=stranger).conflict == "checkin.unknown_person"
    assert record(raw=secret).conflict == "checkin.other_meeting"
    newcomer = record(name="Đinh Jrŭ", village_id=11).delegate_id  # a village of the other one
    assert newcomer is not None
    assert db.session.get_one(Delegate, newcomer).village_id is None


def test_a_substitute_for_somebody_who_came_after_all(act: Act, record: Record) -> None:
    absent, second = of_village(STOR)[:2]
    act(check_in, delegate_id=absent, via="desk")
    answer = record(name="Đinh Jrŭ", substitute_for=absent)
    assert (answer.outcome, answer.conflict) == (Outcome.ADMITTED, "checkin.has_substitute")
    fine = record(name="Hyek", substitute_for=second)
    assert fine.conflict == ""
    assert queries.substitutes(db.session(), 1)[second].name == "Hyek"
    act(substitute, delegate_id=of_village(STOR)[2], name="Djung")
    assert record(delegate_id=of_village(STOR)[2]).conflict == "checkin.has_substitute"


def test_a_namesake_written_down_anew_is_asked_about(record: Record) -> None:
    assert record(name="dinh bum", village_id=STOR).conflict == "checkin.same_name"
    told = record(name="Đinh Bum", village_id=STOR, distinction=" con ông  Bok ")
    assert (told.outcome, told.conflict) == (Outcome.ADMITTED, "")
    newcomer = db.session.get_one(Delegate, told.delegate_id)
    assert newcomer.distinction == "con ông Bok"


@pytest.mark.parametrize("ago", [timedelta(days=400), timedelta(days=2), timedelta(hours=5)])
def test_an_odd_time_is_asked_about(record: Record, ago: timedelta) -> None:
    answer = record(delegate_id=of_village(STOR)[0], at=clock.now() - ago)
    assert (answer.outcome, answer.conflict) == (Outcome.ADMITTED, "checkin.odd_time")


@pytest.mark.parametrize("at_ms", [10**30, -(10**30), 2**63])
def test_a_time_that_cannot_be_is_now(act: Act, at_ms: int) -> None:
    delegate_id = of_village(STOR)[0]
    act(record_arrival, by=TABLET, at_ms=at_ms, delegate_id=delegate_id)
    assert there(delegate_id).at == clock.now()


def test_the_future_is_now(record: Record) -> None:
    delegate_id = of_village(STOR)[0]
    record(delegate_id=delegate_id, at=datetime(2099, 1, 1, tzinfo=clock.VIETNAM))
    assert there(delegate_id).at == clock.now()


def test_after_the_close_it_is_a_note_and_the_minutes_stay(act: Act, record: Record) -> None:
    delegate_id = of_village(STOR)[0]
    act(close_meeting)
    answer = record(delegate_id=delegate_id)
    assert (answer.outcome, answer.conflict) == (None, "core.closed")
    assert queries.presence(db.session(), delegate_id) is None
    [conflict] = queries.open_conflicts(db.session(), 1)
    assert (conflict.delegate_id, conflict.said) == (delegate_id, "Đinh Bưm")
    assert act(settle, conflict_id=conflict.id, settlement="Ghi tay vào biên bản") is True


def test_a_conflict_is_settled_once_with_words(act: Act, record: Record) -> None:
    record(raw="CFG-2345")
    [conflict] = queries.open_conflicts(db.session(), 1)
    with pytest.raises(Refused, match=r"checkin\.reason_needed"):
        act(settle, conflict_id=conflict.id, settlement=" ")
    assert act(settle, conflict_id=conflict.id, settlement="Là ông Bưm, đã ghi") is True
    assert act(settle, conflict_id=conflict.id, settlement="Khác") is False
    assert open_codes() == []
    [kept] = queries.conflicts(db.session(), 1)
    assert (kept.settlement, kept.settled_by) == ("Là ông Bưm, đã ghi", "Bàn đón tiếp 1")
    with pytest.raises(Refused, match=r"checkin\.no_conflict"):
        act(settle, conflict_id=999, settlement="Gì đó")
