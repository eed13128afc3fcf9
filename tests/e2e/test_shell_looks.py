"""What every page owes its readers: no barriers, a first page that is light, codes that read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import CDPSession, Page, expect

from tests.running import Running

from .acts import arrive, phones
from .words import vi

OpenPage = Callable[..., Page]
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_PAGE_BYTES = 120 * 1024


STILL = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .filter((one) => one.effect.target.checkVisibility()) // in a closed fold it never ends
    .map((one) => one.finished)).then(() => null)"""


def violations(page: Page) -> list[str]:
    """What axe finds on the page: the rule, and where."""
    page.evaluate(STILL)  # a colour on its way to another is nobody's to read
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{page.url} {one['id']}: {node['html'][:200]} – {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def test_pages_of_an_attendee(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640)
    page.goto(phones(hall))
    assert violations(page) == []
    page.goto(f"{phones(hall)}/m/1/checkin/names")
    assert violations(page) == []
    arrive(page, hall)
    assert violations(page) == []
    page.get_by_role("link", name=vi("Send a question")).click()
    expect(page.get_by_label(vi("Your question or proposal"))).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1366, 768)])
def test_every_page_of_the_staff_menu(
    open_page: OpenPage, hall: Running, width: int, height: int
) -> None:
    page = open_page("owner", width, height)
    page.goto(f"{hall.http}/m/1/staff")
    links = page.locator("nav.menu a")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    assert len(addresses) > 8
    found = []
    for address in addresses:
        page.goto(hall.http + address)
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("kind", ["", "?as=phone", "?as=tablet", "?as=hall"])
def test_the_pattern_page(open_page: OpenPage, hall: Running, kind: str) -> None:
    page = open_page("secretary", 1280, 800)
    page.goto(f"{hall.http}/pattern{kind}")
    assert violations(page) == []


def test_screens_of_the_hall(open_page: OpenPage, hall: Running) -> None:
    page = open_page("screen", 1280, 720)
    assert violations(page) == []


def test_pages_of_the_door_to_the_staff(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768, tolerate="40[34]")
    for address in ("/no-such-page", "/pair/no-such-link"):
        page.goto(hall.http + address)
        assert violations(page) == []
    phone = open_page(None, 360, 640, tolerate="403")
    phone.goto(f"{phones(hall)}/m/1/devices")
    assert violations(phone) == []


def test_a_pairing_code_can_be_read(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/devices")
    page.get_by_label(vi("What is it for?")).select_option("chair")
    page.get_by_role("button", name=vi("Show the pairing code")).click()
    code = page.locator("figure.qr svg")
    expect(code).to_be_visible()
    assert violations(page) == []
    picture = Image.open(io.BytesIO(code.screenshot()))
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text.startswith("https://")
    tablet = open_page(None, 1280, 800)
    tablet.goto(f"{hall.http}/pair/{read.text.rsplit('/', 1)[1]}")
    assert violations(tablet) == []
    tablet.get_by_role("button", name=vi("Use this device so")).click()
    expect(tablet.locator("html.tablet")).to_have_count(1)
    tablet.goto(f"{hall.http}/pair/{read.text.rsplit('/', 1)[1]}")
    expect(tablet.get_by_text(vi("This device is paired already."))).to_be_visible()
    another = open_page(None, 1280, 800)
    another.goto(f"{hall.http}/pair/{read.text.rsplit('/', 1)[1]}")
    expect(another.get_by_text(vi("This link cannot be used any more."))).to_be_visible()


def test_the_first_page_is_light(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640)
    wire: CDPSession = page.context.new_cdp_session(page)
    loaded: dict[str, float] = {}
    names: dict[str, str] = {}
    wire.on(
        "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]})
    )
    wire.on(
        "Network.loadingFinished", lambda e: loaded.update({e["requestId"]: e["encodedDataLength"]})
    )
    wire.send("Network.enable")
    page.goto(phones(hall), wait_until="networkidle")
    expect(page.get_by_label(vi("Code on the invitation"))).to_be_visible()
    page.evaluate("document.fonts.ready")
    sizes = {names[request]: size for request, size in loaded.items()}
    assert any(name.endswith(".woff2") for name in sizes)
    assert any(name.endswith("/app.css") for name in sizes)
    assert sum(sizes.values()) <= FIRST_PAGE_BYTES, sizes
