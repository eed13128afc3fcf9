"""The factory: configuration → database → plugins → the one door → live views → pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from meeting.access import init_access
from meeting.bus import Bus
from meeting.config import Config
from meeting.contract import Plugin
from meeting.core_plugin import core
from meeting.db import init_reading, writing_engine
from meeting.direct_writer import DirectWriter
from meeting.errors import PluginProblem
from meeting.group_writer import GroupWriter
from meeting.i18n import init_i18n
from meeting.kept import Kept
from meeting.live import Live
from meeting.loader import check, check_mounted, discover, folder_of
from meeting.realtime import Realtime
from meeting.registry import Registry
from meeting.static import Sources, init_static
from meeting.templating import init_templating
from meeting.web import init_web
from meeting.writing import Writer

HERE = Path(__file__).parent
LARGEST_REQUEST = 1024 * 1024  # bytes; an opinion is a few thousand


@dataclass(frozen=True)
class Core:
    """The parts of one application, at ``app.extensions["meeting"]``."""

    config: Config
    registry: Registry
    writer: Writer
    engine: sa.Engine
    kept: Kept
    live: Live
    bus: Bus
    realtime: Realtime

    def close(self) -> None:
        """Finish what is being written and let the files go."""
        self.writer.close()


def shell_templates() -> Path:
    """The shell's folder: inside the package when installed, beside it in a checkout."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"


def create_app(config: Config | None = None, plugins: Sequence[Plugin] | None = None) -> Flask:
    """Make the application. Raises StartupProblem with one sentence when something is wrong.

    ``plugins``: what to load instead of what is installed.
    """
    config = config or Config.from_environment()
    config.prepare()
    app = Flask("meeting", root_path=str(HERE), template_folder=None, static_folder=None)
    _configure(app, config)
    init_reading(app, config)
    installed = discover(config) if plugins is None else list(plugins)
    check(installed)
    registry = Registry([core, *installed])
    app.extensions["meeting"] = _core(app, config, registry)
    folders = [HERE, *filter(None, (folder_of(plugin) for plugin in registry.plugins.values()))]
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader([shell_templates(), *(folder / "templates" for folder in folders[1:])])]
    )
    init_i18n(app, folders)
    init_static(app, _static_sources(registry), config.static_cache or config.data / "cache")
    init_templating(app)
    CSRFProtect(app)
    init_access(app)
    init_web(app)
    _install(app, registry)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.kept_secret("secret.key"),
        TESTING=config.testing,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="doithoai",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=60),  # until replies come, after the meeting
        # A slow answer must not bring an older cookie back than the phone has meanwhile.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # a form may lie open all day; the session still binds it
    )


def _core(app: Flask, config: Config, registry: Registry) -> Core:
    engine = writing_engine(config)
    live = Live(app, registry)
    bus = Bus(app, registry, live)
    make_writer = GroupWriter if config.sqlite else DirectWriter
    writer: Writer = make_writer(app, engine, registry, bus.publish)
    realtime = Realtime(app, registry, live, window=config.push_window)
    return Core(config, registry, writer, engine, Kept(engine), live, bus, realtime)


def _static_sources(registry: Registry) -> Sources:
    """The shell's files at the top, each plugin's in a folder of its name."""
    found = [("", HERE / "static")]
    for plugin in registry.plugins.values():
        folder = folder_of(plugin)
        if folder is not None and (folder / "static").is_dir():
            found.append((f"{plugin.name}/", folder / "static"))
    return tuple(found)


def _install(app: Flask, registry: Registry) -> None:
    """Mount each plugin's pages."""
    for plugin in registry.plugins.values():
        if plugin.routes is not None:
            prefix = f"/m/<int:meeting_id>/{plugin.name}"
            try:
                app.register_blueprint(plugin.routes, url_prefix=prefix)
            except AssertionError as error:  # Flask's word for two views of one name
                raise PluginProblem(plugin.name, [str(error)]) from error
        if plugin.setup is not None:
            plugin.setup(app)
    check_mounted(app, registry)
