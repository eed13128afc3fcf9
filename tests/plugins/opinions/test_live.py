"""Live views, the picture for the hall, and what stands against closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, render_template

from meeting.access import Actor
from meeting.clock import Frozen
from meeting.db import db
from meeting.live import Room, Topic
from meeting.meetings import change_setting
from meeting.models import Meeting
from plugins.opinions import live, service
from plugins.opinions.deciding import Wish
from plugins.opinions.events import OpinionAsked
from plugins.opinions.hall.scenes import SCENES
from plugins.opinions.minutes import closing
from plugins.opinions.rules import Asker
from plugins.speakers.api import call_next, request_turn

Do = Callable[..., Any]
WriteDown = Callable[..., int]
pytestmark = pytest.mark.usefixtures("context")
QUESTION = SCENES[0]
HOSTILE = "<script>alert(1)</script>"


def fragment(app: Flask, view: str, key: int | None = None) -> str:
    html: str = app.extensions["meeting"].live.snapshot(Room(Topic(1, view, key), "vi")).html
    return html


def scene(app: Flask) -> str:
    with app.test_request_context():
        return render_template(
            QUESTION.template,
            meeting=db.session.get(Meeting, 1),
            **QUESTION.context(db.session(), 1),
        )


def test_each_phone_has_its_own_room(app: Flask, do: Do, bum: Actor) -> None:
    view = next(one for one in live.VIEWS if one.name == "opinions.mine")
    assert view.key is not None
    asked = OpinionAsked(meeting_id=1, opinion_id=1, delegate_id=bum.id, number=1)
    assert view.key(asked) == (bum.id,)
    assert view.key(replace(asked, delegate_id=None)) == ()
    assert view.key(replace(asked, also=(7, 8))) == (bum.id, 7, 8), "joined: all askers are told"
    assert "Xin cái giếng" not in fragment(app, "opinions.mine", bum.id)
    do(service.ask, by=bum, text="Xin cái giếng")
    assert "Xin cái giếng" in fragment(app, "opinions.mine", bum.id)
    assert "Xin cái giếng" not in fragment(app, "opinions.mine", (bum.id or 0) + 1)


def test_fragments_carry_no_viewer(app: Flask, do: Do, bum: Actor) -> None:
    do(service.ask, by=bum, text=HOSTILE)
    for view, key in (("opinions.mine", bum.id), ("opinions.desk_list", None)):
        html = fragment(app, view, key)
        assert "&lt;script&gt;alert(1)" in html
        assert "<script" not in html
        assert "csrf" not in html
    assert len(fragment(app, "opinions.mine", bum.id)) < 8000


def test_the_desk_sees_who_has_the_floor_and_who_had_it(
    app: Flask, do: Do, clock_at: Frozen
) -> None:
    assert "turn:" not in fragment(app, "opinions.speakers")
    turns = [do(request_turn, speaker_name=f"Người {number}") for number in range(4)]
    for before, turn_id in zip([0, *turns], turns, strict=False):
        clock_at.tick(minutes=1)
        do(call_next, seen=before, turn_id=turn_id)
    html = fragment(app, "opinions.speakers")
    assert [f'value="turn:{turn_id}"' in html for turn_id in turns] == [False, True, True, True]
    assert html.index(f"turn:{turns[3]}") < html.index(f"turn:{turns[2]}")


def test_the_hall_shows_one_question_with_its_asker(
    app: Flask, do: Do, bum: Actor, write_down: WriteDown
) -> None:
    assert not QUESTION.wants(db.session(), 1)
    assert "Bà con có câu\xa0hỏi, kiến\xa0nghị?" in scene(app), "never an empty wall"
    asker = Asker(delegate_id=bum.id)
    opinion_id = write_down("Bao giờ đổ bê tông?", asker=asker, approved=True)
    do(service.show, opinion_id=opinion_id)
    assert QUESTION.wants(db.session(), 1)
    html = scene(app)
    assert "Bao giờ đổ bê tông?" in html
    assert "Ông Đinh Bưm" in html
    assert "làng Stơr" in html


def test_a_plan_may_keep_names_out_of_the_hall(
    app: Flask, do: Do, bum: Actor, write_down: WriteDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    from meeting.plan import Plan
    from plugins.opinions import queries

    plan = queries.plan_of(db.session(), 1)
    data = {**plan.model_dump(), "privacy": {"public_names": "INITIALS"}}
    do(service.show, opinion_id=write_down(asker=Asker(delegate_id=bum.id), approved=True))
    monkeypatch.setattr(queries, "plan_of", lambda *_: Plan.model_validate(data))
    html = scene(app)
    assert "Ông Đ.B." in html
    assert "Bưm" not in html


def test_the_short_form_and_hostile_text_in_the_hall(
    app: Flask, do: Do, write_down: WriteDown
) -> None:
    opinion_id = write_down("Chữ " * 500, approved=True)
    edit = {"text": "Chữ " * 500, "summary": f"Ngắn {HOSTILE}", "category": "", "seen": 1}
    do(service.edit, opinion_id=opinion_id, **edit)
    do(service.show, opinion_id=opinion_id)
    html = scene(app)
    assert "Ngắn &lt;script&gt;" in html
    assert "Chữ" not in html


@pytest.mark.parametrize("step", ["sensitive", "withdraw", "hide", "refer", "category"])
def test_nothing_unfit_stays_in_the_hall(
    app: Flask, do: Do, write_down: WriteDown, step: str
) -> None:
    opinion_id = write_down("Chuyện riêng", approved=True)
    do(service.show, opinion_id=opinion_id)
    steps: dict[str, Callable[[], Any]] = {
        "sensitive": lambda: do(service.mark_sensitive, opinion_id=opinion_id, sensitive=True),
        "withdraw": lambda: do(service.withdraw_approval, opinion_id=opinion_id),
        "hide": lambda: do(service.hide, opinion_id=opinion_id),
        "refer": lambda: do(
            service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="REFERRED")
        ),
        "category": lambda: do(
            service.edit,
            opinion_id=opinion_id,
            text="Chuyện riêng",
            summary="",
            category="CAN_BO",
            seen=1,
        ),
    }
    steps[step]()
    assert not QUESTION.wants(db.session(), 1)
    assert "Chuyện riêng" not in scene(app)


def test_closing_waits_for_every_outcome(app: Flask, do: Do, write_down: WriteDown) -> None:
    with app.test_request_context():
        assert closing.unsettled(db.session(), 1) == []
    first = write_down(asker=Asker(name="Đinh Klĕn"))
    second = write_down(asker=Asker(anonymous=True))
    do(service.set_outcome, opinion_id=first, wish=Wish(outcome="NOTED"))
    with app.test_request_context():
        (problem,) = closing.unsettled(db.session(), 1)
    assert "2" in problem.message
    assert (problem.endpoint, problem.values) == ("opinions.opinion", {"opinion_id": second})
    do(service.set_outcome, opinion_id=first, wish=Wish(outcome=""))
    with app.test_request_context():
        messages = [one.message for one in closing.unsettled(db.session(), 1)]
    assert "Đinh Klĕn" in messages[0]


def test_a_long_list_of_problems_is_cut_with_its_count(app: Flask, write_down: WriteDown) -> None:
    for _ in range(closing.NAMED + 3):
        write_down()
    with app.test_request_context():
        problems = closing.unsettled(db.session(), 1)
    assert len(problems) == closing.NAMED + 1
    assert sum(one.count for one in problems) == closing.NAMED + 3
    assert "3" in problems[-1].message
    assert problems[-1].endpoint == "opinions.desk"


def test_a_setting_of_nonsense_is_refused(do: Do) -> None:
    from meeting.contract import Refused

    with pytest.raises(Refused):
        do(change_setting, name="opinions.phone_limit", value=-1)
