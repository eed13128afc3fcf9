"""Forms in a real browser: sent once, sent later, refused, and no typed word lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.running import Running, Visitor

from .acts import (
    DEAD,
    QUESTION,
    REFUSED,
    act,
    again,
    is_marked,
    line,
    mark,
    posts,
    question_page,
    send,
    write_down,
)
from .conftest import HALL_NAME
from .words import like, vi

OpenPage = Callable[..., Page]
SLOW_CLOCK = """() => {
  const now = performance.now.bind(performance), start = now();
  performance.now = () => start + (now() - start) / 30;
}"""


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
    expect(line(page)).to_be_hidden()  # the answer is there: the next form may go
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


def test_another_button_takes_its_turn(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, "Ksor Một", "Ksor Hai")
    act(secretary, "next/1", seen=0)
    page = open_page("secretary", 1366, 768)
    card = page.locator("#speakers-floor-card")
    page.get_by_role("button", name=vi("Remind: to the point")).wait_for()
    page.evaluate(SLOW_CLOCK)  # a press that waits is heard for four seconds of it
    sent = posts(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/speakers/**", hold)
    page.get_by_role("button", name=vi("Remind: to the point")).click()
    page.get_by_role("button", name=vi("Pause the clock")).click()
    page.get_by_role("button", name=vi("Remind: to the point")).click()  # that one is on its way
    page.get_by_role("button", name=vi("1 minute more")).dblclick()
    assert len(sent) == 1
    held[0].continue_()
    expect(card).to_contain_text("Đã nhắc 1 lần")
    expect(card.locator("[data-clock][data-left]")).to_have_text(re.compile("^05:|^06:00"))
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert len(sent) == 3


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
    page.route(  # the page is closed before the next try
        "**/opinions/mine",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.context.set_offline(False)
    page.reload()
    expect(text).to_have_value(QUESTION)
    assert key.input_value() == first
    text.press_sequentially("!")
    assert key.input_value() != first


def test_a_search_begins_anew_when_its_find_was_used(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/checkin/desk")
    field = page.get_by_label(vi("Name or code"))
    field.press_sequentially("dinh bum")
    page.get_by_role("button", name=vi("Present"), exact=True).first.click()
    expect(page.get_by_role("button", name=vi("Present"), exact=True)).to_have_count(0)
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def test_a_form_leaves_the_rest_of_its_page_alone(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    write_down(secretary, *(f"Ksor Thứ {number}" for number in range(12)))
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    name = page.get_by_label(vi("Write somebody down")).last
    name.fill("dinh bum")
    subject = page.get_by_label(vi("Speak about what?"))
    subject.fill("đường vào làng")
    page.get_by_label(vi("More about %(name)s", name="Ksor Thứ 11")).click()
    last = page.get_by_role("button", name=vi("%(name)s is absent", name="Ksor Thứ 11"))
    last.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    last.click()
    expect(
        page.get_by_role("button", name=vi("%(name)s is back: to the front", name="Ksor Thứ 11"))
    ).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(name).to_have_value("dinh bum")
    expect(page.get_by_role("button", name=like("Write down %(name)s")).first).to_be_visible()
    expect(subject).to_have_value("đường vào làng")
    assert before > 0
    assert page.evaluate("scrollY") > 0
