"""The printed programme and the house rules, read back from the PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock
from meeting.access import Actor
from meeting.db import db
from meeting.meetings import create_meeting, open_meeting
from meeting.models import Meeting
from meeting.papers.bundle import Bundle, Part
from meeting.papers.model import Document, Heading, Item, Meta, plain
from meeting.papers.pdf.bundle import render_bundle
from meeting.plan import load_plan_file, shipped_plans
from meeting.plan.parts import AgendaKind
from meeting.writing import run
from plugins.agenda import paper, queries, service
from plugins.agenda.rules import Step, Typed
from plugins.roster.papers import views
from tests.conftest import ClientAs
from tests.golden.paper_reader import by_pdfium, by_pypdf, squeezed
from tests.telling import telling

BY = Actor.system("test")


def meeting(meeting_id: int = 1) -> Meeting:
    db.session.remove()
    return db.session.get_one(Meeting, meeting_id)


def printed(parts: Any) -> str:
    """What a reader finds on these papers."""
    sheets = tuple(Part.of(one) if isinstance(one, Document) else one for one in parts)
    pdf = render_bundle(Bundle(meta=Meta(title="thử"), sheets=sheets))
    assert squeezed(by_pypdf(pdf)) == squeezed(by_pdfium(pdf))
    return by_pdfium(pdf)


def test_the_programme_counts_the_times_from_the_start(context: Flask) -> None:
    found = printed(paper.programme(db.session(), meeting()))
    for said in ("CHƯƠNG TRÌNH", "/CTr-UBND", "07:00", "07:30", "07:40", "10:25"):
        assert squeezed(said) in found
    for step in queries.steps(db.session(), 1):
        assert squeezed(step.title) in found
        assert squeezed(step.who) in found


def test_it_prints_the_programme_as_it_was_edited(act: Callable[..., Any]) -> None:
    steps = queries.steps(db.session(), 1)
    title = "Văn nghệ <b>chào mừng</b> & =1+1 của làng Đak Pơ Kao"
    typed = Typed(title=title, kind="OPENING", who="Đội cồng chiêng", minutes="20", note="BÍ MẬT")
    act(service.add, typed=typed, before_id=steps[1].id)
    act(service.remove, item_id=steps[-1].id)
    found = printed(paper.programme(db.session(), meeting()))
    assert squeezed(title) in found
    assert squeezed("Đội cồng chiêng") in found
    assert squeezed("07:50") in found  # what follows is 20 minutes later
    assert squeezed(steps[-1].title) not in found
    assert squeezed("BÍ MẬT") not in found


def test_a_step_without_minutes_leaves_the_rest_without_times() -> None:
    steps = [
        Step(id=1, kind=AgendaKind.OPENING, title="a", minutes=15),
        Step(id=2, kind=AgendaKind.GUESTS, title="b"),
        Step(id=3, kind=AgendaKind.CLOSING, title="c", minutes=5),
    ]
    assert list(paper.times(steps, dt.time(7, 30))) == ["07:30", "07:45", "05 phút"]
    received = Step(id=4, kind=AgendaKind.WELCOME, title="d", minutes=30)
    assert list(paper.times([received, *steps], dt.time(0, 10)))[:3] == ["23:40", "00:10", "00:25"]
    assert list(paper.times(steps, None)) == ["15 phút", "", "05 phút"]


def test_the_house_rules_are_the_plans(context: Flask) -> None:
    found = printed(paper.house_rules(db.session(), meeting()))
    assert squeezed("NỘI QUY") in found
    for rule in meeting().plan.house_rules:
        assert squeezed(rule) in found


@pytest.mark.parametrize("name", sorted(shipped_plans()))
def test_every_plan_loads_and_prints_its_programme(context: Flask, name: str) -> None:
    plan = load_plan_file(shipped_plans()[name])
    for index in range(plan.session_count):
        meeting_id = run(create_meeting, by=BY, plan=plan, session_index=index)
        own = meeting(meeting_id)
        steps = queries.steps(db.session(), meeting_id)
        assert [(s.title, s.kind, s.who, s.minutes) for s in steps] == [
            (s.title, s.kind, s.who, s.minutes) for s in plan.agenda
        ]
        parts = [*paper.programme(db.session(), own), *paper.house_rules(db.session(), own)]
        found = printed(parts)
        for step in plan.agenda:
            assert squeezed(step.title) in found
        assert squeezed(plan.host.head_lines[-1]) in found


def test_the_office_prints_them_with_the_others(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PATIENCE", 60.0)  # seconds; it comes within two
    secretary = client_as("secretary")
    page = secretary.get("/m/1/roster/papers").get_data(as_text=True)
    assert 'value="programme"' in page
    assert 'value="house-rules"' in page
    for kind, name, said in (
        ("programme", "chuong-trinh-to-tung", "CHƯƠNG TRÌNH"),
        ("house-rules", "noi-quy-to-tung", "NỘI QUY"),
        ("pack", "bo-giay-to-du-phong", "CHƯƠNG TRÌNH"),
    ):
        answer = secretary.post("/m/1/roster/papers", data={"kind": kind}, follow_redirects=True)
        assert name in answer.headers["Content-Disposition"]
        assert squeezed(said) in by_pdfium(answer.data)


def test_the_minutes_of_one_village_list_the_steps_with_their_times(
    context: Flask, clock_at: clock.Frozen
) -> None:
    ids = {}
    for name in ("kiem-tan-2023", "to-tung-2023"):
        plan = load_plan_file(shipped_plans()[name])
        meeting_id = run(create_meeting, by=BY, plan=plan)
        run(open_meeting, by=BY, meeting_id=meeting_id)
        assert paper.carried_out(telling(meeting_id)) == []
        steps = {str(one.kind): one for one in queries.steps(db.session(), meeting_id)}
        seen = 0
        for kind in ("REPORT", "SPEAKING", "REPORT", "SURVEY", "CONCLUSION"):
            if kind in steps:
                item_id = steps[kind].id
                seen = run(service.start, by=BY, meeting_id=meeting_id, item_id=item_id, seen=seen)
                clock_at.tick(minutes=10)
        ids[name] = meeting_id
    db.session.remove()
    assert paper.carried_out(telling(ids["to-tung-2023"])) == []  # another form
    heading, *items = paper.carried_out(telling(ids["kiem-tan-2023"]))
    assert isinstance(heading, Heading)
    said = [plain(one.words) for one in items if isinstance(one, Item)]
    assert said[0].startswith("Từ 07 giờ 30 phút đến 08 giờ 00 phút: ")
    assert said[1].startswith("Từ 07 giờ 40 phút đến 07 giờ 50 phút: ")
    assert said[-1].startswith("Từ 08 giờ 10 phút: ")
    assert not any("nếu có" in one for one in said)


def test_without_steps_there_is_no_programme(act: Callable[..., Any], client_as: ClientAs) -> None:
    for step in queries.steps(db.session(), 1):
        act(service.remove, item_id=step.id)
    answer = client_as("secretary").post(
        "/m/1/roster/papers", data={"kind": "programme"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "roster.empty_paper")
    pack: FlaskClient = client_as("organiser")
    assert pack.post("/m/1/roster/papers", data={"kind": "pack"}).status_code == 303
