"""A real browser before a real server: pages already paired, and no complaint of theirs unheard."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import chromium, running

PATIENCE_MS = 20_000  # a busy machine; what is waited for usually comes at once
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
# A name that is not localhost: browsers treat it as they treat the laptop's address in the hall.
HALL_NAME = "hall.test"
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each page has a context, as if on a device of its own."""
    program = chromium.find()
    assert program, "no Chromium: python -m tests.chromium brings one"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                *("--no-sandbox", "--disable-gpu", "--no-first-run", *QUIET),
                f"--host-resolver-rules=MAP {HALL_NAME} 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def hall(filled_site: Path, tmp_path: Path) -> Iterator[running.Running]:
    """A running server of this test's own, over a copy of the sample meeting."""
    data = tmp_path / "data"
    shutil.copytree(filled_site, data)
    with running.server(data) as server:
        yield server


@dataclass
class Desk:
    """Opens pages and writes down what they complain about."""

    browser: Browser
    hall: running.Running
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open_page(
        self,
        role: str | None,
        width: int,
        height: int,
        *,
        tolerate: str | None = None,
        **options: Any,
    ) -> Page:
        """A page on a device paired for the role, at its home; an empty page for None.

        ``tolerate``: a pattern of what this page may complain about. Other options are those of
        Playwright's ``new_context``.
        """
        options = {"locale": "vi-VN", **options}
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        self._listen(page, tolerate)
        if role is not None:
            page.goto(f"{self.hall.http}/pair/{pairing_link(self.hall, role)}")
            page.locator("button[type=submit]").click()
            page.wait_for_url(re.compile(r"/m/\d+/"))
        return page

    def _listen(self, page: Page, tolerate: str | None) -> None:
        def note(text: str) -> None:
            if not (tolerate and re.search(tolerate, text)):
                self.complaints.append(f"{page.url}: {text}")

        page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))


def pairing_link(hall: running.Running, role: str) -> str:
    """The secret of a one-time link, from the terminal."""
    command = [sys.executable, "-m", "meeting", "--data", str(hall.data), "pair", "--role", role]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return printed.strip().rsplit("/", 1)[1]


@pytest.fixture
def open_page(browser: Browser, hall: running.Running) -> Iterator[OpenPage]:
    """``open_page(role, width, height, **options)``: see ``Desk.open_page``.

    The test fails when a page wrote an error to its console or threw one.
    """
    desk = Desk(browser, hall)
    yield desk.open_page
    for context in desk.contexts:
        context.close()
    assert desk.complaints == []
