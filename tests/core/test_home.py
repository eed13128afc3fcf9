"""The bare address when a server keeps several meetings."""

from __future__ import annotations

import pytest
from flask import Flask

from meeting.access import Actor
from meeting.meetings import close_meeting, create_meeting, open_meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from tests.conftest import ClientAs

BY = Actor.system("test")


@pytest.fixture
def sessions(app: Flask) -> list[int]:
    """Three sessions of one plan, open beside the sample meeting, which is over."""
    plan = load_plan_file(shipped_plans()["hong-ngu-2020"])
    with app.app_context():
        run(close_meeting, by=BY, meeting_id=1)
        made = [run(create_meeting, by=BY, plan=plan, session_index=i) for i in range(3)]
        for one in made:
            run(open_meeting, by=BY, meeting_id=one)
    return made


def test_one_meeting_opens_at_once(app: Flask) -> None:
    assert app.test_client().get("/").headers["Location"] == "/m/1/"


def test_several_open_ones_are_asked_about_by_place(app: Flask, sessions: list[int]) -> None:
    phone = app.test_client()
    page = phone.get("/").text
    for one, place in zip(sessions, ("Thường Thới Hậu A", "Thường Lạc", "Long Thuận"), strict=True):
        assert f'href="/m/{one}/"' in page
        assert f"Hội trường UBND xã {place}" in page
    assert 'href="/m/1/"' not in page, "that one is over"
    assert "Xã Thường Lạc · Hội nghị" in phone.get(f"/m/{sessions[1]}/").text
    with app.app_context():
        for one in sessions[1:]:
            run(close_meeting, by=BY, meeting_id=one)
    assert phone.get("/").headers["Location"] == f"/m/{sessions[0]}/"


def test_a_known_phone_goes_where_it_belongs(app: Flask, sessions: list[int]) -> None:
    from meeting.db import db
    from plugins.roster.api import Delegate, add_person

    with app.app_context():
        person = run(add_person, by=BY, meeting_id=sessions[2], name="Lê Thị Sáu", village_id=None)
        secret = db.session.get_one(Delegate, person).secret
    phone = app.test_client()
    assert phone.get(f"/m/{sessions[2]}/checkin/i/{secret}").status_code == 303
    assert phone.get("/").headers["Location"] == f"/m/{sessions[2]}/"


def test_staff_change_between_meetings(
    app: Flask, sessions: list[int], client_as: ClientAs
) -> None:
    clerk = client_as("registrar")
    assert clerk.get("/").headers["Location"] == f"/m/{sessions[2]}/checkin/desk"
    assert 'href="/meetings"' in clerk.get(f"/m/{sessions[2]}/checkin/table").text
    page = clerk.get("/meetings").text
    for one in (1, *sessions):
        assert f'href="/m/{one}/checkin/desk"' in page
    for role in ("screen", "kiosk"):
        assert client_as(role).get("/meetings").status_code == 403
    assert app.test_client().get("/meetings").status_code == 403


def test_a_single_meeting_needs_no_change(client_as: ClientAs) -> None:
    assert 'href="/meetings"' not in client_as("registrar").get("/m/1/staff").text
