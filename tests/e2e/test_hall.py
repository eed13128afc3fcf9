"""The hall screens of a day: two with different sets, the hands of staff, a Wi-Fi that goes and a
server that dies, a new release, and thousands of pushes.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Locator, Page, Playwright, WebSocketRoute, expect

from tests import network
from tests.network import Network
from tests.running import Running, Screen, Visitor

from .acts import DEAD, act, answered, is_marked, line, mark, write_down
from .conftest import OpenPage, program
from .test_cut_off_desk import device, lasting, visitor
from .words import vi

SPEAKER = "Ksor Một"
PUSHES = 2000
CORRIDOR = ".display-screen:has-text('1024 × 768')"


def scene(page: Page, name: str) -> Locator:
    return page.locator(f"[data-scene='{name}']")


def press(page: Page, message: str, within: str = "body", **values: object) -> None:
    with answered(page):
        page.locator(within).get_by_role("button", name=vi(message, **values)).click()


def style(page: Page, name: str) -> str:
    found = page.evaluate(f"getComputedStyle(document.documentElement).{name}")
    return str(found)


def test_two_screens_and_the_hands_that_turn_them(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, SPEAKER)
    stage = open_page("screen", 1280, 720)
    corridor = open_page("organiser", 1024, 768)
    corridor.goto(f"{hall.http}/m/1/display/")  # a laptop that shows the pictures is a screen
    assert style(stage, "cursor") == "none"

    # the corridor: adjusted by the test picture, and nothing but the title
    staff = open_page("secretary", 1366, 768)
    staff.goto(f"{hall.http}/m/1/display/screens")
    row = staff.locator(CORRIDOR)
    press(staff, "Test picture", CORRIDOR)
    expect(scene(corridor, "test")).to_be_visible()
    letters = float(style(corridor, "fontSize").removesuffix("px"))
    row.get_by_text(vi("Adjust this screen")).click()
    row.get_by_label(vi("Size of the letters, %%").replace("%%", "%")).fill("90")
    row.get_by_label(vi("Margin at each edge, %%").replace("%%", "%")).fill("5")
    row.get_by_label(vi("Title of the meeting")).check()
    press(staff, "Save", CORRIDOR)
    expect(scene(corridor, "test")).to_have_attribute("data-margin", "5")
    assert float(style(corridor, "fontSize").removesuffix("px")) == pytest.approx(letters * 0.81)
    press(staff, "Take the test picture away", CORRIDOR)
    expect(scene(corridor, "display.backdrop")).to_be_visible()
    inside = corridor.locator(".display-scene").bounding_box()
    assert inside is not None
    assert inside["x"] > 51
    assert inside["y"] + inside["height"] < 730

    # the stage follows the meeting, then a tap beside the queue
    staff.goto(f"{hall.http}/m/1/speakers/")
    wall = staff.frame_locator(".display-panel iframe")
    act(secretary, "next/1", seen=0)
    for page in (stage, wall):
        expect(page.locator("[data-scene='speakers.floor']")).to_contain_text(SPEAKER)
    expect(scene(corridor, "display.backdrop")).to_be_visible()
    press(staff, "Pin: %(scene)s", scene=vi("Thank you"))
    expect(scene(stage, "display.thanks")).to_be_visible()
    expect(wall.locator("[data-scene='display.thanks']")).to_be_visible()
    press(staff, "Pin: %(scene)s", scene=vi("Title of the meeting"))
    expect(scene(stage, "display.backdrop")).to_be_visible()
    press(staff, "Back to: %(scene)s", scene=vi("Thank you"))
    expect(scene(stage, "display.thanks")).to_be_visible()
    press(staff, "Follow the meeting again")
    expect(scene(stage, "speakers.floor")).to_contain_text(SPEAKER)
    press(staff, "Hold this picture")
    expect(staff.locator(".display-panel").get_by_text(vi("Pinned"))).to_be_visible()

    # a line for everybody, written beside the queue
    staff.get_by_label(vi("Message for the hall")).fill("Giải lao đến 9 giờ 30")
    press(staff, "Show it in the hall")
    for page in (stage, corridor):
        expect(page.get_by_text("Giải lao đến 9 giờ 30")).to_be_visible()
    press(staff, "Take it off")
    for page in (stage, corridor):
        expect(page.get_by_text("Giải lao")).to_have_count(0)
    assert staff.url == f"{hall.http}/m/1/speakers/"

    # a look at a picture before the hall sees it
    staff.goto(f"{hall.http}/m/1/display/control")
    staff.get_by_role("link", name=vi("Preview: %(scene)s", scene=vi("Thank you"))).click()
    looked_at = staff.frame_locator(".display-look iframe")
    expect(looked_at.get_by_text(vi("Thank you for coming"))).to_be_visible()
    expect(scene(stage, "speakers.floor")).to_be_visible()
    press(staff, "Show and pin it")
    expect(scene(stage, "display.thanks")).to_be_visible()


def test_the_last_good_picture_stays_and_its_clock_runs(
    driver: Playwright,
    wifi: Network,
    server: Running,
    paired_site: tuple[Path, dict[str, str]],
    tmp_path: Path,
) -> None:
    secrets = paired_site[1]
    laptop, place = wifi.join("laptop"), wifi.join("screen")
    secretary = visitor(server, secrets["secretary"])
    laptop.do(lambda: write_down(secretary, SPEAKER, "Ksor Hai"))
    laptop.do(lambda: act(secretary, "next/1", seen=0))
    trust = network.trusts(server.data)
    size = {"width": 1280, "height": 720}
    projector = device(driver, place, tmp_path / "screen", trust, viewport=size)
    projector.add_cookies([lasting(server, secrets["screen"])])
    screen = projector.pages[0]
    with suppress(Error):  # a network card that has just come up interrupts what is loading
        screen.goto(server.https)
    if not screen.url.startswith(server.https):
        screen.goto(server.https)
    clock = screen.locator("[data-clock]")
    expect(clock).to_have_text(re.compile(r"^0\d:\d\d$"))
    expect(line(screen)).to_be_hidden()
    mark(screen)

    def still_runs() -> None:
        before = clock.text_content() or ""
        expect(clock).not_to_have_text(before)
        expect(screen.get_by_text(SPEAKER)).to_be_visible()

    # the Wi-Fi of the screen goes; a ring in the corner says so, and no word to the hall
    wifi.cut("screen")
    expect(line(screen)).to_be_visible()
    ring = line(screen).bounding_box()
    assert ring is not None
    assert max(ring["width"], ring["height"]) < 40
    still_runs()
    laptop.do(lambda: act(secretary, "next/2", seen=1))
    wifi.restore("screen")
    expect(screen.locator(".hall-name")).to_contain_text("Ksor Hai")
    expect(line(screen)).to_be_hidden()

    # the server dies in the middle of a speech, and is there again
    server.kill()
    expect(line(screen)).to_be_visible()
    before = clock.text_content() or ""
    expect(clock).not_to_have_text(before)
    ports = [int(one.rsplit(":", 1)[1]) for one in (server.http, server.https)]
    server.process = network.start(wifi.server, server.data, *ports).process
    laptop.do(
        lambda: secretary.submit(
            "/m/1/display/pin", {"scene": "display.thanks"}, form="/m/1/display/control"
        )
    )
    expect(scene(screen, "display.thanks")).to_be_visible()
    expect(line(screen)).to_be_hidden()
    assert is_marked(screen), "nothing was loaded anew"
    projector.close()


def counts(page: Page) -> dict[str, float]:
    """What a page holds after everything that can be thrown away is gone: twice the same."""
    held = _counted(page)
    while (again := _counted(page))["nodes"] != held["nodes"]:
        held = again
    return again


def _counted(page: Page) -> dict[str, float]:
    probe = page.context.new_cdp_session(page)
    probe.send("HeapProfiler.collectGarbage")
    held = probe.send("Memory.getDOMCounters")
    probe.send("Performance.enable")
    metrics = probe.send("Performance.getMetrics")["metrics"]
    heap = next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")
    probe.detach()
    return {**held, "heap": heap}


def test_a_day_of_pushes_leaves_nothing_behind_and_a_release_is_opened_when_it_is_whole(
    open_page: OpenPage, hall: Running, secretary: Visitor, paired_site: tuple[Path, dict[str, str]]
) -> None:
    screen = open_page("screen", 1280, 720, tolerate=rf"{DEAD}|status of 500")
    lines: list[WebSocketRoute] = []

    def tap(opened: WebSocketRoute) -> None:
        opened.connect_to_server()
        lines.append(opened)

    screen.route_web_socket("**/socket.io/**", tap)
    screen.reload()
    shown = screen.locator("[data-live]")
    view = str(shown.get_attribute("data-live"))
    pictures = two_pictures(hall, secretary, program(hall, paired_site[1]["screen"]), view)
    expect(screen.get_by_text(SPEAKER)).to_be_visible()
    revision = int(shown.get_attribute("data-rev") or 0)

    def push(count: int) -> None:
        nonlocal revision
        for number in range(count):
            revision += 1
            state = {"view": view, "rev": revision, "html": pictures[number % 2]}
            lines[-1].send("42" + json.dumps(["state", state]))
        expect(shown).to_have_attribute("data-rev", str(revision))

    push(100)
    before = counts(screen)
    push(PUSHES)
    after = counts(screen)
    # what Chromium itself keeps differs by a handful; one node a push would be thousands
    assert after["nodes"] < before["nodes"] + PUSHES / 100
    assert after["jsEventListeners"] <= before["jsEventListeners"]
    assert after["documents"] == before["documents"]
    assert after["heap"] < before["heap"] + 1_000_000

    # what is no answer of ours, as a router's login page, does not keep it from looking again
    login = {"body": "<h1>Wi-Fi</h1>", "headers": {"X-Router": "1"}}
    screen.route("**/health", lambda route: route.fulfill(**login))
    with screen.expect_response(lambda answer: "x-router" in answer.headers):
        look(screen)
    screen.unroute("**/health")

    # a new release: not while its page is broken, nor while half of what dresses it is missing
    # (it looks by itself, too: so both are broken before it is there, and whole only when awaited)
    mark(screen)
    broken: list[str | re.Pattern[str]] = [f"{hall.http}/m/1/display/", re.compile(r"scene\.css$")]
    for address in broken:
        screen.route(address, lambda route: route.fulfill(status=500, body=""))
    health = {"ok": True, "version": "another"}
    screen.route("**/health", lambda route: route.fulfill(json=health))
    page, dress = broken
    stays_as_it_is(screen, page)
    screen.unroute(page)
    stays_as_it_is(screen, dress)
    with screen.expect_event("load"):
        screen.unroute(dress)
        look(screen)
    assert not is_marked(screen)
    expect(screen.get_by_text(SPEAKER)).to_be_visible()


def stays_as_it_is(screen: Page, broken: str | re.Pattern[str]) -> None:
    """The screen asks for this, gets a refusal, and keeps what it shows."""
    with screen.expect_response(broken) as answer:
        look(screen)
    assert answer.value.status == 500
    expect(screen.get_by_text(SPEAKER)).to_be_visible()
    assert is_marked(screen)


def look(screen: Page) -> None:
    """As after the server was started again."""
    screen.evaluate("document.dispatchEvent(new CustomEvent('live:connected'))")


def two_pictures(hall: Running, secretary: Visitor, projector: Visitor, view: str) -> list[str]:
    """The wall before and after somebody gets the floor, as the server sends it."""
    socket = projector.socket()
    seen = Screen(socket)
    seen.join(view)
    first = seen.shown[view]["html"]
    write_down(secretary, SPEAKER)
    act(secretary, "next/1", seen=0)
    second = seen.until(view, "data-ends")
    socket.disconnect()
    return [first, second]
