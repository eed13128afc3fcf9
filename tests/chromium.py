"""The browser of the end-to-end tests: found where it is, installed where it is not.

``python -m tests.chromium`` makes sure there is one, ``find()`` tells the tests where.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

ON_PATH = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "chromium-browser")
# The same engine without windows: a third less work for the computer. Debian's script of that name
# on the path stays behind as a process of its own, so the program itself is started.
SHELL, SHELL_PATH = "chromium-headless-shell", "/usr/lib/chromium"


def find() -> Path | None:
    """The first browser that answers, one without windows before others: the system's, or the one
    Playwright downloaded.
    """
    with ThreadPoolExecutor(1) as apart:  # where this is called, another driver may be at work
        own = apart.submit(_of_playwright).result()
    downloaded = own.parents[2].glob("chromium_headless_shell-*/*/*headless[-_]shell")
    named = (shutil.which(name) for name in ON_PATH)
    places = [shutil.which(SHELL, path=SHELL_PATH), *sorted(downloaded), *named, own]
    # Ubuntu has a stub that only advises; Debian's start script grumbles when all is well.
    quiet = subprocess.DEVNULL
    return next((Path(one) for one in places if one and succeeds([one, "--version"], quiet)), None)


def _of_playwright() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def install() -> Path | None:
    """Try each way this machine has until one of them brings a browser."""
    for commands in _ways():
        if all(succeeds(command) for command in commands) and (found := find()):
            return found
    return None


def is_root() -> bool:
    """Whether this may install without asking, as in a container."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt(*packages: str) -> list[list[str]]:
    """What installs packages of Debian and Ubuntu here; nothing where that cannot be."""
    root: list[str] | None = None
    if is_root():
        root = []
    elif shutil.which("sudo"):
        root = ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]
    if root is None or not shutil.which("apt-get"):
        return []
    get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
    return [[*get, "update"], [*get, "install", "--no-install-recommends", "--yes", *packages]]


def _ways() -> Iterator[list[list[str]]]:
    for package in (SHELL, "chromium"):
        if commands := apt(package):
            yield commands
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def succeeds(command: Sequence[str | Path], stderr: int | None = None) -> bool:
    """Whether a command can be run and ends well."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=stderr, check=False)
        return done.returncode == 0
    except OSError:
        return False


def main() -> int:
    """Say which browser the tests use, or what to do when there is none."""
    found = find()
    if is_root() and not (found and "headless" in found.name):
        sys.stdout.write("Looking for a lighter browser for the tests ...\n")
        found = (all(succeeds(command) for command in apt(SHELL)) and find()) or found
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
