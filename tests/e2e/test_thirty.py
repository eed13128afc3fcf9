"""Thirty opinions of five meetings go in by their real channels and end at their outcomes."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from meeting import clock
from meeting.access import Actor
from meeting.meetings import create_meeting, open_meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from plugins.opinions.rules import Outcome
from tests import running
from tests.conftest import MORNING, site
from tests.running import Running

from .conftest import OpenPage
from .thirty import COLLECTED, DIRECT, S0, THIRTY, Raised
from .words import vi

SAVED = "[data-sign=saved]"


@pytest.fixture
def halls(
    paired_site: tuple[Path, dict[str, str]], static_cache: Path, tmp_path: Path
) -> Iterator[tuple[Running, dict[str, int]]]:
    """A server with all five plans as open meetings, and each plan's meeting."""
    data = tmp_path / "data"
    shutil.copytree(paired_site[0], data)
    meetings, by = {S0: 1}, Actor.system("test")
    with clock.frozen(MORNING):
        app = site(data, static_cache)
        with app.app_context():
            for name, path in shipped_plans().items():
                if name not in meetings:
                    meetings[name] = run(create_meeting, by=by, plan=load_plan_file(path))
                    run(open_meeting, by=by, meeting_id=meetings[name])
        app.extensions["meeting"].close()
    with running.server(data) as server:
        yield server, meetings


@pytest.fixture
def hall(halls: tuple[Running, dict[str, int]]) -> Running:
    """The server that ``open_page`` opens pages of."""
    return halls[0]


def test_each_ends_where_it_should(
    halls: tuple[Running, dict[str, int]], open_page: OpenPage
) -> None:
    hall, meetings = halls
    page = open_page("secretary", 1366, 900)
    places: list[str] = []
    for one in THIRTY:
        root = f"{hall.http}/m/{meetings[one.plan]}"
        place = speak(page, root, one) if one.channel == DIRECT else hand_in(page, root, one)
        places.append(place)
        page.goto(place)
        discuss(page, one)
        settle(page, one, places)
        expect(page.locator(".op-settle > p strong").first).to_be_visible()
    found = stored(hall)
    for one, place in zip(THIRTY, places, strict=True):
        number = int(place.rpartition("/")[2])
        text, outcome, sensitive, channel, topic = found[number]
        assert (text, outcome, channel, topic) == (one.text, one.outcome, one.channel, one.topic)
        assert bool(sensitive) == one.sensitive, one.text


def speak(page: Page, root: str, one: Raised) -> str:
    """Somebody puts a hand up, is called, and the secretary takes the words down."""
    page.goto(f"{root}/speakers/")
    page.locator("#q").fill(one.who)
    found = page.locator("#found")
    expect(found).to_have_attribute("data-for", one.who)
    if found.locator(".speakers-rows .btn").count():
        found.locator(".speakers-rows .btn").first.click()
    else:
        choose(page.locator("#speakers-add-form [name=village_id]"), one.village)
        found.locator(".speakers-stranger .btn").click()
    expect(page.locator("#q")).to_have_value("")
    page.locator("#speakers-floor-card [data-key=m]").filter(has_text=one.who).click()
    heard = page.locator(".op-speech:not(.is-before)")
    words = heard.locator("[name=text]")
    expect(heard.locator("h2")).to_contain_text(one.who)
    words.fill(one.text)
    expect(heard.locator(SAVED)).to_be_visible()
    link = heard.locator(".op-words-foot a").get_attribute("href")
    page.get_by_role("button", name=vi("End the speech")).first.click()
    expect(page.locator(".op-speech:not(.is-before)")).to_have_count(0)
    return f"{root.partition('/m/')[0]}{link}"


def hand_in(page: Page, root: str, one: Raised) -> str:
    """A slip, or what was collected before the day, typed by the secretary."""
    page.goto(f"{root}/opinions/")
    form = page.locator("#op-record-form")
    if not form.is_visible():
        page.locator("#op-record summary").click()
    form.locator(f"[name=channel][value={one.channel}]").check()
    if one.who:
        form.locator("[name=name]").fill(one.who)
    else:
        form.locator("[name=who][value=nobody]").check()
    choose(form.locator("[name=village]"), one.village)
    form.locator("[name=text]").fill(one.text)
    form.locator("[name=category]").select_option(one.topic)
    if one.channel == COLLECTED:
        form.locator("[name=severity]").select_option(index=1)
    form.get_by_role("button", name=vi("Record the opinion")).click()
    expect(page.get_by_text(re.compile(r"\d+")).first).to_be_visible()
    expect(form.locator("[name=text]")).to_have_value("")
    newest = page.locator(".op-item a[href*='/opinions/']").first
    return f"{root.partition('/m/')[0]}{newest.get_attribute('href')}"


def choose(select: Locator, village: str) -> None:
    """The village, where the list has it."""
    option = select.locator("option").filter(has_text=village) if village else select.locator("x")
    if option.count():
        select.select_option(value=option.first.get_attribute("value"))


def discuss(page: Page, one: Raised) -> None:
    """Approved, asked back, answered, followed up: what was said, in order."""
    approve = page.get_by_role("button", name=vi("Approve"), exact=True)
    if approve.count():
        approve.click()
        expect(page.get_by_role("button", name=vi("Take back from the chair"))).to_be_visible()
    if one.channel == DIRECT:
        page.locator(".op-fold summary").first.click()
        page.locator("#details-category").select_option(one.topic)
        page.locator(".op-details button").click()
        expect(page.locator(".op-details")).to_be_hidden()
    if one.asked_back:
        say(page, "clarification", one.asked_back[0])
        say(page, "reply", one.asked_back[1])
    if one.answer:
        say(page, "answer", one.answer, by="Chủ tịch UBND")
    if one.follow_up:
        say(page, "follow_up", one.follow_up)


def say(page: Page, kind: str, text: str, by: str = "") -> None:
    """Write down what was said next; it saves itself."""
    pieces = page.locator(f".op-thread .is-{kind}")
    count = pieces.count()
    page.locator(f"[data-begins=begin-{kind}]").click()
    piece = page.locator(f".op-new .is-{kind}[data-autosave]").last
    piece.locator("[name=text]").fill(text)
    if by:
        piece.locator("[name=said_by]").fill(by)
    page.locator("h1").click()
    expect(pieces).to_have_count(count + 1)


def settle(page: Page, one: Raised, places: list[str]) -> None:
    """What becomes of it."""
    if one.sensitive and one.outcome != Outcome.REFERRED:
        page.get_by_role("button", name=vi("Mark as sensitive")).click()
        expect(page.get_by_role("button", name=vi("Not sensitive"))).to_be_visible()
    form = page.locator(".op-outcome")
    form.locator(f"[name=outcome][value={one.outcome}]").check()
    if one.outcome == Outcome.PENDING and not form.locator("[name=department]").input_value():
        form.locator("[name=department]").select_option(index=1)
    if one.outcome in (Outcome.PENDING, Outcome.OFF_TOPIC_WRITTEN):
        form.locator("[data-strictest]:visible").click()
    if one.body:
        form.locator("[name=competent_body]").fill(one.body)
    if one.outcome == Outcome.MERGED:
        page_number = number_of(page, places[one.same])
        form.locator("[name=merged_into]").fill(page_number)
    form.get_by_role("button", name=vi("Save the outcome")).click()
    expect(page.get_by_role("button", name=vi("Take the outcome back"))).to_be_visible()


def number_of(page: Page, place: str) -> str:
    """The number on the page of an opinion."""
    answer = page.request.get(place)
    found = re.search(r"<h1>\D*(\d+)", answer.text())
    assert found
    return found[1]


def stored(hall: Running) -> dict[int, tuple[str, str, int, str, str]]:
    """What the disk has of each opinion."""
    with closing(sqlite3.connect(hall.data / "doithoai.db")) as database:
        rows = database.execute(
            "SELECT o.id, e.text, o.outcome, o.sensitive, o.channel, o.category "
            "FROM opinions_opinion o JOIN opinions_entry e ON e.opinion_id = o.id "
            "WHERE e.kind = 'QUESTION'"
        ).fetchall()
    return {row[0]: row[1:] for row in rows}
