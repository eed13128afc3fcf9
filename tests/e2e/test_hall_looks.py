"""Every picture of the hall, easy and hard, on a new wall and an old projector: all of it is there,
nothing lies on anything else, and the last row can read it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from meeting.access import Actor, Role, new_token, token_hash
from meeting.pairing import offer_pairing, pair
from meeting.writing import run
from tests import running
from tests.conftest import site
from tests.running import Visitor

from . import hall_meetings
from .conftest import Desk, program
from .test_shell_looks import violations

SIZES = ((1024, 768), (1280, 720), (1920, 1080))
LETTER = 1 / 30  # of the picture's height: a capital that is read from twenty metres

FAULTS = (Path(__file__).parent / "hall_faults.js").read_text("utf-8")
IS_DRAWN = """(scene) => {
  const clock = document.querySelector("[data-clock]");
  return document.querySelector("[data-scene]")?.dataset.scene === scene
    && (!clock || clock.textContent !== "") && document.fonts.status === "loaded";
}"""


@dataclass
class Wall:
    """A running server with all these meetings, and the secretary's page of their walls."""

    hall: running.Running
    secretary: Visitor
    page: Page
    meetings: list[tuple[int, str, bool, tuple[str, ...]]]

    def show(self, meeting: int, scene: str) -> None:
        """Pin a picture and wait until it hangs there."""
        control = f"/m/{meeting}/display/control"
        pinned = self.secretary.submit(f"/m/{meeting}/display/pin", {"scene": scene}, form=control)
        assert pinned.ok, f"{scene}: {pinned.status_code}"
        if f"/m/{meeting}/" not in self.page.url:
            self.page.goto(f"{self.hall.http}/m/{meeting}/display/")
        self.page.wait_for_function(IS_DRAWN, arg=scene)

    def faults(self, name: str) -> list[str]:
        """What is wrong with the picture at any of the sizes."""
        found: list[str] = []
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_function("width => innerWidth === width", arg=width)
            self.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            faults = self.page.evaluate(FAULTS, [LETTER, height / 200])
            found.extend(f"{name} {width}: {fault}" for fault in faults)
        return found


@pytest.fixture(scope="module")
def wall(
    browser: Browser, static_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Wall]:
    """All meetings behind one server."""
    data = tmp_path_factory.mktemp("wall") / "data"
    app, secret, link = site(data, static_cache), new_token(), new_token()
    meetings = list(hall_meetings.fill(app))
    with app.app_context():
        by, digest = Actor.system("test"), token_hash(link)
        run(offer_pairing, by=by, role=Role.SECRETARY, name="", token_digest=digest)
        run(pair, by=by, link=link, device_digest=token_hash(secret))
    app.extensions["meeting"].close()
    with running.server(data) as hall:
        desk = Desk(browser, hall, {"secretary": secret})
        page = desk.open_page("secretary", 1280, 720)
        yield Wall(hall, program(hall, secret), page, meetings)
        desk.contexts[0].close()
        assert desk.complaints == []
    shutil.rmtree(data)


def test_nothing_is_cut_off_or_small_or_on_anything_else(wall: Wall) -> None:
    found, barriers = [], []
    for meeting, state, is_long, scenes in wall.meetings:
        for scene in scenes:
            wall.show(meeting, scene)
            found += wall.faults(f"{scene} {state} {'long' if is_long else 'short'}")
            if state == "speaking" and not is_long:
                barriers += violations(wall.page)
    assert not found, "\n".join(found)
    assert not barriers, "\n".join(barriers)


# A screen set to the largest letters, and what it made of them.
ENLARGED = """() => {
  document.querySelector("[data-scale]").dataset.scale = 150;
  document.dispatchEvent(new CustomEvent("live:swapped"));
  return Number(document.documentElement.style.getPropertyValue("--scale"));
}"""


def test_the_largest_letters_grow_only_as_far_as_an_old_projector_holds_them(wall: Wall) -> None:
    found: list[str] = []
    grown: list[float] = []
    wall.page.set_viewport_size({"width": 1024, "height": 768})
    for meeting, state, is_long, scenes in wall.meetings:
        for scene in scenes if is_long else ():
            wall.show(meeting, scene)
            grown.append(wall.page.evaluate(ENLARGED))
            faults = wall.page.evaluate(FAULTS, [LETTER, 768 / 200])
            found.extend(f"{scene} {state}: {fault}" for fault in faults)
    assert not found, "\n".join(found)
    assert min(grown) >= 1
    assert max(grown) == 1.5


def test_a_line_for_the_hall_leaves_room_for_the_picture(wall: Wall) -> None:
    found = []
    for words in (hall_meetings.short(), hall_meetings.long()):
        is_long = words.wifi != hall_meetings.short().wifi
        meeting, _state, _long, scenes = next(one for one in wall.meetings if one[2] == is_long)
        told = {"message": words.message}
        path = f"/m/{meeting}/display/message"
        assert wall.secretary.submit(path, told, form=f"/m/{meeting}/display/control").ok
        for scene in scenes:
            wall.show(meeting, scene)
            wall.page.get_by_text(words.message).wait_for()
            found += wall.faults(f"{scene} {'long' if is_long else 'short'}, with a line")
        off = f"/m/{meeting}/display/message/off"
        assert wall.secretary.submit(off, {}, form=f"/m/{meeting}/display/control").ok
        wall.page.get_by_text(words.message).wait_for(state="detached")
    assert not found, "\n".join(found)


def test_nothing_moves_while_the_clock_runs_out(wall: Wall) -> None:
    meeting = wall.meetings[0][0]
    wall.page.set_viewport_size({"width": 1280, "height": 720})
    wall.show(meeting, "speakers.floor")
    places = """(left) => {
      const clock = document.querySelector("main [data-clock]");
      delete clock.dataset.ends;
      clock.dataset.left = left;
      doithoai.tick();
      return [clock.className, ...Array.from(document.querySelectorAll("main *"), (one) => {
        const box = one.getBoundingClientRect();
        return [box.left, box.top, box.width, box.height].join(" ");
      })];
    }"""
    seen = [
        wall.page.evaluate(places, left) for left in (271_000, 270_000, 9_000, -1_000, -611_000)
    ]
    assert [one[0].split() for one in seen] == [
        ["clock"],
        ["clock"],
        ["clock", "is-warn"],
        ["clock", "is-over"],
        ["clock", "is-over"],
    ]
    assert all(one[1:] == seen[0][1:] for one in seen)
