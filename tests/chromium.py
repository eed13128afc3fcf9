"""The browser of the end-to-end tests: found where it is, installed where it is not.

``python -m tests.chromium`` makes sure there is one, ``find()`` tells the tests where.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

ON_PATH = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser")


def find() -> Path | None:
    """The first browser that answers: the system's, or the one Playwright downloaded."""
    for name in ON_PATH:
        place = shutil.which(name)
        # Ubuntu has a stub that only advises; Debian's start script grumbles when all is well.
        if place and succeeds([place, "--version"], stderr=subprocess.DEVNULL):
            return Path(place)
    with ThreadPoolExecutor(1) as apart:  # where this is called, another driver may be at work
        own = apart.submit(_of_playwright).result()
    return own if own.exists() else None


def _of_playwright() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def install() -> Path | None:
    """Try each way this machine has until one of them brings a browser."""
    for commands in _ways():
        if all(succeeds(command) for command in commands) and (found := find()):
            return found
    return None


def apt(*packages: str) -> list[list[str]]:
    """What installs packages of Debian and Ubuntu here; nothing where that cannot be."""
    root: list[str] | None = None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        root = []
    elif shutil.which("sudo"):
        root = ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]
    if root is None or not shutil.which("apt-get"):
        return []
    get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
    return [[*get, "update"], [*get, "install", "--no-install-recommends", "--yes", *packages]]


def _ways() -> Iterator[list[list[str]]]:
    if commands := apt("chromium"):
        yield commands
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def succeeds(command: list[str], stderr: int | None = None) -> bool:
    """Whether a command can be run and ends well."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=stderr, check=False)
        return done.returncode == 0
    except OSError:
        return False


def main() -> int:
    """Say which browser the tests use, or what to do when there is none."""
    found = find()
    if not found:
        sys.stdout.write("Installing Chromium for the browser tests ...\n")
        found = install()
    if not found:
        sys.stderr.write(
            "The browser tests need Chromium or Chrome, and it could not be installed here. "
            "Install either of them so that it can be started by name, and run this again.\n"
        )
        return 1
    sys.stdout.write(f"Browser: {found}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
