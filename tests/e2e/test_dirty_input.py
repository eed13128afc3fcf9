"""What people really type goes through every channel, and comes out everywhere as promised."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from meeting import clock
from meeting.access import Actor
from meeting.meetings import create_meeting
from meeting.plan import load_plan_file, shipped_plans
from meeting.writing import run
from tests import running
from tests.conftest import MORNING, site
from tests.plugins.roster.office_files import cp1258, workbook
from tests.running import Running, Visitor

from .acts import DEAD, REFUSED, arrive, phones, send
from .conftest import OpenPage
from .dirty import DIRTY, HOSTILE, LONG, OLD_FONTS, SHORT, STORED, TYPED
from .test_story import squeezed
from .words import vi

DESK = "/m/1/opinions/"
SAVED = "[data-sign=saved]"


@pytest.fixture
def hall(
    paired_site: tuple[Path, dict[str, str]], static_cache: Path, tmp_path: Path
) -> Iterator[Running]:
    """The sample meeting, and one still to come, whose villages send what they want to raise."""
    data = tmp_path / "data"
    shutil.copytree(paired_site[0], data)
    with clock.frozen(MORNING):
        app = site(data, static_cache)
        with app.app_context():
            plan = load_plan_file(shipped_plans()["to-tung-2023"])
            run(create_meeting, by=Actor.system("test"), plan=plan)
        app.extensions["meeting"].close()
    with running.server(data) as server:
        yield server


def stored(hall: Running, meeting: int = 1) -> list[str]:
    """The words of all opinions on the disk, in order of number."""
    with closing(sqlite3.connect(hall.data / "doithoai.db")) as database:
        rows = database.execute(
            "SELECT e.text FROM opinions_opinion o JOIN opinions_entry e ON e.opinion_id = o.id "
            "WHERE e.kind = 'QUESTION' AND o.meeting_id = ? ORDER BY o.number",
            (meeting,),
        ).fetchall()
    return [row[0] for row in rows]


def sound(page: Page) -> None:
    """No markup of anybody ran, and nothing sticks out at the side."""
    assert "hacked" not in page.title()
    assert page.locator("img[src=x]").count() == 0
    width = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def reads(place: Locator, text: str) -> None:
    """Whether all lines stand there, as a reader sees them."""
    for line in text.split("\n"):
        expect(place.first).to_contain_text(line)


def test_dirty_words_come_in_by_every_channel(
    hall: Running, open_page: OpenPage, secretary: Visitor
) -> None:
    page = open_page("secretary", 1366, 768, tolerate=rf"{DEAD}|{REFUSED}")
    phone = open_page(None, 360, 740, tolerate=REFUSED)
    by_phone(phone, hall)
    found_in_the_list(page, hall)
    on_a_slip(page, hall)
    in_a_sheet(page, hall)
    from_a_village(open_page(None, 360, 740), hall)
    taken_down(page, hall)
    prepared_by_a_department(open_page, hall, secretary)
    shown_to_all(open_page, hall, secretary)
    printed(page, hall)


def by_phone(phone: Page, hall: Running) -> None:
    """One question for each way; then a word without an end."""
    arrive(phone, hall)
    phone.goto(f"{phones(hall)}{DESK}mine")
    words = phone.get_by_label(vi("Your question or proposal"))
    typed = [*((one.typed, one.stored) for one in DIRTY), *zip(OLD_FONTS, OLD_FONTS, strict=True)]
    for number, (raw, text) in enumerate(typed, 1):
        words.fill(raw)
        send(phone)
        expect(phone.locator(f"#mine-{number} .op-text")).to_contain_text(text)
        expect(words).to_have_value("")
    assert stored(hall) == [text for _raw, text in typed]
    words.fill("dài" * 3334)
    send(phone)
    expect(phone.locator(".field-error")).to_contain_text("4000")
    expect(words).to_have_value("dài" * 3334)
    words.fill(LONG)
    send(phone)
    expect(phone.locator(f"#mine-{len(typed) + 1}")).to_contain_text(LONG[:80])
    assert stored(hall)[-1] == LONG
    sound(phone)


def found_in_the_list(page: Page, hall: Running) -> None:
    """Each is in the list as it was meant, and is found without a mark."""
    page.goto(f"{hall.http}{DESK}")
    for number, one in enumerate(DIRTY, 1):
        expect(page.locator(f"#opinion-{number} .op-text")).to_contain_text(one.stored)
    sound(page)
    for number, one in enumerate(DIRTY, 1):
        found = page.request.get(f"{hall.http}{DESK}?show=all&q={quote(one.query)}").text()
        numbers = re.findall(r'id="opinion-(\d+)"', found)
        assert str(number) in numbers, one.name
        assert len(numbers) < 5, one.name
    for number, text in enumerate(OLD_FONTS, len(DIRTY) + 1):
        page.goto(f"{hall.http}{DESK}{number}")
        expect(page.locator(".op-thread .is-question [name=text]")).to_have_value(text)
        expect(page.locator("aside.alert-warning")).to_contain_text("sai bảng mã")


def on_a_slip(page: Page, hall: Running) -> None:
    """All ways on one slip, of somebody whose name is typed as badly."""
    page.goto(f"{hall.http}{DESK}")
    form = page.locator("#op-record-form")
    if not form.is_visible():
        page.locator("#op-record summary").click()
    form.locator("[name=name]").fill("  \u00d0inh\u00a0 Thi\u0323  Hơ̆n\u200b <i>\u202eX ")
    form.locator("[name=text]").fill(TYPED)
    form.locator("[name=slip]").fill(f" 17 {HOSTILE}")
    form.get_by_role("button", name=vi("Record the opinion")).click()
    expect(form.locator("[name=text]")).to_have_value("")
    newest = page.locator("[data-op]").first
    expect(newest.locator(".op-who")).to_contain_text("Đinh Thị Hơ̆n <i>X")
    reads(newest.locator(".op-text"), STORED)
    expect(newest.locator(".op-facts")).to_contain_text(f"17 {HOSTILE}")
    assert stored(hall)[-1] == STORED
    sound(page)


def in_a_sheet(page: Page, hall: Running) -> None:
    """A workbook with a row for each way, and a list that an old program has saved."""
    head: list[object] = ["STT", "Họ và tên", "Làng", "Nội dung"]
    typed = [re.sub(r"[\x07\x1b]", "", one.typed) for one in DIRTY]  # no office file holds these
    rows = [[no, "Đinh Bưm", "Stơr", f"Sổ: {text}"] for no, text in enumerate(typed, 1)]
    rows += [[len(rows) + at, "Đinh Bưm", "Stơr", text] for at, text in enumerate(OLD_FONTS, 1)]
    old = "Họ và tên;Làng;Nội dung\r\nĐinh Klĕn;Leng;Đề nghị sửa đường <b>ngay</b>\r\n"
    before = len(stored(hall))
    choose(page, hall, "Tổng hợp <b>.xlsx", workbook([head, *rows]))
    table = page.locator("table")
    for one in DIRTY:
        expect(table).to_contain_text(f"Sổ: {one.stored}")
    expect(table.get_by_text("TCVN3")).to_have_count(2)
    sound(page)
    page.get_by_role("button", name=re.compile(rf"^Ghi {len(rows) - 2} ý kiến")).click()
    expect(page.get_by_text("Để lại: 2.")).to_be_visible()
    choose(page, hall, "cũ.csv", cp1258(old.replace("ĕ", "e")))
    page.get_by_role("button", name=re.compile("^Ghi 1 ý kiến")).click()
    expect(page.get_by_text("Đã ghi: 1.")).to_be_visible()
    sound(page)
    added = stored(hall)[before:]
    assert added[:-1] == [f"Sổ: {one.stored}" for one in DIRTY]
    assert added[-1] == "Đề nghị sửa đường <b>ngay</b>"


def choose(page: Page, hall: Running, name: str, data: bytes) -> None:
    page.goto(f"{hall.http}{DESK}collected/import")
    page.locator("#file").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name=vi("Read the file")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def from_a_village(phone: Page, hall: Running) -> None:
    """What a village's head sends before the day."""
    with closing(sqlite3.connect(hall.data / "doithoai.db")) as database:
        (secret,) = database.execute(
            "SELECT secret FROM roster_village_list l JOIN roster_village v "
            "ON v.id = l.village_id WHERE v.meeting_id = 2 ORDER BY l.id"
        ).fetchone()
    phone.goto(f"{phones(hall)}/m/2/roster/village/{secret}")
    for number, (raw, text) in enumerate([(TYPED, STORED), (OLD_FONTS[0],) * 2], 1):
        phone.locator("#opinion-text").fill(raw)
        phone.locator("#opinion-name").fill(f"Già làng \u00d0inh\u200b {HOSTILE[:60]}")
        phone.get_by_role("button", name=vi("Send to the office")).click()
        sent = phone.locator("#opinions li").filter(has=phone.get_by_text(str(number), exact=True))
        reads(sent, text)
        expect(sent).to_contain_text("Già làng Đinh <script>")
    assert stored(hall, 2) == [STORED, OLD_FONTS[0]]
    sound(phone)


def taken_down(page: Page, hall: Running) -> None:
    """The short form and an answer save themselves on the opinion's page."""
    page.goto(f"{hall.http}{DESK}1")
    piece = page.locator(".op-thread .is-question")
    summary = piece.locator("[name=summary]")
    summary.fill("\n".join(one.typed for one in SHORT))
    expect(piece.locator(SAVED)).to_be_visible()
    summary.press("Control+End")
    summary.press_sequentially("  và  \u00f0ất ")
    page.locator("h1").click()
    text = "\n".join(one.stored for one in SHORT) + " và đất"
    expect(summary).to_have_value(text)
    page.locator("[data-begins=begin-answer]").click()
    answer = page.locator(".op-new [data-autosave]").last
    answer.locator("[name=text]").fill(f"{TYPED}\n{OLD_FONTS[1]}")
    answer.locator("[name=full]").fill("ă" * 10_001)
    page.locator("h1").click()
    expect(answer.locator("[data-sign=refused]")).to_contain_text("10000")
    answer.locator("[name=full]").fill("ă" * 10_000)
    answer.locator("[name=said_by]").fill(f" Chủ\u00a0tịch  {HOSTILE[:80]}")
    page.locator("h1").click()
    said = page.locator(".op-thread .is-answer")
    expect(said.locator("[name=text]")).to_have_value(f"{STORED}\n{OLD_FONTS[1]}")
    expect(said.locator("[name=said_by]")).to_have_value(f"Chủ tịch {HOSTILE[:80]}")
    expect(page.locator("[data-versions]")).to_have_count(0)
    sound(page)


def prepared_by_a_department(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    """An official writes the answer that the chair will have before them."""
    number = len(DIRTY) + 4  # the slip
    for do, data in (("approve", {}), ("assign", {"department": "DIA_CHINH_XD"})):
        assert secretary.submit(f"{DESK}{number}/{do}", data, form=f"{DESK}{number}").ok
    tablet = open_page("answerer", 1024, 768)
    tablet.get_by_label("Công chức Địa chính", exact=False).check()
    tablet.get_by_role("button", name=vi("This is us")).click()
    tablet.get_by_role("link", name=re.compile("Đinh Thị Hơ̆n <i>X")).click()
    reads(tablet.locator(".of-opinion"), STORED)
    tablet.get_by_label(vi("Short, for the minutes")).fill(TYPED)
    tablet.get_by_label(vi("In full, to read out")).fill(f"{LONG}\n{OLD_FONTS[0]}")
    tablet.locator("h1").click()
    expect(tablet.locator(SAVED)).to_be_visible()
    expect(tablet.get_by_label(vi("Short, for the minutes"))).to_have_value(STORED)
    sound(tablet)


def shown_to_all(open_page: OpenPage, hall: Running, secretary: Visitor) -> None:
    """The chair's tablet and the hall screen show words, and nothing but words."""
    slip, long = len(DIRTY) + 4, len(DIRTY) + 3
    assert secretary.submit(f"{DESK}{long}/approve", {}, form=f"{DESK}{long}").ok
    chair = open_page("chair", 1280, 800)
    chair.goto(f"{hall.http}/m/1/chair/?at={slip}")
    reads(chair.locator(".ch-question"), STORED)
    reads(chair.locator(".ch-prepared"), STORED)
    expect(chair.locator(".ch-prepared")).to_contain_text(OLD_FONTS[0])
    sound(chair)
    chair.goto(f"{hall.http}/m/1/chair/?at={long}")
    expect(chair.locator(".ch-question")).to_contain_text(LONG[:80])
    sound(chair)
    screen = open_page("screen", 1280, 720)
    for number, text in ((slip, STORED), (long, LONG[:80])):
        assert secretary.submit(f"{DESK}{number}/show", {}, form=f"{DESK}{number}").ok
        reads(screen.locator(".opinion-words"), text)
        sound(screen)


def printed(page: Page, hall: Running) -> None:
    """The preview of the minutes has all of it, as letters."""
    paper = page.request.get(f"{hall.http}/m/1/minutes/preview.pdf")
    assert paper.ok, paper.text()[:500]
    pages = PdfReader(io.BytesIO(paper.body())).pages
    text = inked("".join(one.extract_text() for one in pages))
    for one in DIRTY:
        assert inked(one.stored) in text, one.name
    assert inked(LONG[:80]) in text
    assert inked(OLD_FONTS[1]) in text


def inked(text: str) -> str:
    """What of a text leaves ink on paper."""
    return re.sub("[\u00ad\u200d]", "", squeezed(text))
