"""Live views in a real browser: what a push must not disturb, clocks, and a server that dies."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import running
from tests.running import Running, Visitor

from .acts import DEAD, QUESTION, act, again, is_marked, line, mark, phones, write_down
from .words import vi

OpenPage = Callable[..., Page]


def test_a_push_leaves_focus_and_typed_words_alone(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, "Ksor Một", "Ksor Hai", "Ksor Ba")
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    page.get_by_label(vi("Write somebody down")).last.fill("ksor")
    subject = page.get_by_label(vi("Speak about what?"))
    subject.press_sequentially("đường vào l")
    write_down(secretary, "Ksor Bốn")
    expect(page.locator("[data-sortable] > li").filter(has_text="Ksor Bốn")).to_be_visible()
    expect(subject).to_be_focused()
    page.keyboard.type("àng")
    expect(subject).to_have_value("đường vào làng")


def test_the_focus_stays_with_the_person_when_the_row_above_goes(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, "Ksor Một", "Ksor Hai", "Ksor Ba")
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    call = page.get_by_role("button", name=vi("Call %(name)s", name="Ksor Ba"))
    call.focus()
    act(secretary, "turns/1/withdraw")
    expect(page.get_by_text("Ksor Một")).to_have_count(0)
    expect(call).to_be_focused()
    act(secretary, "turns/3/withdraw")
    expect(page.get_by_text("Ksor Ba")).to_have_count(0)
    expect(page.locator("button:focus")).to_have_count(0)  # not on the neighbour's button


def test_an_opened_box_stays_open(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    desk = "/m/1/opinions/"
    words = {"channel": "VIA_SECRETARY", "who": "nobody", "text": QUESTION, "approved": "y"}
    assert secretary.submit(desk, words).ok
    shortened = {"seen": 1, "text": QUESTION, "summary": "Đường vào làng Klếch"}
    assert secretary.submit(f"{desk}1/edit", shortened, form=f"{desk}1").ok
    page = open_page("chair", 1280, 800)
    page.get_by_text(vi("In full")).click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    answer = {"seen": 0, "text": "Ghi nhận.", "answered_by": "Chủ trì"}
    assert secretary.submit(f"{desk}1/answer", answer, form=f"{desk}1").ok
    expect(page.get_by_text("Ghi nhận.")).to_be_visible()
    expect(page.get_by_text(QUESTION)).to_be_visible()


def test_an_opened_box_does_not_slip_to_its_neighbour(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640)
    page.goto(phones(hall))
    left = page.evaluate(
        """() => {
            const row = (id, words) => `<li><details><summary>${words}</summary>
                <button form="act" formaction="/remove/${id}">Remove</button></details></li>`;
            const part = document.createElement("div");
            document.getElementById("content").append(part);
            part.innerHTML = row(1, "1. Bưm") + row(2, "2. Hlŏp") + row(3, "3. Mận");
            part.querySelectorAll("details")[1].open = true;
            part.querySelectorAll("summary")[1].focus();
            const settle = doithoai.attention(part);
            const text = row(2, "1. Hlŏp") + row(3, "2. Mận"); // the first has gone
            htmx.swap({ text, target: part, sourceElement: part, swap: "innerMorph", live: true });
            settle();
            return [...part.querySelectorAll("details[open] summary, :focus")]
                .map((one) => one.textContent);
        }"""
    )
    assert left == ["1. Hlŏp"]


@pytest.mark.parametrize("wrong_by_minutes", [-7, 43])
def test_clocks_follow_the_server(
    open_page: OpenPage, hall: Running, secretary: Visitor, wrong_by_minutes: int
) -> None:
    write_down(secretary, "Ksor Một")
    page = open_page(None, 360, 640)
    page.add_init_script(
        f"{{ const now = Date.now; Date.now = () => now() + {wrong_by_minutes} * 60000; }}"
    )
    page.goto(phones(hall))
    act(secretary, "next/1", seen=0)
    expect(page.locator("[data-clock]").first).to_have_text(re.compile(r"^0[45]:\d\d$"))


def test_screens_come_back_by_themselves(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, "Ksor Một")
    staff = open_page("secretary", 1366, 768, tolerate=DEAD)
    staff.goto(f"{hall.http}/m/1/speakers/")
    screen = open_page("screen", 1280, 720, tolerate=DEAD)
    act(secretary, "next/1", seen=0)
    expect(screen.get_by_text("Ksor Một")).to_be_visible()
    for page in (staff, screen):
        mark(page)

    hall.kill()
    expect(line(staff)).to_have_text(vi("Connection lost. The page comes back by itself."))
    expect(line(screen)).to_have_text(vi("Reconnecting"))
    expect(screen.get_by_text("Ksor Một")).to_be_visible()

    elsewhere = running.start(hall.data)  # something happens that no screen hears of
    visitor = Visitor(elsewhere.http)
    visitor.cookies.update(secretary.cookies)
    write_down(visitor, "Ksor Hai")
    act(visitor, "next/2", seen=1)
    elsewhere.stop()

    again(hall)
    for page in (staff, screen):
        expect(page.get_by_text("Ksor Hai").first).to_be_visible()
        expect(line(page)).to_be_hidden()
        assert is_marked(page)


def test_a_phone_that_says_whose_it_is_hears_its_own_news(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    page = open_page(None, 390, 844)
    page.goto(phones(hall))
    page.get_by_role("link", name=vi("Choose your name from the list")).click()
    page.get_by_role("link", name="làng Leng").click()
    page.get_by_role("button", name="Đinh Thị Hlŏp").click()
    page.get_by_role("button", name=vi("I have arrived")).click()
    page.get_by_role("button", name=vi("Ask for the floor")).click()
    expect(page.get_by_text(vi("You are next. Please be ready."))).to_be_visible()
    act(secretary, "next/1", seen=0)
    expect(page.get_by_text(vi("It is your turn. Please speak."))).to_be_visible()
