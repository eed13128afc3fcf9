"""The page of one opinion in a browser: its text saves itself, and two clerks lose no word."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests import running
from tests.running import Running, Visitor

from .acts import DEAD, REFUSED, answered
from .test_shell_looks import violations
from .words import vi

OpenPage = Callable[..., Page]
ASKED = "Đường vào làng lầy lội."
SAVED = "[data-sign=saved]"
EITHER_FAULT = rf"{DEAD}|{REFUSED}"


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

    # what others write comes in while one types: no field that is not saved changes
    page.route("**/edit", lambda route: route.abort())
    text.press("Control+End")
    text.press_sequentially(" lụt")
    answer = field(page, "answer")
    answer.press("Control+End")
    for word in (" Xong", " trước", " tháng 6."):
        said = {"kind": "REPLY", "text": f"Đoạn{word}"}
        assert secretary.submit("/m/1/opinions/1/said", said, form=address).ok
        answer.press_sequentially(word)
    expect(field(page, "reply")).to_have_count(3)
    expect(text).to_have_value(f"{ASKED} Mùa mưa lụt")
    expect(answer).to_have_value("Năm 2024 sẽ đổ bê tông. Xong trước tháng 6.")
    page.unroute("**/edit")
    expect(page.locator(f".op-thread .is-question {SAVED}")).to_be_visible()
    for left in (2, 1, 0):
        with answered(page):
            page.locator(".op-thread .is-reply").first.get_by_text(vi("Take this out")).click()
        expect(field(page, "reply")).to_have_count(left)
    assert stored(hall) == [
        ("QUESTION", f"{ASKED} Mùa mưa lụt"),
        ("ANSWER", "Năm 2024 sẽ đổ bê tông. Xong trước tháng 6."),
    ]

    # a button's answer comes late and draws the page anew around a piece that is being typed
    said = {"kind": "REPLY", "text": "Thôi"}
    assert secretary.submit("/m/1/opinions/1/said", said, form=address).ok
    page.locator("#messages [data-close]").click()  # the next one tells that the page is drawn anew
    held: list[Route] = []
    page.route("**/remove", lambda route: held.append(route))
    with page.expect_request("**/remove"):
        page.locator(".op-thread .is-reply").get_by_text(vi("Take this out")).click()
    concluded = begin(page, "conclusion").locator("[name=text]")
    page.keyboard.type("Giao phòng")
    page.keyboard.press("Home")
    held.pop().continue_()
    expect(page.locator("#messages").get_by_text(vi("Taken out."))).to_be_visible()
    page.unroute("**/remove")
    page.keyboard.type("Thống nhất. ")  # into whatever has the keyboard now
    expect(concluded).to_have_value("Thống nhất. Giao phòng")
    expect(concluded).to_be_focused()
    expect(page.locator(".op-begin [data-begins]")).to_have_count(5)
    expect(text).to_have_value(f"{ASKED} Mùa mưa lụt")
    page.locator("h1").click()
    expect(field(page, "conclusion")).to_have_value("Thống nhất. Giao phòng")
    page.locator(".op-thread .is-conclusion").get_by_text(vi("Take this out")).click()
    expect(field(page, "conclusion")).to_have_count(0)

    # what was begun by mistake goes again
    begin(page, "conclusion").get_by_text(vi("Take this out")).click()
    expect(page.locator(".op-new [data-autosave]")).to_have_count(0)

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
        ("QUESTION", f"{ASKED} Mùa mưa lụt nước ngập."),
        ("ANSWER", "Năm 2024 sẽ đổ bê tông. Xong trước tháng 6."),
        ("FOLLOW_UP", "Còn cống thoát nước thì sao?"),
    ]
    assert stored(hall) == whole

    # the page is left in the middle of a word
    concluded = begin(page, "conclusion")
    concluded.locator("[name=text]").press_sequentially("Giao Địa chính kiểm tra")
    page.goto(f"{hall.http}/m/1/opinions/")
    page.goto(hall.http + address)
    expect(field(page, "conclusion")).to_have_value("Giao Địa chính kiểm tra")

    # the page is closed while nobody answers: it is sent when one is open again
    text = field(page, "conclusion")
    hall.kill()
    text.press("Control+End")
    text.press_sequentially(" trong tháng 11")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    again = running.start(hall.data, http_port=ports[0], https_port=ports[1])
    hall.process = again.process
    page = page.context.new_page()
    page.goto(hall.http + address)
    expect(field(page, "conclusion")).to_have_value("Giao Địa chính kiểm tra trong tháng 11")
    expect(page.locator(f".op-thread .is-conclusion {SAVED}")).to_be_visible()
    assert stored(hall) == [*whole, ("CONCLUSION", "Giao Địa chính kiểm tra trong tháng 11")]


def test_two_clerks_lose_no_word(hall: Running, secretary: Visitor, open_page: OpenPage) -> None:
    address = opinion(secretary)
    lan = open_page("secretary", 1366, 768, tolerate=EITHER_FAULT)
    hung = open_page("summariser", 1024, 768, tolerate=EITHER_FAULT)
    for page in (lan, hung):
        page.goto(hall.http + address)

    # what one saves the other sees at once, and both may go on
    field(lan, "question").fill("Đường vào làng Klếch lầy lội.")
    lan.locator("h1").click()
    expect(field(hung, "question")).to_have_value("Đường vào làng Klếch lầy lội.")
    hung.locator(".op-thread .is-question [name=summary]").fill("Đường lầy")
    hung.locator("h1").click()
    expect(lan.locator(".op-thread .is-question [name=summary]")).to_have_value("Đường lầy")

    # each in a field of their own: put together without asking
    together(lan, hung, ("text", "Đường vào làng Klếch lầy lội quá."), ("summary", "Đường rất lầy"))
    for page in (lan, hung):
        expect(field(page, "question")).to_have_value("Đường vào làng Klếch lầy lội quá.")
        expect(field(page, "question", "summary")).to_have_value("Đường rất lầy")

    # both in the same field: side by side, and both joined by one tap
    together(lan, hung, ("text", "Đường lầy. Chị Lan ghi."), ("text", "Đường lầy. Anh Hùng ghi."))
    asked = hung if hung.locator(".versions").count() else lan
    box = asked.locator(".versions")
    expect(box.locator("mark")).to_have_count(2)
    box.locator("[data-take=both]").click()
    for page in (lan, hung):
        expect(field(page, "question")).to_have_value(EITHER)
    expect(asked.locator(".versions")).to_have_count(0)

    # one of both by one key, while the hands stay on the keyboard
    together(lan, hung, ("text", "Bản của Lan"), ("text", "Bản của Hùng"))
    asked = hung if hung.locator(".versions").count() else lan
    kept = "Bản của Hùng" if asked is hung else "Bản của Lan"
    field(asked, "question").press("Alt+1")
    for page in (lan, hung):
        expect(field(page, "question")).to_have_value(kept)
    expect(asked.locator(f".op-thread .is-question {SAVED}")).to_be_visible()
    assert stored(hall) == [("QUESTION", kept)]

    # what a closed page could not send is sent from another one, which says when it was too late
    opinion(secretary, "Xin cái giếng.")
    context = lan.context
    context.set_offline(True)
    field(lan, "question").fill("Lan viết khi mất mạng")
    with lan.expect_event("close"):
        lan.close(run_before_unload=True)
    field(hung, "question").fill("Hùng viết")
    hung.locator("h1").click()
    expect(hung.locator(f".op-thread .is-question {SAVED}")).to_be_visible()
    context.set_offline(False)
    lan = context.new_page()
    lan.goto(f"{hall.http}/m/1/opinions/2")
    lan.locator("#messages").get_by_role("link", name=vi("Open it")).click()
    expect(lan.locator(".versions")).to_contain_text("Lan viết khi mất mạng")
    expect(lan.locator(".versions")).to_contain_text("Hùng viết")
    lan.locator("[data-take=theirs]").click()
    expect(lan.locator(".versions")).to_have_count(0)
    expect(field(lan, "question")).to_have_value("Hùng viết")


def test_every_rule_of_the_date_is_offered_and_a_later_one_explained(
    hall: Running, secretary: Visitor, open_page: OpenPage
) -> None:
    address = opinion(secretary)
    page = open_page("secretary", 1024, 768, tolerate=REFUSED)
    page.goto(hall.http + address)
    form = page.locator(".op-outcome")
    form.locator("[value=PENDING]").check()
    offers = form.locator("[data-due]:visible")
    days = [str(one.get_attribute("data-due")) for one in offers.all()]
    assert len(days) == 2
    assert days == sorted(days), "the strictest first"
    due, reason = form.locator("[name=due_date]"), form.locator("[name=due_reason]")
    expect(due).to_have_value(days[0])
    expect(reason).to_be_hidden()
    offers.nth(1).click()
    expect(due).to_have_value(days[1])
    expect(reason).to_be_visible()
    reason.fill("Chờ kết quả đo đạc")
    form.locator("[name=department]").select_option("TU_PHAP")
    # what is being written meanwhile is not in the way, and stays
    answer = begin(page, "answer")
    answer.locator("[name=text]").press_sequentially("Sẽ trả lời sau")
    form.get_by_role("button", name=vi("Save the outcome")).click()
    expect(page.get_by_text("Chờ kết quả đo đạc").first).to_be_visible()
    expect(field(page, "answer")).to_have_value("Sẽ trả lời sau")
    assert stored(hall) == [("QUESTION", ASKED), ("ANSWER", "Sẽ trả lời sau")]

    # beyond authority: what it needs, and by when the law wants the person told; all is taken back
    form.locator("[value=BEYOND_AUTHORITY]").check()
    expect(form.get_by_text("Luật Tiếp công dân")).to_be_visible()
    form.locator("[name=competent_body]").fill("Hạt Kiểm lâm")
    form.locator("[name=expected]").fill("quý I/2024")
    form.get_by_role("button", name=vi("Save the outcome")).click()
    told = page.get_by_text(vi("The person has not been told yet."))
    expect(told).to_be_visible()
    form.locator("[name=told_on]").fill(days[0])
    form.get_by_role("button", name=vi("Save the outcome")).click()
    expect(told).to_be_hidden()
    page.get_by_role("button", name=vi("Take the outcome back")).click()
    expect(page.get_by_role("button", name=vi("Take the outcome back"))).to_be_hidden()

    # somebody else decides meanwhile: the open page says so, and nothing is written over it unseen
    meanwhile = page.locator("[data-stand]")
    expect(meanwhile).to_be_hidden()
    assert secretary.submit(f"{address}/outcome", {"outcome": "NOTED"}, form=address).ok
    expect(meanwhile).to_contain_text(vi("Noted"))
    expect(meanwhile).to_be_visible()
    form.locator("[value=OFF_TOPIC_WRITTEN]").check()
    form.get_by_role("button", name=vi("Save the outcome")).click()
    expect(form.get_by_text(re.compile("vừa có người khác quyết định"))).to_be_visible()
    expect(meanwhile).to_be_hidden()
    form.get_by_role("button", name=vi("Save the outcome")).click()
    expect(page.locator(".op-settle").get_by_text(vi("Noted"), exact=True).first).to_be_visible()
    expect(page.locator(".page-head").get_by_text("Ngoài nội dung", exact=False)).to_be_visible()
    for width, height in ((1366, 768), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


EITHER = re.compile(r"^Đường lầy\. (Chị Lan ghi\. Anh Hùng ghi\.|Anh Hùng ghi\. Chị Lan ghi\.)$")


def together(one: Page, other: Page, first: tuple[str, str], second: tuple[str, str]) -> None:
    """Both write while neither has heard of the other: the network comes back for both at once."""
    for page in (one, other):
        page.context.set_offline(True)
    for page, (name, text) in ((one, first), (other, second)):
        field(page, "question", name).fill(text)
        expect(page.locator(".op-thread .is-question [data-sign=failed]")).to_be_visible()
    for page in (one, other):
        page.context.set_offline(False)
    for page in (one, other):
        done = page.locator(".op-thread .is-question").locator(f"{SAVED}, [data-sign=versions]")
        expect(done).to_be_visible()
