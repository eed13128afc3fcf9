"""Of every picture that any plugin can hang in the hall: names, villages, what was approved, no
more.
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting.access import Actor
from meeting.db import db
from meeting.meetings import change_setting
from meeting.models import Meeting
from meeting.writing import run
from plugins.agenda import service as agenda
from plugins.agenda.rules import Typed
from plugins.display import live
from plugins.opinions import service as opinions
from plugins.opinions.rules import Asker
from plugins.roster.models import Invitation
from plugins.speakers import service as speakers

SECRETARY = Actor("device", 1, "Thư ký", "secretary")
NOTE = "Nhắc riêng chủ trì: bà con làng Leng đang bức xúc"
SUBJECT = "Việc riêng chưa ai duyệt"
UNAPPROVED = "Câu hỏi chưa được duyệt về đất rẫy"
PREPARED = "Dự thảo trả lời, chưa ai nói"
DELICATE = "Tố cáo một cán bộ xã nhận tiền"
ACCUSER = "Rmah Kín"
PUBLIC = "Đường vào làng lầy lội"


def do(use_case: Any, **arguments: Any) -> Any:
    return run(use_case, by=SECRETARY, meeting_id=1, **arguments)


def pictures(app: Flask) -> dict[str, str]:
    """Every scene as it would hang there now."""
    db.session.remove()
    session = db.session()
    meeting = session.get_one(Meeting, 1)
    with app.test_request_context():
        drawn = {one.name: live.drawn(session, meeting, one) for one in live.scenes(1)}
    return {name: str(picture) for name, picture in drawn.items()}


@pytest.fixture
def shown(context: Flask) -> int:
    """A meeting full of what is nobody's business, and one opinion on the wall. Returns its id."""
    do(change_setting, name="speakers.present_only", value=False)
    first = do(speakers.request_turn, speaker_name="Đinh Hơ̆n", subject=SUBJECT)
    do(speakers.request_turn, speaker_name="Ksor Hai", subject=SUBJECT)
    do(speakers.call_next, turn_id=first, seen=0)
    step = do(agenda.add, typed=Typed(title="Phát biểu", kind="SPEAKING", note=NOTE))
    do(agenda.start, item_id=step, seen=0)
    slip = {"channel": "VIA_SECRETARY"}
    do(opinions.record, **slip, text=UNAPPROVED, asker=Asker(name="Rmah Vội"))
    delicate = do(opinions.record, **slip, text=DELICATE, asker=Asker(name=ACCUSER), approved=True)
    do(opinions.mark_sensitive, opinion_id=delicate.id, sensitive=True)
    public = do(opinions.record, **slip, text=PUBLIC, asker=Asker(name="Rmah Rõ"), approved=True)
    do(opinions.show, opinion_id=public.id)
    about = {"opinion_id": public.id, "answered_by": "Phòng Kinh tế"}
    do(opinions.record_answer, **about, text=PREPARED, seen=0)
    opinion_id: int = public.id
    return opinion_id


def test_no_picture_shows_what_is_private_or_not_approved(context: Flask, shown: int) -> None:
    drawn = pictures(context)
    assert PUBLIC in drawn["opinions.question"]
    assert "Đinh Hơ̆n" in drawn["speakers.floor"]
    everything = "".join(drawn.values())
    for private in (NOTE, SUBJECT, UNAPPROVED, PREPARED, DELICATE, ACCUSER):
        assert private not in everything
    codes = db.session.scalars(sa.select(Invitation.code)).all()
    assert codes
    assert [code for code in codes if code in everything] == []


@pytest.mark.parametrize("turned", ["sensitive", "not approved"])
def test_what_hangs_there_goes_when_it_turns_out_to_be_private(
    context: Flask, shown: int, turned: str
) -> None:
    if turned == "sensitive":
        do(opinions.mark_sensitive, opinion_id=shown, sensitive=True)
    else:
        do(opinions.withdraw_approval, opinion_id=shown)
    assert PUBLIC not in "".join(pictures(context).values())
