"""The secretary's list in a real browser: ten opinions by keys alone, the undo, filters, slips."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.running import Running, Visitor

from .acts import mark
from .test_shell_looks import violations
from .words import like, vi

OpenPage = Callable[..., Page]
DESK = "/m/1/opinions/"
TEXTS = [
    "Đường vào làng Klếch lầy lội, xin xã đổ bê tông.",
    "Điện yếu, buổi tối bơm nước không lên.",
    "Xin đổ bê tông đường vào làng Klếch vì quá lầy lội.",
    "Bao giờ chi trả tiền hỗ trợ bò chết?",
    "Xin thêm lớp mầm non.",
    "Giá xăng sao cao thế?",
    "Ông cán bộ kia đòi tiền mới ký giấy.",
    "Tôi khiếu nại quyết định thu hồi đất.",
    "Xin cảm ơn hội nghị.",
    "Xin cái giếng khoan.",
]


def stored(hall: Running) -> dict[int, dict[str, object]]:
    """What stands in the database, by number."""
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        database.row_factory = sqlite3.Row
        query = (
            "SELECT o.*, other.number AS joined FROM opinions_opinion o "
            "LEFT JOIN opinions_opinion other ON other.id = o.merged_into_id"
        )
        return {row["number"]: dict(row) for row in database.execute(query)}


def slip(secretary: Visitor, text: str) -> None:
    data = {"channel": "VIA_SECRETARY", "who": "name", "name": "Bà Ba", "text": text}
    assert secretary.submit(DESK, data, form=DESK).ok


def chosen(page: Page) -> str:
    return page.locator("[data-op-target]").inner_text().partition(".")[0]


def press(page: Page, *keys: str) -> None:
    """Press keys, and wait for what the last of them did."""
    for key in keys:
        page.keyboard.press(key)


def said(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator(".op-undo")).to_contain_text(text)


def test_ten_opinions_by_keys_alone(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    for text in TEXTS:
        slip(secretary, text)
    page = open_page("secretary", 1366, 768)
    page.goto(hall.http + DESK)
    mark(page)
    expect(page.locator("[data-op]")).to_have_count(10)
    press(page, "j")  # the newest
    expect(page.locator("#opinion-10")).to_be_focused()
    press(page, "c")
    said(page, vi("Opinion %(number)s approved", number=10))
    press(page, "j", "x")
    said(page, vi("Opinion %(number)s: spoke, asked for nothing", number=9))
    expect(page.locator("#opinion-9")).to_have_count(0)
    expect(page.locator("#opinion-8")).to_be_focused()  # the next one moves up
    press(page, "t")
    assert violations(page) == []
    press(page, "1")
    said(page, vi("Opinion %(number)s guided to file a complaint", number=8))
    expect(page.locator(".op-read-out")).to_contain_text("khiếu nại")
    expect(page.locator("#opinion-7")).to_be_focused()
    press(page, "t", "2")
    said(page, vi("Opinion %(number)s guided to file a denunciation", number=7))
    expect(page.locator("#opinion-6")).to_be_focused()
    press(page, "n")
    said(page, vi("Opinion %(number)s is answered privately in writing", number=6))
    expect(page.locator("#opinion-5")).to_be_focused()
    press(page, "l", "f")  # the twelfth topic: letters after the digits
    said(page, like("Opinion %(number)s: topic “%(topic)s”"))
    press(page, "ArrowDown", "g", "3")
    said(page, like("Opinion %(number)s given to %(department)s"))
    press(page, "h")
    said(page, vi("Opinion %(number)s marked as sensitive", number=4))
    press(page, "j", "p")
    expect(page.locator("#op-number")).to_be_focused()
    expect(page.locator("[data-op-similar] button")).to_have_count(1)
    page.keyboard.type("1")
    press(page, "Enter")
    said(page, vi("Opinion %(number)s joined with %(other)s", number=3, other=1))
    expect(page.locator("#opinion-2")).to_be_focused()
    press(page, "c", "j")
    press(page, "c")
    said(page, vi("Opinion %(number)s approved", number=1))
    found = stored(hall)
    assert [found[number]["state"] for number in (1, 2, 10)] == ["APPROVED"] * 3
    assert [found[number]["outcome"] for number in (6, 7, 8, 9)] == [
        "OFF_TOPIC_WRITTEN",
        "REFERRED",
        "REFERRED",
        "NOTED",
    ]
    assert (found[3]["joined"], found[4]["sensitive"]) == (1, 1)
    assert found[4]["department"]
    assert found[5]["category"]
    press(page, "z")
    expect(page.locator("#messages")).to_contain_text(vi("Opinion %(number)s approved", number=1))
    assert stored(hall)[1]["state"] == "NEW"
    expect(page.locator(".op-undo")).to_have_count(0)
    press(page, "?")
    expect(page.locator("#keys")).to_contain_text(vi("Choose the topic"))
    press(page, "Escape")
    somebody_else_takes_it_away(page, secretary)
    filters(page, hall, secretary)
    left_half_typed(page, hall)


def left_half_typed(page: Page, hall: Running) -> None:
    """What was being written down is there again after a reload, and not in a closed fold."""
    page.goto(hall.http + DESK)
    words = page.locator("#op-record-form [name=text]")
    expect(words).to_be_hidden()
    page.locator("#op-record summary").click()
    words.fill("Xin thêm")
    page.reload()
    expect(words).to_be_visible()
    expect(words).to_have_value("Xin thêm")


def somebody_else_takes_it_away(page: Page, secretary: Visitor) -> None:
    """What another desk has settled leaves nothing chosen: no key hits its neighbour."""
    press(page, "k")
    expect(page.locator("#opinion-2")).to_be_focused()
    data = {"do": "nothing"}
    assert secretary.submit(f"{DESK}decide/2?seen=1", data, form=DESK).ok
    expect(page.locator("#opinion-2")).to_have_count(0)
    expect(page.locator("[data-op-target]")).to_have_text(vi("Choose an opinion in the list."))


def filters(page: Page, hall: Running, secretary: Visitor) -> None:
    """An address shows the same to whoever gets it, and looks again without moving."""
    press(page, "/")
    expect(page.locator("#op-q")).to_be_focused()
    page.keyboard.type("be tong")
    press(page, "Enter")
    expect(page.locator("[data-op]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"[?&]q=be"))
    page.locator(".op-tabs").get_by_role("link", name=re.compile(vi("All"))).click()
    expect(page.locator("[data-op]")).to_have_count(2)
    slip(secretary, "Lại xin đổ bê tông đường nữa.")
    more = page.get_by_role("link", name="1 ý kiến mới")
    expect(more).to_be_visible()
    expect(page.locator("[data-op]")).to_have_count(2)
    secretary.submit(f"{DESK}1/approve", {}, form=DESK)
    expect(page.locator("#opinion-1")).to_contain_text(vi("With the chair"))
    assert violations(page) == []
    more.click()
    expect(page.locator("[data-op]")).to_have_count(3)
    assert page.evaluate("window.stillHere === true")


def test_slips_one_after_the_other(open_page: OpenPage, hall: Running) -> None:
    page = open_page("secretary", 1366, 768)
    page.goto(hall.http + DESK)
    press(page, "b")
    text = page.get_by_label(vi("Question or proposal"))
    expect(text).to_be_focused()
    page.get_by_text(vi("No name given"), exact=True).click()
    page.get_by_label(vi("Number on the slip")).fill("17")
    text.fill("duong vao lang lay loi qua")
    assert violations(page) == []
    page.get_by_role("button", name=vi("Record the opinion")).click()
    code = page.locator(".op-code")
    expect(code).to_be_visible()
    expect(text).to_be_focused()
    row = stored(hall)[1]
    assert (row["slip"], code.inner_text().replace("\n", "")) == ("17", row["receipt"])
    page.get_by_text(vi("Collected before the meeting"), exact=True).first.click()
    page.get_by_label(vi("How urgent")).first.select_option("Bức xúc")
    page.get_by_label(vi("Name"), exact=True).fill("Già làng")
    text.fill("Xin sửa cầu treo")
    page.get_by_role("button", name=vi("Record the opinion")).click()
    expect(page.locator("#opinion-2")).to_contain_text("Bức xúc")
    expect(text).to_be_focused()
    expect(text).to_have_value("")
    expect(page.get_by_role("radio", name=vi("Collected before the meeting"))).to_be_checked()


def test_what_is_being_said(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    for name in ("Đinh Klĕn", "Đinh Grơ̆ng"):
        wish = {"speaker_name": name}
        assert secretary.submit("/m/1/speakers/request", wish, form="/m/1/speakers/").ok
    slip(secretary, "Điện yếu lắm")
    page = open_page("secretary", 1366, 768)
    page.goto(f"{hall.http}/m/1/speakers/")
    press(page, "m")
    words = page.locator(".op-hearing textarea")
    expect(words).to_have_count(1)
    press(page, "j")
    expect(words).to_be_focused()
    page.keyboard.type("xin cai cau")
    expect(page.locator(".op-hearing .save-sign")).to_contain_text(vi("Saved at"))
    page.keyboard.type(", gap lam")
    expect(words).to_have_value("xin cai cau, gap lam")
    page.get_by_role("button", name=vi("One more opinion"), exact=True).click()
    expect(words).to_have_count(2)
    words.nth(1).fill("con bo chet chua duoc tra tien")
    press(page, "Escape", "m")  # the next speaker: what is being typed stays
    expect(words).to_have_count(3)
    expect(words.nth(1)).to_have_value("xin cai cau, gap lam")
    expect(words.nth(2)).to_have_value("con bo chet chua duoc tra tien")
    press(page, "y", "1")
    expect(page.locator(".op-incoming-undo")).to_contain_text("1")
    assert violations(page) == []
    found = stored(hall)
    assert found[1]["state"] == "APPROVED"
    assert len(found) == 4
