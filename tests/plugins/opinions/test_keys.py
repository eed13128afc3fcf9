"""One key a decision, and each of them taken back; over something newer the undo is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from meeting.contract import Refused
from meeting.db import db
from plugins.opinions import queries, service, texts
from plugins.opinions.deciding import Wish
from plugins.opinions.desk import decisions
from plugins.opinions.desk.decisions import Act, Decided
from plugins.opinions.queries import OpinionView
from plugins.speakers.api import call_next, request_turn

Do = Callable[..., Any]
WriteDown = Callable[..., int]
Stored = Callable[[], list[OpinionView]]
pytestmark = pytest.mark.usefixtures("context")
KEYS = [
    ("approve", ""),
    ("topic", "DIEN_NUOC"),
    ("topic", "CAN_BO"),  # sensitive by the plan
    ("department", "VAN_PHONG"),
    ("join", "1"),
    ("off_topic", ""),
    ("sensitive", ""),
    ("complaint", ""),
    ("denunciation", ""),
    ("nothing", ""),
]


def back(do: Do, opinion_id: int, made: Decided) -> None:
    do(
        decisions.take_back,
        opinion_id=opinion_id,
        was=made.was,
        now=made.now,
        revision=made.revision,
    )


@pytest.fixture
def opinion_id(write_down: WriteDown) -> int:
    write_down("Ý kiến số một")
    return write_down("Ý kiến số hai")


def facts(opinion_id: int) -> dict[str, Any]:
    db.session.expire_all()
    found = queries.opinion(db.session(), opinion_id)
    assert found is not None
    kept = vars(found)
    return {name: kept[name] for name in kept if name != "text_revision"}


@pytest.mark.parametrize(("act", "value"), KEYS)
def test_every_key_is_taken_back_to_the_last_detail(
    do: Do, opinion_id: int, act: str, value: str
) -> None:
    before = facts(opinion_id)
    made = do(decisions.decide, opinion_id=opinion_id, act=act, value=value, seen=1)
    assert facts(opinion_id) != before
    assert made.number == 2
    back(do, opinion_id, made)
    assert facts(opinion_id) == before
    assert set(Act) == {key for key, _value in KEYS}


def test_what_the_keys_say(do: Do, write_down: WriteDown, stored: Stored) -> None:
    for act in ("off_topic", "complaint", "denunciation", "nothing"):
        do(decisions.decide, opinion_id=write_down(f"Về {act}"), act=act, seen=1)
    off_topic, complaint, denunciation, nothing = stored()
    assert off_topic.outcome == "OFF_TOPIC_WRITTEN"
    assert f"{off_topic.due_date:%d/%m/%Y}" == "10/11/2023", "15 working days from 20/10/2023"
    assert (complaint.outcome, complaint.kind, complaint.sensitive) == (
        "REFERRED",
        "COMPLAINT",
        True,
    )
    assert (denunciation.kind, denunciation.sensitive) == ("DENUNCIATION", True)
    assert (nothing.outcome, nothing.text) == ("NOTED", "Về nothing")


def test_those_that_went_along_come_back_with_the_one_they_were_joined_with(
    do: Do, write_down: WriteDown, stored: Stored
) -> None:
    first, second, third = (write_down(f"Câu {number}") for number in range(3))
    do(service.join, opinion_id=third, number=2)
    made = do(decisions.decide, opinion_id=second, act="join", value="1")
    assert [one.merged_into for one in stored()] == [None, 1, 1]
    back(do, second, made)
    assert [one.merged_into for one in stored()] == [None, None, 2]
    assert first


def test_over_something_newer_the_undo_is_refused(do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down("Câu hỏi")
    made = do(decisions.decide, opinion_id=opinion_id, act="topic", value="DIEN_NUOC")
    do(service.set_category, opinion_id=opinion_id, category="DAT_DAI")
    with pytest.raises(Refused) as refused:
        back(do, opinion_id, made)
    assert refused.value.code == "opinions.changed_since"


def test_an_undo_takes_no_words_away(do: Do, stored: Stored) -> None:
    """A speech without words is said to have asked for nothing; meanwhile somebody types."""
    turn_id = do(request_turn, speaker_name="Đinh Klĕn")
    do(call_next, seen=0, turn_id=turn_id)
    (one,) = stored()
    assert one.text == ""
    made = do(decisions.decide, opinion_id=one.id, act="nothing", seen=1)
    assert stored()[0].text == texts.NOTHING_RAISED
    back(do, one.id, made)
    (one,) = stored()
    assert (one.text, one.outcome) == ("", None)
    made = do(decisions.decide, opinion_id=one.id, act="nothing", seen=one.text_revision)
    words = {"text": "Bác xin cái cầu", "summary": "", "category": ""}
    do(service.edit, opinion_id=one.id, seen=made.revision, **words)
    with pytest.raises(Refused):
        back(do, one.id, made)
    assert stored()[0].text == "Bác xin cái cầu"


def test_an_undo_leaves_what_somebody_else_did_meanwhile(
    do: Do, write_down: WriteDown, stored: Stored
) -> None:
    opinion_id = write_down("Câu hỏi")
    made = do(decisions.decide, opinion_id=opinion_id, act="topic", value="DIEN_NUOC")
    do(service.approve, opinion_id=opinion_id)
    do(service.assign_department, opinion_id=opinion_id, department="VAN_PHONG")
    back(do, opinion_id, made)
    (one,) = stored()
    assert (one.category, one.approved, one.department) == ("", True, "VAN_PHONG")


def test_an_undo_cannot_unmask_what_was_referred_since(do: Do, write_down: WriteDown) -> None:
    opinion_id = write_down("Tố cáo")
    made = do(decisions.decide, opinion_id=opinion_id, act="sensitive")
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="REFERRED"))
    with pytest.raises(Refused) as refused:
        back(do, opinion_id, made)
    assert refused.value.code == "opinions.referred"


@pytest.mark.parametrize(
    ("act", "value", "code"),
    [
        ("jump", "", "opinions.no_such_act"),
        ("topic", "ĐÂU", "opinions.unknown_category"),
        ("department", "ĐÂU", "opinions.unknown_department"),
        ("join", "", "opinions.no_link"),
        ("join", "2", "opinions.own_link"),
        ("join", "99", "opinions.no_such_number"),
        ("join", "9" * 40, "opinions.no_link"),
        ("nothing", "", "opinions.stale"),
    ],
)
def test_what_is_refused(do: Do, opinion_id: int, act: str, value: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        do(decisions.decide, opinion_id=opinion_id, act=act, value=value)
    assert refused.value.code == code


def test_what_is_settled_is_changed_on_its_page_only(do: Do, opinion_id: int) -> None:
    do(service.set_outcome, opinion_id=opinion_id, wish=Wish(outcome="NOTED"))
    for act in sorted(decisions.SETTLING):
        with pytest.raises(Refused) as refused:
            do(decisions.decide, opinion_id=opinion_id, act=act, value="1", seen=1)
        assert refused.value.code == "opinions.settled"
    do(decisions.decide, opinion_id=opinion_id, act="topic", value="DIEN_NUOC")


def test_a_plan_without_a_time_for_letters(
    do: Do, opinion_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "offers_of", lambda *_: ())
    with pytest.raises(Refused) as refused:
        do(decisions.decide, opinion_id=opinion_id, act="off_topic")
    assert refused.value.code == "opinions.no_rule_for_date"


def test_nothing_is_decided_twice(do: Do, opinion_id: int) -> None:
    do(decisions.decide, opinion_id=opinion_id, act="approve")
    again = do(decisions.decide, opinion_id=opinion_id, act="approve")
    assert again.was == again.now
