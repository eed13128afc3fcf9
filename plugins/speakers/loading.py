"""Takes over from the plan what it says about speaking."""

from __future__ import annotations

from meeting.contract import Tx
from meeting.meetings import change_setting
from meeting.models import SettingValue
from meeting.plan import Plan
from plugins.speakers.order import Rule

_RULES = {"REGISTRATION": Rule.REGISTERED.value, "TOPIC": Rule.TOPIC.value, "FAIR": Rule.FAIR.value}


def load_plan(tx: Tx, plan: Plan) -> None:
    """The plan's limits become settings, unless it states the settings themselves."""
    stated: dict[str, int | bool | str] = {
        "speakers.minutes": plan.speaking.minutes,
        "speakers.warn_seconds": plan.speaking.warn_seconds,
        "speakers.present_only": plan.speaking.presence_required,
        "speakers.order": _RULES[plan.asking.order],
        "speakers.follow_up": plan.asking.follow_up,
    }
    for name, value in stated.items():
        known = tx.session.get(SettingValue, (tx.meeting_id, name))
        if known is None and value != tx.setting(name):
            change_setting(tx, name=name, value=value)
