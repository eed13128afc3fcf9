"""Saving the counts: rows, the journal, two clerks, and the close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting import clock
from meeting.access import Actor
from meeting.contract import Refused
from meeting.db import db
from meeting.meetings import close_meeting
from meeting.models import JournalEntry
from meeting.writing import run
from plugins.survey import queries, service
from plugins.survey.models import Answer
from plugins.survey.rules import Counts, Typed

from .conftest import CLERK, RIGHT, meeting

Act = Callable[..., Any]
OTHER = Actor("device", None, "Mặt trận", "surveyor")
LESS = replace(RIGHT, handed_out="69")
ZERO = Typed(handed_out="0", returned="0", valid="0")


def stored(number: int) -> Counts | None:
    found = meeting(number)
    return queries.result(db.session(), found)


def journal() -> list[tuple[str, bool]]:
    query = sa.select(JournalEntry.event, JournalEntry.refused)
    query = query.where(JournalEntry.event.like("survey.%")).order_by(JournalEntry.id)
    return [(event, refused) for event, refused in db.session.execute(query)]


def refusal(act: Act, number: int, **arguments: Any) -> str:
    """The code of a refusal that changed nothing."""
    before = stored(number)
    with pytest.raises(Refused) as refused:
        act(service.save, **arguments)
    assert stored(number) == before
    return refused.value.code


def test_counts_are_kept_and_the_journal_tells_who(act: Act, asking: int) -> None:
    assert stored(asking) is None
    assert act(service.save, by=OTHER, typed=RIGHT, seen=0) == 1
    found = queries.saved(db.session(), meeting(asking))
    assert found is not None
    assert (found.counts.handed_out, found.counts.answers[2]) == (70, (50, 10, 4, 2))
    assert (found.by, found.revision) == ("Mặt trận", 1)
    entry = db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.event == "survey.saved")
    ).one()
    assert entry.facts["answers"].startswith("60-5-1-0; 58-6-2-0")
    assert entry.by_name == "Mặt trận"


def test_the_same_again_changes_nothing(act: Act, asking: int) -> None:
    assert [act(service.save, typed=RIGHT, seen=0, key=key) for key in ("a", "a", "b")] == [1, 1, 1]
    assert journal() == [("survey.saved", False)]


def test_two_clerks_do_not_overwrite_each_other(act: Act, asking: int) -> None:
    act(service.save, by=OTHER, typed=RIGHT, seen=0)
    assert refusal(act, asking, typed=LESS, seen=0) == "survey.changed"
    assert act(service.save, typed=LESS, seen=1) == 2
    found = stored(asking)
    assert found is not None
    assert found.handed_out == 69
    assert refusal(act, asking, by=OTHER, typed=RIGHT, seen=1) == "survey.changed"


def test_what_does_not_add_up_changes_nothing(act: Act, asking: int) -> None:
    act(service.save, typed=RIGHT, seen=0)
    for changed, code in (
        ({"returned": "71"}, "survey.more_returned"),
        ({"valid": "69"}, "survey.more_valid"),
        ({"valid": "65"}, "survey.wrong_sum"),
        ({"valid": "-5"}, "survey.not_a_number"),
        ({"valid": ""}, "survey.missing"),
        ({"answers": (("9" * 400,),)}, "survey.not_a_number"),
    ):
        assert refusal(act, asking, typed=replace(RIGHT, **changed), seen=1) == code


def test_all_zero_takes_the_tally_back(act: Act, asking: int) -> None:
    act(service.save, typed=RIGHT, seen=0)
    assert act(service.save, typed=ZERO, seen=1) == 2
    assert stored(asking) is None
    query = sa.select(sa.func.sum(Answer.ticked)).where(Answer.meeting_id == asking)
    assert db.session.scalar(query) == 0


def test_counts_of_made_minutes_do_not_change(
    act: Act, asking: int, clock_at: clock.Frozen
) -> None:
    act(service.save, typed=RIGHT, seen=0)
    clock_at.tick(minutes=5)
    act(close_meeting)
    clock_at.tick(minutes=5)
    assert refusal(act, asking, typed=LESS, seen=1) == "survey.in_minutes"
    assert act(service.save, typed=RIGHT, seen=1) == 1  # a form sent again is answered as before


def test_what_is_counted_after_the_close_may_be_put_right(
    act: Act, asking: int, clock_at: clock.Frozen
) -> None:
    act(close_meeting)
    clock_at.tick(minutes=5)
    assert act(service.save, typed=LESS, seen=0) == 1
    assert act(service.save, typed=RIGHT, seen=1) == 2


def test_a_plan_without_a_survey_has_nothing_to_count(context: Flask, meeting_id: int) -> None:
    with pytest.raises(Refused, match=r"survey\.not_asked"):
        run(service.save, by=CLERK, meeting_id=meeting_id, typed=RIGHT, seen=0)
