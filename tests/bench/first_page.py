"""What an attendee's first page weighs on the wire, everything it loads included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import requests

from tests.bench.result import Result
from tests.bench.site import prepare, served

GOAL = 120_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"|url\("?([^")]+\.woff2)"?\)')


def first_page(folder: Path, _clients: int) -> Iterator[Result]:
    """Page, style sheets, scripts and the two weights of the font that a page preloads."""
    site = prepare(folder, 1)
    with served(site) as server:
        base = f"http://127.0.0.1:{server.port}"
        seen: dict[str, int] = {}
        page = fetch(f"{base}/m/1/", seen)
        for linked, _ in LINKED.findall(page):
            fetch(urljoin(base, linked), seen)
    total = sum(seen.values())
    yield Result("first page of a phone, everything", total / 1000, GOAL / 1000, "KB", "<= 1")
    markup = seen[f"{base}/m/1/"]
    yield Result("the page itself", markup / 1000, total / 1000, "KB", "")


def fetch(address: str, seen: dict[str, int]) -> str:
    """Load what a browser would, once, and count it as it goes over the wire."""
    if address in seen:
        return ""
    with requests.get(
        address, headers={"Accept-Encoding": "br, gzip"}, stream=True, timeout=30
    ) as answer:
        answer.raise_for_status()
        body = answer.raw.read(decode_content=False)
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        seen[address] = len(body) + head
        plain = "Content-Encoding" not in answer.headers
    return body.decode() if plain and address.endswith("/") else ""
