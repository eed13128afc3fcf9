"""Finds plugins, puts them in order and refuses what breaks the contract, naming the culprit.

Built-in plugins are the packages in ``plugins/``; third parties announce theirs by an entry point
in the group ``meeting.plugins``. All that can be checked is checked here, before the first request.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import itertools
import logging
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from meeting.access import Role
from meeting.config import Config
from meeting.contract import ANY, API, EventRef, Plugin
from meeting.errors import PluginProblem, StartupProblem

if TYPE_CHECKING:
    from flask import Flask

    from meeting.registry import Registry

log = logging.getLogger(__name__)
GROUP = "meeting.plugins"


def discover(config: Config) -> list[Plugin]:
    """All plugins this installation loads, in order of loading."""
    found = _built_in()
    if not config.safe_mode:
        found |= _third_party(config, found)
    if config.plugins:
        found = _wanted(found, config.plugins)
    return order(found)


def _built_in() -> dict[str, Plugin]:
    package = importlib.import_module("plugins")
    here = Path(__file__).resolve().parent.parent
    if here not in {Path(folder).resolve().parent for folder in package.__path__}:
        raise StartupProblem(
            f"Another package named 'plugins' hides ours: {next(iter(package.__path__))}. "
            "Start from another folder."
        )
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return {name: _load(name, f"plugins.{name}", "plugin") for name in names}


def _third_party(config: Config, built_in: Mapping[str, Plugin]) -> dict[str, Plugin]:
    found: dict[str, Plugin] = {}
    for point in sorted(importlib.metadata.entry_points(group=GROUP), key=lambda p: p.name):
        try:
            if point.name in {*built_in, *found}:
                raise PluginProblem(point.name, [f"{point.value!r} takes a name that is in use"])
            found[point.name] = _load(point.name, point.module, point.attr)
        except PluginProblem:
            if not config.skip_broken:
                raise
            log.exception("The third-party plugin %r is kept out", point.name)
    return found


def _load(name: str, module: str, attribute: str) -> Plugin:
    """Import one plugin. Raises PluginProblem, whatever went wrong inside it."""
    try:
        plugin = getattr(importlib.import_module(module), attribute or "plugin")
    except Exception as error:
        raise PluginProblem(name, [f"cannot be loaded: {type(error).__name__}: {error}"]) from error
    if not isinstance(plugin, Plugin):
        raise PluginProblem(name, [f"'plugin' is a {type(plugin).__name__}, not a Plugin"])
    if plugin.name != name:
        raise PluginProblem(name, [f"calls itself {plugin.name!r}; both names must be the same"])
    return replace(plugin, package=module)


def folder_of(plugin: Plugin) -> Path | None:
    """The folder with a plugin's templates, static files, catalogues and migrations.

    A plugin in a single file has none.
    """
    if not plugin.package:
        return None  # the core
    module = importlib.import_module(plugin.package)
    if not hasattr(module, "__path__"):
        return None
    return Path(str(module.__file__)).parent


def _wanted(found: Mapping[str, Plugin], wanted: Iterable[str]) -> dict[str, Plugin]:
    """The wanted plugins and all they require."""
    chosen: dict[str, Plugin] = {}
    todo = list(wanted)
    while todo:
        name = todo.pop()
        if name not in found:
            raise StartupProblem(f"There is no plugin {name!r}. Known: {', '.join(sorted(found))}.")
        if name not in chosen:
            chosen[name] = found[name]
            todo.extend(found[name].requires)
    return chosen


def order(found: Mapping[str, Plugin]) -> list[Plugin]:
    """What is required first, then by name. Raises PluginProblem if missing or circular."""
    graph: dict[str, set[str]] = {}
    for name in sorted(found):
        plugin = found[name]
        missing = [other for other in plugin.requires if other not in found]
        if missing:
            raise PluginProblem(
                name, [f"requires {other!r}, which is not installed" for other in missing]
            )
        graph[name] = {*plugin.requires, *(other for other in plugin.after if other in found)}
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        raise PluginProblem(
            error.args[1][0], [f"requires itself: {' → '.join(error.args[1])}"]
        ) from error
    ordered: list[Plugin] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered.extend(found[name] for name in ready)
        sorter.done(*ready)
    return ordered


def check(plugins: list[Plugin]) -> None:
    """Refuse declarations that break the contract. Raises PluginProblem for the first plugin at
    fault.
    """
    seen: dict[str, str] = {}
    points = {point: kind for plugin in plugins for point, kind in plugin.points.items()}
    for plugin in plugins:
        problems = [*_own_problems(plugin)] or [
            *_name_problems(plugin, seen),
            *_contribution_problems(plugin, points, seen),
        ]
        if problems:
            raise PluginProblem(plugin.name, problems)
    _check_single(plugins)
    _check_prefixes(plugins)
    _check_listeners(plugins)


def _own_problems(plugin: Plugin) -> Iterable[str]:
    if plugin.api != API:
        yield f"is written for contract {plugin.api}, this core offers {API}"
    if not plugin.name.isidentifier() or plugin.name in {"core", "static"}:
        yield "its name is not usable"
    if plugin.routes is not None and plugin.routes.name != plugin.name:
        yield f"its blueprint is named {plugin.routes.name!r}"
    for permission in plugin.permissions:
        for role in sorted(permission.roles - set(Role)):
            yield f"permission {permission.name!r} names an unknown role {role!r}"
    for role in sorted(plugin.homes.keys() - set(Role)):
        yield f"has a home for an unknown role {role!r}"
    yield from _odd_values(plugin)
    yield from _odd_events(plugin)
    yield from _odd_files(plugin)


def _odd_values(plugin: Plugin) -> Iterable[str]:
    for setting in plugin.settings:
        if setting.check is not None and not setting.check(setting.default):
            yield f"setting {setting.name!r} refuses its own default"
    for view in plugin.views:
        if not view.template.startswith(f"{plugin.name}/"):
            yield f"live view {view.name!r} has its template outside templates/{plugin.name}/"
        if isinstance(view.on, str) and view.on != ANY:
            yield f"live view {view.name!r} is touched by a word, not by a tuple of events or ANY"


def _odd_events(plugin: Plugin) -> Iterable[str]:
    for event in plugin.events:
        if not (is_dataclass(event) and event.__dataclass_params__.frozen):  # type: ignore[attr-defined]
            yield f"event {event.__name__!r} is not a frozen dataclass"
        for needed in ("name", "title"):  # without words for it, no journal could be read
            if not hasattr(event, needed):
                yield f"event {event.__name__!r} has no {needed}"


def _odd_files(plugin: Plugin) -> Iterable[str]:
    folder = folder_of(plugin)
    if folder is not None and (folder / "templates").is_dir():
        for path in sorted((folder / "templates").iterdir()):
            if path.name != plugin.name:
                yield f"has templates outside templates/{plugin.name}/: {path.name!r}"


def _declared(plugin: Plugin) -> Iterable[tuple[str, str]]:
    for kind in ("permissions", "settings", "events", "views"):
        for item in getattr(plugin, kind):
            yield kind, item.name
    for point in plugin.points:
        yield "points", point


def _name_problems(plugin: Plugin, seen: dict[str, str]) -> Iterable[str]:
    """Every declared name carries the plugin's prefix and is declared once."""
    for kind, name in _declared(plugin):
        if not name.startswith(f"{plugin.name}."):
            yield f"{name!r} does not begin with {plugin.name!r} and a dot"
        if f"{kind}:{name}" in seen:
            yield f"declares {name!r} twice"
        seen[f"{kind}:{name}"] = plugin.name


def _contribution_problems(
    plugin: Plugin, points: Mapping[str, type], seen: dict[str, str]
) -> Iterable[str]:
    for point, items in plugin.contributes.items():
        kind = points.get(point)
        if kind is None:
            continue  # nobody opened the point: the contribution rests
        if not all(isinstance(item, kind) for item in items):
            yield f"contributes something else than {kind.__name__} to {point!r}"
            continue
        unique = getattr(kind, "UNIQUE", None)
        for name in [getattr(item, unique) for item in items] if unique else []:
            if f"{point}:{name}" in seen:
                yield f"contributes {name!r} to {point!r}, as {seen[f'{point}:{name}']!r} does"
            seen[f"{point}:{name}"] = plugin.name


def _check_single(plugins: list[Plugin]) -> None:
    naming = [plugin.name for plugin in plugins if plugin.attendee_name]
    if len(naming) > 1:
        raise PluginProblem(naming[1], [f"names attendees, which {naming[0]!r} does already"])


def _check_prefixes(plugins: list[Plugin]) -> None:
    """A table belongs to one plugin, by its prefix."""
    for first, second in itertools.pairwise(sorted(plugin.name for plugin in plugins)):
        if second == first or second.startswith(f"{first}_"):
            raise PluginProblem(second, [f"its name cannot be told from that of {first!r}"])


def _heard(plugin: Plugin) -> Iterable[EventRef]:
    """Every event a plugin listens to, by class or by name."""
    yield from (subscriber.event for subscriber in plugin.subscribers)
    for view in plugin.views:
        if not isinstance(view.on, str):
            yield from view.on


def unheard(plugins: Iterable[Plugin]) -> list[str]:
    """Names that are listened to in vain: their plugin is here and publishes no such event.

    Names of plugins that are not installed are no problem: the listener waits for them.
    """
    installed = list(plugins)
    known = {event.name for plugin in installed for event in plugin.events}
    owners = {plugin.name for plugin in installed}
    return [
        f"Plugin {plugin.name!r} listens to {ref!r}, which nobody publishes"
        for plugin in installed
        for ref in _heard(plugin)
        if isinstance(ref, str) and ref not in known and ref.partition(".")[0] in owners
    ]


def _check_listeners(plugins: list[Plugin]) -> None:
    """An event class may only be used by a plugin that requires its owner; others go by name."""
    owner = {event: plugin.name for plugin in plugins for event in plugin.events}
    for plugin in plugins:
        for ref in _heard(plugin):
            if isinstance(ref, str):
                continue
            if ref not in owner and not ref.name.startswith("core."):
                raise PluginProblem(
                    plugin.name, [f"listens to {ref.name!r}, which nobody publishes"]
                )
            allowed = {plugin.name, "core", *plugin.requires, *plugin.after}
            if owner.get(ref, "core") not in allowed:
                raise PluginProblem(
                    plugin.name, [f"listens to the class of {ref.name!r}; name it instead"]
                )


def check_mounted(app: Flask, registry: Registry) -> None:
    """What can be checked only when all pages are there. Raises PluginProblem.

    A view that does not say who may open it stops the start; so does a way to a page or a
    permission that does not exist, which would break the pages of all others.
    """
    for endpoint, view in app.view_functions.items():
        access = getattr(view, "access", None)
        owner = endpoint.partition(".")[0]
        if access is None:
            raise PluginProblem(owner, [f"the view {endpoint!r} does not say who may open it"])
        if access not in {"public", "attendee"} and access not in registry.permissions:
            raise PluginProblem(owner, [f"the view {endpoint!r} names no permission: {access!r}"])
    for plugin in registry.plugins.values():
        asked = {item.permission for item in plugin.menu}
        asked |= {view.permission for view in plugin.views if view.permission}
        leads = {*(item.endpoint for item in plugin.menu), *plugin.homes.values()}
        problems = [
            *(f"nobody declares {one!r}" for one in sorted(asked - registry.permissions.keys())),
            *(f"leads to no page: {one!r}" for one in sorted(leads - app.view_functions.keys())),
        ]
        if problems:
            raise PluginProblem(plugin.name, problems)
