"""The programme on the secretary's one screen, on a phone and on the wall, at the same time."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.acts import write_down
from tests.e2e.conftest import OpenPage
from tests.e2e.test_shell_looks import violations
from tests.e2e.words import vi
from tests.running import Running, Visitor

DESK, PHONE, TABLET = (1366, 768), (360, 740), (1024, 768)
IN_SIGHT = """step => {
  const box = document.getElementById("script-" + step).getBoundingClientRect();
  const bar = document.querySelector(".script-place").getBoundingClientRect();
  return box.top >= bar.bottom && box.top < innerHeight / 2;
}"""

# The reader moves the page in the very moment the mark goes on.
HOLDS = """
const touch = () => document.dispatchEvent(new WheelEvent("wheel"));
document.addEventListener("live:swapped", touch, { capture: true, once: true });
"""


def begin(secretary: Visitor, step: int) -> None:
    """Somebody else begins a step."""
    page = secretary.page("/m/1/agenda/").text
    button = rf'formaction="(/m/1/agenda/steps/{step}/start)" name="seen" value="(\d+)"'
    found = re.search(button, page)
    assert found
    secretary.submit(found[1], {"seen": found[2]}, form="/m/1/agenda/")


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
    late = desk.locator(".agenda-next")
    address = late.get_attribute("formaction")
    seen = late.get_attribute("value")
    begin(secretary, 8)
    expect(panel).to_contain_text("Bước 8/9")
    panel.evaluate(
        "(e, [address, seen]) => { const b = e.querySelector('.agenda-next');"
        " b.setAttribute('formaction', address); b.value = seen; b.click(); }",
        [address, seen],
    )
    expect(desk.get_by_text("Chương trình đã sang bước khác")).to_be_visible()
    expect(panel).to_contain_text("Bước 8/9")

    # who still waits is not passed over: S asks, Enter goes on
    begin(secretary, 5)
    write_down(secretary, "Ksor Một", "Ksor Hai")
    expect(panel.locator(".agenda-ask").first).to_be_visible()
    desk.keyboard.press("s")
    go_on = desk.get_by_role("button", name=vi("Yes, go on to the next step"))
    expect(go_on).to_be_focused()
    expect(panel).to_contain_text("Còn 2 người chưa được phát biểu. Sang bước sau?")
    expect(panel).to_contain_text("Bước 5/9")
    assert violations(desk) == []
    desk.keyboard.press("Enter")
    expect(panel).not_to_contain_text("Bước 5/9")

    # behind the last step the same key ends the meeting
    begin(secretary, 9)
    expect(panel).to_contain_text(vi("End the meeting, make the minutes"))
    expect(panel.locator("a[data-key=s]")).to_have_attribute("href", "/m/1/minutes/close")
    begin(secretary, 8)

    # without script the card says it too, and unfolds
    plain = open_page(None, *PHONE, java_script_enabled=False)
    plain.goto(hall.http)
    expect(plain.get_by_text("Kết luận hội nghị").first).to_be_visible()
    plain.get_by_text("Xem toàn bộ chương trình").click()
    expect(plain.locator("[aria-current=step]")).to_contain_text("Kết luận hội nghị")


def test_the_script_goes_along_and_waits_for_a_reader_who_moves_it(
    open_page: OpenPage, secretary: Visitor
) -> None:
    begin(secretary, 2)
    tablet = open_page("mc", *TABLET, reduced_motion="reduce")
    assert tablet.url.endswith("/m/1/agenda/script")
    tablet.wait_for_function(IN_SIGHT, arg=2)
    bar, present = tablet.locator(".script-bar"), tablet.locator(".script-step.is-now")
    expect(bar).to_contain_text("Ổn định tổ chức")
    begin(secretary, 8)
    expect(present).to_have_attribute("id", "script-8")
    expect(bar).to_contain_text("Kết luận hội nghị")
    tablet.wait_for_function(IN_SIGHT, arg=8)

    # the reader looks at another page of it: the mark goes on, the page stays for a while
    tablet.mouse.move(500, 500)
    tablet.mouse.wheel(0, -100_000)
    tablet.wait_for_function("() => scrollY === 0")
    tablet.evaluate(HOLDS)
    begin(secretary, 5)
    tablet.wait_for_function(
        "() => document.querySelector('.script-step.is-now')?.id === 'script-5' && scrollY === 0"
    )
    tablet.wait_for_function(IN_SIGHT, arg=5)  # then it comes

    # every step is one tap away, also on a phone; other words are offered, not thrown in
    bar.get_by_text("Xem toàn bộ chương trình").click()
    bar.get_by_role("link", name="Thông qua biên bản").click()
    expect(bar.locator("details")).not_to_have_attribute("open", "")
    tablet.wait_for_function(
        "() => document.getElementById('script-9').getBoundingClientRect().top < innerHeight"
    )
    expect(bar.get_by_text("Xem kịch bản mới")).to_be_hidden()
    typed = {"title": "Lời kết của chủ tịch", "kind": "CONCLUSION", "seen": "0"}
    secretary.submit("/m/1/agenda/steps/8", typed, form="/m/1/agenda/steps/8")
    bar.get_by_text("Xem kịch bản mới").click()
    expect(tablet.locator("#script-8")).to_contain_text("Lời kết của chủ tịch")
    expect(bar.get_by_text("Xem kịch bản mới")).to_be_hidden()
    assert tablet.locator("[formaction], form").count() == 0  # the MC reads
