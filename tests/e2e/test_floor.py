"""The floor from end to end: secretary at the keyboard, phone, chair's tablet, two hall screens."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.running import Running, Visitor

from .acts import DEAD, REFUSED, act, arrive
from .test_shell_looks import violations
from .words import like, vi

OpenPage = Callable[..., Page]
# Đinh Bưm and Đinh Grơ̆ng are of one village, Đinh Klĕn of another.
PHONE, NEIGHBOUR, OTHER = "Đinh Bưm", "Đinh Grơ̆ng", "Đinh Klĕn"

# A device whose clock is wrong, and what time it really is.
WRONG = (
    "const real = Date.now.bind(Date); window.realNow = real; Date.now = () => real() + %d * 60000;"
)
# The page knows the server's time to 0.2 s, and shows what is left by it. One that stands still
# goes by when it was made: wrong by as much as it took to come.
RIGHT = """() => {
  const clock = document.querySelector("[data-clock][data-ends]");
  if (!clock || !window.doithoai) return false;
  const parts = /^(−?)(\\d+):(\\d\\d)$/.exec(clock.textContent.trim());
  const [sent] = performance.getEntriesByType("navigation");
  const late = document.querySelector("[data-now]") ? sent.responseStart - sent.requestStart : 0;
  if (!parts || Math.abs(doithoai.now() - realNow()) > 200 + late) return false;
  const shown = (parts[1] ? -1 : 1) * (parts[2] * 60 + Number(parts[3])) * 1000;
  const left = Number(clock.dataset.ends) - realNow();
  return shown >= left - 1000 && shown <= left + 1200 + late;
}"""


# Counts the tones that the page asks its loudspeaker for.
BELLS = """window.bells = 0;
const tone = BaseAudioContext.prototype.createOscillator;
BaseAudioContext.prototype.createOscillator = function () {
  bells += 1;
  return tone.call(this);
};"""


# What of somebody in the list lies under the buttons beside it.
UNDER_BUTTONS = """() => [...document.querySelectorAll("[data-sortable] > li")].flatMap((row) => {
  const edge = row.querySelector(":scope > .actions").getBoundingClientRect().left;
  return [...row.querySelectorAll(".speakers-who *")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > edge)
    .map((one) => one.textContent);
})"""


def with_wrong_clock(page: Page, minutes: int, address: str) -> Page:
    page.add_init_script(WRONG % minutes)
    page.goto(address)
    return page


def ids(hall: Running) -> dict[str, int]:
    with closing(sqlite3.connect(hall.data / "doithoai.db")) as database:
        return dict(database.execute("SELECT name, id FROM roster_delegate"))


def as_if_spoken(hall: Running, minutes: int) -> None:
    """As if the present speaker had gone on so long already."""
    with closing(sqlite3.connect(hall.data / "doithoai.db", timeout=20)) as database:
        change = "UPDATE speakers_turn SET used_ms = used_ms + ? WHERE state = 'SPEAKING'"
        assert database.execute(change, (minutes * 60_000,)).rowcount == 1
        database.commit()


def rows(page: Page) -> Locator:
    return page.locator("[data-sortable] > li")


def order(page: Page, *names: str) -> None:
    """The list shows these people in this order."""
    expect(rows(page).locator("strong")).to_have_text([re.compile(f"{name}$") for name in names])


def write_down(page: Page, typed: str, subject: str = "") -> None:
    """By the keyboard alone: G, the name, Enter to the one found, Enter."""
    settled(page)
    page.keyboard.press("g")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(typed)
    if subject:
        page.keyboard.press("Tab")
        page.keyboard.type(subject)
    page.keyboard.press("Enter")
    expect(page.locator("#found button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("")


def settled(page: Page) -> None:
    """What was sent is answered: a key waits for that by itself, a button does not."""
    page.evaluate("() => new Promise((done) => doithoai.afterwards(done))")


def floor(page: Page) -> Locator:
    return page.locator("#speakers-floor-card")


def test_a_round_of_speeches(hall: Running, open_page: OpenPage, secretary: Visitor) -> None:
    act(secretary, "list/rule/FAIR")
    bell = {"name": "speakers.bell", "value": "1"}
    assert secretary.submit("/m/1/settings", bell).ok
    for name in (NEIGHBOUR, OTHER):
        form = {"delegate_id": ids(hall)[name]}
        assert secretary.submit("/m/1/checkin/desk/in", form, form="/m/1/checkin/desk").ok
    home = f"{hall.http}/m/1/speakers/"
    desk = open_page("secretary", 1366, 768, tolerate=REFUSED)
    desk.add_init_script(BELLS)
    with_wrong_clock(desk, 7, home)
    tablet = with_wrong_clock(open_page("chair", 1280, 800), -3, hall.http)
    screens = [
        with_wrong_clock(open_page("screen", 1280, 720), -11, hall.http),
        with_wrong_clock(open_page("screen", 1024, 768), 23, hall.http),
    ]
    phone = open_page(None, 360, 640)
    phone.add_init_script(WRONG % -5)
    arrive(phone, hall, PHONE)
    everywhere = [desk, tablet, *screens, phone]

    # Asking: from the phone, and written down by the keyboard
    phone.get_by_label(vi("Speak about what?")).fill("đường làng")
    phone.get_by_role("button", name=vi("Ask for the floor")).click()
    expect(phone.locator(".speakers-ahead")).to_have_text(vi("You are next. Please be ready."))
    expect(phone.locator("#speakers-grow")).to_be_visible()
    order(desk, PHONE)
    write_down(desk, "grong")
    write_down(desk, "klen", "nước sạch")
    order(desk, PHONE, OTHER, NEIGHBOUR)  # the other village comes between two of one
    expect(rows(desk).nth(1)).to_contain_text("nước sạch")
    expect(desk.locator(".speakers-head")).to_contain_text("Làng chưa hoặc ít phát biểu")
    expect(phone.locator(".speakers-queue")).to_contain_text("Làng chưa hoặc ít phát biểu")

    # The list of shortcuts, and where they rest
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    expect(desk.locator("#keys")).to_contain_text(PHONE)
    expect(desk.locator("#keys")).to_contain_text(vi("Move the chosen one up"))
    desk.keyboard.press("m")
    desk.keyboard.press("Escape")
    settled(desk)
    desk.keyboard.press("g")
    desk.keyboard.press("m")
    expect(desk.locator("#q")).to_have_value("m")
    desk.locator("#q").fill("")
    desk.keyboard.press("Escape")
    expect(floor(desk)).to_contain_text(vi("Nobody has the floor now."))
    assert violations(desk) == []

    # The floor: every screen counts by the server's clock, whatever its own says
    desk.keyboard.press("m")
    expect(phone.locator(".speakers-turn")).to_have_text(vi("It is your turn. Please speak."))
    for page in everywhere:
        page.wait_for_function(RIGHT)
    for page in (tablet, *screens):
        expect(page.get_by_text(PHONE).first).to_be_visible()
    preview = f"{hall.http}/m/1/display/scene/speakers.floor"
    still = with_wrong_clock(open_page("secretary", 1280, 720), 13, preview)
    assert still.locator("[data-clock]").inner_text(), "a picture that stands still has it at once"
    still.wait_for_function(RIGHT)
    desk.keyboard.press("t")
    for page in everywhere:
        expect(page.locator("[data-clock][data-left]").first).to_be_visible()
    desk.keyboard.press("t")
    desk.keyboard.press("n")
    expect(floor(desk)).to_contain_text("Đã nhắc 1 lần")
    desk.keyboard.press("c")
    expect(phone.locator(".speakers-turn")).to_have_text(vi("The chair asks you something."))
    desk.keyboard.press("t")
    expect(phone.locator(".speakers-turn")).to_have_text(vi("It is your turn. Please speak."))

    # Speech in another language; what is typed there is no shortcut
    settled(desk)
    desk.keyboard.press("f")
    expect(desk.get_by_label(vi("Speaks"))).to_be_focused()
    desk.get_by_label(vi("Speaks")).select_option(index=2)
    desk.get_by_label(vi("Interpreter")).press_sequentially("Ama Kmt")
    desk.get_by_role("button", name=vi("Note it")).click()
    expect(floor(desk)).to_contain_text("Ama Kmt phiên dịch")
    expect(phone.locator(".speakers-current")).to_contain_text("Ama Kmt phiên dịch")

    # Below zero it goes on, also after one minute more; the bell says so
    as_if_spoken(hall, minutes=8)
    desk.keyboard.press("p")
    desk.wait_for_function("() => window.bells === 2")
    for page in everywhere:
        expect(page.locator(".clock.is-over").first).to_have_text(re.compile(r"^−0[1-9]:\d\d$"))
        page.wait_for_function(RIGHT)
    assert violations(desk) == []
    assert violations(phone) == []

    # A second laptop with an old picture: refused in words beside the list, which is right again
    old = open_page("secretary", 1366, 768, tolerate=f"{REFUSED}|{DEAD}")
    old.route("**/socket.io/**", lambda route: route.abort())
    old.route_web_socket("**/socket.io/**", cut)
    old.goto(home)
    expect(floor(old)).to_contain_text(PHONE)
    desk.keyboard.press("m")
    expect(floor(desk).locator(".speakers-name")).to_contain_text(OTHER)
    old.keyboard.press("m")
    expect(old.locator("#speakers-refused [role=alert]")).to_have_text(
        vi("The list has moved on since this page was shown. Look at it and choose again.")
    )
    expect(floor(old).locator(".speakers-name")).to_contain_text(OTHER)
    order(old, NEIGHBOUR)
    old.close()

    # The one who has spoken may ask more, also when the list is closed
    desk.keyboard.press("b")
    expect(desk.get_by_role("button", name=vi("Open the list"))).to_be_visible()
    more = phone.get_by_role("button", name=vi("Ask more about the answer"))
    expect(more).to_be_visible()
    expect(phone.get_by_role("button", name=vi("Ask for the floor"))).to_be_hidden()
    phone.get_by_label(vi("Speak about what?")).fill("bao giờ làm")
    more.click()
    order(desk, NEIGHBOUR, PHONE)
    expect(rows(desk).filter(has_text=PHONE)).to_contain_text(vi("Follow-up"))

    # By hand: with the keys, by dragging, and back to the rule
    desk.keyboard.press("2")
    expect(rows(desk).nth(1)).to_be_focused()
    desk.keyboard.press("ArrowUp")  # folded away in the menu of the row, and pressed all the same
    order(desk, PHONE, NEIGHBOUR)
    expect(rows(desk).first).to_contain_text(vi("Placed by hand"))
    expect(rows(desk).nth(1)).not_to_contain_text(vi("Placed by hand"))
    desk.keyboard.press("r")
    order(desk, NEIGHBOUR, PHONE)
    settled(desk)
    drag(desk, rows(desk).nth(1), rows(desk).first)
    order(desk, PHONE, NEIGHBOUR)
    expect(rows(desk).first).to_contain_text(vi("Placed by hand"))
    expect(phone.locator(".speakers-ahead")).to_have_text(vi("You are next. Please be ready."))

    # Not there when called; back again
    desk.keyboard.press("m")
    expect(phone.locator("[data-state=called]")).to_be_visible()
    desk.keyboard.press("v")
    again = phone.get_by_role("button", name=vi("I am here, please call me again"))
    again.click()
    order(desk, NEIGHBOUR, PHONE)  # where the rule puts them
    expect(phone.locator("#messages")).to_contain_text("Đã ghi tên bác")
    turn = phone.locator(".speakers-mine").get_attribute("data-turn")
    act(secretary, f"turns/{turn}/absent")
    expect(
        phone.get_by_text(vi("Tell the secretary that you are here, or ask again."))
    ).to_be_visible()
    expect(again).to_have_count(0)  # once only
    settled(desk)
    desk.get_by_role("button", name=like("%(name)s is back: to the front")).focus()
    desk.keyboard.press("Enter")
    order(desk, PHONE, NEIGHBOUR)
    desk.keyboard.press("m")
    expect(phone.locator("[data-state=called]")).to_be_visible()
    expect(phone.locator("#messages button")).to_be_hidden()  # what is closed by it is gone
    desk.keyboard.press("x")
    order(desk, PHONE, NEIGHBOUR)
    expect(floor(desk)).to_contain_text(vi("Nobody has the floor now."))
    assert violations(desk) == []
    for link in desk.locator("#speakers-panels h2 > a").all():
        assert link.evaluate("link => link.getBoundingClientRect().height") >= 48
    desk.set_viewport_size({"width": 360, "height": 740})
    expect(rows(desk).locator(".badge").first).to_be_visible()
    assert desk.evaluate(UNDER_BUTTONS) == []


def test_a_phone_without_script(hall: Running, open_page: OpenPage, secretary: Visitor) -> None:
    phone = open_page(None, 360, 640, java_script_enabled=False)
    arrive(phone, hall, PHONE)
    phone.get_by_label(vi("Speak about what?")).fill("đường làng")
    phone.get_by_role("button", name=vi("Ask for the floor")).click()
    expect(phone.get_by_text(vi("You are next. Please be ready."))).to_be_visible()
    act(secretary, "turns/1/absent")
    phone.reload()
    phone.get_by_role("button", name=vi("I am here, please call me again")).click()
    expect(phone.get_by_text(vi("You are next. Please be ready."))).to_be_visible()
    act(secretary, "next/1", seen=0)
    phone.reload()
    expect(phone.locator(".speakers-turn")).to_have_text(vi("It is your turn. Please speak."))
    act(secretary, "turns/1/end")
    act(secretary, "list/closed")
    phone.reload()
    expect(phone.get_by_role("button", name=vi("Ask for the floor"))).to_be_hidden()
    phone.get_by_label(vi("Speak about what?")).fill("bao giờ làm")
    phone.get_by_role("button", name=vi("Ask more about the answer")).click()
    expect(phone.get_by_text(vi("You are next. Please be ready."))).to_be_visible()
    act(secretary, "request", speaker_name="Ksor Khách")
    act(secretary, "next/2", seen=0)
    act(secretary, "turns/2/end")
    phone.reload()
    phone.get_by_role("button", name=vi("Ask more about the answer")).click()
    expect(phone.get_by_text(vi("One more person before it is your turn."))).to_be_visible()
    phone.locator("summary", has_text=vi("I do not want to speak any more")).click()
    phone.get_by_role("button", name=vi("Yes, take me off the list")).click()
    expect(phone.get_by_text(vi("You are not on the list any more.")).first).to_be_visible()


def cut(_line: WebSocketRoute) -> None:
    """A line that is taken and never answered."""


def drag(page: Page, row: Locator, before: Locator) -> None:
    """By its grip, with the mouse, above another one."""
    grip, target = row.locator("[data-grip]").bounding_box(), before.bounding_box()
    assert grip
    assert target
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"], grip["y"] - 5, steps=2)
    page.mouse.move(target["x"] + 20, target["y"] + 5, steps=4)
    page.mouse.up()
