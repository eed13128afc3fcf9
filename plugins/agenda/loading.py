"""Takes over from the plan its programme and how questions are answered."""

from __future__ import annotations

from meeting.contract import Tx
from meeting.meetings import change_setting
from meeting.models import SettingValue
from meeting.plan import Plan
from plugins.agenda.service import fill


def load_plan(tx: Tx, plan: Plan) -> None:
    """The plan's steps; its way of answering, unless it states the settings themselves."""
    fill(tx, plan.agenda)
    stated: dict[str, int | str] = {
        "agenda.answer_mode": plan.asking.answer_mode,
        "agenda.batch_size": plan.asking.batch_size,
    }
    for name, value in stated.items():
        known = tx.session.get(SettingValue, (tx.meeting_id, name))
        if known is None and value != tx.setting(name):
            change_setting(tx, name=name, value=value)
