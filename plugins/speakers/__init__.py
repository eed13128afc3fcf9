"""The speaking queue: who waits, who has the floor, and the clock."""

from __future__ import annotations

from meeting.contract import Permission, Plugin, Setting, _l
from plugins.speakers import service  # noqa: F401
from plugins.speakers.events import EVENTS
from plugins.speakers.loading import load_plan


def _minutes(value: object) -> bool:
    return type(value) is int and 1 <= value <= 60


def _seconds(value: object) -> bool:
    return type(value) is int and 0 <= value <= 600


def _flag(value: object) -> bool:
    return isinstance(value, bool)


plugin = Plugin(
    name="speakers",
    title=_l("Speakers"),
    requires=("roster",),
    after=("checkin",),
    settings=(
        Setting("speakers.minutes", 5, _l("Minutes a speaker has"), _minutes),
        Setting(
            "speakers.warn_seconds",
            30,
            _l("Seconds before the end at which the clock changes its colour"),
            _seconds,
        ),
        Setting("speakers.open", True, _l("Phones may ask for the floor"), _flag),
        Setting(
            "speakers.present_only",
            True,
            _l("Only those who are checked in may ask for the floor"),
            _flag,
        ),
    ),
    permissions=(
        Permission("speakers.manage", _l("Run the speaking queue"), frozenset({"secretary"})),
        Permission(
            "speakers.register",
            _l("Write people down who want to speak"),
            frozenset({"registrar", "secretary"}),
        ),
    ),
    events=EVENTS,
    load_plan=load_plan,
)
