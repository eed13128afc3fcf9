"""Pages that come and go in a real browser: their kind, files, history; and without any script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.running import Running

from .acts import QUESTION, arrive, is_marked, mark, send
from .words import vi

OpenPage = Callable[..., Page]


def test_from_a_phone_page_to_a_staff_page_and_back(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768, tolerate="404")
    page.goto(f"{hall.http}/m/1/no-such-page")
    mark(page)
    page.get_by_role("link", name=vi("To the first page")).click()
    expect(page.locator("html.staff")).to_have_count(1)
    expect(page.get_by_role("navigation")).to_be_visible()
    page.go_back()
    expect(page.locator("html.phone")).to_have_count(1)
    expect(page.get_by_role("heading", name=vi("Page not found"))).to_be_visible()
    page.go_forward()
    expect(page.locator("html.staff")).to_have_count(1)
    assert is_marked(page)


def test_files_of_a_page_come_once_and_styles_go_with_it(
    open_page: OpenPage, hall: Running
) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/devices")
    mark(page)
    scripts = page.locator("script[src*='/opinions/opinions.js']")
    styles = page.locator("link[href*='/opinions/opinions.css']")
    for _ in range(2):
        page.get_by_role("navigation").get_by_role("link", name=vi("Opinions"), exact=True).click()
        expect(page.locator("[data-live='opinions.desk_list']")).to_be_visible()
        expect(scripts).to_have_count(1)
        expect(styles).to_have_count(1)
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.op-form')).display") == "grid"
        )
        page.get_by_role("navigation").get_by_role("link", name=vi("Devices")).click()
        expect(page.get_by_role("heading", name=vi("Devices"), exact=True)).to_be_visible()
        expect(scripts).to_have_count(1)
        expect(styles).to_have_count(0)
    loaded = """() => performance.getEntriesByType("resource")
        .filter((one) => one.name.endsWith("/opinions.js")).length"""
    assert page.evaluate(loaded) == 1
    assert is_marked(page)


def test_the_link_pressed_last_wins(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/staff")
    slow: list[Route] = []
    page.route("**/m/1/journal", lambda route: slow.append(route))
    menu = page.get_by_role("navigation")
    with page.expect_request("**/m/1/journal"):
        menu.get_by_role("link", name=vi("Journal")).click()
    menu.get_by_role("link", name=vi("Devices")).click()
    expect(page.get_by_role("heading", name=vi("Devices"), exact=True)).to_be_visible()
    for route in slow:
        route.abort()
    menu.get_by_role("link", name=vi("Settings")).click()
    expect(page.get_by_role("heading", name=vi("Settings"))).to_be_visible()


def test_a_new_release_is_opened_afresh(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/staff")
    mark(page)
    page.evaluate("document.documentElement.dataset.shell = 'of yesterday'")
    page.get_by_role("navigation").get_by_role("link", name=vi("Devices")).click()
    expect(page.get_by_role("heading", name=vi("Devices"), exact=True)).to_be_visible()
    assert not is_marked(page)


def test_a_paper_opens_from_an_ordinary_link(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768, tolerate="404")  # the paper has no icon
    page.goto(f"{hall.http}/m/1/minutes/")
    page.evaluate(
        """() => {
            const link = document.createElement("a");
            link.href = "preview.pdf";
            link.textContent = "Paper";
            document.getElementById("content").append(link);
            htmx.process(link);
        }"""
    )
    page.get_by_role("link", name="Paper").click()
    page.wait_for_url("**/preview.pdf")


def test_an_attendee_needs_no_script(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640, java_script_enabled=False)
    arrive(page, hall)
    page.get_by_label(vi("Speak about what?")).fill("đường")
    page.get_by_role("button", name=vi("Ask for the floor")).click()
    expect(
        page.get_by_text(vi("You are on the list. Your phone shows when it is your turn."))
    ).to_be_visible()
    page.get_by_role("link", name=vi("Send a question")).click()
    page.get_by_label(vi("Your question or proposal")).fill(QUESTION)
    send(page)
    expect(page.get_by_role("article")).to_contain_text(QUESTION)
