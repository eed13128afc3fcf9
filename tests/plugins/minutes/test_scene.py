"""The hall's picture of the conclusion: figures, points, and when it wants to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template

from meeting.access import Actor
from meeting.db import db
from meeting.models import Meeting
from meeting.writing import run
from plugins.agenda import service as agenda
from plugins.agenda.api import steps
from plugins.minutes.closing import service
from plugins.minutes.rules import Entered
from plugins.minutes.scene import CONCLUSION
from plugins.opinions import service as opinions
from plugins.opinions.deciding import Wish
from plugins.opinions.rules import Asker

SECRETARY = Actor("device", 1, "Thư ký", "secretary")


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """All plugins, not the minutes alone."""
    with whole_app.app_context():
        yield whole_app


def do(use_case: Any, **arguments: Any) -> Any:
    return run(use_case, by=SECRETARY, meeting_id=1, **arguments)


def picture(app: Flask) -> str:
    db.session.remove()
    session = db.session()
    with app.test_request_context():
        context = CONCLUSION.context(session, 1)
        return render_template(CONCLUSION.template, meeting=session.get(Meeting, 1), **context)


def test_it_is_seen_in_its_step(app: Flask) -> None:
    assert not CONCLUSION.wants(db.session(), 1)
    item = next(one for one in steps(db.session(), 1) if one.kind == "CONCLUSION")
    do(agenda.start, item_id=item.id, seen=0)
    db.session.remove()
    assert CONCLUSION.wants(db.session(), 1)


def test_points_are_those_the_secretary_saved(app: Flask) -> None:
    html = picture(app)
    assert "Kết luận hội nghị" in html
    assert "Biểu dương" not in html, "what the plan proposes, nobody has said"
    entered = Entered(conclusion="Làm đường.\n\n<b>Giao</b> Văn phòng theo dõi.")
    do(service.save_draft, revision=0, entered=entered)
    html = picture(app)
    assert html.count("<li>") == 2
    assert "is-numbered" in html
    assert "&lt;b&gt;Giao&lt;/b&gt;" in html


def test_figures_tell_what_became_of_the_opinions(app: Flask) -> None:
    for wish in (
        Wish(outcome="NOTED"),
        Wish(outcome="NOTED"),
        Wish(outcome="BEYOND_AUTHORITY", competent_body="UBND huyện"),
    ):
        slip = {"channel": "VIA_SECRETARY", "text": "Xin cái giếng", "asker": Asker(name="Bưm")}
        found = do(opinions.record, **slip)
        do(opinions.set_outcome, opinion_id=found.id, wish=wish)
    html = picture(app)
    assert "<b>3</b><span>ý kiến</span>" in html
    assert "<b>1</b><span>gửi cấp trên</span>" in html
    assert "trả lời tại chỗ" not in html
    assert "giếng" not in html
