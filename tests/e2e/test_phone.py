"""An attendee's phone at the door, each way in, with JavaScript, without it, and without htmx."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests import chromium
from tests.plugins.roster.pictures import read_codes
from tests.running import Running, Visitor

from .acts import (
    QUESTION,
    REFUSED,
    again,
    arrive,
    code_of,
    line,
    nothing_waits,
    phones,
    question_page,
    send,
)
from .conftest import HALL_NAME, PATIENCE_MS, QUIET
from .test_shell_looks import violations
from .words import like, vi

OpenPage = Callable[..., Page]
HLOP = "Đinh Thị Hlŏp"
# how a phone may be: as it should, with scripts forbidden, too old for the page library
KINDS: dict[str, dict[str, Any]] = {
    "new": {},
    "no script": {"java_script_enabled": False},
    "old": {},
}


def phone(open_page: OpenPage, kind: str) -> Page:
    page = open_page(None, 360, 740, tolerate=rf"{REFUSED}|ERR_FAILED", **KINDS[kind])
    if kind == "old":  # what a browser of 2020 does with a script it cannot parse: nothing
        page.route("**/htmx.min.js", lambda route: route.abort())
    return page


def says_arrived(page: Page) -> None:
    page.get_by_role("button", name=vi("I have arrived")).click()
    expect(page.get_by_text(like("You checked in at %(time)s.")).first).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_the_slip_then_one_button(
    open_page: OpenPage, hall: Running, secretary: Visitor, kind: str
) -> None:
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        query = (
            "SELECT secret FROM roster_invitation JOIN roster_delegate "
            "ON roster_delegate.id = delegate_id WHERE name = ?"
        )
        (secret,) = database.execute(query, (HLOP,)).fetchone()
    slips = read_codes(secretary.page("/m/1/roster/slips?village=5").text)
    (printed,) = (one for one in slips if secret in one)
    page = phone(open_page, kind)
    page.goto(phones(hall) + urlsplit(printed).path)
    expect(page.get_by_text("làng Leng")).to_be_visible()
    assert page.locator(".btn-primary:visible").count() == 1
    says_arrived(page)
    expect(page.get_by_role("link", name=vi("Send a question"))).to_be_visible()
    page.goto(phones(hall) + urlsplit(printed).path)
    expect(page.get_by_role("button", name=vi("I have arrived"))).to_have_count(0)


@pytest.mark.parametrize("kind", KINDS)
def test_the_poster_then_village_and_name(open_page: OpenPage, hall: Running, kind: str) -> None:
    page = phone(open_page, kind)
    page.goto(phones(hall))
    page.get_by_role("link", name=vi("Choose your name from the list")).click()
    page.get_by_role("link", name="Làng Leng").click()
    page.get_by_label(vi("Or type your name")).fill("dinh thi zzz")
    page.get_by_role("button", name=vi("Find")).click()
    expect(page.get_by_text(like("“%(name)s” is not on the list here"))).to_be_visible()
    page.get_by_label(vi("Or type your name")).fill("hlop")
    page.get_by_role("button", name=vi("Find")).click()
    expect(page.get_by_role("button", name="Hmŭnh")).to_have_count(0)
    page.get_by_role("button", name=HLOP).click()
    says_arrived(page)
    other = phone(open_page, kind)
    other.goto(f"{phones(hall)}/m/1/checkin/names?village=5")
    expect(other.get_by_role("button", name=HLOP)).to_have_count(0)
    expect(other.get_by_text(HLOP)).to_be_visible()
    if kind == "new":
        assert violations(other) == []


def test_what_a_phone_is_told(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    page = phone(open_page, "new")
    page.goto(f"{phones(hall)}/m/1/checkin/code")
    page.get_by_label(vi("Code on the invitation")).fill("CFG-2345")
    page.get_by_role("button", name=vi("Continue")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label(vi("Code on the invitation"))).to_have_value("CFG-2345")
    assert violations(page) == []

    page.goto(f"{phones(hall)}/m/1/checkin/names?village=5")
    page.get_by_role("button", name=HLOP).click()
    second = phone(open_page, "new")
    second.goto(f"{phones(hall)}/m/1/checkin/code")
    second.get_by_label(vi("Code on the invitation")).fill(code_of(hall, HLOP))
    second.get_by_role("button", name=vi("Continue")).click()
    expect(second.get_by_role("button", name=vi("I have arrived"))).to_be_visible()
    page.goto(phones(hall))
    told = vi("This phone no longer speaks for %(name)s.", name=HLOP)
    expect(page.get_by_text(told)).to_be_visible()
    assert violations(page) == []

    village = secretary.page("/m/1/checkin/names?village=5").text
    other = next(one for one in re.findall(r'value="(\d+)"><span>', village))
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        database.execute("UPDATE roster_village SET places = 1 WHERE id = 5")
    says_arrived(second)
    third = phone(open_page, "new")
    third.goto(f"{phones(hall)}/m/1/checkin/names?village=5")
    third.locator(f"button[value='{other}']").click()
    third.get_by_role("button", name=vi("I have arrived")).click()
    expect(third.get_by_role("alert")).to_contain_text(vi("Please come to the reception desk"))
    expect(third.get_by_role("button", name=vi("I have arrived"))).to_be_hidden()
    assert violations(third) == []
    secretary.submit(
        "/m/1/checkin/desk/over", {"delegate_id": other, "reason": "x"}, form="/m/1/checkin/desk"
    )
    expect(third.get_by_text(like("You checked in at %(time)s (%(desk)s)."))).to_be_visible()


def test_the_page_of_a_meeting_that_is_not_open_yet_opens_by_itself(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        database.execute("UPDATE meeting SET state = 'PLANNED', opened_at = NULL")
    page = phone(open_page, "new")
    page.goto(f"{phones(hall)}/m/1/checkin/code")
    page.get_by_label(vi("Code on the invitation")).fill(code_of(hall, "Đinh Bưm"))
    page.get_by_role("button", name=vi("Continue")).click()
    expect(page.get_by_text(re.compile("07:30.*20/10/2023"))).to_be_visible()
    expect(page.get_by_role("button", name=vi("I have arrived"))).to_have_count(0)
    assert violations(page) == []
    secretary.submit("/m/1/open", {}, form="/m/1/staff")
    expect(page.get_by_role("button", name=vi("I have arrived"))).to_be_visible()
    expect(page.get_by_text(re.compile("07:30.*20/10/2023"))).to_be_hidden()
    says_arrived(page)


# -- a battery that dies ----------------------------------------------------------------------


NOT_SENT = "Not sent yet. This device will send it again by itself."
STAY = "Not sent yet. Please keep this page open: it sends it by itself as soon as it can."


def switch_on(driver: Playwright, profile: Path) -> Page:
    """A phone's browser, with what it kept."""
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", *QUIET]
    context = driver.chromium.launch_persistent_context(
        profile,
        executable_path=chromium.find(),
        args=[*arguments, f"--host-resolver-rules=MAP {HALL_NAME} 127.0.0.1"],
        viewport={"width": 360, "height": 740},
        locale="vi-VN",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.pages[0]


def battery_dies(page: Page, profile: Path) -> None:
    """Kill the browser that has this profile, in the middle of whatever it does."""
    (browser,) = [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdecimal()
        and f"--user-data-dir={profile}" in (told := command(folder))
        and not any(one.startswith("--type=") for one in told)
    ]
    with page.context.expect_event("close"):
        os.kill(browser, signal.SIGKILL)


def command(process: Path) -> list[str]:
    try:
        return (process / "cmdline").read_text().split("\0")
    except OSError:  # it has ended meanwhile
        return []


def opinions(hall: Running) -> int:
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        (count,) = database.execute("SELECT count(*) FROM opinions_opinion").fetchone()
    return int(count)


def test_a_phone_that_dies_at_once_has_kept_what_it_promised_to_send(
    hall: Running, driver: Playwright, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    page = switch_on(driver, profile)
    arrive(page, hall)
    page.context.close()  # long ago: who it is has reached the disk, which takes a browser 30 s
    page = switch_on(driver, profile)
    page.goto(f"{phones(hall)}/m/1/opinions/mine")
    page.get_by_label(vi("Your question or proposal")).fill(QUESTION)
    hall.kill()
    send(page)
    expect(line(page)).to_have_text(vi(NOT_SENT))
    battery_dies(page, profile)
    again(hall)
    assert opinions(hall) == 0

    # On again: it is sent, once, from two tabs that both know of it.
    page = switch_on(driver, profile)
    page.goto(phones(hall))
    other = page.context.new_page()
    other.goto(phones(hall))
    nothing_waits(page)
    other.goto(f"{phones(hall)}/m/1/opinions/mine")
    expect(other.get_by_role("article")).to_have_count(1)
    expect(other.get_by_label(vi("Your question or proposal"))).to_have_value("")
    assert opinions(hall) == 1
    page.context.close()


def test_a_browser_that_keeps_nothing_says_so(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 740, tolerate="ERR_|WebSocket connection")
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('private'); };")
    text = question_page(page, hall)
    text.fill(QUESTION)
    page.context.set_offline(True)
    send(page)
    expect(line(page)).to_have_text(vi(STAY))
    page.context.set_offline(False)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(line(page)).to_be_hidden()
    assert opinions(hall) == 1
