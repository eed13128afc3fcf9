"""Adding, correcting, issuing anew: rows, events, and that a refusal changes neither."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused, run
from meeting.db import db
from meeting.meetings import close_meeting, create_meeting
from meeting.models import JournalEntry, Meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.roster.api import (
    Delegate,
    lookup,
    namesakes,
    of_village,
    people,
    search,
    stamp_of,
    villages,
)
from plugins.roster.models import Invitation
from plugins.roster.queries import attendee_name
from plugins.roster.service import (
    add_person,
    change_person,
    put_back,
    reissue,
    remove_person,
    revoke,
)

from .codes import find_code

pytestmark = pytest.mark.usefixtures("context")
CLERK = Actor("device", 7, "Bàn đón tiếp 1", "registrar")


def act(use_case: Any, meeting_id: int = 1, **arguments: Any) -> Any:
    return run(use_case, by=CLERK, meeting_id=meeting_id, **arguments)


def last_entry() -> JournalEntry:
    found = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert found is not None
    return found


def stor() -> int:
    return villages(db.session(), 1)[0].id


def test_somebody_added_has_a_code_and_is_in_the_journal() -> None:
    delegate_id = act(add_person, name="  Đinh   Thị Hơ̆i ", village_id=stor(), honorific="Bà")
    delegate = db.session.get(Delegate, delegate_id)
    assert delegate is not None
    assert (delegate.name, delegate.search_key) == ("Đinh Thị Hơ̆i", "dinh thi hoi")
    assert find_code(db.session(), 1, delegate.code) is delegate
    assert find_code(db.session(), 1, delegate.secret) is delegate
    entry = last_entry()
    assert (entry.event, entry.by_name) == ("roster.delegate_added", "Bàn đón tiếp 1")
    assert entry.facts == {"delegate_id": delegate_id, "person": "Đinh Thị Hơ̆i"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "roster.bad_name"),
        ({"name": "12345"}, "roster.bad_name"),
        ({"name": "ă" * 81}, "roster.bad_name"),
        ({"name": "Hyek", "village_id": 999}, "roster.no_village"),
        ({"name": "Hyek", "kind": "KING"}, "roster.no_kind"),
        ({"name": "Hyek", "office_title": "x" * 121}, "roster.long_title"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(values: dict[str, Any], code: str) -> None:
    before = len(people(db.session(), 1))
    with pytest.raises(Refused) as refused:
        act(add_person, **values)
    assert refused.value.code == code
    assert len(people(db.session(), 1)) == before
    assert last_entry().refused
    assert last_entry().event == code


def test_a_village_of_another_meeting_is_refused() -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    other = run(create_meeting, by=CLERK, plan=plan)
    with pytest.raises(Refused, match=r"roster\.no_village"):
        act(add_person, meeting_id=other, name="Hyek", village_id=stor())


def test_correcting_keeps_code_and_everything_not_named() -> None:
    delegate_id = act(add_person, name="Dinh Hon", village_id=stor(), walk_in=True)
    before = db.session.get_one(Delegate, delegate_id).code
    act(change_person, delegate_id=delegate_id, name="Đinh Hơ̆n", honorific="Ông")
    delegate = db.session.get_one(Delegate, delegate_id)
    assert (delegate.name, delegate.honorific, delegate.code) == ("Đinh Hơ̆n", "Ông", before)
    assert delegate.walk_in
    assert delegate.village_id == stor()
    assert last_entry().event == "roster.delegate_changed"


def test_a_new_code_ends_the_old_one_and_the_phone_that_used_it() -> None:
    delegate = db.session.get_one(Delegate, 20)
    code, secret, stamp = delegate.code, delegate.secret, stamp_of(20)
    assert attendee_name(db.session(), 1, 20, stamp) == delegate.name
    act(reissue, delegate_id=20, seen=delegate.invitation_id)
    session = db.session()
    assert find_code(session, 1, code) is None
    assert find_code(session, 1, secret) is None
    assert attendee_name(session, 1, 20, stamp) is None
    assert attendee_name(session, 1, 20, stamp_of(20)) is not None
    revoked = lookup(session, code)
    assert revoked is not None
    assert revoked.revoked_at is not None


def test_a_second_click_does_not_end_the_new_code() -> None:
    seen = db.session.get_one(Delegate, 20).invitation_id
    fresh = act(reissue, delegate_id=20, seen=seen)
    with pytest.raises(Refused, match=r"roster\.already_reissued"):
        act(reissue, delegate_id=20, seen=seen)
    assert db.session.get_one(Delegate, 20).invitation_id == fresh


def test_a_stamp_is_good_for_one_person_in_one_meeting() -> None:
    session = db.session()
    assert attendee_name(session, 2, 20, stamp_of(20)) is None
    assert attendee_name(session, 1, 21, stamp_of(20)) is None
    assert attendee_name(session, 1, 9999, "") is None


def test_unknown_people_are_refused() -> None:
    for use_case, values in ((change_person, {"name": "X"}), (reissue, {"seen": 1})):
        with pytest.raises(Refused, match=r"roster\.no_delegate"):
            act(use_case, delegate_id=9999, **values)


def test_the_database_allows_one_valid_invitation_a_person(app: Flask) -> None:
    engine = app.extensions["meeting"].engine
    row = {"delegate_id": 20, "code": "X", "secret": "X", "issued_at": clock.now()}
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.insert(Invitation).values(**row))


def test_nobody_is_added_to_a_closed_meeting() -> None:
    act(close_meeting)
    assert db.session.get_one(Meeting, 1).state == "CLOSED"
    with pytest.raises(Refused, match=r"core\.closed"):
        act(add_person, name="Hyek")


def test_somebody_taken_off_the_list_is_nowhere_and_their_code_is_dead() -> None:
    delegate = db.session.get_one(Delegate, 20)
    name, code, village_id = delegate.name, delegate.code, delegate.village_id
    assert act(remove_person, delegate_id=20) is True
    assert act(remove_person, delegate_id=20) is False
    session = db.session()
    assert find_code(session, 1, code) is None
    assert 20 not in people(session, 1)
    assert 20 not in {one.id for one in search(session, 1, name)}
    assert village_id is not None
    assert 20 not in {one.id for one in of_village(session, village_id)}
    assert people(session, 1, [20])[20].name == name, "what they did before still has a name"
    assert last_entry().event == "roster.delegate_removed"


def test_who_is_put_back_gets_a_new_code() -> None:
    old = db.session.get_one(Delegate, 20).code
    act(remove_person, delegate_id=20)
    assert act(put_back, delegate_id=20) is True
    assert act(put_back, delegate_id=20) is False
    fresh = db.session.get_one(Delegate, 20).code
    assert fresh not in {"", old}
    assert 20 in people(db.session(), 1)


def test_a_code_can_be_ended_without_a_new_one() -> None:
    delegate = db.session.get_one(Delegate, 20)
    code, seen = delegate.code, delegate.invitation_id
    assert act(revoke, delegate_id=20, seen=seen) is True
    assert act(revoke, delegate_id=20, seen=seen) is False
    assert find_code(db.session(), 1, code) is None
    assert db.session.get_one(Delegate, 20).code == ""
    assert act(reissue, delegate_id=20, seen=0)
    assert db.session.get_one(Delegate, 20).code


def test_namesakes_are_named_with_what_tells_them_apart() -> None:
    first = act(add_person, name="Đinh Bưm", village_id=stor(), distinction="con ông Pŭih")
    one = db.session.get_one(Delegate, first)
    [other] = namesakes(db.session(), one)
    assert (other.name, other.village) == ("Đinh Bưm", "Stơr")
    [found] = namesakes(db.session(), db.session.get_one(Delegate, other.id))
    assert found.distinction == "con ông Pŭih"
