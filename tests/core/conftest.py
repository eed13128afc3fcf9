"""An application with nothing but the notice plugin, and one open meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader

from meeting import clock, create_app
from meeting.access import Actor
from meeting.config import Config
from meeting.contract import Plugin
from meeting.meetings import create_meeting, open_meeting
from meeting.migrate import upgrade
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run

from . import notice

SYSTEM = Actor.system("test")
MakeSite = Callable[..., Flask]


@pytest.fixture
def make_site(
    tmp_path: Path, static_cache: Path, clock_at: clock.Frozen
) -> Iterator[Callable[..., Flask]]:
    """Makes an application with the given plugins and one open meeting, number 1."""
    made: list[Flask] = []

    def make(*plugins: Plugin, **options: object) -> Flask:
        config = Config(
            data=tmp_path / "site",
            static_cache=static_cache,
            secret=b"tests",
            testing=True,
            **options,  # type: ignore[arg-type]
        )
        app = create_app(config, plugins)
        made.append(app)
        core = app.extensions["meeting"]
        upgrade(core.engine, core.registry)
        notice.Notice.metadata.tables["notice_notice"].create(core.engine, checkfirst=True)
        app.jinja_loader.loaders.append(DictLoader({"notice/w.html": notice.TEMPLATE}))  # type: ignore[union-attr]
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            plan = load_plan_file(shipped_plans()["to-tung-2023"])
            run(create_meeting, by=SYSTEM, plan=plan)
            run(open_meeting, by=SYSTEM, meeting_id=1)
        return app

    yield make
    for app in made:
        app.extensions["meeting"].close()


@pytest.fixture
def site(make_site: MakeSite) -> Iterator[Flask]:
    """The notice plugin alone, with the application's context pushed."""
    app = make_site(notice.build())
    with app.app_context():
        yield app
