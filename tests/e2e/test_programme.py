"""The programme on the secretary's one screen, on a phone and on the wall, at the same time."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.running import Running, Visitor

DESK, PHONE = (1366, 768), (360, 740)


def test_the_secretary_steps_through_the_programme_by_one_key(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    wall = open_page("screen", 1280, 720)
    phone = open_page(None, *PHONE)
    phone.goto(hall.http)
    desk = open_page("secretary", *DESK)
    desk.goto(f"{hall.http}/m/1/speakers/")
    panel = desk.locator("[data-live='agenda.panel']")
    card = phone.locator("[data-live='agenda.programme']")

    desk.keyboard.press("s")
    expect(panel).to_contain_text("Bước 1/9")
    expect(card).to_contain_text("Đón tiếp đại biểu")
    for number, said in ((2, "Ổn định tổ chức"), (3, "Thông qua chương trình")):
        desk.keyboard.press("s")
        expect(panel).to_contain_text(f"Bước {number}/9")
        expect(card).to_contain_text(said)
    expect(wall.locator(".agenda-hall .is-now")).to_contain_text("Thông qua chương trình")
    desk.keyboard.press("s")
    expect(panel).to_contain_text("Bước 4/9")
    expect(wall.locator(".agenda-step-title")).to_contain_text("Nêu mục đích, yêu cầu")
    assert desk.url.endswith("/m/1/speakers/")

    # the clock counts on by itself, and turns red when the planned time is over
    clock = panel.locator(".agenda-time .clock")
    expect(clock).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(clock).not_to_have_text(clock.inner_text())
    panel.evaluate("e => e.querySelector('.agenda-time .clock').dataset.planned = 1")
    expect(clock).to_have_class(re.compile("is-over"))
    bar = panel.locator(".agenda-one-way progress")
    before = bar.evaluate("bar => bar.value")
    expect(panel.locator(".agenda-people progress")).to_have_js_property("value", 0)
    desk.wait_for_function("([bar, was]) => bar.value > was", arg=[bar.element_handle(), before])

    # somebody else was quicker: the page says so and shows where it is now
    page = secretary.page("/m/1/agenda/").text
    found = re.search(r'formaction="(/m/1/agenda/steps/8/start)" name="seen" value="(\d+)"', page)
    assert found
    late = desk.locator(".agenda-next")
    address = late.get_attribute("formaction")
    seen = late.get_attribute("value")
    secretary.submit(found[1], {"seen": found[2]}, form="/m/1/agenda/")
    expect(panel).to_contain_text("Bước 8/9")
    panel.evaluate(
        "(e, [address, seen]) => { const b = e.querySelector('.agenda-next');"
        " b.setAttribute('formaction', address); b.value = seen; b.click(); }",
        [address, seen],
    )
    expect(desk.get_by_text("Chương trình đã sang bước khác")).to_be_visible()
    expect(panel).to_contain_text("Bước 8/9")

    # without script the card says it too, and unfolds
    plain = open_page(None, *PHONE, java_script_enabled=False)
    plain.goto(hall.http)
    expect(plain.get_by_text("Kết luận hội nghị").first).to_be_visible()
    plain.get_by_text("Xem toàn bộ chương trình").click()
    expect(plain.locator("[aria-current=step]")).to_contain_text("Kết luận hội nghị")
