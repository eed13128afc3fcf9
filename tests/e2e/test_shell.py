"""The shell in a real browser: live views, a dying server, forms that are sent once, pages that come
and go.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests import running
from tests.running import Running, Visitor

from .conftest import HALL_NAME
from .words import like, vi

OpenPage = Callable[..., Page]
QUESTION = "Đường vào làng Klếch lầy lội quá, xin xã đổ bê tông."
# What Chromium itself writes to the console when the server does not answer, or answers with a refusal.
DEAD = r"ERR_|WebSocket connection"
REFUSED = r"status of 409"


@pytest.fixture
def secretary(hall: Running) -> Visitor:
    """A program on the secretary's laptop, for what others do meanwhile."""
    session = running.pair(hall, "secretary")
    assert isinstance(session, Visitor)
    return session


def phones(hall: Running) -> str:
    """The server as phones see it: plain HTTP from another machine."""
    return hall.http.replace("127.0.0.1", HALL_NAME)


def code_of(hall: Running, name: str) -> str:
    """The code on somebody's invitation."""
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        query = (
            "SELECT code FROM roster_invitation JOIN roster_delegate "
            "ON roster_delegate.id = delegate_id WHERE name = ?"
        )
        (code,) = database.execute(query, (name,)).fetchone()
    return str(code)


def arrive(page: Page, hall: Running, name: str = "Đinh Bưm") -> None:
    """Type the code, check in, and go on to the attendee's page."""
    page.goto(phones(hall))
    page.get_by_label(vi("Code on the invitation")).fill(code_of(hall, name))
    page.get_by_role("button", name=vi("Continue")).click()
    page.get_by_role("button", name=vi("I have arrived")).click()
    expect(page.get_by_text(like("You are checked in since %(time)s.")).first).to_be_visible()
    page.goto(phones(hall))


def write_down(secretary: Visitor, *names: str) -> None:
    """Put people on the list of speakers."""
    for name in names:
        answer = secretary.submit(
            "/m/1/speakers/request", {"speaker_name": name}, form="/m/1/speakers/"
        )
        assert answer.ok


def act(secretary: Visitor, path: str, **data: object) -> None:
    """Press a button of the secretary's desk."""
    assert secretary.submit(f"/m/1/speakers/{path}", data, form="/m/1/speakers/").ok


def again(hall: Running) -> Running:
    """The same server after a power cut: same data, same ports."""
    ports = [urlsplit(address).port or 0 for address in (hall.http, hall.https)]
    started = running.start(hall.data, http_port=ports[0], https_port=ports[1])
    hall.process = started.process
    return started


def mark(page: Page) -> None:
    """Something that a full load of the page would lose."""
    page.evaluate("window.stillHere = true")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.stillHere === true"))


def posts(page: Page) -> list[dict[str, list[str]]]:
    """The forms this page sends from now on."""
    sent: list[dict[str, list[str]]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and "/socket.io/" not in request.url:
            sent.append(parse_qs(request.post_data or ""))

    page.on("request", note)
    return sent


def line(page: Page) -> Locator:
    return page.locator("#line")


# -- live views -----------------------------------------------------------------------------------


def test_a_push_leaves_focus_and_typed_words_alone(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, "Ksor Một", "Ksor Hai", "Ksor Ba")
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    subject = page.get_by_label(vi("Speak about what?"))
    subject.press_sequentially("đường vào l")
    write_down(secretary, "Ksor Bốn")
    expect(page.get_by_text("Ksor Bốn")).to_be_visible()
    expect(subject).to_be_focused()
    page.keyboard.type("àng")
    expect(subject).to_have_value("đường vào làng")


def test_the_focus_stays_with_the_person_when_the_row_above_goes(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, "Ksor Một", "Ksor Hai", "Ksor Ba")
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    take_off = page.get_by_role("button", name=vi("Take %(name)s off the list", name="Ksor Ba"))
    take_off.focus()
    act(secretary, "turns/1/withdraw")
    expect(page.get_by_text("Ksor Một")).to_have_count(0)
    expect(take_off).to_be_focused()
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
            const text = row(2, "1. Hlŏp") + row(3, "2. Mận"); // the first has gone, the rest moved up
            htmx.swap({ text, target: part, sourceElement: part, swap: "innerMorph", live: true });
            settle();
            return [...part.querySelectorAll("details[open] summary, :focus")].map((one) => one.textContent);
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


# -- a server that dies -----------------------------------------------------------------------------


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
    visitor = running.pair(elsewhere, "secretary")
    assert isinstance(visitor, Visitor)
    write_down(visitor, "Ksor Hai")
    act(visitor, "next/2", seen=1)
    elsewhere.stop()

    again(hall)
    for page in (staff, screen):
        expect(page.get_by_text("Ksor Hai").first).to_be_visible()
        expect(line(page)).to_be_hidden()
        assert is_marked(page)


# -- forms ------------------------------------------------------------------------------------------


def question_page(page: Page, hall: Running) -> Locator:
    arrive(page, hall)
    page.get_by_role("link", name=vi("Send a question")).click()
    return page.get_by_label(vi("Your question or proposal"))


def send(page: Page) -> None:
    page.get_by_role("button", name=vi("Send"), exact=True).click()


def test_what_cannot_be_sent_is_sent_later_once(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640, tolerate=DEAD)
    text = question_page(page, hall)
    text.fill(QUESTION)
    sent = posts(page)
    page.context.set_offline(True)
    send(page)
    expect(line(page)).to_have_text(vi("Not sent yet. This device will send it again by itself."))
    expect(text).to_have_value(QUESTION)
    page.context.set_offline(False)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text(QUESTION)
    expect(line(page)).to_be_hidden()
    expect(text).to_have_value("")
    assert len({form["key"][0] for form in sent}) == 1


def test_a_server_killed_while_somebody_sends(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640, tolerate=DEAD)
    text = question_page(page, hall)
    text.fill(QUESTION)
    hall.kill()
    send(page)
    expect(line(page)).to_have_text(vi("Not sent yet. This device will send it again by itself."))
    again(hall)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(line(page)).to_be_hidden()


def test_an_answer_that_got_lost_makes_no_second_question(
    open_page: OpenPage, hall: Running
) -> None:
    page = open_page(None, 360, 640, tolerate=DEAD)
    text = question_page(page, hall)
    text.fill(QUESTION)
    sent = posts(page)

    def swallow(route: Route) -> None:
        if route.request.method == "POST" and len(sent) == 1:
            reachable = route.request.url.replace(HALL_NAME, "127.0.0.1")
            route.fetch(url=reachable)  # the server stores it
            route.abort()  # and the phone never hears of it
        else:
            route.continue_()

    page.route("**/opinions/mine", swallow)
    send(page)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(text).to_have_value("")
    assert len(sent) == 2
    assert len({form["key"][0] for form in sent}) == 1


def test_words_changed_while_they_wait_are_not_lost(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640, tolerate=DEAD)
    text = question_page(page, hall)
    text.fill(QUESTION)
    page.context.set_offline(True)
    send(page)
    expect(line(page)).to_be_visible()
    text.press("End")
    text.press_sequentially(" Cảm ơn.")
    page.context.set_offline(False)
    expect(page.get_by_role("article")).to_have_count(1)
    expect(text).to_have_value(QUESTION + " Cảm ơn.")
    send(page)
    expect(page.get_by_role("article")).to_have_count(2)


def test_a_double_tap_sends_once(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640)
    text = question_page(page, hall)
    text.fill(QUESTION)
    sent = posts(page)
    page.get_by_role("button", name=vi("Send"), exact=True).dblclick()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(text).to_have_value("")
    assert len(sent) == 1


def test_a_refusal_is_said_and_the_typed_value_stays(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768, tolerate=REFUSED)
    page.goto(f"{hall.http}/m/1/settings")
    mark(page)
    minutes = page.get_by_label(vi("Minutes a speaker has"))
    minutes.fill("ba phút")
    minutes.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ba phút")
    expect(minutes).to_have_value("ba phút")
    minutes.fill("3")
    minutes.press("Enter")
    expect(page.get_by_text(vi("Saved."))).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(minutes).to_have_value("3")
    assert is_marked(page)


def test_a_refused_form_keeps_its_address(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768, tolerate=REFUSED)
    page.goto(f"{hall.http}/m/1/roster/")
    page.get_by_role("link", name=vi("Add a person")).click()
    page.get_by_label(vi("Full name")).fill("123")
    page.get_by_label("Làng").select_option(index=1)
    address = page.url
    page.get_by_role("button", name=vi("Add to the list")).click()
    expect(page.locator("[data-first-error]")).to_be_focused()
    expect(page.get_by_label(vi("Full name"))).to_have_value("123")
    assert page.url == address


def test_a_draft_survives_a_reload_and_goes_with_the_answer(
    open_page: OpenPage, hall: Running
) -> None:
    page = open_page(None, 360, 640)
    text = question_page(page, hall)
    text.fill(QUESTION)
    page.reload()
    expect(text).to_have_value(QUESTION)
    send(page)
    expect(page.get_by_role("article")).to_have_count(1)
    page.reload()
    expect(text).to_have_value("")


def test_an_edited_draft_is_another_form(open_page: OpenPage, hall: Running) -> None:
    page = open_page(None, 360, 640, tolerate=DEAD)
    text = question_page(page, hall)
    key = page.locator("form[data-keep] [name=key]")
    text.fill(QUESTION)
    first = key.input_value()
    page.context.set_offline(True)
    send(page)
    expect(line(page)).to_be_visible()
    page.context.set_offline(False)  # the page is closed before the next try
    page.route(
        "**/opinions/mine",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.reload()
    expect(text).to_have_value(QUESTION)
    assert key.input_value() == first
    text.press_sequentially("!")
    assert key.input_value() != first


# -- pages that come and go -------------------------------------------------------------------------


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
    assert (
        page.evaluate(
            "performance.getEntriesByType('resource').filter(e => e.name.endsWith('opinions.js')).length"
        )
        == 1
    )
    assert is_marked(page)


def test_a_paper_opens_from_an_ordinary_link(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/minutes/")
    page.evaluate(
        """() => {
            const link = Object.assign(document.createElement("a"), {href: "preview.pdf", textContent: "Paper"});
            document.getElementById("content").append(link);
            htmx.process(link);
        }"""
    )
    page.get_by_role("link", name="Paper").click()
    page.wait_for_url("**/preview.pdf")


def test_a_form_leaves_the_rest_of_its_page_alone(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, *(f"Ksor Thứ {number}" for number in range(12)))
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    subject = page.get_by_label(vi("Speak about what?"))
    subject.fill("đường vào làng")
    last = page.get_by_role("button", name=vi("%(name)s is absent", name="Ksor Thứ 11"))
    last.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    last.click()
    expect(
        page.get_by_role("button", name=vi("%(name)s is back: to the front", name="Ksor Thứ 11"))
    ).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(subject).to_have_value("đường vào làng")
    assert before > 0
    assert page.evaluate("scrollY") > 0


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
