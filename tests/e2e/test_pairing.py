"""A hall screen is paired by the code that the secretary reads out, and shown the door later."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.running import PATIENCE, Running

from .acts import phones
from .test_shell_looks import violations
from .words import vi

OpenPage = Callable[..., Page]


def test_a_screen_without_a_camera(open_page: OpenPage, hall: Running) -> None:
    office = open_page("secretary", 1366, 768)
    office.goto(f"{hall.http}/m/1/devices")
    office.get_by_label(vi("What is it for?")).select_option("screen")
    office.get_by_label(vi("What do you call it?")).last.fill("Máy chiếu hội trường")
    office.get_by_role("button", name=vi("Show the pairing code")).click()
    expect(office.get_by_text(vi("left. Waiting for the device …"))).to_be_visible()
    code = office.locator(".pairing-code").inner_text()
    assert violations(office) == []

    screen = open_page(None, 1280, 720, tolerate=r"40[39]|WebSocket")
    screen.goto(f"{hall.http}/pair")
    expect(screen.get_by_role("textbox")).to_be_focused()
    screen.keyboard.type("CFG-HJK")
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("alert")).to_contain_text("không ghép được")
    expect(screen.get_by_role("textbox")).to_have_value("CFG-HJK")
    assert violations(screen) == []
    screen.get_by_role("textbox").fill(code.lower())
    screen.keyboard.press("Enter")
    expect(screen.locator("html.hall")).to_have_count(1)

    expect(office.get_by_text(vi("Paired: %(name)s", name="Máy chiếu hội trường"))).to_be_visible()
    expect(office.locator("#pairing-code")).to_be_hidden()
    assert violations(office) == []
    office.get_by_role("link", name=vi("Back to the devices")).click()
    row = office.locator(".rows > li", has_text="Máy chiếu hội trường")
    # The page says what was so when it was made, perhaps before the screen's line was open.
    ends = time.monotonic() + PATIENCE
    while not row.get_by_text(vi("open now")).is_visible():
        assert time.monotonic() < ends, "the office never heard of the screen"
        office.reload()

    row.get_by_text(vi("Rename"), exact=True).click()
    row.get_by_label(vi("What do you call it?")).fill("Tivi sảnh")
    row.get_by_role("button", name=vi("Save")).click()
    row = office.locator(".rows > li", has_text="Tivi sảnh")
    row.get_by_text(vi("Revoke"), exact=True).click()
    row.get_by_role("button", name=vi("Yes, revoke it")).click()
    expect(row).to_have_count(0)
    expect(screen.get_by_text(vi("Not for this device")).first).to_be_visible()


def test_the_page_about_the_certificate(open_page: OpenPage, hall: Running) -> None:
    tablet = open_page(None, 1024, 768, user_agent="Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X)")
    tablet.goto(f"{phones(hall)}/trust")
    expect(tablet.locator("details[open] svg.screen")).to_have_count(3)
    for closed in ("Android tablet or phone", "Windows laptop"):
        tablet.get_by_text(vi(closed)).click()
    expect(tablet.locator("details[open] svg.screen")).to_have_count(9)
    assert violations(tablet) == []
    with tablet.expect_download() as asked:
        tablet.get_by_role("link", name=vi("Download the certificate")).click()
    assert asked.value.suggested_filename == "doi-thoai-ca.crt"
