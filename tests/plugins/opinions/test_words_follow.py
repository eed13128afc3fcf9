"""Answered before all, with the words written down later: who answered is known, closing waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from meeting.contract import Refused
from meeting.db import db
from plugins.opinions import queries, service
from plugins.opinions.deciding import Wish
from plugins.opinions.minutes import closing
from plugins.opinions.queries import OpinionView

Do = Callable[..., Any]
ANSWERED = Wish(outcome="ANSWERED_ON_SPOT", words_follow=True)


def view(app: Flask, opinion_id: int) -> OpinionView:
    with app.app_context():
        found = queries.opinion(db.session(), opinion_id)
    assert found is not None
    return found


def problems(app: Flask) -> list[str]:
    with app.test_request_context():
        return [one.message for one in closing.unsettled(db.session(), 1)]


def test_closing_names_the_words_that_are_missing(
    app: Flask, do: Do, write_down: Callable[..., int]
) -> None:
    opinion_id = write_down()
    with pytest.raises(Refused) as refused:
        do(service.set_outcome, opinion_id=opinion_id, wish=ANSWERED)
    assert refused.value.code == "opinions.no_answerer"
    answer = {"opinion_id": opinion_id, "answered_by": "Trần Xuân Nam"}
    do(service.record_answer, text="", seen=0, **answer)
    with pytest.raises(Refused):
        do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="ANSWERED_ON_SPOT"))
    do(service.set_outcome, opinion_id=opinion_id, wish=ANSWERED)
    (missing,) = problems(app)
    assert "1" in missing
    assert "Đinh Grơ̆ng" in missing
    do(service.record_answer, text="Đã đổ đá.", seen=1, **answer)
    assert problems(app) == []
    with pytest.raises(Refused) as refused:
        do(service.record_answer, text="", seen=2, **answer)
    assert refused.value.code == "opinions.answer_needed"


def test_an_answer_is_taken_back_while_nobody_wrote_in_it(
    app: Flask, do: Do, write_down: Callable[..., int]
) -> None:
    opinion_id = write_down()
    do(service.drop_answer, opinion_id=opinion_id, seen=1)  # there is none
    answer = {"opinion_id": opinion_id, "answered_by": "Trần Xuân Nam"}
    do(service.record_answer, text="", seen=0, **answer)
    do(service.set_outcome, opinion_id=opinion_id, wish=ANSWERED)
    with pytest.raises(Refused):
        do(service.drop_answer, opinion_id=opinion_id, seen=1)
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome=""))
    do(service.record_answer, text="Xã sẽ làm.", seen=1, **answer)
    do(service.drop_answer, opinion_id=opinion_id, seen=1)
    assert view(app, opinion_id).answer == "Xã sẽ làm.", "somebody wrote meanwhile"
    do(service.drop_answer, opinion_id=opinion_id, seen=2)
    assert view(app, opinion_id).answer_revision == 0
