"""The Wi-Fi is gone, the browser is closed, the server dies: the desk goes on, and nothing is lost
or counted twice. The network is a real one, cut with a real switch: see tests/network.py.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from meeting.access import DEVICE_COOKIE
from tests import chromium, network
from tests.network import Network, Place
from tests.running import Running, Visitor

from .acts import QUESTION, again, code_of, line, send, until
from .conftest import PATIENCE_MS, QUIET, OpenPage
from .words import vi

DEAD = r"ERR_|WebSocket connection|status of (409|500)"
NOT_SENT = "Not sent yet. This device will send it again by itself."


def rows(data: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What the server's database says."""
    with sqlite3.connect(f"file:{data / 'doithoai.db'}?mode=ro", uri=True) as database:
        return database.execute(query, values).fetchall()


PRESENT = (
    "SELECT name, strftime('%s', at) * 1000 + substr(strftime('%f', at), 4), over_quota, "
    "recorded_at > at FROM checkin_presence JOIN roster_delegate d ON d.id = delegate_id"
)


def arrivals(data: Path) -> dict[str, tuple[int, bool]]:
    """Who is in: since when, and whether over the places. Fails when somebody is in twice."""
    found = rows(data, PRESENT)
    assert len({name for name, *_ in found}) == len(found)
    return {name: (int(at), bool(over)) for name, at, over, _ in found}


@pytest.fixture
def laptop(
    wifi: Network, server: Running, paired_site: tuple[Path, dict[str, str]]
) -> tuple[Place, Visitor]:
    """A second desk, whose Wi-Fi holds."""
    return wifi.join("laptop"), visitor(server, paired_site[1]["secretary"])


def visitor(server: Running, secret: str) -> Visitor:
    """A program on a paired device that trusts the hall's certificate."""
    found = Visitor(server.https)
    found.trust_env = False  # this hall's authority, whatever the machine trusts
    found.verify = str(server.data / "hall-ca.crt")
    found.headers["Referer"] = server.https + "/"
    found.cookies.set(DEVICE_COOKIE, secret)
    return found


def device(
    driver: Playwright, place: Place, folder: Path, *options: str, **more: Any
) -> BrowserContext:
    """A browser on a device of its own, with a profile that survives its end."""
    program = chromium.find()
    assert program
    folder.mkdir(exist_ok=True)
    context = driver.chromium.launch_persistent_context(
        folder / "profile",
        executable_path=place.program(program, folder / "chromium"),
        args=["--no-sandbox", "--disable-gpu", "--no-first-run", *QUIET, *options],
        locale="vi-VN",
        **more,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def tablet(driver: Playwright, place: Place, folder: Path, server: Running) -> Page:
    """The desk's tablet, switched on."""
    size = {"width": 1024, "height": 768}
    options = (network.trusts(server.data),)
    return device(driver, place, folder, *options, viewport=size).pages[0]


def lasting(server: Running, secret: str) -> Any:
    """A paired device's cookie, which outlives its browser."""
    return {"name": DEVICE_COOKIE, "value": secret, "url": server.https, "expires": 4102444800}


def kept(page: Page, count: int) -> None:
    """The sign says how many arrivals are only on this device."""
    sign = vi("Kept on this device: {count}").replace("{count}", str(count))
    expect(page.locator("#off-sign")).to_contain_text(sign)


def is_ready(page: Page) -> None:
    """The desk has its copy and its service worker, as after a few seconds of work."""
    expect(page.locator("#off-copy")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def field(page: Page) -> Any:
    return page.locator("#off-q")


def by_name(page: Page, typed: str) -> None:
    field(page).fill(typed)
    page.locator("#off-found").get_by_role("button", name=vi("Present")).first.click()
    expect(field(page)).to_have_value("")


def by_code(page: Page, code: str) -> None:
    field(page).fill(code)
    field(page).press("Enter")
    expect(field(page)).to_have_value("")


def said(page: Page) -> Any:
    return page.locator("#off-said")


def walk_in(page: Page, name: str, village: str, reason: str = "") -> None:
    form = page.locator("#off-new")
    form.get_by_text(vi("Somebody without invitation")).click()
    form.get_by_label(vi("Full name")).fill(name)
    form.locator("#off-village").select_option(label=village)
    form.get_by_label(vi("Reason, if the village is full")).fill(reason)
    form.get_by_role("button", name=vi("Write down and let in")).click()


def entries(page: Page) -> list[dict[str, Any]]:
    """The tablet's outbox."""
    page.wait_for_function("() => Boolean(window.deskStore)")  # the page may just have come anew
    found: list[dict[str, Any]] = page.evaluate("deskStore('1').all()")
    return found


def test_a_desk_goes_on_without_network(
    wifi: Network,
    server: Running,
    laptop: tuple[Place, Visitor],
    driver: Playwright,
    paired_site: tuple[Path, dict[str, str]],
    tmp_path: Path,
) -> None:
    # Five of six places of làng Stơr are taken; the tablet is at work.
    people = rows(
        server.data,
        "SELECT d.id, d.name, village_id, i.secret, i.code FROM roster_delegate d "
        "JOIN roster_invitation i ON i.delegate_id = d.id WHERE village_id <= 4 ORDER BY d.id",
    )
    stor, second, third, fourth = ([one for one in people if one[2] == n] for n in (1, 2, 3, 4))
    other, desk = laptop
    for whom in stor[:5]:
        let_in(other, desk, whom[0])
    place = wifi.join("tablet")
    page = tablet(driver, place, tmp_path / "tablet", server)
    page.context.add_cookies([lasting(server, paired_site[1]["registrar"])])
    page.goto(f"{server.https}/m/1/checkin/desk")
    is_ready(page)
    expect(page.locator("#off-sign")).to_be_hidden()

    # The Wi-Fi is gone. The desk goes on.
    wifi.cut("tablet")
    kept(page, 0)
    by_code(page, f"http://10.9.9.9/m/1/checkin/i/{stor[5][3]}")
    expect(said(page)).to_contain_text(stor[5][1])
    by_code(page, f"{second[0][4][:3]}-{second[0][4][3:]}".lower())
    expect(said(page)).to_contain_text(second[0][1])
    kept(page, 2)
    by_code(page, second[0][4])
    expect(said(page)).to_contain_text(vi("Is in already"))
    by_name(page, second[1][1])
    walk_in(page, "Đinh Jrŭ Mới", "làng Stơr")
    expect(page.locator("#off-walk-in [data-error]")).to_contain_text("6")
    form = page.locator("#off-new")
    form.get_by_label(vi("Reason, if the village is full")).fill("Làng cử thêm")
    form.get_by_role("button", name=vi("Write down and let in")).click()
    expect(said(page)).to_contain_text(vi("over quota: %(reason)s", reason="Làng cử thêm"))
    field(page).fill(third[0][1])
    found = page.locator("#off-found > li").first
    found.get_by_text(vi("Somebody came instead")).click()
    found.get_by_label(vi("Who came?")).fill("Đinh Thị Đi Thay")
    found.get_by_role("button", name=vi("Write down and let in")).click()
    expect(said(page)).to_contain_text(vi("in place of %(name)s", name=third[0][1]))
    by_name(page, third[1][1])
    by_name(page, fourth[0][1])
    kept(page, 7)

    # A mistake is taken back, a reload and a restart of the browser lose nothing.
    by_name(page, fourth[1][1])
    kept(page, 8)
    page.locator("#off-kept > summary").click()
    mistaken = page.locator("#off-list > li").filter(has_text=fourth[1][1])
    mistaken.get_by_text(vi("Remove"), exact=True).click()
    mistaken.get_by_role("button", name=vi("Remove this entry")).click()
    kept(page, 7)
    page.reload()
    kept(page, 7)
    field(page).fill(stor[5][1])
    here = vi("kept here at {time}").replace("{time}", "")
    expect(page.locator("#off-found")).to_contain_text(here)
    page.context.close()
    page = tablet(driver, place, tmp_path / "tablet", server)
    page.goto(f"{server.https}/m/1/checkin/desk")
    kept(page, 7)
    outbox = entries(page)

    # Meanwhile the other desk lets one of the seven in. The network comes back.
    assert len(arrivals(server.data)) == 5
    let_in(other, desk, fourth[0][0])
    wifi.restore("tablet")
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator("#off-desk")).to_have_count(0)
    assert entries(page) == []
    present = arrivals(server.data)
    assert len(present) == 5 + 7
    told = {one["shown"]["name"].split(" ", 1)[-1]: one for one in outbox}
    for entry in outbox:
        name = next(one for one in present if entry["shown"]["name"].endswith(one))
        assert present[name][0] == int(entry["at"]), "the real time of each"
    assert len(told) == 7
    assert [name for name, (_, over) in present.items() if over] == ["Đinh Jrŭ Mới"]
    conflicts = (
        "SELECT c.code, d.name FROM checkin_conflict c JOIN roster_delegate d ON d.id = delegate_id"
    )
    assert rows(server.data, conflicts) == [("checkin.two_desks", fourth[0][1])]

    # The same upload again changes nothing.
    repeated = page.evaluate(
        """async (entries) => {
          const line = await (await fetch("/m/1/checkin/desk/line")).json();
          const headers = { "Content-Type": "application/json", "X-CSRFToken": line.csrf };
          const body = JSON.stringify({ entries });
          const answer = await fetch("/m/1/checkin/desk/sync", { method: "POST", headers, body });
          return (await answer.json()).answers.map((one) => one.state);
        }""",
        [{"id": one["id"], "at": one["at"], **one["wire"]} for one in outbox],
    )
    assert sorted(repeated) == ["conflict", *["taken"] * 6]
    assert arrivals(server.data) == present
    assert len(rows(server.data, conflicts)) == 1

    # The tablet is lost: revoked, it forgets everything.
    owner = visitor(server, paired_site[1]["owner"])
    [(number,)] = rows(server.data, "SELECT id FROM device WHERE role = 'registrar'")
    revoke = f"/m/1/devices/{number}/revoke"
    other.do(lambda: owner.submit(revoke, {}, form="/m/1/devices")).raise_for_status()
    page.close()  # it was leaving by itself, and would be in the way
    page = page.context.new_page()
    page.goto(f"{server.https}/m/1/checkin/desk")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#desk-off")).to_have_count(0)
    desks = "indexedDB.databases().then((all) => all.filter((one) => one.name.includes('desk')))"
    until(page, f"Promise.all([{desks}, caches.keys()]).then((left) => !left.flat().length)")
    page.context.close()


def let_in(place: Place, desk: Visitor, delegate_id: int) -> None:
    """One tap at the desk whose Wi-Fi holds."""
    form = {"delegate_id": delegate_id}
    answer = place.do(lambda: desk.submit("/m/1/checkin/desk/in", form, form="/m/1/checkin/desk"))
    assert answer.ok, answer.text


MANY = 80
BATCH = 25  # of one upload


def test_a_server_killed_in_the_middle_of_an_upload(open_page: OpenPage, hall: Running) -> None:
    page = open_page("registrar", 1024, 768, tolerate=DEAD)
    is_ready(page)
    hall.kill()
    expect(page.locator("#off-desk")).to_be_visible()
    page.evaluate(
        """async (many) => {
          const store = deskStore("1");
          for (let i = 0; i < many; i++) {
            const id = `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
            const wire = { name: `Đinh Thử ${i}`, village_id: 0 };
            const shown = { name: wire.name, where: "", note: "" };
            await store.keep({ id, at: Date.now(), wire, shown });
          }
        }""",
        MANY,
    )
    count = "SELECT count(*) FROM roster_delegate WHERE name LIKE 'Đinh Thử %'"
    uploads: list[Route] = []

    def hold_the_third(route: Route) -> None:
        uploads.append(route)
        if len(uploads) < 3:
            route.continue_()

    page.route("**/desk/sync", hold_the_third)
    again(hall)
    while rows(hall.data, count)[0][0] <= BATCH:
        page.evaluate("1")
    hall.kill()
    page.unroute("**/desk/sync")
    stored = rows(hall.data, count)[0][0]
    gone = MANY - len(entries(page))
    assert 0 < stored < MANY, "killed in the middle"
    assert gone <= stored, "what left the tablet is on the server"

    # An entry the server stumbles over stays here and is shown; it does not hold up the others.
    def stumble(route: Route) -> None:
        if "Đinh Thử 79" in (route.request.post_data or ""):
            bug = {"ok": False, "error": {"code": "core.bug", "message": ""}}
            route.fulfill(status=500, json=bug)
        else:
            route.continue_()

    page.route("**/desk/sync", stumble)
    again(hall)
    expect(page.locator("#q")).to_be_visible()
    stuck = page.locator("#off-list > li")
    expect(stuck).to_have_count(1)
    expect(stuck).to_contain_text("Đinh Thử 79")
    [entry] = entries(page)
    page.unroute("**/desk/sync")
    page.evaluate("(entry) => deskStore('1').keep({ ...entry, said: undefined })", entry)
    page.reload()
    expect(page.locator("#off-kept")).to_be_hidden()
    is_ready(page)
    until(page, "deskStore('1').all().then((all) => all.length === 0)")
    names = [name for (name,) in rows(hall.data, "SELECT name FROM roster_delegate")]
    assert sorted(one for one in names if one.startswith("Đinh Thử ")) == sorted(
        f"Đinh Thử {i}" for i in range(MANY)
    )
    assert len(arrivals(hall.data)) == MANY


def test_an_answer_lost_with_the_network_lets_nobody_in_twice(
    open_page: OpenPage, hall: Running
) -> None:
    page = open_page("registrar", 1024, 768, tolerate=DEAD)
    is_ready(page)

    def store_and_die(route: Route) -> None:
        route.fetch()  # the server has it, and the tablet never hears of it
        hall.kill()
        route.abort()

    page.route("**/desk/walk-in", store_and_die, times=1)
    page.keyboard.press("F2")
    form = page.locator("#walk-in")
    form.get_by_label(vi("Full name")).fill("Đinh Jrŭ")
    form.get_by_text("Leng", exact=True).click()
    form.get_by_role("button", name=vi("Write down and let in")).click()
    kept(page, 1)
    expect(said(page)).to_contain_text("Đinh Jrŭ")
    [entry] = entries(page)
    assert list(arrivals(hall.data)) == ["Đinh Jrŭ"]
    again(hall)
    expect(page.locator("#off-desk")).to_have_count(0)
    assert entries(page) == []
    stored = rows(hall.data, "SELECT count(*) FROM roster_delegate WHERE name = 'Đinh Jrŭ'")
    assert stored == [(1,)]
    assert rows(hall.data, "SELECT code FROM checkin_conflict") == []
    assert arrivals(hall.data)["Đinh Jrŭ"][0] <= entry["at"]


def test_what_is_no_arrival_is_kept_too(
    open_page: OpenPage, hall: Running, secretary: Visitor
) -> None:
    """Pressed in the moment the line breaks: taken back, gone home, excused."""
    people = rows(hall.data, "SELECT id, name FROM roster_delegate WHERE village_id = 1")
    (mistaken, _), (home, name_of_home), (ill, name_of_ill) = people[:3]
    for who in (mistaken, home):
        form = {"delegate_id": who}
        assert secretary.submit("/m/1/checkin/desk/in", form, form="/m/1/checkin/desk").ok
    page = open_page("registrar", 1024, 768, tolerate=DEAD)
    is_ready(page)

    def die(route: Route) -> None:
        hall.kill()
        route.abort()

    page.route("**/desk/left", die, times=1)
    page.locator("#q").fill(name_of_home)
    row = page.locator(f"#hit-{home}")
    row.locator("summary").click()
    row.get_by_role("button", name=vi("Goes home")).click()
    expect(said(page)).to_contain_text(vi("Goes home"))
    kept(page, 1)
    page.evaluate(  # as pressed a moment earlier, and still on their way
        """([mistaken, ill]) => {
          const who = (id) => ({ fields: { delegate_id: String(id) }, key: `k${id}`, what: "" });
          deskSend({ url: "/m/1/checkin/desk/undo", ...who(mistaken) });
          const reason = { delegate_id: String(ill), reason: "Bị ốm" };
          deskSend({ url: "/m/1/checkin/desk/absent", ...who(ill), fields: reason });
          deskSend({ url: "/m/1/checkin/desk/left", ...who(99999), what: "Đinh Lạ" });
        }""",
        [mistaken, ill],
    )
    kept(page, 4)

    # The browser's tab is gone, and comes again: all of it is there, and counts.
    page.reload()
    kept(page, 4)
    field(page).fill(name_of_ill)
    expect(page.locator("#off-found")).to_contain_text(vi("was excused"))
    field(page).fill("")
    page.locator("#off-kept > summary").click()
    again(hall)

    # Sent; what the server refuses by now is said, for a person to see.
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator("#off-list > li")).to_have_count(1)
    expect(page.locator("#off-list > li")).to_contain_text("Đinh Lạ")
    assert list(arrivals(hall.data)) == [name_of_home]
    left = "SELECT delegate_id FROM checkin_presence WHERE left_at IS NOT NULL"
    assert rows(hall.data, left) == [(home,)]
    excused = "SELECT delegate_id, reason FROM checkin_absence"
    assert rows(hall.data, excused) == [(ill, "Bị ốm")]


def test_a_question_typed_without_network_sends_itself(
    wifi: Network,
    server: Running,
    laptop: tuple[Place, Visitor],
    driver: Playwright,
    tmp_path: Path,
) -> None:
    place = wifi.join("phone")
    size = {"width": 360, "height": 640}
    page = device(driver, place, tmp_path / "phone", viewport=size).pages[0]
    page.goto(server.http)
    page.get_by_label(vi("Code on the invitation")).fill(code_of(server, "Đinh Bưm"))
    page.get_by_role("button", name=vi("Continue")).click()
    page.get_by_role("button", name=vi("I have arrived")).click()
    expect(page.get_by_role("link", name=vi("Send a question"))).to_be_visible()
    page.get_by_role("link", name=vi("Send a question")).click()
    text = page.get_by_label(vi("Your question or proposal"))

    # Called back, the words stay and nothing is sent.
    text.fill("Câu này thôi không gửi")
    wifi.cut("phone")
    send(page)
    expect(line(page)).to_have_text(vi(NOT_SENT))
    page.get_by_role("button", name=vi("Do not send it")).click()
    expect(line(page)).not_to_have_text(vi(NOT_SENT))
    expect(text).to_have_value("Câu này thôi không gửi")

    # Sent without network, the phone switched off, on again in the hall's Wi-Fi: it arrives, once.
    text.fill(QUESTION)
    send(page)
    expect(line(page)).to_have_text(vi(NOT_SENT))
    page.context.close()
    assert rows(server.data, "SELECT count(*) FROM opinions_opinion") == [(0,)]
    wifi.restore("phone")
    page = device(driver, place, tmp_path / "phone", viewport=size).pages[0]
    page.goto(server.http)
    expect(page.locator("#messages")).to_contain_text(vi("Sent now:"))
    expect(page.locator("#messages")).to_contain_text(QUESTION[:40])
    page.goto(f"{server.http}/m/1/opinions/mine")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_label(vi("Your question or proposal"))).to_have_value("")
    assert rows(server.data, "SELECT count(*) FROM opinions_opinion") == [(1,)]

    # What is refused by then is said, with the words.
    page.get_by_label(vi("Your question or proposal")).fill("Câu thứ hai, gửi muộn.")
    wifi.cut("phone")
    send(page)
    expect(line(page)).to_have_text(vi(NOT_SENT))
    page.goto("about:blank")  # the page is closed while it waits
    other, desk = laptop
    closed = {"name": "opinions.phone", "value": "0"}
    other.do(lambda: desk.submit("/m/1/settings", closed)).raise_for_status()
    wifi.restore("phone")
    page.goto(server.http)
    expect(page.locator("#messages").get_by_role("alert")).to_contain_text("Câu thứ hai, gửi muộn.")
    expect(line(page)).to_be_hidden()
    assert rows(server.data, "SELECT count(*) FROM opinions_opinion") == [(1,)]
    page.context.close()
