"""Fixtures: a real application over a real SQLite file that holds the opened sample meeting."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from meeting import clock, create_app
from meeting.access import DEVICE_COOKIE, Actor, Role, new_token, token_hash
from meeting.config import Config
from meeting.meetings import create_meeting, load_sample, open_meeting
from meeting.migrate import upgrade
from meeting.pairing import offer_pairing, pair
from meeting.plan import Plan, load_plan_file, load_sample_file, shipped_plans, shipped_samples
from meeting.writing import run
from tests import cups, once

MORNING = datetime(2023, 10, 20, 7, 30, tzinfo=clock.VIETNAM)
SAMPLE = "to-tung-2023"
STATIC_CACHE = "DOITHOAI_STATIC_CACHE"
ClientAs = Callable[[str], FlaskClient]

# A slow machine is no fault of a rule.
settings.register_profile("anywhere", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("anywhere")


def application(data: Path, static_cache: Path, **options: object) -> Flask:
    """An application over a data folder, whose database is taken as it is."""
    config = Config(data=data, static_cache=static_cache, secret=b"tests", testing=True, **options)  # type: ignore[arg-type]
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False  # the real thing is tested in tests/core and the browser
    app.jinja_env.bytecode_cache = once.TEMPLATES
    once.do_not_wait_for_the_disk(app.extensions["meeting"].engine)
    return app


def site(data: Path, static_cache: Path, **options: object) -> Flask:
    """An application over a data folder, its database brought up to date."""
    app = application(data, static_cache, **options)
    core = app.extensions["meeting"]
    upgrade(core.engine, core.registry)
    return app


def fill(app: Flask, plan: Plan | None = None) -> int:
    """The sample plan, or another of the same villages, as an open meeting with its invented
    people.
    """
    by, plan = Actor.system("test"), plan or load_plan_file(shipped_plans()[SAMPLE])
    with app.app_context():
        meeting_id = run(create_meeting, by=by, plan=plan)
        sample = load_sample_file(shipped_samples()[SAMPLE])
        run(load_sample, by=by, meeting_id=meeting_id, sample=sample)
        run(open_meeting, by=by, meeting_id=meeting_id)
    return meeting_id


def everything_on(app: Flask) -> int:
    """Another meeting of the sample plan, with the plugins too that the plan leaves off."""
    plan = load_plan_file(shipped_plans()[SAMPLE]).model_copy(update={"plugins": {}})
    with app.app_context():
        return run(create_meeting, by=Actor.system("test"), plan=plan)


def pytest_configure(config: pytest.Config) -> None:
    """Do once for all tests what is the same for each: see ``tests.once``; and compress the static
    files once for all workers and servers of a run.
    """
    once.compile_addresses()
    once.read_static_files()
    if STATIC_CACHE not in os.environ:
        shared = tempfile.TemporaryDirectory(prefix="doithoai-static-")
        os.environ[STATIC_CACHE] = shared.name
        config.add_cleanup(shared.cleanup)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, so that no worker is alone at the end: those with a file to themselves tell
    a whole story.
    """
    files = Counter(item.path for item in items)
    items.sort(key=lambda item: files[item.path])


def pytest_collection_finish() -> None:
    """Spare each search for garbage the modules and tests, which stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def static_cache() -> Path:
    """Where the compressed static files are."""
    return Path(os.environ[STATIC_CACHE])


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory: pytest.TempPathFactory, static_cache: Path) -> Path:
    """A data folder with the sample meeting; tests work on copies of it."""
    data = tmp_path_factory.mktemp("filled")
    with clock.frozen(MORNING):
        app = site(data, static_cache)
        assert fill(app) == 1
        app.extensions["meeting"].close()
    return data


@pytest.fixture
def clock_at() -> Iterator[clock.Frozen]:
    """The clock, stopped at the morning of the sample meeting."""
    with clock.frozen(MORNING) as stopped:
        yield stopped


@pytest.fixture
def whole_app(
    filled_site: Path, static_cache: Path, tmp_path: Path, clock_at: clock.Frozen
) -> Iterator[Flask]:
    """All plugins over a copy of the sample meeting, at half past seven in the morning."""
    data = tmp_path / "data"
    shutil.copytree(filled_site, data)
    app = application(data, static_cache)
    yield app
    app.extensions["meeting"].close()


@pytest.fixture
def app(whole_app: Flask) -> Flask:
    """The application of a test; folders of tests may have one of their own."""
    return whole_app


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[cups.Printing]:
    """The server's computer with one printer."""
    with cups.system() as found:
        for name, value in found.environment.items():
            monkeypatch.setenv(name, value)
        found.add(cups.PRINTER)
        yield found


@pytest.fixture
def meeting_id() -> int:
    """The sample meeting."""
    return 1


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with its context pushed: for tests of services and queries."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """An unknown phone."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask) -> ClientAs:
    """Makes a browser on a device paired for a role."""

    def make(role: str) -> FlaskClient:
        link, secret = new_token(), new_token()
        by = Actor.system("test")
        with app.app_context():
            run(offer_pairing, by=by, role=Role(role), name=role, token_digest=token_hash(link))
            run(pair, by=by, link=link, device_digest=token_hash(secret))
        client = app.test_client()
        client.set_cookie(DEVICE_COOKIE, secret)
        return client

    return make


@pytest.fixture
def delegate_client(app: Flask) -> Callable[[int], FlaskClient]:
    """Makes the phone of a delegate, as if their invitation had been scanned."""

    def make(delegate_id: int) -> FlaskClient:
        from plugins.roster.api import stamp_of

        client = app.test_client()
        with app.app_context():
            stamp = stamp_of(delegate_id)
        with client.session_transaction() as session:
            session["attendee"] = {"1": [delegate_id, stamp]}
        return client

    return make
