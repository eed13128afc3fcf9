"""A village names its own people: what it may do, what only the office may, who cannot get in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused, run
from meeting.db import db
from meeting.meetings import close_meeting, create_meeting
from meeting.models import JournalEntry
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.service import check_in
from plugins.roster import service
from plugins.roster.api import Delegate, Village, village_address
from plugins.roster.models import VillageList
from plugins.roster.villages import service as villages
from plugins.roster.villages.queries import list_of_village, overview, sent_by_village
from plugins.roster.villages.rules import MOST, is_full, is_other_person
from tests.conftest import ClientAs

from .pictures import read_codes

OFFICE = Actor("device", 1, "Văn phòng", "organiser")
STOR = 1


@pytest.fixture
def secret(app: Flask) -> str:
    with app.app_context():
        own = list_of_village(db.session(), STOR)
        assert own is not None
        return own.secret


@pytest.fixture
def page(secret: str) -> str:
    return f"/m/1/roster/village/{secret}"


@pytest.fixture
def room(app: Flask) -> Iterator[None]:
    """One place is free."""
    with app.app_context():
        gone = sent_by_village(db.session(), STOR)[0]
        run(service.remove_person, by=OFFICE, meeting_id=1, delegate_id=gone.id)
        yield


def names(app: Flask, village_id: int = STOR) -> list[str]:
    with app.app_context():
        return [one.name for one in sent_by_village(db.session(), village_id)]


def first_id(app: Flask) -> int:
    with app.app_context():
        return sent_by_village(db.session(), STOR)[0].id


def add(client: FlaskClient, page: str, name: str, **more: str) -> int:
    return client.post(f"{page}/add", data={"name": name, **more}).status_code


def text_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


# -- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        ("dinh bum", "dinh bum", False),
        ("dinh bum", "dinh bun", False),
        ("dinh hlop", "dinh thi hlop", False),
        ("dinh thi hlop", "hlop", False),
        ("dinh bum", "", False),
        ("dinh bum", "dinh thi hlop", True),
        ("nguyen thi lan", "nguyen thi hoa", True),
        ("dinh bum", "ksor hai", True),
    ],
)
def test_a_corrected_spelling_is_no_other_person(before: str, after: str, other: bool) -> None:
    assert is_other_person(before, after) is other


def test_a_village_without_places_has_a_limit_all_the_same() -> None:
    assert (is_full(6, 5), is_full(6, 6), is_full(6, 7)) == (False, True, True)
    assert (is_full(None, MOST - 1), is_full(None, MOST)) == (False, True)


# -- the village's page ---------------------------------------------------------------------------


def test_the_page_shows_the_villages_people_and_nothing_else_of_them(
    app: Flask, client: FlaskClient, page: str
) -> None:
    shown = text_of(client, page)
    with app.app_context():
        for one in sent_by_village(db.session(), STOR):
            assert one.name in shown
            assert one.code[:3] + "-" not in shown
            assert one.secret not in shown
        chair = db.session.scalars(sa.select(Delegate).where(~Delegate.people_side)).first()
        assert chair is not None
        assert chair.name not in shown
    assert "Đinh Thị Hlŏp" not in shown  # another village's
    assert "được cử 06 đại biểu: đã ghi 6" in shown
    assert "20/10/2023" in shown
    assert "Hội trường Nhà văn hóa xã Tơ Tung" in shown


def test_a_name_is_added_once_however_often_the_form_is_sent(
    app: Flask, client: FlaskClient, page: str, room: None
) -> None:
    for _again in range(2):
        assert add(client, page, "Đinh Thị Hơ̆i", honorific="Bà", key="k") == 303
    with app.app_context():
        people = sent_by_village(db.session(), STOR)
        [added] = [one for one in people if one.name == "Đinh Thị Hơ̆i"]
        assert (added.group, added.people_side, added.invited) == ("Nhân dân", True, True)
        assert added.code
        entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert entry is not None
        assert (entry.event, entry.by_name) == ("roster.delegate_added", "Trưởng làng, làng Stơr")
    assert "Bà Đinh Thị Hơ̆i" in text_of(client, page)


def test_beyond_its_places_the_village_calls_the_office(
    app: Flask, client: FlaskClient, page: str, client_as: ClientAs
) -> None:
    before = names(app)
    assert add(client, page, "Đinh Yun") == 409
    assert names(app) == before
    assert "gọi văn phòng" in text_of(client, page)
    form = {"name": "Đinh Yun", "village": "1", "group": "NHAN_DAN"}
    assert client_as("secretary").post("/m/1/roster/new", data=form).status_code == 303
    assert "thừa 1" in text_of(client, page)


@pytest.mark.parametrize("name", ["", "123", "ă" * 81, "Đ" * 5_000, "\u202e\u200b"])
def test_a_name_that_is_none_comes_back(
    name: str, app: Flask, client: FlaskClient, page: str, room: None
) -> None:
    before = names(app)
    number = first_id(app)
    assert client.post(f"{page}/{number}/edit", data={"name": name}).status_code == 409
    answer = client.post(f"{page}/add", data={"name": name, "honorific": "Bà"})
    assert answer.status_code == 409
    assert "field-error" in answer.get_data(as_text=True)
    assert names(app) == before


def test_a_namesake_needs_a_word_that_tells_them_apart(
    app: Flask, client: FlaskClient, page: str, room: None
) -> None:
    first = names(app)[0]
    answer = client.post(f"{page}/add", data={"name": first.upper()})
    assert answer.status_code == 409
    assert 'name="distinction"' in answer.get_data(as_text=True)
    assert add(client, page, first, distinction="con ông Pŭih") == 303
    assert names(app).count(first) == 2
    assert "con ông Pŭih" in text_of(client, page)


def test_names_are_text_on_every_page(client: FlaskClient, page: str, room: None) -> None:
    assert add(client, page, "<img src=x onerror=alert(1)> \"'&") == 303
    assert "<img src=x" not in text_of(client, page)


def test_a_corrected_name_keeps_its_code(app: Flask, client: FlaskClient, page: str) -> None:
    with app.app_context():
        one = sent_by_village(db.session(), STOR)[0]
        code, number = one.code, one.id
    form = {"name": one.name + "h", "honorific": "Bà"}
    assert client.post(f"{page}/{number}/edit", data=form).status_code == 303
    with app.app_context():
        same = db.session.get_one(Delegate, number)
        assert (same.name, same.honorific, same.code) == (one.name + "h", "Bà", code)


def test_the_usual_spelling_is_a_tap_away(
    app: Flask, client: FlaskClient, page: str, room: None
) -> None:
    assert add(client, page, "ĐINH THỊ H'LĬNH") == 303
    assert text_of(client, page).count("Ghi là ") == 1
    assert "ĐINH THỊ H'LĬNH" in names(app), "not changed by force"
    with app.app_context():
        number = max(one.id for one in sent_by_village(db.session(), STOR))
    seen = {"seen": "ĐINH THỊ H'LĬNH"}
    assert client.post(f"{page}/{number}/spelling", data=seen).status_code == 303
    assert "Đinh Thị H'Lĭnh" in names(app)
    assert "Ghi là " not in text_of(client, page)
    assert client.post(f"{page}/99/spelling", data=seen).status_code == 409, "not on this list"


@pytest.mark.parametrize("meant", ["other", "same"])
def test_another_name_is_asked_about(
    meant: str, app: Flask, client: FlaskClient, page: str
) -> None:
    with app.app_context():
        one = sent_by_village(db.session(), STOR)[0]
        code, number = one.code, one.id
    form = {"name": "Ksor Hai", "key": "k"}
    asked = client.post(f"{page}/{number}/edit", data=form)
    assert asked.status_code == 409
    assert "Ksor Hai" in asked.get_data(as_text=True)
    assert "Ksor Hai" not in names(app)
    for _again in range(2):
        chosen = client.post(f"{page}/{number}/edit", data={**form, "meant": meant})
        assert chosen.status_code == 303
    with app.app_context():
        [now] = [one for one in sent_by_village(db.session(), STOR) if one.name == "Ksor Hai"]
        assert (now.id == number, now.code == code) == (meant == "same", meant == "same")
        assert (db.session.get_one(Delegate, number).removed_at is None) == (meant == "same")
    assert len(names(app)) == 6


def test_somebody_is_taken_off_once(app: Flask, client: FlaskClient, page: str) -> None:
    with app.app_context():
        number = sent_by_village(db.session(), STOR)[0].id
    for _again in range(2):
        assert client.post(f"{page}/{number}/remove").status_code == 303
    assert len(names(app)) == 5
    assert "còn 1 chỗ" in text_of(client, page)


def test_who_is_here_already_cannot_be_taken_off(
    app: Flask, client: FlaskClient, page: str
) -> None:
    with app.app_context():
        one = sent_by_village(db.session(), STOR)[0]
        run(check_in, by=OFFICE, meeting_id=1, delegate_id=one.id, via="desk")
    assert client.post(f"{page}/{one.id}/remove").status_code == 409
    form = {"name": "Ksor Hai", "meant": "other"}
    assert client.post(f"{page}/{one.id}/edit", data=form).status_code == 409
    assert one.name in names(app)
    assert "Ksor Hai" not in names(app)


def test_only_its_own_people_are_the_villages_to_change(
    app: Flask, client: FlaskClient, page: str
) -> None:
    with app.app_context():
        neighbour = sent_by_village(db.session(), 2)[0]
        official = db.session.scalars(sa.select(Delegate).where(~Delegate.people_side)).first()
        assert official is not None
        run(
            service.change_person,
            by=OFFICE,
            meeting_id=1,
            delegate_id=official.id,
            name=official.name,
            village_id=STOR,
        )
        others = [(neighbour.id, neighbour.name), (official.id, official.name)]
    for number, name in others:
        assert client.post(f"{page}/{number}/remove").status_code == 409
        assert client.post(f"{page}/{number}/edit", data={"name": name + "h"}).status_code == 409
        assert name not in text_of(client, f"{page}/{number}/edit")
        with app.app_context():
            one = db.session.get_one(Delegate, number)
            assert (one.name, one.removed_at) == (name, None)


def test_the_list_is_sent_and_may_still_be_corrected(
    app: Flask, client: FlaskClient, page: str, clock_at: clock.Frozen
) -> None:
    assert client.post(f"{page}/submit").status_code == 303
    assert "Danh sách đã gửi lúc 07:30" in text_of(client, page)
    with app.app_context():
        number = sent_by_village(db.session(), STOR)[0].id
        assert not overview(db.session(), 1)[0].changed_since
    clock_at.tick(minutes=5)
    assert client.post(f"{page}/{number}/remove").status_code == 303
    with app.app_context():
        assert overview(db.session(), 1)[0].changed_since


def test_an_empty_list_is_not_sent(app: Flask, client: FlaskClient, page: str) -> None:
    with app.app_context():
        for one in sent_by_village(db.session(), STOR):
            run(service.remove_person, by=OFFICE, meeting_id=1, delegate_id=one.id)
    assert client.post(f"{page}/submit").status_code == 409


def test_a_closed_list_can_only_be_read(
    app: Flask, client: FlaskClient, page: str, client_as: ClientAs, room: None
) -> None:
    office = client_as("secretary")
    assert office.post("/m/1/roster/villages/1/close").status_code == 303
    shown = text_of(client, page)
    assert "Văn phòng đã chốt danh sách này." in shown
    assert "<form" not in shown
    number = sent_by_village(db.session(), STOR)[0].id
    for address in ("add", "submit", f"{number}/edit", f"{number}/remove"):
        assert client.post(f"{page}/{address}", data={"name": "Đinh Yun"}).status_code == 409
    assert office.post("/m/1/roster/villages/1/reopen").status_code == 303
    assert add(client, page, "Đinh Yun") == 303


def test_a_closed_meeting_changes_no_list(app: Flask, client: FlaskClient, page: str) -> None:
    with app.app_context():
        run(close_meeting, by=OFFICE, meeting_id=1)
    assert add(client, page, "Đinh Yun") == 409
    shown = text_of(client, page)
    assert "Hội nghị đã kết thúc." in shown
    assert "<form" not in shown


# -- links ----------------------------------------------------------------------------------------


def test_a_wrong_link_says_what_to_do_and_is_counted(
    client: FlaskClient, page: str, clock_at: clock.Frozen
) -> None:
    for wrong in ("X", "ă", "0" * 300, "%F0%9F%98%80"):
        answer = client.get(f"/m/1/roster/village/{wrong}")
        assert answer.status_code == 404
        assert "hỏi văn phòng" in answer.get_data(as_text=True)
    for _guess in range(60):
        client.post("/m/1/roster/village/wrong/add", data={"name": "Đinh Yun"})
    too_many = client.get("/m/1/roster/village/wrong")
    assert too_many.status_code == 429
    assert "mở sai đường dẫn" in too_many.text
    clock_at.tick(seconds=61)
    assert client.get(page).status_code == 200


def test_a_link_opens_only_its_own_meeting(app: Flask, client: FlaskClient, secret: str) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["thien-tan-2026"])
        run(create_meeting, by=OFFICE, plan=plan)
    assert client.get(f"/m/2/roster/village/{secret}").status_code == 404


def test_a_replaced_link_is_dead(
    app: Flask, client: FlaskClient, page: str, client_as: ClientAs, clock_at: clock.Frozen
) -> None:
    office = client_as("secretary")
    with app.app_context():
        own = list_of_village(db.session(), STOR)
        assert own is not None
        seen = villages.issue_of(own)
    clock_at.tick(seconds=1)
    renew = "/m/1/roster/villages/1/renew"
    assert office.post(renew, data={"seen": seen}).status_code == 303
    assert office.post(renew, data={"seen": seen}).status_code == 409  # a second click
    assert client.get(page).status_code == 404
    assert add(client, page, "Đinh Yun") == 404
    with app.test_request_context():
        village = db.session.get_one(Village, STOR)
        fresh = village_address(db.session(), village)
        assert fresh is not None
        shown = text_of(office, "/m/1/roster/villages/1")
        assert fresh in shown
        assert read_codes(shown) == [fresh]
        assert read_codes(text_of(office, "/m/1/roster/villages/slips?village=1")) == [fresh]
    assert client.get(fresh[fresh.index("/m/") :]).status_code == 200


# -- the office -----------------------------------------------------------------------------------

OFFICE_PAGES = ["villages", "villages/1", "villages/slips"]


@pytest.mark.parametrize("address", OFFICE_PAGES)
def test_only_clerks_see_links(address: str, client: FlaskClient, client_as: ClientAs) -> None:
    address = "/m/1/roster/" + address
    assert client.get(address).status_code == 403
    assert client_as("observer").get(address).status_code == 403
    assert client_as("secretary").get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["villages/links", "villages/close", "villages/1/renew", "villages/1/reopen"]
)
def test_only_clerks_rule_over_lists(
    address: str, client: FlaskClient, client_as: ClientAs
) -> None:
    for browser in (client, client_as("observer")):
        assert browser.post("/m/1/roster/" + address).status_code == 403


def test_the_overview_says_who_is_missing(
    app: Flask, client: FlaskClient, page: str, client_as: ClientAs, room: None
) -> None:
    office = client_as("organiser")
    client.post(f"{page}/submit")
    shown = text_of(office, "/m/1/roster/villages")
    assert "Đã ghi 59 người trên 60 chỗ." in shown
    assert "thiếu 1 so với kế hoạch (60)" in shown
    assert "Danh sách đã gửi: 1/10; đã chốt: 0." in shown
    [row] = [row for row in overview(db.session(), 1) if row.village.id == STOR]
    assert (row.named, row.missing, row.standing.words) == (5, 1, "còn 1 chỗ")
    assert office.post("/m/1/roster/villages/close").status_code == 303
    assert "đã chốt: 10." in text_of(office, "/m/1/roster/villages")
    assert db.session.scalars(sa.select(VillageList.closed_by).distinct()).all() == ["organiser"]


def test_no_secret_is_in_the_journal_or_the_live_view(
    app: Flask, client: FlaskClient, page: str, secret: str, client_as: ClientAs
) -> None:
    add(client, page, "Đinh Yun")
    client.post(f"{page}/submit")
    assert secret not in text_of(client_as("organiser"), "/m/1/roster/villages")
    with app.app_context():
        for entry in db.session.scalars(sa.select(JournalEntry)):
            assert secret not in str(entry.facts)


def test_villages_of_a_meeting_from_before_get_links(app: Flask, client_as: ClientAs) -> None:
    office = client_as("organiser")
    with app.app_context():
        assert run(villages.issue_links, by=OFFICE, meeting_id=1) == 0
        engine = app.extensions["meeting"].engine
        with engine.begin() as connection:
            connection.execute(sa.delete(VillageList))
        village = db.session.get_one(Village, STOR)
        assert village_address(db.session(), village) is None
    assert "chưa có đường dẫn" in text_of(office, "/m/1/roster/villages/1")
    assert office.post("/m/1/roster/villages/links").status_code == 303
    with app.app_context():
        assert all(row.has_link for row in overview(db.session(), 1))


def test_a_village_elsewhere_is_nobodys_to_close(context: Flask) -> None:
    for use_case in (villages.close_list, villages.reopen_list):
        with pytest.raises(Refused) as refused:
            run(use_case, by=OFFICE, meeting_id=1, village_id=999)
        assert refused.value.code == "roster.no_village"


def test_before_the_day_the_overview_says_what_is_missing(app: Flask, client_as: ClientAs) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["thien-tan-2026"])
        planned = run(create_meeting, by=OFFICE, plan=plan)
    office = client_as("organiser")
    shown = text_of(office, f"/m/{planned}/staff")
    assert "26 danh sách chưa gửi." in shown
    assert "chưa được gửi giấy mời" in shown
    assert f"/m/{planned}/roster/villages" not in text_of(
        client_as("observer"), f"/m/{planned}/staff"
    )
    assert "danh sách chưa gửi" not in text_of(office, "/m/1/staff")  # that day has come
