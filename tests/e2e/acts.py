"""What people do in the browser tests: check in, write questions, press the desk's buttons."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from tests import running
from tests.running import Running, Visitor

from .conftest import HALL_NAME, PATIENCE_MS
from .words import like, vi

QUESTION = "Đường vào làng Klếch lầy lội quá, xin xã đổ bê tông."
# What Chromium writes to the console when the server does not answer, or answers with a refusal.
DEAD = r"ERR_|WebSocket connection"
REFUSED = r"status of 409"


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
    expect(page.get_by_text(like("You checked in at %(time)s.")).first).to_be_visible()
    nothing_waits(page)
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


ANSWERED = """
delete document.documentElement.dataset.answered;
document.addEventListener("htmx:finally:request", (event) => {
    if (event.detail.ctx.request.method === "POST") document.documentElement.dataset.answered = "1";
});
"""


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Inside, a button is pressed; its answer is there at the end. A page does one thing at a time:
    what is pressed before goes unheard, even when a push has shown already what came of it.
    """
    page.evaluate(ANSWERED)
    yield
    expect(page.locator("html")).to_have_attribute("data-answered", "1")


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


def question_page(page: Page, hall: Running) -> Locator:
    arrive(page, hall)
    page.get_by_role("link", name=vi("Send a question")).click()
    return page.get_by_label(vi("Your question or proposal"))


def send(page: Page) -> None:
    page.get_by_role("button", name=vi("Send"), exact=True).click()


def nothing_waits(page: Page) -> None:
    """What was sent has been answered: who goes on now, leaves nothing to be sent again."""
    left = "doithoai.store('doithoai-outbox').all().then((all) => !all.length, () => true)"
    until(page, f"(window.doithoai ? {left} : true)")  # no outbox: no script, or nothing is kept


def until(page: Page, promised: str) -> None:
    """Wait until what this promises is true; Playwright itself takes any promise for true."""
    page.evaluate(
        f"""async (patience) => {{
          for (const end = Date.now() + patience; !(await {promised});) {{
            if (Date.now() > end) throw new Error("never became true");
            await new Promise(requestAnimationFrame);
          }}
        }}""",
        PATIENCE_MS,
    )
