"""The loader orders plugins and names the culprit of every breach of the contract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from flask import Blueprint

from meeting.config import Config
from meeting.contract import (
    Event,
    LiveView,
    MenuItem,
    Permission,
    Plugin,
    Setting,
    Subscriber,
    public,
)
from meeting.errors import PluginProblem
from meeting.loader import check, discover, order, unheard
from meeting.phrases import Phrase

from . import notice
from .conftest import MakeSite


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


@dataclass(frozen=True, kw_only=True)
class Wordless(Event):
    pass


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
        ({"events": (Wordless,)}, "'Wordless' has no name; event 'Wordless' has no title"),
        ({"views": (view(template="shell/_view.html"),)}, "outside templates/bell/"),
        ({"views": (replace(view(), on="bell.rang"),)}, "not by a tuple of events or ANY"),
        ({"homes": {"king": "bell.page"}}, "home for an unknown role 'king'"),
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


def test_two_contributions_of_one_name_are_refused() -> None:
    def choir(name: str) -> Plugin:
        song = Phrase(key="song", title="Song", form="La")
        return Plugin(name=name, title=name, contributes={"hall.song": (song,)})

    hall = Plugin(name="hall", title="Hall", points={"hall.song": Phrase})
    check([hall, choir("alto")])
    with pytest.raises(PluginProblem, match=r"'bass': contributes 'song' to .* as 'alto'"):
        check([hall, choir("alto"), choir("bass")])


def test_a_contribution_to_a_point_nobody_opened_rests() -> None:
    check([Plugin(name="bell", title="Bell", contributes={"nobody.point": (1,)})])


def test_plugins_whose_tables_could_be_mixed_up_are_refused() -> None:
    with pytest.raises(PluginProblem, match="told from that of 'bell'"):
        check([Plugin(name="bell", title="Bell"), Plugin(name="bell_tower", title="Tower")])
    check([Plugin(name="bell", title="Bell"), Plugin(name="bells", title="Bells")])


def test_a_template_outside_the_plugins_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "acme_bell"
    (package / "templates" / "bell").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    bell = Plugin(name="bell", title="Bell", package="acme_bell")
    check([bell])
    (package / "templates" / "base_phone.html").touch()
    with pytest.raises(PluginProblem, match=r"outside templates/bell/: 'base_phone\.html'"):
        check([bell])


def announced(monkeypatch: pytest.MonkeyPatch, *points: tuple[str, str]) -> None:
    """Third parties' entry points, as installed wheels announce them."""
    found = [EntryPoint(name, value, "meeting.plugins") for name, value in points]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: found)


def test_a_third_party_does_not_take_the_name_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    announced(monkeypatch, ("roster", "tests.core.notice:build"))
    with pytest.raises(PluginProblem, match=r"'tests\.core\.notice:build' takes a name that is in"):
        discover(Config())
    kept = {plugin.name: plugin for plugin in discover(Config(skip_broken=True))}
    assert kept["roster"].package == "plugins.roster"


def test_two_third_parties_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    point = ("display", "plugins.display:plugin")  # any plugin that can be imported
    monkeypatch.setattr("meeting.loader._built_in", dict)
    announced(monkeypatch, point, point)
    with pytest.raises(PluginProblem, match="takes a name that is in use"):
        discover(Config())


WALL = notice.build().views[0]


def test_names_that_are_heard_in_vain_are_listed() -> None:
    bell = Plugin(name="bell", title="Bell", events=(Rang,))
    heard = ("bell.rang", "bell.rung", "tower.fell")  # nobody has installed a tower
    ear = Plugin(
        name="ear", title="Ear", subscribers=tuple(Subscriber(one, print) for one in heard)
    )
    assert unheard([bell, ear]) == ["Plugin 'ear' listens to 'bell.rung', which nobody publishes"]


@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ({"menu": (MenuItem("notice.gone", "Gone", "notice.pin"),)}, "no page: 'notice.gone'"),
        ({"menu": (MenuItem("notice.open_view", "O", "no.one"),)}, "nobody declares 'no.one'"),
        ({"homes": {"secretary": "notice.gone"}}, "no page: 'notice.gone'"),
        ({"views": (replace(WALL, permission="no.one"),)}, "nobody declares 'no.one'"),
    ],
)
def test_a_way_to_nowhere_stops_the_start(
    make_site: MakeSite, declared: dict[str, object], complaint: str
) -> None:
    with pytest.raises(PluginProblem, match=complaint):
        make_site(notice.build(**declared))


def test_two_views_of_one_name_stop_the_start(make_site: MakeSite) -> None:
    plugin = notice.build()
    assert plugin.routes is not None
    plugin.routes.add_url_rule("/again", "open_view", public(lambda: "again"))
    with pytest.raises(PluginProblem, match=r"'notice'.*open_view"):
        make_site(plugin)
