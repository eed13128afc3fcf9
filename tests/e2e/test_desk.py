"""The reception desk in a real browser: scanner, camera, code, name, and what may come of it."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests import chromium
from tests.running import Running, Visitor

from .conftest import PATIENCE_MS, Desk
from .test_shell_looks import violations
from .words import vi

OpenPage = Callable[..., Page]
DESK = "/m/1/checkin/desk"
PICTURE = (640, 480)
FOREIGN = "FGHJKLMNPQRTVX23456789CFGHJK"  # may be a secret, and is nobody's
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def rows(hall: Running, query: str, *values: object) -> list[tuple[str, ...]]:
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        return list(database.execute(query, values))


def people_of(hall: Running, village: int) -> list[tuple[str, str, str]]:
    """Name, short code and secret of a village's people."""
    query = (
        "SELECT name, code, secret FROM roster_invitation JOIN roster_delegate "
        "ON roster_delegate.id = delegate_id WHERE village_id = ? AND people_side ORDER BY name"
    )
    return [(name, code, secret) for name, code, secret in rows(hall, query, village)]


def secret_of(hall: Running, name: str) -> str:
    found = rows(
        hall,
        "SELECT secret FROM roster_invitation JOIN roster_delegate "
        "ON roster_delegate.id = delegate_id WHERE name = ? AND revoked_at IS NULL",
        name,
    )
    return str(found[0][0])


def present(hall: Running) -> int:
    return len(rows(hall, "SELECT id FROM checkin_presence"))


def scanned(page: Page, text: str, end: str = "Enter") -> None:
    """What a USB scanner does: types faster than a hand, then its own end."""
    page.keyboard.type(text)
    if end:
        page.keyboard.press(end)


# A green answer goes by itself after a second, seen by this test or not: each is written down.
ANSWERS = """window.answers = [];
window.lastAnswer = null;
new MutationObserver(() => {
  const answer = document.getElementById("desk-over");
  if (answer && answer !== lastAnswer) answers.push(answer.cloneNode(true));
  lastAnswer = answer;
}).observe(document, { childList: true, subtree: true });"""
# The next one of this kind that says this; those before it are past.
SAID = """([kind, words]) => {
  const says = (one) => words.every((word) => one.textContent.replace(/\\s+/g, " ").includes(word));
  const at = answers.findIndex((one) => one.matches(`.is-${kind}`) && says(one));
  answers.splice(0, at + 1);
  return at >= 0;
}"""


@pytest.fixture
def open_page(open_page: OpenPage) -> OpenPage:
    """A page that writes down what the desk answers."""
    return functools.partial(open_page, watched_by=ANSWERS)


def said(page: Page, kind: str, *words: str) -> None:
    """Wait for the answer over the screen, of this colour, with these words in it."""
    page.wait_for_function(SAID, arg=[kind, words], timeout=PATIENCE_MS)


def go_on(page: Page) -> None:
    """Acknowledge the answer; the field is ready again."""
    page.locator("#desk-over [data-next]").click()
    expect(page.locator("#desk-over")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()


def hits(page: Page) -> Locator:
    return page.locator("#found .desk-row")


def test_ten_scans_in_a_row_and_the_second_desk(open_page: OpenPage, hall: Running) -> None:
    people = people_of(hall, 1)[:5] + people_of(hall, 2)[:5]
    page = open_page("registrar", 1366, 768)
    expect(page.locator("#q")).to_be_focused()
    for number, (name, code, secret) in enumerate(people):
        address = f"http://10.{number}.0.1:8000/m/1/checkin/i/{secret}"
        end = ("Enter", "Tab", "")[number % 3]
        scanned(page, [secret, address][number % 2] if number else code, end)
        said(page, "ok", name)
    expect(page.locator(".arrivals li")).to_have_count(10)
    assert present(hall) == 10
    second = open_page("secretary", 1024, 768)
    second.goto(hall.http + DESK)
    scanned(second, people[3][2])
    first = str(rows(hall, "SELECT desk FROM checkin_presence")[0][0])
    said(second, "already", people[3][0], first, vi("Is in already"))
    assert violations(second) == []
    second.keyboard.press("Escape")
    scanned(second, people[3][2])  # at once again: the same scan
    scanned(second, people_of(hall, 3)[0][2])
    said(second, "ok", people_of(hall, 3)[0][0])
    assert present(hall) == 11


def test_what_the_desk_does_for_those_without_a_phone(open_page: OpenPage, hall: Running) -> None:
    page = open_page("registrar", 1366, 768)
    page.keyboard.type("hlop")
    expect(hits(page)).to_have_count(1)
    assert violations(page) == []
    page.keyboard.press("Enter")
    said(page, "ok", "Bà Đinh Thị Hlŏp", "Mời bà vào, ngồi khu làng Leng.")
    expect(page.locator("#desk-over")).to_have_count(0)

    page.keyboard.press("F4")
    expect(page.locator("#panel-undo")).to_contain_text("Đinh Thị Hlŏp")
    page.keyboard.press("Enter")
    said(page, "noted", vi("Taken back. The journal keeps it."))
    assert present(hall) == 0

    page.keyboard.press("Escape")
    page.keyboard.type("hlop")
    expect(hits(page)).to_have_count(1)
    page.keyboard.press("F3")
    expect(page.get_by_label(vi("Name of who came"))).to_be_focused()
    page.keyboard.type("Đinh Văn Thay")
    assert violations(page) == []
    page.keyboard.press("Enter")
    said(page, "ok", "Ông Đinh Văn Thay", "đi thay Đinh Thị Hlŏp")
    page.keyboard.press("Escape")

    scanned(page, secret_of(hall, "Đinh Thị Hlŏp"))
    said(page, "attention", "Đinh Văn Thay", vi("Take the substitute back"))
    page.keyboard.press("Escape")

    walk_in(page, hall)


def walk_in(page: Page, hall: Running) -> None:
    """The name that nobody has goes along; a full village wants a reason; keys are enough."""
    for _, _, secret in people_of(hall, 1):
        scanned(page, secret)
    expect(page.locator(".arrivals li")).to_have_count(7)
    page.keyboard.press("Escape")
    page.keyboard.type("Đinh Thị Jrŭ", delay=60)
    expect(page.get_by_text(vi("Nobody found"))).to_be_visible()
    page.keyboard.press("F2")
    form = page.locator("#walk-in")
    expect(form.locator("[name=name]")).to_have_value("Đinh Thị Jrŭ")
    expect(form.locator("[name=honorific][value=Bà]")).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.type("sto")
    expect(form.locator("[name=village]:checked + span")).to_have_text("Stơr")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-walk-in .desk-problem")).to_contain_text("6")
    expect(form.locator("[name=reason]")).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("Chủ tịch xã <đồng ý>")
    page.keyboard.press("Enter")
    said(page, "ok", "Bà Đinh Thị Jrŭ", "Chủ tịch xã <đồng ý>")
    expect(page.locator("#q")).to_have_value("")
    [(over, allowed)] = rows(
        hall, "SELECT over_quota, allowed_by FROM checkin_presence WHERE reason != ''"
    )
    assert over
    assert allowed
    page.keyboard.press("Escape")
    page.keyboard.press("F2")
    expect(form.locator("[name=village]:checked + span")).to_have_text("Stơr")
    form.locator("label:has([name=village])").nth(1).click()  # a mouse moves the caret away
    page.locator("#panel-walk-in [data-close-panel]").click()
    page.keyboard.type("hlop", delay=60)
    expect(page.locator("#q")).to_have_value("hlop")


def test_more_about_one_person(open_page: OpenPage, hall: Running) -> None:
    page = open_page("registrar", 360, 740, has_touch=True, is_mobile=True)
    page.locator("#q").fill("hlop")
    more = hits(page).locator("summary")
    more.tap()
    page.get_by_role("link", name=vi("Will not come")).tap()
    page.get_by_label(vi("Why? Who said so?")).fill("Bị ốm")
    assert violations(page) == []
    page.get_by_role("button", name=vi("Note as excused")).tap()
    said(page, "noted", "Bị ốm")
    expect(hits(page)).to_contain_text("Bị ốm")
    hits(page).get_by_role("button", name=vi("Present")).tap()
    said(page, "ok", "Đinh Thị Hlŏp")
    page.locator("#q").fill("hlop")
    more.tap()
    page.get_by_role("button", name=vi("Goes home")).tap()
    said(page, "noted")
    hits(page).get_by_role("button", name=vi("Back again")).tap()
    said(page, "ok", vi("Back again"))
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    hidden = "box => box.scrollWidth - box.clientWidth"
    assert page.locator(".door-side .table-box").first.evaluate(hidden) == 0


def test_slips_that_do_not_let_in(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    old = secret_of(hall, "Đinh Bưm")
    [(person, invitation)] = rows(
        hall,
        "SELECT delegate_id, roster_invitation.id FROM roster_invitation "
        "JOIN roster_delegate ON roster_delegate.id = delegate_id WHERE name = 'Đinh Bưm'",
    )
    page_of = f"/m/1/roster/{person}"
    assert secretary.submit(f"{page_of}/reissue", {"seen": invitation}, form=page_of).ok
    page = open_page("registrar", 1366, 768)
    scanned(page, old)
    said(page, "refused", vi("This slip is no longer valid"), "Đinh Bưm")
    assert violations(page) == []
    page.keyboard.type("bum", delay=60)  # on to the name: the answer makes room
    expect(page.locator("#desk-over")).to_have_count(0)
    expect(hits(page)).to_have_count(1)
    page.keyboard.press("Enter")
    said(page, "ok", "Đinh Bưm")
    page.keyboard.press("Escape")
    scanned(page, FOREIGN)
    said(page, "refused", vi("Unknown code"))
    go_on(page)
    scanned(page, "CFG2345")
    said(page, "refused", vi("Unknown code"))
    go_on(page)
    page.get_by_role("link", name=vi("Not let in")).click()
    expect(page.locator(".desk-refused tbody tr")).to_have_count(3)
    expect(page.locator(".desk-refused")).to_contain_text("…" + FOREIGN[-4:])
    assert violations(page) == []


def test_two_of_one_name_are_asked_for(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    for village, distinction in (("3", "con ông Pŭih"), ("4", "con bà Nhŭng")):
        form = {"name": "Đinh Klă", "village": village, "distinction": distinction}
        assert secretary.submit("/m/1/checkin/desk/walk-in", form, form=DESK).ok
    page = open_page("registrar", 1366, 768)
    page.keyboard.type("kla")
    page.keyboard.press("Enter")  # before anybody is shown: kept until they are
    asked = page.locator(".desk-ask.is-loud")
    expect(asked).to_contain_text("2")
    expect(chosen(page)).to_contain_text("con ông Pŭih")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("con bà Nhŭng")
    somebody_comes(page, secretary, "Đinh Thứ Ba")
    expect(asked).to_be_visible()  # the page was drawn anew
    expect(chosen(page)).to_contain_text("con bà Nhŭng")
    page.keyboard.press("Enter")
    said(page, "already", "con bà Nhŭng")


def chosen(page: Page) -> Locator:
    return page.locator("#found .desk-row.is-chosen")


def somebody_comes(page: Page, secretary: Visitor, name: str) -> None:
    """At another desk; this page hears of it."""
    form = {"name": name, "village": "3"}
    assert secretary.submit("/m/1/checkin/desk/walk-in", form, form=DESK).ok
    expect(page.locator(".arrivals")).to_contain_text(name)


def test_enter_is_never_for_somebody_who_was_not_looked_at(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    page = open_page("registrar", 1366, 768)
    held: list[Route] = []
    page.route("**/desk/found?*", lambda route: held.append(route))
    page.keyboard.type("hlop")
    page.keyboard.press("Enter")
    asked_for(page, held, "hlop")
    page.keyboard.press("Enter")
    let_go(page, held)
    said(page, "ok", "Đinh Thị Hlŏp")  # the only one: no second look is needed
    assert present(hall) == 1
    page.keyboard.press("Escape")

    page.route("**/desk/found?*", lambda route: held.append(route))
    page.keyboard.type("dinh")
    page.keyboard.press("Enter")
    asked_for(page, held, "dinh")
    page.keyboard.type(" thi")  # goes on typing: Enter is not meant any more
    asked_for(page, held, "dinh%20thi")
    page.keyboard.press("Enter")
    let_go(page, held)
    expect(page.locator(".desk-ask.is-loud")).to_have_text(
        vi("Several people fit. Look whether it is the one marked, then press Enter again.")
    )
    assert violations(page) == []
    assert present(hall) == 1
    page.keyboard.press("ArrowDown")
    second = str(chosen(page).get_attribute("data-name"))
    somebody_comes(page, secretary, "Đinh Thứ Ba")
    page.keyboard.press("Enter")
    said(page, "ok", second)


def let_go(page: Page, held: list[Route]) -> None:
    """Answer all that is held back, what was given up or asked again too."""
    for route in held:
        route.continue_()
    held.clear()
    page.unroute("**/desk/found?*")


def asked_for(page: Page, held: list[Route], text: str) -> None:
    """Wait until the people of a text are asked for, and held back."""
    while not any(one.request.url.endswith(f"?q={text}") for one in held):
        page.evaluate("new Promise(requestAnimationFrame)")


def test_a_form_is_left_alone_while_others_come_and_answers_are_late(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    page = open_page("registrar", 1366, 768)
    held: list[Route] = []
    page.route("**/desk/walk-in", lambda route: held.append(route), times=1)
    form = page.locator("#walk-in")
    page.keyboard.press("F2")
    page.keyboard.type("Đinh Jrŭ Một")
    form.get_by_text("Leng", exact=True).click()
    form.get_by_role("button", name=vi("Write down and let in")).click()
    page.keyboard.press("Escape")  # the server thinks; the next one stands here
    page.keyboard.press("F2")
    page.keyboard.type("Đinh Jrŭ Hai")
    form.get_by_text(vi("Reason, what tells them apart")).click()
    tells = form.locator("[name=distinction]")
    tells.fill("con ông")
    somebody_comes(page, secretary, "Đinh Thứ Ba")
    expect(tells).to_be_focused()
    expect(form.locator("[name=name]")).to_have_value("Đinh Jrŭ Hai")
    held[0].continue_()
    said(page, "ok.is-strip", "Đinh Jrŭ Một")  # beside the form
    expect(tells).to_be_focused()
    page.keyboard.type(" Pŭih")
    expect(form.locator("[name=name]")).to_have_value("Đinh Jrŭ Hai")
    expect(tells).to_have_value("con ông Pŭih")
    form.get_by_text("Klếch", exact=True).click()
    form.get_by_role("button", name=vi("Write down and let in")).dblclick()
    said(page, "ok", "Đinh Jrŭ Hai", "con ông Pŭih")
    assert present(hall) == 3


def test_nothing_is_lost_or_doubled_while_the_server_thinks(
    open_page: OpenPage, hall: Running
) -> None:
    page = open_page("registrar", 1366, 768)
    held: list[Route] = []
    page.route("**/desk/scan", lambda route: held.append(route), times=1)
    (first, _, one), (second, _, two), (third, _, _) = people_of(hall, 1)[:3]
    scanned(page, one)
    page.keyboard.press("Enter")  # a scanner that ends twice
    scanned(page, two)
    page.keyboard.type(third.split()[-1])
    expect(page.locator("#desk-state")).to_have_text(
        vi("Being written down: {count}").replace("{count}", "2")
    )
    assert present(hall) == 0
    held[0].continue_()
    said(page, "ok", second)
    expect(page.locator("#q")).to_have_value(third.split()[-1])
    expect(page.locator("#desk-state")).to_be_hidden()
    names = rows(
        hall,
        "SELECT name FROM checkin_presence JOIN roster_delegate "
        "ON roster_delegate.id = delegate_id ORDER BY checkin_presence.id",
    )
    assert names == [(first,), (second,)]


def test_the_desk_without_javascript(open_page: OpenPage, hall: Running) -> None:
    page = open_page("registrar", 1024, 768, java_script_enabled=False, tolerate="409")
    field = page.get_by_label(vi("Name or code"))
    field.fill("hlop")
    field.press("Enter")
    hits(page).get_by_role("button", name=vi("Present")).click()
    expect(page.locator("#said")).to_contain_text("Mời bà vào, ngồi khu làng Leng.")
    page.locator("#said").get_by_role("link", name=vi("Take back")).click()
    page.get_by_role("button", name=vi("Take the check-in back")).click()
    expect(page.locator("#messages")).to_contain_text(vi("Taken back. The journal keeps it."))
    field.fill("CFG2345")
    field.press("Enter")
    expect(page.locator("#said")).to_contain_text(vi("Unknown code"))
    page.get_by_role("link", name=vi("Somebody without invitation")).click()
    page.locator("#walk-in [name=name]").fill("Đinh Jrŭ")
    page.get_by_label("Klếch").check()
    page.get_by_role("button", name=vi("Write down and let in")).click()
    expect(page.locator("#said")).to_contain_text("Đinh Jrŭ")
    field.fill("bum")
    field.press("Enter")
    hits(page).locator("summary").click()
    page.get_by_role("link", name=vi("Somebody came instead")).click()
    page.get_by_label(vi("Name of who came")).fill("Đinh Thay")
    page.get_by_role("button", name=vi("Write down and let in")).click()
    expect(page.locator("#said")).to_contain_text("Đinh Thay")
    assert present(hall) == 2


# -- the camera -------------------------------------------------------------------------------


def film(text: str, place: Path) -> None:
    """A short film of a slip's QR held before the camera, as Chromium's fake camera reads it."""
    drawn = qrcode.QRCode(border=4)
    drawn.add_data(text)
    dots = drawn.get_matrix()
    code = Image.new("L", (len(dots), len(dots)))
    code.putdata([0 if dark else 255 for line in dots for dark in line])
    code = code.resize((5 * len(dots), 5 * len(dots)), Image.Resampling.NEAREST)
    picture = Image.new("L", PICTURE, 225)
    picture.paste(code, ((PICTURE[0] - code.width) // 2, (PICTURE[1] - code.height) // 2))
    colourless = bytes([128]) * (PICTURE[0] * PICTURE[1] // 2)
    frame = b"FRAME\n" + picture.tobytes() + colourless
    place.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % PICTURE + frame * 3)


@pytest.fixture
def filmed(
    browser: Browser,
    hall: Running,
    paired_site: tuple[Path, dict[str, str]],
    tmp_path: Path,
) -> Iterator[Desk]:
    """A browser whose camera sees the invitation of Đinh Bưm."""
    place = tmp_path / "slip.y4m"
    film(f"http://192.168.1.7/m/1/checkin/i/{secret_of(hall, 'Đinh Bưm')}", place)
    arguments = ["--no-sandbox", "--disable-gpu", *FAKE_CAMERA]
    arguments.append(f"--use-file-for-fake-video-capture={place}")
    other = browser.browser_type.launch(executable_path=chromium.find(), args=arguments)
    desk = Desk(other, hall, paired_site[1])
    yield desk
    other.close()
    assert desk.complaints == []


def test_the_camera_reads_a_slip_once(filmed: Desk, hall: Running) -> None:
    page = filmed.open_page("registrar", 360, 740, watched_by=ANSWERS)
    page.get_by_role("button", name=vi("Camera")).click()
    said(page, "ok", "Ông Đinh Bưm", "làng Stơr")
    expect(page.locator("#desk-over")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator("#camera")).to_contain_text(
        vi("Hold the QR of the invitation before the camera.")
    )
    assert violations(page) == []
    expect(page.locator(".arrivals li")).to_have_count(1)
    page.get_by_role("button", name=vi("Close the camera")).click()
    expect(page.locator("#camera")).to_be_hidden()
    refused = rows(hall, "SELECT event FROM journal_entry WHERE event LIKE 'checkin.%'")
    assert refused == [("checkin.checked_in",)], "the slip stayed before the camera"


def test_the_camera_reads_on_when_the_server_is_gone(filmed: Desk, hall: Running) -> None:
    page = filmed.open_page("registrar", 1024, 768, tolerate="ERR_|Failed to|NetworkError|503")
    expect(page.locator("#off-copy")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from now on the worker keeps what the page needs
    expect(page.locator("#off-copy")).to_be_visible()
    hall.stop()
    page.reload()
    expect(page.locator("#off-desk")).to_be_visible()
    page.locator("#off-find").get_by_role("button", name=vi("Camera")).click()
    expect(page.locator("#off-sign")).to_contain_text(
        vi("Kept on this device: {count}").format(count=1)
    )
    expect(page.locator("#off-list")).to_contain_text("Đinh Bưm")
    assert present(hall) == 0
