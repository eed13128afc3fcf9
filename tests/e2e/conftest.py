"""A real browser before a real server: pages already paired, and no complaint of theirs unheard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from meeting import clock
from meeting.access import DEVICE_COOKIE, Actor, Role, new_token, token_hash
from meeting.pairing import offer_pairing, pair
from meeting.writing import run
from tests import chromium, network, running
from tests.conftest import MORNING, site

PATIENCE_MS = 60_000  # a busy machine; what is waited for usually comes at once
# Without the preview, which headless Chromium does not survive, a print dialog ends at once.
PRINTS = "--disable-print-preview"
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
# A name that is not localhost: browsers treat it as they treat the laptop's address in the hall.
HALL_NAME = "hall.test"
# What Chromium writes, without a reason, when a page is left while its line is being opened.
LEFT_WHILE_CONNECTING = re.compile(r"WebSocket connection to '[^']+' failed: ")
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives every browser of these tests."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests; each page has a context, as if on a device of its own."""
    program = chromium.find()
    assert program, "no Chromium: python -m tests.chromium brings one"
    browser = driver.chromium.launch(
        executable_path=program,
        args=[
            *("--no-sandbox", "--disable-gpu", "--no-first-run", PRINTS, *QUIET),
            f"--host-resolver-rules=MAP {HALL_NAME} 127.0.0.1",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def paired_site(
    filled_site: Path, static_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """The sample meeting with a paired device for each role: its data folder and their secrets."""
    data = tmp_path_factory.mktemp("paired") / "data"
    shutil.copytree(filled_site, data)
    secrets = {role.value: new_token() for role in Role}
    by = Actor.system("test")
    with clock.frozen(MORNING):
        app = site(data, static_cache)
        with app.app_context():
            for role, secret in secrets.items():
                link = new_token()
                digest = token_hash(link)
                run(offer_pairing, by=by, role=role, name="", token_digest=digest)
                run(pair, by=by, link=link, device_digest=token_hash(secret))
        app.extensions["meeting"].close()
    return data, secrets


@pytest.fixture
def hall(paired_site: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[running.Running]:
    """A running server of this test's own, over a copy of the sample meeting."""
    data = tmp_path / "data"
    shutil.copytree(paired_site[0], data)
    with running.server(data) as server:
        yield server


@dataclass
class Desk:
    """Opens pages and writes down what they complain about."""

    browser: Browser
    hall: running.Running
    secrets: dict[str, str]
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open_page(
        self,
        role: str | None,
        width: int,
        height: int,
        *,
        tolerate: str | None = None,
        watched_by: str = "",
        **options: Any,
    ) -> Page:
        """A page on a device paired for the role, at its home; an empty page for None.

        ``tolerate``: a pattern of what this page may complain about. ``watched_by``: a script that
        runs before those of the page. Other options are those of Playwright's ``new_context``.
        """
        options = {"locale": "vi-VN", **options}
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        self._listen(page, tolerate)
        if watched_by:
            page.add_init_script(watched_by)
        if role is not None:
            cookie = {"name": DEVICE_COOKIE, "value": self.secrets[role], "url": self.hall.http}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page.goto(self.hall.http)
        return page

    def _listen(self, page: Page, tolerate: str | None) -> None:
        def note(text: str) -> None:
            tolerated = tolerate and re.search(tolerate, text)
            if not (tolerated or LEFT_WHILE_CONNECTING.fullmatch(text)):
                self.complaints.append(f"{page.url}: {text}")

        page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))


@pytest.fixture
def wifi() -> Iterator[network.Network]:
    """A hall's network with the server's place and nobody else."""
    with network.network() as hall:
        yield hall


@pytest.fixture
def server(
    wifi: network.Network, paired_site: tuple[Path, dict[str, str]], tmp_path: Path
) -> Iterator[running.Running]:
    """The sample meeting on the server's machine."""
    data = tmp_path / "data"
    shutil.copytree(paired_site[0], data)
    server = network.start(wifi.server, data)
    yield server
    server.kill()


@pytest.fixture
def secretary(hall: running.Running, paired_site: tuple[Path, dict[str, str]]) -> running.Visitor:
    """A program on the secretary's laptop, for what others do meanwhile."""
    return program(hall, paired_site[1]["secretary"])


def program(hall: running.Running, secret: str) -> running.Visitor:
    """A program on the paired device that has this secret."""
    visitor = running.Visitor(hall.http)
    visitor.cookies.set(DEVICE_COOKIE, secret)
    return visitor


@pytest.fixture
def open_page(
    browser: Browser, hall: running.Running, paired_site: tuple[Path, dict[str, str]]
) -> Iterator[OpenPage]:
    """``open_page(role, width, height, **options)``: see ``Desk.open_page``.

    The test fails when a page wrote an error to its console or threw one.
    """
    desk = Desk(browser, hall, paired_site[1])
    yield desk.open_page
    for context in desk.contexts:
        context.close()
    assert desk.complaints == []
