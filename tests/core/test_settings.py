"""Settings of a meeting: the default until the office changes it, never of another type."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from meeting.contract import setting
from meeting.db import db
from meeting.errors import Refused
from meeting.meetings import change_setting
from meeting.models import JournalEntry
from meeting.writing import run

from .conftest import SYSTEM


def test_the_default_holds_until_it_is_changed(site: Flask) -> None:
    assert setting("notice.longest", 1) == 20
    run(change_setting, by=SYSTEM, meeting_id=1, name="notice.longest", value=5)
    assert setting("notice.longest", 1) == 5
    assert setting("notice.longest", 2) == 20


@pytest.mark.parametrize("value", [0, -3, "5", "five", 2.5, True])
def test_a_value_that_does_not_fit_is_refused(site: Flask, value: str | float) -> None:
    with pytest.raises(Refused) as refused:
        run(change_setting, by=SYSTEM, meeting_id=1, name="notice.longest", value=value)
    assert refused.value.code == "core.bad_setting"
    assert setting("notice.longest", 1) == 20


def test_an_unknown_name_is_a_mistake_of_ours_or_of_the_plan(site: Flask) -> None:
    with pytest.raises(KeyError):
        setting("notice.shortest", 1)
    with pytest.raises(Refused, match=r"core\.bad_setting"):
        run(change_setting, by=SYSTEM, meeting_id=1, name="notice.shortest", value=5)


def test_a_change_is_in_the_journal(site: Flask) -> None:
    run(change_setting, by=SYSTEM, meeting_id=1, name="notice.longest", value=5)
    found = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert found is not None
    assert (found.event, found.facts["value"]) == ("core.setting_changed", "5")
