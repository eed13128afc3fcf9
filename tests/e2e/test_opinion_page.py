"""The page of one opinion in a browser: its text saves itself, and two clerks lose no word."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests import running
from tests.running import Running, Visitor

from .acts import DEAD
from .words import vi

OpenPage = Callable[..., Page]
ASKED = "Đường vào làng lầy lội."
SAVED = "[data-sign=saved]"


def opinion(secretary: Visitor, text: str = ASKED) -> str:
    """An opinion of somebody, and where its page is."""
    data = {"channel": "VIA_SECRETARY", "who": "name", "name": "Đinh Klĕn", "text": text}
    assert secretary.submit("/m/1/opinions/", {**data, "approved": "y"}).ok
    return "/m/1/opinions/1"


def stored(hall: Running) -> list[tuple[str, str]]:
    """What the disk has of the thread: kinds and texts."""
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        return database.execute("SELECT kind, text FROM opinions_entry ORDER BY id").fetchall()


def field(page: Page, kind: str, name: str = "text") -> Locator:
    """A field of a piece that the thread shows."""
    return page.locator(f".op-thread .is-{kind} [name={name}]")


def begin(page: Page, kind: str) -> Locator:
    """Begin another piece; what is begun."""
    page.locator(f"[data-begins=begin-{kind}]").click()
    return page.locator(f".op-new .is-{kind}[data-autosave]").last


def test_text_saves_itself_through_pushes_restarts_and_another_page(
    hall: Running, secretary: Visitor, open_page: OpenPage
) -> None:
    address = opinion(secretary)
    page = open_page("secretary", 1366, 768, tolerate=DEAD)
    page.goto(hall.http + address)

    # by itself, two seconds after the last key
    text = field(page, "question")
    text.press("Control+End")
    text.press_sequentially(" Mùa mưa")
    expect(page.locator(f".op-thread .is-question {SAVED}")).to_be_visible()
    assert stored(hall) == [("QUESTION", f"{ASKED} Mùa mưa")]
    expect(text).to_be_focused()

    # a new piece is one piece, however often it is saved; leaving the field saves at once
    answer = begin(page, "answer")
    answer.locator("[name=text]").press_sequentially("Năm 2024 sẽ đổ")
    expect(answer.locator(SAVED)).to_be_visible()
    answer.locator("[name=text]").press_sequentially(" bê tông.")
    answer.locator("[name=said_by]").fill("Ông Nam")
    page.locator("h1").click()
    expect(field(page, "answer")).to_have_value("Năm 2024 sẽ đổ bê tông.")
    expect(page.locator(".op-new [data-autosave]")).to_have_count(0)
    assert stored(hall)[1:] == [("ANSWER", "Năm 2024 sẽ đổ bê tông.")]

    # a power cut between two keystrokes
    reply = begin(page, "follow_up")
    reply.locator("[name=text]").press_sequentially("Còn cống thoát nước")
    hall.kill()
    reply.locator("[name=text]").press_sequentially(" thì sao?")
    expect(reply.locator("[data-sign=failed]")).to_have_text(
        vi("Not saved yet. It is sent again by itself.")
    )
    text.press("Control+End")
    text.press_sequentially(" nước ngập.")
    page.locator("h1").click()
    ports = [int(one.rsplit(":", 1)[1]) for one in (hall.http, hall.https)]
    again = running.start(hall.data, http_port=ports[0], https_port=ports[1])
    hall.process = again.process
    expect(field(page, "follow_up")).to_have_value("Còn cống thoát nước thì sao?")
    expect(page.locator(f".op-thread .is-question {SAVED}")).to_be_visible()
    whole = [
        ("QUESTION", f"{ASKED} Mùa mưa nước ngập."),
        ("ANSWER", "Năm 2024 sẽ đổ bê tông."),
        ("FOLLOW_UP", "Còn cống thoát nước thì sao?"),
    ]
    assert stored(hall) == whole

    # the page is left in the middle of a word
    said = begin(page, "conclusion")
    said.locator("[name=text]").press_sequentially("Giao Địa chính kiểm tra")
    page.goto(f"{hall.http}/m/1/opinions/")
    page.goto(hall.http + address)
    expect(field(page, "conclusion")).to_have_value("Giao Địa chính kiểm tra")

    # the page is closed while nobody answers: it is sent when one is open again
    text = field(page, "conclusion")
    hall.kill()
    text.press("Control+End")
    text.press_sequentially(" trong tháng 11")
    page.close(run_before_unload=True)
    again = running.start(hall.data, http_port=ports[0], https_port=ports[1])
    hall.process = again.process
    page = page.context.new_page()
    page.goto(hall.http + address)
    expect(field(page, "conclusion")).to_have_value("Giao Địa chính kiểm tra trong tháng 11")
    expect(page.locator(f".op-thread .is-conclusion {SAVED}")).to_be_visible()
    assert stored(hall) == [*whole, ("CONCLUSION", "Giao Địa chính kiểm tra trong tháng 11")]
