"""The parts of all pages, on each kind of screen: nothing is cut off, axe has nothing to object."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.running import Running

from .test_shell_looks import violations

OpenPage = Callable[..., Page]
SCENES = ("speaker", "list", "question", "villages")
INSIDE = """() => [...document.querySelectorAll("main *")].every((one) => {
    const box = one.getBoundingClientRect();
    return box.right <= innerWidth && box.bottom <= innerHeight;
})"""
SCREENS = ((1024, 768), (1280, 720), (1920, 1080))


@pytest.mark.parametrize(
    ("kind", "width", "height"),
    [
        ("phone", 360, 640),
        ("staff", 1366, 768),
        ("tablet", 800, 1280),
        ("tablet", 1280, 800),
    ],
)
def test_parts_fit_the_page(
    open_page: OpenPage, hall: Running, kind: str, width: int, height: int
) -> None:
    page = open_page("secretary", width, height)
    page.goto(f"{hall.http}/pattern?as={kind}")
    expect(page.locator("html")).to_have_class(kind)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_parts_fit_the_hall_screen(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1280, 720)
    for scene in SCENES:
        for long in ("", "1"):
            page.goto(f"{hall.http}/pattern?as=hall&scene={scene}&long={long}")
            assert violations(page) == [], scene
            for width, height in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_function(INSIDE)


def test_a_long_question_turns_its_pages(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1280, 720)
    page.clock.install()
    page.goto(f"{hall.http}/pattern?as=hall&scene=question&long=1")
    frame, text = page.locator("[data-pages]"), page.locator(".hall-text")
    expect(frame).to_have_attribute("data-page", re.compile("^1/[23]$"))
    pages = int(str(frame.get_attribute("data-page"))[2:])
    for number in (*range(2, pages + 1), 1):
        before = text.bounding_box()
        page.clock.run_for(16_000)
        expect(frame).to_have_attribute("data-page", f"{number}/{pages}")
        after = text.bounding_box()
        assert before
        assert after
        assert abs(after["x"] - before["x"]) > 1000
