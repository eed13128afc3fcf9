"""The kiosk in a real browser: the pad, a name, the answer, and the start again by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.running import Running

from .acts import REFUSED, code_of
from .test_shell_looks import violations
from .words import like, vi

OpenPage = Callable[..., Page]
SMALLEST = 64
HLOP = "Đinh Thị Hlŏp"
# Somebody moves all the time: what waits for a rest does not begin to.
HERE = "window.here = setInterval(() => document.dispatchEvent(new Event('scroll')), 200)"


def small_targets(page: Page) -> list[str]:
    """What is too small to be touched by everybody."""
    return [
        str(one.text_content())
        for one in page.locator("main a:visible, main button:visible, main input:visible").all()
        if (box := one.bounding_box()) and min(box["width"], box["height"]) < SMALLEST
    ]


def touched(page: Page) -> None:
    """Somebody is here: what waits for a rest waits from now on."""
    page.keyboard.press("Shift")


def start(page: Page) -> None:
    expect(page.get_by_role("heading", name=vi("Your invitation’s code"))).to_be_visible()


def test_a_morning_at_the_kiosk(open_page: OpenPage, hall: Running) -> None:
    page = open_page("kiosk", 1024, 768, tolerate=REFUSED)
    page.clock.install()
    page.reload()
    start(page)
    assert violations(page) == []
    assert small_targets(page) == []

    for letter in code_of(hall, "Đinh Bưm"):
        page.locator(f"[data-letter='{letter}']").click()
    field = page.get_by_role("textbox", name=vi("Code on the invitation"))
    expect(field).to_have_value(re.compile(r"^.{3}-.{4}$"))
    page.get_by_role("button", name=vi("Delete the last letter")).click()
    page.locator(f"[data-letter='{code_of(hall, 'Đinh Bưm')[-1]}']").click()
    page.get_by_role("button", name=vi("I have arrived")).click()
    expect(page.get_by_role("heading", name="Đinh Bưm")).to_be_visible()
    page.evaluate(HERE)  # however long the look at the page takes
    assert violations(page) == []
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 5)
    page.evaluate("clearInterval(here)")
    touched(page)
    page.clock.fast_forward(4_000)
    expect(page.get_by_role("heading", name="Đinh Bưm")).to_be_visible()
    page.clock.fast_forward(3_000)
    page.clock.resume()
    start(page)
    expect(field).to_have_value("")

    page.get_by_role("link", name=vi("Choose your name from the list")).click()
    expect(page.get_by_role("link", name="Làng Leng")).to_be_visible()
    assert small_targets(page) == []
    page.get_by_role("link", name="Làng Leng").click()
    expect(page.get_by_role("link", name=HLOP)).to_be_visible()
    assert violations(page) == []
    assert small_targets(page) == []
    page.get_by_role("link", name=HLOP).click()
    expect(page.get_by_text(vi("Is it you?"))).to_be_visible()
    page.get_by_role("button", name=vi("Yes, I have arrived")).click()
    expect(page.get_by_text(vi("Thank you for coming."))).to_be_visible()
    page.get_by_role("link", name=vi("Next person")).click()
    start(page)

    field.fill(code_of(hall, "Đinh Bưm"))  # a scanner types, and presses Enter
    field.press("Enter")
    expect(page.get_by_text(like("You are in already, since %(time)s."))).to_be_visible()
    page.clock.fast_forward(7_000)
    start(page)
    field.fill("CFG-2345")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(vi("Please look at the code again"))
    page.clock.fast_forward(13_000)
    start(page)

    page.get_by_role("link", name=vi("Choose your name from the list")).click()
    expect(page.get_by_role("link", name="Làng Stơr")).to_be_visible()
    page.clock.fast_forward(41_000)
    start(page)
    field.fill("FGH")
    page.clock.fast_forward(41_000)
    expect(field).to_have_value("")


def test_staff_leave_by_holding_the_corner(open_page: OpenPage, hall: Running) -> None:
    page = open_page("registrar", 800, 1280)
    page.goto(f"{hall.http}/m/1/checkin/kiosk")
    page.clock.install()
    page.reload()
    corner = page.get_by_role("button", name=vi("Staff: hold for three seconds to leave"))
    corner.hover()
    page.mouse.down()
    page.clock.fast_forward(1_000)
    page.mouse.up()
    page.clock.fast_forward(5_000)
    start(page)
    page.mouse.down()
    page.clock.fast_forward(3_500)
    expect(page).to_have_url(re.compile("/checkin/desk$"))
