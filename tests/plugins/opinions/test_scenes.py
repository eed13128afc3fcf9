"""The hall's pictures of an opinion: its answer, who owes it, and when it makes way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template

from meeting.db import db
from meeting.errors import Refused
from meeting.models import Meeting
from plugins.agenda import service as agenda
from plugins.agenda.api import present, steps
from plugins.opinions import service
from plugins.opinions.deciding import Wish
from plugins.opinions.hall.scenes import SCENES
from plugins.opinions.queries import is_shown
from plugins.speakers.api import call_next, request_turn

Do = Callable[..., Any]
WriteDown = Callable[..., int]
pytestmark = pytest.mark.usefixtures("context")
ANSWER = SCENES[1]


def picture(app: Flask) -> str:
    db.session.remove()
    meeting = db.session().get(Meeting, 1)
    with app.test_request_context():
        return render_template(ANSWER.template, meeting=meeting, **ANSWER.context(db.session(), 1))


def wants() -> bool:
    db.session.remove()
    return ANSWER.wants(db.session(), 1)


def hangs() -> bool:
    db.session.remove()
    return is_shown(db.session(), 1)


@pytest.fixture
def shown(do: Do, write_down: WriteDown) -> int:
    """An approved opinion on the wall."""
    opinion_id = write_down("Bao giờ đổ bê tông?", approved=True)
    do(service.show, opinion_id=opinion_id)
    return opinion_id


def begin(do: Do, kind: str) -> None:
    item = next(one for one in steps(db.session(), 1) if one.kind == kind)
    running = present(db.session(), 1)
    do(agenda.start, item_id=item.id, seen=running.running.id if running and running.running else 0)


def test_an_answer_waits_for_its_outcome(app: Flask, do: Do, shown: int) -> None:
    told = {"text": "Quý I năm sau.", "answered_by": "Ông Nam, Chủ tịch", "seen": 0}
    do(service.record_answer, opinion_id=shown, **told)
    assert not wants(), "it may have been prepared, and not been given yet"
    do(service.set_outcome, opinion_id=shown, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    assert wants()
    html = picture(app)
    assert "Quý I năm sau." in html
    assert "Ông Nam, Chủ tịch" in html
    assert "Bao giờ đổ bê tông?" in html, "the question is called to mind"
    do(service.hide, opinion_id=shown)
    assert not wants()
    assert "Quý I năm sau." not in picture(app)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (
            Wish(outcome="PENDING", department="DIA_CHINH_XD", due_date=date(2023, 11, 5)),
            ("Giao đơn vị trả lời", "Địa chính", "Trả lời trước ngày 05/11/2023"),
        ),
        (
            Wish(outcome="BEYOND_AUTHORITY", competent_body="UBND huyện Kbang"),
            ("kiến nghị lên", "UBND huyện Kbang"),
        ),
        (
            Wish(outcome="OFF_TOPIC_WRITTEN", due_date=date(2023, 11, 5)),
            ("bằng văn bản", "05/11/2023"),
        ),
        (Wish(outcome="NOTED"), ("tiếp thu, ghi nhận",)),
        (Wish(outcome="MERGED", merged_into=1), ("ý kiến số 1",)),
    ],
    ids=lambda value: value.outcome if isinstance(value, Wish) else "",
)
def test_the_hall_reads_who_owes_what(
    app: Flask, do: Do, write_down: WriteDown, wish: Wish, told: tuple[str, ...]
) -> None:
    write_down("Một ý kiến khác", approved=True)
    opinion_id = write_down("Bao giờ đổ bê tông?", approved=True)
    do(service.show, opinion_id=opinion_id)
    do(service.set_outcome, opinion_id=opinion_id, wish=wish)
    assert wants()
    html = picture(app)
    assert [words for words in told if words not in html] == []


def test_a_complaint_leaves_the_wall_with_its_answer(app: Flask, do: Do, shown: int) -> None:
    do(service.set_outcome, opinion_id=shown, wish=Wish(outcome="REFERRED"))
    assert not wants()
    assert "bê tông" not in picture(app)


def test_what_says_the_same_as_a_sensitive_one_leaves_the_wall(
    do: Do, write_down: WriteDown, shown: int
) -> None:
    secret = write_down("Ông Xờ lấy tiền", category="CAN_BO", approved=True)
    do(service.join, opinion_id=shown, number=2)
    assert not hangs()
    with pytest.raises(Refused) as refused:
        do(service.show, opinion_id=shown)
    assert refused.value.code == "opinions.sensitive"
    do(service.mark_sensitive, opinion_id=secret, sensitive=False)
    do(service.show, opinion_id=shown)
    assert hangs()
    do(service.mark_sensitive, opinion_id=secret, sensitive=True)
    assert not hangs(), "the one it was joined with became so later"


def test_an_opinion_makes_way_for_the_next_speaker(do: Do, shown: int) -> None:
    turn_id = do(request_turn, speaker_name="Đinh Klĕn")
    assert hangs(), "whoever only asks for the floor changes nothing"
    do(call_next, turn_id=turn_id, seen=0)
    assert not hangs()


def test_an_opinion_makes_way_for_a_step_that_is_not_for_questions(do: Do, shown: int) -> None:
    begin(do, "SPEAKING")
    begin(do, "ANSWERS")
    assert hangs(), "the answers are about it"
    begin(do, "REPORT")
    assert not hangs()
