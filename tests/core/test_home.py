"""The bare address when a server keeps several meetings."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from meeting import clock
from meeting.access import Actor
from meeting.meetings import close_meeting, create_meeting, open_meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.plan.parts import Schedule
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
    for role, home in (("registrar", "checkin/desk"), ("screen", "display/")):
        asked = client_as(role).get("/").text
        assert [f'href="/m/{one}/{home}"' in asked for one in sessions] == [True] * 3
    with app.app_context():
        for one in sessions[:2]:
            run(close_meeting, by=BY, meeting_id=one)
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


@pytest.mark.parametrize(
    ("now", "meant"),
    [
        ("2020-01-01 09:00", 2),  # long before any of them: the first to come
        ("2023-10-19 20:00", 2),
        ("2023-10-20 13:00", 2),  # of two that day, the one that begins nearest
        ("2023-10-20 13:50", 4),
        ("2023-10-20 23:59", 4),  # today's, though the next begins in a quarter of an hour
        ("2023-10-21 00:02", 3),
        ("2026-01-01 09:00", 3),
    ],
)
def test_before_any_is_open_the_nearest_is_shown(
    app: Flask, client_as: ClientAs, now: str, meant: int, clock_at: clock.Frozen
) -> None:
    plan = load_plan_file(shipped_plans()["to-tung-2023"])
    with app.app_context():
        run(close_meeting, by=BY, meeting_id=1)
        for number, (day, start) in enumerate(
            (
                ("20/10/2023", "07:30"),
                ("21/10/2023", "00:10"),
                ("20/10/2023", "20:00"),
                (None, None),
            ),
            start=2,
        ):
            schedule = Schedule.model_validate({"date": day, "start": start})
            plan = plan.model_copy(update={"schedule": schedule})
            assert run(create_meeting, by=BY, plan=plan) == number
    screen, phone = client_as("screen"), app.test_client()
    clock_at.at = datetime.fromisoformat(now).replace(tzinfo=clock.VIETNAM)
    assert screen.get("/").headers["Location"] == f"/m/{meant}/display/"
    if now.startswith("2023-10-20"):  # two that day, and a phone does not say where it is
        page = phone.get("/").text
        assert [f'href="/m/{one}/"' in page for one in (1, 2, 3, 4, 5)] == [
            False,
            True,
            False,
            True,
            False,
        ]
    else:
        assert phone.get("/").headers["Location"] == f"/m/{meant}/"


def test_when_all_are_over_the_last_one_is_shown(app: Flask, clock_at: clock.Frozen) -> None:
    with app.app_context():
        plan = load_plan_file(shipped_plans()["to-tung-2023"])
        later = run(create_meeting, by=BY, plan=plan)
        for one in (later, 1):
            clock_at.tick(hours=1)
            if one == later:
                run(open_meeting, by=BY, meeting_id=one)
            run(close_meeting, by=BY, meeting_id=one)
    assert app.test_client().get("/").headers["Location"] == "/m/1/"


def test_a_file_that_names_no_icon_gets_one(app: Flask) -> None:
    with app.test_client().get("/favicon.ico", follow_redirects=True) as icon:
        assert (icon.status_code, icon.mimetype) == (200, "image/svg+xml")
