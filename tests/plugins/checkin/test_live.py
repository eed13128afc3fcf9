"""What the screens show, and that it changes as people arrive."""

from __future__ import annotations

import re

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from meeting.access import Actor
from meeting.contract import run
from meeting.db import db
from meeting.live import Room, Topic
from meeting.meetings import change_setting, create_meeting
from meeting.models import Meeting
from meeting.plan import load_plan_file, shipped_plans
from plugins.checkin.scene import WELCOME
from plugins.checkin.service import admit_over_quota, check_in
from plugins.roster.api import add_person
from tests.conftest import ClientAs

from .conftest import DESK, Act, of_village

FRAGMENT = 8 * 1024


def view(app: Flask, name: str, key: int | None = None) -> str:
    return str(app.extensions["meeting"].live.snapshot(Room(Topic(1, name, key), "vi")).html)


def rows(html: str) -> list[list[str]]:
    html = re.sub(r'<(\w+) class="slim">.*?</\1>', "", html)  # on narrow screens only
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in re.split("<tr[^>]*>", html)]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells if row]


def test_the_table_fills_up_village_by_village(context: Flask, act: Act) -> None:
    assert rows(view(context, "checkin.table"))[0] == ["Stơr", "6", "6", "0", "6", "còn 6 chỗ"]
    people = of_village(1)
    act(check_in, delegate_id=people[0], via="desk")
    assert rows(view(context, "checkin.table"))[0] == ["Stơr", "6", "6", "1", "5", "còn 5 chỗ"]
    for one in people[1:]:
        act(check_in, delegate_id=one, via="desk")
    assert rows(view(context, "checkin.table"))[0] == ["Stơr", "6", "6", "6", "0", "đủ"]
    seventh = act(add_person, name="Hyek", village_id=1)
    act(admit_over_quota, delegate_id=seventh, reason="Làng cử thêm")
    table = rows(view(context, "checkin.table"))
    assert table[0] == ["Stơr", "6", "7", "7", "0", "thừa 1"]
    assert table[-3][:5] == ["Đại biểu Nhân dân", "60", "61", "7", "54"]


def test_the_count_and_ones_own_state(context: Flask, act: Act) -> None:
    delegate_id = of_village(1)[0]
    assert "<b>0</b>" in view(context, "checkin.count")
    assert "arrive" in view(context, "checkin.mine", delegate_id)
    act(check_in, delegate_id=delegate_id, via="desk")
    assert "<b>1</b>" in view(context, "checkin.count")
    mine = view(context, "checkin.mine", delegate_id)
    assert "07:30" in mine
    assert "arrive" not in mine


@pytest.mark.parametrize("name", ["thien-tan-2026", "phuong-1-2024"])
def test_a_larger_plan_still_fits_a_fragment(context: Flask, act: Act, name: str) -> None:
    plan = load_plan_file(next(p for n, p in shipped_plans().items() if n.startswith(name[:6])))
    meeting_id = act(create_meeting, plan=plan)
    live = context.extensions["meeting"].live
    html = live.snapshot(Room(Topic(meeting_id, "checkin.table"), "vi")).html
    assert len(html.encode()) <= FRAGMENT


def scene(meeting_id: int = 1) -> str:
    context = WELCOME.context(db.session(), meeting_id)
    meeting = db.session.get(Meeting, meeting_id)
    return render_template(WELCOME.template, meeting=meeting, **context)


def test_the_hall_is_welcomed(context: Flask, act: Act) -> None:
    assert WELCOME.wants(db.session(), 1)
    picture = scene()
    assert "address.svg" in picture
    assert "wifi.svg" not in picture
    assert picture.count('<span class="is-short">') == 10  # the villages
    assert "Cán bộ, khách mời" in picture
    assert picture.count("<progress") == 11
    act(change_setting, name="checkin.wifi_name", value="Hoi truong <1>")
    picture = scene()
    assert "wifi.svg" in picture
    assert "Hoi truong &lt;1&gt;" in picture
    assert len(picture.encode()) <= FRAGMENT


def test_a_new_wifi_makes_a_new_picture(context: Flask, act: Act) -> None:
    act(change_setting, name="checkin.wifi_name", value="A")
    before = WELCOME.context(db.session(), 1)["wifi_version"]
    act(change_setting, name="checkin.wifi_password", value="secret12")
    assert WELCOME.context(db.session(), 1)["wifi_version"] != before


def test_cards_on_the_first_pages(app: Flask, client: FlaskClient, client_as: ClientAs) -> None:
    assert 'name="code"' in client.get("/m/1/").get_data(as_text=True)
    with app.app_context():
        run(check_in, by=DESK, meeting_id=1, delegate_id=20, via="desk")
    page = client_as("observer").get("/m/1/staff").get_data(as_text=True)
    assert 'data-live="checkin.count"' in page
    assert "/checkin/table" in page
    assert "/checkin/desk" not in page
    home = client_as("registrar").get("/").headers["Location"]
    assert home == "/m/1/checkin/desk"


def test_nobody_else_is_told_about_a_phone(app: Flask) -> None:
    assert Actor("anonymous").delegate_id is None
    views = app.extensions["meeting"].registry.views
    ours = {name: view for name, view in views.items() if name.startswith("checkin.")}
    everybodys = {name for name, view in ours.items() if view.permission is None}
    assert everybodys == {"checkin.table", "checkin.count", "checkin.mine"}
