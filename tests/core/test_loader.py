"""The loader orders plugins and names the culprit of every breach of the contract."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Blueprint

from meeting.contract import (
    Event,
    LiveView,
    MenuItem,
    Permission,
    Plugin,
    Setting,
    Subscriber,
)
from meeting.errors import PluginProblem
from meeting.loader import check, order


def names(plugins: list[Plugin]) -> list[str]:
    return [plugin.name for plugin in plugins]


def loaded(*plugins: Plugin) -> list[Plugin]:
    return order({plugin.name: plugin for plugin in plugins})


def test_what_is_required_comes_first_then_the_alphabet() -> None:
    found = loaded(
        Plugin(name="zebra", title="z"),
        Plugin(name="apple", title="a", requires=("mango",)),
        Plugin(name="mango", title="m", after=("zebra", "not_there")),
    )
    assert names(found) == ["zebra", "mango", "apple"]


def test_a_missing_requirement_is_named() -> None:
    with pytest.raises(PluginProblem, match=r"'apple'.*'mango', which is not installed"):
        loaded(Plugin(name="apple", title="a", requires=("mango",)))


def test_a_circle_is_named() -> None:
    with pytest.raises(PluginProblem, match="requires itself"):
        loaded(
            Plugin(name="a", title="a", requires=("b",)),
            Plugin(name="b", title="b", requires=("a",)),
        )


@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    name = "bell.rang"
    title = "Bell rang"


@dataclass(kw_only=True)
class Thawed:
    name = "bell.thawed"
    title = "not frozen"
    meeting_id: int


def view(name: str = "bell.view", template: str = "bell/_view.html") -> LiveView:
    return LiveView(name=name, template=template, context=lambda *_: {}, on=(Rang,))


@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ({"api": 99}, "contract 99"),
        ({"name": "not usable"}, "name is not usable"),
        ({"routes": Blueprint("other", __name__)}, "blueprint is named 'other'"),
        ({"permissions": (Permission("ring", "r"),)}, "'ring' does not begin with"),
        ({"permissions": (Permission("bell.ring", "r", frozenset({"king"})),)}, "role 'king'"),
        (
            {"settings": (Setting("bell.loud", -1, "l", lambda v: v > 0),)},
            "refuses its own default",
        ),
        ({"settings": (Setting("bell.a", 1, "a"), Setting("bell.a", 1, "a"))}, "twice"),
        ({"events": (Thawed,)}, "not a frozen dataclass"),
        ({"views": (view(template="shell/_view.html"),)}, "outside templates/bell/"),
        ({"points": {"bell.p": MenuItem}, "contributes": {"bell.p": (1,)}}, "else than MenuItem"),
        ({"subscribers": (Subscriber(Rang, print),)}, "which nobody publishes"),
    ],
)
def test_a_breach_stops_the_start_and_names_the_plugin(
    declared: dict[str, object], complaint: str
) -> None:
    plugin = Plugin(**{"name": "bell", "title": "Bell", **declared})  # type: ignore[arg-type]
    with pytest.raises(PluginProblem, match=complaint) as problem:
        check([plugin])
    assert problem.value.plugin == plugin.name


def test_a_foreign_event_class_needs_a_declared_dependency() -> None:
    bell = Plugin(name="bell", title="Bell", events=(Rang,))
    ear = Plugin(name="ear", title="Ear", subscribers=(Subscriber(Rang, print),))
    with pytest.raises(PluginProblem, match="name it instead"):
        check([bell, ear])
    by_name = Plugin(name="ear", title="Ear", subscribers=(Subscriber("bell.rang", print),))
    check([bell, by_name])


def test_a_contribution_to_a_point_nobody_opened_rests() -> None:
    check([Plugin(name="bell", title="Bell", contributes={"nobody.point": (1,)})])
